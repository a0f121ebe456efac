/* conversion_seed.c - what a pair was worth before the run. See conversions.h. Layer 5. */
#include "engine/consolidation.h"
#include "engine/engine_internal.h"

/* The last bar by an instant, of either kind; NULL: there is none. */
struct last {
    const peri_bar *trade;
    const peri_quote_bar *quote;
};

/* LEAN asks for trades where a pair has any, so quotes count without them alone. */
static struct last last_of(const peri_past *past, int64_t at_ns)
{
    const size_t t = peri_series_after(&past->trades, at_ns);
    const size_t q = peri_quote_series_after(&past->quotes, at_ns);
    if (t > 0)
        return (struct last){.trade = &past->trades.bars[t - 1]};
    return (struct last){.quote = q > 0 ? &past->quotes.bars[q - 1] : NULL};
}

static double close_of(struct last last)
{
    if (last.quote)
        return peri_quote_bar_middle(last.quote).close;
    return last.trade ? last.trade->close : 0.0;
}

/* As LEAN does: a pair that the strategy has added begins with that price, too. */
static void begin_with(peri_engine *engine, const peri_security *pair, struct last last)
{
    if (engine->phase != PERI_PHASE_SETUP)
        return;
    for (size_t i = 0; i < engine->security_count; i++) {
        peri_security *security = &engine->securities[i]->security;
        if (security != pair)
            continue;
        if (last.quote)
            peri_security_update_quote(security, last.quote);
        else if (last.trade)
            peri_security_update(security, last.trade);
        peri_portfolio_mark(peri_broker_portfolio(engine->broker), security->index,
                            security->price);
    }
}

/* Of a folder with a file a day: its last week; of ticks as minutes, since a week of them is much.
 */
static int read_week(peri_engine *engine, const struct peri_subscribed *sub, int64_t at_ns,
                     peri_past *past, peri_error *err)
{
    peri_read_report report = {0};
    peri_read_options options = peri_engine_read_options(engine, sub);
    if (options.resolution == PERI_RES_TICK)
        options.resolution = PERI_RES_MINUTE;
    options.from_ns = at_ns - 7 * PERI_DAY;
    options.until_ns = at_ns;
    int rc = peri_lean_source_read_quotes(&sub->lean, &options, &past->quotes, &report, err);
    if (rc == PERI_OK || rc == PERI_ENOTFOUND)
        rc = peri_engine_has_trades(sub)
                 ? peri_lean_source_read(&sub->lean, &options, &past->trades, &report, err)
                 : PERI_OK;
    rc = rc == PERI_ENOTFOUND ? PERI_OK : rc;
    return peri_engine_data_fault(engine, rc);
}

/* The subscription a security is part of. */
static const struct peri_subscribed *subscribed_of(const peri_security *security)
{
    return (const struct peri_subscribed *)(const void *)security;
}

/* Of what was loaded, else of the files. */
static int find_last(peri_engine *engine, const struct peri_subscribed *sub, int64_t at_ns,
                     peri_past *past, peri_error *err)
{
    const int rc = peri_engine_last_bars(sub, at_ns, &past->trades, &past->quotes, err);
    if (rc != PERI_OK || close_of(last_of(past, at_ns)) > 0.0 || peri_engine_is_whole_file(sub) ||
        !sub->lean.symbol.ticker)
        return rc;
    return read_week(engine, sub, at_ns, past, err);
}

int peri_conversion_seed(peri_engine *engine, int32_t cash, peri_error *err)
{
    peri_conversion *item = &engine->conversions.items[cash];
    const int64_t at = engine->phase == PERI_PHASE_RUNNING ? engine->clock_ns : engine->first_ns;
    if (!item->pair || item->pair->has_data ||
        peri_broker_portfolio(engine->broker)->book.items[cash].rate > 0.0)
        return PERI_OK;
    peri_past past;
    peri_past_init(&past);
    const int rc = find_last(engine, subscribed_of(item->pair), at, &past, err);
    if (rc == PERI_OK) {
        const struct last last = last_of(&past, at);
        item->before = close_of(last);
        begin_with(engine, item->pair, last);
    }
    peri_past_deinit(&past);
    return rc;
}
