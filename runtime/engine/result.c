/* result.c - what a finished run says of itself. Layer 5. */
#include "engine/engine_internal.h"

#include "market/security_id.h"

#include <string.h>

/* LEAN's risk-free rate: the mean of the rates at the UTC dates of all equity points. */
static double risk_free_rate(const peri_engine *engine)
{
    const peri_sampler *sampler = &engine->sampler;
    double sum = 0;
    for (size_t i = 0; i < sampler->equity_n; i++)
        sum += peri_interest_rate_on(&engine->rates, peri_time_date(sampler->equity[i].time_ns));
    return sampler->equity_n > 0 ? sum / (double)sampler->equity_n : 0;
}

/* LEAN names a security by its identifier; the ticker stands for it where there is none. */
static const char *capacity_asset(const peri_engine *engine, char id[PERI_SECURITY_ID_TEXT])
{
    int32_t lowest = engine->capacity.lowest;
    if (lowest < 0)
        return NULL;
    const struct peri_subscribed *sub = engine->securities[lowest];
    return peri_engine_security_id(sub, id) ? id : sub->security.ticker;
}

static bool was_in_set_up(const struct peri_subscribed *sub)
{
    return sub->added_ns == INT64_MIN && sub->security.type != PERI_TYPE_BASE;
}

static bool same_universe(const peri_security *a, const peri_security *b)
{
    return a->type == b->type && strcmp(a->market, b->market) == 0;
}

/* How many pairs of type and market the securities of Initialize have. */
static int64_t universes(const peri_engine *engine)
{
    int64_t n = 0;
    for (size_t i = 0; i < engine->security_count; i++) {
        const struct peri_subscribed *sub = engine->securities[i];
        bool is_first = was_in_set_up(sub);
        for (size_t k = 0; k < i && is_first; k++)
            is_first = !was_in_set_up(engine->securities[k]) ||
                       !same_universe(&engine->securities[k]->security, &sub->security);
        n += is_first;
    }
    return n;
}

void peri_engine_fill_result(peri_engine *engine, peri_result *result)
{
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    char id[PERI_SECURITY_ID_TEXT];
    peri_record record = {
        .equity = engine->sampler.equity,
        .equity_n = engine->sampler.equity_n,
        .days = engine->sampler.days,
        .days_n = engine->sampler.days_n,
        .trades = portfolio->trades,
        .trades_n = portfolio->trade_count,
        .currency = portfolio->book.items[0].symbol,
        .start_equity = engine->sampler.start_equity,
        .has_currencies = engine->starts_with_currencies,
        .total_orders = (int64_t)peri_broker_order_count(engine->broker),
        .total_fees = portfolio->total_fees,
        .risk_free_rate = risk_free_rate(engine),
        .trading_days = engine->brokerage->trading_days,
        .capacity = engine->capacity.value,
        .capacity_asset = capacity_asset(engine, id),
    };
    memset(result, 0, sizeof *result);
    result->status = engine->stop || engine->leaving ? "Stopped" : "Completed";
    result->steps = engine->steps;
    result->data_points = engine->data_points;
    result->processed = engine->data_points + universes(engine) + peri_benchmark_points(engine) +
                        engine->conversions.points;
    result->rows = engine->read.rows;
    result->bad_rows = engine->read.bad_rows;
    result->read_ns = engine->read_ns;
    result->run_ns = engine->run_ns;
    result->invalid_orders = engine->invalid_orders;
    result->trainings = engine->saver.trainings_before + peri_trainer_count(engine->trainer);
    memcpy(result->first_bad, engine->read.first_bad, sizeof result->first_bad);
    peri_statistics_compute(&record, &result->statistics);
}
