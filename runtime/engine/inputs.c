/* inputs.c - what a slice has for the indicators and consolidators of a security, one by one.
 * Layer 5. */
#include "engine/consolidation.h"
#include "engine/engine_internal.h"

bool peri_engine_has_trades(const struct peri_subscribed *sub)
{
    const peri_lean_stream trades = {.kind = PERI_LEAN_TRADE, .resolution = sub->form.resolution};
    return !sub->lean.symbol.ticker || sub->path ||
           peri_lean_has_stream(sub->security.type, trades);
}

bool peri_engine_has_quotes(const struct peri_subscribed *sub)
{
    const peri_lean_stream quotes = {.kind = PERI_LEAN_QUOTE, .resolution = sub->form.resolution};
    return sub->lean.symbol.ticker && !sub->path &&
           peri_lean_has_stream(sub->security.type, quotes);
}

/* A day's bar ends with the regular session, or at midnight. */
static bool ends_day(const peri_security *security, int64_t end_ns)
{
    const peri_hours *hours = security->hours;
    const peri_zone *zone = peri_security_day_zone(security);
    peri_session session;
    if (peri_security_has_whole_days(security) || peri_hours_is_always_open(hours))
        return peri_zone_to_local(zone, end_ns) % PERI_DAY == 0;
    const int64_t inside = peri_zone_to_local(peri_hours_zone(hours), end_ns - 1);
    return peri_hours_session(hours, peri_time_date(inside), false, &session) &&
           session.close_utc == end_ns;
}

bool peri_engine_ends_bar(const struct peri_subscribed *sub, int64_t end_ns)
{
    const peri_resolution resolution = sub->form.resolution;
    if (resolution < PERI_RES_HOUR)
        return end_ns % peri_resolution_ns(resolution) == 0;
    if (resolution == PERI_RES_DAILY)
        return ends_day(&sub->security, end_ns);
    return peri_zone_to_local(peri_security_day_zone(&sub->security), end_ns) % PERI_HOUR == 0;
}

/* The next tick of a kind that is not suspicious, from a place on; NULL: there is none. */
static const peri_tick *next_tick(const peri_slice *slice, int32_t index, peri_tick_kind kind,
                                  size_t *at)
{
    const peri_slice_item *item = &slice->items[index];
    while (*at < item->tick_count) {
        const peri_tick *tick = &item->ticks[(*at)++];
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

static bool counts(const struct peri_subscribed *sub, bool is_new, const int64_t end_ns)
{
    return is_new || peri_engine_ends_bar(sub, end_ns);
}

/* Its own bar of each kind, where its security has several subscriptions. */
static void find_part(const struct peri_subscribed *sub, const peri_slice_part *parts, size_t n,
                      const peri_bar **bar, const peri_quote_bar **quote)
{
    *bar = NULL;
    *quote = NULL;
    for (size_t i = 0; i < n; i++) {
        const peri_slice_part *part = &parts[i];
        if (part->part != sub->part)
            continue;
        if (part->bar)
            *bar = counts(sub, part->is_new, part->bar->end_ns) ? part->bar : NULL;
        else
            *quote = counts(sub, part->is_new, part->quote->end_ns) ? part->quote : NULL;
    }
}

static void find_own(const struct peri_subscribed *sub, const peri_slice *slice,
                     const peri_bar **bar, const peri_quote_bar **quote)
{
    const int32_t index = sub->security.index;
    size_t n = 0;
    const peri_slice_part *parts =
        slice->part_count > 0 ? peri_engine_slice_parts(slice, index, &n) : NULL;
    if (parts) {
        find_part(sub, parts, n, bar, quote);
        return;
    }
    const peri_slice_item *item = &slice->items[index];
    *bar = item->bar && counts(sub, item->is_new, item->bar->end_ns) ? item->bar : NULL;
    *quote =
        item->quote && counts(sub, item->quote_is_new, item->quote->end_ns) ? item->quote : NULL;
}

/* Bars of other subscriptions may end with its ticks. */
static bool has_ticks(const struct peri_subscribed *sub, const peri_slice *slice)
{
    return slice->items[sub->security.index].ticks && sub->form.resolution == PERI_RES_TICK;
}

bool peri_engine_next_bar(const struct peri_subscribed *sub, const peri_slice *slice, size_t *at,
                          peri_bar *out)
{
    const peri_bar *bar;
    const peri_quote_bar *quote;
    if (has_ticks(sub, slice))
        return next_of_ticks(sub, slice, at, out);
    if ((*at)++ > 0)
        return false;
    find_own(sub, slice, &bar, &quote);
    if (bar)
        *out = *bar;
    else if (quote && !peri_engine_has_trades(sub))
        *out = peri_quote_bar_middle(quote);
    else
        return false;
    return true;
}

bool peri_engine_next_quote(const struct peri_subscribed *sub, const peri_slice *slice, size_t *at,
                            peri_quote_bar *out)
{
    const peri_bar *bar;
    const peri_quote_bar *quote;
    if (has_ticks(sub, slice)) {
        const peri_tick *tick = next_tick(slice, sub->security.index, PERI_TICK_QUOTE, at);
        return tick && peri_ticks_quote_bar(tick, 1, out);
    }
    if ((*at)++ > 0)
        return false;
    find_own(sub, slice, &bar, &quote);
    if (!quote)
        return false;
    *out = *quote;
    return true;
}
