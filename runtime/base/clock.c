/* clock.c - see clock.h. Layer 0. */
#include "base/clock.h"

#include <time.h>

int64_t peri_clock_monotonic(void *ctx)
{
    (void)ctx;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
