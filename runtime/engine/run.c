/* run.c - the time step, whose order is contractual (ARCHITECTURE.md), and the loop around it.
 * Layer 5. */
#include "engine/engine_internal.h"

#include <assert.h>

enum {
    STEPS_PER_PROGRESS = 4096
};

static double equity_now(peri_engine *engine)
{
    return peri_portfolio_total_value(peri_broker_portfolio(engine->broker));
}

/* Those of one kind that are not suspicious have arrived. */
static void take_ticks(const peri_engine *engine, peri_security *security, const peri_tick *ticks,
                       size_t n)
{
    peri_security_update_ticks(security, ticks, n);
    for (size_t i = 0; i < n; i++) {
        if (ticks[i].suspicious)
            continue;
        if (ticks[i].kind == PERI_TICK_TRADE)
            security->arrived_ns = engine->clock_ns;
        else
            security->quote_arrived_ns = engine->clock_ns;
    }
}

void peri_engine_update_security(const peri_engine *engine, peri_security *security,
                                 const peri_slice *slice, int32_t index)
{
    const bool has_parts =
        slice->part_count > 0 && peri_engine_update_parts(engine, security, slice, index);
    if (slice->is_new[index] && !has_parts) {
        peri_security_update(security, slice->bars[index]);
        security->arrived_ns = engine->clock_ns;
    }
    if (slice->quote_is_new[index] && !has_parts) {
        peri_security_update_quote(security, slice->quotes[index]);
        security->quote_arrived_ns = engine->clock_ns;
    }
    if (slice->ticks[index])
        take_ticks(engine, security, slice->ticks[index], slice->tick_counts[index]);
}

static void update_prices(peri_engine *engine, const peri_slice *slice)
{
    peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    peri_trade_builder *trades = peri_broker_trade_builder(engine->broker);
    const bool in_trade = trades->open > 0 && !engine->leading; /* led up prices were seen before */
    for (size_t i = 0; i < slice->count; i++) {
        int32_t index = slice->present[i];
        peri_security *security = &engine->securities[index]->security;
        peri_engine_update_security(engine, security, slice, index);
        if (security->has_data)
            peri_portfolio_mark(portfolio, index, security->price);
        if (in_trade && security->has_data)
            peri_trade_builder_mark(trades, index, security->price);
    }
    peri_conversions_update(engine);
}

static void update_with(const struct peri_subscribed *sub, const peri_bar *bar)
{
    for (size_t k = 0; k < sub->indicator_count; k++)
        peri_indicator_update(sub->indicators[k], bar);
}

/* Money of sales, looked at each hour. */
static void settle_cash(peri_engine *engine)
{
    peri_cash_book *book = &peri_broker_portfolio(engine->broker)->book;
    if (book->waiting_n > 0)
        peri_cash_book_settle(book, engine->clock_ns - engine->clock_ns % PERI_HOUR);
}

static int update_indicators(peri_engine *engine, const peri_slice *slice, peri_error *err)
{
    if (engine->taker_count > 0 || engine->watched)
        return peri_engine_feed_takers(engine, slice, err);
    for (size_t i = 0; i < slice->count; i++) {
        const int32_t index = slice->present[i];
        struct peri_subscribed *sub = engine->securities[index];
        if (sub->part_count > 0) {
            const int rc = peri_engine_feed_security(engine, sub, slice, err);
            if (rc != PERI_OK)
                return rc;
            continue;
        }
        if (sub->indicator_count == 0)
            continue;
        if (slice->is_new[index]) { /* the usual case */
            update_with(sub, slice->bars[index]);
            continue;
        }
        size_t at = 0;
        peri_bar bar;
        while (peri_engine_next_bar(sub, slice, &at, &bar))
            update_with(sub, &bar);
    }
    return PERI_OK;
}

static int apply_actions(peri_engine *engine, const peri_slice *slice, peri_error *err)
{
    int rc = PERI_OK;
    for (size_t i = 0; rc == PERI_OK && i < slice->action_count; i++)
        rc = peri_engine_apply_action(engine, slice->actions[i], err);
    return rc;
}

static int fill_orders(peri_engine *engine, peri_error *err)
{
    if (!peri_broker_has_work(engine->broker))
        return PERI_OK;
    return peri_broker_process(engine->broker, engine->clock_ns, err);
}

/* The warm-up, or the wait for the first step, is over. */
static int finish_warm_up(peri_engine *engine, peri_error *err)
{
    engine->warming_up = false;
    peri_engine_end_warm_up_feed(engine);
    const peri_strategy *strategy = engine->strategy;
    return strategy->on_warmup_finished ? strategy->on_warmup_finished(strategy->ctx, err)
                                        : PERI_OK;
}

/* An account that is worth nothing ends the run. */
static void check_ruin(peri_engine *engine)
{
    static const char text[] = "the portfolio is worth nothing any more: the run ends";
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    const bool is_cash = portfolio->invested == 0 && portfolio->book.n == 1;
    if ((is_cash && portfolio->book.items[0].amount > 0) || equity_now(engine) > 0)
        return;
    peri_engine_log(engine, PERI_LOG_ERROR, text, sizeof text - 1);
    engine->stop = true;
}

static int sample(peri_engine *engine, const peri_slice *slice, peri_error *err)
{
    int rc = PERI_OK;
    if (engine->capacity.watched > 0 || peri_capacity_is_due(&engine->capacity, engine->clock_ns))
        rc = peri_engine_update_capacity(engine, slice, err);
    if (rc != PERI_OK || engine->warming_up || engine->clock_ns <= engine->sampler.next_point_ns)
        return rc;
    if (peri_sampler_point(&engine->sampler, engine->clock_ns, equity_now(engine)) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for the equity curve");
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

/* Whether the next stage of a step may begin: no error, and nobody asked for the end. */
bool peri_engine_goes_on(const peri_engine *engine, int rc)
{
    return rc == PERI_OK && !engine->stop && !engine->interrupted;
}

static int call_on_data(peri_engine *engine, const peri_slice *slice, peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    if (slice->points == 0)
        return PERI_OK;
    engine->steps++;
    engine->data_points += (int64_t)slice->points;
    peri_engine_latency_began(engine, slice->time_ns);
    int rc = PERI_OK;
    if (slice->action_count > 0 && strategy->on_actions)
        rc = strategy->on_actions(strategy->ctx, slice, err);
    if (peri_engine_goes_on(engine, rc) && strategy->on_data)
        rc = strategy->on_data(strategy->ctx, slice, err);
    peri_engine_latency_done(engine, engine->clock_ns);
    return rc;
}

/* One step of time, in the contractual order; events before it have fired already. */
static int time_step(peri_engine *engine, const peri_slice *slice, peri_error *err)
{
    int rc = PERI_OK;
    assert(slice->time_ns >= engine->clock_ns);
    if (peri_capacity_is_due(&engine->capacity, slice->time_ns - 1))
        rc = peri_engine_estimate_before(engine, slice->time_ns, err);
    engine->clock_ns = slice->time_ns;
    engine->slice = slice;
    update_prices(engine, slice);
    settle_cash(engine);
    if (rc == PERI_OK && engine->warming_up && engine->clock_ns >= engine->start_ns)
        rc = finish_warm_up(engine, err);
    if (peri_engine_goes_on(engine, rc))
        rc = fill_orders(engine, err);
    if (peri_engine_goes_on(engine, rc))
        rc = peri_engine_fire_due(engine, err);
    if (peri_engine_goes_on(engine, rc))
        rc = peri_engine_call_margin(engine, err);
    if (engine->securities_changed && peri_engine_goes_on(engine, rc))
        rc = peri_engine_tell_changes(engine, err);
    if (peri_engine_goes_on(engine, rc))
        rc = apply_actions(engine, slice, err);
    if (peri_engine_goes_on(engine, rc))
        rc = update_indicators(engine, slice, err);
    if (peri_engine_goes_on(engine, rc))
        rc = call_on_data(engine, slice, err);
    if (peri_engine_goes_on(engine, rc))
        rc = fill_orders(engine, err);
    peri_engine_end_removals(engine);
    if (peri_engine_goes_on(engine, rc)) {
        check_ruin(engine);
        rc = sample(engine, slice, err);
    }
    engine->slice = NULL; /* the feed uses it again, ahead of the clock */
    return rc;
}

const peri_slice *peri_engine_slice(const peri_engine *engine)
{
    return engine->slice;
}

/* The next instant that comes even without data. */
static int64_t pulse_time(const peri_engine *engine)
{
    switch (engine->pulse) {
    case PERI_PULSE_FIRST:
        return engine->first_ns;
    case PERI_PULSE_START:
        return engine->start_ns;
    default:
        return PERI_NEVER;
    }
}

int64_t peri_engine_next_instant(const peri_engine *engine)
{
    int64_t next = peri_feed_next_time(engine->feed), pulse = pulse_time(engine);
    int64_t benchmark = peri_benchmark_next(engine), rates = peri_conversions_next(engine);
    next = pulse < next ? pulse : next;
    next = rates < next ? rates : next;
    return benchmark < next ? benchmark : next;
}

/* What ends at an instant, the next one; pulses up to it are over. */
static const peri_slice *next_slice(peri_engine *engine, int64_t now)
{
    bool has_data = peri_feed_next_time(engine->feed) == now;
    peri_benchmark_pass(engine, now);
    peri_conversions_pass(engine, now);
    while (engine->pulse != PERI_PULSE_NONE && pulse_time(engine) <= now)
        engine->pulse++;
    if (!has_data)
        return peri_feed_pulse(engine->feed, now);
    return engine->inflow.stream ? peri_feed_take_late(engine->feed, engine->clock_ns)
                                 : peri_feed_take(engine->feed);
}

int peri_engine_step(peri_engine *engine, int64_t instant, peri_error *err)
{
    int rc = time_step(engine, next_slice(engine, instant), err);
    if (engine->steps >= engine->next_progress)
        report_progress(engine, false);
    return rc;
}

/* Bars that end by the clock before an instant, quietly. What a selector fails with it fails with
   again when the run goes on. */
static void lead_scans(peri_engine *engine, int64_t before_ns)
{
    peri_error ignored;
    while (engine->scan_ns < before_ns)
        if (peri_engine_scan_next(engine, before_ns - 1, &ignored) != PERI_OK)
            return;
}

static void lead_by_feed(peri_engine *engine, int64_t until_ns)
{
    peri_error ignored;
    while (peri_feed_next_time(engine->feed) <= until_ns && !engine->interrupted) {
        lead_scans(engine, peri_feed_next_time(engine->feed));
        peri_conversions_pass(engine, peri_feed_next_time(engine->feed));
        const peri_slice *slice = peri_feed_take(engine->feed);
        update_prices(engine, slice);
        for (size_t i = 0; i < slice->action_count; i++)
            peri_engine_lead_action(engine, slice->actions[i]);
        (void)update_indicators(engine, slice, &ignored);
    }
    peri_benchmark_pass(engine, until_ns);
    peri_conversions_pass(engine, until_ns);
    peri_conversions_update(engine);
}

void peri_engine_lead(peri_engine *engine, int64_t until_ns)
{
    engine->leading = true;
    lead_by_feed(engine, until_ns);
    if (engine->has_warm_up_feed && until_ns >= engine->start_ns) {
        peri_engine_end_warm_up_feed(engine);
        lead_by_feed(engine, until_ns);
    }
    engine->leading = false;
}

void peri_engine_lead_up(peri_engine *engine, int64_t clock_ns)
{
    engine->pulse = PERI_PULSE_NONE;
    peri_engine_lead(engine, clock_ns);
    engine->clock_ns = clock_ns;
}

int peri_engine_catch_up(peri_engine *engine, int64_t clock_ns, peri_error *err)
{
    peri_engine_lead_up(engine, clock_ns);
    peri_watch_step(engine->options.watch);
    engine->catching_up = true;
    int rc = finish_warm_up(engine, err);
    engine->catching_up = false;
    return rc;
}

static int loop(peri_engine *engine, peri_error *err)
{
    int rc = PERI_OK;
    int64_t instant = peri_engine_next_instant(engine);
    while (peri_engine_goes_on(engine, rc) && instant != PERI_NEVER) {
        peri_watch_step(engine->options.watch);
        rc = peri_engine_fire_before(engine, &instant, err);
        if (!peri_engine_goes_on(engine, rc) || instant == PERI_NEVER)
            break; /* an event may have removed the last symbol */
        rc = peri_engine_step(engine, instant, err);
        instant = peri_engine_next_instant(engine);
    }
    return rc;
}

static int fail_interrupted(peri_error *err)
{
    return peri_fail(err, PERI_EINTERRUPT, "the run was interrupted");
}

/* After the last slice: trainings asked for in the last OnData, the hook, the last sample. */
int peri_engine_finish(peri_engine *engine, peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    if (engine->interrupted)
        return fail_interrupted(err);
    peri_watch_step(engine->options.watch);
    int rc = engine->stop ? PERI_OK : peri_engine_fire_due(engine, err);
    if (rc == PERI_OK && engine->live)
        rc = peri_engine_settle_all(engine, err);
    if (rc == PERI_OK)
        rc = peri_engine_data_fault(engine, peri_tape_cache_check(engine->cache, err));
    if (rc == PERI_OK && engine->interrupted) /* while trainings were awaited */
        rc = fail_interrupted(err);
    if (rc == PERI_OK && engine->live)
        peri_engine_keep_before_end(engine);
    peri_watch_step(engine->options.watch);
    engine->phase = PERI_PHASE_ENDED;
    if (rc == PERI_OK && strategy->on_end_of_algorithm)
        rc = strategy->on_end_of_algorithm(strategy->ctx, err);
    if (rc == PERI_OK)
        rc = peri_engine_sample_daily(engine, engine->clock_ns, err);
    if (rc == PERI_OK)
        rc = peri_engine_finish_capacity(engine, err);
    return rc;
}

static int64_t real_time(const peri_engine *engine)
{
    return engine->options.clock ? engine->options.clock(engine->options.ctx) : 0;
}

/* Set-up and reading the data. */
int peri_engine_begin(peri_engine *engine, const peri_strategy *strategy, peri_error *err)
{
    if (engine->strategy)
        return peri_fail(err, PERI_ESTATE, "an engine runs once: open another one");
    engine->strategy = strategy;
    peri_watch_setup(engine->options.watch);
    int rc = strategy->initialize(strategy->ctx, err);
    peri_watch_rest(engine->options.watch); /* to read data may take any time */
    if (rc == PERI_OK && engine->inflow.stream)
        rc = peri_inflow_begin(engine, &engine->start_ns, err);
    int64_t began = real_time(engine);
    if (rc == PERI_OK)
        rc = peri_engine_prepare(engine, err);
    engine->run_ns = real_time(engine); /* until the end: when the steps began */
    engine->read_ns = engine->run_ns - began;
    return rc;
}

/* The run is over, with rc: what it gave. Returns rc. */
int peri_engine_end(peri_engine *engine, int rc, peri_result *result)
{
    peri_watch_rest(engine->options.watch);
    engine->phase = PERI_PHASE_ENDED;
    engine->run_ns = real_time(engine) - engine->run_ns;
    if (rc != PERI_OK)
        return rc;
    report_progress(engine, true);
    peri_engine_fill_result(engine, result);
    return PERI_OK;
}

int peri_engine_run(peri_engine *engine, const peri_strategy *strategy, peri_result *result,
                    peri_error *err)
{
    bool was_new = !engine->strategy;
    int rc = peri_engine_begin(engine, strategy, err);
    if (rc == PERI_OK)
        rc = loop(engine, err);
    if (rc == PERI_OK)
        rc = peri_engine_finish(engine, err);
    return was_new ? peri_engine_end(engine, rc, result) : rc;
}
