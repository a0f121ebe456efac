/* trading.c - orders as a strategy sends them: checks of state, targets, liquidation. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"

#include <string.h>

static int need_trading(const peri_engine *engine, peri_error *err)
{
    if (engine->phase == PERI_PHASE_SETUP)
        return peri_fail(err, PERI_ESTATE,
                         "orders cannot be sent in Initialize: send them from OnData or a "
                         "scheduled function");
    if (engine->phase == PERI_PHASE_ENDED)
        return peri_fail(err, PERI_ESTATE, "orders cannot be sent when the data have ended");
    if (engine->warming_up)
        return peri_fail(err, PERI_ESTATE,
                         "orders cannot be sent while warming up: test IsWarmingUp first");
    return PERI_OK;
}

int peri_engine_submit(peri_engine *engine, int32_t security, double quantity, const char *tag,
                       int64_t *id, peri_error *err)
{
    *id = 0;
    int rc = need_trading(engine, err);
    if (rc != PERI_OK)
        return rc;
    if (engine->securities[security]->security.removed)
        return peri_fail(err, PERI_ESTATE, "'%s' was removed: it takes no orders",
                         engine->securities[security]->security.ticker);
    return peri_broker_submit(engine->broker, security, quantity, PERI_ORDER_MARKET, tag,
                              engine->clock_ns, id, err);
}

int peri_engine_cancel(peri_engine *engine, int64_t id, peri_error *err)
{
    return peri_broker_cancel(engine->broker, id, engine->clock_ns, err);
}

int peri_engine_set_holdings(peri_engine *engine, int32_t security, double fraction,
                             const char *tag, int64_t *id, peri_error *err)
{
    double quantity = 0;
    *id = 0;
    int rc = need_trading(engine, err);
    if (rc == PERI_OK)
        rc = peri_broker_target_quantity(engine->broker, security, fraction, &quantity, err);
    if (rc != PERI_OK || quantity == 0)
        return rc;
    return peri_engine_submit(engine, security, quantity, tag, id, err);
}

/* Cancel what waits for an open or a close; plain market orders stay. */
static int cancel_waiting(peri_engine *engine, int32_t security, peri_error *err)
{
    int64_t count = (int64_t)peri_broker_order_count(engine->broker);
    for (int64_t id = 1; id <= count && peri_broker_has_open(engine->broker); id++) {
        const peri_order *order = peri_broker_order(engine->broker, id);
        if (order->security != security || order->type == PERI_ORDER_MARKET ||
            !peri_order_is_open(order))
            continue;
        int rc = peri_engine_cancel(engine, id, err);
        if (rc != PERI_OK)
            return rc;
    }
    return PERI_OK;
}

static int liquidate_one(peri_engine *engine, int32_t security, const char *tag, int64_t *id,
                         peri_error *err)
{
    *id = 0;
    int rc = cancel_waiting(engine, security, err);
    if (rc != PERI_OK)
        return rc;
    double held = peri_broker_portfolio(engine->broker)->holdings[security].quantity;
    double left = held + peri_broker_open_quantity(engine->broker, security);
    if (left == 0)
        return PERI_OK;
    return peri_engine_submit(engine, security, -left, tag ? tag : "Liquidated", id, err);
}

static int by_ticker(const peri_engine *engine, size_t a, size_t b)
{
    return strcmp(engine->securities[a]->security.ticker, engine->securities[b]->security.ticker);
}

/* The security that comes after `last` (-1: the first) in order of ticker, -1 when none does. */
static int32_t next_by_ticker(const peri_engine *engine, int32_t last)
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

int peri_engine_liquidate(peri_engine *engine, int32_t security, const char *tag, int64_t *ids,
                          size_t cap, size_t *n, peri_error *err)
{
    *n = 0;
    int rc = need_trading(engine, err);
    bool all = security < 0;
    if (all)
        security = next_by_ticker(engine, -1);
    while (rc == PERI_OK && security >= 0) {
        int64_t id;
        rc = liquidate_one(engine, security, tag, &id, err);
        if (id != 0 && ids && *n < cap)
            ids[*n] = id;
        if (id != 0)
            ++*n;
        security = all ? next_by_ticker(engine, security) : -1;
    }
    return rc;
}

int peri_engine_liquidate_except(peri_engine *engine, int32_t kept, peri_error *err)
{
    int rc = need_trading(engine, err);
    int32_t security = next_by_ticker(engine, -1);
    while (rc == PERI_OK && security >= 0) {
        int64_t id;
        if (security != kept)
            rc = liquidate_one(engine, security, NULL, &id, err);
        security = next_by_ticker(engine, security);
    }
    return rc;
}

peri_broker *peri_engine_broker(peri_engine *engine)
{
    return engine->broker;
}
