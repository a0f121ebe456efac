/* targets.c - several targets at once. Source: lean-engine facts, 5. Layer 5. */
#include "engine/engine_internal.h"

#include <math.h>

static bool is_target(const peri_target *targets, size_t n, int32_t security)
{
    for (size_t i = 0; i < n; i++)
        if (targets[i].security == security)
            return true;
    return false;
}

static bool reduces(const peri_engine *engine, const peri_target *target)
{
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    return portfolio->holdings[target->security].quantity * target->quantity < 0;
}

static double value_of(const peri_engine *engine, const peri_target *target)
{
    const peri_security *security = &engine->securities[target->security]->security;
    return fabs(target->quantity * security->price * security->unit);
}

static bool is_before(const peri_engine *engine, const peri_target *a, const peri_target *b)
{
    const bool first = reduces(engine, a), second = reduces(engine, b);
    return first != second ? first : value_of(engine, a) > value_of(engine, b);
}

/* Stable, and short enough for what a script writes down. */
static void sort(const peri_engine *engine, peri_target *targets, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const peri_target moved = targets[i];
        size_t at = i;
        for (; at > 0 && is_before(engine, &moved, &targets[at - 1]); at--)
            targets[at] = targets[at - 1];
        targets[at] = moved;
    }
}

/* Appends the ids of the orders it sent. */
static int close_others(peri_engine *engine, const peri_order_request *like,
                        const peri_target *targets, size_t n, peri_order_ids *sent, peri_error *err)
{
    int32_t security = peri_engine_next_by_ticker(engine, -1);
    int rc = PERI_OK;
    for (; security >= 0 && rc == PERI_OK; security = peri_engine_next_by_ticker(engine, security))
        if (!is_target(targets, n, security))
            rc = peri_engine_liquidate(engine, security, like->tag, like, sent, err);
    return rc;
}

static int find_quantity(peri_engine *engine, peri_target *target, peri_error *err)
{
    const int rc = peri_broker_target_quantity(engine->broker, target->security, target->fraction,
                                               &target->quantity, &target->why, err);
    engine->refusal = rc == PERI_OK ? PERI_REFUSAL_NONE : target->why;
    return rc;
}

static int send(peri_engine *engine, const peri_order_request *like, const peri_target *target,
                peri_order_ids *sent, peri_error *err)
{
    peri_order_request request = *like;
    request.security = target->security;
    request.quantity = target->quantity;
    if (target->quantity != 0)
        return peri_engine_send_listed(engine, &request, sent, err);
    peri_engine_notice_no_order(engine, target);
    return PERI_OK;
}

int peri_engine_set_target(peri_engine *engine, const peri_order_request *like, bool others,
                           peri_target *target, int64_t *id, peri_error *err)
{
    peri_order_ids sent = {.ids = id, .cap = 1};
    int rc = peri_engine_need_trading(engine, err);
    *id = 0;
    if (rc == PERI_OK)
        rc = find_quantity(engine, target, err);
    if (rc == PERI_OK && others)
        rc = close_others(engine, like, target, 1, NULL, err);
    return rc == PERI_OK ? send(engine, like, target, &sent, err) : rc;
}

int peri_engine_set_targets(peri_engine *engine, const peri_order_request *like, bool others,
                            peri_target *targets, size_t n, peri_order_ids *sent, peri_error *err)
{
    int rc = peri_engine_need_trading(engine, err);
    if (rc == PERI_OK && others)
        rc = close_others(engine, like, targets, n, sent, err);
    for (size_t i = 0; i < n && rc == PERI_OK; i++)
        rc = find_quantity(engine, &targets[i], err);
    if (rc != PERI_OK)
        return rc;
    sort(engine, targets, n);
    for (size_t i = 0; i < n && rc == PERI_OK; i++)
        rc = send(engine, like, &targets[i], sent, err);
    return rc;
}
