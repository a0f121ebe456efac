/* margin.c - buying power by leverage: what is in use, left, and needed. Layer 3. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "trade/broker_internal.h"

static double margin_of(const peri_security *security, double quantity, double price)
{
    return fabs(quantity * price) / security->leverage;
}

static double margin_used(const peri_broker *broker)
{
    double sum = 0.0;
    if (broker->portfolio.invested == 0)
        return sum;
    for (size_t i = 0; i < broker->slot_count; i++) {
        const peri_holding *holding = &broker->portfolio.holdings[i];
        sum += margin_of(broker->slots[i].security, holding->quantity, holding->price);
    }
    return sum;
}

double peri_broker_margin_remaining(const peri_broker *broker)
{
    return peri_portfolio_total_value(&broker->portfolio) - margin_used(broker);
}

/* An order against the holding frees its margin twice: by closing it, and by the same amount on
   the other side before anything beyond the old size is needed. */
static double available(const peri_broker *broker, const peri_order *order)
{
    const peri_holding *holding = &broker->portfolio.holdings[order->security];
    const peri_security *security = broker->slots[order->security].security;
    double free = peri_broker_margin_remaining(broker);
    if (holding->quantity * order->quantity < 0.0)
        free += 2.0 * margin_of(security, holding->quantity, security->price);
    return fmax(free, 0.0);
}

/* Two decimals, whatever the locale's decimal point. */
static void money(double amount, char *out, size_t size)
{
    const double cents = fmin(floor(amount * 100.0 + 0.5), 9e18);
    const int64_t whole = (int64_t)cents;
    snprintf(out, size, "%" PRId64 ".%02d", whole / 100, (int)(whole % 100));
}

bool peri_margin_suffices(const peri_broker *broker, const peri_order *order, char *message,
                          size_t size)
{
    const double held = broker->portfolio.holdings[order->security].quantity;
    if (held * order->quantity < 0.0 && fabs(order->quantity) <= fabs(held))
        return true; /* reducing is always possible */

    /* LEAN values an order at the current price, at submission and at each fill attempt, also where
       the fill is at another one (MarketOnOpen). Source: lean-engine facts, 6.1. */
    const struct broker_slot *slot = &broker->slots[order->security];
    const double price = slot->security->price;
    const double fee = slot->fee.fee(&slot->fee, slot->security, order->quantity, price);
    const double margin = margin_of(slot->security, order->quantity, price);
    const double has = available(broker, order);
    if (margin + fee <= has)
        return true;

    char need_text[32], fee_text[32], has_text[32];
    money(margin + fee, need_text, sizeof need_text);
    money(fee, fee_text, sizeof fee_text);
    money(has, has_text, sizeof has_text);
    snprintf(message, size,
             "insufficient buying power: needed %s (fee of %s included), available %s", need_text,
             fee_text, has_text);
    return false;
}
