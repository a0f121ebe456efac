/* attempt.c - what happens to an open order when it is tried: it expires, cannot be paid, fills, or
 * stays. Layer 3. */
#include <math.h>
#include <stdio.h>

#include "trade/broker_internal.h"

/* Book a fill of the whole order. */
static int book(peri_broker *broker, peri_order *order, double price, peri_order_event *event,
                peri_error *err)
{
    peri_money fee = {0};
    int rc = peri_broker_order_fee_money(broker, order, &fee, err);
    if (rc != PERI_OK)
        return rc;
    rc = peri_portfolio_fill(&broker->portfolio, order->security, event->time_ns, order->quantity,
                             price, fee);
    if (rc != PERI_OK)
        return peri_fail(err, rc, "order %lld for %s: no memory to book its fill",
                         (long long)order->id, broker->slots[order->security].security->ticker);
    order->filled_quantity = event->fill_quantity = order->quantity;
    order->average_fill_price = event->fill_price = price;
    order->fee = event->fee = fee.amount * broker->portfolio.book.items[fee.cash].rate;
    order->last_fill_ns = event->time_ns;
    return peri_broker_close_order(broker, order, PERI_STATUS_FILLED, event, err);
}

static int expire(peri_broker *broker, peri_order *order, int64_t now_ns, peri_error *err)
{
    peri_order_event event = peri_broker_event(order, now_ns);
    snprintf(event.message, sizeof event.message, "the order has expired (%s)",
             peri_time_in_force_name(order->time_in_force));
    return peri_broker_close_order(broker, order, PERI_STATUS_CANCELED, &event, err);
}

/* None for orders with a limit: they fill at that, or better. */
static int slippage_of(const peri_broker *broker, const peri_order *order, double *slippage,
                       peri_error *err)
{
    const struct broker_slot *slot = &broker->slots[order->security];
    const peri_security *security = slot->security;
    const peri_slippage_model model = slot->slippage;
    *slippage = 0.0;
    if (peri_order_fields(order->type) & PERI_FIELD_LIMIT_PRICE)
        return PERI_OK;
    const int rc = model.slippage(&model, security, order, slippage, err);
    if (rc != PERI_OK || isfinite(*slippage))
        return rc;
    return peri_fail(err, PERI_EINVAL, "the slippage model of %s gave %g, expected a finite number",
                     security->ticker, *slippage);
}

static int ask_model(const peri_broker *broker, peri_order *order, int64_t now_ns, peri_fill *fill,
                     peri_error *err)
{
    const struct broker_slot *slot = &broker->slots[order->security];
    const peri_fill_model model = slot->fill; /* the slots may move while a script is asked */
    peri_fill_attempt attempt = {
        .security = slot->security, .order = order, .now_ns = now_ns, .stale_ns = broker->stale_ns};
    int rc = slippage_of(broker, order, &attempt.slippage, err);
    if (rc == PERI_OK)
        rc = model.fill(&model, &attempt, fill, err);
    if (rc != PERI_OK || !fill->fills || (isfinite(fill->price) && fill->price > 0.0))
        return rc;
    return peri_fail(err, PERI_EINVAL,
                     "the fill model of %s filled order %lld at %g, expected a price above 0",
                     attempt.security->ticker, (long long)order->id, fill->price);
}

static int try_fill(peri_broker *broker, peri_order *order, int64_t now_ns, peri_error *err)
{
    const double stop_price = order->stop_price;
    const bool triggered = order->triggered;
    peri_fill fill = {.fills = false};
    const int rc = ask_model(broker, order, now_ns, &fill, err);
    if (order->stop_price != stop_price || order->triggered != triggered)
        peri_broker_changed(broker, order->id);
    if (rc != PERI_OK || !fill.fills)
        return rc;
    peri_order_event event = peri_broker_event(order, now_ns);
    if (fill.warning)
        snprintf(event.message, sizeof event.message, "%s", fill.warning);
    return book(broker, order, fill.price, &event, err);
}

int peri_broker_affords_order(const peri_broker *broker, const peri_order *order, bool *affordable,
                              char *why, size_t size, peri_error *err)
{
    const peri_margin_model model = broker->slots[order->security].margin;
    return peri_broker_affords(broker, &model, order, affordable, why, size, err);
}

int peri_broker_attempt(peri_broker *broker, int64_t id, int64_t now_ns, peri_error *err)
{
    peri_order *order = &peri_order_list_find(broker, id)->order;
    bool affordable = false;
    if (order->type != PERI_ORDER_MARKET && order->created_ns >= now_ns)
        return PERI_OK; /* never in the instant it was made */
    if (now_ns >= order->expires_ns)
        return expire(broker, order, now_ns, err);
    peri_order_event event = peri_broker_event(order, now_ns);
    const int rc = peri_broker_affords_order(broker, order, &affordable, event.message,
                                             sizeof event.message, err);
    if (rc != PERI_OK)
        return rc;
    if (!affordable)
        return order->status == PERI_STATUS_CANCEL_PENDING
                   ? PERI_OK /* its cancel comes next */
                   : peri_broker_close_order(broker, order, PERI_STATUS_INVALID, &event, err);
    return try_fill(broker, order, now_ns, err);
}

int peri_broker_process(peri_broker *broker, int64_t now_ns, peri_error *err)
{
    const int rc = peri_broker_apply_changes(broker, now_ns, err);
    const int64_t last = broker->last_open;
    int64_t id = broker->first_open;
    if (rc != PERI_OK)
        return rc;
    while (id != 0 && id <= last) {
        if (peri_order_is_open(peri_broker_order(broker, id))) {
            const int failed = peri_broker_attempt(broker, id, now_ns, err);
            if (failed != PERI_OK)
                return failed;
        }
        id = peri_order_list_find(broker, id)->next_open;
    }
    return PERI_OK;
}
