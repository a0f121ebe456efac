/* wake.h - where a thread waits for a time, a descriptor, or for somebody to wake it. Layer 0. */
#ifndef PERI_WAKE_H
#define PERI_WAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* A pipe. All zeros: not open; to fire and to close it then does nothing. */
typedef struct peri_wake {
    int read_fd, write_fd;
} peri_wake;

int peri_wake_open(peri_wake *wake, peri_error *err); /* PERI_OK, or PERI_EIO: no pipe */
void peri_wake_close(peri_wake *wake);                /* nobody may wait any more */

/* End the wait that goes on, or the next one. Thread: any, also a signal handler: errno stays. */
void peri_wake_fire(const peri_wake *wake);

/*
 * Wait for an event of a descriptor. A wake that was fired stays so: every further wait ends.
 *
 * fd         -1: for the time to pass only
 * events     POLLIN, POLLOUT
 * wait_ns    how long at most; INT64_MAX (PERI_NEVER): for ever
 *
 * Returns PERI_OK (an event, or an error that the next call on fd will tell), PERI_ENOTFOUND (the
 * time has passed) or PERI_EINTERRUPT (the wake was fired, which counts first). Thread: any.
 */
int peri_wake_wait(const peri_wake *wake, int fd, short events, int64_t wait_ns);

/*
 * Wait for a time, sharply: Linux else lets a thread wait 50 us longer than it asked for. A signal
 * ends it, too.
 *
 * ns  at most, >= 0
 *
 * True when the wake was fired, since it was opened or since the last true: it is not fired any
 * more. Thread: one at a time.
 */
bool peri_wake_rest(const peri_wake *wake, int64_t ns);

#endif
