/* test_sizing.c - quantities for targets, and what may be afforded. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "trade_kit.h"

static void price(trade_kit *kit, int security, double close)
{
    kit_bar(kit, security, "2013-10-08 09:59", KIT_NOW, close, close);
}

static double target(trade_kit *kit, int security, double fraction)
{
    peri_error err = {0};
    double quantity = (double)NAN;
    peri_refusal why;
    if (peri_broker_target_quantity(kit->broker, security, fraction, &quantity, &why, &err) !=
        PERI_OK)
        return (double)NAN;
    return quantity;
}

/* Flat, one price, IB fees on the equity, none on the coin. Values by LEAN's rule on paper; the
   first four are order quantities of LEAN's regression runs. */
static const struct row {
    const char *name;
    int security;
    double cash, price, fraction, quantity;
} rows[] = {
    {"BasicTemplateAlgorithm", KIT_MINUTE, 100000, 144.773077904, 1.0, 688},
    {"SetHoldingsMarketOnOpenRegressionAlgorithm", KIT_MINUTE, 100000, 15.4281431328619275, 1.0,
     6463},
    {"BasicTemplateDailyAlgorithm", KIT_MINUTE, 100000, 143.078409768, 1.0, 697},
    {"CustomBenchmarkAlgorithm", KIT_MINUTE, 100000, 144.764431638, 1.0, 689},
    {"the buffer is 0.25 %", KIT_CUSTOM, 100000, 100, 1.0, 997.5},
    {"half", KIT_CUSTOM, 100000, 100, 0.5, 498.75},
    {"short", KIT_CUSTOM, 100000, 100, -0.5, -498.75},
    {"down to the lot", KIT_CUSTOM, 100, 7, 1.0, 14.25},
    {"a fee takes its share", KIT_MINUTE, 10000, 99.75, 1.0, 99},
    {"leverage is in the target", KIT_MINUTE, 100000, 100, 2.0, 1994},
    {"nothing", KIT_MINUTE, 100000, 100, 0.0, 0},
    {"less than a share", KIT_MINUTE, 100, 150, 1.0, 0},
    {"under a thousandth of the value", KIT_CUSTOM, 100000, 1, 0.0009, 0},
    {"over a thousandth of the value", KIT_CUSTOM, 100000, 1, 0.0011, 109.72},
    {"no value", KIT_CUSTOM, 0, 1, 1.0, 0},
    {"a negative value", KIT_CUSTOM, -5, 1, 1.0, 0},
};

/* Values on paper, of 1000 at a price of 10 without fees. */
static const struct rule_row {
    const char *name;
    peri_trade_rules rules;
    double fraction, quantity;
} rule_rows[] = {
    {"nothing is kept free", {.free_value = -1}, 1.0, 100},
    {"half of the value", {.free_fraction = 0.5, .free_value = -1}, 1.0, 50},
    {"an amount wins", {.free_fraction = 0.5, .free_value = 250}, 1.0, 75},
    {"an amount of nothing, too", {.free_fraction = 0.5, .free_value = 0}, 1.0, 100},
    {"all of it", {.free_value = 1000}, 1.0, 0},
    {"more than all", {.free_value = 2000}, 1.0, 0},
    {"short", {.free_value = 250}, -1.0, -75},
    {"a target too near", {.free_value = -1, .minimum_order_margin = 0.2}, 0.19, 0},
    {"a target far enough", {.free_value = -1, .minimum_order_margin = 0.2}, 0.21, 21},
    {"any target", {.free_value = -1}, 0.0002, 0.02},
};

SUITE(sizing_by_the_rules)
{
    for (size_t i = 0; i < sizeof rule_rows / sizeof *rule_rows; i++) {
        const struct rule_row *row = &rule_rows[i];
        trade_kit kit;
        kit_open(&kit, 1000);
        price(&kit, KIT_CUSTOM, 10);
        *peri_broker_rules(kit.broker) = row->rules;
        CHECK_NEAR(row->name, target(&kit, KIT_CUSTOM, row->fraction), row->quantity, 1e-12);
        kit_close(&kit);
    }
}

SUITE(sizing_from_cash)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *r = &rows[i];
        trade_kit kit;
        kit_open(&kit, r->cash);
        price(&kit, r->security, r->price);
        CHECK_NEAR(r->name, target(&kit, r->security, r->fraction), r->quantity, 0.0);
        kit_close(&kit);
    }
}

SUITE(sizing_from_a_holding)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open(&kit, 100000.0);
    price(&kit, KIT_CUSTOM, 100.0);
    kit_submit(&kit, KIT_CUSTOM, 500.0, 0, KIT_NOW, &err);
    CHECK_NEAR("more", target(&kit, KIT_CUSTOM, 1.0), 497.5, 1e-9);
    CHECK_NEAR("less", target(&kit, KIT_CUSTOM, 0.25), -250.63, 1e-9);
    CHECK_NEAR("none", target(&kit, KIT_CUSTOM, 0.0), -500.0, 0.0);
    CHECK_NEAR("the other side", target(&kit, KIT_CUSTOM, -0.25), -749.37, 1e-9);
    CHECK_NEAR("near enough", target(&kit, KIT_CUSTOM, 0.5013), 0.0, 0.0);

    peri_broker_set_fill_model(kit.broker, KIT_CUSTOM, peri_fill_next_open());
    kit_submit(&kit, KIT_CUSTOM, 100.0, 0, KIT_NOW, &err);
    CHECK_NEAR("open market orders count as done", target(&kit, KIT_CUSTOM, 1.0), 397.5, 1e-9);
    CHECK_NEAR("also when nothing else is to do", target(&kit, KIT_CUSTOM, 0.5013), -100.0, 0.0);
    CHECK_NEAR("and when closing", target(&kit, KIT_CUSTOM, 0.0), -600.0, 0.0);
    kit_close(&kit);

    kit_open(&kit, 100000.0);
    price(&kit, KIT_CUSTOM, 100.0);
    kit_submit(&kit, KIT_CUSTOM, 1000.0, 0, KIT_NOW, &err);
    CHECK_NEAR("nothing is free", kit_margin_remaining(kit.broker), 0.0, 0.0);
    CHECK_NEAR("then small steps are made", target(&kit, KIT_CUSTOM, 1.003), 0.49, 1e-9);
    kit_close(&kit);
}

SUITE(sizing_open_orders_of_an_exchange)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open(&kit, 100000.0);
    price(&kit, KIT_MINUTE, 100.0);
    const double all = target(&kit, KIT_MINUTE, 1.0);
    kit_submit(&kit, KIT_MINUTE, 50.0, PERI_ORDER_MARKET_ON_CLOSE, KIT_NOW, &err);
    CHECK_NEAR("MarketOnClose does not count", target(&kit, KIT_MINUTE, 1.0), all, 0.0);
    kit_submit(&kit, KIT_MINUTE, 50.0, PERI_ORDER_MARKET, "2013-10-08 17:00", &err);
    CHECK_NEAR("MarketOnOpen does", target(&kit, KIT_MINUTE, 1.0), all - 50.0, 0.0);
    kit_close(&kit);
}

SUITE(sizing_refuses)
{
    static const struct {
        const char *name;
        double fraction;
        const char *says;
    } cases[] = {{"not a number", (double)NAN, "target of coin: nan is not a fraction"},
                 {"infinite", HUGE_VAL, "target of coin: inf"},
                 {"absurd", -2e9, "target of coin: -2000000000 is not a fraction"}};
    trade_kit kit;
    peri_error err = {0};
    double quantity = 3.0;
    peri_refusal why;
    kit_open(&kit, 100000.0);
    CHECK_INT("no price",
              peri_broker_target_quantity(kit.broker, KIT_CUSTOM, 1.0, &quantity, &why, &err),
              PERI_OK);
    CHECK_NEAR("is nothing to do", quantity, 0.0, 0.0);
    CHECK_INT("its code", why, PERI_REFUSAL_SECURITY_HAS_NO_DATA);
    quantity = 3.0;
    price(&kit, KIT_CUSTOM, 100.0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const int rc = peri_broker_target_quantity(kit.broker, KIT_CUSTOM, cases[i].fraction,
                                                   &quantity, &why, &err);
        CHECK_INT(cases[i].name, rc, PERI_EINVAL);
        CHECK_INT(cases[i].name, why, PERI_REFUSAL_INVALID_REQUEST);
        CHECK_HAS(cases[i].name, err.text, cases[i].says);
    }
    price(&kit, KIT_CUSTOM, 5e-324);
    CHECK_NEAR("more than can be counted", target(&kit, KIT_CUSTOM, 1.0), 0.0, 0.0);
    CHECK_NEAR("or sold", target(&kit, KIT_CUSTOM, -1.0), 0.0, 0.0);
    price(&kit, KIT_MINUTE, 5e-324);
    CHECK_NEAR("nothing at all with leverage", target(&kit, KIT_MINUTE, 1.0), 0.0, 0.0);
    price(&kit, KIT_CUSTOM, 100.0);
    CHECK_NEAR("the result is untouched", quantity, 3.0, 0.0);
    peri_broker_set_fee_model(kit.broker, KIT_CUSTOM, peri_fee_constant(1e6));
    CHECK_NEAR("a fee above all there is", target(&kit, KIT_CUSTOM, 1.0), 0.0, 0.0);
    kit_close(&kit);
}

/* Whatever the target: what is proposed can be paid, and another lot would pass the goal. */
SUITE(sizing_is_affordable_and_tight)
{
    for (uint64_t seed = 1; seed <= 200; seed++) {
        trade_kit kit;
        peri_error err = {0};
        check_rng rng = {seed};
        const int at = seed % 2 == 0 ? KIT_MINUTE : KIT_CUSTOM;
        kit_open(&kit, 1000.0 + 1e5 * check_random_unit(&rng));
        const peri_portfolio *books = peri_broker_portfolio(kit.broker);
        const peri_security *security = &kit.securities[at];
        bool ok = true;
        for (int step = 0; step < 10; step++) {
            price(&kit, at, 1.0 + 200.0 * check_random_unit(&rng));
            const double fraction = 1.9 * check_random_unit(&rng) - (double)(step % 2);
            const double used = fraction * security->leverage / 2.0;
            const double value = peri_portfolio_total_value(books);
            const double quantity = target(&kit, at, used);
            if (!(value > 0.0) || quantity == 0.0)
                continue;
            const int64_t id = kit_submit(&kit, at, quantity, 0, KIT_NOW, &err);
            const double now_held = fabs(kit_held(&kit, at)) * security->price;
            const double goal = fabs(used) * value * 0.9975;
            ok = kit_order(&kit, id)->status == PERI_STATUS_FILLED && ok;
            ok = now_held <= goal * (1.0 + 1e-9) && ok;
            ok = goal - now_held <= security->price * security->lot_size * 1.000001 +
                                        2.0 * (kit_order(&kit, id)->fee + 0.01) &&
                 ok;
        }
        if (!CHECK("affordable and tight", ok))
            printf("     seed %llu\n", (unsigned long long)seed);
        kit_close(&kit);
    }
}

/* Cash 10000, price 100, held first; then an order: does it pass? Fees of 1. */
static const struct power {
    const char *name;
    double held, ordered;
    bool passes;
} powers[] = {
    {"all of the leverage but the fee", 0, 199, true},
    {"the fee is one too much", 0, 200, false},
    {"short", 0, -199, true},
    {"short, too much", 0, -200, false},
    {"on top", 100, 99, true},
    {"on top, too much", 100, 100, false},
    {"closing", 150, -150, true},
    {"turning", 100, -299, true},
    {"turning too far", 100, -300, false},
};

SUITE(margin_by_leverage)
{
    for (size_t i = 0; i < sizeof powers / sizeof powers[0]; i++) {
        const struct power *r = &powers[i];
        trade_kit kit;
        peri_error err = {0};
        kit_open(&kit, 10000.0);
        price(&kit, KIT_MINUTE, 100.0);
        peri_broker_set_fee_model(kit.broker, KIT_MINUTE, peri_fee_constant(0.0));
        if (r->held != 0.0)
            kit_submit(&kit, KIT_MINUTE, r->held, 0, KIT_NOW, &err);
        peri_broker_set_fee_model(kit.broker, KIT_MINUTE, peri_fee_constant(1.0));
        const int64_t id = kit_submit(&kit, KIT_MINUTE, r->ordered, 0, KIT_NOW, &err);
        CHECK_INT(r->name, kit_order(&kit, id)->status,
                  r->passes ? PERI_STATUS_FILLED : PERI_STATUS_INVALID);
        CHECK_NEAR(r->name, kit_held(&kit, KIT_MINUTE), r->held + (r->passes ? r->ordered : 0.0),
                   0.0);
        kit_close(&kit);
    }
}

SUITE(margin_refusal_names_the_amounts)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open(&kit, 10000.0);
    price(&kit, KIT_MINUTE, 100.0);
    const int64_t id = kit_submit(&kit, KIT_MINUTE, 300.0, 0, KIT_NOW, &err);
    CHECK_STR("one event", kit_story(&kit), "1:Invalid");
    CHECK_STR("needed and available", kit.events[0].message,
              "insufficient buying power: needed 15001.50 (fee of 1.50 included), available "
              "10000.00");
    CHECK("it is not open", peri_broker_next_open(kit.broker, 0) == 0);
    CHECK_NEAR("nothing was filled", kit_order(&kit, id)->filled_quantity, 0.0, 0.0);
    CHECK_NEAR("nothing was paid", kit_margin_remaining(kit.broker), 10000.0, 0.0);
    kit_close(&kit);
}

SUITE(margin_amounts_are_rounded)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open(&kit, 10000.0);
    price(&kit, KIT_CUSTOM, 100.01185);
    kit_submit(&kit, KIT_CUSTOM, 150.0, 0, KIT_NOW, &err); /* 15001.7775 */
    CHECK_HAS("to the cent", kit.events[0].message, "needed 15001.78 (fee of 0.00 included)");
    kit_close(&kit);
}

SUITE(margin_never_holds_a_position)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open(&kit, 5000.0);
    price(&kit, KIT_MINUTE, 100.0);
    kit_submit(&kit, KIT_MINUTE, 99.0, 0, KIT_NOW, &err);
    price(&kit, KIT_MINUTE, 45.0);
    CHECK("ruined", peri_portfolio_total_value(peri_broker_portfolio(kit.broker)) < 0.0);
    const int64_t id = kit_submit(&kit, KIT_MINUTE, -99.0, 0, KIT_NOW, &err);
    CHECK_INT("closing passes", kit_order(&kit, id)->status, PERI_STATUS_FILLED);
    kit_close(&kit);
}

SUITE(margin_is_checked_again_at_the_fill)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open(&kit, 10000.0);
    price(&kit, KIT_CUSTOM, 100.0);
    peri_broker_set_fill_model(kit.broker, KIT_CUSTOM, peri_fill_next_open());
    kit_submit(&kit, KIT_CUSTOM, 60.0, 0, KIT_NOW, &err);
    kit_submit(&kit, KIT_CUSTOM, 60.0, 0, KIT_NOW, &err); /* each alone can be paid */
    kit_bar(&kit, KIT_CUSTOM, KIT_NOW, "2013-10-09 10:00", 100.0, 100.0);
    CHECK_INT("process goes on", kit_step(&kit, "2013-10-09 10:00", &err), PERI_OK);
    CHECK_STR("the second cannot", kit_story(&kit), "1:Submitted 2:Submitted 1:Filled 2:Invalid");
    CHECK_HAS("what is left", kit.events[3].message, "available 4000.00");
    CHECK("none is open", peri_broker_next_open(kit.broker, 0) == 0);
    kit_close(&kit);
}

SUITE(margin_in_use)
{
    trade_kit kit;
    peri_error err = {0};
    kit_open(&kit, 10000.0);
    price(&kit, KIT_MINUTE, 100.0);
    price(&kit, KIT_CUSTOM, 10.0);
    peri_broker_set_fee_model(kit.broker, KIT_MINUTE, peri_fee_constant(0.0));
    kit_submit(&kit, KIT_MINUTE, 100.0, 0, KIT_NOW, &err);
    CHECK_NEAR("half of the value at leverage 2", kit_margin_remaining(kit.broker), 5000.0, 1e-9);
    kit_submit(&kit, KIT_CUSTOM, -300.0, 0, KIT_NOW, &err);
    CHECK_NEAR("a short uses its whole value", kit_margin_remaining(kit.broker), 2000.0, 1e-9);
    price(&kit, KIT_MINUTE, 50.0);
    CHECK_NEAR("a fall eats it", kit_margin_remaining(kit.broker), -500.0, 1e-9);
    const int64_t id = kit_submit(&kit, KIT_MINUTE, 1.0, 0, KIT_NOW, &err);
    CHECK_INT("and nothing more is bought", kit_order(&kit, id)->status, PERI_STATUS_INVALID);
    CHECK_HAS("with nothing", kit.events[kit.event_count - 1].message, "available 0.00");
    kit_close(&kit);
}
