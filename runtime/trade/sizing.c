/* sizing.c - from a target share of the portfolio to a quantity to order. Layer 3. */
#include <math.h>

#include "market/number.h"
#include "trade/broker_internal.h"

/* LEAN's MaxAbsolutePortfolioTargetPercentage. */
#define MAXIMUM_TARGET 1e9

/* The doubles' noise in a comparison of margins: floor() of a quotient that was rounded up. */
#define SLACK 1e-12

/* The largest holding in whole lots whose margin is at most |goal|, with goal's sign. */
static double holding_within(double goal, double unit, double lot_size)
{
    const double lots = floor(fabs(goal) / unit / lot_size);
    return copysign(peri_lot_quantity(lots, lot_size), goal);
}

/* The goal shrinks by the fee of the very order that reaches it, until both fit. Each round asks
   for less than the one before, or fits. */
static double order_for_goal(const struct broker_slot *slot, double held, double value,
                             double fraction)
{
    const peri_security *security = slot->security;
    const double unit = security->price / security->leverage;
    double goal = fraction * value;
    for (;;) {
        const double holding = holding_within(goal, unit, security->lot_size);
        const double quantity = peri_lot_round(holding - held, security->lot_size);
        if (quantity == 0.0 || !isfinite(quantity))
            return 0.0; /* not finite: a price so small that no double says how many it buys */
        const double fee = slot->fee.fee(&slot->fee, security, quantity, security->price);
        if (!(fee < value))
            return 0.0; /* also when there is no value at all */
        goal = (value - fee) * fraction;
        if (unit * fabs(holding) <= fabs(goal) * (1.0 + SLACK))
            return quantity;
    }
}

/* How much of the portfolio's value targets may use: the rest is kept free. */
static double usable_share(const peri_trade_rules *rules, double value)
{
    if (rules->free_value < 0.0)
        return 1.0 - rules->free_fraction;
    return value > rules->free_value ? (value - rules->free_value) / value : 0.0;
}

static double quantity_for(const peri_broker *broker, int32_t index, double target)
{
    const struct broker_slot *slot = &broker->slots[index];
    const double held = broker->portfolio.holdings[index].quantity;
    const double value = peri_portfolio_total_value(&broker->portfolio);
    if (target == 0.0)
        return -held;
    const double leverage = slot->security->leverage;
    const double fraction = target * usable_share(&broker->rules, value) / leverage;
    const double current = slot->security->price / leverage * held;
    if (fabs(fraction * value - current) < broker->rules.minimum_order_margin * value &&
        peri_broker_margin_remaining(broker) > 0.0)
        return 0.0;
    return order_for_goal(slot, held, value, fraction);
}

/* Signed quantity of the open orders that fill at the next chance, whatever the price does. */
static double open_market_quantity(const peri_broker *broker, int32_t index)
{
    double sum = 0.0;
    for (int64_t id = broker->first_open; id != 0; id = broker->nodes[id - 1].next_open) {
        const peri_order *order = &broker->nodes[id - 1].order;
        if (order->security == index &&
            (order->type == PERI_ORDER_MARKET || order->type == PERI_ORDER_MARKET_ON_OPEN))
            sum += order->quantity - order->filled_quantity;
    }
    return sum;
}

int peri_broker_target_quantity(const peri_broker *broker, int32_t security, double target,
                                double *quantity, peri_error *err)
{
    const peri_security *of = broker->slots[security].security;
    if (!(fabs(target) <= MAXIMUM_TARGET)) {
        char was[PERI_NUMBER_TEXT];
        peri_number_format(target, was);
        return peri_fail(err, PERI_EINVAL,
                         "target of %s: %s is not a fraction of the portfolio (within +-1e9)",
                         of->ticker, was);
    }
    peri_refusal why;
    const int rc = peri_admission_price(of, &why, err);
    if (rc != PERI_OK)
        return rc;
    *quantity = peri_lot_round(quantity_for(broker, security, target) -
                                   open_market_quantity(broker, security),
                               of->lot_size);
    return PERI_OK;
}
