/* result.c - what a finished run says of itself. Layer 5. */
#include "engine/engine_internal.h"
#include "report/runtime_rows.h"

#include <string.h>

/* LEAN names a security by its identifier; the ticker stands for it where there is none. */
static const char *capacity_asset(peri_engine *engine)
{
    int32_t lowest = engine->capacity.lowest;
    if (lowest < 0)
        return NULL;
    const struct peri_subscribed *sub = engine->securities[lowest];
    return peri_engine_security_id(sub, engine->capacity_id) ? engine->capacity_id
                                                             : sub->security.ticker;
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

/* In a run LEAN's universe of what was added by hand has a point for each that comes or goes. */
static int64_t universe_changes(const peri_engine *engine)
{
    int64_t n = 0;
    for (size_t i = 0; i < engine->security_count; i++) {
        const struct peri_subscribed *sub = engine->securities[i];
        const bool left = sub->removed_ns != INT64_MIN && sub->removed_ns != PERI_NEVER;
        if (sub->security.type != PERI_TYPE_BASE)
            n += (sub->added_ns != INT64_MIN) + (left || sub->security.delisted);
    }
    return n;
}

void peri_engine_record(peri_engine *engine, peri_record *out)
{
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    const peri_trade_builder *built = peri_broker_trade_builder(engine->broker);
    *out = (peri_record){
        .equity = engine->sampler.equity,
        .equity_n = engine->sampler.equity_n,
        .days = engine->sampler.days,
        .days_n = engine->sampler.days_n,
        .trades = portfolio->trades,
        .trades_n = portfolio->trade_count,
        .built = built->trades,
        .built_n = built->trade_n,
        .built_orders = built->orders,
        .currency = portfolio->book.items[0].symbol,
        .start_equity = engine->sampler.start_equity,
        .has_cents = engine->starts_with_cents,
        .total_orders = (int64_t)peri_broker_order_count(engine->broker),
        .total_fees = portfolio->total_fees,
        .rates = &engine->rates,
        .trading_days = engine->brokerage->trading_days,
        .capacity = engine->capacity.value,
        .capacity_asset = capacity_asset(engine),
    };
    out->risk_free_rate = peri_record_risk_free_rate(out);
}

void peri_engine_fill_result(peri_engine *engine, peri_result *result)
{
    peri_record record;
    peri_engine_record(engine, &record);
    memset(result, 0, sizeof *result);
    result->summary = &engine->summary;
    const bool left = engine->leaving && !engine->has_ended; /* else there was nothing to leave */
    result->status = engine->stop || left ? "Stopped" : "Completed";
    result->steps = engine->steps;
    result->data_points = engine->data_points;
    result->processed = engine->data_points + universes(engine) + universe_changes(engine) +
                        peri_benchmark_points(engine) + engine->conversions.points;
    result->rows = engine->read.rows;
    result->bad_rows = engine->read.bad_rows;
    result->read_ns = engine->read_ns;
    result->run_ns = engine->run_ns;
    result->invalid_orders = engine->invalid_orders;
    result->trainings = engine->saver.trainings_before + peri_trainer_count(engine->trainer);
    memcpy(result->first_bad, engine->read.first_bad, sizeof result->first_bad);
    peri_statistics_compute(&record, &result->statistics);
}

/* -- the strategy's own --------------------------------------------------------------------- */

static int set_row(peri_custom_rows *rows, bool is_taken, const char *name, size_t name_len,
                   const char *text, size_t text_len, peri_error *err)
{
    if (is_taken)
        return peri_fail(err, PERI_EINVAL, "the name '%s' is one of the engine's own statistics",
                         name);
    return peri_custom_rows_set(rows, name, name_len, text, text_len, err);
}

int peri_engine_set_summary_statistic(peri_engine *engine, const char *name, size_t name_len,
                                      const char *text, size_t text_len, peri_error *err)
{
    return set_row(&engine->summary, peri_statistics_has_key(name), name, name_len, text, text_len,
                   err);
}

int peri_engine_set_runtime_statistic(peri_engine *engine, const char *name, size_t name_len,
                                      const char *text, size_t text_len, peri_error *err)
{
    return set_row(&engine->runtime, peri_runtime_has_key(name), name, name_len, text, text_len,
                   err);
}

const peri_custom_rows *peri_engine_summary_statistics(const peri_engine *engine)
{
    return &engine->summary;
}

const peri_custom_rows *peri_engine_runtime_statistics(const peri_engine *engine)
{
    return &engine->runtime;
}
