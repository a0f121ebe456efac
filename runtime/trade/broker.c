/* broker.c - the broker itself: what it is made of and told, and whom it tells. Layer 3. */
#include <assert.h>
#include <math.h>

#include "base/mem.h"
#include "market/number.h"
#include "trade/broker_internal.h"

enum {
    DEPTH_MAX = 32,    /* a listener that answers every fill with an order must not eat the stack */
    MAX_ORDERS = 10000 /* LEAN's */
};

int peri_broker_open(double cash, peri_broker **out, peri_error *err)
{
    if (!isfinite(cash)) {
        char was[PERI_NUMBER_TEXT];
        peri_number_format(cash, was);
        return peri_fail(err, PERI_EINVAL, "broker: cash %s is not a finite number", was);
    }
    peri_broker *broker = peri_calloc(1, sizeof *broker);
    if (!broker)
        return peri_fail(err, PERI_ENOMEM, "broker: no memory");
    if (peri_portfolio_init(&broker->portfolio, cash) != PERI_OK) {
        peri_free(broker);
        return peri_fail(err, PERI_ENOMEM, "broker: no memory");
    }
    peri_trade_builder_init(&broker->trades);
    broker->nodes.size = sizeof(struct broker_node);
    broker->events.size = sizeof(struct broker_event);
    broker->details.size = sizeof(struct broker_detail);
    broker->max_orders = MAX_ORDERS;
    broker->stale_ns = PERI_HOUR;
    broker->rules = peri_trade_rules_default();
    *out = broker;
    return PERI_OK;
}

void peri_broker_close(peri_broker *broker)
{
    if (!broker)
        return;
    peri_portfolio_deinit(&broker->portfolio);
    peri_trade_builder_deinit(&broker->trades);
    peri_order_events_deinit(broker);
    peri_free(broker->queue.changes);
    peri_free(broker->slots);
    peri_order_list_deinit(broker);
    peri_free(broker);
}

void peri_broker_set_listener(peri_broker *broker, peri_order_listener listener, void *ctx)
{
    broker->listener = listener;
    broker->listener_ctx = ctx;
}

void peri_broker_set_watcher(peri_broker *broker, peri_order_watcher watcher, void *ctx)
{
    broker->watcher = watcher;
    broker->watcher_ctx = ctx;
}

void peri_broker_set_update_listener(peri_broker *broker, peri_update_listener listener, void *ctx)
{
    broker->update_listener = listener;
    broker->update_listener_ctx = ctx;
}

void peri_broker_set_judge(peri_broker *broker, peri_order_judge judge, void *ctx)
{
    broker->judge = judge;
    broker->judge_ctx = ctx;
}

int peri_broker_ask(const peri_broker *broker, peri_order_deed deed, const peri_order *order,
                    const peri_order_update *update, bool *may, char *why, size_t size,
                    peri_error *err)
{
    *may = true;
    return broker->judge
               ? broker->judge(broker->judge_ctx, deed, broker->slots[order->security].security,
                               order, update, may, why, size, err)
               : PERI_OK;
}

int peri_broker_add_security(peri_broker *broker, const peri_security *security, peri_fee_model fee,
                             peri_error *err)
{
    assert(security->index == (int32_t)broker->slot_count);
    void *slots = broker->slots;
    int rc = peri_grow(&slots, &broker->slot_cap, broker->slot_count + 1, sizeof *broker->slots);
    broker->slots = slots;
    if (rc == PERI_OK)
        rc = peri_portfolio_add_security(&broker->portfolio, security);
    if (rc == PERI_OK)
        rc = peri_trade_builder_add_security(&broker->trades, security->index);
    if (rc != PERI_OK)
        return peri_fail(err, rc, "%s: no memory for one more security", security->ticker);
    broker->slots[broker->slot_count++] = (struct broker_slot){.security = security,
                                                               .fee = fee,
                                                               .fill = peri_fill_immediate(),
                                                               .slippage = peri_slippage_null(),
                                                               .margin = peri_margin_by_leverage()};
    return PERI_OK;
}

void peri_broker_set_fee_model(peri_broker *broker, int32_t security, peri_fee_model model)
{
    broker->slots[security].fee = model;
}

void peri_broker_set_fill_model(peri_broker *broker, int32_t security, peri_fill_model model)
{
    broker->slots[security].fill = model;
}

void peri_broker_set_slippage_model(peri_broker *broker, int32_t security,
                                    peri_slippage_model model)
{
    broker->slots[security].slippage = model;
}

void peri_broker_set_margin_model(peri_broker *broker, int32_t security, peri_margin_model model)
{
    broker->slots[security].margin = model;
}

void peri_broker_set_settlement(peri_broker *broker, int32_t security, peri_settlement settlement)
{
    broker->portfolio.holdings[security].settlement = settlement;
}

const peri_margin_model *peri_broker_margin_model(const peri_broker *broker, int32_t security)
{
    return &broker->slots[security].margin;
}

const peri_fee_model *peri_broker_fee_model(const peri_broker *broker, int32_t security)
{
    return &broker->slots[security].fee;
}

const peri_slippage_model *peri_broker_slippage_model(const peri_broker *broker, int32_t security)
{
    return &broker->slots[security].slippage;
}

const peri_fill_model *peri_broker_fill_model(const peri_broker *broker, int32_t security)
{
    return &broker->slots[security].fill;
}

void peri_broker_set_max_orders(peri_broker *broker, int64_t most)
{
    broker->max_orders = most;
}

int64_t peri_broker_max_orders(const peri_broker *broker)
{
    return broker->max_orders;
}

void peri_broker_set_stale_price_span(peri_broker *broker, int64_t span_ns)
{
    assert(span_ns >= 0);
    broker->stale_ns = span_ns;
}

int64_t peri_broker_stale_price_span(const peri_broker *broker)
{
    return broker->stale_ns;
}

peri_trade_rules *peri_broker_rules(peri_broker *broker)
{
    return &broker->rules;
}

void peri_broker_set_currency_zone(peri_broker *broker, const peri_zone *zone)
{
    broker->currency_zone = zone;
}

peri_refusal peri_broker_refusal(const peri_broker *broker)
{
    return broker->refusal;
}

peri_portfolio *peri_broker_portfolio(peri_broker *broker)
{
    return &broker->portfolio;
}

peri_trade_builder *peri_broker_trade_builder(peri_broker *broker)
{
    return &broker->trades;
}

int peri_broker_emit(peri_broker *broker, peri_order *order, const peri_order_event *event,
                     peri_error *err)
{
    int rc = peri_order_events_add(broker, (struct broker_node *)order, event, err);
    if (rc != PERI_OK || !broker->listener)
        return rc;
    broker->depth++;
    rc = broker->listener(broker->listener_ctx, event, err);
    broker->depth--;
    return rc;
}

void peri_broker_event(const peri_order *order, int64_t now_ns, peri_order_event *out)
{
    out->order_id = order->id;
    out->security = order->security;
    out->time_ns = now_ns;
    out->status = order->status;
    out->fill_quantity = out->fill_price = out->fee = 0.0;
    out->message[0] = '\0'; /* to clear all of it would take longer than the rest */
}

int peri_broker_close_order(peri_broker *broker, peri_order *order, peri_order_status status,
                            peri_order_event *event, peri_error *err)
{
    peri_order_list_unlink(broker, order);
    order->status = status;
    event->status = status;
    if (status == PERI_STATUS_CANCELED)
        order->canceled_ns = event->time_ns;
    return peri_broker_emit(broker, order, event, err);
}

void peri_broker_changed(const peri_broker *broker, int64_t id)
{
    if (broker->watcher)
        broker->watcher(broker->watcher_ctx, id);
}

int peri_broker_check_depth(peri_broker *broker, const char *ticker, peri_error *err)
{
    if (broker->depth < DEPTH_MAX)
        return PERI_OK;
    broker->refusal = PERI_REFUSAL_PROCESSING_ERROR;
    return peri_fail(err, PERI_ELIMIT,
                     "order for %s: order events are nested %d deep; a handler of order events "
                     "must not answer every event with another order",
                     ticker, DEPTH_MAX);
}
