/* stream_wait.h - waiting for a descriptor in a way that another thread can end. Layer 3. */
#ifndef PERI_STREAM_WAIT_H
#define PERI_STREAM_WAIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* A pipe that wakes whoever waits, now and from now on. */
typedef struct peri_stream_wake {
    int read_fd, write_fd;
} peri_stream_wake;

int peri_stream_wake_open(peri_stream_wake *wake, peri_error *err); /* PERI_OK or PERI_EIO */
void peri_stream_wake_close(peri_stream_wake *wake);                /* nobody may wait any more */
void peri_stream_wake_fire(const peri_stream_wake *wake);           /* Thread: any */

/*
 * Wait for an event of a descriptor.
 *
 * fd         -1: for the time to pass only
 * events     POLLIN, POLLOUT
 * wait_ns    how long at most; PERI_NEVER: for ever
 *
 * Returns PERI_OK (an event, or an error that the next call on fd will tell), PERI_ENOTFOUND (the
 * time has passed) or PERI_EINTERRUPT (the wake was fired, which counts first). Thread: any.
 */
int peri_stream_wait(int fd, short events, const peri_stream_wake *wake, int64_t wait_ns);

#endif
