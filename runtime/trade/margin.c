/* margin.c - buying power: what positions and orders need, by the numbers of a model or by its own
 * functions. Source: lean-engine facts, 6.1. Layer 3. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "market/number.h"
#include "trade/broker_internal.h"

peri_margin_model peri_margin_by_leverage(void)
{
    return (peri_margin_model){.name = "SecurityMargin"};
}

/* A function's answer becomes part of sums: it must be a number. */
static int check_margin(const peri_security *security, double margin, peri_error *err)
{
    char was[PERI_NUMBER_TEXT];
    if (isfinite(margin) && margin >= 0.0)
        return PERI_OK;
    peri_number_format(margin, was);
    return peri_fail(err, PERI_EINVAL,
                     "the buying power model of %s gave a margin of %s, expected 0 or more",
                     security->ticker, was);
}

static double numbers_margin(double requirement, const peri_security *security, double quantity,
                             double price)
{
    const double value = fabs(quantity * price * security->unit);
    return requirement > 0.0 ? requirement * value : value / security->leverage;
}

int peri_broker_initial_margin(const peri_broker *broker, const peri_margin_model *model,
                               int32_t index, double quantity, double *margin, peri_error *err)
{
    const peri_security *security = broker->slots[index].security;
    *margin = numbers_margin(model->initial, security, quantity, security->price);
    if (!model->initial_margin)
        return PERI_OK;
    const int rc = model->initial_margin(model, security, quantity, margin, err);
    return rc == PERI_OK ? check_margin(security, *margin, err) : rc;
}

int peri_broker_maintenance_margin(const peri_broker *broker, const peri_margin_model *model,
                                   int32_t index, double quantity, double *margin, peri_error *err)
{
    const peri_security *security = broker->slots[index].security;
    *margin = numbers_margin(model->maintenance, security, quantity,
                             broker->portfolio.holdings[index].price);
    if (!model->maintenance_margin)
        return PERI_OK;
    const int rc = model->maintenance_margin(model, security, quantity, margin, err);
    return rc == PERI_OK ? check_margin(security, *margin, err) : rc;
}

int peri_broker_order_fee_money(const peri_broker *broker, const peri_order *order, peri_money *fee,
                                peri_error *err)
{
    const struct broker_slot *slot = &broker->slots[order->security];
    const peri_security *security = slot->security;
    const peri_fee_model model = slot->fee; /* the slots may move while a script is asked */
    const int rc = model.fee(&model, security, order, fee, err);
    if (rc != PERI_OK || isfinite(fee->amount))
        return rc;
    return peri_fail(err, PERI_EINVAL, "the fee model of %s gave %g, expected a finite number",
                     security->ticker, fee->amount);
}

int peri_broker_order_fee(const peri_broker *broker, const peri_order *order, double *fee,
                          peri_error *err)
{
    peri_money money = {0};
    const int rc = peri_broker_order_fee_money(broker, order, &money, err);
    *fee = money.amount * broker->portfolio.book.items[money.cash].rate;
    return rc;
}

/* LEAN values an order at the current price, at submission and at each fill attempt, also where the
   fill is at another one (MarketOnOpen). */
int peri_broker_order_margin(const peri_broker *broker, const peri_margin_model *model,
                             const peri_order *order, double *margin, peri_error *err)
{
    const peri_security *security = broker->slots[order->security].security;
    double fee = 0.0;
    if (model->order_margin) {
        const int rc = model->order_margin(model, security, order, margin, err);
        return rc == PERI_OK ? check_margin(security, *margin, err) : rc;
    }
    int rc =
        peri_broker_initial_margin(broker, model, order->security, order->quantity, margin, err);
    if (rc == PERI_OK)
        rc = peri_broker_order_fee(broker, order, &fee, err);
    *margin += fee;
    return rc;
}

/* Margin to hold what is held, by the security's model. */
static int held_margin(const peri_broker *broker, size_t index, double held, double *margin,
                       peri_error *err)
{
    const struct broker_slot *slot = &broker->slots[index];
    *margin = numbers_margin(slot->margin.maintenance, slot->security, held,
                             broker->portfolio.holdings[index].price);
    if (!slot->margin.maintenance_margin)
        return PERI_OK;
    const peri_margin_model model = slot->margin; /* the slots may move while a script is asked */
    return peri_broker_maintenance_margin(broker, &model, (int32_t)index, held, margin, err);
}

int peri_broker_margin_used(const peri_broker *broker, double *used, peri_error *err)
{
    double sum = 0.0;
    for (size_t i = 0; broker->portfolio.invested > 0 && i < broker->slot_count; i++) {
        const double held = broker->portfolio.holdings[i].quantity;
        double margin = 0.0;
        const int rc = held == 0.0 ? PERI_OK : held_margin(broker, i, held, &margin, err);
        if (rc != PERI_OK)
            return rc;
        sum += margin;
    }
    *used = sum;
    return PERI_OK;
}

int peri_broker_margin_remaining(const peri_broker *broker, double *left, peri_error *err)
{
    double used = 0.0;
    const bool invested = broker->portfolio.invested > 0;
    const int rc = invested ? peri_broker_margin_used(broker, &used, err) : PERI_OK;
    if (rc != PERI_OK)
        return rc;
    *left = peri_portfolio_total_value(&broker->portfolio);
    if (broker->portfolio.book.waiting_n > 0)
        *left -= peri_cash_book_unsettled(&broker->portfolio.book);
    *left -= used;
    return PERI_OK;
}

/* An order against the holding frees its margin twice: by closing it, and by the same amount on the
   other side before anything beyond the old size is needed. */
int peri_broker_buying_power(const peri_broker *broker, const peri_margin_model *model,
                             int32_t index, bool buys, double *power, peri_error *err)
{
    const double held = broker->portfolio.holdings[index].quantity;
    double left = 0.0, hold = 0.0, open = 0.0;
    if (model->buying_power)
        return model->buying_power(model, broker->slots[index].security, buys, power, err);
    int rc = peri_broker_margin_remaining(broker, &left, err);
    if (rc == PERI_OK && held != 0.0 && (held > 0.0) != buys) {
        rc = peri_broker_maintenance_margin(broker, model, index, held, &hold, err);
        if (rc == PERI_OK)
            rc = peri_broker_initial_margin(broker, model, index, -held, &open, err);
    }
    left += hold + open;
    if (model->required_free > 0.0)
        left -= model->required_free * peri_portfolio_total_value(&broker->portfolio);
    if (rc == PERI_OK)
        *power = left > 0.0 ? left : 0.0;
    return rc;
}

/* Two decimals, whatever the locale's decimal point. */
static void money(double amount, char *out, size_t size)
{
    const double cents = fmin(floor(amount * 100.0 + 0.5), 9e18);
    const int64_t whole = (int64_t)cents;
    snprintf(out, size, "%" PRId64 ".%02d", whole / 100, (int)(whole % 100));
}

static int say_missing(const peri_broker *broker, const peri_order *order, double needed,
                       double available, char *why, size_t size, peri_error *err)
{
    char need_text[32], fee_text[32], has_text[32];
    double fee = 0.0;
    const int rc = peri_broker_order_fee(broker, order, &fee, err);
    money(needed, need_text, sizeof need_text);
    money(fee, fee_text, sizeof fee_text);
    money(available, has_text, sizeof has_text);
    snprintf(why, size, "insufficient buying power: needed %s (fee of %s included), available %s",
             need_text, fee_text, has_text);
    return rc;
}

/* Whether an order takes no more than what is held: that is always possible. */
static bool is_reducing(const peri_broker *broker, const peri_order *order)
{
    const double held = broker->portfolio.holdings[order->security].quantity;
    return held * order->quantity < 0.0 && fabs(order->quantity) <= fabs(held);
}

/* The same of an order that is not, or by the model's own function. */
static int can_pay(const peri_broker *broker, const peri_margin_model *model,
                   const peri_order *order, bool *affordable, char *why, size_t size,
                   peri_error *err)
{
    double needed = 0.0, available = 0.0;
    if (model->affords)
        return model->affords(model, broker->slots[order->security].security, order, affordable,
                              why, size, err);
    int rc = peri_broker_order_margin(broker, model, order, &needed, err);
    if (rc == PERI_OK)
        rc = peri_broker_buying_power(broker, model, order->security, order->quantity > 0.0,
                                      &available, err);
    if (rc != PERI_OK)
        return rc;
    needed *= peri_order_remaining(order) / order->quantity; /* LEAN's: of what is not filled yet */
    *affordable = needed <= available;
    return *affordable ? PERI_OK : say_missing(broker, order, needed, available, why, size, err);
}

int peri_broker_affords(const peri_broker *broker, const peri_margin_model *model,
                        const peri_order *order, bool *affordable, char *why, size_t size,
                        peri_error *err)
{
    *affordable = !model->affords && is_reducing(broker, order);
    return *affordable ? PERI_OK : can_pay(broker, model, order, affordable, why, size, err);
}

int peri_broker_affords_order(const peri_broker *broker, const peri_order *order, bool *affordable,
                              char *why, size_t size, peri_error *err)
{
    const struct broker_slot *slot = &broker->slots[order->security];
    *affordable = !slot->margin.affords && is_reducing(broker, order);
    if (*affordable)
        return PERI_OK;
    const peri_margin_model model = slot->margin; /* the slots may move while a script is asked */
    return can_pay(broker, &model, order, affordable, why, size, err);
}
