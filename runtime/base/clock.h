/* clock.h - real time: one that never goes back, and that of the wall. Layer 0. */
#ifndef PERI_CLOCK_H
#define PERI_CLOCK_H

#include <stdint.h>

/* ns since some fixed point; it does not stand still while the machine works. ctx is not looked at.
   Thread: any. */
int64_t peri_clock_monotonic(void *ctx);

/* ns since 1970, UTC, as the machine's clock shows it; it may be set back. Otherwise the same. */
int64_t peri_clock_wall(void *ctx);

#endif
