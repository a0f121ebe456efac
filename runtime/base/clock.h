/* clock.h - real time that never goes back. Layer 0. */
#ifndef PERI_CLOCK_H
#define PERI_CLOCK_H

#include <stdint.h>

/* ns since some fixed point; it does not stand still while the machine works. ctx is not looked at.
   Thread: any. */
int64_t peri_clock_monotonic(void *ctx);

#endif
