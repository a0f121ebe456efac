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

/* One look for the order that reaches a goal. */
struct aim {
    const peri_broker *broker;
    const peri_margin_model *model;
    const peri_security *security;
    double held, value, fraction; /* the goal is the fraction of the value, as margin */
    double unit;                  /* margin of one unit */
};

/* The goal shrinks by the fee of the very order that reaches it, until both fit. Each round asks
   for less than the one before, or fits. */
static int order_for_goal(const struct aim *aim, double *quantity, peri_error *err)
{
    const double lot = aim->security->lot_size;
    double goal = aim->fraction * aim->value;
    *quantity = 0.0;
    for (;;) {
        const double holding = holding_within(goal, aim->unit, lot);
        const peri_order order = {.security = aim->security->index,
                                  .type = PERI_ORDER_MARKET,
                                  .created_ns = aim->security->arrived_ns,
                                  .quantity = peri_lot_round(holding - aim->held, lot)};
        double fee = 0.0;
        if (order.quantity == 0.0 || !isfinite(order.quantity))
            return PERI_OK; /* not finite: a price so small that no double says how many it buys */
        const int rc = peri_broker_order_fee(aim->broker, &order, &fee, err);
        if (rc != PERI_OK || !(fee < aim->value))
            return rc; /* also when there is no value at all */
        goal = (aim->value - fee) * aim->fraction;
        if (aim->unit * fabs(holding) <= fabs(goal) * (1.0 + SLACK)) {
            *quantity = order.quantity;
            return PERI_OK;
        }
    }
}

/* Whether a change of margin is too small to be ordered; not while nothing is left. */
static int is_too_near(const struct aim *aim, double minimum, bool *near, peri_error *err)
{
    double current = 0.0, left = 0.0;
    int rc = peri_broker_initial_margin(aim->broker, aim->model, aim->security->index, aim->held,
                                        &current, err);
    *near = false;
    if (rc != PERI_OK ||
        !(fabs(aim->fraction * aim->value - copysign(current, aim->held)) < minimum * aim->value))
        return rc;
    rc = peri_broker_margin_remaining(aim->broker, &left, err);
    *near = left > 0.0;
    return rc;
}

int peri_broker_margin_quantity(const peri_broker *broker, const peri_margin_model *model,
                                int32_t index, double fraction, double minimum, double *quantity,
                                peri_error *err)
{
    const double value = peri_portfolio_total_value(&broker->portfolio);
    struct aim aim = {.broker = broker,
                      .model = model,
                      .security = broker->slots[index].security,
                      .held = broker->portfolio.holdings[index].quantity,
                      .value = value,
                      .fraction = fraction * (1.0 - model->required_free)};
    bool near = false;
    *quantity = -aim.held;
    if (fraction == 0.0)
        return PERI_OK;
    int rc = is_too_near(&aim, minimum, &near, err);
    if (rc == PERI_OK)
        rc = peri_broker_initial_margin(broker, model, index, 1.0, &aim.unit, err);
    *quantity = 0.0;
    return rc != PERI_OK || near ? rc : order_for_goal(&aim, quantity, err);
}

/* How much of the portfolio's value targets may use: the rest is kept free. */
static double usable_share(const peri_trade_rules *rules, double value)
{
    if (rules->free_value < 0.0)
        return 1.0 - rules->free_fraction;
    return value > rules->free_value ? (value - rules->free_value) / value : 0.0;
}

static double leverage_of(const struct broker_slot *slot)
{
    return slot->margin.initial > 0.0 ? 1.0 / slot->margin.initial : slot->security->leverage;
}

/* The part of the portfolio's value that a target is to use as margin. */
static double margin_fraction(const peri_broker *broker, int32_t index, double target)
{
    const double free_value = broker->rules.free_value;
    const double value = free_value < 0.0 ? 0.0 : peri_portfolio_total_value(&broker->portfolio);
    return target * usable_share(&broker->rules, value) / leverage_of(&broker->slots[index]);
}

bool peri_broker_target_is_too_small(const peri_broker *broker, int32_t security, double target)
{
    const peri_margin_model *model = &broker->slots[security].margin;
    const double fraction =
        margin_fraction(broker, security, target) * (1.0 - model->required_free);
    return !model->target_quantity && fabs(fraction) < broker->rules.minimum_order_margin;
}

static int quantity_for(const peri_broker *broker, int32_t index, double target, double *quantity,
                        peri_error *err)
{
    const struct broker_slot *slot = &broker->slots[index];
    const peri_margin_model model = slot->margin;
    const double fraction = margin_fraction(broker, index, target);
    if (!model.target_quantity)
        return peri_broker_margin_quantity(broker, &model, index, fraction,
                                           broker->rules.minimum_order_margin, quantity, err);
    const peri_security *security = slot->security;
    const int rc = model.target_quantity(&model, security, fraction, quantity, err);
    if (rc != PERI_OK || isfinite(*quantity))
        return rc;
    return peri_fail(err, PERI_EINVAL,
                     "the buying power model of %s gave a quantity of %g, expected a finite number",
                     security->ticker, *quantity);
}

/* Signed quantity of the open orders that fill at the next chance, whatever the price does. */
static double open_market_quantity(const peri_broker *broker, int32_t index)
{
    double sum = 0.0;
    for (const struct broker_node *node = peri_order_list_find(broker, broker->first_open); node;
         node = peri_order_list_find(broker, node->next_open)) {
        const peri_order *order = &node->order;
        if (order->security == index &&
            (order->type == PERI_ORDER_MARKET || order->type == PERI_ORDER_MARKET_ON_OPEN))
            sum += peri_order_remaining(order);
    }
    return sum;
}

int peri_broker_target_quantity(const peri_broker *broker, int32_t security, double target,
                                double *quantity, peri_refusal *why, peri_error *err)
{
    const peri_security *of = broker->slots[security].security;
    *why = PERI_REFUSAL_NONE;
    if (!(fabs(target) <= MAXIMUM_TARGET)) {
        char was[PERI_NUMBER_TEXT];
        peri_number_format(target, was);
        *why = PERI_REFUSAL_INVALID_REQUEST;
        return peri_fail(err, PERI_EINVAL,
                         "target of %s: %s is not a fraction of the portfolio (within +-1e9)",
                         of->ticker, was);
    }
    double wanted = 0.0;
    if (peri_admission_price(of, why, err) != PERI_OK) {
        *quantity = 0.0;
        return PERI_OK; /* in LEAN that is no error */
    }
    const int rc = quantity_for(broker, security, target, &wanted, err);
    if (rc == PERI_OK)
        *quantity = peri_lot_round(wanted - open_market_quantity(broker, security), of->lot_size);
    return rc;
}

double peri_broker_whole_lots(const peri_broker *broker, int32_t security, double quantity)
{
    return peri_lot_round(quantity, broker->slots[security].security->lot_size);
}
