/* test_partial_fills.c - orders that a fill model fills in parts. */
#include <string.h>

#include "check.h"
#include "trade_kit.h"

/* Fills so much of an order at each attempt, at the price of the security; 0: nothing now. */
struct parts {
    double quantity[4];
    int next;
};

static int fill_part(const peri_fill_model *self, const peri_fill_attempt *attempt, peri_fill *out,
                     peri_error *err)
{
    struct parts *parts = self->ctx;
    (void)err;
    out->quantity = parts->quantity[parts->next++];
    out->price = attempt->security->price;
    out->fills = out->quantity != 0.0;
    return PERI_OK;
}

static void fill_in(trade_kit *kit, struct parts *parts)
{
    peri_broker_set_fill_model(kit->broker, KIT_MINUTE,
                               (peri_fill_model){.fill = fill_part, .ctx = parts});
}

static int step_at(trade_kit *kit, const char *start, const char *end, double price,
                   peri_error *err)
{
    kit_bar(kit, KIT_MINUTE, start, end, price, price);
    return kit_step(kit, end, err);
}

/* What the open orders of a security have not filled yet, signed. */
static double open_quantity(const peri_broker *broker, int32_t security)
{
    double sum = 0.0;
    for (int64_t id = peri_broker_next_open(broker, 0); id != 0;
         id = peri_broker_next_open(broker, id)) {
        const peri_order *order = peri_broker_order(broker, id);
        if (order->security == security)
            sum += peri_order_remaining(order);
    }
    return sum;
}

SUITE(partial_fills_add_up)
{
    trade_kit kit;
    peri_error err = {0};
    struct parts parts = {.quantity = {4, 0, 6}};
    kit_open_at_100(&kit, 1e6);
    fill_in(&kit, &parts);
    const int64_t id = kit_submit(&kit, KIT_MINUTE, 10.0, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_STR("the first part", kit_story(&kit), "1:Submitted 1:PartiallyFilled");
    CHECK_NEAR("of the event", kit.events[1].fill_quantity, 4.0, 0.0);
    CHECK_NEAR("no fee yet", kit.events[1].fee, 0.0, 0.0);
    CHECK_NEAR("is held", kit_held(&kit, KIT_MINUTE), 4.0, 0.0);
    CHECK_NEAR("the rest is open", open_quantity(kit.broker, KIT_MINUTE), 6.0, 0.0);
    step_at(&kit, "2013-10-08 10:00", "2013-10-08 10:01", 110.0, &err);
    CHECK_INT("nothing, so no event", kit.event_count, 2);
    step_at(&kit, "2013-10-08 10:01", "2013-10-08 10:02", 120.0, &err);
    const peri_order *order = kit_order(&kit, id);
    CHECK_STR("the last part", kit_story(&kit), "1:Submitted 1:PartiallyFilled 1:Filled");
    CHECK_NEAR("filled", order->filled_quantity, 10.0, 0.0);
    CHECK_NEAR("at the mean", order->average_fill_price, 112.0, 1e-12);
    CHECK_NEAR("the fee of the whole order", order->fee, 1.0, 0.0);
    CHECK_NEAR("once", peri_broker_portfolio(kit.broker)->total_fees, 1.0, 0.0);
    CHECK_NEAR("cash", peri_broker_portfolio(kit.broker)->book.items[0].amount, 1e6 - 1120.0 - 1.0,
               1e-9);
    CHECK("closed", peri_broker_next_open(kit.broker, 0) == 0);
    kit_close(&kit);
}

SUITE(partial_fills_can_be_cancelled_and_changed)
{
    trade_kit kit;
    peri_error err = {0};
    struct parts parts = {.quantity = {-4, -3, 0, 0}};
    const int64_t now = (kit_open_at_100(&kit, 1e6), kit_time(&kit, KIT_NOW));
    fill_in(&kit, &parts);
    const int64_t id = kit_submit(&kit, KIT_MINUTE, -10.0, PERI_ORDER_MARKET, KIT_NOW, &err);
    const peri_order_update too_few = {.fields = PERI_FIELD_QUANTITY, .quantity = -4.0};
    const peri_order_update six = {.fields = PERI_FIELD_QUANTITY, .quantity = -6.0};
    CHECK_INT("what is filled stays", peri_broker_update(kit.broker, id, &too_few, now, &err),
              PERI_EINVAL);
    CHECK_HAS("why", err.text, "quantity -4 leaves nothing, -4 are filled");
    CHECK_INT("its code", peri_broker_refusal(kit.broker), PERI_REFUSAL_INVALID_REQUEST);
    CHECK_INT("fewer", peri_broker_update(kit.broker, id, &six, now, &err), PERI_OK);
    kit_bar(&kit, KIT_MINUTE, "2013-10-08 10:00", "2013-10-08 10:01", 100.0, 100.0);
    CHECK_INT("more than remains", kit_step(&kit, "2013-10-08 10:01", &err), PERI_EINVAL);
    CHECK_HAS("says so", err.text, "filled -3 of order 1, of which -2 of -6 remain");
    CHECK_INT("cancel", peri_broker_cancel(kit.broker, id, NULL, now, &err), PERI_OK);
    step_at(&kit, "2013-10-08 10:01", "2013-10-08 10:02", 100.0, &err);
    CHECK_INT("status", kit_order(&kit, id)->status, PERI_STATUS_CANCELED);
    CHECK_NEAR("what was filled stays", kit_held(&kit, KIT_MINUTE), -4.0, 0.0);
    CHECK_NEAR("no fee, as in LEAN", peri_broker_portfolio(kit.broker)->total_fees, 0.0, 0.0);
    kit_close(&kit);
}

/* 150 shares at 100 with leverage 2 need 7,500; after 100 of them only 2,500 more. */
SUITE(partial_fills_need_margin_for_the_rest)
{
    trade_kit kit;
    peri_error err = {0};
    struct parts parts = {.quantity = {100, 50}};
    kit_open_at_100(&kit, 7600.0);
    fill_in(&kit, &parts);
    kit_submit(&kit, KIT_MINUTE, 150.0, PERI_ORDER_MARKET, KIT_NOW, &err);
    step_at(&kit, "2013-10-08 10:00", "2013-10-08 10:01", 100.0, &err);
    CHECK_STR("is afforded", kit_story(&kit), "1:Submitted 1:PartiallyFilled 1:Filled");
    kit_close(&kit);
}

SUITE(partial_fills_split)
{
    trade_kit kit;
    peri_error err = {0};
    struct parts parts = {.quantity = {4, 0}};
    kit_open_at_100(&kit, 1e6);
    fill_in(&kit, &parts);
    const int64_t id = kit_submit(&kit, KIT_MINUTE, 10.0, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_INT("split", kit_split(&kit, KIT_MINUTE, 0.5, KIT_NOW), PERI_OK);
    CHECK_NEAR("twice the rest", peri_order_remaining(kit_order(&kit, id)), 12.0, 0.0);
    kit_close(&kit);
}
