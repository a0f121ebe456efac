/* tick.c - trades and quotes one by one. Layer 2. */
#include "market/tick.h"

#include "base/mem.h"

double peri_tick_value(const peri_tick *tick)
{
    if (tick->kind == PERI_TICK_TRADE)
        return tick->price;
    if (tick->bid > 0 && tick->ask > 0)
        return (tick->bid + tick->ask) / 2;
    return tick->bid > 0 ? tick->bid : tick->ask;
}

void peri_tick_series_init(peri_tick_series *series)
{
    *series = (peri_tick_series){NULL, 0, 0};
}

void peri_tick_series_deinit(peri_tick_series *series)
{
    peri_free(series->ticks);
    peri_tick_series_init(series);
}

int peri_tick_series_add(peri_tick_series *series, const peri_tick *tick)
{
    if (series->n == series->cap) {
        void *ticks = series->ticks;
        if (peri_grow(&ticks, &series->cap, series->n + 1, sizeof *tick) != PERI_OK)
            return PERI_ENOMEM;
        series->ticks = ticks;
    }
    series->ticks[series->n++] = *tick;
    return PERI_OK;
}

void peri_tick_series_trim(peri_tick_series *series)
{
    if (series->n == 0) {
        peri_tick_series_deinit(series);
    } else if (series->n < series->cap) {
        peri_tick *ticks = peri_realloc(series->ticks, series->n * sizeof *ticks);
        if (ticks) { /* refused: the room stays, nothing is lost */
            series->ticks = ticks;
            series->cap = series->n;
        }
    }
}

size_t peri_tick_series_after(const peri_tick_series *series, int64_t time_ns)
{
    size_t lo = 0, hi = series->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (series->ticks[mid].time_ns > time_ns)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo;
}
