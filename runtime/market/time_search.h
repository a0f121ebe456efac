/* time_search.h - finding a time among items in its order. Layer 2. */
#ifndef PERI_TIME_SEARCH_H
#define PERI_TIME_SEARCH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Index of the first of n items whose time is > time_ns (n when none). An item has `size` bytes and
   its time, an int64_t, `at` bytes from its begin. O(log n). */
static inline size_t peri_first_after(const void *items, size_t n, size_t size, size_t at,
                                      int64_t time_ns)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int64_t time;
        memcpy(&time, (const char *)items + mid * size + at, sizeof time);
        if (time > time_ns)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

#endif
