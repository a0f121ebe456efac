/* removal.c - the removal of a symbol. As in LEAN its data go on until its position is closed,
 * which waits for the open where the market is closed. Layer 5. */
#include "engine/engine_internal.h"
#include "engine/events.h"

#include <string.h>

static bool is_closed(const peri_engine *engine, int32_t security)
{
    const peri_broker *broker = engine->broker;
    if (peri_broker_portfolio(engine->broker)->holdings[security].quantity != 0.0)
        return false;
    for (int64_t id = peri_broker_next_open(broker, 0); id != 0;
         id = peri_broker_next_open(broker, id))
        if (peri_broker_order(broker, id)->security == security)
            return false;
    return true;
}

void peri_engine_mark_removed(peri_engine *engine, int32_t security, bool closes)
{
    struct peri_subscribed *sub = engine->securities[security];
    sub->security.removed = true;
    engine->securities_changed = true;
    sub->removed_ns = engine->phase == PERI_PHASE_SETUP ? INT64_MIN : engine->clock_ns;
    sub->closes = closes;
    if (engine->phase == PERI_PHASE_RUNNING && !closes)
        peri_conversions_leave(engine, &sub->security);
    engine->closing += closes;
    peri_saver_note_change(&engine->saver);
    if (engine->phase == PERI_PHASE_RUNNING && !closes)
        peri_engine_remove_from_feed(engine, security);
    if (sub->end_of_day)
        peri_scheduler_remove(engine->scheduler, sub->end_of_day);
}

int peri_engine_remove_security(peri_engine *engine, int32_t security, peri_error *err)
{
    const bool trades = engine->phase == PERI_PHASE_RUNNING && !engine->warming_up;
    int rc = PERI_OK;
    if (trades) /* before, there is no position */
        rc = peri_engine_close_position(engine, security, NULL, NULL, NULL, err);
    if (rc == PERI_OK)
        peri_engine_mark_removed(engine, security, trades && !is_closed(engine, security));
    return rc;
}

int32_t peri_engine_find_closing(const peri_engine *engine, const char *ticker)
{
    for (size_t i = 0; engine->closing > 0 && i < engine->security_count; i++)
        if (engine->securities[i]->closes &&
            strcmp(engine->securities[i]->security.ticker, ticker) == 0)
            return (int32_t)i;
    return -1;
}

int peri_engine_stay(peri_engine *engine, int32_t security, peri_error *err)
{
    struct peri_subscribed *sub = engine->securities[security];
    peri_event_release(sub->end_of_day);
    sub->end_of_day = NULL;
    const int rc = peri_engine_add_end_of_day(engine, sub, err);
    if (rc != PERI_OK)
        return rc;
    sub->closes = false;
    engine->closing--;
    sub->security.removed = false;
    sub->removed_ns = PERI_NEVER;
    engine->securities_changed = true;
    peri_saver_note_change(&engine->saver);
    return PERI_OK;
}

void peri_engine_end_removals(peri_engine *engine)
{
    for (size_t i = 0; engine->closing > 0 && i < engine->security_count; i++) {
        struct peri_subscribed *sub = engine->securities[i];
        if (!sub->closes || !is_closed(engine, (int32_t)i))
            continue;
        sub->closes = false;
        engine->closing--;
        peri_conversions_leave(engine, &sub->security);
        peri_engine_remove_from_feed(engine, (int32_t)i);
    }
}
