/* brokerage.c - see brokerage.h; and an engine that gets another one. Layer 5. */
#include "engine/engine_internal.h"

#include <string.h>

/* -- fees by the type of security ----------------------------------------------------------- */

static peri_fee_model default_fee(peri_security_type type)
{
    return type == PERI_TYPE_EQUITY ? peri_fee_interactive_brokers() : peri_fee_constant(0.0);
}

static peri_fee_model no_fee(peri_security_type type)
{
    (void)type;
    return peri_fee_constant(0.0);
}

#define ALWAYS(function, model)                                                                    \
    static peri_fee_model function(peri_security_type type)                                        \
    {                                                                                              \
        (void)type;                                                                                \
        return model();                                                                            \
    }

ALWAYS(interactive_brokers, peri_fee_interactive_brokers)
ALWAYS(fxcm, peri_fee_fxcm)
ALWAYS(coinbase, peri_fee_coinbase)
ALWAYS(binance, peri_fee_binance)
ALWAYS(alpaca, peri_fee_alpaca)
ALWAYS(kraken, peri_fee_kraken)
ALWAYS(bitfinex, peri_fee_bitfinex)
ALWAYS(bybit, peri_fee_bybit)

/* -- leverage in a margin account ----------------------------------------------------------- */

static double default_leverage(peri_security_type type, const char *ticker)
{
    (void)ticker;
    switch (type) {
    case PERI_TYPE_EQUITY:
        return 2.0;
    case PERI_TYPE_FOREX:
    case PERI_TYPE_CFD:
        return 50.0;
    default:
        return 1.0;
    }
}

static double interactive_brokers_leverage(peri_security_type type, const char *ticker)
{
    return type == PERI_TYPE_CFD ? 10.0 : default_leverage(type, ticker);
}

#define OF_COINS(function, leverage)                                                               \
    static double function(peri_security_type type, const char *ticker)                            \
    {                                                                                              \
        return type == PERI_TYPE_CRYPTO ? (leverage) : default_leverage(type, ticker);             \
    }

OF_COINS(binance_leverage, 3.0)
OF_COINS(bybit_leverage, 10.0)
OF_COINS(bitfinex_leverage, 3.3)

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* By the coin that is bought and what it is paid with. */
static double kraken_leverage(peri_security_type type, const char *ticker)
{
    static const struct {
        const char *coin;
        double leverage;
        bool with_bitcoin, with_ether; /* also paid with these, not with dollars and euros alone */
    } coins[] = {{"BTC", 5, false, false}, {"USDT", 2, false, false}, {"USDC", 3, false, false},
                 {"REP", 2, true, true},   {"XTZ", 2, true, true},    {"ADA", 3, true, true},
                 {"EOS", 3, true, true},   {"TRX", 3, true, true},    {"LINK", 3, true, true},
                 {"ETH", 5, true, false},  {"XMR", 2, true, false},   {"XRP", 3, true, false},
                 {"BCH", 2, true, false},  {"LTC", 3, true, false},   {"DASH", 3, true, false}};
    if (type != PERI_TYPE_CRYPTO)
        return default_leverage(type, ticker);
    for (size_t i = 0; i < sizeof coins / sizeof *coins; i++) {
        const bool paid = ends_with(ticker, "USD") || ends_with(ticker, "EUR") ||
                          (coins[i].with_bitcoin && ends_with(ticker, "BTC")) ||
                          (coins[i].with_ether && ends_with(ticker, "ETH"));
        if (paid && strncmp(ticker, coins[i].coin, strlen(coins[i].coin)) == 0)
            return coins[i].leverage;
    }
    return 1.0;
}

/* -- the table ------------------------------------------------------------------------------ */

enum {
    STOCK_DAYS = 252,
    CRYPTO_DAYS = 365
};

/* Benchmarks. */
#define COIN(ticker, market)                                                                       \
    {                                                                                              \
        ticker, PERI_TYPE_CRYPTO, market                                                           \
    }
#define EURUSD(market)                                                                             \
    {                                                                                              \
        "EURUSD", PERI_TYPE_FOREX, market                                                          \
    }
#define SPY                                                                                        \
    {                                                                                              \
        "SPY", PERI_TYPE_EQUITY, "usa"                                                             \
    }

static const peri_brokerage rows[] = {
    {.name = "Default", .benchmark = SPY, .trading_days = STOCK_DAYS, .fee = default_fee},
    {.name = "QuantConnectBrokerage",
     .benchmark = SPY,
     .trading_days = STOCK_DAYS,
     .fee = default_fee},
    {.name = "InteractiveBrokersBrokerage",
     .trading_days = STOCK_DAYS,
     .fee = interactive_brokers,
     .cfd = "interactivebrokers",
     .leverage = interactive_brokers_leverage,
     .rules = &peri_order_rules_interactive_brokers},
    {.name = "TradierBrokerage",
     .benchmark = SPY,
     .trading_days = STOCK_DAYS,
     .fee = no_fee,
     .rules = &peri_order_rules_tradier},
    {.name = "TradeStation",
     .benchmark = SPY,
     .trading_days = STOCK_DAYS,
     .fee = no_fee,
     .rules = &peri_order_rules_trade_station},
    {.name = "OandaBrokerage",
     .benchmark = EURUSD("oanda"),
     .trading_days = STOCK_DAYS,
     .fee = no_fee,
     .rules = &peri_order_rules_oanda},
    {.name = "FxcmBrokerage",
     .benchmark = EURUSD("fxcm"),
     .trading_days = STOCK_DAYS,
     .fee = fxcm,
     .forex = "fxcm",
     .cfd = "fxcm",
     .rules = &peri_order_rules_fxcm},
    {.name = "Alpaca",
     .benchmark = SPY,
     .trading_days = STOCK_DAYS,
     .fee = alpaca,
     .rules = &peri_order_rules_alpaca},
    {.name = "Coinbase",
     .benchmark = COIN("BTCUSD", "coinbase"),
     .trading_days = CRYPTO_DAYS,
     .fee = coinbase,
     .rules = &peri_order_rules_coinbase},
    {.name = "GDAX",
     .benchmark = COIN("BTCUSD", "coinbase"),
     .trading_days = CRYPTO_DAYS,
     .fee = coinbase,
     .rules = &peri_order_rules_coinbase},
    {.name = "Binance",
     .benchmark = COIN("BTCUSDC", "binance"),
     .trading_days = CRYPTO_DAYS,
     .fee = binance,
     .crypto = "binance",
     .leverage = binance_leverage,
     .rules = &peri_order_rules_binance},
    {.name = "Bybit",
     .benchmark = COIN("BTCUSDC", "bybit"),
     .trading_days = CRYPTO_DAYS,
     .fee = bybit,
     .crypto = "bybit",
     .leverage = bybit_leverage,
     .rules = &peri_order_rules_bybit},
    {.name = "Kraken",
     .benchmark = COIN("BTCUSD", "kraken"),
     .trading_days = CRYPTO_DAYS,
     .fee = kraken,
     .crypto = "kraken",
     .leverage = kraken_leverage,
     .rules = &peri_order_rules_kraken},
    {.name = "Bitfinex",
     .benchmark = COIN("BTCUSD", "bitfinex"),
     .trading_days = CRYPTO_DAYS,
     .fee = bitfinex,
     .crypto = "bitfinex",
     .leverage = bitfinex_leverage,
     .rules = &peri_order_rules_bitfinex},
    {.name = NULL},
};

const peri_brokerage *peri_brokerages(void)
{
    return rows;
}

const peri_brokerage *peri_brokerage_default(void)
{
    return peri_brokerages();
}

double peri_brokerage_leverage(const peri_brokerage *brokerage, peri_security_type type,
                               const char *ticker, bool cash_account)
{
    if (cash_account)
        return 1.0;
    return brokerage->leverage ? brokerage->leverage(type, ticker) : default_leverage(type, ticker);
}

/* Source of the defaults: lean-engine facts, 15. */
const char *peri_brokerage_market(const peri_brokerage *brokerage, peri_security_type type)
{
    switch (type) {
    case PERI_TYPE_EQUITY:
        return "usa";
    case PERI_TYPE_FOREX:
        return brokerage->forex ? brokerage->forex : "oanda";
    case PERI_TYPE_CFD:
        return brokerage->cfd ? brokerage->cfd : "oanda";
    case PERI_TYPE_CRYPTO:
        return brokerage->crypto ? brokerage->crypto : "coinbase";
    default:
        return "";
    }
}

/* What the brokerage says of an order. */
static int judge(void *ctx, peri_order_deed deed, const peri_security *security,
                 const peri_order *order, const peri_order_update *update, bool *may, char *why,
                 size_t size, peri_error *err)
{
    peri_engine *engine = ctx;
    (void)err;
    const peri_order_question question = {
        .brokerage = engine->brokerage->name,
        .deed = deed,
        .security = security,
        .order = order,
        .update = update,
        .held = peri_broker_portfolio(engine->broker)->holdings[security->index].quantity,
        .now_ns = engine->clock_ns};
    *may = peri_order_rules_allow(engine->brokerage->rules, &question, why, size);
    return PERI_OK;
}

/* T+1. Source: lean-engine facts, 6.4. */
static const peri_settlement NEXT_DAY = {1, 6 * PERI_HOUR};

void peri_engine_apply_account(peri_engine *engine, int32_t index)
{
    const peri_security *security = &engine->securities[index]->security;
    const bool is_stock = security->type == PERI_TYPE_EQUITY;
    const bool cash_model = engine->cash_account && peri_security_is_pair(security);
    peri_broker_set_margin_model(engine->broker, index,
                                 cash_model ? peri_margin_cash(engine->broker)
                                            : peri_margin_by_leverage());
    peri_broker_set_settlement(engine->broker, index,
                               engine->cash_account && is_stock ? NEXT_DAY : (peri_settlement){0});
}

int peri_engine_set_brokerage(peri_engine *engine, const peri_brokerage *brokerage,
                              bool cash_account, peri_error *err)
{
    const int rc = peri_engine_need_setup(engine, "SetBrokerageModel", err);
    if (rc != PERI_OK)
        return rc;
    engine->brokerage = brokerage;
    engine->cash_account = cash_account;
    peri_broker_set_judge(engine->broker, brokerage->rules ? judge : NULL, engine);
    for (size_t i = 0; i < engine->security_count; i++) {
        peri_engine_set_fee_model(engine, (int32_t)i,
                                  brokerage->fee(engine->securities[i]->security.type));
        peri_engine_apply_account(engine, (int32_t)i);
    }
    return PERI_OK;
}
