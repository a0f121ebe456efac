/* pause.h - where a thread waits for a time, or for somebody to call it. Layer 5. */
#ifndef PERI_PAUSE_H
#define PERI_PAUSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

typedef struct peri_pause {
    int ends[2]; /* of a pipe: a signal handler may write to it */
} peri_pause;

int peri_pause_open(peri_pause *pause, peri_error *err); /* PERI_OK, or PERI_EIO: no pipe */
void peri_pause_close(peri_pause *pause);                /* all zeros is allowed */

/* Wait for `ns` at most; true when somebody called, also before. */
bool peri_pause_wait(peri_pause *pause, int64_t ns);
void peri_pause_call(peri_pause *pause); /* thread: any, also a signal handler */

#endif
