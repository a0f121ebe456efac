/* test_broker_listener.c - listeners that submit, cancel and fail in the middle of a call. */
#include "check.h"
#include "trade_kit.h"

static int answer_with_order(void *ctx, const peri_order_event *event, peri_error *err)
{
    trade_kit *kit = ctx;
    int64_t id;
    if (event->status != PERI_STATUS_FILLED || peri_broker_order_count(kit->broker) >= 20)
        return PERI_OK;
    return kit_submit_to(kit->broker, KIT_CUSTOM, event->fill_quantity > 0 ? -1.0 : 1.0,
                         PERI_ORDER_MARKET, NULL, event->time_ns, &id, err);
}

SUITE(broker_listener_may_submit)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 10000.0);
    kit.react = answer_with_order;
    kit.react_ctx = &kit;
    const int64_t id = kit_submit(&kit, KIT_CUSTOM, 1.0, 0, KIT_NOW, &err);
    CHECK_INT("the outer order's id", id, 1);
    CHECK_INT("each fill was answered", peri_broker_order_count(kit.broker), 20);
    CHECK_INT("all are filled", kit.event_count, 40);
    for (int64_t i = 1; i <= 20; i++)
        CHECK_INT("filled", kit_order(&kit, i)->status, PERI_STATUS_FILLED);
    CHECK_NEAR("ends flat", kit_held(&kit, KIT_CUSTOM), 0.0, 0.0);
    kit_close(&kit);

    kit_open_at_100(&kit, 10000.0);
    for (int i = 0; i < 5; i++)
        kit_submit(&kit, KIT_MINUTE, 1.0, 0, "2013-10-08 08:00", &err);
    kit.react = answer_with_order;
    kit.react_ctx = &kit;
    kit_bar(&kit, KIT_MINUTE, "2013-10-08 09:30", "2013-10-08 09:31", 100.0, 100.0);
    CHECK_INT("from within process", kit_step(&kit, "2013-10-08 09:31", &err), PERI_OK);
    CHECK_NEAR("five orders of ours", kit_held(&kit, KIT_MINUTE), 5.0, 0.0);
    CHECK_INT("and the answers", peri_broker_order_count(kit.broker), 20);
    CHECK("none is left", peri_broker_next_open(kit.broker, 0) == 0);
    kit_close(&kit);
}

static int answer_with_waiting(void *ctx, const peri_order_event *event, peri_error *err)
{
    trade_kit *kit = ctx;
    int64_t id;
    if (event->status != PERI_STATUS_FILLED)
        return PERI_OK;
    return kit_submit_to(kit->broker, KIT_CUSTOM, 1.0, PERI_ORDER_MARKET, NULL,
                         event->time_ns - PERI_DAY, &id, err); /* would fill with this bar */
}

SUITE(broker_new_orders_wait_for_the_next_call)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 10000.0);
    peri_broker_set_fill_model(kit.broker, KIT_CUSTOM, peri_fill_next_open());
    kit_submit(&kit, KIT_CUSTOM, 1.0, 0, "2013-10-08 00:00", &err);
    kit_submit(&kit, KIT_CUSTOM, 1.0, 0, "2013-10-08 00:00", &err);
    kit.react = answer_with_waiting;
    kit.react_ctx = &kit;
    kit_bar(&kit, KIT_CUSTOM, "2013-10-08 00:00", "2013-10-09 00:00", 100.0, 100.0);
    kit_step(&kit, "2013-10-09 00:00", &err);
    CHECK_STR("those of the beginning, no others", kit_story(&kit),
              "1:Submitted 2:Submitted 1:Filled 3:Submitted 2:Filled 4:Submitted");
    kit_close(&kit);
}

static int never_stop(void *ctx, const peri_order_event *event, peri_error *err)
{
    trade_kit *kit = ctx;
    int64_t id;
    return kit_submit_to(kit->broker, KIT_CUSTOM, event->order_id % 2 == 0 ? 1.0 : -1.0,
                         PERI_ORDER_MARKET, NULL, event->time_ns, &id, err);
}

SUITE(broker_endless_answers_end)
{
    trade_kit kit;
    peri_error err = {0};
    int64_t id = 0;
    kit_open_at_100(&kit, 10000.0);
    kit.react = never_stop;
    kit.react_ctx = &kit;
    CHECK_INT("refused",
              kit_submit_to(kit.broker, KIT_CUSTOM, 1.0, PERI_ORDER_MARKET, NULL,
                            kit_time(&kit, KIT_NOW), &id, &err),
              PERI_ELIMIT);
    CHECK_HAS("its text", err.text, "order for coin: order events are nested 32 deep");
    CHECK_INT("the first order exists", id, 1);
    kit.react = NULL;
    CHECK("and the broker goes on", kit_submit(&kit, KIT_CUSTOM, 1.0, 0, KIT_NOW, &err) > 1);
    kit_close(&kit);
}

static int fail_on_fill(void *ctx, const peri_order_event *event, peri_error *err)
{
    (void)ctx;
    return event->status == PERI_STATUS_FILLED ? peri_fail(err, PERI_ESCRIPT, "script says no")
                                               : PERI_OK;
}

SUITE(broker_hands_on_the_listeners_error)
{
    trade_kit kit;
    peri_error err = {0};
    int64_t id = 0;
    kit_open_at_100(&kit, 10000.0);
    kit_submit(&kit, KIT_MINUTE, 1.0, 0, "2013-10-08 08:00", &err);
    kit_submit(&kit, KIT_MINUTE, 1.0, 0, "2013-10-08 08:00", &err);
    kit.react = fail_on_fill;
    CHECK_INT("submit",
              kit_submit_to(kit.broker, KIT_CUSTOM, 1.0, PERI_ORDER_MARKET, NULL,
                            kit_time(&kit, KIT_NOW), &id, &err),
              PERI_ESCRIPT);
    CHECK_STR("its text", err.text, "script says no");
    CHECK_INT("the fill stands", kit_order(&kit, id)->status, PERI_STATUS_FILLED);
    kit_bar(&kit, KIT_MINUTE, "2013-10-08 09:30", "2013-10-08 09:31", 100.0, 100.0);
    CHECK_INT("process", kit_step(&kit, "2013-10-08 09:31", &err), PERI_ESCRIPT);
    CHECK_INT("stops there", kit_order(&kit, 2)->status, PERI_STATUS_SUBMITTED);
    kit_close(&kit);
}

static int cancel_others(void *ctx, const peri_order_event *event, peri_error *err)
{
    trade_kit *kit = ctx;
    if (event->status != PERI_STATUS_FILLED || event->order_id != 2)
        return PERI_OK;
    int rc = peri_broker_cancel(kit->broker, 3, NULL, event->time_ns, err);
    if (rc == PERI_OK)
        rc = peri_broker_cancel(kit->broker, 4, NULL, event->time_ns, err);
    return rc;
}

SUITE(broker_cancel)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 10000.0);
    for (int i = 0; i < 6; i++)
        kit_submit(&kit, KIT_MINUTE, 1.0, 0, "2013-10-08 08:00", &err);
    const int64_t now = kit_time(&kit, "2013-10-08 08:30");
    CHECK_INT("an open order", peri_broker_cancel(kit.broker, 6, NULL, now, &err), PERI_OK);
    CHECK_INT("its status", kit_order(&kit, 6)->status, PERI_STATUS_CANCEL_PENDING);
    CHECK_INT("its event", kit.events[6].status, PERI_STATUS_CANCEL_PENDING);
    CHECK_INT("again", peri_broker_cancel(kit.broker, 6, NULL, now, &err), PERI_ESTATE);
    CHECK_HAS("its text", err.text, "cancel: order 6 for SPY is to be cancelled already");
    CHECK_INT("processed", kit_step(&kit, "2013-10-08 08:31", &err), PERI_OK);
    CHECK_INT("its status", kit_order(&kit, 6)->status, PERI_STATUS_CANCELED);
    CHECK_INT("its event", kit.events[7].status, PERI_STATUS_CANCELED);
    CHECK_INT("its time", kit_order(&kit, 6)->canceled_ns, kit_time(&kit, "2013-10-08 08:31"));
    CHECK_INT("too late", peri_broker_cancel(kit.broker, 6, NULL, now, &err), PERI_ESTATE);
    CHECK_HAS("its text", err.text, "cancel: order 6 for SPY is not open any more (Canceled)");
    CHECK_INT("its code", peri_broker_refusal(kit.broker), PERI_REFUSAL_INVALID_ORDER_STATUS);
    CHECK_INT("an unknown one", peri_broker_cancel(kit.broker, 7, NULL, now, &err), PERI_ENOTFOUND);
    CHECK_HAS("its text", err.text, "there is no order 7 (6 were made)");
    CHECK_INT("its code", peri_broker_refusal(kit.broker), PERI_REFUSAL_UNABLE_TO_FIND_ORDER);

    kit.react =
        cancel_others; /* asked while the walk stands on the second: too late for this one */
    kit.react_ctx = &kit;
    kit_bar(&kit, KIT_MINUTE, "2013-10-08 09:30", "2013-10-08 09:31", 100.0, 100.0);
    CHECK_INT("cancelled within process", kit_step(&kit, "2013-10-08 09:31", &err), PERI_OK);
    for (int i = 3; i <= 5; i++)
        CHECK_INT("filled as the others", kit_order(&kit, i)->status, PERI_STATUS_FILLED);
    const int events = kit.event_count;
    CHECK_INT("nothing is left to cancel", kit_step(&kit, "2013-10-08 09:32", &err), PERI_OK);
    CHECK_INT("silently", kit.event_count, events);
    CHECK("none is left", peri_broker_next_open(kit.broker, 0) == 0);
    kit_close(&kit);
}

static int cancel_at_once(void *ctx, const peri_order_event *event, peri_error *err)
{
    trade_kit *kit = ctx;
    return event->status == PERI_STATUS_SUBMITTED
               ? peri_broker_cancel(kit->broker, event->order_id, NULL, event->time_ns, err)
               : PERI_OK;
}

SUITE(broker_cancelled_before_the_first_attempt)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 10000.0);
    kit.react = cancel_at_once;
    kit.react_ctx = &kit;
    kit_submit(&kit, KIT_CUSTOM, 1.0, 0, KIT_NOW, &err);
    CHECK_STR("is not filled", kit_story(&kit), "1:Submitted 1:CancelPending 1:Canceled");
    CHECK_NEAR("nothing held", kit_held(&kit, KIT_CUSTOM), 0.0, 0.0);
    kit_close(&kit);
}
