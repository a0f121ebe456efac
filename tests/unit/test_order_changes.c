/* test_order_changes.c - updates and cancels of open orders: asked for, waiting, processed. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "trade_kit.h"

static int64_t limit_at(trade_kit *kit, double quantity, double price)
{
    peri_error err = {0};
    const peri_order_request request = {.security = KIT_MINUTE,
                                        .type = PERI_ORDER_LIMIT,
                                        .quantity = quantity,
                                        .limit_price = price};
    return kit_send(kit, &request, KIT_NOW, &err);
}

static int ask(trade_kit *kit, int64_t id, const peri_order_update *update, const char *now,
               peri_error *err)
{
    return peri_broker_update(kit->broker, id, update, kit_time(kit, now), err);
}

static void bar_at(trade_kit *kit, const char *end, double price)
{
    char start[32];
    memcpy(start, end, strlen(end) + 1);
    start[strlen(end) - 1]--;
    kit_bar(kit, KIT_MINUTE, start, end, price, price);
}

SUITE(changes_never_fill_in_the_instant)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    const int64_t id = limit_at(&kit, 5, 200.0); /* far above the price */
    CHECK_STR("stays", kit_story(&kit), "1:Submitted");
    kit_step(&kit, KIT_NOW, &err);
    CHECK_STR("in the whole instant", kit_story(&kit), "1:Submitted");
    bar_at(&kit, "2013-10-08 10:01", 101.0);
    kit_step(&kit, "2013-10-08 10:01", &err);
    CHECK_NEAR("the next one", kit_order(&kit, id)->average_fill_price, 101.0, 0.0);
    kit_close(&kit);
}

/* As in LEAN, whose updates may set all prices of whatever order. */
SUITE(changes_leave_out_prices_a_type_does_not_have)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    const int64_t id = limit_at(&kit, 5, 90.0);
    const peri_order_update both = {.fields = PERI_FIELD_LIMIT_PRICE | PERI_FIELD_STOP_PRICE,
                                    .limit_price = 95.0,
                                    .stop_price = -1.0};
    const peri_order_update tagged = {.fields = PERI_FIELD_TRIGGER_PRICE | PERI_FIELD_TAG,
                                      .trigger_price = 80.0,
                                      .tag = "tagged"};
    CHECK_INT("a limit and a stop", ask(&kit, id, &both, "2013-10-08 10:01", &err), PERI_OK);
    CHECK_INT("a trigger and a tag", ask(&kit, id, &tagged, "2013-10-08 10:01", &err), PERI_OK);
    CHECK_INT("the stop does not wait", peri_broker_change(kit.broker, 0)->update.fields,
              PERI_FIELD_LIMIT_PRICE);
    kit_step(&kit, "2013-10-08 10:02", &err);
    CHECK_NEAR("limit", kit_order(&kit, id)->limit_price, 95.0, 0.0);
    CHECK_NEAR("stop", kit_order(&kit, id)->stop_price, 0.0, 0.0);
    CHECK_NEAR("trigger", kit_order(&kit, id)->trigger_price, 0.0, 0.0);
    CHECK_STR("tag", peri_order_tag(kit_order(&kit, id)), "tagged");
    kit_close(&kit);
}

SUITE(changes_update)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    const int64_t id = limit_at(&kit, 5, 90.0);
    peri_order_update update = {.fields =
                                    PERI_FIELD_LIMIT_PRICE | PERI_FIELD_QUANTITY | PERI_FIELD_TAG,
                                .limit_price = 95.0,
                                .quantity = 7.9,
                                .tag = "nearer"};
    CHECK_INT("asked", ask(&kit, id, &update, "2013-10-08 10:01", &err), PERI_OK);
    CHECK_INT("no refusal", peri_broker_refusal(kit.broker), PERI_REFUSAL_NONE);
    CHECK_NEAR("waits", kit_order(&kit, id)->limit_price, 90.0, 0.0);
    CHECK_INT("one waits", peri_broker_change_count(kit.broker), 1);
    CHECK_STR("no event yet", kit_story(&kit), "1:Submitted");
    bar_at(&kit, "2013-10-08 10:02", 97.0);
    kit_step(&kit, "2013-10-08 10:02", &err);
    const peri_order *order = kit_order(&kit, id);
    CHECK_STR("processed before the fill", kit_story(&kit), "1:Submitted 1:UpdateSubmitted");
    CHECK_NEAR("limit", order->limit_price, 95.0, 0.0);
    CHECK_NEAR("quantity, in lots", order->quantity, 7.0, 0.0);
    CHECK_STR("tag", peri_order_tag(order), "nearer");
    CHECK_INT("when", order->last_update_ns, kit_time(&kit, "2013-10-08 10:02"));
    CHECK_INT("its status", order->status, PERI_STATUS_UPDATE_SUBMITTED);
    bar_at(&kit, "2013-10-08 10:03", 94.0);
    kit_step(&kit, "2013-10-08 10:03", &err);
    CHECK_STR("fills", kit_story(&kit), "1:Submitted 1:UpdateSubmitted 1:Filled");
    CHECK_NEAR("all", kit_held(&kit, KIT_MINUTE), 7.0, 0.0);
    kit_close(&kit);
}

/* The next submission processes what waits, in its order. */
SUITE(changes_are_processed_by_a_submission)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    limit_at(&kit, 5, 90.0);
    limit_at(&kit, 5, 91.0);
    const peri_order_update update = {.fields = PERI_FIELD_LIMIT_PRICE, .limit_price = 92.0};
    ask(&kit, 2, &update, "2013-10-08 10:01", &err);
    peri_broker_cancel(kit.broker, 1, "enough", kit_time(&kit, "2013-10-08 10:01"), &err);
    CHECK_INT("one event at once", kit.event_count, 3);
    kit_submit(&kit, KIT_CUSTOM, 1.0, PERI_ORDER_MARKET, "2013-10-08 10:01", &err);
    CHECK_STR("then all", kit_story(&kit),
              "1:Submitted 2:Submitted 1:CancelPending 2:UpdateSubmitted 1:Canceled 3:Submitted "
              "3:Filled");
    CHECK_STR("the cancel's tag", peri_order_tag(kit_order(&kit, 1)), "enough");
    CHECK_INT("none waits", peri_broker_change_count(kit.broker), 0);
    kit_close(&kit);
}

/* A limit order of each kind, and what it refuses. */
static const struct refusal {
    const char *name;
    peri_order_update update;
    peri_refusal code;
    const char *says;
} refusals[] = {
    {"no quantity",
     {.fields = PERI_FIELD_QUANTITY},
     PERI_REFUSAL_QUANTITY_ZERO,
     "SPY: quantity 0 neither"},
    {"less than a lot",
     {.fields = PERI_FIELD_QUANTITY, .quantity = 0.5},
     PERI_REFUSAL_LESS_THAN_LOT_SIZE,
     "quantity 0.5 is below the lot"},
    {"a quantity that is none",
     {.fields = PERI_FIELD_QUANTITY, .quantity = (double)NAN},
     PERI_REFUSAL_INVALID_REQUEST,
     "quantity nan is not a finite"},
    {"a limit of 0",
     {.fields = PERI_FIELD_LIMIT_PRICE},
     PERI_REFUSAL_INVALID_REQUEST,
     "Limit order for SPY: limit price 0 is not finite and > 0"},
    {"an infinite one",
     {.fields = PERI_FIELD_LIMIT_PRICE, .limit_price = HUGE_VAL},
     PERI_REFUSAL_INVALID_REQUEST,
     "limit price inf is not"},
    {"a stop it does not have",
     {.fields = PERI_FIELD_STOP_PRICE, .stop_price = 5},
     PERI_REFUSAL_INVALID_REQUEST,
     "order 1 for SPY is a Limit order, without a stop price"},
    {"a trigger it does not have",
     {.fields = PERI_FIELD_TRIGGER_PRICE, .trigger_price = 5},
     PERI_REFUSAL_INVALID_REQUEST,
     "without a trigger price"},
    {"a trailing amount",
     {.fields = PERI_FIELD_TRAILING_AMOUNT, .trailing_amount = 5},
     PERI_REFUSAL_INVALID_REQUEST,
     "without a trailing amount"},
};

SUITE(changes_refused)
{
    trade_kit kit;
    kit_open_at_100(&kit, 1e6);
    limit_at(&kit, 5, 90.0);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        peri_error err = {0};
        const int rc = ask(&kit, 1, &refusals[i].update, "2013-10-08 10:01", &err);
        CHECK_INT(refusals[i].name, rc, PERI_EINVAL);
        CHECK_INT(refusals[i].name, peri_broker_refusal(kit.broker), refusals[i].code);
        CHECK_HAS(refusals[i].name, err.text, refusals[i].says);
    }
    CHECK_INT("a refused update is noted", kit_order(&kit, 1)->last_update_ns,
              kit_time(&kit, "2013-10-08 10:01"));
    CHECK_INT("and changes nothing", peri_broker_change_count(kit.broker), 0);
    CHECK_NEAR("limit", kit_order(&kit, 1)->limit_price, 90.0, 0.0);
    kit_close(&kit);
}

SUITE(changes_of_a_closed_order)
{
    const peri_order_update price = {.fields = PERI_FIELD_LIMIT_PRICE, .limit_price = 95.0};
    const peri_order_update both = {
        .fields = PERI_FIELD_LIMIT_PRICE | PERI_FIELD_TAG, .limit_price = 95.0, .tag = "no"};
    const peri_order_update tag = {.fields = PERI_FIELD_TAG, .tag = "afterwards"};
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    kit_submit(&kit, KIT_MINUTE, 1.0, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_INT("a price", ask(&kit, 1, &price, KIT_NOW, &err), PERI_ESTATE);
    CHECK_HAS("why", err.text, "update: order 1 for SPY is not open any more (Filled)");
    CHECK_INT("its code", peri_broker_refusal(kit.broker), PERI_REFUSAL_INVALID_ORDER_STATUS);
    CHECK_INT("a price and a tag", ask(&kit, 1, &both, KIT_NOW, &err), PERI_ESTATE);
    CHECK_INT("a tag", ask(&kit, 1, &tag, KIT_NOW, &err), PERI_OK);
    CHECK("there is work", peri_broker_has_work(kit.broker));
    kit_step(&kit, "2013-10-08 10:01", &err);
    CHECK("and none any more", !peri_broker_has_work(kit.broker));
    CHECK_STR("it has it", peri_order_tag(kit_order(&kit, 1)), "afterwards");
    CHECK_STR("silently", kit_story(&kit), "1:Submitted 1:Filled");
    CHECK_INT("a cancel",
              peri_broker_cancel(kit.broker, 1, "too late", kit_time(&kit, KIT_NOW), &err),
              PERI_ESTATE);
    CHECK_STR("its tag is kept", peri_order_tag(kit_order(&kit, 1)), "too late");
    CHECK_INT("unknown", ask(&kit, 2, &tag, KIT_NOW, &err), PERI_ENOTFOUND);
    CHECK_HAS("why", err.text, "update: there is no order 2 (1 were made)");
    kit_close(&kit);
}

/* LEAN has no event of it, and so no time. */
SUITE(changes_of_a_closed_order_leave_no_time)
{
    const peri_order_update tag = {.fields = PERI_FIELD_TAG, .tag = "afterwards"};
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    kit_submit(&kit, KIT_MINUTE, 1.0, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_INT("asked", ask(&kit, 1, &tag, KIT_NOW, &err), PERI_OK);
    kit_step(&kit, "2013-10-08 10:01", &err);
    CHECK_STR("it has the tag", peri_order_tag(kit_order(&kit, 1)), "afterwards");
    CHECK_INT("and no time", kit_order(&kit, 1)->last_update_ns, 0);
    kit_close(&kit);
}

/* Filled between the request and its turn; and to be cancelled. */
SUITE(changes_that_come_too_late)
{
    const peri_order_update update = {.fields = PERI_FIELD_QUANTITY, .quantity = 50.0};
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    const int64_t id = limit_at(&kit, 5, 90.0);
    peri_broker_cancel(kit.broker, id, NULL, kit_time(&kit, "2013-10-08 10:01"), &err);
    CHECK_INT("to be cancelled", ask(&kit, id, &update, "2013-10-08 10:01", &err), PERI_ESTATE);
    CHECK_HAS("why", err.text, "update: order 1 for SPY is to be cancelled already");
    bar_at(&kit, "2013-10-08 10:02", 80.0);
    kit_step(&kit, "2013-10-08 10:02", &err);
    CHECK_STR("the cancel comes before the bar", kit_story(&kit),
              "1:Submitted 1:CancelPending 1:Canceled");
    CHECK_NEAR("the quantity stays", kit_order(&kit, id)->quantity, 5.0, 0.0);
    kit_close(&kit);
}

/* An event's handler that asks for a change with each event: it ends. */
static int change_again(void *ctx, const peri_order_event *event, peri_error *err)
{
    trade_kit *kit = ctx;
    const peri_order_update update = {.fields = PERI_FIELD_QUANTITY,
                                      .quantity = 1.0 + kit->event_count};
    return peri_broker_update(kit->broker, event->order_id, &update, event->time_ns, err);
}

SUITE(changes_asked_for_in_their_own_events)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    kit.react = change_again;
    kit.react_ctx = &kit;
    limit_at(&kit, 5, 90.0);
    CHECK_STR("one with the submission", kit_story(&kit), "1:Submitted 1:UpdateSubmitted");
    kit_step(&kit, "2013-10-08 10:01", &err);
    kit_step(&kit, "2013-10-08 10:02", &err);
    CHECK_STR("one each step", kit_story(&kit),
              "1:Submitted 1:UpdateSubmitted 1:UpdateSubmitted 1:UpdateSubmitted");
    kit_close(&kit);
}

static void note(void *ctx, int64_t id)
{
    int64_t *sum = ctx;
    *sum = *sum * 10 + id;
}

SUITE(changes_without_an_event_are_watched)
{
    const peri_order_update tag = {.fields = PERI_FIELD_TAG, .tag = "x"};
    const peri_order_request trail = {.security = KIT_MINUTE,
                                      .type = PERI_ORDER_TRAILING_STOP,
                                      .quantity = -1,
                                      .trailing_amount = 5};
    trade_kit kit;
    peri_error err = {0};
    int64_t told = 0;
    kit_open_at_100(&kit, 1e6);
    peri_broker_set_watcher(kit.broker, note, &told);
    kit_submit(&kit, KIT_MINUTE, 1.0, PERI_ORDER_MARKET, KIT_NOW, &err);
    kit_send(&kit, &trail, KIT_NOW, &err);
    CHECK_INT("events only", told, 0);
    bar_at(&kit, "2013-10-08 10:01", 103.0);
    kit_step(&kit, "2013-10-08 10:01", &err);
    CHECK_INT("a stop that moves", told, 2);
    kit_step(&kit, "2013-10-08 10:01", &err);
    CHECK_INT("stays", told, 2);
    ask(&kit, 1, &tag, "2013-10-08 10:01", &err);
    CHECK_INT("a change that waits", told, 21);
    peri_broker_cancel(kit.broker, 1, "late", kit_time(&kit, KIT_NOW), &err);
    CHECK_INT("a tag", told, 211);
    kit_close(&kit);
}

SUITE(changes_put_back)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    limit_at(&kit, 5, 90.0);
    const peri_order_change update = {
        .order_id = 1, .update = {.fields = PERI_FIELD_LIMIT_PRICE, .limit_price = 91.0}};
    const peri_order_change cancel = {.order_id = 1, .cancels = true};
    CHECK_INT("one", peri_broker_restore_change(kit.broker, &update, &err), PERI_OK);
    CHECK_INT("another", peri_broker_restore_change(kit.broker, &cancel, &err), PERI_OK);
    CHECK_INT("both", peri_broker_change_count(kit.broker), 2);
    CHECK("in order", !peri_broker_change(kit.broker, 0)->cancels &&
                          peri_broker_change(kit.broker, 1)->cancels);
    kit_step(&kit, "2013-10-08 10:01", &err);
    CHECK_STR("processed", kit_story(&kit), "1:Submitted 1:UpdateSubmitted 1:Canceled");
    CHECK_NEAR("at", kit_order(&kit, 1)->limit_price, 91.0, 0.0);
    kit_close(&kit);
}

SUITE(changes_out_of_memory)
{
    const int64_t before = peri_mem_live();
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    limit_at(&kit, 5, 90.0);
    const int64_t now = kit_time(&kit, "2013-10-08 10:01");
    const peri_order_update update = {.fields = PERI_FIELD_QUANTITY, .quantity = 2.0};
    peri_mem_fail_at(1);
    CHECK_INT("an update", peri_broker_update(kit.broker, 1, &update, now, &err), PERI_ENOMEM);
    CHECK_HAS("why", err.text, "order 1: no memory to change it");
    CHECK_INT("its code", peri_broker_refusal(kit.broker), PERI_REFUSAL_PROCESSING_ERROR);
    peri_mem_fail_at(1);
    CHECK_INT("a cancel", peri_broker_cancel(kit.broker, 1, NULL, now, &err), PERI_ENOMEM);
    peri_mem_fail_at(0);
    CHECK_INT("it is as it was", kit_order(&kit, 1)->status, PERI_STATUS_SUBMITTED);
    CHECK_INT("nothing waits", peri_broker_change_count(kit.broker), 0);
    CHECK_INT("later", peri_broker_cancel(kit.broker, 1, NULL, now, &err), PERI_OK);
    kit_close(&kit);
    CHECK_INT("no leak", peri_mem_live(), before);
}

/* A tag lies in memory of its own. */
SUITE(changes_of_tags_out_of_memory)
{
    const int64_t before = peri_mem_live();
    const peri_order_update update = {
        .fields = PERI_FIELD_TAG | PERI_FIELD_QUANTITY, .quantity = 2.0, .tag = "nearer"};
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    limit_at(&kit, 5, 90.0);
    const int64_t now = kit_time(&kit, "2013-10-08 10:01");
    CHECK_STR("none", peri_order_tag(kit_order(&kit, 1)), "");
    CHECK_INT("an update waits", peri_broker_update(kit.broker, 1, &update, now, &err), PERI_OK);
    peri_mem_fail_at(1);
    CHECK_INT("is processed", peri_broker_process(kit.broker, now, &err), PERI_ENOMEM);
    CHECK_STR("why", err.text, "order 1: no memory for its tag");
    CHECK_NEAR("nothing of it is done", kit_order(&kit, 1)->quantity, 5.0, 0.0);
    CHECK_INT("again", peri_broker_update(kit.broker, 1, &update, now, &err), PERI_OK);
    CHECK_INT("processed", peri_broker_process(kit.broker, now, &err), PERI_OK);
    CHECK_STR("it has it", peri_order_tag(kit_order(&kit, 1)), "nearer");
    peri_mem_fail_at(1);
    CHECK_INT("a cancel", peri_broker_cancel(kit.broker, 1, "enough", now, &err), PERI_ENOMEM);
    CHECK_INT("its code", peri_broker_refusal(kit.broker), PERI_REFUSAL_PROCESSING_ERROR);
    CHECK_STR("it keeps its own", peri_order_tag(kit_order(&kit, 1)), "nearer");
    CHECK_INT("it is open", kit_order(&kit, 1)->status, PERI_STATUS_UPDATE_SUBMITTED);
    CHECK_INT("later", peri_broker_cancel(kit.broker, 1, "", now, &err), PERI_OK);
    CHECK_STR("an empty one is none", peri_order_tag(kit_order(&kit, 1)), "");
    kit_close(&kit);
    CHECK_INT("no leak", peri_mem_live(), before);
}

SUITE(changes_open_orders_in_order)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    CHECK_INT("none", peri_broker_next_open(kit.broker, 0), 0);
    for (int i = 0; i < 5; i++)
        limit_at(&kit, 1, 90.0);
    peri_broker_cancel(kit.broker, 2, NULL, kit_time(&kit, KIT_NOW), &err);
    kit_step(&kit, KIT_NOW, &err);
    CHECK_INT("the first", peri_broker_next_open(kit.broker, 0), 1);
    CHECK_INT("over the closed one", peri_broker_next_open(kit.broker, 1), 3);
    CHECK_INT("from the closed one", peri_broker_next_open(kit.broker, 2), 3);
    CHECK_INT("the end", peri_broker_next_open(kit.broker, 5), 0);
    CHECK_INT("beyond", peri_broker_next_open(kit.broker, 50), 0);
    kit_close(&kit);
}
