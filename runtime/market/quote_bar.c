/* quote_bar.c - quotes in bars. Layer 2. */
#include "market/quote_bar.h"

#include "base/mem.h"
#include "market/time_search.h"

bool peri_quote_side_is_there(const peri_quote_side *side)
{
    return side->close > 0.0;
}

static double middle(double bid, double ask)
{
    return (bid + ask) / 2.0;
}

peri_bar peri_quote_bar_middle(const peri_quote_bar *bar)
{
    const peri_quote_side *bid = &bar->bid, *ask = &bar->ask;
    if (!peri_quote_side_is_there(bid))
        bid = ask;
    if (!peri_quote_side_is_there(ask))
        ask = bid;
    return (peri_bar){.start_ns = bar->start_ns,
                      .end_ns = bar->end_ns,
                      .open = middle(bid->open, ask->open),
                      .high = middle(bid->high, ask->high),
                      .low = middle(bid->low, ask->low),
                      .close = middle(bid->close, ask->close)};
}

void peri_quote_series_init(peri_quote_series *series)
{
    *series = (peri_quote_series){NULL, 0, 0};
}

void peri_quote_series_deinit(peri_quote_series *series)
{
    peri_free(series->bars);
    peri_quote_series_init(series);
}

int peri_quote_series_add(peri_quote_series *series, const peri_quote_bar *bar)
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

void peri_quote_series_trim(peri_quote_series *series)
{
    void *bars = series->bars;
    peri_shrink(&bars, &series->cap, series->n, sizeof *series->bars);
    series->bars = bars;
}

size_t peri_quote_series_after(const peri_quote_series *series, int64_t time_ns)
{
    return peri_first_after(series->bars, series->n, sizeof *series->bars,
                            offsetof(peri_quote_bar, end_ns), time_ns);
}
