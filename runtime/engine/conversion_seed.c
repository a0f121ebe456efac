/* conversion_seed.c - what a pair was worth before the run. See conversions.h. Layer 5. */
#include "engine/consolidation.h"
#include "engine/engine_internal.h"

/* The last close by an instant: LEAN asks for the history of one stream, trades where there are
   such. */
static double last_close(const peri_series *trades, const peri_quote_series *quotes, int64_t at_ns)
{
    const size_t t = peri_series_after(trades, at_ns), q = peri_quote_series_after(quotes, at_ns);
    if (t > 0)
        return trades->bars[t - 1].close;
    return q > 0 ? peri_quote_bar_middle(&quotes->bars[q - 1]).close : 0.0;
}

/* Of what was loaded. */
static int last_loaded(const struct peri_subscribed *sub, int64_t at_ns, double *close,
                       peri_error *err)
{
    peri_series trades;
    peri_quote_series quotes;
    peri_series_init(&trades);
    peri_quote_series_init(&quotes);
    const int rc = peri_engine_last_bars(sub, at_ns, &trades, &quotes, err);
    *close = last_close(&trades, &quotes, at_ns);
    peri_series_deinit(&trades);
    peri_quote_series_deinit(&quotes);
    return rc;
}

/* Of a folder with a file a day: its last week; of ticks as minutes, since a week of them is much.
 */
static int read_week(peri_engine *engine, const struct peri_subscribed *sub, int64_t at_ns,
                     double *close, peri_error *err)
{
    peri_read_report report = {0};
    peri_series trades;
    peri_quote_series quotes;
    peri_series_init(&trades);
    peri_quote_series_init(&quotes);
    peri_read_options options = peri_engine_read_options(engine, sub);
    if (options.resolution == PERI_RES_TICK)
        options.resolution = PERI_RES_MINUTE;
    options.from_ns = at_ns - 7 * PERI_DAY;
    options.until_ns = at_ns;
    int rc = peri_lean_source_read_quotes(&sub->lean, &options, &quotes, &report, err);
    if (rc == PERI_OK || rc == PERI_ENOTFOUND)
        rc = peri_engine_has_trades(sub)
                 ? peri_lean_source_read(&sub->lean, &options, &trades, &report, err)
                 : PERI_OK;
    rc = rc == PERI_ENOTFOUND ? PERI_OK : rc;
    *close = last_close(&trades, &quotes, at_ns);
    peri_series_deinit(&trades);
    peri_quote_series_deinit(&quotes);
    return peri_engine_data_fault(engine, rc);
}

/* The subscription a security is part of. */
static const struct peri_subscribed *subscribed_of(const peri_security *security)
{
    return (const struct peri_subscribed *)(const void *)security;
}

int peri_conversion_seed(peri_engine *engine, int32_t cash, peri_error *err)
{
    peri_conversion *item = &engine->conversions.items[cash];
    const int64_t at = engine->phase == PERI_PHASE_RUNNING ? engine->clock_ns : engine->first_ns;
    if (!item->pair || item->pair->has_data ||
        peri_broker_portfolio(engine->broker)->book.items[cash].rate > 0.0)
        return PERI_OK;
    const struct peri_subscribed *sub = subscribed_of(item->pair);
    const int rc = last_loaded(sub, at, &item->before, err);
    if (rc != PERI_OK)
        return rc;
    if (item->before > 0.0 || peri_engine_is_whole_file(sub) || !sub->lean.symbol.ticker)
        return PERI_OK;
    return read_week(engine, sub, at, &item->before, err);
}
