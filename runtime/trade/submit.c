/* submit.c - a request becomes an order. Layer 3. */
#include <assert.h>

#include "trade/broker_internal.h"

/* What was to be seen when the order was submitted, whatever became of it. */
static void note_prices(peri_order *order, const peri_security *security)
{
    order->has_submission = true;
    order->last_price = security->close;
    order->bid_price = peri_security_side_price(security, false);
    order->ask_price = peri_security_side_price(security, true);
}

/* Whether it can be paid, and the brokerage takes it; else the order knows why not. A model that
   fails refuses nothing. */
static int judge(peri_broker *broker, peri_order *order, bool *accepted, char *why, size_t size,
                 peri_error *err)
{
    peri_refusal refusal = PERI_REFUSAL_INSUFFICIENT_BUYING_POWER;
    int rc = peri_broker_affords_order(broker, order, accepted, why, size, err);
    if (rc == PERI_OK && *accepted) {
        refusal = PERI_REFUSAL_BROKERAGE_SUBMIT;
        rc = peri_broker_ask(broker, PERI_DEED_SUBMIT, order, NULL, accepted, why, size, err);
    }
    order->refusal = rc == PERI_OK && !*accepted ? refusal : PERI_REFUSAL_NONE;
    return rc;
}

/* A model failed, so that nobody knows whether it may be: nothing is told, and it is open no more.
 */
static void give_up(peri_broker *broker, peri_order *order)
{
    peri_order_list_unlink(broker, order);
    order->status = PERI_STATUS_INVALID;
    order->refusal = PERI_REFUSAL_PROCESSING_ERROR;
    peri_broker_changed(broker, order->id);
}

/* New -> Submitted (or Invalid) -> the first fill attempt. What is asked for between is done
   between. */
static int start(peri_broker *broker, peri_order *order, int64_t now_ns, peri_error *err)
{
    int rc = peri_broker_apply_changes(broker, now_ns, err);
    if (rc != PERI_OK || !peri_order_is_open(order))
        return rc;
    peri_order_event event;
    peri_broker_event(order, now_ns, &event);
    bool accepted = false;
    note_prices(order, broker->slots[order->security].security);
    rc = judge(broker, order, &accepted, event.message, sizeof event.message, err);
    if (rc != PERI_OK)
        give_up(broker, order);
    if (rc != PERI_OK)
        return rc;
    if (!accepted)
        return peri_broker_close_order(broker, order, PERI_STATUS_INVALID, &event, err);
    event.message[0] = '\0'; /* whatever a model that found all well has left */
    order->accepted = true;
    order->status = event.status = PERI_STATUS_SUBMITTED;
    rc = peri_broker_emit(broker, order, &event, err);
    if (rc == PERI_OK)
        rc = peri_broker_apply_changes(broker, now_ns, err);
    if (rc != PERI_OK || !peri_order_is_open(order))
        return rc; /* the listener may have cancelled it */
    return peri_broker_attempt(broker, order, now_ns, err);
}

/* The tag it is given, or that of its type; `room` receives the text. */
static const char *tag_of(const peri_order_request *request, const peri_order *order,
                          char room[PERI_ORDER_TAG])
{
    if (!request->tag)
        return peri_order_default_tag(order, request->trailing_amount, room);
    peri_order_set_tag(room, request->tag);
    return room;
}

/* The order a request would make, but for its id and tag; or why it makes none. */
static int make(peri_broker *broker, const peri_order_request *request, int64_t now_ns,
                peri_order *order, peri_error *err)
{
    const peri_security *security = broker->slots[request->security].security;
    peri_refusal *why = &broker->refusal;
    *order = (peri_order){.security = request->security,
                          .type = request->type,
                          .time_in_force = request->time_in_force,
                          .expiry_local_ns = request->expiry_local_ns};
    int rc = peri_admission_quantity(security, request->quantity, &order->quantity, why, err);
    if (rc == PERI_OK)
        rc = peri_admission_price(security, why, err);
    if (rc == PERI_OK)
        rc = peri_admission_count(broker, security, why, err);
    if (rc == PERI_OK)
        rc = peri_admission_time(security, request->time_ns, now_ns, &order->created_ns, why, err);
    if (rc == PERI_OK)
        rc = peri_admission_type(broker, request, now_ns, &order->type, why, err);
    if (rc == PERI_OK)
        rc = peri_order_take_prices(security, request, order, why, err);
    if (rc != PERI_OK)
        return rc;
    order->converted = order->type != request->type;
    order->dated = request->time_ns != 0;
    order->submitted_open = peri_hours_is_open(security->hours, now_ns, false);
    order->expires_ns = peri_order_expiry(broker, security, order);
    return peri_broker_check_depth(broker, security->ticker, err);
}

int peri_broker_send(peri_broker *broker, const peri_order_request *request, int64_t now_ns,
                     int64_t *id, peri_error *err)
{
    assert(request->security >= 0 && (size_t)request->security < broker->slot_count);
    peri_order made;
    char tag[PERI_ORDER_TAG];
    *id = 0;
    broker->refusal = PERI_REFUSAL_NONE;
    const int rc = make(broker, request, now_ns, &made, err);
    if (rc != PERI_OK)
        return rc;
    made.tag = tag_of(request, &made, tag);
    peri_order *order = peri_order_list_append(broker, &made);
    if (!order) {
        broker->refusal = PERI_REFUSAL_PROCESSING_ERROR;
        return peri_fail(err, PERI_ENOMEM, "order for %s: no memory",
                         broker->slots[request->security].security->ticker);
    }
    *id = order->id;
    const int started = start(broker, order, now_ns, err);
    broker->refusal = order->refusal; /* whatever listeners were refused: there is an order */
    return started;
}
