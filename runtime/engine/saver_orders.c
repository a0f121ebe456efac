/* saver_orders.c - see saver_parts.h. Layer 5. */
#include "engine/saver_parts.h"

#include <math.h>
#include <string.h>

#include "engine/engine_internal.h"

static bool has_its_prices(const peri_order *order)
{
    peri_order copy = *order;
    for (int i = 0; i < PERI_ORDER_PRICES; i++) {
        const unsigned field = peri_order_prices[i];
        const bool has = (peri_order_fields(order->type) & field) != 0;
        if (has != (*peri_order_field(&copy, field) != 0))
            return false;
    }
    return true;
}

static bool is_order(const peri_order *order)
{
    return peri_name_has(peri_order_type_names, (int)order->type) &&
           peri_name_has(peri_order_status_names, (int)order->status) && order->quantity != 0 &&
           isfinite(order->quantity) && has_its_prices(order) &&
           (order->refusal == PERI_REFUSAL_NONE ||
            order->refusal == PERI_REFUSAL_INSUFFICIENT_BUYING_POWER ||
            order->refusal == PERI_REFUSAL_BROKERAGE_SUBMIT) &&
           peri_name_has(peri_time_in_force_names, (int)order->time_in_force);
}

static int take_order(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    const peri_resume *resume = ctx;
    peri_order order;
    char tag[PERI_ORDER_TAG] = "";
    memset(&order, 0, sizeof order);
    peri_code_order(codec, &order, tag);
    order.security = peri_resume_index(resume, order.security);
    peri_broker *broker = resume->engine->broker;
    codec->failed |= order.security < 0 || order.id != id || !is_order(&order) ||
                     id != (int64_t)peri_broker_order_count(broker) + 1;
    return peri_codec_is_done(codec) ? peri_broker_restore_order(broker, &order, err) : PERI_OK;
}

int peri_saver_put_events(peri_engine *engine, int64_t n, peri_error *err)
{
    int rc = PERI_OK;
    for (int64_t i = engine->saver.events; i < n && rc == PERI_OK; i++) {
        peri_order_event event;
        peri_broker_past_event(engine->broker, i + 1, &event);
        peri_codec codec = peri_saver_begin_record(&engine->saver);
        peri_code_event(&codec, &event);
        rc = peri_saver_put(&engine->saver, PERI_SAVED_EVENT, i, err);
    }
    return rc;
}

static int take_event(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    const peri_resume *resume = ctx;
    peri_broker *broker = resume->engine->broker;
    peri_order_event event;
    (void)id;
    memset(&event, 0, sizeof event);
    peri_code_event(codec, &event);
    codec->failed |= !peri_broker_order(broker, event.order_id) ||
                     !peri_name_has(peri_order_status_names, (int)event.status);
    return peri_codec_is_done(codec) ? peri_broker_restore_event(broker, &event, err) : PERI_OK;
}

/* It was checked when it was asked for: what it sets belongs to its order. */
static bool is_change(const peri_broker *broker, const peri_order_change *change)
{
    const peri_order *order = peri_broker_order(broker, change->order_id);
    const peri_order_update *update = &change->update;
    const unsigned both = PERI_FIELD_QUANTITY | PERI_FIELD_TAG;
    if (!order || (update->fields & ~(peri_order_fields(order->type) | both)))
        return false;
    for (unsigned field = PERI_FIELD_LIMIT_PRICE; field < PERI_FIELD_TAG; field *= 2)
        if ((update->fields & field) && peri_order_update_field(update, field) <= 0)
            return false;
    return !(update->fields & PERI_FIELD_QUANTITY) || update->quantity != 0;
}

static int take_change(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    const peri_resume *resume = ctx;
    peri_broker *broker = resume->engine->broker;
    peri_order_change change;
    (void)id;
    memset(&change, 0, sizeof change);
    peri_code_change(codec, &change);
    codec->failed |= !is_change(broker, &change);
    return peri_codec_is_done(codec) ? peri_broker_restore_change(broker, &change, err) : PERI_OK;
}

int peri_saver_resume_orders(const peri_resume *resume, peri_error *err)
{
    peri_run_db *db = resume->engine->saver.db;
    void *ctx = (void *)resume;
    int rc = peri_saved_each(db, PERI_SAVED_ORDER, resume->head->orders, take_order, ctx, err);
    if (rc == PERI_OK)
        rc = peri_saved_each(db, PERI_SAVED_EVENT, resume->head->events, take_event, ctx, err);
    if (rc == PERI_OK)
        rc = peri_saved_each(db, PERI_SAVED_CHANGE, resume->head->changes, take_change, ctx, err);
    return rc;
}
