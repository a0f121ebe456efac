/* run.c - the time step, whose order is contractual (ARCHITECTURE.md), and the loop around it.
 * Layer 5. */
#include "engine/engine_internal.h"

#include <stdio.h>
#include <string.h>

enum {
    STEPS_PER_PROGRESS = 4096
};

static double equity_now(peri_engine *engine)
{
    return peri_portfolio_total_value(peri_broker_portfolio(engine->broker));
}

static void update_prices(peri_engine *engine, const peri_slice *slice)
{
    peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    for (size_t i = 0; i < slice->count; i++) {
        int32_t index = slice->present[i];
        if (!slice->is_new[index])
            continue;
        peri_security_update(&engine->securities[index]->security, slice->bars[index]);
        peri_portfolio_mark(portfolio, index, slice->bars[index]->close);
    }
}

static void update_indicators(peri_engine *engine, const peri_slice *slice)
{
    for (size_t i = 0; i < slice->count; i++) {
        const struct peri_subscribed *sub = engine->securities[slice->present[i]];
        const peri_bar *bar = slice->bars[slice->present[i]];
        for (size_t k = 0; k < sub->indicator_count; k++)
            peri_indicator_update(sub->indicators[k], bar);
    }
}

static int fill_orders(peri_engine *engine, const peri_slice *slice, peri_error *err)
{
    if (!peri_broker_has_open(engine->broker))
        return PERI_OK;
    return peri_broker_process(engine->broker, slice->is_new, engine->clock_ns, err);
}

/* The warm-up, or the wait for the first step, is over: the account starts counting here. */
static int finish_warm_up(peri_engine *engine, peri_error *err)
{
    engine->warming_up = false;
    peri_sampler_start(&engine->sampler, engine->zone.zone, engine->start_ns, engine->end_ns,
                       equity_now(engine));
    const peri_strategy *strategy = engine->strategy;
    return strategy->on_warmup_finished ? strategy->on_warmup_finished(strategy->ctx, err)
                                        : PERI_OK;
}

static int sample(peri_engine *engine, peri_error *err)
{
    if (engine->warming_up || engine->clock_ns < engine->sampler.next_point_ns)
        return PERI_OK;
    double equity = equity_now(engine);
    if (peri_sampler_point(&engine->sampler, engine->clock_ns, equity) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for the equity curve");
    if (equity <= 0 && !engine->stop) {
        static const char text[] = "the portfolio is worth nothing any more: the run ends";
        peri_engine_log(engine, PERI_LOG_ERROR, text, sizeof text - 1);
        engine->stop = 1;
    }
    return PERI_OK;
}

/* Tell how far the clock has come; `is_over` at the end, wherever the last bar was. */
static void report_progress(peri_engine *engine, bool is_over)
{
    engine->next_progress = engine->steps + STEPS_PER_PROGRESS;
    if (!engine->options.progress)
        return;
    double whole = (double)(engine->end_ns - engine->first_ns);
    double done = (double)(engine->clock_ns - engine->first_ns);
    double fraction = whole > 0 && !is_over ? done / whole : 1;
    engine->options.progress(engine->options.ctx, fraction < 1 ? fraction : 1,
                             peri_engine_local(engine));
}

/* What the strategy sees of a slice: indicators first, then OnData, then fills of what it sent. */
static int hand_to_strategy(peri_engine *engine, const peri_slice *slice, peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    update_indicators(engine, slice);
    if (slice->count == 0)
        return PERI_OK;
    engine->steps++;
    engine->data_points += (int64_t)slice->count;
    int rc = strategy->on_data ? strategy->on_data(strategy->ctx, slice, err) : PERI_OK;
    return rc == PERI_OK ? fill_orders(engine, slice, err) : rc;
}

/* One step of time, in the contractual order. */
static int time_step(peri_engine *engine, const peri_slice *slice, peri_error *err)
{
    int64_t now = slice->time_ns;
    int rc = peri_engine_fire_before(engine, now, err);
    if (rc != PERI_OK || engine->stop || engine->interrupted)
        return rc;
    engine->clock_ns = now;
    update_prices(engine, slice);
    if (engine->warming_up && now >= engine->start_ns)
        rc = finish_warm_up(engine, err);
    if (rc == PERI_OK)
        rc = fill_orders(engine, slice, err);
    if (rc == PERI_OK)
        rc = peri_engine_fire_due(engine, now, err);
    if (rc == PERI_OK && !engine->stop)
        rc = hand_to_strategy(engine, slice, err);
    if (rc == PERI_OK)
        rc = sample(engine, err);
    return rc;
}

/* The next instant anything happens: data, or the start of the run, which comes even without data.
 */
static const peri_slice *next_slice(peri_engine *engine, bool *start_is_due)
{
    int64_t next = peri_feed_next_time(engine->feed);
    int64_t pulse = engine->clock_ns < engine->first_ns ? engine->first_ns : engine->start_ns;
    if (*start_is_due && pulse < next) {
        *start_is_due = pulse != engine->start_ns;
        return peri_feed_pulse(engine->feed, pulse);
    }
    if (next == PERI_NEVER)
        return NULL;
    if (next == engine->start_ns)
        *start_is_due = false;
    return peri_feed_take(engine->feed);
}

static int loop(peri_engine *engine, peri_error *err)
{
    bool start_is_due = true;
    engine->clock_ns = engine->first_ns - 1;
    while (!engine->stop && !engine->interrupted) {
        const peri_slice *slice = next_slice(engine, &start_is_due);
        if (!slice)
            break;
        int rc = time_step(engine, slice, err);
        if (rc != PERI_OK)
            return rc;
        if (engine->steps >= engine->next_progress)
            report_progress(engine, false);
    }
    if (engine->interrupted)
        return peri_fail(err, PERI_EINTERRUPT, "the run was interrupted");
    return PERI_OK;
}

static int load_all(peri_engine *engine, bool whole_files_only, peri_error *err)
{
    for (size_t i = 0; i < engine->security_count; i++) {
        struct peri_subscribed *sub = engine->securities[i];
        if (whole_files_only && !peri_engine_is_whole_file(sub))
            continue;
        int rc = peri_engine_load(engine, sub, err);
        if (rc != PERI_OK)
            return rc;
    }
    return PERI_OK;
}

static void warn_without_data(peri_engine *engine)
{
    for (size_t i = 0; i < engine->security_count; i++) {
        const struct peri_subscribed *sub = engine->securities[i];
        size_t first = peri_series_after(&sub->series, engine->first_ns - 1);
        if (first < sub->series.n && sub->series.bars[first].start_ns <= engine->end_ns)
            continue;
        char start[PERI_TIME_TEXT], end[PERI_TIME_TEXT], text[256];
        peri_date_format(engine->start_date, start);
        peri_date_format(engine->end_date, end);
        int len = snprintf(text, sizeof text, "'%s' has no data between %s and %s",
                           sub->security.ticker, start, end);
        peri_engine_log(engine, PERI_LOG_WARNING, text, (size_t)len);
    }
}

/* Read the data, fix the span of the run, line up feed and schedule. */
static int prepare(peri_engine *engine, peri_error *err)
{
    bool dates_known = engine->has_start && engine->has_end;
    int rc = load_all(engine, dates_known, err);
    if (rc == PERI_OK)
        rc = peri_engine_fix_span(engine, err);
    if (rc != PERI_OK)
        return rc;
    engine->first_ns = peri_engine_warm_up_start(engine);
    rc = load_all(engine, false, err);
    if (rc == PERI_OK && (rc = peri_interest_rates_read(engine->data_dir, &engine->rates, err)))
        engine->data_failed = true;
    for (size_t i = 0; rc == PERI_OK && i < engine->security_count; i++) {
        struct peri_subscribed *sub = engine->securities[i];
        rc = peri_feed_add(engine->feed, &sub->security, &sub->series, engine->first_ns, err);
    }
    if (rc != PERI_OK)
        return rc;
    peri_feed_start(engine->feed, engine->end_ns);
    engine->phase = PERI_PHASE_RUNNING;
    engine->warming_up = true; /* until the start; without a warm-up that is the first step */
    engine->clock_ns = engine->first_ns;
    warn_without_data(engine);
    return peri_scheduler_start(engine->scheduler, engine->first_ns, err);
}

/* After the last slice: trainings asked for in the last OnData, the hook, the last sample. */
static int finish(peri_engine *engine, peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    int rc = engine->stop ? PERI_OK : peri_engine_fire_due(engine, engine->clock_ns, err);
    engine->phase = PERI_PHASE_ENDED;
    if (rc == PERI_OK && strategy->on_end_of_algorithm)
        rc = strategy->on_end_of_algorithm(strategy->ctx, err);
    if (rc == PERI_OK &&
        peri_sampler_daily(&engine->sampler, engine->clock_ns, equity_now(engine)) != PERI_OK)
        rc = peri_fail(err, PERI_ENOMEM, "no memory for the equity curve");
    return rc;
}

static int64_t real_time(const peri_engine *engine)
{
    return engine->options.clock ? engine->options.clock(engine->options.ctx) : 0;
}

/* LEAN's risk-free rate: the mean of the rates at the UTC dates of all equity points. */
static double risk_free_rate(const peri_engine *engine)
{
    const peri_sampler *sampler = &engine->sampler;
    double sum = 0;
    for (size_t i = 0; i < sampler->equity_n; i++)
        sum += peri_interest_rate_on(&engine->rates, peri_time_date(sampler->equity[i].time_ns));
    return sampler->equity_n > 0 ? sum / (double)sampler->equity_n : 0;
}

static void fill_result(peri_engine *engine, peri_result *result)
{
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    peri_record record = {
        .equity = engine->sampler.equity,
        .equity_n = engine->sampler.equity_n,
        .trades = portfolio->trades,
        .trades_n = portfolio->trade_count,
        .start_equity = engine->sampler.start_equity,
        .total_orders = (int64_t)peri_broker_order_count(engine->broker),
        .total_fees = portfolio->total_fees,
        .risk_free_rate = risk_free_rate(engine),
        .trading_days = 252,
    };
    record.returns_n = peri_sampler_returns(&engine->sampler, &record.returns);
    memset(result, 0, sizeof *result);
    result->status = engine->stop ? "Stopped" : "Completed";
    result->steps = engine->steps;
    result->data_points = engine->data_points;
    result->rows = engine->read.rows;
    result->bad_rows = engine->read.bad_rows;
    result->read_ns = engine->read_ns;
    result->run_ns = engine->run_ns;
    result->trainings = peri_trainer_count(engine->trainer);
    memcpy(result->first_bad, engine->read.first_bad, sizeof result->first_bad);
    peri_statistics_compute(&record, &result->statistics);
}

int peri_engine_run(peri_engine *engine, const peri_strategy *strategy, peri_result *result,
                    peri_error *err)
{
    if (engine->strategy)
        return peri_fail(err, PERI_ESTATE, "an engine runs once: open another one");
    engine->strategy = strategy;
    int rc = strategy->initialize(strategy->ctx, err);
    int64_t began = real_time(engine);
    if (rc == PERI_OK)
        rc = prepare(engine, err);
    int64_t prepared = real_time(engine);
    if (rc == PERI_OK)
        rc = loop(engine, err);
    engine->read_ns = prepared - began;
    engine->run_ns = real_time(engine) - prepared;
    if (rc == PERI_OK)
        rc = finish(engine, err);
    engine->phase = PERI_PHASE_ENDED;
    if (rc != PERI_OK)
        return rc;
    report_progress(engine, true);
    fill_result(engine, result);
    return PERI_OK;
}
