/* test_margin_models.c - buying power by requirements and by functions; models that fail. */
#include <stdio.h>

#include "check.h"
#include "trade_kit.h"

static double used(const trade_kit *kit)
{
    double margin = -1;
    CHECK_INT("margin", peri_broker_margin_used(kit->broker, &margin, NULL), PERI_OK);
    return margin;
}

static peri_margin_model requirements(double initial, double maintenance, double free)
{
    peri_margin_model model = peri_margin_by_leverage();
    model.initial = initial;
    model.maintenance = maintenance;
    model.required_free = free;
    return model;
}

static double power(const trade_kit *kit, bool buys)
{
    const peri_margin_model *model = peri_broker_margin_model(kit->broker, KIT_MINUTE);
    double left = -1;
    CHECK_INT("power", peri_broker_buying_power(kit->broker, model, KIT_MINUTE, buys, &left, NULL),
              PERI_OK);
    return left;
}

SUITE(margin_by_requirements)
{
    trade_kit kit;
    kit_open_at_100(&kit, 10000.0);
    peri_broker_set_fee_model(kit.broker, KIT_MINUTE, peri_fee_constant(0.0));
    peri_broker_set_margin_model(kit.broker, KIT_MINUTE, requirements(0.5, 0.25, 0.0));
    CHECK("buys", kit_submit(&kit, KIT_MINUTE, 100, PERI_ORDER_MARKET, KIT_NOW, NULL) != 0);
    CHECK_NEAR("to hold it is less than to open it", used(&kit), 2500.0, 1e-9);
    CHECK_NEAR("what is left", kit_margin_remaining(kit.broker), 7500.0, 1e-9);
    CHECK_NEAR("to buy more", power(&kit, true), 7500.0, 1e-9);
    CHECK_NEAR("to sell: what is held is freed, and opened again", power(&kit, false), 15000.0,
               1e-9);
    peri_broker_set_margin_model(kit.broker, KIT_MINUTE, requirements(0.5, 0.25, 0.5));
    CHECK_NEAR("half of the value stays free", power(&kit, true), 2500.0, 1e-9);
    const int64_t id = kit_submit(&kit, KIT_MINUTE, 51, PERI_ORDER_MARKET, KIT_NOW, NULL);
    CHECK_INT("one more than can be paid", kit_order(&kit, id)->status, PERI_STATUS_INVALID);
    kit_close(&kit);
}

SUITE(margin_quantity_for_a_share)
{
    trade_kit kit;
    double quantity = 0;
    const peri_margin_model whole = requirements(1, 1, 0);
    const peri_margin_model half = requirements(1, 1, 0.5);
    kit_open_at_100(&kit, 10000.0);
    CHECK_INT("asked",
              peri_broker_margin_quantity(kit.broker, &whole, KIT_MINUTE, 1, 0, &quantity, NULL),
              PERI_OK);
    CHECK_NEAR("all but the fee", quantity, 99.0, 0.0);
    CHECK_INT("asked",
              peri_broker_margin_quantity(kit.broker, &half, KIT_MINUTE, -1, 0, &quantity, NULL),
              PERI_OK);
    CHECK_NEAR("half stays free", quantity, -49.0, 0.0);
    kit_close(&kit);
}

/* -- functions ------------------------------------------------------------------------------ */

static int failing_margin(const peri_margin_model *self, const peri_security *security,
                          double quantity, double *margin, peri_error *err)
{
    (void)self;
    (void)quantity;
    (void)margin;
    return peri_fail(err, PERI_ESCRIPT, "the margin of %s", security->ticker);
}

static int odd_margin(const peri_margin_model *self, const peri_security *security, double quantity,
                      double *margin, peri_error *err)
{
    (void)security;
    (void)quantity;
    (void)err;
    *margin = *(const double *)self->ctx;
    return PERI_OK;
}

static int never(const peri_margin_model *self, const peri_security *security,
                 const peri_order *order, bool *affordable, char *why, size_t size, peri_error *err)
{
    (void)self;
    (void)security;
    (void)err;
    *affordable = false;
    snprintf(why, size, "not %g", order->quantity);
    return PERI_OK;
}

static int seven(const peri_margin_model *self, const peri_security *security, double target,
                 double *quantity, peri_error *err)
{
    (void)self;
    (void)security;
    (void)err;
    *quantity = 7 * target;
    return PERI_OK;
}

SUITE(margin_functions_decide)
{
    trade_kit kit;
    peri_error err;
    peri_refusal why;
    double margin = 30, quantity = 0;
    peri_margin_model model = {.affords = never, .target_quantity = seven};
    kit_open_at_100(&kit, 10000.0);
    peri_broker_set_margin_model(kit.broker, KIT_MINUTE, model);
    const int64_t id = kit_submit(&kit, KIT_MINUTE, 1, PERI_ORDER_MARKET, KIT_NOW, NULL);
    CHECK_INT("refused", kit_order(&kit, id)->status, PERI_STATUS_INVALID);
    CHECK_STR("why", kit.events[0].message, "not 1");
    CHECK_INT("sized",
              peri_broker_target_quantity(kit.broker, KIT_MINUTE, 2, &quantity, &why, NULL),
              PERI_OK);
    CHECK_NEAR("2 x 0.9975 / 2 x 7, in lots", quantity, 6.0, 0.0);
    model = (peri_margin_model){.maintenance_margin = odd_margin, .ctx = &margin};
    peri_broker_set_margin_model(kit.broker, KIT_MINUTE, model);
    CHECK("buys", kit_submit(&kit, KIT_MINUTE, 1, PERI_ORDER_MARKET, KIT_NOW, NULL) != 0);
    CHECK_NEAR("what it says", used(&kit), 30.0, 0.0);
    margin = -1;
    CHECK_INT("less than nothing", peri_broker_margin_used(kit.broker, &margin, &err), PERI_EINVAL);
    CHECK_HAS("says what", err.text,
              "the buying power model of SPY gave a margin of -1, expected 0 or more");
    kit_close(&kit);
}

static int failing_fee(const peri_fee_model *self, const peri_security *security,
                       const peri_order *order, peri_money *fee, peri_error *err)
{
    (void)self;
    (void)security;
    (void)order;
    (void)fee;
    return peri_fail(err, PERI_ESCRIPT, "the fee");
}

static int failing_slippage(const peri_slippage_model *self, const peri_security *security,
                            const peri_order *order, double *slippage, peri_error *err)
{
    (void)self;
    (void)security;
    (void)order;
    (void)slippage;
    return peri_fail(err, PERI_ESCRIPT, "the slippage");
}

static int fill_at_zero(const peri_fill_model *self, const peri_fill_attempt *attempt,
                        peri_fill *out, peri_error *err)
{
    (void)self;
    (void)attempt;
    (void)err;
    out->fills = true;
    return PERI_OK;
}

/* What a model fails with comes out of the call that asked, and the order stays open. */
SUITE(models_that_fail)
{
    trade_kit kit;
    peri_error err;
    kit_open_at_100(&kit, 10000.0);
    peri_broker_set_margin_model(kit.broker, KIT_MINUTE,
                                 (peri_margin_model){.initial_margin = failing_margin});
    kit_submit(&kit, KIT_MINUTE, 1, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_STR("margin", err.text, "the margin of SPY");
    peri_broker_set_margin_model(kit.broker, KIT_MINUTE, peri_margin_by_leverage());
    peri_broker_set_slippage_model(kit.broker, KIT_MINUTE,
                                   (peri_slippage_model){.slippage = failing_slippage});
    kit_submit(&kit, KIT_MINUTE, 1, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_STR("slippage", err.text, "the slippage");
    peri_broker_set_slippage_model(kit.broker, KIT_MINUTE, peri_slippage_null());
    peri_broker_set_fill_model(kit.broker, KIT_MINUTE, (peri_fill_model){.fill = fill_at_zero});
    kit_submit(&kit, KIT_MINUTE, 1, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_STR("price", err.text,
              "the fill model of SPY filled order 3 at 0, expected a price above 0");
    peri_broker_set_fee_model(kit.broker, KIT_MINUTE, (peri_fee_model){.fee = failing_fee});
    kit_submit(&kit, KIT_MINUTE, 1, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_STR("fee", err.text, "the fee");
    CHECK_NEAR("nothing was bought", kit_held(&kit, KIT_MINUTE), 0, 0);
    CHECK("they are open", peri_broker_next_open(kit.broker, 0) != 0);
    kit_close(&kit);
}

SUITE(slippage_of_orders)
{
    trade_kit kit;
    kit_open_at_100(&kit, 100000.0);
    peri_broker_set_slippage_model(kit.broker, KIT_MINUTE, peri_slippage_constant(0.01));
    int64_t id = kit_submit(&kit, KIT_MINUTE, 1, PERI_ORDER_MARKET, KIT_NOW, NULL);
    CHECK_NEAR("bought for more", kit_order(&kit, id)->average_fill_price, 101, 1e-9);
    id = kit_submit(&kit, KIT_MINUTE, -1, PERI_ORDER_MARKET, KIT_NOW, NULL);
    CHECK_NEAR("sold for less", kit_order(&kit, id)->average_fill_price, 99, 1e-9);
    kit_close(&kit);
}

/* 547 x 0.01 - 2 x 2.735 is nothing. */
SUITE(portfolio_neither_win_nor_loss)
{
    const peri_security stock = {.multiplier = 1, .unit = 1, .base_cash = -1};
    peri_portfolio portfolio;
    CHECK_INT("opened", peri_portfolio_init(&portfolio, 1e6), PERI_OK);
    CHECK_INT("security", peri_portfolio_add_security(&portfolio, &stock), PERI_OK);
    CHECK_INT("buy",
              peri_portfolio_fill(&portfolio, 0, 1, 547, 182.49, (peri_money){.amount = 2.735}),
              PERI_OK);
    CHECK_INT("sell",
              peri_portfolio_fill(&portfolio, 0, 2, -547, 182.5, (peri_money){.amount = 2.735}),
              PERI_OK);
    CHECK_NEAR("nothing", portfolio.trades[0].profit, 0, 0);
    peri_portfolio_deinit(&portfolio);
}

/* A quarter while the market is open for ten more minutes, else a half. */
SUITE(margin_of_a_pattern_day)
{
    static const struct {
        const char *name, *time;
        double margin, leverage;
    } rows[] = {{"open", "2013-10-08 10:00", 25, 4},
                {"soon", "2013-10-08 15:49", 25, 4},
                {"ten minutes", "2013-10-08 15:50", 50, 2},
                {"closed", "2013-10-08 20:00", 50, 2},
                {"early", "2013-10-08 09:29", 50, 2}};
    trade_kit kit;
    peri_error err;
    int64_t clock = 0;
    kit_open_at_100(&kit, 10000.0);
    const peri_margin_model model = peri_margin_pattern_day(2, 4, &clock);
    peri_broker_set_margin_model(kit.broker, KIT_MINUTE, model);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double margin = 0;
        clock = kit_time(&kit, rows[i].time);
        CHECK_INT(rows[i].name,
                  peri_broker_initial_margin(kit.broker, &model, KIT_MINUTE, -1, &margin, &err),
                  PERI_OK);
        CHECK_NEAR(rows[i].name, margin, rows[i].margin, 1e-12);
        const peri_security of_four = {.hours = kit.securities[KIT_MINUTE].hours, .leverage = 4};
        CHECK_NEAR(rows[i].name, peri_margin_leverage(&model, &of_four), rows[i].leverage, 0);
    }
    clock = kit_time(&kit, KIT_NOW);
    double quantity = 0;
    peri_refusal why;
    CHECK_INT("target",
              peri_broker_target_quantity(kit.broker, KIT_MINUTE, 4, &quantity, &why, &err),
              PERI_OK);
    CHECK_NEAR("four times the value", quantity, 398, 0);
    kit_close(&kit);
}

/* Money of a sale comes so many trading days later. */
SUITE(settlement_of_a_sale)
{
    trade_kit kit;
    peri_error err;
    kit_open_at_100(&kit, 10000.0);
    const peri_cash_book *book = &peri_broker_portfolio(kit.broker)->book;
    peri_broker_set_settlement(kit.broker, KIT_MINUTE, (peri_settlement){2, 6 * PERI_HOUR});
    peri_broker_set_fee_model(kit.broker, KIT_MINUTE, peri_fee_constant(0));
    kit_submit(&kit, KIT_MINUTE, 10, PERI_ORDER_MARKET, KIT_NOW, &err);
    CHECK_NEAR("what is paid leaves at once", book->items[0].amount, 9000, 0);
    kit_submit(&kit, KIT_MINUTE, -10, PERI_ORDER_MARKET, "2013-10-08 10:01", &err);
    CHECK_NEAR("what is got waits", book->items[0].unsettled, 1000, 0);
    CHECK_NEAR("it is no margin", kit_margin_remaining(kit.broker), 9000, 0);
    CHECK_NEAR("it counts", peri_portfolio_total_value(peri_broker_portfolio(kit.broker)), 10000,
               0);
    CHECK("two trading days later", book->waiting[0].time_ns == kit_time(&kit, "2013-10-10 06:00"));
    kit_close(&kit);
}
