/* admission.c - what an order must satisfy to exist, and the type it gets. Layer 3. */
#include <math.h>

#include "market/number.h"
#include "trade/broker_internal.h"

int peri_admission_quantity(const peri_security *security, double quantity, double *rounded,
                            peri_refusal *why, peri_error *err)
{
    char was[PERI_NUMBER_TEXT];
    *why = PERI_REFUSAL_INVALID_REQUEST;
    if (!isfinite(quantity)) {
        peri_number_format(quantity, was);
        return peri_fail(err, PERI_EINVAL, "order for %s: quantity %s is not a finite number",
                         security->ticker, was);
    }
    *why = PERI_REFUSAL_QUANTITY_ZERO;
    if (quantity == 0.0)
        return peri_fail(err, PERI_EINVAL,
                         "order for %s: quantity 0 neither buys (> 0) nor sells (< 0)",
                         security->ticker);
    const double lots = peri_lot_round(quantity, security->lot_size);
    if (lots == 0.0) {
        char lot[PERI_NUMBER_TEXT];
        *why = PERI_REFUSAL_LESS_THAN_LOT_SIZE;
        peri_number_format(quantity, was);
        peri_number_format(security->lot_size, lot);
        return peri_fail(err, PERI_EINVAL, "order for %s: quantity %s is below the lot size of %s",
                         security->ticker, was, lot);
    }
    *why = PERI_REFUSAL_NONE;
    *rounded = lots;
    return PERI_OK;
}

int peri_admission_price(const peri_security *security, peri_refusal *why, peri_error *err)
{
    *why = PERI_REFUSAL_SECURITY_HAS_NO_DATA;
    if (!security->has_data)
        return peri_fail(err, PERI_EINVAL,
                         "%s has no price yet: no bar of it has arrived by this time",
                         security->ticker);
    if (!(isfinite(security->price) && security->price > 0.0)) {
        char was[PERI_NUMBER_TEXT];
        *why = PERI_REFUSAL_SECURITY_PRICE_ZERO;
        peri_number_format(security->price, was);
        return peri_fail(err, PERI_EINVAL, "%s: price %s is not finite and > 0", security->ticker,
                         was);
    }
    *why = PERI_REFUSAL_CONVERSION_RATE_ZERO;
    if (!(security->unit > 0.0))
        return peri_fail(err, PERI_EINVAL,
                         "%s: the rate of the currency it is quoted in is not known yet: no price "
                         "of the pair that converts it has arrived by this time",
                         security->ticker);
    *why = PERI_REFUSAL_NONE;
    return PERI_OK;
}

int peri_admission_count(const peri_broker *broker, const peri_security *security,
                         peri_refusal *why, peri_error *err)
{
    if ((int64_t)broker->nodes.n <= broker->max_orders)
        return PERI_OK;
    *why = PERI_REFUSAL_EXCEEDED_MAXIMUM_ORDERS;
    return peri_fail(err, PERI_ELIMIT,
                     "order for %s: %zu orders were made, more than the maximum of %lld",
                     security->ticker, broker->nodes.n, (long long)broker->max_orders);
}

int peri_admission_time(const peri_security *security, int64_t time_ns, int64_t now_ns,
                        int64_t *made_ns, peri_refusal *why, peri_error *err)
{
    char was[PERI_TIME_TEXT], now[PERI_TIME_TEXT];
    *made_ns = time_ns != 0 ? time_ns : now_ns;
    if (*made_ns <= now_ns)
        return PERI_OK;
    *why = PERI_REFUSAL_INVALID_REQUEST;
    peri_time_format(time_ns, was);
    peri_time_format(now_ns, now);
    return peri_fail(err, PERI_EINVAL, "order for %s: its time, %s UTC, is later than now, %s UTC",
                     security->ticker, was, now);
}

static bool near_close(const peri_security *security, int64_t now_ns, int64_t buffer_ns)
{
    return peri_hours_next_close(security->hours, now_ns, false) - now_ns < buffer_ns;
}

/* Market orders that cannot fill at a current price. */
static peri_order_type converted(const peri_security *security, int64_t now_ns, int64_t buffer_ns)
{
    if (peri_hours_is_always_open(security->hours))
        return PERI_ORDER_MARKET;
    if (!peri_hours_is_open(security->hours, now_ns, false))
        return PERI_ORDER_MARKET_ON_OPEN;
    if (security->resolution != PERI_RES_DAILY)
        return PERI_ORDER_MARKET;
    return near_close(security, now_ns, buffer_ns) ? PERI_ORDER_MARKET_ON_OPEN
                                                   : PERI_ORDER_MARKET_ON_CLOSE;
}

static int too_late(const peri_security *security, int64_t buffer_ns, peri_error *err)
{
    char minutes[PERI_NUMBER_TEXT];
    peri_number_format((double)buffer_ns / (double)PERI_MINUTE, minutes);
    return peri_fail(err, PERI_EINVAL,
                     "MarketOnClose order for %s: less than %s minutes are left until the close",
                     security->ticker, minutes);
}

/* MarketOnOpen and MarketOnClose. */
static int check_session(const peri_security *security, int64_t now_ns, int64_t buffer_ns,
                         peri_order_type type, peri_refusal *why, peri_error *err)
{
    const char *name = peri_order_type_name(type);
    *why = PERI_REFUSAL_UNSUPPORTED_REQUEST_TYPE;
    if (peri_hours_is_always_open(security->hours))
        return peri_fail(err, PERI_EINVAL,
                         "%s order for %s: its market never closes; use a Market order", name,
                         security->ticker);
    *why = PERI_REFUSAL_MARKET_ON_OPEN_WHILE_OPEN;
    if (type == PERI_ORDER_MARKET_ON_OPEN && security->resolution != PERI_RES_DAILY &&
        peri_hours_is_open(security->hours, now_ns, false))
        return peri_fail(err, PERI_EINVAL,
                         "%s order for %s: the market is open; it must be made while it is closed",
                         name, security->ticker);
    *why = PERI_REFUSAL_MARKET_ON_CLOSE_TOO_LATE;
    if (type == PERI_ORDER_MARKET_ON_CLOSE && near_close(security, now_ns, buffer_ns))
        return too_late(security, buffer_ns, err);
    *why = PERI_REFUSAL_NONE;
    return PERI_OK;
}

int peri_admission_type(const peri_broker *broker, const peri_order_request *request,
                        int64_t now_ns, peri_order_type *type, peri_refusal *why, peri_error *err)
{
    const struct broker_slot *slot = &broker->slots[request->security];
    const int64_t buffer_ns = broker->rules.close_buffer_ns;
    *type = request->type;
    if (*type == PERI_ORDER_MARKET_ON_OPEN || *type == PERI_ORDER_MARKET_ON_CLOSE)
        return check_session(slot->security, now_ns, buffer_ns, *type, why, err);
    if (*type == PERI_ORDER_MARKET && !slot->fill.market_orders_wait && !request->keeps_type)
        *type = converted(slot->security, now_ns, buffer_ns);
    return PERI_OK;
}
