/* tick.c - trades and quotes one by one. Layer 2. */
#include "market/tick.h"

#include <string.h>

#include "base/mem.h"
#include "market/time_search.h"

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
    void *ticks = series->ticks;
    peri_shrink(&ticks, &series->cap, series->n, sizeof *series->ticks);
    series->ticks = ticks;
}

size_t peri_tick_series_after(const peri_tick_series *series, int64_t time_ns)
{
    return peri_first_after(series->ticks, series->n, sizeof *series->ticks,
                            offsetof(peri_tick, time_ns), time_ns);
}

void peri_tick_series_drop_front(peri_tick_series *series, size_t n)
{
    memmove(series->ticks, series->ticks + n, (series->n - n) * sizeof *series->ticks);
    series->n -= n;
}

int peri_tick_series_merge(peri_tick_series *series, const peri_tick_series *a,
                           const peri_tick_series *b)
{
    size_t i = 0, k = 0;
    while (i < a->n || k < b->n) {
        const bool is_a = k == b->n || (i < a->n && a->ticks[i].time_ns <= b->ticks[k].time_ns);
        if (peri_tick_series_add(series, is_a ? &a->ticks[i++] : &b->ticks[k++]) != PERI_OK)
            return PERI_ENOMEM;
    }
    return PERI_OK;
}

bool peri_ticks_trade_bar(const peri_tick *ticks, size_t n, peri_bar *out)
{
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        const peri_tick *tick = &ticks[i];
        if (tick->kind != PERI_TICK_TRADE || tick->suspicious)
            continue;
        if (!found)
            *out = (peri_bar){tick->time_ns,
                              tick->time_ns,
                              tick->price,
                              tick->price,
                              tick->price,
                              tick->price,
                              0};
        found = true;
        out->high = tick->price > out->high ? tick->price : out->high;
        out->low = tick->price < out->low ? tick->price : out->low;
        out->close = tick->price;
        out->volume += tick->size;
    }
    return found;
}

static void add_quote(peri_quote_side *side, double price, double size)
{
    if (price <= 0)
        return;
    if (!peri_quote_side_is_there(side))
        *side = (peri_quote_side){price, price, price, price, size};
    side->high = price > side->high ? price : side->high;
    side->low = price < side->low ? price : side->low;
    side->close = price;
    side->last_size = size;
}

bool peri_ticks_quote_bar(const peri_tick *ticks, size_t n, peri_quote_bar *out)
{
    bool found = false;
    *out = (peri_quote_bar){.start_ns = ticks[0].time_ns, .end_ns = ticks[0].time_ns};
    for (size_t i = 0; i < n; i++) {
        const peri_tick *tick = &ticks[i];
        if (tick->kind != PERI_TICK_QUOTE || tick->suspicious)
            continue;
        found = true;
        add_quote(&out->bid, tick->bid, tick->bid_size);
        add_quote(&out->ask, tick->ask, tick->ask_size);
    }
    return found;
}
