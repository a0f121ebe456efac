/* fees.c - what an order costs by brokerages for stocks and currencies. Source of each schedule:
 * LEAN's, lean-engine facts, 7. Layer 3. */
#include <math.h>
#include <string.h>

#include "trade/models.h"

/* The better of two prices: lower when buying, higher when selling. */
static double better(double quantity, double own, double now)
{
    return quantity > 0.0 ? fmin(own, now) : fmax(own, now);
}

/* In the quote currency. */
static double quoted_value(const peri_security *security, const peri_order *order)
{
    const unsigned fields = peri_order_fields(order->type);
    double price = security->price;
    if (fields & PERI_FIELD_LIMIT_PRICE)
        price = better(order->quantity, order->limit_price, price);
    else if (fields & PERI_FIELD_STOP_PRICE)
        price = better(order->quantity, order->stop_price, price);
    return order->quantity * price * security->multiplier;
}

double peri_order_value(const peri_security *security, const peri_order *order)
{
    return quoted_value(security, order) / security->multiplier * security->unit;
}

/* In the quote currency. The cap does not apply to the minimum. */
static double equity_fee(const peri_security *security, const peri_order *order)
{
    const double fee = 0.005 * fabs(order->quantity);
    return fee < 1.0 ? 1.0 : fmin(fee, 0.005 * fabs(quoted_value(security, order)));
}

/* In the quote currency; its minimum depends on that. */
static double cfd_fee(const peri_security *security, const peri_order *order)
{
    const char *currency = security->quote_currency;
    const double minimum = strcmp(currency, "JPY") == 0   ? 40.0
                           : strcmp(currency, "HKD") == 0 ? 10.0
                                                          : 1.0;
    return fmax(minimum, 0.00002 * fabs(quoted_value(security, order)));
}

static int interactive_brokers(const peri_fee_model *self, const peri_security *security,
                               const peri_order *order, peri_money *fee, peri_error *err)
{
    (void)self;
    (void)err;
    const double value = fabs(peri_order_value(security, order));
    *fee = (peri_money){0};
    if (security->type == PERI_TYPE_EQUITY)
        *fee = (peri_money){equity_fee(security, order), security->quote_cash};
    else if (security->type == PERI_TYPE_FOREX)
        fee->amount = fmax(2.0, 0.00002 * value);
    else if (security->type == PERI_TYPE_CFD)
        *fee = (peri_money){cfd_fee(security, order), security->quote_cash};
    return PERI_OK;
}

static int constant(const peri_fee_model *self, const peri_security *security,
                    const peri_order *order, peri_money *fee, peri_error *err)
{
    (void)security;
    (void)order;
    (void)err;
    *fee = (peri_money){.amount = self->amount};
    return PERI_OK;
}

static int fxcm(const peri_fee_model *self, const peri_security *security, const peri_order *order,
                peri_money *fee, peri_error *err)
{
    static const char *const main_pairs[] = {"EURUSD", "GBPUSD", "USDJPY", "USDCHF",
                                             "AUDUSD", "EURJPY", "GBPJPY"};
    double a_thousand = 0.06;
    (void)self;
    (void)err;
    for (size_t i = 0; i < sizeof main_pairs / sizeof *main_pairs; i++)
        if (strcmp(security->ticker, main_pairs[i]) == 0)
            a_thousand = 0.04;
    *fee = (peri_money){0};
    if (security->type == PERI_TYPE_FOREX)
        fee->amount = a_thousand * fabs(order->quantity) / 1000.0;
    return PERI_OK;
}

peri_fee_model peri_fee_interactive_brokers(void)
{
    return (peri_fee_model){.name = "InteractiveBrokers", .fee = interactive_brokers};
}

peri_fee_model peri_fee_constant(double amount)
{
    return (peri_fee_model){.name = "Constant", .fee = constant, .amount = amount};
}

peri_fee_model peri_fee_fxcm(void)
{
    return (peri_fee_model){.name = "Fxcm", .fee = fxcm};
}

bool peri_fee_by_name(const char *name, double amount, peri_fee_model *out)
{
    const peri_fee_model models[] = {peri_fee_interactive_brokers(),
                                     peri_fee_constant(amount),
                                     peri_fee_fxcm(),
                                     peri_fee_coinbase(),
                                     peri_fee_binance(),
                                     peri_fee_bybit(),
                                     peri_fee_alpaca(),
                                     peri_fee_kraken(),
                                     peri_fee_bitfinex()};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        if (strcmp(models[i].name, name) != 0)
            continue;
        *out = models[i];
        return true;
    }
    return false;
}
