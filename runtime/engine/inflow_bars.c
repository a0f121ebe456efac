/* inflow_bars.c - a record that came in becomes a bar, or part of one, or a tick. Layer 5. */
#include "engine/inflow.h"

#include <strings.h>

#include "base/mem.h"
#include "engine/engine_internal.h"
#include "engine/inflow_bars.h"

static const int64_t FAR_AHEAD = PERI_HOUR;      /* of the wall's clock */
static const int64_t LONG_LEAP = 366 * PERI_DAY; /* of the records' times */
static const char OTHER[] = "is no symbol of the strategy: left out";
static const int LEAPS_BELIEVED = 10;       /* in a row */
static const size_t KEPT = (size_t)1 << 20; /* bars of a symbol, for History */

/* Of each kind of record that should not come, the first is told. */
static void leave_out(peri_engine *engine, int64_t *count, const peri_stream_item *item,
                      const char *why)
{
    if ((*count)++ == 0)
        peri_engine_log_line(engine, PERI_LOG_WARNING,
                             "line %lld: '%s' %s (further ones are only counted)",
                             (long long)item->line, item->ticker, why);
}

/* -- symbols -------------------------------------------------------------------------------- */

/* Tickers are compared as written first, then without regard to case. */
static int32_t find(const peri_engine *engine, const char *ticker)
{
    int32_t index = peri_engine_find(engine, ticker);
    for (size_t i = 0; index < 0 && i < engine->security_count; i++) {
        const peri_security *security = &engine->securities[i]->security;
        if (!security->removed && strcasecmp(security->ticker, ticker) == 0)
            index = (int32_t)i;
    }
    for (size_t i = 0; index < 0 && engine->closing > 0 && i < engine->security_count; i++) {
        const struct peri_subscribed *sub = engine->securities[i];
        if (sub->closes && strcasecmp(sub->security.ticker, ticker) == 0)
            index = (int32_t)i;
    }
    return index;
}

static struct peri_inlet *make_inlet(peri_inflow *inflow, struct peri_subscribed *sub)
{
    const peri_security as = peri_engine_security_of(sub);
    void *list = (void *)inflow->inlets;
    if (peri_grow(&list, &inflow->inlet_cap, inflow->inlet_n + 1, sizeof(struct peri_inlet *)) !=
        PERI_OK)
        return NULL;
    inflow->inlets = list;
    sub->inlet = peri_calloc(1, sizeof *sub->inlet);
    if (!sub->inlet)
        return NULL;
    sub->inlet->sub = sub;
    peri_bar_joiner_init(&sub->inlet->joiner, &as);
    inflow->inlets[inflow->inlet_n++] = sub->inlet;
    return sub->inlet;
}

static struct peri_inlet *inlet_of(peri_engine *engine, struct peri_subscribed *sub)
{
    return sub->inlet ? sub->inlet : make_inlet(&engine->inflow, sub);
}

/* -- bars ----------------------------------------------------------------------------------- */

static int no_memory(peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "no memory for data that came in");
}

/* Very old bars make room. */
static void forget_old(peri_engine *engine, struct peri_subscribed *sub)
{
    peri_series *series = &sub->series;
    if (series->n < 2 * KEPT)
        return;
    peri_feed_forget(engine->feed, sub->security.index, sub->part, series->n - KEPT);
    peri_series_drop_front(series, series->n - KEPT);
    sub->loaded_from = series->bars[0].start_ns;
}

int peri_inflow_append(peri_engine *engine, struct peri_subscribed *sub, const peri_bar *bar,
                       const peri_stream_item *item, peri_error *err)
{
    peri_series *series = &sub->series;
    if (series->n > 0 && bar->end_ns <= series->bars[series->n - 1].end_ns) {
        if (item)
            leave_out(engine, &engine->inflow.late, item, "ends no later than the bar before it");
        return PERI_OK;
    }
    forget_old(engine, sub);
    if (peri_series_add(series, bar) != PERI_OK)
        return no_memory(err);
    engine->read.kept++;
    peri_feed_grown(engine->feed, sub->security.index, sub->part);
    return PERI_OK;
}

/* A part of a bar: of a trade, a quote, or a bar that is shorter than the resolution. */
static int join(peri_engine *engine, struct peri_inlet *inlet, const peri_bar *part,
                const peri_stream_item *item, peri_error *err)
{
    const peri_series *series = &inlet->sub->series;
    peri_bar done;
    bool is_done = false;
    if (series->n > 0 && part->start_ns < series->bars[series->n - 1].end_ns) {
        leave_out(engine, &engine->inflow.late, item, "came after its bar had ended");
        return PERI_OK;
    }
    switch (peri_bar_joiner_add(&inlet->joiner, part, &done, &is_done)) {
    case PERI_JOIN_OUTSIDE:
        engine->inflow.outside++;
        break;
    case PERI_JOIN_LATE:
        leave_out(engine, &engine->inflow.late, item, "came after its bar had ended");
        break;
    default:
        break;
    }
    return is_done ? peri_inflow_append(engine, inlet->sub, &done, item, err) : PERI_OK;
}

/* Records have come as far as this instant. */
static void saw(peri_inflow *inflow, int64_t time_ns)
{
    if (time_ns > inflow->newest_ns)
        inflow->newest_ns = time_ns;
}

/* A line's bar: whole, or a part of one. */
static int take_bar(peri_engine *engine, struct peri_inlet *inlet, const peri_stream_item *item,
                    peri_error *err)
{
    peri_bar bar = {item->time_ns, item->end_ns, item->open,  item->high,
                    item->low,     item->close,  item->volume};
    peri_bar whole = bar;
    if (!peri_bar_joiner_place(&inlet->joiner, item->time_ns, &whole)) {
        engine->inflow.outside++;
        return PERI_OK;
    }
    saw(&engine->inflow, item->end_ns == 0 ? whole.end_ns : item->end_ns);
    if (item->end_ns == 0 || item->end_ns == whole.end_ns)
        return peri_inflow_append(engine, inlet->sub, &whole, item, err);
    int64_t length = peri_resolution_ns(inlet->sub->form.resolution);
    if (item->end_ns - item->time_ns < length)
        return join(engine, inlet, &bar, item, err);
    if (item->end_ns - item->time_ns == length)
        return peri_inflow_append(engine, inlet->sub, &bar, item, err);
    leave_out(engine, &engine->inflow.wrong, item, "is a bar longer than the symbol's resolution");
    return PERI_OK;
}

static int take_price(peri_engine *engine, struct peri_inlet *inlet, double price, double volume,
                      const peri_stream_item *item, peri_error *err)
{
    const peri_bar part = {item->time_ns, item->time_ns + 1, price, price, price, price, volume};
    return join(engine, inlet, &part, item, err);
}

/* The middle, or the one price there is. */
static double price_of_quote(const peri_stream_item *item)
{
    if (item->bid > 0 && item->ask > 0)
        return item->bid + (item->ask - item->bid) / 2;
    return item->bid > 0 ? item->bid : item->ask;
}

/* -- ticks ---------------------------------------------------------------------------------- */

static void forget_old_ticks(peri_engine *engine, struct peri_subscribed *sub)
{
    peri_tick_series *ticks = &sub->ticks;
    if (ticks->n < 2 * KEPT)
        return;
    peri_feed_forget(engine->feed, sub->security.index, sub->part, ticks->n - KEPT);
    peri_tick_series_drop_front(ticks, ticks->n - KEPT);
    sub->loaded_from = ticks->ticks[0].time_ns;
}

/* A trade or a quote of a symbol of ticks goes in as it is. */
static int take_tick(peri_engine *engine, struct peri_subscribed *sub, const peri_stream_item *item,
                     peri_error *err)
{
    peri_tick_series *ticks = &sub->ticks;
    const peri_tick tick = {.time_ns = item->time_ns,
                            .kind =
                                item->kind == PERI_STREAM_TRADE ? PERI_TICK_TRADE : PERI_TICK_QUOTE,
                            .price = item->close,
                            .size = item->volume,
                            .bid = item->bid,
                            .bid_size = item->bid_size,
                            .ask = item->ask,
                            .ask_size = item->ask_size};
    if (item->kind == PERI_STREAM_BAR) {
        leave_out(engine, &engine->inflow.wrong, item, "is a bar, and the symbol has ticks");
        return PERI_OK;
    }
    if (!peri_hours_is_open(sub->security.hours, item->time_ns, sub->form.extended)) {
        engine->inflow.outside++;
        return PERI_OK;
    }
    if (ticks->n > 0 && item->time_ns < ticks->ticks[ticks->n - 1].time_ns) {
        leave_out(engine, &engine->inflow.late, item, "came after a later tick");
        return PERI_OK;
    }
    forget_old_ticks(engine, sub);
    if (peri_tick_series_add(ticks, &tick) != PERI_OK)
        return no_memory(err);
    engine->read.kept++;
    peri_feed_grown(engine->feed, sub->security.index, sub->part);
    return PERI_OK;
}

/* -- records -------------------------------------------------------------------------------- */

static enum peri_made_of made_of(const peri_stream_item *item)
{
    switch (item->kind) {
    case PERI_STREAM_BAR:
        return PERI_MADE_OF_BARS;
    case PERI_STREAM_TRADE:
        return PERI_MADE_OF_TRADES;
    default:
        return PERI_MADE_OF_QUOTES;
    }
}

/* False when a symbol's bars are made of something better. */
static bool is_wanted(struct peri_inlet *inlet, enum peri_made_of kind)
{
    if (kind < inlet->made_of)
        return false;
    if (kind > inlet->made_of)
        inlet->joiner.has_bar = false; /* what began of the lesser kind */
    inlet->made_of = kind;
    return true;
}

/* More than a year after everything before: wrong, unless it goes on like that. */
static bool leaps(peri_engine *engine, int64_t end_ns)
{
    peri_inflow *inflow = &engine->inflow;
    if (!inflow->by_data || inflow->newest_ns == INT64_MIN ||
        end_ns - LONG_LEAP <= inflow->newest_ns) {
        inflow->leaps = 0;
        return false;
    }
    if (++inflow->leaps <= LEAPS_BELIEVED)
        return true;
    static const char text[] = "the times of the feed go on more than a year later";
    peri_engine_log(engine, PERI_LOG_WARNING, text, sizeof text - 1);
    inflow->leaps = 0;
    return false;
}

/* A time that cannot be right would move the run's clock there. */
static bool is_possible(peri_engine *engine, const peri_stream_item *item, int64_t end_ns)
{
    const peri_inflow *inflow = &engine->inflow;
    bool ahead = !inflow->by_data && end_ns - FAR_AHEAD > peri_inflow_now(engine);
    if (ahead)
        leave_out(engine, &engine->inflow.wrong, item, "lies more than an hour in the future");
    if (ahead || !leaps(engine, end_ns))
        return !ahead;
    leave_out(engine, &engine->inflow.wrong, item,
              "is more than a year after everything before it");
    return false;
}

bool peri_inflow_can_begin(peri_engine *engine, const peri_stream_item *item, int64_t wall_ns)
{
    if (item->kind != PERI_STREAM_TIME && find(engine, item->ticker) < 0) {
        leave_out(engine, &engine->inflow.others, item, OTHER);
        return false;
    }
    if (item->time_ns - PERI_DAY <= wall_ns)
        return true;
    leave_out(engine, &engine->inflow.wrong, item, "lies more than a day in the future");
    return false;
}

static int take_of(peri_engine *engine, struct peri_subscribed *sub, const peri_stream_item *item,
                   peri_error *err)
{
    if (sub->form.resolution == PERI_RES_TICK)
        return take_tick(engine, sub, item, err);
    struct peri_inlet *inlet = inlet_of(engine, sub);
    if (!inlet || !is_wanted(inlet, made_of(item)))
        return inlet ? PERI_OK : no_memory(err);
    if (item->kind == PERI_STREAM_BAR)
        return take_bar(engine, inlet, item, err);
    return item->kind == PERI_STREAM_TRADE
               ? take_price(engine, inlet, item->close, item->volume, item, err)
               : take_price(engine, inlet, price_of_quote(item), 0, item, err);
}

/* A bar without an end is as long as the finest of the symbol's bars: a part of the others. */
static int end_of_bar(peri_engine *engine, struct peri_subscribed *sub, peri_stream_item *item,
                      peri_error *err)
{
    struct peri_subscribed *part, *finest = NULL;
    peri_bar whole;
    for (size_t k = 0; (part = peri_engine_part(sub, k)); k++)
        if (part->form.resolution != PERI_RES_TICK &&
            (!finest || part->form.resolution < finest->form.resolution))
            finest = part;
    struct peri_inlet *inlet = finest ? inlet_of(engine, finest) : NULL;
    if (finest && !inlet)
        return no_memory(err);
    if (inlet && peri_bar_joiner_place(&inlet->joiner, item->time_ns, &whole))
        item->end_ns = whole.end_ns;
    return PERI_OK;
}

/* Whether a bar is no longer than those of a subscription: a day has 25 hours when clocks change.
 */
static bool fits(const struct peri_subscribed *part, const peri_stream_item *item)
{
    const int64_t length = item->end_ns - item->time_ns;
    if (peri_resolution_ns(part->form.resolution) >= length)
        return true;
    if (part->form.resolution != PERI_RES_DAILY || length > PERI_DAY + PERI_HOUR)
        return false;
    const peri_security as = peri_engine_security_of(part);
    peri_bar_joiner joiner;
    peri_bar whole;
    peri_bar_joiner_init(&joiner, &as);
    return peri_bar_joiner_place(&joiner, item->time_ns, &whole) && whole.end_ns == item->end_ns;
}

/* Whether a record can be a bar of a subscription, or part of one; what can be none of all is the
   first one's, to say so. */
static bool is_for(struct peri_subscribed *sub, const struct peri_subscribed *part,
                   const peri_stream_item *item)
{
    const struct peri_subscribed *other;
    if (item->kind != PERI_STREAM_BAR || fits(part, item))
        return true;
    for (size_t k = 0; (other = peri_engine_part(sub, k)); k++)
        if (fits(other, item))
            return false;
    return part == sub;
}

/* A record that several subscriptions leave out is one. */
static void count_once(int64_t *count, int64_t before)
{
    if (*count > before)
        *count = before + 1;
}

/* The record of a symbol that has several subscriptions. */
static int take_of_all(peri_engine *engine, struct peri_subscribed *sub, peri_stream_item item,
                       peri_error *err)
{
    struct peri_subscribed *part;
    peri_inflow *inflow = &engine->inflow;
    const int64_t late = inflow->late, outside = inflow->outside, wrong = inflow->wrong;
    int rc = PERI_OK;
    if (item.kind == PERI_STREAM_BAR && item.end_ns == 0)
        rc = end_of_bar(engine, sub, &item, err);
    for (size_t k = 0; rc == PERI_OK && (part = peri_engine_part(sub, k)); k++)
        if (is_for(sub, part, &item))
            rc = take_of(engine, part, &item, err);
    count_once(&inflow->late, late);
    count_once(&inflow->outside, outside);
    count_once(&inflow->wrong, wrong);
    return rc;
}

static int take_of_symbol(peri_engine *engine, const peri_stream_item *item, peri_error *err)
{
    int32_t index = find(engine, item->ticker);
    if (index < 0) {
        leave_out(engine, &engine->inflow.others, item, OTHER);
        return PERI_OK;
    }
    saw(&engine->inflow, item->time_ns); /* those of others do not move the clock */
    struct peri_subscribed *sub = engine->securities[index];
    return sub->part_count > 0 ? take_of_all(engine, sub, *item, err)
                               : take_of(engine, sub, item, err);
}

int peri_inflow_take_item(peri_engine *engine, const peri_stream_item *item, peri_error *err)
{
    int64_t end = item->end_ns > 0 ? item->end_ns : item->time_ns;
    if (!is_possible(engine, item, end))
        return PERI_OK;
    if (item->kind != PERI_STREAM_TIME)
        return take_of_symbol(engine, item, err);
    saw(&engine->inflow, item->time_ns);
    return PERI_OK;
}
