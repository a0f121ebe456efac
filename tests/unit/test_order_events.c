/* test_order_events.c - the events that a broker keeps are those it told. */
#include "check.h"
#include "trade_kit.h"

#include "base/mem.h"

#include <string.h>

static bool same(const peri_order_event *a, const peri_order_event *b)
{
    return a->order_id == b->order_id && a->security == b->security && a->time_ns == b->time_ns &&
           a->status == b->status && a->fill_quantity == b->fill_quantity &&
           a->fill_price == b->fill_price && a->fee == b->fee &&
           strcmp(a->message, b->message) == 0;
}

SUITE(order_events_are_kept)
{
    trade_kit kit;
    peri_error err = {0};
    peri_order_event event;
    kit_open_at_100(&kit, 10000.0);
    const int64_t filled = kit_submit(&kit, KIT_MINUTE, 3.0, 0, KIT_NOW, &err);
    const int64_t refused = kit_submit(&kit, KIT_CUSTOM, 1e6, 0, KIT_NOW, &err);
    const int64_t waits =
        kit_submit(&kit, KIT_MINUTE, 1.0, PERI_ORDER_MARKET_ON_CLOSE, KIT_NOW, &err);
    CHECK_INT("asked to cancel",
              peri_broker_cancel(kit.broker, waits, NULL, kit_time(&kit, KIT_NOW), &err), PERI_OK);
    CHECK_INT("cancelled", kit_step(&kit, "2013-10-08 10:01", &err), PERI_OK);
    CHECK_INT("all", peri_broker_event_count(kit.broker), kit.event_count);
    for (int i = 0; i < kit.event_count; i++) {
        peri_broker_past_event(kit.broker, i + 1, &event);
        CHECK("as it was told", same(&event, &kit.events[i]));
    }
    int64_t number = peri_broker_last_event(kit.broker, waits);
    CHECK_INT("the last of all", number, kit.event_count);
    static const peri_order_status back[] = {PERI_STATUS_CANCELED, PERI_STATUS_CANCEL_PENDING,
                                             PERI_STATUS_SUBMITTED};
    for (size_t i = 0; i < 3; i++) {
        number = peri_broker_past_event(kit.broker, number, &event);
        CHECK_INT("of one order, backwards", event.status, back[i]);
        CHECK_INT("its own", event.order_id, waits);
    }
    CHECK_INT("the first", number, 0);
    peri_broker_past_event(kit.broker, peri_broker_last_event(kit.broker, refused), &event);
    CHECK("why", strstr(event.message, "buying power") != NULL);
    peri_broker_past_event(kit.broker, peri_broker_last_event(kit.broker, filled), &event);
    CHECK_NEAR("filled", event.fill_quantity, 3.0, 0.0);
    CHECK_INT("of none there is", peri_broker_last_event(kit.broker, 99), 0);
    kit_close(&kit);
}

/* Whatever allocation fails, an order that exists has the events that were told. */
SUITE(order_events_without_memory)
{
    const int64_t live = peri_mem_live();
    for (long nth = 1;; nth++) {
        trade_kit kit;
        peri_error err = {0};
        int64_t id = 0;
        kit_open_at_100(&kit, 10000.0);
        const int64_t now = kit_time(&kit, KIT_NOW);
        peri_mem_fail_at(nth);
        const int rc =
            kit_submit_to(kit.broker, KIT_CUSTOM, 1e6, PERI_ORDER_MARKET, NULL, now, &id, &err);
        peri_mem_fail_at(0);
        CHECK("only for want of memory", rc == PERI_OK || rc == PERI_ENOMEM);
        CHECK_INT("none was told that is not kept", peri_broker_event_count(kit.broker),
                  kit.event_count);
        kit_close(&kit);
        CHECK_INT("nothing is left", peri_mem_live(), live);
        if (rc == PERI_OK)
            return;
    }
}
