/* cash_model.c - buying power of a pair in a cash account: what is there, less what open orders are
 * to take. Source: lean-engine facts, 6.2. Layer 3. */
#include <math.h>
#include <stdio.h>

#include "market/number.h"
#include "trade/broker_internal.h"

static double amount_of(const peri_broker *broker, int32_t cash)
{
    return broker->portfolio.book.items[cash].amount;
}

static double value_of(const peri_broker *broker, int32_t cash)
{
    return amount_of(broker, cash) * broker->portfolio.book.items[cash].rate;
}

/* What an order is paid at, a unit in the quote currency. */
static double price_of(const peri_security *security, const peri_order *order)
{
    const unsigned fields = peri_order_fields(order->type);
    if (fields & PERI_FIELD_LIMIT_PRICE)
        return order->limit_price;
    return fields & PERI_FIELD_STOP_PRICE ? order->stop_price : security->price;
}

/* What an open order takes of a currency: of its base when it sells, of its quote when it buys. */
static double taken(const peri_security *security, const peri_order *order, int32_t cash)
{
    const bool buys = order->quantity > 0.0;
    if (!peri_security_is_pair(security))
        return 0.0;
    if (!buys && security->base_cash == cash)
        return -order->quantity;
    return buys && security->quote_cash == cash
               ? order->quantity * price_of(security, order) * security->multiplier
               : 0.0;
}

/* Limit and stop market orders but the one at hand. */
static double reserved(const peri_broker *broker, int32_t cash, int64_t but)
{
    double sum = 0.0;
    for (const struct broker_node *node = peri_order_list_find(broker, broker->first_open); node;
         node = peri_order_list_find(broker, node->next_open)) {
        const peri_order *order = &node->order;
        if (order->id != but &&
            (order->type == PERI_ORDER_LIMIT || order->type == PERI_ORDER_STOP_MARKET))
            sum = peri_lot_sum(sum, taken(broker->slots[order->security].security, order, cash));
    }
    return sum;
}

/* One look for the order that makes the base currency worth so much. All in account currency. */
struct look {
    const peri_broker *broker;
    const peri_security *security;
    bool buys;
    double wanted, there, unit; /* change of value; what may be paid with; value of one */
};

/* The largest quantity that, with its fee, is not beyond what is wanted. */
static int reduce_to_fit(const struct look *look, double *quantity, peri_error *err)
{
    const double lot = look->security->lot_size;
    double most = peri_lot_round(fmin(look->wanted, look->there) / look->unit, lot);
    *quantity = 0.0;
    while (most > 0.0) {
        const peri_order order = {.security = look->security->index,
                                  .type = PERI_ORDER_MARKET,
                                  .created_ns = look->security->arrived_ns,
                                  .quantity = look->buys ? most : -most};
        double fee = 0.0;
        const int rc = peri_broker_order_fee(look->broker, &order, &fee, err);
        if (rc != PERI_OK)
            return rc;
        const double value = most * look->unit;
        if (value <= look->there && value + fee <= look->wanted) {
            *quantity = order.quantity;
            return PERI_OK;
        }
        const double fits = fmin(most * look->wanted / (value + fee), look->there / look->unit);
        const double less = peri_lot_round(most - lot, lot);
        most = fmin(less, peri_lot_round(fits, lot)); /* each round asks for less */
    }
    return PERI_OK;
}

/* What to order so that the base currency is worth `target`, account currency. */
static int quantity_for_value(const peri_broker *broker, const peri_security *security,
                              double target, double *quantity, peri_error *err)
{
    const double base = value_of(broker, security->base_cash);
    struct look look = {.broker = broker, .security = security, .buys = target > base};
    *quantity = 0.0;
    if (target < 0.0)
        return PERI_OK; /* nothing can be sold that is not there */
    if (target == 0.0) {
        *quantity = -amount_of(broker, security->base_cash);
        return PERI_OK;
    }
    look.wanted = fabs(target - base);
    look.there = look.buys ? value_of(broker, security->quote_cash) : base;
    look.unit = peri_security_side_price(security, look.buys) * security->unit;
    return look.unit > 0.0 && look.there > 0.0 ? reduce_to_fit(&look, quantity, err) : PERI_OK;
}

/* -- the model ------------------------------------------------------------------------------ */

static int no_margin(const peri_margin_model *self, const peri_security *security, double quantity,
                     double *margin, peri_error *err)
{
    (void)self;
    (void)security;
    (void)quantity;
    (void)err;
    *margin = 0.0; /* it is bought, not borrowed */
    return PERI_OK;
}

static int target_quantity(const peri_margin_model *self, const peri_security *security,
                           double target, double *quantity, peri_error *err)
{
    const peri_broker *broker = self->ctx;
    *quantity = 0.0;
    if (!peri_security_is_pair(security))
        return PERI_OK;
    return quantity_for_value(
        broker, security, target * peri_portfolio_total_value(&broker->portfolio), quantity, err);
}

static int buying_power(const peri_margin_model *self, const peri_security *security, bool buys,
                        double *power, peri_error *err)
{
    const peri_broker *broker = self->ctx;
    (void)err;
    *power = 0.0;
    if (peri_security_is_pair(security))
        *power = fmax(value_of(broker, buys ? security->quote_cash : security->base_cash), 0.0);
    return PERI_OK;
}

/* What of the quote currency a purchase may take. Of a market order that is what the model itself
   would order, of a limit order the fee is set aside. */
static int may_pay(const peri_broker *broker, const peri_security *security,
                   const peri_order *order, double *most, peri_error *err)
{
    const peri_cash *quote = &broker->portfolio.book.items[security->quote_cash];
    const double left = quote->amount - reserved(broker, security->quote_cash, order->id);
    double quantity = 0.0, fee = 0.0;
    int rc = PERI_OK;
    *most = left;
    if (order->type == PERI_ORDER_MARKET) {
        const double base = value_of(broker, security->base_cash);
        rc = quantity_for_value(broker, security, left * quote->rate + base, &quantity, err);
        *most = fabs(quantity) * security->price * security->multiplier;
    } else if (order->type == PERI_ORDER_LIMIT) {
        rc = peri_broker_order_fee(broker, order, &fee, err);
        *most = quote->rate > 0.0 ? left - fee / quote->rate : left;
    }
    return rc;
}

/* Without the doubles' noise behind the smallest part of any coin. */
static double to_satoshi(double amount)
{
    return fabs(amount) < 1e7 ? nearbyint(amount * 1e8) / 1e8 : amount;
}

static void say_missing(const peri_broker *broker, int32_t cash, double needed, double most,
                        char *why, size_t size)
{
    char need_text[PERI_NUMBER_TEXT], most_text[PERI_NUMBER_TEXT];
    peri_number_format(to_satoshi(needed), need_text);
    peri_number_format(to_satoshi(fmax(most, 0.0)), most_text);
    snprintf(why, size, "insufficient buying power: needed %s %s, available %s", need_text,
             broker->portfolio.book.items[cash].symbol, most_text);
}

static int affords(const peri_margin_model *self, const peri_security *security,
                   const peri_order *order, bool *affordable, char *why, size_t size,
                   peri_error *err)
{
    const peri_broker *broker = self->ctx;
    const bool buys = order->quantity > 0.0;
    const int32_t cash = buys ? security->quote_cash : security->base_cash;
    double needed = fabs(order->quantity), most = 0.0;
    int rc = PERI_OK;
    *affordable = false;
    why[0] = '\0';
    if (!peri_security_is_pair(security)) {
        snprintf(why, size, "the cash model is for forex and crypto, %s is neither",
                 security->ticker);
        return PERI_OK;
    }
    if (buys) {
        needed *= price_of(security, order) * security->multiplier;
        rc = may_pay(broker, security, order, &most, err);
    } else {
        most = peri_lot_sum(amount_of(broker, cash), -reserved(broker, cash, order->id));
    }
    *affordable = rc == PERI_OK && peri_lot_sum(most, -needed) >= 0.0;
    if (rc == PERI_OK && !*affordable)
        say_missing(broker, cash, needed, most, why, size);
    return rc;
}

peri_margin_model peri_margin_cash(peri_broker *broker)
{
    return (peri_margin_model){.name = "Cash",
                               .initial = 1.0,
                               .maintenance = 1.0,
                               .fixed_leverage = true,
                               .ctx = broker,
                               .maintenance_margin = no_margin,
                               .affords = affords,
                               .target_quantity = target_quantity,
                               .buying_power = buying_power};
}
