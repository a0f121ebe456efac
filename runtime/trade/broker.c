/* broker.c - the life of orders: submitted, filled, cancelled, refused. Layer 3. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "market/number.h"
#include "trade/broker_internal.h"

enum {
    DEPTH_MAX = 32 /* a listener that answers every fill with an order must not eat the C stack */
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
    peri_portfolio_init(&broker->portfolio, cash);
    *out = broker;
    return PERI_OK;
}

void peri_broker_close(peri_broker *broker)
{
    if (!broker)
        return;
    peri_portfolio_deinit(&broker->portfolio);
    peri_free(broker->slots);
    peri_free(broker->nodes);
    peri_free(broker);
}

void peri_broker_set_listener(peri_broker *broker, peri_order_listener listener, void *ctx)
{
    broker->listener = listener;
    broker->listener_ctx = ctx;
}

void peri_broker_set_cash(peri_broker *broker, double cash)
{
    assert(broker->node_count == 0 && isfinite(cash));
    broker->portfolio.cash = cash;
}

int peri_broker_add_security(peri_broker *broker, const peri_security *security, peri_error *err)
{
    assert(security->index == (int32_t)broker->slot_count);
    void *slots = broker->slots;
    int rc = peri_grow(&slots, &broker->slot_cap, broker->slot_count + 1, sizeof *broker->slots);
    broker->slots = slots;
    if (rc == PERI_OK)
        rc = peri_portfolio_add_security(&broker->portfolio, security->index);
    if (rc != PERI_OK)
        return peri_fail(err, rc, "%s: no memory for one more security", security->ticker);
    broker->slots[broker->slot_count++] = (struct broker_slot){
        .security = security,
        .fee = security->type == PERI_TYPE_EQUITY ? peri_fee_interactive_brokers()
                                                  : peri_fee_constant(0.0),
        .fill = peri_fill_immediate()};
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

const peri_fee_model *peri_broker_fee_model(const peri_broker *broker, int32_t security)
{
    return &broker->slots[security].fee;
}

const peri_fill_model *peri_broker_fill_model(const peri_broker *broker, int32_t security)
{
    return &broker->slots[security].fill;
}

peri_portfolio *peri_broker_portfolio(peri_broker *broker)
{
    return &broker->portfolio;
}

/* Tell the listener. Orders may have moved, and this one may be closed, when it returns. */
static int emit(peri_broker *broker, const peri_order_event *event, peri_error *err)
{
    if (!broker->listener)
        return PERI_OK;
    broker->depth++;
    const int rc = broker->listener(broker->listener_ctx, event, err);
    broker->depth--;
    return rc;
}

static peri_order_event event_of(const peri_order *order, int64_t now_ns)
{
    return (peri_order_event){.order_id = order->id,
                              .security = order->security,
                              .time_ns = now_ns,
                              .status = order->status};
}

static int close_order(peri_broker *broker, peri_order *order, peri_order_status status,
                       peri_order_event *event, peri_error *err)
{
    peri_order_list_unlink(broker, order->id);
    order->status = status;
    event->status = status;
    return emit(broker, event, err);
}

/* Book a fill of the whole order. */
static int fill(peri_broker *broker, peri_order *order, double price, peri_order_event *event,
                peri_error *err)
{
    const struct broker_slot *slot = &broker->slots[order->security];
    const double fee = slot->fee.fee(&slot->fee, slot->security, order->quantity, price);
    const int rc = peri_portfolio_fill(&broker->portfolio, order->security, event->time_ns,
                                       order->quantity, price, fee);
    if (rc != PERI_OK)
        return peri_fail(err, rc, "order %lld for %s: no memory to book its fill",
                         (long long)order->id, slot->security->ticker);
    order->filled_quantity = event->fill_quantity = order->quantity;
    order->average_fill_price = event->fill_price = price;
    order->fee = event->fee = fee;
    order->last_fill_ns = event->time_ns;
    return close_order(broker, order, PERI_STATUS_FILLED, event, err);
}

/* One fill attempt of an open order. */
static int attempt(peri_broker *broker, int64_t id, bool bar_is_new, int64_t now_ns,
                   peri_error *err)
{
    peri_order *order = &peri_order_list_find(broker, id)->order;
    const struct broker_slot *slot = &broker->slots[order->security];
    double price;
    if (!slot->fill.fill(&slot->fill, order, slot->security, bar_is_new, now_ns, &price))
        return PERI_OK;
    peri_order_event event = event_of(order, now_ns);
    if (!peri_margin_suffices(broker, order, event.message, sizeof event.message))
        return close_order(broker, order, PERI_STATUS_INVALID, &event, err);
    return fill(broker, order, price, &event, err);
}

/* New -> Submitted (or Invalid) -> the first fill attempt. */
static int start(peri_broker *broker, int64_t id, int64_t now_ns, peri_error *err)
{
    peri_order *order = &peri_order_list_find(broker, id)->order;
    peri_order_event event = event_of(order, now_ns);
    if (!peri_margin_suffices(broker, order, event.message, sizeof event.message))
        return close_order(broker, order, PERI_STATUS_INVALID, &event, err);
    order->status = event.status = PERI_STATUS_SUBMITTED;
    const int rc = emit(broker, &event, err);
    if (rc != PERI_OK || !peri_order_is_open(peri_broker_order(broker, id)))
        return rc; /* the listener may have cancelled it */
    return attempt(broker, id, false, now_ns, err);
}

static void set_tag(peri_order *order, const char *tag)
{
    size_t len = strlen(tag);
    if (len >= sizeof order->tag) {
        len = sizeof order->tag - 1;
        while (len > 0 && ((unsigned char)tag[len] & 0xC0) == 0x80)
            len--; /* do not cut inside a UTF-8 sequence */
    }
    memcpy(order->tag, tag, len);
    order->tag[len] = '\0';
}

static int check_depth(const peri_broker *broker, const char *ticker, peri_error *err)
{
    if (broker->depth < DEPTH_MAX)
        return PERI_OK;
    return peri_fail(err, PERI_ELIMIT,
                     "order for %s: order events are nested %d deep; a handler of order events "
                     "must not answer every event with another order",
                     ticker, DEPTH_MAX);
}

int peri_broker_submit(peri_broker *broker, int32_t security, double quantity, peri_order_type type,
                       const char *tag, int64_t now_ns, int64_t *id, peri_error *err)
{
    assert(security >= 0 && (size_t)security < broker->slot_count);
    const struct broker_slot *slot = &broker->slots[security];
    const peri_security *of = slot->security;
    double whole = 0.0;
    int rc = peri_admission_quantity(of, quantity, &whole, err);

    *id = 0;
    if (rc == PERI_OK)
        rc = peri_admission_price(of, err);
    if (rc == PERI_OK)
        rc = peri_admission_type(slot, now_ns, &type, err);
    if (rc == PERI_OK)
        rc = check_depth(broker, of->ticker, err);
    if (rc != PERI_OK)
        return rc;
    peri_order *order = peri_order_list_append(broker);
    if (!order)
        return peri_fail(err, PERI_ENOMEM, "order for %s: no memory", of->ticker);
    order->security = security;
    order->type = type;
    order->quantity = whole;
    order->created_ns = now_ns;
    order->submitted_open = peri_hours_is_open(of->hours, now_ns, false);
    set_tag(order, tag ? tag : "");
    *id = order->id;
    return start(broker, order->id, now_ns, err);
}

int peri_broker_cancel(peri_broker *broker, int64_t id, int64_t now_ns, peri_error *err)
{
    struct broker_node *node = peri_order_list_find(broker, id);
    if (!node)
        return peri_fail(err, PERI_ENOTFOUND, "cancel: there is no order %lld (%zu were made)",
                         (long long)id, broker->node_count);
    peri_order *order = &node->order;
    const char *ticker = broker->slots[order->security].security->ticker;
    if (!peri_order_is_open(order))
        return peri_fail(err, PERI_ESTATE, "cancel: order %lld for %s is not open any more (%s)",
                         (long long)id, ticker, peri_order_status_name(order->status));
    const int rc = check_depth(broker, ticker, err);
    if (rc != PERI_OK)
        return rc;
    peri_order_event event = event_of(order, now_ns);
    return close_order(broker, order, PERI_STATUS_CANCELED, &event, err);
}

int peri_broker_process(peri_broker *broker, int64_t now_ns, peri_error *err)
{
    const int64_t last = broker->last_open;
    int64_t id = broker->first_open;
    while (id != 0 && id <= last) {
        const peri_order *order = peri_broker_order(broker, id);
        if (peri_order_is_open(order)) {
            const peri_security *security = broker->slots[order->security].security;
            const bool is_new = security->has_data && security->arrived_ns == now_ns;
            const int rc = attempt(broker, id, is_new, now_ns, err);
            if (rc != PERI_OK)
                return rc;
        }
        id = peri_order_list_find(broker, id)->next_open;
    }
    return PERI_OK;
}
