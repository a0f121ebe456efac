/* history_notice.c - a request for the past of which there is nothing at all: told once for each
 * symbol, type and resolution, since an empty answer looks like a span without trades. Layer 5. */
#include "engine/engine_internal.h"

static const char *const kind_names[PERI_PAST_KINDS] = {[PERI_PAST_TRADES] = "trade bars",
                                                        [PERI_PAST_QUOTES] = "quote bars",
                                                        [PERI_PAST_TICKS] = "trades and quotes"};

/* Whether the run itself has some: read, made of other bars, or come in live. */
static bool has_own(struct peri_subscribed *sub, peri_past_kind kind, peri_resolution resolution)
{
    const struct peri_subscribed *own =
        sub->path ? peri_engine_rows_of(sub) : peri_engine_part_of(sub, resolution);
    if (!own)
        return false;
    if (kind == PERI_PAST_TICKS)
        return own->ticks.n > 0;
    return (kind == PERI_PAST_TRADES ? peri_engine_loaded_trades(own)
                                     : peri_engine_loaded_quotes(own))
               .bars > 0;
}

/* Whether the files have some; else where they were looked for is in `tried`. */
static bool is_in_files(const struct peri_subscribed *sub, peri_past_kind kind,
                        peri_resolution resolution, peri_buf *tried)
{
    const peri_lean_stream trades = {PERI_LEAN_TRADE, resolution},
                           quotes = {PERI_LEAN_QUOTE, resolution};
    if (sub->path) {
        peri_buf_text(tried, sub->path);
        return false;
    }
    return (kind != PERI_PAST_QUOTES && peri_lean_source_look(&sub->lean, trades, tried)) ||
           (kind != PERI_PAST_TRADES && peri_lean_source_look(&sub->lean, quotes, tried));
}

void peri_engine_notice_no_past(peri_engine *engine, int32_t security, peri_past_kind kind,
                                peri_resolution resolution)
{
    struct peri_subscribed *sub = engine->securities[security];
    if (kind == PERI_PAST_TICKS || resolution == PERI_RES_TICK) {
        kind = PERI_PAST_TICKS;
        resolution = PERI_RES_TICK;
    }
    const uint32_t bit = 1u << ((unsigned)kind * (PERI_RES_DAILY + 1u) + (unsigned)resolution);
    if (sub->noticed.no_past & bit)
        return;
    sub->noticed.no_past |= bit;
    peri_buf tried;
    peri_buf_init(&tried);
    if (!has_own(sub, kind, resolution) && !is_in_files(sub, kind, resolution, &tried))
        peri_engine_log_line(
            engine, PERI_LOG_WARNING, "History found no %s %s of '%s': %s%s (told once)",
            peri_resolution_name(resolution), kind_names[kind], sub->security.ticker,
            tried.len > 0 ? "looked for " : "LEAN's layout has none of type ",
            tried.len > 0 ? peri_buf_str(&tried) : peri_security_type_name(sub->security.type));
    peri_buf_deinit(&tried);
}
