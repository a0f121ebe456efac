/* fees_crypto.c - what an order costs on exchanges of crypto: a share of its value, which depends
 * on whether it took an offer or made one. Source: LEAN's schedules, lean-engine facts, 7. Layer 3.
 */
#include <math.h>
#include <string.h>

#include "time/civil.h"
#include "trade/models.h"

/* Shares of the value. */
struct schedule {
    double maker, taker;
};

/* A limit order that met no offer when it was submitted; one that is only thought of, now. */
static bool is_maker(const peri_security *security, const peri_order *order)
{
    const bool buys = order->quantity > 0.0;
    if (order->type != PERI_ORDER_LIMIT)
        return false;
    const double seen = buys ? order->ask_price : order->bid_price;
    const double met = order->has_submission ? seen : peri_security_side_price(security, buys);
    return buys ? order->limit_price < met : order->limit_price > met;
}

static double share_of(const peri_security *security, const peri_order *order,
                       struct schedule schedule)
{
    return is_maker(security, order) ? schedule.maker : schedule.taker;
}

/* In the quote currency. */
static peri_money share_at(double price, const peri_security *security, const peri_order *order,
                           struct schedule schedule)
{
    const double value = fabs(order->quantity) * price * security->multiplier;
    return (peri_money){value * share_of(security, order, schedule), security->quote_cash};
}

static peri_money share_of_value(const peri_security *security, const peri_order *order,
                                 struct schedule schedule)
{
    double price = peri_security_side_price(security, order->quantity > 0.0);
    if (order->type == PERI_ORDER_LIMIT)
        price = order->limit_price;
    return share_at(price, security, order, schedule);
}

static peri_money share_of_base(const peri_security *security, const peri_order *order,
                                struct schedule schedule)
{
    return (peri_money){fabs(order->quantity) * share_of(security, order, schedule),
                        security->base_cash};
}

/* What is got has the fee taken off: of a purchase that is the base currency. */
static peri_money share_of_gain(const peri_security *security, const peri_order *order,
                                struct schedule schedule)
{
    if (order->quantity < 0.0 || !peri_security_is_pair(security))
        return share_of_value(security, order, schedule);
    return share_of_base(security, order, schedule);
}

/* -- Coinbase ------------------------------------------------------------------------------- */

static bool is_stable_pair(const char *ticker)
{
    static const char *const pairs[] = {"DAIUSDC", "DAIUSD",   "GYENUSD", "PAXUSD",  "PAXUSDT",
                                        "MUSDUSD", "USDCEUR",  "USDCGBP", "USDTEUR", "USDTGBP",
                                        "USDTUSD", "USDTUSDC", "CBETHETH"};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(ticker, pairs[i]) == 0)
            return true;
    return false;
}

static int64_t instant(int year, int month, int day, int64_t in_day_ns)
{
    return peri_time_at(peri_date_make(year, month, day), in_day_ns);
}

static struct schedule coinbase_schedule(const char *ticker, int64_t utc_ns)
{
    if (is_stable_pair(ticker))
        return utc_ns < instant(2022, 6, 1, 0) ? (struct schedule){0.0, 0.001}
                                               : (struct schedule){0.0, 0.00001};
    if (utc_ns < instant(2019, 3, 23, PERI_HOUR + 30 * PERI_MINUTE))
        return (struct schedule){0.0, 0.003};
    if (utc_ns < instant(2019, 10, 8, 30 * PERI_MINUTE))
        return (struct schedule){0.0015, 0.0025};
    return (struct schedule){0.006, 0.008};
}

static int coinbase(const peri_fee_model *self, const peri_security *security,
                    const peri_order *order, peri_money *fee, peri_error *err)
{
    (void)self;
    (void)err;
    *fee = share_at(peri_security_side_price(security, order->quantity > 0.0), security, order,
                    coinbase_schedule(security->ticker, order->created_ns));
    return PERI_OK;
}

/* -- Kraken --------------------------------------------------------------------------------- */

static bool begins_with_money(const char *ticker)
{
    static const char *const money[] = {"CAD", "EUR", "GBP", "JPY", "USD", "DAI"};
    for (size_t i = 0; i < sizeof money / sizeof *money; i++)
        if (strncmp(ticker, money[i], strlen(money[i])) == 0)
            return true;
    return false;
}

/* LEAN takes the fee of a sale in what is sold, and that of a purchase in what is paid. */
static int kraken(const peri_fee_model *self, const peri_security *security,
                  const peri_order *order, peri_money *fee, peri_error *err)
{
    (void)self;
    (void)err;
    const struct schedule schedule = begins_with_money(security->ticker)
                                         ? (struct schedule){0.002, 0.002}
                                         : (struct schedule){0.0016, 0.0026};
    *fee = order->quantity < 0.0 && peri_security_is_pair(security)
               ? share_of_base(security, order, schedule)
               : share_of_value(security, order, schedule);
    return PERI_OK;
}

/* -- those with one schedule ---------------------------------------------------------------- */

#define ONE_SCHEDULE(function, share, maker, taker)                                                \
    static int function(const peri_fee_model *self, const peri_security *security,                 \
                        const peri_order *order, peri_money *fee, peri_error *err)                 \
    {                                                                                              \
        (void)self;                                                                                \
        (void)err;                                                                                 \
        *fee = share(security, order, (struct schedule){maker, taker});                            \
        return PERI_OK;                                                                            \
    }

ONE_SCHEDULE(binance, share_of_gain, 0.001, 0.001)
ONE_SCHEDULE(bybit, share_of_gain, 0.001, 0.001)
ONE_SCHEDULE(bitfinex, share_of_gain, 0.001, 0.002)
ONE_SCHEDULE(alpaca_crypto, share_of_gain, 0.0015, 0.0025)

static int alpaca(const peri_fee_model *self, const peri_security *security,
                  const peri_order *order, peri_money *fee, peri_error *err)
{
    *fee = (peri_money){0};
    return security->type == PERI_TYPE_CRYPTO ? alpaca_crypto(self, security, order, fee, err)
                                              : PERI_OK;
}

peri_fee_model peri_fee_coinbase(void)
{
    return (peri_fee_model){.name = "Coinbase", .fee = coinbase};
}

peri_fee_model peri_fee_binance(void)
{
    return (peri_fee_model){.name = "Binance", .fee = binance};
}

peri_fee_model peri_fee_alpaca(void)
{
    return (peri_fee_model){.name = "Alpaca", .fee = alpaca};
}

peri_fee_model peri_fee_bybit(void)
{
    return (peri_fee_model){.name = "Bybit", .fee = bybit};
}

peri_fee_model peri_fee_kraken(void)
{
    return (peri_fee_model){.name = "Kraken", .fee = kraken};
}

peri_fee_model peri_fee_bitfinex(void)
{
    return (peri_fee_model){.name = "Bitfinex", .fee = bitfinex};
}
