/* rule_function.c - the lists that functions of rules fill. Layer 3. */
#include "schedule/rule_function.h"

#include <stdlib.h>

#include "base/mem.h"

int peri_times_add(peri_times *times, int64_t time_ns)
{
    void *items = times->items;
    int rc = peri_grow(&items, &times->cap, times->n + 1, sizeof *times->items);
    times->items = items;
    if (rc == PERI_OK)
        times->items[times->n++] = time_ns;
    return rc;
}

void peri_times_deinit(peri_times *times)
{
    peri_free(times->items);
    *times = (peri_times){NULL, 0, 0};
}

static int time_order(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void peri_times_sort(peri_times *times)
{
    size_t kept = 0;
    if (times->n == 0)
        return;
    qsort(times->items, times->n, sizeof *times->items, time_order);
    for (size_t i = 0; i < times->n; i++)
        if (i == 0 || times->items[i] != times->items[i - 1])
            times->items[kept++] = times->items[i];
    times->n = kept;
}
