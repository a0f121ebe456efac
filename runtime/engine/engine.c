/* engine.c - life of an engine, its clock, its output. Layer 5. */
#include "engine/engine_internal.h"

#include "base/mem.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const double DEFAULT_CASH = 100000;

/* In a live run an error of a training is told, and the run goes on. */
static void log_failure(peri_engine *engine, const peri_training_run *run)
{
    peri_error text;
    char when[PERI_TIME_TEXT];
    peri_time_format(peri_engine_to_local(engine, run->due_utc), when);
    peri_fail(&text, PERI_ESCRIPT, "training '%.200s' at %s: %s", peri_training_name(run->training),
              when, run->error);
    peri_engine_log(engine, PERI_LOG_ERROR, text.text, strlen(text.text));
    if (run->outcome == PERI_TRAINING_OVER_LIMIT && engine->options.stop_on_limit &&
        engine->callback_rc == PERI_OK) {
        engine->callback_rc = PERI_ELIMIT;
        engine->callback_err = text;
    }
}

static void relay_training(void *ctx, const peri_training_run *run)
{
    peri_engine *engine = ctx;
    const peri_strategy *strategy = engine->strategy;
    bool failed = run->outcome == PERI_TRAINING_FAILED || run->outcome == PERI_TRAINING_OVER_LIMIT;
    peri_saver_note_change(&engine->saver);
    if (engine->options.on_training)
        engine->options.on_training(engine->options.ctx, run,
                                    peri_engine_to_local(engine, run->due_utc));
    if (failed && engine->live)
        log_failure(engine, run);
    if (engine->callback_rc == PERI_OK && strategy->on_training_ended && (!failed || engine->live))
        engine->callback_rc =
            strategy->on_training_ended(strategy->ctx, run, &engine->callback_err);
}

static void relay_stop(void *ctx, int worker, const char *why)
{
    const peri_engine *engine = ctx;
    engine->options.stop_training(engine->options.ctx, worker, why);
}

static void relay_enter(void *ctx, int worker)
{
    const peri_engine *engine = ctx;
    engine->options.threads.enter(engine->options.ctx, worker);
}

static void relay_leave(void *ctx, int worker)
{
    const peri_engine *engine = ctx;
    engine->options.threads.leave(engine->options.ctx, worker);
}

static void relay_nudge(void *ctx)
{
    peri_engine_nudge(ctx);
}

static int64_t relay_clock(void *ctx)
{
    peri_engine *engine = ctx;
    return engine->options.clock(engine->options.ctx);
}

/* Orders changed while OnOrderEvent can be called. */
static int relay_order_event(void *ctx, const peri_order_event *event, peri_error *err)
{
    peri_engine *engine = ctx;
    const peri_strategy *strategy = engine->strategy;
    peri_saver_note_order(&engine->saver, event->order_id);
    int rc = peri_engine_note_fill(engine, event, err);
    if (rc != PERI_OK)
        return rc;
    if (event->status == PERI_STATUS_INVALID)
        peri_engine_notice_invalid(engine, event);
    return strategy && strategy->on_order_event
               ? strategy->on_order_event(strategy->ctx, event, err)
               : PERI_OK;
}

static void note_order(void *ctx, int64_t id)
{
    peri_engine *engine = ctx;
    peri_saver_note_order(&engine->saver, id);
}

static void relay_refused_update(void *ctx, int64_t id, peri_refusal why, const char *text)
{
    peri_engine_notice_update(ctx, id, why, text);
}

static int open_trainer(peri_engine *engine, peri_error *err)
{
    const peri_engine_options *given = &engine->options;
    const peri_trainer_options options = {
        .watch = given->watch,
        .ledger = given->ledger,
        .clock = given->clock ? relay_clock : NULL,
        .ended = relay_training,
        .stop = given->stop_training ? relay_stop : NULL,
        .threads = {given->threads.count, relay_enter, relay_leave, relay_nudge},
        .ctx = engine,
    };
    int rc = given->threads.count > 0 ? peri_wake_open(&engine->pause, err) : PERI_OK;
    return rc == PERI_OK ? peri_trainer_open(&options, &engine->trainer, err) : rc;
}

static int open_parts(peri_engine *engine, peri_error *err)
{
    const peri_zone *zone;
    int rc = peri_zones_open(&engine->zones, err);
    if (rc == PERI_OK)
        rc = peri_zone_get(engine->zones, "America/New_York", &zone, err);
    if (rc != PERI_OK)
        return rc;
    peri_zone_cursor_init(&engine->zone, zone);
    rc = peri_tape_cache_open(engine->options.cache_dir, &engine->cache, err);
    if (rc == PERI_OK)
        peri_tape_cache_set_limit(engine->cache, engine->options.cache_limit);
    if (rc == PERI_OK)
        rc = peri_hours_book_open(engine->zones, engine->data_dir, &engine->book, err);
    if (rc == PERI_OK)
        rc = peri_map_book_open(engine->data_dir, "usa", &engine->names, err);
    if (rc == PERI_OK)
        rc = peri_feed_open(&engine->feed, err);
    if (rc == PERI_OK)
        rc = peri_scheduler_open(&engine->scheduler, err);
    if (rc == PERI_OK)
        rc = peri_broker_open(DEFAULT_CASH, &engine->broker, err);
    if (rc == PERI_OK)
        rc = open_trainer(engine, err);
    if (rc != PERI_OK)
        return rc;
    peri_broker_set_listener(engine->broker, relay_order_event, engine);
    peri_broker_set_watcher(engine->broker, note_order, engine);
    peri_broker_set_update_listener(engine->broker, relay_refused_update, engine);
    peri_broker_set_currency_zone(engine->broker, zone);
    engine->clock_ns = peri_zone_to_utc(zone, peri_engine_start_local(engine));
    return PERI_OK;
}

int peri_engine_open(const peri_engine_options *options, peri_engine **out, peri_error *err)
{
    *out = NULL;
    peri_engine *engine = peri_calloc(1, sizeof *engine);
    if (!engine)
        return peri_fail(err, PERI_ENOMEM, "no memory for an engine");
    engine->options = *options;
    engine->sampler.next_daily_ns = PERI_NEVER;
    engine->horizon = PERI_NEVER;
    engine->scan_ns = PERI_NEVER;
    engine->seen_ns = PERI_NEVER;
    engine->resume_ns = PERI_NEVER;
    engine->brokerage = peri_brokerage_default();
    engine->data_dir = peri_strdup(options->data_dir);
    int rc = engine->data_dir ? open_parts(engine, err)
                              : peri_fail(err, PERI_ENOMEM, "no memory for an engine");
    if (rc != PERI_OK) {
        peri_engine_close(engine);
        return rc;
    }
    *out = engine;
    return PERI_OK;
}

void peri_engine_end_trainings(peri_engine *engine)
{
    if (!engine)
        return;
    peri_trainer_close(engine->trainer);
    engine->trainer = NULL;
}

void peri_engine_close(peri_engine *engine)
{
    if (!engine)
        return;
    peri_engine_end_trainings(engine);
    peri_feed_close(engine->feed);
    peri_feed_close(engine->other_feed);
    peri_conversions_deinit(&engine->conversions);
    peri_broker_close(engine->broker);
    for (size_t i = 0; i < engine->security_count; i++)
        peri_engine_free_subscribed(engine->securities[i]);
    peri_free((void *)engine->securities);
    peri_free(engine->ranks.by_symbol);
    peri_free(engine->ranks.rank);
    peri_stock_names_deinit(&engine->stock_names);
    peri_scheduler_close(engine->scheduler);
    peri_wake_close(&engine->pause);
    peri_sampler_deinit(&engine->sampler);
    peri_benchmark_deinit(&engine->benchmark);
    peri_capacity_deinit(&engine->capacity);
    peri_charts_deinit(&engine->charts);
    peri_custom_rows_deinit(&engine->summary);
    peri_custom_rows_deinit(&engine->runtime);
    peri_saver_deinit(&engine->saver);
    peri_inflow_deinit(&engine->inflow);
    peri_interest_rates_deinit(&engine->rates);
    peri_market_set_deinit(&engine->markets);
    peri_hours_book_close(engine->book);
    peri_tape_cache_close(engine->cache);
    peri_map_book_close(engine->names);
    peri_symbol_database_close(engine->symbols);
    peri_zones_close(engine->zones);
    peri_free(engine->data_dir);
    peri_free(engine);
}

int64_t peri_engine_clock(const peri_engine *engine)
{
    return engine->clock_ns;
}

bool peri_engine_has_begun(const peri_engine *engine)
{
    return engine->has_begun;
}

int64_t peri_engine_seen(const peri_engine *engine)
{
    return engine->seen_ns != PERI_NEVER ? engine->seen_ns : engine->clock_ns;
}

int64_t peri_engine_local(peri_engine *engine)
{
    return peri_zone_cursor_to_local(&engine->zone, engine->clock_ns);
}

int64_t peri_engine_to_local(peri_engine *engine, int64_t utc_ns)
{
    return peri_zone_to_local(engine->zone.zone, utc_ns);
}

const peri_zone *peri_engine_zone(const peri_engine *engine)
{
    return engine->zone.zone;
}

bool peri_engine_is_warming_up(const peri_engine *engine)
{
    return engine->warming_up && engine->first_ns < engine->start_ns;
}

void peri_engine_log(peri_engine *engine, peri_log_level level, const char *text, size_t len)
{
    if (engine->options.log)
        engine->options.log(engine->options.ctx, level, peri_engine_local(engine), text, len);
}

void peri_engine_log_line(peri_engine *engine, peri_log_level level, const char *fmt, ...)
{
    static const char lost[] = "no memory for a line of the log";
    peri_buf line;
    va_list args;
    peri_buf_init(&line);
    va_start(args, fmt);
    peri_buf_vprintf(&line, fmt, args);
    va_end(args);
    if (line.failed)
        peri_engine_log(engine, level, lost, sizeof lost - 1);
    else
        peri_engine_log(engine, level, peri_buf_str(&line), line.len);
    peri_buf_deinit(&line);
}

int peri_engine_plot(peri_engine *engine, const char *chart, const char *series, double value,
                     peri_error *err)
{
    if (!isfinite(value))
        return peri_fail(err, PERI_EINVAL, "Plot: the value of '%s' was %g, expected a number",
                         series, value);
    if (peri_charts_add(&engine->charts, chart, series, engine->clock_ns, value) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for the chart '%s'", chart);
    return PERI_OK;
}

const peri_charts *peri_engine_charts(const peri_engine *engine)
{
    return &engine->charts;
}

void peri_engine_quit(peri_engine *engine)
{
    engine->stop = true;
}

void peri_engine_interrupt(peri_engine *engine)
{
    engine->interrupted = true;
    peri_wake_fire(&engine->pause);
}

void peri_engine_leave(peri_engine *engine)
{
    engine->leaving = true;
    peri_wake_fire(&engine->pause);
}

void peri_engine_nudge(peri_engine *engine)
{
    peri_wake_fire(&engine->pause);
}
