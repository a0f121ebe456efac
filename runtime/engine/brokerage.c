/* brokerage.c - see brokerage.h; and an engine that gets another one. Layer 5. */
#include "engine/engine_internal.h"

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

const peri_brokerage *peri_brokerages(void)
{
    static const peri_brokerage rows[] = {
        {"Default", SPY, STOCK_DAYS, default_fee},
        {"QuantConnectBrokerage", SPY, STOCK_DAYS, default_fee},
        {"InteractiveBrokersBrokerage", {NULL, 0, NULL}, STOCK_DAYS, interactive_brokers},
        {"TradierBrokerage", SPY, STOCK_DAYS, no_fee},
        {"OandaBrokerage", EURUSD("oanda"), STOCK_DAYS, no_fee},
        {"FxcmBrokerage", EURUSD("fxcm"), STOCK_DAYS, fxcm},
        {"Alpaca", SPY, STOCK_DAYS, alpaca},
        {"Coinbase", COIN("BTCUSD", "coinbase"), CRYPTO_DAYS, coinbase},
        {"GDAX", COIN("BTCUSD", "coinbase"), CRYPTO_DAYS, coinbase},
        {"Binance", COIN("BTCUSDC", "binance"), CRYPTO_DAYS, binance},
        {"Kraken", COIN("BTCUSD", "kraken"), CRYPTO_DAYS, kraken},
        {"Bitfinex", COIN("BTCUSD", "bitfinex"), CRYPTO_DAYS, bitfinex},
        {NULL, {NULL, 0, NULL}, 0, NULL},
    };
    return rows;
}

const peri_brokerage *peri_brokerage_default(void)
{
    return peri_brokerages();
}

double peri_brokerage_leverage(peri_security_type type, bool cash_account)
{
    if (cash_account)
        return 1.0;
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
    for (size_t i = 0; i < engine->security_count; i++) {
        peri_engine_set_fee_model(engine, (int32_t)i,
                                  brokerage->fee(engine->securities[i]->security.type));
        peri_engine_apply_account(engine, (int32_t)i);
    }
    return PERI_OK;
}
