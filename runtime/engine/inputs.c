/* inputs.c - what a slice has for the indicators and consolidators of a security, one by one.
 * Layer 5. */
#include "engine/engine_internal.h"

bool peri_engine_has_trades(const struct peri_subscribed *sub)
{
    const peri_lean_stream trades = {.kind = PERI_LEAN_TRADE,
                                     .resolution = sub->security.resolution};
    return !sub->lean.symbol.ticker || sub->path ||
           peri_lean_has_stream(sub->security.type, trades);
}

/* The next tick of a kind that is not suspicious, from a place on; NULL: there is none. */
static const peri_tick *next_tick(const peri_slice *slice, int32_t index, peri_tick_kind kind,
                                  size_t *at)
{
    while (*at < slice->tick_counts[index]) {
        const peri_tick *tick = &slice->ticks[index][(*at)++];
        if (tick->kind == kind && !tick->suspicious)
            return tick;
    }
    return NULL;
}

static bool next_of_ticks(const struct peri_subscribed *sub, const peri_slice *slice, size_t *at,
                          peri_bar *out)
{
    const peri_tick_kind kind = peri_engine_has_trades(sub) ? PERI_TICK_TRADE : PERI_TICK_QUOTE;
    const peri_tick *tick = next_tick(slice, sub->security.index, kind, at);
    if (!tick)
        return false;
    const double value = peri_tick_value(tick);
    *out = (peri_bar){tick->time_ns, tick->time_ns, value, value, value, value, tick->size};
    return true;
}

bool peri_engine_next_bar(const struct peri_subscribed *sub, const peri_slice *slice, size_t *at,
                          peri_bar *out)
{
    const int32_t index = sub->security.index;
    if (slice->ticks[index])
        return next_of_ticks(sub, slice, at, out);
    if ((*at)++ > 0)
        return false;
    if (slice->bars[index])
        *out = *slice->bars[index];
    else if (slice->quotes[index] && !peri_engine_has_trades(sub))
        *out = peri_quote_bar_middle(slice->quotes[index]);
    else
        return false;
    return true;
}

bool peri_engine_next_quote(const struct peri_subscribed *sub, const peri_slice *slice, size_t *at,
                            peri_quote_bar *out)
{
    const int32_t index = sub->security.index;
    if (slice->ticks[index]) {
        const peri_tick *tick = next_tick(slice, index, PERI_TICK_QUOTE, at);
        return tick && peri_ticks_quote_bar(tick, 1, out);
    }
    if ((*at)++ > 0 || !slice->quotes[index])
        return false;
    *out = *slice->quotes[index];
    return true;
}
