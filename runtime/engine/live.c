/* live.c - a run in real time: each step and each event when its time has come. Layer 5.
 *
 * The steps are those of a backtest. Between them the strategy's thread settles what trainings
 * left, then waits, and while it waits trainings may have what it shares with them.
 */
#include <math.h>
#include <string.h>

#include "engine/engine_internal.h"
#include "engine/events.h"
#include "engine/live.h"

static const int64_t BUSY_LONG = PERI_SECOND / 100; /* without a rest: then others get a moment */
static const int64_t MOMENT = PERI_SECOND / 1000;
static const int64_t LONGEST_WAIT = PERI_HOUR;

/* How simulated time follows real time. */
struct pace {
    double speed;
    int64_t from_real, from_simulated; /* ns; the same moment */
    int64_t rested;                    /* real: when the thread last waited */
};

static int64_t real_time(const peri_engine *engine)
{
    return engine->options.clock(engine->options.ctx);
}

static int64_t simulated_now(const struct pace *pace, int64_t real)
{
    if (isinf(pace->speed))
        return PERI_NEVER;
    double passed = (double)(real - pace->from_real) * pace->speed;
    return passed < (double)(PERI_NEVER - pace->from_simulated)
               ? pace->from_simulated + (int64_t)passed
               : PERI_NEVER;
}

/* Real ns until a simulated instant, at most LONGEST_WAIT. */
static int64_t real_until(const struct pace *pace, int64_t simulated, int64_t now)
{
    double wait = (double)(simulated - now) / pace->speed;
    return wait < (double)LONGEST_WAIT ? (int64_t)wait + 1 : LONGEST_WAIT;
}

/* -- between steps -------------------------------------------------------------------------- */

static int settle(peri_engine *engine, peri_error *err)
{
    const peri_strategy *strategy = engine->strategy;
    peri_watch_step(engine->options.watch); /* what trainings left has a step's time */
    int rc = strategy->on_pause ? strategy->on_pause(strategy->ctx, err) : PERI_OK;
    return rc == PERI_OK ? peri_engine_collect(engine, err) : rc;
}

void peri_engine_rest(peri_engine *engine, int64_t ns)
{
    const peri_live_options *live = engine->live;
    peri_watch_rest(engine->options.watch);
    if (live->leave)
        live->leave(live->ctx);
    peri_wake_rest(&engine->pause, ns);
    int64_t wanted = peri_engine_latency_time(engine);
    if (live->enter)
        live->enter(live->ctx);
    peri_engine_latency_waited(engine, wanted);
}

/* Whether the run can go on: its data have not ended. */
static bool is_to_go_on(const peri_engine *engine)
{
    if (engine->inflow.stream)
        return engine->stop || !peri_inflow_is_over(engine);
    return engine->stop || peri_engine_next_instant(engine) != PERI_NEVER;
}

int peri_engine_settle_all(peri_engine *engine, peri_error *err)
{
    bool cancel = engine->live->on_exit == PERI_EXIT_CANCEL ||
                  (engine->live->on_exit == PERI_EXIT_AS_IT_ENDS && engine->leaving);
    for (;;) {
        bool trains = peri_trainer_is_training(engine->trainer);
        int rc = settle(engine, err); /* also of what ended before that look */
        if (rc != PERI_OK || engine->interrupted || !trains)
            return rc;
        if (cancel && is_to_go_on(engine)) /* they begin again when the run goes on */
            peri_saver_hold_trainings(engine);
        if (cancel)
            peri_trainer_cancel_all(engine->trainer);
        int64_t wait = cancel ? PERI_SECOND / 100 : LONGEST_WAIT;
        int64_t press = peri_trainer_press(engine->trainer);
        peri_engine_rest(engine, wait < press ? wait : press);
        cancel = cancel || (engine->live->on_exit != PERI_EXIT_WAIT && engine->leaving);
    }
}

/* -- where the run stands ------------------------------------------------------------------- */

/* What is kept, and whether it is this run's; the engine then knows from when it goes on. */
static int look_for_kept(peri_engine *engine, peri_saved_head *head, peri_error *err)
{
    const peri_live_options *live = engine->live;
    peri_saver *saver = &engine->saver;
    bool found = false;
    saver->db = live->kept;
    saver->feed = live->feed ? live->feed : "";
    if (!saver->db)
        return PERI_OK;
    int rc = live->fresh ? peri_run_db_clear(saver->db, err) : PERI_OK;
    if (rc == PERI_OK)
        rc = peri_saver_read_head(saver, head, &found, err);
    if (rc != PERI_OK || !found)
        return rc;
    if (strncmp(head->feed, saver->feed, sizeof head->feed - 1) != 0) /* as much as is kept */
        return peri_fail(
            err, PERI_EINVAL,
            "the saved run had the feed '%s', not '%s': give that one, another --name, "
            "or --state fresh to begin anew",
            head->feed, saver->feed);
    engine->resume_ns = head->clock_ns;
    engine->resume_start_ns = head->start_ns;
    return PERI_OK;
}

static int go_on(peri_engine *engine, const peri_saved_head *head, peri_error *err)
{
    char start[PERI_TIME_TEXT], saved[PERI_TIME_TEXT];
    if (engine->resume_ns == PERI_NEVER)
        return PERI_OK;
    if (head->clock_ns >= engine->start_ns)
        return peri_saver_resume(engine, head, err);
    peri_time_format(peri_engine_to_local(engine, engine->start_ns), start);
    peri_time_format(peri_engine_to_local(engine, head->clock_ns), saved);
    return peri_fail(
        err, PERI_EINVAL,
        "the saved run stands at %s, before the start at %s: --state fresh begins anew", saved,
        start);
}

/* Save where it stands. To fail is told, and again when it goes well; the run goes on meanwhile. */
static void save(peri_engine *engine)
{
    peri_error err;
    peri_saver *saver = &engine->saver;
    bool failed = peri_saver_save(engine, &err) != PERI_OK;
    if (failed && !saver->is_failing) {
        peri_fail_prefix(&err, "how the run stands cannot be saved (each step tries again): ");
        peri_engine_log(engine, PERI_LOG_ERROR, err.text, strlen(err.text));
    } else if (!failed && saver->is_failing) {
        static const char text[] = "how the run stands is saved again";
        peri_engine_log(engine, PERI_LOG_INFO, text, sizeof text - 1);
    }
    saver->is_failing = failed;
}

void peri_engine_keep_before_end(peri_engine *engine)
{
    if (is_to_go_on(engine))
        save(engine);
}

void peri_engine_forget_ended(peri_engine *engine)
{
    peri_error err;
    if (!engine->has_ended || !engine->saver.db ||
        peri_run_db_clear(engine->saver.db, &err) == PERI_OK)
        return;
    peri_fail_prefix(&err, "the run has ended, but what is saved of it cannot be dropped: ");
    peri_engine_log(engine, PERI_LOG_ERROR, err.text, strlen(err.text));
}

/* -- the loop ------------------------------------------------------------------------------- */

static bool goes_on(const peri_engine *engine, int rc)
{
    return peri_engine_goes_on(engine, rc) && !engine->leaving &&
           (engine->inflow.stream || peri_engine_next_instant(engine) != PERI_NEVER);
}

/* What comes next: an event, a daily sample, or the end of a bar. */
static int64_t next_time(const peri_engine *engine)
{
    int64_t next = peri_engine_next_instant(engine);
    int64_t event = peri_scheduler_has_new(engine->scheduler)
                        ? engine->clock_ns
                        : peri_scheduler_next_time(engine->scheduler);
    int64_t daily = engine->warming_up ? PERI_NEVER : engine->sampler.next_daily_ns;
    int64_t at_hand = engine->inflow.stream ? peri_inflow_next(engine) : PERI_NEVER;
    next = event < next ? event : next;
    next = engine->scan_ns < next ? engine->scan_ns : next;
    next = at_hand < next ? at_hand : next;
    return daily < next ? daily : next;
}

/* Everything due by now. */
static int advance(peri_engine *engine, int64_t now, peri_error *err)
{
    peri_watch_step(engine->options.watch);
    engine->horizon = now;
    int64_t instant = peri_engine_next_instant(engine);
    int rc = peri_engine_fire_before(engine, &instant, err);
    if (peri_engine_goes_on(engine, rc) && instant != PERI_NEVER && instant <= now) {
        engine->horizon = PERI_NEVER;
        rc = peri_engine_step(engine, instant, err);
    }
    engine->horizon = PERI_NEVER;
    return rc;
}

/* While nothing is due the clock goes on, up to what comes next. */
static void move_clock(peri_engine *engine, int64_t now, int64_t next)
{
    int64_t clock = now < next ? now : next - 1;
    clock -= clock % MOMENT; /* in whole milliseconds, for log lines */
    if (!engine->warming_up && clock > engine->clock_ns && clock != PERI_NEVER)
        engine->clock_ns = clock;
}

/* A strategy that is never at rest lets trainings come on now and then. */
static void let_others(peri_engine *engine, struct pace *pace, int64_t real)
{
    const peri_live_options *live = engine->live;
    if (!live->yield || real - pace->rested < BUSY_LONG)
        return;
    int64_t began = real_time(engine);
    live->yield(live->ctx, MOMENT);
    pace->rested = real_time(engine);
    if (pace->rested - began > MOMENT) /* else nobody was waiting */
        peri_engine_latency_waited(engine, began + MOMENT);
}

/* The warm-up is over before real time begins. */
static void begin_pace(const peri_engine *engine, struct pace *pace)
{
    if (pace->from_simulated != PERI_NEVER || engine->warming_up)
        return;
    pace->from_simulated = engine->clock_ns;
    pace->from_real = real_time(engine);
    if (!engine->live->latency || engine->inflow.by_data)
        return;
    int64_t now = engine->inflow.stream ? peri_inflow_now(engine) : pace->from_simulated;
    peri_latency_set_pace(engine->live->latency, pace->from_real, now, pace->speed);
}

/* What may be handed out by now. */
static int64_t time_now(const peri_engine *engine, const struct pace *pace, int64_t real)
{
    if (pace->from_simulated == PERI_NEVER)
        return PERI_NEVER; /* the warm-up takes no time */
    return engine->inflow.stream ? peri_inflow_now(engine) : simulated_now(pace, real);
}

/* What trainings left, and the save of what it changed. */
static int between_steps(peri_engine *engine, peri_error *err)
{
    int rc = settle(engine, err);
    if (rc == PERI_OK && engine->saver.changed)
        save(engine);
    return rc;
}

/* Of records that came in: what the run knew before it died is led through quietly. */
static int take_in(peri_engine *engine, size_t *n, peri_error *err)
{
    int rc = peri_inflow_take(engine, n, err);
    int64_t now = peri_inflow_now(engine);
    if (rc == PERI_OK && engine->resume_ns != PERI_NEVER)
        peri_engine_lead(engine, now < engine->resume_ns ? now : engine->resume_ns);
    return rc;
}

/* Nothing is due but what is at hand, or not even that. */
static bool has_to_take_in(const peri_engine *engine, int64_t now)
{
    return engine->inflow.stream && (next_time(engine) > now || peri_inflow_next(engine) <= now);
}

/* Nothing comes in any more, and what came is handed out. */
static bool is_over(const peri_engine *engine)
{
    return engine->inflow.stream && peri_inflow_is_over(engine) &&
           (engine->inflow.by_data || peri_engine_next_instant(engine) == PERI_NEVER);
}

/* A step, or a rest; false: the run is over. */
static bool pass(peri_engine *engine, struct pace *pace, int64_t real, int *rc, peri_error *err)
{
    size_t taken = 0;
    int64_t now = time_now(engine, pace, real);
    if (has_to_take_in(engine, now)) {
        *rc = take_in(engine, &taken, err);
        now = time_now(engine, pace, real);
    }
    int64_t next = next_time(engine); /* what was settled may have scheduled something */
    if (*rc != PERI_OK || (next > now && taken > 0))
        return true;
    if (next > now && is_over(engine))
        return false;
    if (next > now) {
        int64_t wait = real_until(pace, next, now), press = peri_trainer_press(engine->trainer);
        peri_engine_rest(engine, wait < press ? wait : press);
        pace->rested = real_time(engine);
        return true;
    }
    *rc = advance(engine, now, err);
    if (*rc == PERI_OK)
        save(engine);
    let_others(engine, pace, real);
    peri_trainer_press(engine->trainer); /* also when it never rests */
    return true;
}

static int loop(peri_engine *engine, peri_error *err)
{
    int64_t real = real_time(engine);
    struct pace pace = {engine->live->speed, real, PERI_NEVER, real};
    int rc = PERI_OK;
    while (goes_on(engine, rc)) {
        begin_pace(engine, &pace);
        real = real_time(engine);
        int64_t now = time_now(engine, &pace, real), next = next_time(engine);
        if (next > now && !engine->inflow.stream)
            move_clock(engine, now, next);
        rc = between_steps(engine, err);
        if (!goes_on(engine, rc) || !pass(engine, &pace, real, &rc, err))
            break;
    }
    return rc;
}

/* The run's end is where its clock stands. */
static void close_span(peri_engine *engine)
{
    if (!engine->inflow.stream)
        return;
    engine->end_date = peri_time_date(peri_engine_local(engine));
    peri_inflow_report(engine);
}

int peri_engine_run_live(peri_engine *engine, const peri_strategy *strategy,
                         const peri_live_options *live, peri_result *result, peri_error *err)
{
    if (!engine->options.clock || engine->options.threads.count < 1)
        return peri_fail(err, PERI_ESTATE, "a live run needs a clock and threads for trainings");
    peri_saved_head head = {.version = 0};
    engine->live_options = *live;
    engine->live = &engine->live_options;
    peri_broker_set_max_orders(engine->broker, INT64_MAX); /* a backtest's limit, as in LEAN */
    engine->inflow.stream = live->stream;
    if (live->stream)
        engine->clock_ns = peri_inflow_first_clock(engine);
    int rc = look_for_kept(engine, &head, err);
    if (rc == PERI_OK)
        rc = peri_engine_begin(engine, strategy, err);
    if (rc == PERI_OK)
        rc = go_on(engine, &head, err);
    if (rc == PERI_OK)
        rc = loop(engine, err);
    close_span(engine);
    if (rc == PERI_OK)
        rc = peri_engine_finish(engine, err);
    engine->has_ended = rc == PERI_OK && !is_to_go_on(engine);
    return engine->strategy == strategy ? peri_engine_end(engine, rc, result) : rc;
}
