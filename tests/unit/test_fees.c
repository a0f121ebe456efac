/* test_fees.c - fees of each brokerage and slippage of each model, one row per case. Source of the
 * amounts: LEAN's schedules, lean-engine facts, 7. */
#include <math.h>
#include <stdio.h>

#include "check.h"
#include "time/civil.h"
#include "trade/models.h"

static const struct fee_row {
    const char *name;
    peri_fee_model (*model)(void);
    peri_security_type type;
    const char *ticker;
    peri_order_type order;
    double quantity, limit; /* the market is 99 to 101, the last price 100 */
    int year, month, day;
    double fee;
} rows[] = {
    {"IB: a currency pair", peri_fee_interactive_brokers, PERI_TYPE_FOREX, "EURUSD",
     PERI_ORDER_MARKET, 10000, 0, 2020, 1, 1, 20},
    {"IB: the minimum of currencies", peri_fee_interactive_brokers, PERI_TYPE_FOREX, "EURUSD",
     PERI_ORDER_MARKET, -10, 0, 2020, 1, 1, 2},
    {"IB: a CFD", peri_fee_interactive_brokers, PERI_TYPE_CFD, "SPX500USD", PERI_ORDER_MARKET, 1000,
     0, 2020, 1, 1, 2},
    {"IB: the minimum of CFDs", peri_fee_interactive_brokers, PERI_TYPE_CFD, "SPX500USD",
     PERI_ORDER_MARKET, 1, 0, 2020, 1, 1, 1},
    {"IB: crypto", peri_fee_interactive_brokers, PERI_TYPE_CRYPTO, "BTCUSD", PERI_ORDER_MARKET, 1,
     0, 2020, 1, 1, 0},
    {"FXCM: a main pair", peri_fee_fxcm, PERI_TYPE_FOREX, "GBPJPY", PERI_ORDER_MARKET, -2000, 0,
     2020, 1, 1, 0.08},
    {"FXCM: another pair", peri_fee_fxcm, PERI_TYPE_FOREX, "NZDUSD", PERI_ORDER_MARKET, 2000, 0,
     2020, 1, 1, 0.12},
    {"FXCM: no currency", peri_fee_fxcm, PERI_TYPE_CFD, "EURUSD", PERI_ORDER_MARKET, 2000, 0, 2020,
     1, 1, 0},
    {"Coinbase: a taker pays the ask", peri_fee_coinbase, PERI_TYPE_CRYPTO, "BTCUSD",
     PERI_ORDER_MARKET, 10, 0, 2018, 1, 1, 3.03},
    {"Coinbase: and gets the bid", peri_fee_coinbase, PERI_TYPE_CRYPTO, "BTCUSD", PERI_ORDER_MARKET,
     -10, 0, 2018, 1, 1, 2.97},
    {"Coinbase: a maker of 2018", peri_fee_coinbase, PERI_TYPE_CRYPTO, "BTCUSD", PERI_ORDER_LIMIT,
     10, 100, 2018, 1, 1, 0},
    {"Coinbase: a limit that takes", peri_fee_coinbase, PERI_TYPE_CRYPTO, "BTCUSD",
     PERI_ORDER_LIMIT, 10, 101, 2018, 1, 1, 3.03},
    {"Coinbase: a limit that takes pays the ask", peri_fee_coinbase, PERI_TYPE_CRYPTO, "BTCUSD",
     PERI_ORDER_LIMIT, 10, 120, 2018, 1, 1, 3.03},
    {"Coinbase: a sale that takes", peri_fee_coinbase, PERI_TYPE_CRYPTO, "BTCUSD", PERI_ORDER_LIMIT,
     -10, 99, 2018, 1, 1, 2.97},
    {"Coinbase: from 23 March 2019 on", peri_fee_coinbase, PERI_TYPE_CRYPTO, "BTCUSD",
     PERI_ORDER_MARKET, 10, 0, 2019, 3, 24, 2.525},
    {"Coinbase: its makers", peri_fee_coinbase, PERI_TYPE_CRYPTO, "BTCUSD", PERI_ORDER_LIMIT, 10,
     100, 2019, 3, 24, 1.515},
    {"Coinbase: from 8 October 2019 on", peri_fee_coinbase, PERI_TYPE_CRYPTO, "BTCUSD",
     PERI_ORDER_MARKET, 10, 0, 2019, 10, 9, 8.08},
    {"Coinbase: its makers", peri_fee_coinbase, PERI_TYPE_CRYPTO, "BTCUSD", PERI_ORDER_LIMIT, 10,
     100, 2019, 10, 9, 6.06},
    {"Coinbase: a stable pair", peri_fee_coinbase, PERI_TYPE_CRYPTO, "DAIUSD", PERI_ORDER_MARKET,
     10, 0, 2022, 5, 31, 1.01},
    {"Coinbase: later", peri_fee_coinbase, PERI_TYPE_CRYPTO, "DAIUSD", PERI_ORDER_MARKET, 10, 0,
     2022, 6, 1, 0.0101},
    {"Binance", peri_fee_binance, PERI_TYPE_CRYPTO, "BTCUSDT", PERI_ORDER_MARKET, 10, 0, 2020, 1, 1,
     1.01},
    {"Kraken: a taker", peri_fee_kraken, PERI_TYPE_CRYPTO, "BTCUSD", PERI_ORDER_MARKET, 10, 0, 2020,
     1, 1, 2.626},
    {"Kraken: a maker", peri_fee_kraken, PERI_TYPE_CRYPTO, "BTCUSD", PERI_ORDER_LIMIT, 10, 100,
     2020, 1, 1, 1.6},
    {"Kraken: a limit that takes", peri_fee_kraken, PERI_TYPE_CRYPTO, "BTCUSD", PERI_ORDER_LIMIT,
     10, 120, 2020, 1, 1, 3.12},
    {"Kraken: money", peri_fee_kraken, PERI_TYPE_CRYPTO, "USDTUSD", PERI_ORDER_MARKET, 10, 0, 2020,
     1, 1, 2.02},
    {"Bitfinex: a taker", peri_fee_bitfinex, PERI_TYPE_CRYPTO, "BTCUSD", PERI_ORDER_MARKET, 10, 0,
     2020, 1, 1, 2.02},
    {"Bitfinex: a maker", peri_fee_bitfinex, PERI_TYPE_CRYPTO, "BTCUSD", PERI_ORDER_LIMIT, 10, 100,
     2020, 1, 1, 1},
    {"Alpaca: a taker", peri_fee_alpaca, PERI_TYPE_CRYPTO, "BTCUSD", PERI_ORDER_MARKET, 10, 0, 2020,
     1, 1, 2.525},
    {"Alpaca: stocks", peri_fee_alpaca, PERI_TYPE_EQUITY, "SPY", PERI_ORDER_MARKET, 10, 0, 2020, 1,
     1, 0},
};

static peri_security market_of(peri_security_type type)
{
    return (peri_security){.type = type,
                           .multiplier = 1,
                           .unit = 1,
                           .base_cash = -1,
                           .price = 100,
                           .bid_price = 99,
                           .ask_price = 101,
                           .has_data = true,
                           .has_trade = true,
                           .last_bar = {.close = 100, .volume = 1000}};
}

SUITE(fees_by_schedule)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct fee_row *r = &rows[i];
        const peri_fee_model model = r->model();
        peri_security security = market_of(r->type);
        char ticker[16];
        snprintf(ticker, sizeof ticker, "%s", r->ticker);
        security.ticker = ticker;
        const peri_order order = {.type = r->order,
                                  .quantity = r->quantity,
                                  .limit_price = r->limit,
                                  .created_ns =
                                      peri_time_at(peri_date_make(r->year, r->month, r->day), 0)};
        peri_money fee = {-1, -1};
        CHECK_INT(r->name, model.fee(&model, &security, &order, &fee, NULL), PERI_OK);
        CHECK_NEAR(r->name, fee.amount, r->fee, 1e-12);
    }
}

/* The minimum of a CFD is one of its quote currency, in which the fee is. */
SUITE(fees_of_cfds_by_currency)
{
    static const struct {
        const char *currency;
        double quantity, fee;
    } of[] = {{"USD", 1, 1},     {"EUR", 1, 1},    {"JPY", 1, 40},    {"HKD", 1, 10},
              {"USD", 1e5, 200}, {"JPY", 1e4, 40}, {"JPY", 1e5, 200}, {"HKD", 1e4, 20}};
    const peri_fee_model model = peri_fee_interactive_brokers();
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        peri_security security = market_of(PERI_TYPE_CFD);
        const peri_order order = {.type = PERI_ORDER_MARKET, .quantity = of[i].quantity};
        peri_money fee = {-1, -1};
        security.unit = 0.01; /* what one is worth in the account's currency */
        security.quote_cash = 3;
        snprintf(security.quote_currency, sizeof security.quote_currency, "%s", of[i].currency);
        CHECK_INT("asked", model.fee(&model, &security, &order, &fee, NULL), PERI_OK);
        CHECK_NEAR(of[i].currency, fee.amount, of[i].fee, 1e-9);
        CHECK_INT("in the quote currency", fee.cash, 3);
    }
}

/* What counts is where the market was when the order was submitted. */
SUITE(fees_of_a_maker_that_was)
{
    const peri_fee_model model = peri_fee_bitfinex();
    const peri_security security = market_of(PERI_TYPE_CRYPTO);
    const peri_order order = {.type = PERI_ORDER_LIMIT,
                              .quantity = 10,
                              .limit_price = 102,
                              .has_submission = true,
                              .bid_price = 103,
                              .ask_price = 104};
    peri_money fee = {-1, -1};
    CHECK_INT("asked", model.fee(&model, &security, &order, &fee, NULL), PERI_OK);
    CHECK_NEAR("a maker", fee.amount, 1.02, 1e-12);
}

/* Whose currency the fee is in: 3 the base, 4 the quote. */
SUITE(fees_in_a_currency)
{
    static const struct {
        const char *name;
        peri_fee_model (*model)(void);
        double quantity;
        int32_t cash;
        double amount;
    } cases[] = {
        {"Kraken: a purchase pays what it pays with", peri_fee_kraken, 10, 4, 2.626},
        {"Kraken: a sale pays what it sells", peri_fee_kraken, -10, 3, 0.026},
        {"Binance: a purchase pays what it gets", peri_fee_binance, 10, 3, 0.01},
        {"Binance: so does a sale", peri_fee_binance, -10, 4, 0.99},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const peri_fee_model model = cases[i].model();
        peri_security security = market_of(PERI_TYPE_CRYPTO);
        char ticker[] = "BTCUSD";
        security.ticker = ticker;
        security.base_cash = 3;
        security.quote_cash = 4;
        const peri_order order = {.type = PERI_ORDER_MARKET, .quantity = cases[i].quantity};
        peri_money fee = {-1, -1};
        CHECK_INT(cases[i].name, model.fee(&model, &security, &order, &fee, NULL), PERI_OK);
        CHECK_INT(cases[i].name, fee.cash, cases[i].cash);
        CHECK_NEAR(cases[i].name, fee.amount, cases[i].amount, 1e-12);
    }
}

SUITE(fees_value_of_an_order)
{
    const peri_security security = market_of(PERI_TYPE_EQUITY);
    static const struct {
        const char *name;
        peri_order order;
        double value;
    } cases[] = {
        {"market", {.type = PERI_ORDER_MARKET, .quantity = -2}, -200},
        {"buy below", {.type = PERI_ORDER_LIMIT, .quantity = 2, .limit_price = 90}, 180},
        {"buy above", {.type = PERI_ORDER_LIMIT, .quantity = 2, .limit_price = 110}, 200},
        {"sell above", {.type = PERI_ORDER_LIMIT, .quantity = -2, .limit_price = 110}, -220},
        {"sell below", {.type = PERI_ORDER_LIMIT, .quantity = -2, .limit_price = 90}, -200},
        {"stop", {.type = PERI_ORDER_STOP_MARKET, .quantity = 2, .stop_price = 95}, 190},
        {"stop limit",
         {.type = PERI_ORDER_STOP_LIMIT, .quantity = 2, .stop_price = 95, .limit_price = 97},
         194},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_NEAR(cases[i].name, peri_order_value(&security, &cases[i].order), cases[i].value,
                   1e-12);
}

static double slipped(peri_slippage_model model, const peri_security *security, double quantity)
{
    const peri_order order = {.type = PERI_ORDER_MARKET, .quantity = quantity};
    double slippage = -1;
    CHECK_INT("asked", model.slippage(&model, security, &order, &slippage, NULL), PERI_OK);
    return slippage;
}

SUITE(slippage_models)
{
    const peri_slippage_model share = peri_slippage_volume_share(0.025, 0.1);
    peri_security security = market_of(PERI_TYPE_EQUITY);
    CHECK_NEAR("none", slipped(peri_slippage_null(), &security, 5), 0, 0);
    CHECK_NEAR("constant", slipped(peri_slippage_constant(0.01), &security, -5), 1, 1e-15);
    CHECK_NEAR("a hundredth of the volume", slipped(share, &security, -10), 0.001, 1e-15);
    CHECK_NEAR("at most the limit", slipped(share, &security, 500), 0.00625, 1e-15);
    security.last_bar.volume = 0;
    CHECK_NEAR("no volume: the limit", slipped(share, &security, 1), 0.00625, 1e-15);
    security.type = PERI_TYPE_CRYPTO;
    CHECK_NEAR("but for crypto", slipped(share, &security, 1), 0, 0);
    security.has_data = security.has_trade = false;
    CHECK_NEAR("no data", slipped(share, &security, 1), 0, 0);
    CHECK_NEAR("no data", slipped(peri_slippage_constant(0.01), &security, 1), 0, 0);
}
