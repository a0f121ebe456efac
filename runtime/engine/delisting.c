/* delisting.c - what becomes of a stock at the midnight behind its last day. As in LEAN a position
 * is closed at the last price, without a fee. Layer 5. */
#include "engine/engine_internal.h"

void peri_engine_mark_delisted(peri_engine *engine, int32_t security)
{
    struct peri_subscribed *sub = engine->securities[security];
    sub->security.delisted = true;
    peri_engine_remove_from_feed(engine, security);
    if (sub->end_of_day)
        peri_scheduler_remove(engine->scheduler, sub->end_of_day);
    peri_saver_note_change(&engine->saver);
}

int peri_engine_delist(peri_engine *engine, int32_t security, peri_error *err)
{
    peri_engine_mark_delisted(engine, security);
    engine->securities_changed = true;
    return peri_broker_delist(engine->broker, security, engine->clock_ns, err);
}
