/* trading.c - orders as a strategy sends them: checks of state, targets, liquidation. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"

#include <string.h>

static const char FROM_MODEL[] = "a model cannot send or change orders: it is asked for one";

static int refuse(peri_engine *engine, peri_refusal refusal, const char *text, peri_error *err)
{
    engine->refusal = refusal;
    return peri_fail(err, PERI_ESTATE, "%s", text);
}

int peri_engine_need_trading(peri_engine *engine, peri_error *err)
{
    if (engine->phase == PERI_PHASE_SETUP)
        return refuse(engine, PERI_REFUSAL_PRE_ORDER_CHECKS,
                      "orders cannot be sent in Initialize: send them from OnData or a "
                      "scheduled function",
                      err);
    if (engine->phase == PERI_PHASE_ENDED)
        return refuse(engine, PERI_REFUSAL_PRE_ORDER_CHECKS,
                      "orders cannot be sent when the data have ended", err);
    if (engine->held_orders > 0)
        return refuse(engine, PERI_REFUSAL_PRE_ORDER_CHECKS, FROM_MODEL, err);
    if (engine->warming_up)
        return refuse(engine, PERI_REFUSAL_WARMING_UP,
                      "orders cannot be sent while warming up: test IsWarmingUp first", err);
    engine->refusal = PERI_REFUSAL_NONE;
    return PERI_OK;
}

/* What the broker said, as the engine's own. */
static int answered(peri_engine *engine, int rc)
{
    engine->refusal = peri_broker_refusal(engine->broker);
    return rc;
}

peri_refusal peri_engine_refusal(const peri_engine *engine)
{
    return engine->refusal;
}

int peri_engine_send(peri_engine *engine, const peri_order_request *request, int64_t *id,
                     peri_error *err)
{
    *id = 0;
    int rc = peri_engine_need_trading(engine, err);
    if (rc != PERI_OK)
        return rc;
    const peri_security *security = &engine->securities[request->security]->security;
    if (security->removed || security->delisted) {
        engine->refusal = PERI_REFUSAL_NON_TRADABLE_SECURITY;
        return peri_fail(err, PERI_ESTATE, "'%s' was %s: it takes no orders", security->ticker,
                         security->removed ? "removed" : "delisted");
    }
    rc = peri_broker_send(engine->broker, request, engine->clock_ns, id, err);
    if (*id != 0)
        peri_engine_notice_cut(engine, request->security, request->quantity);
    return answered(engine, rc);
}

int peri_engine_submit(peri_engine *engine, int32_t security, double quantity, const char *tag,
                       int64_t *id, peri_error *err)
{
    const peri_order_request request = {.security = security, .quantity = quantity, .tag = tag};
    return peri_engine_send(engine, &request, id, err);
}

/* While warming up there are orders in a run that goes on only. */
static int need_changes(peri_engine *engine, peri_error *err)
{
    if (engine->held_orders > 0)
        return refuse(engine, PERI_REFUSAL_PRE_ORDER_CHECKS, FROM_MODEL, err);
    if (!engine->warming_up || engine->phase != PERI_PHASE_RUNNING)
        return PERI_OK;
    return refuse(engine, PERI_REFUSAL_WARMING_UP, "orders cannot be changed while warming up",
                  err);
}

int peri_engine_cancel(peri_engine *engine, int64_t id, const char *tag, peri_error *err)
{
    const int rc = need_changes(engine, err);
    if (rc != PERI_OK)
        return rc;
    return answered(engine, peri_broker_cancel(engine->broker, id, tag, engine->clock_ns, err));
}

int peri_engine_update(peri_engine *engine, int64_t id, const peri_order_update *update,
                       peri_error *err)
{
    int rc = need_changes(engine, err);
    if (rc != PERI_OK)
        return rc;
    rc = peri_broker_update(engine->broker, id, update, engine->clock_ns, err);
    if (rc == PERI_OK && (update->fields & PERI_FIELD_QUANTITY))
        peri_engine_notice_cut(engine, peri_broker_order(engine->broker, id)->security,
                               update->quantity);
    return answered(engine, rc);
}

int peri_engine_cancel_open(peri_engine *engine, int32_t security, const char *tag, int64_t last,
                            int64_t *id, peri_error *err)
{
    peri_broker *broker = engine->broker;
    for (*id = peri_broker_next_open(broker, last); *id != 0;
         *id = peri_broker_next_open(broker, *id)) {
        const peri_order *order = peri_broker_order(broker, *id);
        if ((security < 0 || order->security == security) &&
            order->status != PERI_STATUS_CANCEL_PENDING)
            return peri_engine_cancel(engine, *id, tag, err);
    }
    return PERI_OK;
}

/* Ask to cancel all open orders but plain market ones. */
static int cancel_waiting(peri_engine *engine, int32_t security, const char *tag, peri_error *err)
{
    peri_broker *broker = engine->broker;
    int64_t next = 0;
    for (int64_t id = peri_broker_next_open(broker, 0); id != 0; id = next) {
        const peri_order *order = peri_broker_order(broker, id);
        const bool waits = order->security == security && order->type != PERI_ORDER_MARKET &&
                           order->status != PERI_STATUS_CANCEL_PENDING;
        const int rc = waits ? peri_engine_cancel(engine, id, tag, err) : PERI_OK;
        if (rc != PERI_OK)
            return rc;
        next = peri_broker_next_open(broker, id);
    }
    return PERI_OK;
}

int peri_engine_send_listed(peri_engine *engine, const peri_order_request *request,
                            peri_order_ids *sent, peri_error *err)
{
    int64_t id;
    const int rc = peri_engine_send(engine, request, &id, err);
    if (id != 0 && sent && sent->n < sent->cap)
        sent->ids[sent->n++] = id;
    return rc;
}

static int liquidate_one(peri_engine *engine, const peri_order_request *like, int32_t security,
                         peri_order_ids *sent, peri_error *err)
{
    peri_order_request request = *like;
    int rc = cancel_waiting(engine, security, like->tag, err);
    if (rc != PERI_OK)
        return rc;
    const double held = peri_broker_portfolio(engine->broker)->holdings[security].quantity;
    request.security = security;
    request.quantity = -(held + peri_broker_open_market_quantity(engine->broker, security));
    return request.quantity == 0 ? PERI_OK : peri_engine_send_listed(engine, &request, sent, err);
}

static int by_ticker(const peri_engine *engine, size_t a, size_t b)
{
    return strcmp(engine->securities[a]->security.ticker, engine->securities[b]->security.ticker);
}

int32_t peri_engine_next_by_ticker(const peri_engine *engine, int32_t last)
{
    int32_t best = -1;
    for (size_t i = 0; i < engine->security_count; i++) {
        if (engine->securities[i]->security.removed ||
            (last >= 0 && by_ticker(engine, i, (size_t)last) <= 0))
            continue;
        if (best < 0 || by_ticker(engine, i, (size_t)best) < 0)
            best = (int32_t)i;
    }
    return best;
}

static peri_order_request liquidation(const char *tag, const peri_order_request *like)
{
    peri_order_request request = {.time_in_force = PERI_TIF_GOOD_TIL_CANCELED};
    if (like)
        request = *like;
    request.type = PERI_ORDER_MARKET;
    request.tag = tag ? tag : "Liquidated";
    return request;
}

int peri_engine_close_position(peri_engine *engine, int32_t security, const char *tag,
                               const peri_order_request *like, peri_order_ids *sent,
                               peri_error *err)
{
    const peri_order_request request = liquidation(tag, like);
    int rc = peri_engine_need_trading(engine, err);
    const bool all = security < 0;
    if (all)
        security = peri_engine_next_by_ticker(engine, -1);
    while (rc == PERI_OK && security >= 0) {
        rc = liquidate_one(engine, &request, security, sent, err);
        security = all ? peri_engine_next_by_ticker(engine, security) : -1;
    }
    return rc;
}

int peri_engine_liquidate(peri_engine *engine, int32_t security, const char *tag,
                          const peri_order_request *like, peri_order_ids *sent, peri_error *err)
{
    static const char off[] = "nothing was liquidated: Settings.LiquidateEnabled is false";
    if (!engine->liquidate_is_off)
        return peri_engine_close_position(engine, security, tag, like, sent, err);
    const int rc = peri_engine_need_trading(engine, err);
    if (rc == PERI_OK)
        peri_engine_log(engine, PERI_LOG_DEBUG, off, sizeof off - 1);
    return rc;
}

void peri_engine_set_liquidates(peri_engine *engine, bool on)
{
    engine->liquidate_is_off = !on;
}

bool peri_engine_liquidates(const peri_engine *engine)
{
    return !engine->liquidate_is_off;
}

void peri_engine_hold_orders(peri_engine *engine, bool held)
{
    engine->held_orders += held ? 1 : -1;
}

peri_broker *peri_engine_broker(peri_engine *engine)
{
    return engine->broker;
}
