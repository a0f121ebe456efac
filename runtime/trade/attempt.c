/* attempt.c - what happens to an open order when it is tried: it expires, cannot be paid, fills, or
 * stays. Layer 3. */
#include <math.h>
#include <stdio.h>

#include "trade/broker_internal.h"

/* is_whole: it completes the order, and nothing was taken off */
static void add_fill(peri_order *order, const peri_order_event *event, bool is_whole)
{
    const double before = order->filled_quantity;
    const double sum = is_whole ? order->quantity : before + event->fill_quantity;
    order->average_fill_price =
        before == 0.0
            ? event->fill_price
            : (before * order->average_fill_price + event->fill_quantity * event->fill_price) /
                  (before + event->fill_quantity);
    order->filled_quantity = sum;
    order->fee = event->fee;
    order->last_fill_ns = event->time_ns;
}

/* The order stays open; a cancel that waits for it waits on. */
static int tell_part(peri_broker *broker, peri_order *order, peri_order_event *event,
                     peri_error *err)
{
    event->status = PERI_STATUS_PARTIALLY_FILLED;
    if (order->status != PERI_STATUS_CANCEL_PENDING)
        order->status = PERI_STATUS_PARTIALLY_FILLED;
    return peri_broker_emit(broker, order, event, err);
}

static bool completes_order(const peri_broker *broker, const peri_order *order, double quantity)
{
    const double left = peri_order_remaining(order) - quantity;
    return fabs(left) < broker->slots[order->security].security->lot_size / 2.0;
}

static void build_trade(peri_broker *broker, const peri_order *order, const peri_order_event *event)
{
    const peri_trade_fill fill = {
        .security = order->security,
        .order_id = order->id,
        .time_ns = event->time_ns,
        .quantity = event->fill_quantity,
        .price = event->fill_price,
        .fee = event->fee,
        .rate = broker->slots[order->security].security->unit,
    };
    peri_trade_builder_fill(&broker->trades, &fill);
}

int peri_broker_book(peri_broker *broker, peri_order *order, double quantity, double price,
                     peri_money fee, peri_order_event *event, peri_error *err)
{
    const bool completes = completes_order(broker, order, quantity);
    const bool is_less = peri_fee_is_off(broker->slots[order->security].security, quantity, fee);
    const double got = is_less ? peri_lot_sum(quantity, -fee.amount) : quantity;
    int rc = peri_trade_builder_reserve(&broker->trades, order->security);
    if (rc == PERI_OK)
        rc = peri_portfolio_fill(&broker->portfolio, order->security, event->time_ns, got, price,
                                 fee);
    if (rc != PERI_OK)
        return peri_fail(err, rc, "order %lld for %s: no memory to book its fill",
                         (long long)order->id, broker->slots[order->security].security->ticker);
    event->fill_quantity = got;
    event->fill_price = price;
    event->fee = fee.amount * broker->portfolio.book.items[fee.cash].rate;
    build_trade(broker, order, event);
    add_fill(order, event, completes && !is_less);
    return completes ? peri_broker_close_order(broker, order, PERI_STATUS_FILLED, event, err)
                     : tell_part(broker, order, event, err);
}

static int expire(peri_broker *broker, peri_order *order, int64_t now_ns, peri_error *err)
{
    peri_order_event event;
    peri_broker_event(order, now_ns, &event);
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

bool peri_fill_fits(const peri_security *security, const peri_order *order, double quantity)
{
    const double left = peri_order_remaining(order);
    return quantity * left > 0.0 && fabs(quantity) < fabs(left) + security->lot_size / 2.0;
}

static int check_fill(const peri_security *security, const peri_order *order, peri_fill *fill,
                      peri_error *err)
{
    const double left = peri_order_remaining(order);
    if (!isfinite(fill->price) || fill->price <= 0.0)
        return peri_fail(err, PERI_EINVAL,
                         "the fill model of %s filled order %lld at %g, expected a price above 0",
                         security->ticker, (long long)order->id, fill->price);
    if (fill->quantity == 0.0)
        fill->quantity = left;
    const bool fits = peri_fill_fits(security, order, fill->quantity);
    if (fits && fabs(fill->quantity) > fabs(left))
        fill->quantity = left;
    return fits ? PERI_OK
                : peri_fail(err, PERI_EINVAL,
                            "the fill model of %s filled %.15g of order %lld, of which %.15g of "
                            "%.15g remain",
                            security->ticker, fill->quantity, (long long)order->id, left,
                            order->quantity);
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
    return rc == PERI_OK && fill->fills ? check_fill(attempt.security, order, fill, err) : rc;
}

/* event: of the order as it is, at this time */
static int try_fill(peri_broker *broker, peri_order *order, peri_order_event *event,
                    peri_error *err)
{
    const double stop_price = order->stop_price;
    const bool triggered = order->triggered;
    peri_fill fill;
    fill.fills = false;
    fill.price = fill.quantity = 0.0;
    fill.warning = NULL; /* to clear the text as well would take longer than the rest */
    const int rc = ask_model(broker, order, event->time_ns, &fill, err);
    if (order->stop_price != stop_price || order->triggered != triggered)
        peri_broker_changed(broker, order->id);
    if (rc != PERI_OK || !fill.fills)
        return rc;
    event->message[0] = '\0'; /* whatever a model that found all well has left */
    if (fill.warning)
        snprintf(event->message, sizeof event->message, "%s", fill.warning);
    /* As in LEAN the fee, that of the whole order, comes with the fill that completes it. */
    peri_money fee = {0};
    if (completes_order(broker, order, fill.quantity)) {
        const int failed = peri_broker_order_fee_money(broker, order, &fee, err);
        if (failed != PERI_OK)
            return failed;
    }
    return peri_broker_book(broker, order, fill.quantity, fill.price, fee, event, err);
}

int peri_broker_attempt(peri_broker *broker, peri_order *order, int64_t now_ns, peri_error *err)
{
    bool affordable = false;
    if (order->type != PERI_ORDER_MARKET && order->created_ns >= now_ns)
        return PERI_OK; /* never in the instant it was made */
    if (now_ns >= order->expires_ns)
        return expire(broker, order, now_ns, err);
    bool may = true;
    peri_order_event event;
    peri_broker_event(order, now_ns, &event);
    int rc = peri_broker_ask(broker, PERI_DEED_EXECUTE, order, NULL, &may, event.message,
                             sizeof event.message, err);
    if (rc != PERI_OK || !may)
        return rc;
    rc = peri_broker_affords_order(broker, order, &affordable, event.message, sizeof event.message,
                                   err);
    if (rc != PERI_OK)
        return rc;
    if (affordable)
        return try_fill(broker, order, &event, err);
    if (order->status == PERI_STATUS_CANCEL_PENDING)
        return PERI_OK; /* its cancel comes next */
    order->refusal = PERI_REFUSAL_INSUFFICIENT_BUYING_POWER;
    return peri_broker_close_order(broker, order, PERI_STATUS_INVALID, &event, err);
}

int peri_broker_process(peri_broker *broker, int64_t now_ns, peri_error *err)
{
    const int rc = peri_broker_apply_changes(broker, now_ns, err);
    const int64_t last = broker->last_open;
    int64_t id = broker->first_open;
    if (rc != PERI_OK)
        return rc;
    while (id != 0 && id <= last) {
        struct broker_node *node = peri_order_list_find(broker, id);
        if (peri_order_is_open(&node->order)) {
            const int failed = peri_broker_attempt(broker, &node->order, now_ns, err);
            if (failed != PERI_OK)
                return failed;
        }
        id = node->next_open;
    }
    return PERI_OK;
}
