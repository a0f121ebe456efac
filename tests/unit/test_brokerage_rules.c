/* test_brokerage_rules.c - which orders each brokerage takes, changes and fills. Source: LEAN's
 * brokerage models. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "engine/brokerage.h"
#include "hours_kit.h"

/* The market is 99 to 101, the last price 100. */
static peri_security market_of(peri_security_type type, char *ticker)
{
    return (peri_security){.type = type,
                           .ticker = ticker,
                           .price = 100,
                           .bid_price = 99,
                           .ask_price = 101,
                           .tick_size = 0.001,
                           .minimum_order_size = type == PERI_TYPE_CRYPTO ? 10 : 0};
}

static const peri_brokerage *named(const char *name)
{
    const peri_brokerage *brokerage = peri_brokerages();
    while (strcmp(brokerage->name, name) != 0)
        brokerage++;
    return brokerage;
}

static const char *ask(const char *name, peri_order_question question, char *why, size_t size)
{
    const peri_brokerage *brokerage = named(name);
    question.brokerage = brokerage->name;
    snprintf(why, size, "?");
    return peri_order_rules_allow(brokerage->rules, &question, why, size) ? "taken" : why;
}

SUITE(brokerage_rules_of_submissions)
{
    static const struct row {
        const char *brokerage, *ticker;
        peri_security_type type;
        peri_order order;
        double held;
        const char *answer;
    } rows[] = {
        {"Default",
         "BTCUSD",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_MARKET, .quantity = 1},
         0,
         "taken"},
        {"Coinbase",
         "SPY",
         PERI_TYPE_EQUITY,
         {.quantity = 1},
         0,
         "Coinbase does not trade symbols of the type Equity"},
        {"Coinbase", "ROW", PERI_TYPE_BASE, {.quantity = 1}, 0, "taken"},
        {"Coinbase",
         "BTCUSD",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_TRAILING_STOP, .quantity = 10},
         0,
         "Coinbase takes no TrailingStop orders of the type Crypto"},
        {"Coinbase",
         "BTCUSD",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_STOP_MARKET, .quantity = 10},
         0,
         "taken"},
        {"Coinbase",
         "BTCUSD",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_STOP_MARKET, .quantity = 10, .created_ns = 1600000000 * PERI_SECOND},
         0,
         "the brokerage takes no StopMarket orders since 2019-03-23"},
        {"Coinbase",
         "BTCUSD",
         PERI_TYPE_CRYPTO,
         {.quantity = -9},
         0,
         "quantity 9 is less than the least of BTCUSD, 10"},
        {"Bybit",
         "BTCUSDT",
         PERI_TYPE_CRYPTO,
         {.quantity = 10},
         0,
         "quantity 10 is not more than 10, the least of BTCUSDT"},
        {"Binance",
         "BTCUSDT",
         PERI_TYPE_CRYPTO,
         {.quantity = 0.05},
         0,
         "the order is worth 5.05, the least of BTCUSDT is more than 10"},
        {"Binance", "BTCUSDT", PERI_TYPE_CRYPTO, {.quantity = 0.5}, 0, "taken"},
        {"Binance",
         "BTCUSDT",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_STOP_LIMIT, .quantity = 1, .limit_price = 11, .stop_price = 9},
         0,
         "the order is worth 9, the least of BTCUSDT is more than 10"},
        {"Binance",
         "BTCUSDT",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_STOP_MARKET, .quantity = 1},
         0,
         "Binance takes no StopMarket orders of the type Crypto"},
        {"InteractiveBrokersBrokerage",
         "EURUSD",
         PERI_TYPE_FOREX,
         {.quantity = -19999},
         0,
         "quantity 19999: orders of EURUSD are of 20000 to 6000000"},
        {"InteractiveBrokersBrokerage", "EURUSD", PERI_TYPE_FOREX, {.quantity = 20000}, 0, "taken"},
        {"InteractiveBrokersBrokerage",
         "EURUSD",
         PERI_TYPE_FOREX,
         {.type = PERI_ORDER_MARKET_ON_CLOSE, .quantity = 20000},
         0,
         "InteractiveBrokersBrokerage takes no MarketOnClose orders of the type Forex"},
        {"OandaBrokerage",
         "EURUSD",
         PERI_TYPE_FOREX,
         {.quantity = 1, .time_in_force = PERI_TIF_DAY},
         0,
         "OandaBrokerage takes no orders with TimeInForce.Day"},
        {"FxcmBrokerage",
         "EURUSD",
         PERI_TYPE_FOREX,
         {.type = PERI_ORDER_LIMIT, .quantity = 1, .limit_price = 101},
         0,
         "price 101: expected one below the market's, 100"},
        {"FxcmBrokerage",
         "EURUSD",
         PERI_TYPE_FOREX,
         {.type = PERI_ORDER_STOP_MARKET, .quantity = 1, .stop_price = 99},
         0,
         "price 99: expected one above the market's, 100"},
        {"FxcmBrokerage",
         "EURUSD",
         PERI_TYPE_FOREX,
         {.type = PERI_ORDER_LIMIT, .quantity = 1, .limit_price = 40},
         0,
         "price 40 is more than 50 from the market's, 100"},
        {"FxcmBrokerage",
         "EURUSD",
         PERI_TYPE_FOREX,
         {.type = PERI_ORDER_LIMIT, .quantity = -1, .limit_price = 101},
         0,
         "taken"},
        {"TradierBrokerage",
         "SPY",
         PERI_TYPE_EQUITY,
         {.quantity = -2},
         1,
         "short orders must be of TimeInForce.Day"},
        {"TradierBrokerage", "SPY", PERI_TYPE_EQUITY, {.quantity = -2}, 2, "taken"},
        {"TradierBrokerage",
         "SPY",
         PERI_TYPE_EQUITY,
         {.type = PERI_ORDER_MARKET_ON_OPEN, .quantity = 1},
         0,
         "TradierBrokerage takes no MarketOnOpen orders of the type Equity"},
        {"TradierBrokerage",
         "SPY",
         PERI_TYPE_EQUITY,
         {.type = PERI_ORDER_MARKET_ON_OPEN, .quantity = 1, .converted = true},
         0,
         "TradierBrokerage takes no MarketOnOpen orders of the type Equity (a Market order while "
         "the market is closed, or about to close, is one)"},
        {"Alpaca",
         "SPY",
         PERI_TYPE_EQUITY,
         {.type = PERI_ORDER_MARKET_ON_CLOSE, .quantity = -2},
         1,
         "MarketOnClose orders must not turn a position"},
        {"Kraken",
         "BTCUSD",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_TRAILING_STOP, .quantity = 10},
         0,
         "taken"},
        {"Kraken",
         "BTCUSD",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_MARKET_ON_OPEN, .quantity = 10},
         0,
         "Kraken takes no MarketOnOpen orders of the type Crypto"},
        {"GDAX",
         "BTCUSD",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_MARKET_ON_CLOSE, .quantity = 10},
         0,
         "GDAX takes no MarketOnClose orders of the type Crypto"},
        {"TradeStation",
         "EURUSD",
         PERI_TYPE_FOREX,
         {.quantity = 1},
         0,
         "TradeStation does not trade symbols of the type Forex"},
        {"TradeStation",
         "SPY",
         PERI_TYPE_EQUITY,
         {.type = PERI_ORDER_LIMIT_IF_TOUCHED, .quantity = 1},
         0,
         "TradeStation takes no LimitIfTouched orders of the type Equity"},
        {"Bitfinex",
         "BTCUSD",
         PERI_TYPE_CRYPTO,
         {.quantity = 1},
         0,
         "quantity 1 is less than the least of BTCUSD, 10"},
    };
    for (const peri_brokerage *b = peri_brokerages(); b->name; b++) {
        bool has_row = !b->rules;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            has_row |= strcmp(rows[i].brokerage, b->name) == 0;
        CHECK(b->name, has_row);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char ticker[16], why[256];
        snprintf(ticker, sizeof ticker, "%s", rows[i].ticker);
        const peri_security security = market_of(rows[i].type, ticker);
        const peri_order_question question = {.deed = PERI_DEED_SUBMIT,
                                              .security = &security,
                                              .order = &rows[i].order,
                                              .held = rows[i].held};
        CHECK_STR(rows[i].answer, ask(rows[i].brokerage, question, why, sizeof why),
                  rows[i].answer);
    }
}

SUITE(brokerage_rules_of_updates)
{
    static const struct row {
        const char *brokerage;
        peri_security_type type;
        peri_order order;
        peri_order_update update;
        const char *answer;
    } rows[] = {
        {"Binance",
         PERI_TYPE_CRYPTO,
         {.quantity = 20},
         {.fields = PERI_FIELD_TAG},
         "the brokerage changes no orders: cancel it and send another one"},
        {"Coinbase",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_LIMIT, .quantity = 20},
         {.fields = PERI_FIELD_LIMIT_PRICE, .limit_price = 90},
         "taken"},
        {"Coinbase",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_STOP_LIMIT, .quantity = 20},
         {.fields = PERI_FIELD_LIMIT_PRICE, .limit_price = 90},
         "the brokerage changes Limit orders only, not StopLimit"},
        {"Bitfinex",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_LIMIT, .quantity = 20},
         {.fields = PERI_FIELD_QUANTITY, .quantity = 9},
         "quantity 9 is less than the least of X, 10"},
        {"TradierBrokerage",
         PERI_TYPE_EQUITY,
         {.type = PERI_ORDER_LIMIT, .quantity = 20},
         {.fields = PERI_FIELD_QUANTITY, .quantity = 21},
         "the brokerage changes no quantities"},
        {"TradierBrokerage",
         PERI_TYPE_EQUITY,
         {.type = PERI_ORDER_LIMIT, .quantity = 20},
         {.fields = PERI_FIELD_TAG},
         "taken"},
        {"FxcmBrokerage",
         PERI_TYPE_FOREX,
         {.type = PERI_ORDER_STOP_MARKET, .quantity = 20},
         {.fields = PERI_FIELD_STOP_PRICE, .stop_price = 90},
         "price 90: expected one above the market's, 100"},
        {"GDAX",
         PERI_TYPE_CRYPTO,
         {.type = PERI_ORDER_STOP_MARKET, .quantity = 20},
         {.fields = PERI_FIELD_STOP_PRICE, .stop_price = 90},
         "the brokerage changes Limit orders only, not StopMarket"},
        {"TradeStation",
         PERI_TYPE_EQUITY,
         {.type = PERI_ORDER_LIMIT, .quantity = 20},
         {.fields = PERI_FIELD_QUANTITY, .quantity = 21},
         "taken"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char ticker[] = "X", why[256];
        const peri_security security = market_of(rows[i].type, ticker);
        const peri_order_question question = {.deed = PERI_DEED_UPDATE,
                                              .security = &security,
                                              .order = &rows[i].order,
                                              .update = &rows[i].update};
        CHECK_STR(rows[i].answer, ask(rows[i].brokerage, question, why, sizeof why),
                  rows[i].answer);
    }
}

/* By the clock of the market, 9:30 to 16:00 in New York. */
SUITE(brokerage_rules_of_hours)
{
    static const struct row {
        const char *brokerage, *now;
        peri_order_deed deed;
        peri_order_type type;
        bool allows;
    } rows[] = {
        {"TradierBrokerage", "2013-10-07 13:30", PERI_DEED_EXECUTE, PERI_ORDER_LIMIT, true},
        {"TradierBrokerage", "2013-10-07 20:00", PERI_DEED_EXECUTE, PERI_ORDER_LIMIT, false},
        {"Alpaca", "2013-10-07 20:00", PERI_DEED_SUBMIT, PERI_ORDER_MARKET_ON_OPEN, false},
        {"Alpaca", "2013-10-07 23:00", PERI_DEED_SUBMIT, PERI_ORDER_MARKET_ON_OPEN, true},
        {"Alpaca", "2013-10-08 13:27", PERI_DEED_SUBMIT, PERI_ORDER_MARKET_ON_OPEN, true},
        {"Alpaca", "2013-10-08 13:28", PERI_DEED_SUBMIT, PERI_ORDER_MARKET_ON_OPEN, false},
        {"Alpaca", "2013-10-08 20:00", PERI_DEED_SUBMIT, PERI_ORDER_LIMIT, true},
    };
    peri_zones *zones = NULL;
    const peri_week week = hours_kit_week("2013-01-01", hours_kit_equity);
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    peri_hours *hours = hours_kit_make(zones, "America/New_York", &week, 1, NULL, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char ticker[] = "SPY", why[256];
        peri_security security = market_of(PERI_TYPE_EQUITY, ticker);
        security.hours = hours;
        const peri_order order = {.type = rows[i].type, .quantity = 1};
        const peri_order_question question = {.deed = rows[i].deed,
                                              .security = &security,
                                              .order = &order,
                                              .now_ns = hours_kit_time(rows[i].now)};
        CHECK(rows[i].now, peri_order_rules_allow(named(rows[i].brokerage)->rules, &question, why,
                                                  sizeof why) == rows[i].allows);
    }
    peri_hours_close(hours);
    peri_zones_close(zones);
}

SUITE(brokerage_defaults)
{
    static const struct row {
        const char *brokerage;
        peri_security_type type;
        const char *ticker, *market;
        double leverage;
    } rows[] = {
        {"Default", PERI_TYPE_EQUITY, "SPY", "usa", 2},
        {"Default", PERI_TYPE_CRYPTO, "BTCUSD", "coinbase", 1},
        {"Default", PERI_TYPE_FOREX, "EURUSD", "oanda", 50},
        {"Default", PERI_TYPE_BASE, "X", "", 1},
        {"FxcmBrokerage", PERI_TYPE_FOREX, "EURUSD", "fxcm", 50},
        {"InteractiveBrokersBrokerage", PERI_TYPE_CFD, "SPX500USD", "interactivebrokers", 10},
        {"Binance", PERI_TYPE_CRYPTO, "BTCUSDT", "binance", 3},
        {"Bitfinex", PERI_TYPE_CRYPTO, "BTCUSD", "bitfinex", 3.3},
        {"Bybit", PERI_TYPE_CRYPTO, "BTCUSDT", "bybit", 10},
        {"Kraken", PERI_TYPE_CRYPTO, "BTCUSD", "kraken", 5},
        {"Kraken", PERI_TYPE_CRYPTO, "BTCUSDT", "kraken", 1},
        {"Kraken", PERI_TYPE_CRYPTO, "ADAETH", "kraken", 3},
        {"Kraken", PERI_TYPE_CRYPTO, "LTCETH", "kraken", 1},
        {"Kraken", PERI_TYPE_CRYPTO, "LTCBTC", "kraken", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const peri_brokerage *brokerage = named(rows[i].brokerage);
        CHECK_STR(rows[i].ticker, peri_brokerage_market(brokerage, rows[i].type), rows[i].market);
        CHECK_NEAR(rows[i].ticker,
                   peri_brokerage_leverage(brokerage, rows[i].type, rows[i].ticker, false),
                   rows[i].leverage, 0);
        CHECK_NEAR("in a cash account",
                   peri_brokerage_leverage(brokerage, rows[i].type, rows[i].ticker, true), 1, 0);
    }
}
