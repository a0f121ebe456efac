/* test_models.c - fees and fills, one row per case; names of orders. */
#include "trade/models.h"

#include "check.h"
#include "trade_kit.h"

/* Source of the amounts: Interactive Brokers' fixed schedule as LEAN applies it. */
static const struct fee_row {
    const char *name;
    double quantity, price, fee;
} fee_rows[] = {
    {"the minimum", 1.0, 144.0, 1.0},
    {"at the minimum", 200.0, 10.0, 1.0},
    {"by the share", 688.0, 144.7817, 3.44},
    {"sold, by the share", -6463.0, 15.48698, 32.315},
    {"at most 0.5 % of the value", 10000.0, 0.2, 10.0},
    {"the cap does not touch the minimum", 100.0, 0.01, 1.0},
};

SUITE(models_fees)
{
    peri_security equity = {.type = PERI_TYPE_EQUITY, .multiplier = 1, .unit = 1, .base_cash = -1};
    peri_order order = {.type = PERI_ORDER_MARKET, .quantity = -7.0};
    peri_money fee = {0};
    const peri_fee_model ib = peri_fee_interactive_brokers();
    for (size_t i = 0; i < sizeof fee_rows / sizeof fee_rows[0]; i++) {
        const struct fee_row *r = &fee_rows[i];
        order.quantity = r->quantity;
        equity.price = r->price;
        CHECK_INT(r->name, ib.fee(&ib, &equity, &order, &fee, NULL), PERI_OK);
        CHECK_NEAR(r->name, fee.amount, r->fee, 1e-12);
    }
    const peri_fee_model flat = peri_fee_constant(2.5);
    CHECK_INT("constant", flat.fee(&flat, &equity, &order, &fee, NULL), PERI_OK);
    CHECK_NEAR("constant", fee.amount, 2.5, 0.0);
    CHECK_STR("name", ib.name, "InteractiveBrokers");
    CHECK_STR("name", flat.name, "Constant");
}

SUITE(models_names)
{
    CHECK_STR("type", peri_order_type_name(PERI_ORDER_MARKET), "Market");
    CHECK_STR("type", peri_order_type_name(PERI_ORDER_MARKET_ON_OPEN), "MarketOnOpen");
    CHECK_STR("type", peri_order_type_name(PERI_ORDER_MARKET_ON_CLOSE), "MarketOnClose");
    CHECK_STR("type", peri_order_type_name(PERI_ORDER_LIMIT), "Limit");
    CHECK_STR("type", peri_order_type_name(PERI_ORDER_STOP_MARKET), "StopMarket");
    CHECK_STR("type", peri_order_type_name(PERI_ORDER_STOP_LIMIT), "StopLimit");
    CHECK_STR("type", peri_order_type_name(PERI_ORDER_LIMIT_IF_TOUCHED), "LimitIfTouched");
    CHECK_STR("type", peri_order_type_name(PERI_ORDER_TRAILING_STOP), "TrailingStop");
    CHECK_STR("no such type", peri_order_type_name((peri_order_type)99), "unknown");
    CHECK("exists", peri_name_has(peri_order_type_names, PERI_ORDER_TRAILING_STOP));
    CHECK("does not", !peri_name_has(peri_order_type_names, 6));
    static const struct {
        peri_order_status status;
        const char *name;
        bool open;
    } states[] = {{PERI_STATUS_NEW, "New", true},
                  {PERI_STATUS_SUBMITTED, "Submitted", true},
                  {PERI_STATUS_PARTIALLY_FILLED, "PartiallyFilled", true},
                  {PERI_STATUS_FILLED, "Filled", false},
                  {PERI_STATUS_CANCELED, "Canceled", false},
                  {PERI_STATUS_INVALID, "Invalid", false},
                  {PERI_STATUS_CANCEL_PENDING, "CancelPending", true},
                  {PERI_STATUS_UPDATE_SUBMITTED, "UpdateSubmitted", true},
                  {(peri_order_status)99, "unknown", false}};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        const peri_order order = {.status = states[i].status};
        CHECK_STR("status", peri_order_status_name(states[i].status), states[i].name);
        CHECK(states[i].name, peri_order_is_open(&order) == states[i].open);
    }
}

/* An order made at `created`, a bar of open 10 and close 11, tried at `now`. 2013-10-08 is a
   Tuesday. price 0: it does not fill. */
static const struct fill_row {
    const char *name;
    int security;
    peri_order_type type;
    const char *created, *bar_start, *bar_end, *now;
    bool is_new;
    double immediate, next_open;
} fill_rows[] = {
    {"at once, at the last price", KIT_MINUTE, PERI_ORDER_MARKET, "2013-10-08 10:00",
     "2013-10-08 09:59", "2013-10-08 10:00", "2013-10-08 10:00", false, 11, 0},
    {"closed: waits", KIT_MINUTE, PERI_ORDER_MARKET, "2013-10-08 17:00", "2013-10-08 15:59",
     "2013-10-08 16:00", "2013-10-08 17:00", false, 0, 0},
    {"at the bar that ends with the session", KIT_MINUTE, PERI_ORDER_MARKET, "2013-10-08 15:58",
     "2013-10-08 15:59", "2013-10-08 16:00", "2013-10-08 16:00", true, 11, 10},
    {"at the close without a bar: closed", KIT_MINUTE, PERI_ORDER_MARKET, "2013-10-08 15:58",
     "2013-10-08 15:58", "2013-10-08 15:59", "2013-10-08 16:00", false, 0, 0},
    {"yesterday's price at the opening: waits", KIT_MINUTE, PERI_ORDER_MARKET, "2013-10-08 09:30",
     "2013-10-07 15:59", "2013-10-07 16:00", "2013-10-08 09:30", false, 0, 0},
    {"the first bar of the day ends the wait", KIT_MINUTE, PERI_ORDER_MARKET, "2013-10-08 09:30",
     "2013-10-08 09:30", "2013-10-08 09:31", "2013-10-08 09:31", true, 11, 10},
    {"an hour old is fresh", KIT_MINUTE, PERI_ORDER_MARKET, "2013-10-08 11:00", "2013-10-08 09:59",
     "2013-10-08 10:00", "2013-10-08 11:00", false, 11, 0},
    {"a minute more is stale", KIT_MINUTE, PERI_ORDER_MARKET, "2013-10-08 11:01",
     "2013-10-08 09:59", "2013-10-08 10:00", "2013-10-08 11:01", false, 0, 0},
    {"no hours: an old price holds", KIT_CUSTOM, PERI_ORDER_MARKET, "2013-10-12 12:00",
     "2013-10-10 00:00", "2013-10-11 00:00", "2013-10-12 12:00", false, 11, 0},
    {"the bar being acted on is not the next", KIT_CUSTOM, PERI_ORDER_MARKET, "2013-10-08 00:00",
     "2013-10-07 00:00", "2013-10-08 00:00", "2013-10-08 00:00", true, 11, 0},
    {"the next bar", KIT_CUSTOM, PERI_ORDER_MARKET, "2013-10-08 00:00", "2013-10-08 00:00",
     "2013-10-09 00:00", "2013-10-09 00:00", true, 10, 10},
    {"made within a bar: not its open", KIT_CUSTOM, PERI_ORDER_MARKET, "2013-10-08 12:00",
     "2013-10-08 00:00", "2013-10-09 00:00", "2013-10-09 00:00", true, 11, 0},
    {"open: daily bar, made the evening before", KIT_DAILY, PERI_ORDER_MARKET_ON_OPEN,
     "2013-10-07 16:00", "2013-10-08 09:30", "2013-10-08 16:00", "2013-10-08 16:00", true, 10, 10},
    {"open: daily bar that began before", KIT_DAILY, PERI_ORDER_MARKET_ON_OPEN, "2013-10-08 10:00",
     "2013-10-08 09:30", "2013-10-08 16:00", "2013-10-08 16:00", true, 0, 0},
    {"open: first minute", KIT_MINUTE, PERI_ORDER_MARKET_ON_OPEN, "2013-10-08 08:00",
     "2013-10-08 09:30", "2013-10-08 09:31", "2013-10-08 09:31", true, 10, 10},
    {"open: not before the market", KIT_MINUTE, PERI_ORDER_MARKET_ON_OPEN, "2013-10-08 08:00",
     "2013-10-08 09:29", "2013-10-08 09:30", "2013-10-08 09:30", true, 0, 10},
    {"open: not after the market", KIT_MINUTE, PERI_ORDER_MARKET_ON_OPEN, "2013-10-08 16:00",
     "2013-10-08 16:00", "2013-10-08 16:01", "2013-10-08 16:01", true, 0, 10},
    {"open: not in the session it was made in", KIT_DAILY, PERI_ORDER_MARKET_ON_OPEN,
     "2013-10-08 15:55", "2013-10-08 15:56", "2013-10-08 15:57", "2013-10-08 15:57", true, 0, 10},
    {"open: a later bar of the session will do", KIT_MINUTE, PERI_ORDER_MARKET_ON_OPEN,
     "2013-10-08 08:00", "2013-10-08 11:30", "2013-10-08 11:31", "2013-10-08 11:31", true, 10, 10},
    {"open: a repeated bar does not fill", KIT_MINUTE, PERI_ORDER_MARKET_ON_OPEN,
     "2013-10-08 08:00", "2013-10-08 09:30", "2013-10-08 09:31", "2013-10-08 09:32", false, 0, 0},
    {"open: not with the bar that has just ended", KIT_DAILY, PERI_ORDER_MARKET_ON_OPEN,
     "2013-10-08 16:00", "2013-10-08 09:30", "2013-10-08 16:00", "2013-10-08 16:00", true, 0, 0},
    {"close: last minute", KIT_MINUTE, PERI_ORDER_MARKET_ON_CLOSE, "2013-10-08 10:00",
     "2013-10-08 15:59", "2013-10-08 16:00", "2013-10-08 16:00", true, 11, 10},
    {"close: too early", KIT_MINUTE, PERI_ORDER_MARKET_ON_CLOSE, "2013-10-08 10:00",
     "2013-10-08 15:58", "2013-10-08 15:59", "2013-10-08 15:59", true, 0, 10},
    {"close: daily bar", KIT_DAILY, PERI_ORDER_MARKET_ON_CLOSE, "2013-10-08 10:00",
     "2013-10-08 09:30", "2013-10-08 16:00", "2013-10-08 16:00", true, 11, 0},
    {"close: of the next session when made after this one", KIT_MINUTE, PERI_ORDER_MARKET_ON_CLOSE,
     "2013-10-08 17:00", "2013-10-09 15:59", "2013-10-09 16:00", "2013-10-09 16:00", true, 11, 10},
    {"close: an early one", KIT_MINUTE, PERI_ORDER_MARKET_ON_CLOSE, "2013-11-29 10:00",
     "2013-11-29 12:59", "2013-11-29 13:00", "2013-11-29 13:00", true, 11, 10},
};

static double fill_price(const peri_fill_model *model, const peri_order *order,
                         const peri_security *security, int64_t now)
{
    peri_order tried = *order;
    const peri_fill_attempt attempt = {
        .security = security, .order = &tried, .now_ns = now, .stale_ns = PERI_HOUR};
    peri_fill fill = {.fills = false};
    return model->fill(model, &attempt, &fill, NULL) == PERI_OK && fill.fills ? fill.price : 0.0;
}

SUITE(models_fills)
{
    const peri_fill_model immediate = peri_fill_immediate();
    const peri_fill_model next_open = peri_fill_next_open();
    trade_kit kit;
    kit_open(&kit, 0.0);
    for (size_t i = 0; i < sizeof fill_rows / sizeof fill_rows[0]; i++) {
        const struct fill_row *r = &fill_rows[i];
        const int64_t created = kit_time(&kit, r->created), now = kit_time(&kit, r->now);
        peri_security *security = &kit.securities[r->security];
        const peri_order order = {.security = r->security,
                                  .type = r->type,
                                  .quantity = 1.0,
                                  .created_ns = created,
                                  .submitted_open =
                                      peri_hours_is_open(security->hours, created, false)};
        kit_bar(&kit, r->security, r->bar_start, r->bar_end, 10.0, 11.0);
        security->arrived_ns = r->is_new ? now : now - 1;
        CHECK_NEAR(r->name, fill_price(&immediate, &order, security, now), r->immediate, 0.0);
        CHECK_NEAR(r->name, fill_price(&next_open, &order, security, now), r->next_open, 0.0);
        security->has_data = security->has_trade = false;
        CHECK_NEAR("no data", fill_price(&immediate, &order, security, now), 0.0, 0.0);
        CHECK_NEAR("no data", fill_price(&next_open, &order, security, now), 0.0, 0.0);
    }
    CHECK_STR("name", immediate.name, "Immediate");
    CHECK_STR("name", next_open.name, "NextOpen");
    CHECK("only the second lets market orders wait",
          !immediate.market_orders_wait && next_open.market_orders_wait);
    kit_close(&kit);
}

/* A trade and a quote that end together: the quote is the last data, but a trigger is touched by
   trades. Source: lean-engine facts, 3; LEAN's FillModel. */
SUITE(models_last_data_at_a_tie)
{
    const peri_slippage_model constant = peri_slippage_constant(0.01);
    const peri_slippage_model by_volume = peri_slippage_volume_share(0.5, 0.1);
    const peri_fill_model next_open = peri_fill_next_open(), immediate = peri_fill_immediate();
    trade_kit kit;
    peri_error err;
    double slippage = 0;
    kit_open(&kit, 0.0);
    peri_security *coin = &kit.securities[KIT_CUSTOM];
    const int64_t start = kit_time(&kit, "2013-10-08 10:00"), end = start + PERI_MINUTE;
    const peri_bar trades = {start, end, 9, 11, 5, 10, 100};
    const peri_quote_bar quotes = {start, end, {19, 21, 18, 19, 40}, {21, 23, 20, 21, 50}};
    coin->type = PERI_TYPE_CRYPTO;
    peri_security_update(coin, &trades);
    peri_security_update_quote(coin, &quotes);
    coin->arrived_ns = coin->quote_arrived_ns = end;
    peri_order order = {.security = KIT_CUSTOM, .quantity = 5, .created_ns = start};
    CHECK_INT("constant", constant.slippage(&constant, coin, &order, &slippage, &err), PERI_OK);
    CHECK_NEAR("of the middle", slippage, 0.2, 1e-12);
    CHECK_INT("share", by_volume.slippage(&by_volume, coin, &order, &slippage, &err), PERI_OK);
    CHECK_NEAR("of what was offered", slippage, 0.1 * 0.1 * 0.1 * 20, 1e-12);
    CHECK_NEAR("the quote's open", fill_price(&next_open, &order, coin, end), 20, 0);
    order.type = PERI_ORDER_LIMIT_IF_TOUCHED;
    order.trigger_price = 6;
    order.limit_price = 19;
    CHECK_NEAR("touched by trades", fill_price(&immediate, &order, coin, end), 19, 0);
    kit_close(&kit);
}
