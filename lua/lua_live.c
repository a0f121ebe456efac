/* lua_live.c - see lua_live.h. */
#include "lua_live.h"

#include <string.h>

#include "base/mem.h"
#include "store/project_files.h"

enum {
    LOCK_WAIT_MS = 1000 /* for a process of this run that was killed to be gone */
};

/* --- what is kept --- */

static int open_ledger(peri_runtime *runtime, const char *path, peri_clock_fn wall_clock,
                       peri_error *err)
{
    const peri_ledger_options options = {
        .path = path, .run = runtime->keep_name, .clock = wall_clock, .ctx = runtime};
    return peri_ledger_open(&options, &runtime->ledger, err);
}

int peri_lua_open_kept(peri_runtime *runtime, peri_clock_fn wall_clock, peri_error *err)
{
    char *trainings = peri_project_training_file(runtime->store_path);
    char *run = peri_project_run_file(runtime->store_path, runtime->keep_name);
    int rc = trainings && run ? peri_run_db_open(run, LOCK_WAIT_MS, &runtime->kept, err)
                              : peri_fail(err, PERI_ENOMEM, "no memory for a run");
    if (rc == PERI_OK)
        rc = open_ledger(runtime, trainings, wall_clock, err);
    peri_free(trainings);
    peri_free(run);
    return rc;
}

void peri_lua_tell_of_ledger(peri_runtime *runtime)
{
    peri_error failure;
    if (!runtime->ledger || !peri_ledger_failed(runtime->ledger, &failure))
        return;
    peri_fail_prefix(&failure, "what trainings took could not be written down: ");
    peri_engine_log(runtime->engine, PERI_LOG_WARNING, failure.text, strlen(failure.text));
}

/* --- data that come in --- */

/* On the stream's thread. */
static void arrived(void *ctx)
{
    const peri_runtime *runtime = ctx;
    peri_engine_nudge(runtime->engine);
}

int peri_lua_open_stream(peri_runtime *runtime, peri_error *err)
{
    const peri_stream_options options = {
        .source = runtime->options.stream,
        .queue = runtime->options.stream_queue,
        .drop = runtime->options.stream_drops,
        .arrived = arrived,
        .ctx = runtime,
    };
    return peri_stream_open(&options, &runtime->stream, err);
}

/* --- stopping, and sharing the Lua state with trainings --- */

static void stop(peri_runtime *runtime, int worker, int code, const char *why)
{
    if (runtime->host)
        peri_seat_interrupt(worker == PERI_TRAINER_SELF ? peri_host_main_seat(runtime->host)
                                                        : runtime->seats[worker],
                            code, why);
}

void peri_lua_stop_late(void *ctx, int worker, const char *why)
{
    stop(ctx, worker, PERI_ELIMIT, why);
}

void peri_lua_stop_training(void *ctx, int worker, const char *why)
{
    stop(ctx, worker, PERI_EINTERRUPT, why);
}

void peri_lua_enter_worker(void *ctx, int worker)
{
    peri_runtime *runtime = ctx;
    peri_seat_enter(runtime->seats[worker]);
    peri_seat_clear(runtime->seats[worker]); /* it may have been meant for the training before */
}

void peri_lua_leave_worker(void *ctx, int worker)
{
    peri_runtime *runtime = ctx;
    peri_seat_leave(runtime->seats[worker]);
}

static int64_t wall_time(void *ctx)
{
    peri_runtime *runtime = ctx;
    return runtime->options.wall_clock(runtime->options.ctx);
}

static void leave_strategy(void *ctx)
{
    peri_runtime *runtime = ctx;
    peri_seat_leave(peri_host_main_seat(runtime->host));
}

static void enter_strategy(void *ctx)
{
    peri_runtime *runtime = ctx;
    peri_seat_enter(peri_host_main_seat(runtime->host));
}

static void yield_strategy(void *ctx, int64_t ns)
{
    peri_runtime *runtime = ctx;
    peri_seat_yield(peri_host_main_seat(runtime->host), ns);
}

int peri_lua_open_seats(peri_runtime *runtime, peri_error *err)
{
    int rc = PERI_OK;
    for (int i = 0; i < runtime->options.trainers && rc == PERI_OK; i++)
        rc = peri_seat_open(runtime->host, &runtime->seats[i], err);
    return rc;
}

void peri_lua_end_trainings(peri_runtime *runtime)
{
    bool shared = runtime->host && runtime->options.trainers > 0;
    if (shared)
        leave_strategy(runtime);
    peri_engine_end_trainings(runtime->engine);
    if (shared)
        enter_strategy(runtime);
    for (int i = 0; i < PERI_TRAINER_MOST; i++)
        peri_seat_close(runtime->seats[i]);
}

/* --- the run --- */

int peri_lua_run_live(peri_runtime *runtime, peri_error *err)
{
    const peri_live_options live = {
        .speed = runtime->options.speed,
        .on_exit = runtime->options.on_exit,
        .leave = leave_strategy,
        .enter = enter_strategy,
        .yield = yield_strategy,
        .ctx = runtime,
        .latency = runtime->latency,
        .kept = runtime->kept,
        .feed = runtime->feed,
        .fresh = runtime->options.fresh,
        .stream = runtime->stream,
        .clock = runtime->options.live_clock,
        .wall_clock = wall_time,
    };
    int rc = runtime->stream ? peri_stream_start(runtime->stream, err) : PERI_OK;
    if (rc != PERI_OK)
        return rc;
    return peri_engine_run_live(runtime->engine, &runtime->strategy_calls, &live, &runtime->result,
                                err);
}
