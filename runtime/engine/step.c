/* step.c - the time step, whose order is contractual (ARCHITECTURE.md). Layer 5. */
#include "engine/consolidation.h"
#include "engine/engine_internal.h"
#include "engine/events.h"
#include "engine/live.h"

#include <assert.h>

bool peri_engine_goes_on(const peri_engine *engine, int rc)
{
    return rc == PERI_OK && !engine->stop && !engine->interrupted;
}

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
    const peri_slice_item *item = &slice->items[index];
    const bool has_parts =
        slice->part_count > 0 && peri_engine_update_parts(engine, security, slice, index);
    if (item->is_new && !has_parts) {
        peri_security_update(security, item->bar);
        security->arrived_ns = engine->clock_ns;
    }
    if (item->quote_is_new && !has_parts) {
        peri_security_update_quote(security, item->quote);
        security->quote_arrived_ns = engine->clock_ns;
    }
    if (item->ticks)
        take_ticks(engine, security, item->ticks, item->tick_count);
}

void peri_engine_take_prices(peri_engine *engine, const peri_slice *slice)
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

int peri_engine_take_bars(peri_engine *engine, const peri_slice *slice, peri_error *err)
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
        if (slice->items[index].is_new) { /* the usual case */
            update_with(sub, slice->items[index].bar);
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
    if (slice->action_count == 0 || !peri_engine_goes_on(engine, rc))
        return rc;
    for (size_t i = 0; rc == PERI_OK && i < slice->action_count; i++)
        rc = peri_engine_apply_action(engine, slice->actions[i], err);
    return rc;
}

static int fill_orders(peri_engine *engine, peri_error *err)
{
    if (!peri_broker_has_work(engine->broker) || !peri_engine_goes_on(engine, PERI_OK))
        return PERI_OK;
    return peri_broker_process(engine->broker, engine->clock_ns, err);
}

/* The warm-up, or the wait for the first step, is over. */
int peri_engine_finish_warm_up(peri_engine *engine, peri_error *err)
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

/* What comes before OnData when there are data: counting, and actions. */
static int begin_data(peri_engine *engine, const peri_slice *slice, peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    if (slice->points == 0)
        return PERI_OK;
    engine->steps++;
    engine->data_points += (int64_t)slice->points;
    if (slice->action_count > 0 && strategy->on_actions)
        return strategy->on_actions(strategy->ctx, slice, err);
    return PERI_OK;
}

/* Each stage is left out when nobody wants the run to go on; those that seldom have something to do
   look at that first. */
int peri_engine_begin_step(peri_engine *engine, int64_t instant, peri_error *err)
{
    const peri_slice *slice = next_slice(engine, instant);
    int rc = PERI_OK;
    assert(slice->time_ns >= engine->clock_ns);
    if (peri_capacity_is_due(&engine->capacity, slice->time_ns - 1))
        rc = peri_engine_estimate_before(engine, slice->time_ns, err);
    engine->clock_ns = slice->time_ns;
    engine->slice = slice;
    peri_engine_take_prices(engine, slice);
    settle_cash(engine);
    if (rc == PERI_OK && engine->warming_up && engine->clock_ns >= engine->start_ns)
        rc = peri_engine_finish_warm_up(engine, err);
    if (rc == PERI_OK)
        rc = fill_orders(engine, err);
    if (rc == PERI_OK)
        rc = peri_engine_fire_due(engine, err);
    if (rc == PERI_OK)
        rc = peri_engine_call_margin(engine, err);
    if (engine->securities_changed && peri_engine_goes_on(engine, rc))
        rc = peri_engine_tell_changes(engine, err);
    if (rc == PERI_OK)
        rc = apply_actions(engine, slice, err);
    if (peri_engine_goes_on(engine, rc))
        rc = peri_engine_take_bars(engine, slice, err);
    if (peri_engine_goes_on(engine, rc))
        rc = begin_data(engine, slice, err);
    return rc;
}

/* A step with data has come to OnData. */
static bool is_at_data(const peri_engine *engine, int rc)
{
    return engine->slice->points > 0 && peri_engine_goes_on(engine, rc);
}

bool peri_engine_wants_on_data(const peri_engine *engine, int rc)
{
    return is_at_data(engine, rc) && engine->strategy->on_data;
}

int peri_engine_end_step(peri_engine *engine, int rc, peri_error *err)
{
    if (rc == PERI_OK)
        rc = fill_orders(engine, err);
    peri_engine_end_removals(engine);
    if (peri_engine_goes_on(engine, rc)) {
        check_ruin(engine);
        rc = sample(engine, engine->slice, err);
    }
    engine->slice = NULL; /* the feed uses it again, ahead of the clock */
    if (engine->steps >= engine->next_progress)
        peri_engine_report_progress(engine, false);
    return rc;
}

int peri_engine_step(peri_engine *engine, int64_t instant, peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    int rc = peri_engine_begin_step(engine, instant, err);
    if (is_at_data(engine, rc)) {
        peri_engine_latency_began(engine, engine->clock_ns);
        if (strategy->on_data)
            rc = strategy->on_data(strategy->ctx, engine->slice, err);
        peri_engine_latency_done(engine, engine->clock_ns);
    }
    return peri_engine_end_step(engine, rc, err);
}
