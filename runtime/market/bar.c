/* bar.c - bars, resolutions and growing series. Layer 2. */
#include "market/bar.h"

#include <string.h>

#include "base/mem.h"
#include "market/time_search.h"

#include <assert.h>

int64_t peri_resolution_ns(peri_resolution resolution)
{
    static const int64_t lengths[] = {1, PERI_SECOND, PERI_MINUTE, PERI_HOUR, PERI_DAY};
    assert(resolution <= PERI_RES_DAILY);
    return lengths[resolution];
}

const peri_name peri_resolution_names[] = {
    {"Tick", PERI_RES_TICK}, {"Second", PERI_RES_SECOND}, {"Minute", PERI_RES_MINUTE},
    {"Hour", PERI_RES_HOUR}, {"Daily", PERI_RES_DAILY},   {NULL, 0},
};

const char *peri_resolution_name(peri_resolution resolution)
{
    assert(resolution <= PERI_RES_DAILY);
    return peri_name_of(peri_resolution_names, (int)resolution);
}

void peri_series_init(peri_series *series)
{
    *series = (peri_series){NULL, 0, 0};
}

void peri_series_deinit(peri_series *series)
{
    peri_free(series->bars);
    peri_series_init(series);
}

int peri_series_add(peri_series *series, const peri_bar *bar)
{
    if (series->n == series->cap) {
        void *bars = series->bars;
        if (peri_grow(&bars, &series->cap, series->n + 1, sizeof *bar) != PERI_OK)
            return PERI_ENOMEM;
        series->bars = bars;
    }
    series->bars[series->n++] = *bar;
    return PERI_OK;
}

int peri_series_reserve(peri_series *series, size_t n)
{
    if (n <= series->cap)
        return PERI_OK;
    if (n > SIZE_MAX / sizeof *series->bars)
        return PERI_ENOMEM;
    peri_bar *bars = peri_realloc(series->bars, n * sizeof *bars);
    if (!bars)
        return PERI_ENOMEM;
    series->bars = bars;
    series->cap = n;
    return PERI_OK;
}

void peri_series_trim(peri_series *series)
{
    void *bars = series->bars;
    peri_shrink(&bars, &series->cap, series->n, sizeof *series->bars);
    series->bars = bars;
}

void peri_series_drop_front(peri_series *series, size_t n)
{
    if (n == 0)
        return;
    series->n -= n;
    memmove(series->bars, series->bars + n, series->n * sizeof *series->bars);
}

size_t peri_series_after(const peri_series *series, int64_t time_ns)
{
    return peri_first_after(series->bars, series->n, sizeof *series->bars,
                            offsetof(peri_bar, end_ns), time_ns);
}
