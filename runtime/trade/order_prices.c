/* order_prices.c - the prices an order has of its own: checked, rounded to the tick. Layer 3. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "market/number.h"
#include "trade/broker_internal.h"

/* LEAN: an equity below one dollar is quoted in hundredths of a cent. */
static double rounded(const peri_security *security, double price)
{
    const bool is_penny = security->type == PERI_TYPE_EQUITY && price < 1.0;
    return peri_tick_round(price, is_penny ? security->tick_size / 100.0 : security->tick_size);
}

bool peri_order_is_price(const peri_order *order, unsigned field)
{
    return field != PERI_FIELD_TRAILING_AMOUNT || !order->trailing_as_percentage;
}

/* Check a price, or a trailing amount, and round it in place; one that is as small as nothing after
   that is none. */
static int take(const peri_security *security, const peri_order *order, unsigned field,
                double *value, peri_refusal *why, peri_error *err)
{
    const double wanted = *value;
    const peri_order_type type = order->type;
    if (peri_order_is_price(order, field))
        *value = rounded(security, wanted);
    if (isfinite(wanted) && *value > 0.0)
        return PERI_OK;
    char was[PERI_NUMBER_TEXT];
    peri_number_format(wanted, was);
    *why = PERI_REFUSAL_INVALID_REQUEST;
    return peri_fail(err, PERI_EINVAL, "%s order for %s: %s %s is not finite and > 0",
                     peri_order_type_name(type), security->ticker, peri_order_field_name(field),
                     was);
}

/* Where a trailing stop begins: the trailing amount away from the last price. */
static double first_stop(const peri_security *security, const peri_order *order)
{
    const double distance = order->trailing_as_percentage ? security->price * order->trailing_amount
                                                          : order->trailing_amount;
    return order->quantity > 0.0 ? security->price + distance : security->price - distance;
}

int peri_order_take_prices(const peri_security *security, const peri_order_request *request,
                           peri_order *order, peri_refusal *why, peri_error *err)
{
    const unsigned has = peri_order_fields(order->type);
    order->trailing_as_percentage =
        (has & PERI_FIELD_TRAILING_AMOUNT) && request->trailing_as_percentage;
    order->trailing_amount = (has & PERI_FIELD_TRAILING_AMOUNT) ? request->trailing_amount : 0.0;
    order->limit_price = (has & PERI_FIELD_LIMIT_PRICE) ? request->limit_price : 0.0;
    order->stop_price = (has & PERI_FIELD_STOP_PRICE) ? request->stop_price : 0.0;
    order->trigger_price = (has & PERI_FIELD_TRIGGER_PRICE) ? request->trigger_price : 0.0;
    if (order->type == PERI_ORDER_TRAILING_STOP && order->trailing_amount > 0.0 &&
        order->stop_price == 0.0)
        order->stop_price = first_stop(security, order);
    for (int i = PERI_ORDER_PRICES; i > 0; i--) { /* a wrong amount: before its stop */
        const unsigned field = peri_order_prices[i - 1];
        const int rc = (has & field)
                           ? take(security, order, field, peri_order_field(order, field), why, err)
                           : PERI_OK;
        if (rc != PERI_OK)
            return rc;
    }
    return PERI_OK;
}

/* Decimals of a number as one writes it: 4 of 0.0025. */
static int decimals(double value)
{
    char text[PERI_NUMBER_TEXT];
    int n = 0;
    peri_number_format(value, text);
    const char *exponent = strchr(text, 'e'), *point = strchr(text, '.');
    if (point)
        n = (int)((exponent ? exponent : text + strlen(text)) - point) - 1;
    if (exponent) {
        double power = 0.0;
        peri_number_parse(exponent + (exponent[1] == '+' ? 2 : 1), text + strlen(text), &power);
        n -= (int)power;
    }
    return n > 0 ? n : 0;
}

/* LEAN's: "Trailing Amount: $2", "Trailing Amount: 0.2500%". Its decimals keep their scale. */
const char *peri_order_default_tag(const peri_order *order, double amount, char tag[PERI_ORDER_TAG])
{
    char text[2 * PERI_ORDER_TAG + 400];
    if (order->type != PERI_ORDER_TRAILING_STOP)
        return NULL;
    const int scale = decimals(amount);
    if (order->trailing_as_percentage)
        snprintf(text, sizeof text, "Trailing Amount: %.*f%%", scale, amount * 100.0);
    else
        snprintf(text, sizeof text, "Trailing Amount: $%.*f", scale, amount);
    peri_order_set_tag(tag, text);
    return tag;
}

/* As LEAN does: prices the type does not have are left out; but not when nothing else is wanted. */
static int drop_strangers(const peri_security *security, const peri_order *order,
                          peri_order_update *update, peri_refusal *why, peri_error *err)
{
    const unsigned has = peri_order_fields(order->type) | PERI_FIELD_QUANTITY | PERI_FIELD_TAG;
    const unsigned strange = update->fields & ~has;
    if (strange == 0 || strange != update->fields) {
        update->fields &= has;
        return PERI_OK;
    }
    *why = PERI_REFUSAL_INVALID_REQUEST;
    return peri_fail(err, PERI_EINVAL, "update: order %lld for %s is a %s order, without a %s",
                     (long long)order->id, security->ticker, peri_order_type_name(order->type),
                     peri_order_field_name(strange & (~strange + 1)));
}

bool peri_order_may_be(const peri_order *order, double quantity)
{
    const double filled = order->filled_quantity;
    return filled == 0.0 || (quantity - filled) * filled > 0.0;
}

static int check_left(const peri_security *security, const peri_order *order, double quantity,
                      peri_refusal *why, peri_error *err)
{
    if (peri_order_may_be(order, quantity))
        return PERI_OK;
    *why = PERI_REFUSAL_INVALID_REQUEST;
    return peri_fail(err, PERI_EINVAL,
                     "update: order %lld for %s: quantity %.15g leaves nothing, %.15g are filled",
                     (long long)order->id, security->ticker, quantity, order->filled_quantity);
}

int peri_order_check_update(const peri_security *security, const peri_order *order,
                            peri_order_update *update, peri_refusal *why, peri_error *err)
{
    int rc = drop_strangers(security, order, update, why, err);
    if (rc == PERI_OK && (update->fields & PERI_FIELD_QUANTITY))
        rc = peri_admission_quantity(security, update->quantity, &update->quantity, why, err);
    if (rc == PERI_OK && (update->fields & PERI_FIELD_QUANTITY))
        rc = check_left(security, order, update->quantity, why, err);
    for (int i = 0; i < PERI_ORDER_PRICES && rc == PERI_OK; i++) {
        const unsigned field = peri_order_prices[i];
        if (update->fields & field)
            rc = take(security, order, field, peri_order_update_place(update, field), why, err);
    }
    return rc;
}
