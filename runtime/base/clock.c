/* clock.c - see clock.h. Layer 0. */
#include "base/clock.h"

#include <time.h>

static int64_t read_clock(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t peri_clock_monotonic(void *ctx)
{
    (void)ctx;
    return read_clock(CLOCK_MONOTONIC);
}

int64_t peri_clock_wall(void *ctx)
{
    (void)ctx;
    return read_clock(CLOCK_REALTIME);
}
