/* test_broker.c - the life of orders: refused, converted, filled, cancelled. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "trade_kit.h"

SUITE(broker_market_order_fills_in_the_call)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 10000.0);
    const int64_t id = kit_submit(&kit, KIT_CUSTOM, 12.5, PERI_ORDER_MARKET, KIT_NOW, &err);
    const peri_order *order = kit_order(&kit, id);
    const peri_portfolio *books = peri_broker_portfolio(kit.broker);
    CHECK_INT("the first id", id, 1);
    CHECK_STR("events", kit_story(&kit), "1:Submitted 1:Filled");
    CHECK_INT("status", order->status, PERI_STATUS_FILLED);
    CHECK_INT("type", order->type, PERI_ORDER_MARKET);
    CHECK_NEAR("filled", order->filled_quantity, 12.5, 0.0);
    CHECK_NEAR("price", order->average_fill_price, 100.0, 0.0);
    CHECK_NEAR("no fee on custom data", order->fee, 0.0, 0.0);
    CHECK_INT("when", order->last_fill_ns, kit_time(&kit, KIT_NOW));
    CHECK("made while open", order->submitted_open);
    CHECK_NEAR("booked: cash", books->book.items[0].amount, 8750.0, 1e-9);
    CHECK_NEAR("booked: holding", kit_held(&kit, KIT_CUSTOM), 12.5, 0.0);
    CHECK("nothing is open", peri_broker_next_open(kit.broker, 0) == 0);
    CHECK_NEAR("event: quantity", kit.events[1].fill_quantity, 12.5, 0.0);
    CHECK_NEAR("event: price", kit.events[1].fill_price, 100.0, 0.0);
    CHECK_NEAR("event before: no quantity", kit.events[0].fill_quantity, 0.0, 0.0);
    CHECK_STR("event: no message", kit.events[1].message, "");

    kit_submit(&kit, KIT_MINUTE, 20.0, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_NEAR("the fee of an equity", kit_order(&kit, 2)->fee, 1.0, 0.0);
    CHECK_NEAR("and in its event", kit.events[3].fee, 1.0, 0.0);
    CHECK_NEAR("fees are summed", books->total_fees, 1.0, 0.0);
    peri_broker_set_fee_model(kit.broker, KIT_CUSTOM, peri_fee_constant(0.25));
    kit_submit(&kit, KIT_CUSTOM, -2.5, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_NEAR("the fee model that was set", kit_order(&kit, 3)->fee, 0.25, 0.0);
    CHECK_INT("orders", peri_broker_order_count(kit.broker), 3);
    CHECK("no order 0", peri_broker_order(kit.broker, 0) == NULL);
    CHECK("no order 4", peri_broker_order(kit.broker, 4) == NULL);
    kit_close(&kit);
}

static const struct refusal {
    const char *name;
    int security;
    double quantity;
    peri_order_type type;
    const char *now, *says;
} refusals[] = {
    {"not a number", KIT_MINUTE, (double)NAN, PERI_ORDER_MARKET, KIT_NOW,
     "order for SPY: quantity nan is not a finite number"},
    {"infinite", KIT_MINUTE, -HUGE_VAL, PERI_ORDER_MARKET, KIT_NOW, "SPY: quantity -inf"},
    {"zero", KIT_MINUTE, 0.0, PERI_ORDER_MARKET, KIT_NOW, "order for SPY: quantity 0 neither buys"},
    {"below the lot", KIT_MINUTE, -0.4, PERI_ORDER_MARKET, KIT_NOW,
     "order for SPY: quantity -0.4 is below the lot size of 1"},
    {"below a decimal lot", KIT_CUSTOM, 0.009, PERI_ORDER_MARKET, KIT_NOW,
     "order for coin: quantity 0.009 is below the lot size of 0.01"},
    {"on open while open", KIT_MINUTE, 1.0, PERI_ORDER_MARKET_ON_OPEN, KIT_NOW,
     "MarketOnOpen order for SPY: the market is open"},
    {"on close too late", KIT_MINUTE, 1.0, PERI_ORDER_MARKET_ON_CLOSE, "2013-10-08 15:45",
     "MarketOnClose order for SPY: less than 15.5 minutes"},
    {"on open where it never opens", KIT_CUSTOM, 1.0, PERI_ORDER_MARKET_ON_OPEN, KIT_NOW,
     "MarketOnOpen order for coin: its market never closes"},
    {"on close where it never closes", KIT_CUSTOM, 1.0, PERI_ORDER_MARKET_ON_CLOSE, KIT_NOW,
     "MarketOnClose order for coin: its market never closes"},
};

SUITE(broker_refuses_before_there_is_an_order)
{
    trade_kit kit;
    kit_open_at_100(&kit, 10000.0);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        const struct refusal *r = &refusals[i];
        peri_error err = {0};
        int64_t id = 7;
        const int rc = kit_submit_to(kit.broker, r->security, r->quantity, r->type, NULL,
                                     kit_time(&kit, r->now), &id, &err);
        CHECK_INT(r->name, rc, PERI_EINVAL);
        CHECK_INT(r->name, id, 0);
        CHECK_HAS(r->name, err.text, r->says);
    }
    CHECK_INT("no order was made", peri_broker_order_count(kit.broker), 0);
    CHECK_INT("no event", kit.event_count, 0);
    kit_close(&kit);
}

SUITE(broker_needs_a_price)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open(&kit, 1000.0);
    CHECK_INT("before the first bar", kit_submit(&kit, KIT_MINUTE, 1.0, 0, KIT_NOW, &err), 0);
    CHECK_HAS("its text", err.text, "SPY has no price yet");
    CHECK_INT("its code", err.code, PERI_EINVAL);
    kit_bar(&kit, KIT_MINUTE, "2013-10-08 09:59", KIT_NOW, 1.0, 0.0);
    CHECK_INT("a price of 0", kit_submit(&kit, KIT_MINUTE, 1.0, 0, KIT_NOW, &err), 0);
    CHECK_HAS("its text", err.text, "SPY: price 0 is not finite and > 0");
    kit_close(&kit);
}

SUITE(broker_rounds_to_the_lot)
{
    static const struct {
        const char *name;
        double wanted, ordered;
    } cases[] = {{"0.29 of 0.01", 0.29, 0.29}, {"0.35 of 0.01", 0.35, 0.35},
                 {"toward zero", 0.299, 0.29}, {"toward zero, sold", -1.117, -1.11},
                 {"whole", 3.0, 3.0},          {"the sum of decimals", 0.1 + 0.2, 0.3}};
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 10000.0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const int64_t id = kit_submit(&kit, KIT_CUSTOM, cases[i].wanted, 0, KIT_NOW, &err);
        CHECK_NEAR(cases[i].name, kit_order(&kit, id)->quantity, cases[i].ordered, 0.0);
    }
    kit.securities[KIT_CUSTOM].lot_size = 1e-8;
    kit.securities[KIT_CUSTOM].price = 0.01;
    const int64_t fine =
        kit_submit(&kit, KIT_CUSTOM, 495435.08709194 - 449491.06478874, 0, KIT_NOW, &err);
    CHECK_NEAR("a difference of fine lots", kit_order(&kit, fine)->quantity, 45944.0223032, 0.0);
    const int64_t id = kit_submit(&kit, KIT_MINUTE, 7.9, 0, KIT_NOW, &err);
    CHECK_NEAR("shares", kit_order(&kit, id)->quantity, 7.0, 0.0);
    kit_close(&kit);
}

static const struct conversion {
    const char *name;
    int security;
    peri_order_type asked;
    const char *now;
    peri_order_type made;
} conversions[] = {
    {"open", KIT_MINUTE, PERI_ORDER_MARKET, KIT_NOW, PERI_ORDER_MARKET},
    {"closed in the evening", KIT_MINUTE, PERI_ORDER_MARKET, "2013-10-08 16:00",
     PERI_ORDER_MARKET_ON_OPEN},
    {"closed on Sunday", KIT_MINUTE, PERI_ORDER_MARKET, "2013-10-13 12:00",
     PERI_ORDER_MARKET_ON_OPEN},
    {"daily, open", KIT_DAILY, PERI_ORDER_MARKET, KIT_NOW, PERI_ORDER_MARKET_ON_CLOSE},
    {"daily, at the last moment", KIT_DAILY, PERI_ORDER_MARKET, "2013-10-08 15:44:30",
     PERI_ORDER_MARKET_ON_CLOSE},
    {"daily, within the buffer", KIT_DAILY, PERI_ORDER_MARKET, "2013-10-08 15:44:31",
     PERI_ORDER_MARKET_ON_OPEN},
    {"daily, closed", KIT_DAILY, PERI_ORDER_MARKET, "2013-10-08 16:00", PERI_ORDER_MARKET_ON_OPEN},
    {"daily, never closed", KIT_CUSTOM, PERI_ORDER_MARKET, KIT_NOW, PERI_ORDER_MARKET},
    {"asked on open, daily, while open", KIT_DAILY, PERI_ORDER_MARKET_ON_OPEN, KIT_NOW,
     PERI_ORDER_MARKET_ON_OPEN},
    {"asked on close", KIT_MINUTE, PERI_ORDER_MARKET_ON_CLOSE, KIT_NOW, PERI_ORDER_MARKET_ON_CLOSE},
    {"asked on close, after it", KIT_MINUTE, PERI_ORDER_MARKET_ON_CLOSE, "2013-10-08 17:00",
     PERI_ORDER_MARKET_ON_CLOSE},
};

SUITE(broker_converts_market_orders)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 1e6);
    for (size_t i = 0; i < sizeof conversions / sizeof conversions[0]; i++) {
        const struct conversion *c = &conversions[i];
        const int64_t id = kit_submit(&kit, c->security, 1.0, c->asked, c->now, &err);
        CHECK_STR(c->name, peri_order_type_name(kit_order(&kit, id)->type),
                  peri_order_type_name(c->made));
        peri_broker_set_fill_model(kit.broker, c->security, peri_fill_next_open());
        const int64_t later = kit_submit(&kit, c->security, 1.0, c->asked, c->now, &err);
        CHECK_INT("never with NextOpen", kit_order(&kit, later)->type, c->asked);
        CHECK_INT("which waits", kit_order(&kit, later)->status, PERI_STATUS_SUBMITTED);
        peri_broker_set_fill_model(kit.broker, c->security, peri_fill_immediate());
    }
    kit_close(&kit);
}

SUITE(broker_fills_daily_orders_with_the_bar)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 100000.0);
    const int64_t at_close = kit_submit(&kit, KIT_DAILY, 10.0, 0, "2013-10-08 09:31", &err);
    const int64_t at_open = kit_submit(&kit, KIT_DAILY, 10.0, 0, "2013-10-08 15:55", &err);
    CHECK_NEAR("both are open", kit_open_quantity(&kit, KIT_DAILY), 20.0, 0.0);
    kit_bar(&kit, KIT_DAILY, "2013-10-08 09:30", "2013-10-08 16:00", 101.0, 103.0);
    kit_step(&kit, "2013-10-08 16:00", &err);
    CHECK_NEAR("on close", kit_order(&kit, at_close)->average_fill_price, 103.0, 0.0);
    CHECK_INT("not yet", kit_order(&kit, at_open)->status, PERI_STATUS_SUBMITTED);
    kit_bar(&kit, KIT_DAILY, "2013-10-09 09:30", "2013-10-09 16:00", 104.0, 105.0);
    kit_step(&kit, "2013-10-09 16:00", &err);
    CHECK_NEAR("on open", kit_order(&kit, at_open)->average_fill_price, 104.0, 0.0);
    CHECK_INT("the engine's clock", kit_order(&kit, at_open)->last_fill_ns,
              kit_time(&kit, "2013-10-09 16:00"));
    CHECK_STR("events", kit_story(&kit), "1:Submitted 2:Submitted 1:Filled 2:Filled");
    CHECK("all done", peri_broker_next_open(kit.broker, 0) == 0);
    kit_close(&kit);
}

SUITE(broker_next_open_waits_for_a_bar)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open_at_100(&kit, 10000.0);
    peri_broker_set_fill_model(kit.broker, KIT_CUSTOM, peri_fill_next_open());
    const int64_t id = kit_submit(&kit, KIT_CUSTOM, 5.0, 0, "2013-10-08 00:00", &err);
    CHECK_INT("no bars at all are allowed",
              peri_broker_process(kit.broker, kit_time(&kit, "2013-10-08 11:00"), &err), PERI_OK);
    kit_step(&kit, "2013-10-08 12:00", &err);
    CHECK_INT("no bar", kit_order(&kit, id)->status, PERI_STATUS_SUBMITTED);
    kit_bar(&kit, KIT_CUSTOM, "2013-10-08 00:00", "2013-10-09 00:00", 98.0, 120.0);
    kit_step(&kit, "2013-10-09 00:00", &err);
    CHECK_NEAR("at its open", kit_order(&kit, id)->average_fill_price, 98.0, 0.0);
    CHECK_NEAR("marked to its close", peri_portfolio_total_value(peri_broker_portfolio(kit.broker)),
               10110.0, 1e-9);
    kit_close(&kit);
}

SUITE(broker_tags)
{
    static const char euro[] = "\xe2\x82\xac";
    trade_kit kit;
    peri_error err = {0};
    char tag[80];
    int64_t id = 0;
    kit_open_at_100(&kit, 10000.0);
    const int64_t now = kit_time(&kit, KIT_NOW);
    kit_submit_to(kit.broker, KIT_CUSTOM, 1.0, 0, "Liquidated", now, &id, &err);
    CHECK_STR("kept", peri_order_tag(kit_order(&kit, id)), "Liquidated");
    kit_submit_to(kit.broker, KIT_CUSTOM, 1.0, 0, NULL, now, &id, &err);
    CHECK_STR("none", peri_order_tag(kit_order(&kit, id)), "");
    memset(tag, 'x', sizeof tag);
    memcpy(tag + 61, euro, sizeof euro); /* bytes 61..63: the last one is over */
    kit_submit_to(kit.broker, KIT_CUSTOM, 1.0, 0, tag, now, &id, &err);
    CHECK_INT("cut before a character that does not fit",
              strlen(peri_order_tag(kit_order(&kit, id))), 61);
    memset(tag, 'x', sizeof tag - 1);
    tag[sizeof tag - 1] = '\0';
    kit_submit_to(kit.broker, KIT_CUSTOM, 1.0, 0, tag, now, &id, &err);
    CHECK_INT("cut at 63 bytes", strlen(peri_order_tag(kit_order(&kit, id))), 63);
    kit_close(&kit);
}

SUITE(broker_open_and_registry)
{
    peri_broker *broker = NULL;
    peri_error err = {0};
    CHECK_INT("cash", peri_broker_open((double)NAN, &broker, &err), PERI_EINVAL);
    CHECK_HAS("its text", err.text, "cash nan is not a finite number");
    CHECK("nothing was made", broker == NULL);
    CHECK_INT("open", peri_broker_open(5.0, &broker, &err), PERI_OK);
    CHECK_NEAR("cash", peri_broker_portfolio(broker)->book.items[0].amount, 5.0, 0.0);
    CHECK_NEAR("and free", kit_margin_remaining(broker), 5.0, 0.0);
    peri_broker_close(broker);
    peri_broker_close(NULL);
}

SUITE(broker_out_of_memory)
{
    const int64_t before = peri_mem_live();
    trade_kit kit;
    kit_open_at_100(&kit, 10000.0);
    peri_broker_set_listener(kit.broker, NULL, NULL); /* nobody needs to listen */
    for (long nth = 1;; nth++) {
        const int64_t live = peri_mem_live();
        peri_broker *broker = NULL;
        peri_error err = {0};
        int64_t id = 0;
        peri_mem_fail_at(nth);
        int rc = peri_broker_open(1000.0, &broker, &err);
        for (int i = 0; rc == PERI_OK && i < KIT_SECURITIES; i++)
            rc = peri_broker_add_security(broker, &kit.securities[i], peri_fee_constant(0.0), &err);
        for (int i = 0; rc == PERI_OK && i < 20; i++) /* past the first growth of the orders */
            rc = kit_submit_to(broker, KIT_CUSTOM, i % 2 == 0 ? 1.0 : -1.0, PERI_ORDER_MARKET,
                               "tag", kit_time(&kit, KIT_NOW), &id, &err);
        peri_mem_fail_at(0);
        peri_broker_close(broker);
        CHECK_INT("no leak", peri_mem_live(), live);
        if (rc == PERI_OK)
            break;
        CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
        CHECK_HAS("and it says so", err.text, "no memory");
    }
    kit_close(&kit);
    CHECK_INT("no leak at all", peri_mem_live(), before);
}

/* Random orders, cancels and bars: the open list, the books and the events agree at any time. */
static void random_life(uint64_t seed)
{
    trade_kit kit;
    check_rng rng = {seed};
    peri_error err = {0};
    bool ok = true;

    kit_open_at_100(&kit, 1e6);
    for (int i = 0; i < KIT_SECURITIES; i++)
        peri_broker_set_fill_model(kit.broker, i,
                                   i == KIT_MINUTE ? peri_fill_immediate() : peri_fill_next_open());
    int64_t now = kit_time(&kit, KIT_NOW);
    for (int step = 0; step < 200; step++) {
        const int32_t at = (int32_t)check_random_in(&rng, 0, KIT_SECURITIES - 1);
        int64_t id;
        now += PERI_HOUR;
        if (check_random_in(&rng, 0, 3) == 0)
            peri_broker_cancel(kit.broker, check_random_in(&rng, 1, 200), NULL, now, NULL);
        kit_submit_to(kit.broker, at, (double)check_random_in(&rng, -50, 50), 0, NULL, now, &id,
                      NULL);
        const peri_bar bar = {now, now + PERI_HOUR, 99.0, 102.0, 98.0, 101.0, 1.0};
        const int32_t moved = (int32_t)check_random_in(&rng, 0, KIT_SECURITIES - 1);
        peri_security_update(&kit.securities[moved], &bar);
        peri_portfolio_mark(peri_broker_portfolio(kit.broker), moved, bar.close);
        ok = peri_broker_process(kit.broker, now + PERI_HOUR, &err) == PERI_OK && ok;
    }
    double open[KIT_SECURITIES] = {0}, held[KIT_SECURITIES] = {0}, fees = 0.0;
    bool any = false;
    for (int64_t id = 1; id <= (int64_t)peri_broker_order_count(kit.broker); id++) {
        const peri_order *order = kit_order(&kit, id);
        if (peri_order_is_open(order))
            open[order->security] += order->quantity;
        any = peri_order_is_open(order) || any;
        held[order->security] += order->filled_quantity;
        fees += order->fee;
    }
    for (int i = 0; i < KIT_SECURITIES; i++)
        ok = open[i] == kit_open_quantity(&kit, i) && held[i] == kit_held(&kit, i) && ok;
    ok = any == (peri_broker_next_open(kit.broker, 0) != 0) && ok;
    ok = fabs(fees - peri_broker_portfolio(kit.broker)->total_fees) < 1e-9 && ok;
    if (!CHECK("orders, open list and books agree", ok))
        printf("     seed %llu\n", (unsigned long long)seed);
    kit_close(&kit);
}

SUITE(broker_random_life)
{
    for (uint64_t seed = 1; seed <= 20; seed++)
        random_life(seed);
}
