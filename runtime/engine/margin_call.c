/* margin_call.c - positions that need more margin than there is are made smaller: the strategy is
 * told first. Source: lean-engine facts, 2.4 (step 10) and 6.3. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define EVERY_NS (5 * PERI_MINUTE)

static const double WARN_BELOW = 0.05; /* of the portfolio's value */
static const double CALL_ABOVE = 1.10; /* margin in use, of the portfolio's value */

/* A request, and what its position has lost: those that lost most come first. */
struct call {
    peri_margin_request request;
    double unrealized;
};

static bool all_open(const peri_engine *engine)
{
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    for (size_t i = 0; i < engine->security_count; i++)
        if (portfolio->holdings[i].quantity != 0.0 &&
            !peri_hours_is_open(engine->securities[i]->security.hours, engine->clock_ns, false))
            return false;
    return true;
}

/* The order that makes a position smaller by what is used too much; 0: none. */
static int reduction(peri_engine *engine, int32_t index, double excess, double *quantity,
                     peri_error *err)
{
    const peri_broker *broker = engine->broker;
    const peri_margin_model model = *peri_broker_margin_model(broker, index);
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    const double held = portfolio->holdings[index].quantity;
    const double value = peri_portfolio_total_value(portfolio);
    double used = 0.0;
    *quantity = 0.0;
    int rc = peri_broker_maintenance_margin(broker, &model, index, held, &used, err);
    if (rc != PERI_OK)
        return rc;
    double target = value > 0.0 && used > excess ? (used - excess) / value : 0.0;
    if (held < 0.0)
        target = -target;
    return peri_broker_margin_quantity(broker, &model, index, target, 0.0, quantity, err);
}

static int by_loss(const void *a, const void *b)
{
    const struct call *x = a, *y = b;
    if (x->unrealized != y->unrealized)
        return x->unrealized < y->unrealized ? -1 : 1;
    return x->request.security < y->request.security ? -1 : 1;
}

/* What to sell of each position: *n requests, in order of loss. requests: shape [securities] */
static int find_requests(peri_engine *engine, double excess, peri_margin_request *requests,
                         size_t *n, peri_error *err)
{
    const size_t all = engine->security_count;
    struct call *calls = peri_calloc(all, sizeof *calls);
    int rc = PERI_OK;
    *n = 0;
    if (!calls)
        return peri_fail(err, PERI_ENOMEM, "no memory for a margin call");
    for (size_t i = 0; i < all && rc == PERI_OK; i++) {
        const peri_holding *holding = &peri_broker_portfolio(engine->broker)->holdings[i];
        struct call *call = &calls[*n];
        if (holding->quantity == 0.0)
            continue;
        call->request.security = (int32_t)i;
        call->unrealized = peri_holding_unrealized(holding);
        rc = reduction(engine, (int32_t)i, excess, &call->request.quantity, err);
        *n += call->request.quantity != 0.0;
    }
    if (rc == PERI_OK && *n > 1)
        qsort(calls, *n, sizeof *calls, by_loss);
    for (size_t i = 0; i < *n && rc == PERI_OK; i++)
        requests[i] = calls[i].request;
    peri_free(calls);
    return rc;
}

static void tell(peri_engine *engine, const peri_margin_request *request)
{
    peri_engine_log_line(engine, PERI_LOG_ERROR, "margin call: %.10g of %s are ordered",
                         request->quantity, engine->securities[request->security]->security.ticker);
}

/* An order that is refused is told, and the next one may help. What fails otherwise ends the run.
 */
static int send(peri_engine *engine, const peri_margin_request *request, peri_error *err)
{
    char when[PERI_TIME_TEXT];
    peri_error said;
    int64_t id;
    tell(engine, request);
    const int rc =
        peri_engine_submit(engine, request->security, request->quantity, "Margin Call", &id, &said);
    if (rc == PERI_OK)
        return rc;
    const peri_refusal refusal = peri_engine_refusal(engine);
    if (id == 0 && refusal != PERI_REFUSAL_NONE) {
        peri_fail_prefix(&said, "margin call: refused [%s]: ", peri_refusal_name(refusal));
        peri_engine_log(engine, PERI_LOG_ERROR, said.text, strlen(said.text));
        return PERI_OK;
    }
    peri_time_format(peri_engine_local(engine), when);
    return peri_fail(err, rc, "margin call at %s: %s", when, said.text);
}

/* Until enough margin is left. */
static int send_all(peri_engine *engine, const peri_margin_request *requests, size_t n,
                    peri_error *err)
{
    double left = 0.0;
    int rc = peri_broker_margin_remaining(engine->broker, &left, err);
    for (size_t i = 0; i < n && rc == PERI_OK && left < 0.0; i++) {
        rc = send(engine, &requests[i], err);
        if (rc == PERI_OK)
            rc = peri_broker_margin_remaining(engine->broker, &left, err);
    }
    return rc;
}

static int warn(peri_engine *engine, peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    return strategy->on_margin_call_warning ? strategy->on_margin_call_warning(strategy->ctx, err)
                                            : PERI_OK;
}

/* There is no margin left, and much more is used than there should be. */
static int call(peri_engine *engine, double excess, peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    size_t n = 0;
    peri_margin_request *requests = peri_calloc(engine->security_count, sizeof *requests);
    if (!requests)
        return peri_fail(err, PERI_ENOMEM, "no memory for a margin call");
    int rc = find_requests(engine, excess, requests, &n, err);
    if (rc == PERI_OK && n == 0)
        rc = warn(engine, err);
    else if (rc == PERI_OK && strategy->on_margin_call)
        rc = strategy->on_margin_call(strategy->ctx, requests, &n, err);
    if (rc == PERI_OK)
        rc = send_all(engine, requests, n, err);
    peri_free(requests);
    return rc;
}

static int look(peri_engine *engine, peri_error *err)
{
    const double value = peri_portfolio_total_value(peri_broker_portfolio(engine->broker));
    double used = 0.0;
    int rc = peri_broker_margin_used(engine->broker, &used, err);
    const double left = value - used;
    if (rc != PERI_OK || used <= 0.0 || left > value * WARN_BELOW)
        return rc;
    if (left <= 0.0 && used > value * CALL_ABOVE && all_open(engine))
        return call(engine, used - value, err);
    return warn(engine, err);
}

/* Without borrowed money there is no call, however little is left. */
static bool is_leveraged(const peri_engine *engine, double used)
{
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    double cost = 0.0;
    for (size_t i = 0; i < portfolio->count; i++) {
        const peri_holding *holding = &portfolio->holdings[i];
        const double part = peri_holding_cost(holding);
        cost += part < 0.0 ? -part : part;
    }
    return cost > used;
}

int peri_engine_call_margin(peri_engine *engine, peri_error *err)
{
    double used = 0.0;
    if (engine->warming_up || engine->clock_ns < engine->next_margin_call_ns ||
        !peri_engine_goes_on(engine, PERI_OK))
        return PERI_OK;
    engine->next_margin_call_ns = engine->clock_ns + EVERY_NS;
    if (peri_broker_portfolio(engine->broker)->invested == 0)
        return PERI_OK;
    int rc = peri_broker_margin_used(engine->broker, &used, err);
    return rc == PERI_OK && used > 0.0 && is_leveraged(engine, used) ? look(engine, err) : rc;
}
