/* changes.c - updates and cancels: asked for at once, processed later, in their order. Layer 3. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "trade/broker_internal.h"

/* -- the queue ------------------------------------------------------------------------------- */

static int push(peri_broker *broker, const peri_order_change *change, peri_error *err)
{
    struct broker_queue *queue = &broker->queue;
    void *changes = queue->changes;
    if (queue->head == queue->count)
        queue->head = queue->count = 0;
    if (peri_grow(&changes, &queue->cap, queue->count + 1, sizeof *queue->changes) != PERI_OK) {
        broker->refusal = PERI_REFUSAL_PROCESSING_ERROR;
        return peri_fail(err, PERI_ENOMEM, "order %lld: no memory to change it",
                         (long long)change->order_id);
    }
    queue->changes = changes;
    queue->changes[queue->count++] = *change;
    return PERI_OK;
}

size_t peri_broker_change_count(const peri_broker *broker)
{
    return broker->queue.count - broker->queue.head;
}

const peri_order_change *peri_broker_change(const peri_broker *broker, size_t i)
{
    assert(i < peri_broker_change_count(broker));
    return &broker->queue.changes[broker->queue.head + i];
}

int peri_broker_restore_change(peri_broker *broker, const peri_order_change *change,
                               peri_error *err)
{
    return push(broker, change, err);
}

/* -- processing ------------------------------------------------------------------------------ */

/* All but the tag. */
static void copy_numbers(peri_order *order, const peri_order_update *update)
{
    if (update->fields & PERI_FIELD_QUANTITY)
        order->quantity = update->quantity;
    for (int i = 0; i < PERI_ORDER_PRICES; i++) {
        const unsigned field = peri_order_prices[i];
        if (update->fields & field)
            *peri_order_field(order, field) = peri_order_update_field(update, field);
    }
}

/* Of an order of the list. */
static int copy_fields(peri_broker *broker, peri_order *order, const peri_order_update *update,
                       peri_error *err)
{
    const bool has_tag = update->fields & PERI_FIELD_TAG;
    const int rc = has_tag ? peri_order_list_set_tag(broker, order, update->tag, err) : PERI_OK;
    if (rc == PERI_OK)
        copy_numbers(order, update);
    return rc;
}

static bool takes_prices(const peri_order *order)
{
    return peri_order_is_open(order) && order->status != PERI_STATUS_CANCEL_PENDING;
}

/* What an order is to become, and what stands against it. */
struct trial {
    const peri_order_update *update;
    bool possible;
    peri_refusal refusal;
    char why[sizeof((peri_order_event *)NULL)->message];
};

static int refuse(struct trial *trial, peri_refusal refusal)
{
    trial->possible = false;
    trial->refusal = refusal;
    return PERI_OK;
}

/* LEAN asks for the margin of the order as it would be. A part that was filled since the update was
   asked for may have used it up. */
static int try_update(const peri_broker *broker, const peri_order *order, struct trial *trial,
                      peri_error *err)
{
    peri_order updated = *order;
    copy_numbers(&updated, trial->update);
    if (trial->update->fields & PERI_FIELD_TAG)
        updated.tag = trial->update->tag;
    if (!peri_order_may_be(order, updated.quantity)) {
        snprintf(trial->why, sizeof trial->why, "quantity %.15g leaves nothing, %.15g are filled",
                 updated.quantity, order->filled_quantity);
        return refuse(trial, PERI_REFUSAL_INVALID_REQUEST);
    }
    int rc = peri_broker_ask(broker, PERI_DEED_UPDATE, order, trial->update, &trial->possible,
                             trial->why, sizeof trial->why, err);
    if (rc != PERI_OK || !trial->possible)
        return rc == PERI_OK ? refuse(trial, PERI_REFUSAL_BROKERAGE_UPDATE) : rc;
    rc = peri_broker_affords_order(broker, &updated, &trial->possible, trial->why,
                                   sizeof trial->why, err);
    if (rc == PERI_OK && !trial->possible)
        refuse(trial, PERI_REFUSAL_INSUFFICIENT_BUYING_POWER);
    return rc;
}

/* The order stays as it was. */
static void drop(const peri_broker *broker, int64_t id, peri_refusal refusal, const char *why)
{
    peri_broker_changed(broker, id);
    if (broker->update_listener)
        broker->update_listener(broker->update_listener_ctx, id, refusal, why);
}

/* It may have been filled since, or is to be cancelled. */
static int change_tag(peri_broker *broker, peri_order *order, const peri_order_update *update,
                      peri_error *err)
{
    char why[sizeof((peri_order_event *)NULL)->message];
    if (update->fields == PERI_FIELD_TAG) {
        const int rc = copy_fields(broker, order, update, err);
        peri_broker_changed(broker, order->id);
        return rc;
    }
    snprintf(why, sizeof why, "it is %s by now", peri_order_status_name(order->status));
    drop(broker, order->id, PERI_REFUSAL_INVALID_ORDER_STATUS, why);
    return PERI_OK;
}

static int apply_update(peri_broker *broker, peri_order *order, const peri_order_update *update,
                        int64_t now_ns, peri_error *err)
{
    struct trial trial = {.update = update};
    const int64_t id = order->id;
    if (!takes_prices(order)) /* LEAN notes no time then: it has no event */
        return change_tag(broker, order, update, err);
    order->last_update_ns = now_ns;
    int rc = try_update(broker, order, &trial, err);
    if (rc == PERI_OK && trial.possible)
        rc = copy_fields(broker, order, update, err);
    if (rc != PERI_OK)
        peri_broker_changed(broker, id);
    else if (!trial.possible)
        drop(broker, id, trial.refusal, trial.why);
    if (rc != PERI_OK || !trial.possible)
        return rc;
    order->status = PERI_STATUS_UPDATE_SUBMITTED;
    peri_order_event event;
    peri_broker_event(order, now_ns, &event);
    return peri_broker_emit(broker, order, &event, err);
}

static int apply(peri_broker *broker, const peri_order_change *change, int64_t now_ns,
                 peri_error *err)
{
    peri_order *order = &peri_order_list_find(broker, change->order_id)->order;
    if (!change->cancels)
        return apply_update(broker, order, &change->update, now_ns, err);
    if (!peri_order_is_open(order))
        return PERI_OK;
    peri_order_event event;
    peri_broker_event(order, now_ns, &event);
    return peri_broker_close_order(broker, order, PERI_STATUS_CANCELED, &event, err);
}

int peri_broker_apply_waiting(peri_broker *broker, int64_t now_ns, peri_error *err)
{
    for (size_t n = peri_broker_change_count(broker); n > 0; n--) {
        if (peri_broker_change_count(broker) == 0)
            break; /* a listener's submission has processed them */
        const peri_order_change change = *peri_broker_change(broker, 0);
        broker->queue.head++;
        const int rc = apply(broker, &change, now_ns, err);
        if (rc != PERI_OK)
            return rc;
    }
    return PERI_OK;
}

/* -- asking ---------------------------------------------------------------------------------- */

static struct broker_node *find(peri_broker *broker, int64_t id, const char *what, peri_error *err)
{
    struct broker_node *node = peri_order_list_find(broker, id);
    broker->refusal = node ? PERI_REFUSAL_NONE : PERI_REFUSAL_UNABLE_TO_FIND_ORDER;
    if (!node)
        peri_fail(err, PERI_ENOTFOUND, "%s: there is no order %lld (%zu were made)", what,
                  (long long)id, broker->nodes.n);
    return node;
}

static int wrong_status(peri_broker *broker, const peri_order *order, const char *what,
                        peri_error *err)
{
    const char *ticker = broker->slots[order->security].security->ticker;
    broker->refusal = PERI_REFUSAL_INVALID_ORDER_STATUS;
    if (order->status == PERI_STATUS_CANCEL_PENDING)
        return peri_fail(err, PERI_ESTATE, "%s: order %lld for %s is to be cancelled already", what,
                         (long long)order->id, ticker);
    return peri_fail(err, PERI_ESTATE, "%s: order %lld for %s is not open any more (%s)", what,
                     (long long)order->id, ticker, peri_order_status_name(order->status));
}

int peri_broker_cancel(peri_broker *broker, int64_t id, const char *tag, int64_t now_ns,
                       peri_error *err)
{
    struct broker_node *node = find(broker, id, "cancel", err);
    if (!node)
        return PERI_ENOTFOUND;
    peri_order *order = &node->order;
    int rc = PERI_OK;
    if (tag && order->status != PERI_STATUS_CANCEL_PENDING) {
        rc = peri_order_list_set_tag(broker, order, tag, err);
        peri_broker_changed(broker, id);
    }
    if (rc != PERI_OK) {
        broker->refusal = PERI_REFUSAL_PROCESSING_ERROR;
        return rc;
    }
    if (!takes_prices(order))
        return wrong_status(broker, order, "cancel", err);
    rc = peri_broker_check_depth(broker, broker->slots[order->security].security->ticker, err);
    if (rc == PERI_OK)
        rc = push(broker, &(peri_order_change){.order_id = id, .cancels = true}, err);
    if (rc != PERI_OK)
        return rc;
    order->status = PERI_STATUS_CANCEL_PENDING;
    peri_order_event event;
    peri_broker_event(order, now_ns, &event);
    rc = peri_broker_emit(broker, order, &event, err);
    broker->refusal = PERI_REFUSAL_NONE; /* whatever the listener was refused */
    return rc;
}

int peri_broker_update(peri_broker *broker, int64_t id, const peri_order_update *update,
                       int64_t now_ns, peri_error *err)
{
    struct broker_node *node = find(broker, id, "update", err);
    if (!node)
        return PERI_ENOTFOUND;
    peri_order *order = &node->order;
    peri_order_change change = {.order_id = id, .update = *update};
    int rc = PERI_OK;
    if (!takes_prices(order) && update->fields != PERI_FIELD_TAG)
        rc = wrong_status(broker, order, "update", err);
    else
        rc = peri_order_check_update(broker->slots[order->security].security, order, &change.update,
                                     &broker->refusal, err);
    if (rc == PERI_OK)
        rc = push(broker, &change, err);
    else
        order->last_update_ns = now_ns; /* as in LEAN */
    peri_broker_changed(broker, id);
    return rc;
}
