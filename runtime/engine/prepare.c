/* prepare.c - between Initialize and the first step: data, span, feed, schedule. Layer 5. */
#include "engine/engine_internal.h"
#include "engine/events.h"

static int load_parts(peri_engine *engine, struct peri_subscribed *sub, bool whole_files_only,
                      peri_error *err)
{
    struct peri_subscribed *part;
    int rc = PERI_OK;
    for (size_t k = 0; rc == PERI_OK && (part = peri_engine_part(sub, k)); k++)
        if (!whole_files_only || peri_engine_is_whole_file(part))
            rc = peri_engine_load(engine, part, err);
    return rc;
}

static int load_all(peri_engine *engine, bool whole_files_only, peri_error *err)
{
    int rc = PERI_OK;
    for (size_t i = 0; rc == PERI_OK && i < engine->security_count; i++)
        if (!engine->securities[i]->security.removed)
            rc = load_parts(engine, engine->securities[i], whole_files_only, err);
    return rc;
}

static void warn_without_data(peri_engine *engine, const struct peri_subscribed *sub)
{
    if (peri_engine_has_bars(sub, engine->first_ns - 1, engine->end_ns))
        return;
    size_t tick = peri_tick_series_after(&sub->ticks, engine->first_ns - 1);
    if (tick < sub->ticks.n && sub->ticks.ticks[tick].time_ns <= engine->end_ns)
        return;
    char start[PERI_TIME_TEXT], end[PERI_TIME_TEXT];
    peri_date_format(engine->start_date, start);
    peri_date_format(engine->end_date, end);
    peri_engine_log_line(engine, PERI_LOG_WARNING, "'%s' has no %s %s between %s and %s",
                         sub->security.ticker, peri_resolution_name(sub->form.resolution),
                         sub->form.resolution == PERI_RES_TICK ? "data" : "bars", start, end);
}

/* Bars further apart than their resolution, or overlapping: a file of another resolution would show
   prices hours before (or after) they were known. */
static void warn_of_spacing(peri_engine *engine, struct peri_subscribed *sub)
{
    int64_t length = peri_resolution_ns(sub->form.resolution);
    int64_t closest = peri_engine_loaded_trades(sub).closest_ns;
    if (sub->form.resolution == PERI_RES_DAILY || closest == PERI_NEVER || closest == length ||
        peri_engine_rows_of(sub) != sub)
        return;
    peri_engine_log_line(engine, PERI_LOG_WARNING,
                         "'%s' was added with Resolution.%s, but its nearest bars are %g minutes "
                         "apart: is the resolution right?",
                         sub->security.ticker, peri_resolution_name(sub->form.resolution),
                         (double)closest / (double)PERI_MINUTE);
}

static void warn(peri_engine *engine)
{
    struct peri_subscribed *part;
    for (size_t i = 0; i < engine->security_count && !engine->inflow.stream; i++)
        for (size_t k = 0; (part = peri_engine_part(engine->securities[i], k)); k++)
            if (!engine->securities[i]->security.removed)
                warn_without_data(engine, part);
    for (size_t i = 0; i < engine->security_count; i++)
        for (size_t k = 0; (part = peri_engine_part(engine->securities[i], k)); k++)
            warn_of_spacing(engine, part);
}

/* Read what the run needs and fix its span; the dates may have to come from the data. */
static int read_data(peri_engine *engine, peri_error *err)
{
    bool dates_known = (engine->has_start && engine->has_end) || engine->inflow.stream;
    int rc = load_all(engine, dates_known, err);
    if (rc == PERI_OK)
        rc = peri_engine_fix_span(engine, err);
    if (rc == PERI_OK)
        rc = peri_engine_warm_up_start(engine, &engine->first_ns, err);
    if (rc == PERI_OK)
        rc = load_all(engine, false, err);
    if (rc == PERI_OK)
        rc = peri_engine_data_fault(
            engine, peri_interest_rates_read(engine->data_dir, &engine->rates, err));
    if (rc == PERI_OK)
        rc = peri_benchmark_prepare(engine, err);
    return rc;
}

/* Where data come in, files are the past only: up to the start, or where the run goes on. */
static void cut_to_past(peri_engine *engine)
{
    int64_t end = engine->resume_ns != PERI_NEVER ? engine->resume_ns : engine->start_ns;
    struct peri_subscribed *part;
    for (size_t i = 0; i < engine->security_count; i++)
        for (size_t k = 0; (part = peri_engine_part(engine->securities[i], k)); k++) {
            part->series.n = peri_series_after(&part->series, end);
            part->quotes.n = peri_quote_series_after(&part->quotes, end);
            part->ticks.n = peri_tick_series_after(&part->ticks, end);
        }
}

/* Points between the daily ones: as many as fit a run of known length. */
static void start_sampler(peri_engine *engine)
{
    int64_t end = engine->inflow.stream ? engine->start_ns : engine->end_ns;
    peri_sampler_start(&engine->sampler, engine->zone.zone, engine->start_ns, end,
                       peri_portfolio_total_value(peri_broker_portfolio(engine->broker)));
}

/* Where data come in nobody knows how many days will. */
static void start_capacity(peri_engine *engine)
{
    peri_date start = peri_time_date(peri_engine_to_local(engine, engine->start_ns));
    peri_date end = peri_time_date(peri_engine_to_local(engine, engine->end_ns));
    peri_capacity_start(&engine->capacity, start, engine->inflow.stream ? 0 : end - start + 1);
}

/* One security with all its subscriptions. */
static int add_to_feed(peri_engine *engine, struct peri_subscribed *sub, peri_error *err)
{
    struct peri_subscribed *part;
    int rc = PERI_OK;
    for (size_t k = 0; rc == PERI_OK && (part = peri_engine_part(sub, k)); k++)
        rc = peri_engine_add_to_feed(engine, part, engine->first_ns, err);
    if (rc == PERI_OK && sub->security.removed) /* NOLINT(clang-analyzer-core.*) */
        peri_engine_remove_from_feed(engine, sub->security.index);
    return rc;
}

int peri_engine_prepare(peri_engine *engine, peri_error *err)
{
    int rc = read_data(engine, err);
    peri_tape_cache_prune(engine->cache);
    if (rc == PERI_OK)
        rc = peri_engine_open_warm_up(engine, err);
    if (rc == PERI_OK && engine->inflow.stream)
        cut_to_past(engine);
    if (rc == PERI_OK)
        rc = peri_conversions_connect(engine, -1, NULL, err);
    for (size_t i = 0; rc == PERI_OK && i < engine->security_count; i++)
        rc = add_to_feed(engine, engine->securities[i], err);
    if (rc != PERI_OK)
        return rc;
    if (engine->inflow.stream)
        peri_feed_set_fills(engine->feed, engine->inflow.by_data);
    peri_engine_start_feed(engine, engine->first_ns);
    engine->phase = PERI_PHASE_RUNNING;
    engine->pulse = PERI_PULSE_FIRST;
    engine->warming_up = true; /* until the start; without a warm-up that is the first step */
    engine->clock_ns = engine->first_ns;
    engine->has_begun = true;
    peri_watch_begin_refills(engine->options.watch, engine->first_ns);
    engine->starts_with_cents =
        peri_cash_book_has_cents(&peri_broker_portfolio(engine->broker)->book);
    start_sampler(engine);
    start_capacity(engine);
    warn(engine);
    rc = peri_engine_start_end_of_day(engine, err);
    if (rc != PERI_OK)
        return rc;
    bool goes_on = engine->resume_ns != PERI_NEVER; /* what was due by then has happened */
    return peri_scheduler_start(engine->scheduler,
                                goes_on ? engine->resume_ns + 1 : engine->first_ns, err);
}
