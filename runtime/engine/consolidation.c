/* consolidation.c - consolidators of subscribed securities: fed with their bars, closed by the
 * clock. Layer 5.
 *
 * engine->scan_ns is no later than the earliest end of a bar at hand. It may be earlier, since a
 * bar that ended otherwise is not looked for: the next look corrects it.
 */
#include "engine/consolidation.h"
#include "engine/engine_internal.h"
#include "engine/events.h"

#include "base/mem.h"

static void note_due(peri_engine *engine, const peri_consolidator *consolidator)
{
    int64_t due = peri_consolidator_due(consolidator);
    if (due < engine->scan_ns)
        engine->scan_ns = due;
}

static struct peri_taker *find(struct peri_subscribed *sub, const peri_consolidator *consolidator)
{
    for (size_t i = 0; i < sub->taker_count; i++)
        if (sub->takers[i].consolidator == consolidator)
            return &sub->takers[i];
    return NULL;
}

/* Places of those that were removed, unless somebody walks over them. */
static void close_gaps(const peri_engine *engine, struct peri_subscribed *sub)
{
    size_t kept = 0;
    if (engine->feeding)
        return;
    for (size_t i = 0; i < sub->taker_count; i++)
        if (sub->takers[i].consolidator)
            sub->takers[kept++] = sub->takers[i];
    sub->taker_count = kept;
}

/* The place of a consolidator among all that take bars of a security, NULL: it is not there. */
static struct peri_taker *find_of_security(const peri_engine *engine, int32_t security,
                                           const peri_consolidator *consolidator)
{
    struct peri_taker *found = NULL;
    struct peri_subscribed *part;
    for (size_t k = 0; !found && (part = peri_engine_part(engine->securities[security], k)); k++)
        found = find(part, consolidator);
    return found;
}

int peri_engine_add_consolidator(peri_engine *engine, int32_t security,
                                 peri_consolidator *consolidator, peri_error *err)
{
    struct peri_subscribed *sub = engine->securities[security];
    int rc = peri_consolidator_attach(consolidator, &sub->security, err);
    if (rc != PERI_OK || find_of_security(engine, security, consolidator))
        return rc;
    sub = peri_engine_input(sub, peri_consolidator_longest(consolidator),
                            peri_consolidator_takes_quotes(consolidator));
    close_gaps(engine, sub);
    void *list = sub->takers;
    if (peri_grow(&list, &sub->taker_cap, sub->taker_count + 1, sizeof *sub->takers) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for a consolidator of '%s'",
                         sub->security.ticker);
    sub->takers = list;
    sub->takers[sub->taker_count++] = (struct peri_taker){
        peri_consolidator_retain(consolidator), engine->next_taker++, sub->indicator_count};
    engine->taker_count++;
    note_due(engine, consolidator);
    peri_engine_nudge(engine);
    return PERI_OK;
}

bool peri_engine_remove_consolidator(peri_engine *engine, int32_t security,
                                     const peri_consolidator *consolidator)
{
    struct peri_taker *taker = find_of_security(engine, security, consolidator);
    if (!taker)
        return false;
    peri_consolidator *held = taker->consolidator;
    taker->consolidator = NULL;
    engine->taker_count--;
    peri_consolidator_release(held);
    return true;
}

/* Close the gap at a place of a security's indicators. */
static void drop_indicator(struct peri_subscribed *sub, size_t place)
{
    sub->indicator_count--;
    for (size_t k = place; k < sub->indicator_count; k++)
        sub->indicators[k] = sub->indicators[k + 1];
    for (size_t k = 0; k < sub->taker_count; k++)
        if (sub->takers[k].after > place)
            sub->takers[k].after--;
}

/* While somebody walks over them their places stay, empty. */
static bool remove_indicator(peri_engine *engine, struct peri_subscribed *sub,
                             const peri_indicator *indicator)
{
    bool found = false;
    for (size_t i = sub->indicator_count; i > 0; i--) {
        if (sub->indicators[i - 1] != indicator)
            continue;
        found = true;
        if (engine->feeding)
            sub->indicators[i - 1] = NULL;
        else
            drop_indicator(sub, i - 1);
        engine->has_gaps |= engine->feeding;
    }
    return found;
}

/* The walk is over. */
static void end_feeding(peri_engine *engine, bool outer)
{
    engine->feeding = outer;
    if (outer || !engine->has_gaps)
        return;
    engine->has_gaps = false;
    struct peri_subscribed *part;
    for (size_t s = 0; s < engine->security_count; s++)
        for (size_t k = 0; (part = peri_engine_part(engine->securities[s], k)); k++)
            for (size_t i = part->indicator_count; i > 0; i--)
                if (!part->indicators[i - 1])
                    drop_indicator(part, i - 1);
}

void peri_engine_note_watcher(peri_engine *engine)
{
    engine->watched = true;
}

bool peri_engine_is_quiet(const peri_engine *engine)
{
    return engine->leading;
}

void peri_engine_watcher_failed(peri_engine *engine, int rc, const peri_error *err)
{
    if (engine->callback_rc != PERI_OK)
        return;
    engine->callback_rc = rc;
    engine->callback_err = *err;
}

bool peri_engine_deregister_indicator(peri_engine *engine, const peri_indicator *indicator)
{
    bool found = false;
    struct peri_subscribed *part;
    for (size_t i = 0; i < engine->security_count; i++)
        for (size_t k = 0; (part = peri_engine_part(engine->securities[i], k)); k++) {
            found |= remove_indicator(engine, part, indicator);
            for (size_t t = 0; t < part->taker_count; t++)
                if (part->takers[t].consolidator)
                    found |=
                        peri_consolidator_remove_indicator(part->takers[t].consolidator, indicator);
        }
    return found;
}

void peri_engine_drop_takers(struct peri_subscribed *sub)
{
    for (size_t i = 0; i < sub->taker_count; i++)
        peri_consolidator_release(sub->takers[i].consolidator);
    peri_free(sub->takers);
    sub->takers = NULL;
    sub->taker_count = sub->taker_cap = 0;
}

/* A consolidator takes a bar, or one of quotes; what it has then may be complete by the clock. */
static int feed_one(peri_engine *engine, peri_consolidator *consolidator, const peri_bar *bar,
                    const peri_quote_bar *quote, int64_t now_ns, peri_error *err)
{
    peri_consolidator_retain(consolidator); /* a handler may remove it */
    int rc = quote ? peri_consolidator_update_quote(consolidator, quote, engine->leading, err)
                   : peri_consolidator_update(consolidator, bar, engine->leading, err);
    if (rc == PERI_OK)
        rc = peri_consolidator_scan(consolidator, now_ns, engine->leading, err);
    note_due(engine, consolidator);
    peri_consolidator_release(consolidator);
    return rc;
}

static void update_indicator(peri_indicator *indicator, const peri_bar *bar)
{
    if (indicator)
        peri_indicator_update(indicator, bar);
}

/* Indicators and consolidators of a security, in the order in which they were added; what a handler
   adds comes from the next bar on. */
static int feed_bar(peri_engine *engine, const struct peri_subscribed *sub, const peri_bar *bar,
                    int64_t now_ns, peri_error *err)
{
    size_t indicators = sub->indicator_count, takers = sub->taker_count, k = 0;
    int rc = PERI_OK;
    for (size_t i = 0; rc == PERI_OK && i < takers; i++) {
        const struct peri_taker taker = sub->takers[i];
        for (; k < taker.after && k < indicators; k++)
            update_indicator(sub->indicators[k], bar);
        if (taker.consolidator && !peri_consolidator_takes_quotes(taker.consolidator))
            rc = feed_one(engine, taker.consolidator, bar, NULL, now_ns, err);
    }
    for (; rc == PERI_OK && k < indicators; k++)
        update_indicator(sub->indicators[k], bar);
    return rc;
}

static int feed_quote(peri_engine *engine, const struct peri_subscribed *sub,
                      const peri_quote_bar *quote, int64_t now_ns, peri_error *err)
{
    size_t takers = sub->taker_count;
    int rc = PERI_OK;
    for (size_t i = 0; rc == PERI_OK && i < takers; i++) {
        const struct peri_taker taker = sub->takers[i];
        if (taker.consolidator && peri_consolidator_takes_quotes(taker.consolidator))
            rc = feed_one(engine, taker.consolidator, NULL, quote, now_ns, err);
    }
    return rc;
}

static int feed_bars(peri_engine *engine, const struct peri_subscribed *sub,
                     const peri_slice *slice, peri_error *err)
{
    int rc = PERI_OK;
    size_t at = 0;
    peri_bar bar;
    while (rc == PERI_OK && peri_engine_next_bar(sub, slice, &at, &bar))
        rc = feed_bar(engine, sub, &bar, slice->time_ns, err);
    return rc;
}

static int feed_quotes(peri_engine *engine, const struct peri_subscribed *sub,
                       const peri_slice *slice, peri_error *err)
{
    int rc = PERI_OK;
    size_t at = 0;
    peri_quote_bar quote;
    while (rc == PERI_OK && sub->taker_count > 0 && peri_engine_next_quote(sub, slice, &at, &quote))
        rc = feed_quote(engine, sub, &quote, slice->time_ns, err);
    return rc;
}

/* All that a slice has of a security, trades first. */
int peri_engine_feed_security(peri_engine *engine, struct peri_subscribed *sub,
                              const peri_slice *slice, peri_error *err)
{
    const struct peri_subscribed *part;
    int rc = PERI_OK;
    for (size_t k = 0; rc == PERI_OK && (part = peri_engine_part(sub, k)); k++)
        rc = feed_bars(engine, part, slice, err);
    for (size_t k = 0; rc == PERI_OK && (part = peri_engine_part(sub, k)); k++)
        rc = feed_quotes(engine, part, slice, err);
    return rc;
}

int peri_engine_feed_takers(peri_engine *engine, const peri_slice *slice, peri_error *err)
{
    int rc = PERI_OK;
    bool outer = engine->feeding;
    engine->feeding = true;
    for (size_t i = 0; rc == PERI_OK && i < slice->count; i++) {
        struct peri_subscribed *sub = engine->securities[slice->present[i]];
        if (!sub->security.removed)
            rc = peri_engine_feed_security(engine, sub, slice, err);
    }
    end_feeding(engine, outer);
    return rc == PERI_OK ? peri_engine_collect(engine, err) : rc;
}

struct first_due {
    peri_consolidator *consolidator; /* NULL: none is due */
    int64_t due_ns, number;
};

static void look_at(const struct peri_subscribed *sub, struct first_due *first)
{
    for (size_t i = 0; i < sub->taker_count; i++) {
        const struct peri_taker *taker = &sub->takers[i];
        const int64_t due =
            taker->consolidator ? peri_consolidator_due(taker->consolidator) : PERI_NEVER;
        if (due < first->due_ns ||
            (due == first->due_ns && due != PERI_NEVER && taker->number <= first->number))
            *first = (struct first_due){taker->consolidator, due, taker->number};
    }
}

/* The consolidator whose bar at hand ends first; of several the one that was added first. */
static peri_consolidator *earliest(const peri_engine *engine, int64_t *due_ns)
{
    struct first_due first = {.due_ns = PERI_NEVER};
    const struct peri_subscribed *part;
    for (size_t s = 0; s < engine->security_count; s++)
        for (size_t k = 0; (part = peri_engine_part(engine->securities[s], k)); k++)
            if (!engine->securities[s]->security.removed)
                look_at(part, &first);
    *due_ns = first.due_ns;
    return first.consolidator;
}

int peri_engine_scan_next(peri_engine *engine, int64_t limit, peri_error *err)
{
    peri_consolidator *consolidator = earliest(engine, &engine->scan_ns);
    int64_t due = engine->scan_ns;
    if (!consolidator || due > limit)
        return PERI_OK;
    if (due > engine->clock_ns && !engine->leading)
        engine->clock_ns = due;
    bool outer = engine->feeding;
    engine->feeding = true;
    peri_consolidator_retain(consolidator);
    int rc = peri_consolidator_scan(consolidator, due, engine->leading, err);
    peri_consolidator_release(consolidator);
    end_feeding(engine, outer);
    return rc;
}
