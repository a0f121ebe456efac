/* lua_runtime.c - one run of a strategy, and what there is to know of it. */
#include "lua_runtime_internal.h"

#include "base/mem.h"
#include "embedded.h"
#include "lua_live.h"
#include "lua_training.h"
#include "store/project_files.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

peri_runtime *peri_lua_runtime(lua_State *L)
{
    return peri_host_context(peri_host_from(L));
}

/* A misspelled parameter would go unnoticed. */
static void warn_of_unread_parameters(peri_runtime *runtime)
{
    for (size_t i = 0; i < runtime->parameter_count; i++) {
        char text[256];
        if (runtime->parameters_read[i])
            continue;
        int len = snprintf(text, sizeof text,
                           "the parameter '%.100s' was given, but the strategy never asked for it",
                           runtime->parameters[i].name);
        peri_engine_log(runtime->engine, PERI_LOG_WARNING, text, (size_t)len);
    }
}

/* A backtest's calls follow each other on this thread, and nothing else happens meanwhile. */
static int run_backtest(peri_runtime *runtime, peri_error *err)
{
    peri_host_enter(runtime->host);
    const int rc =
        peri_engine_run(runtime->engine, &runtime->strategy_calls, &runtime->result, err);
    peri_host_leave(runtime->host);
    return rc;
}

int peri_runtime_run(peri_runtime *runtime, peri_error *err)
{
    if (!peri_host_order_is_fixed(runtime->host)) {
        static const char text[] = "with this Lua, pairs() goes over string keys in another order "
                                   "in each run: sort keys where the order matters";
        peri_engine_log(runtime->engine, PERI_LOG_WARNING, text, sizeof text - 1);
    }
    int rc = runtime->watch ? peri_watch_start(runtime->watch, err) : PERI_OK;
    peri_watch_setup(runtime->watch);
    if (rc == PERI_OK)
        rc = peri_host_load_file(runtime->host, runtime->strategy, err);
    if (rc == PERI_OK)
        rc = runtime->options.trainers > 0 ? peri_lua_run_live(runtime, err)
                                           : run_backtest(runtime, err);
    if (rc == PERI_OK)
        warn_of_unread_parameters(runtime);
    runtime->ran = rc == PERI_OK;
    return rc;
}

bool peri_runtime_data_failed(const peri_runtime *runtime)
{
    return peri_engine_data_failed(runtime->engine);
}

bool peri_runtime_clock(const peri_runtime *runtime, int64_t *local_ns)
{
    const bool begun = peri_engine_has_begun(runtime->engine);
    if (begun)
        *local_ns = peri_engine_local(runtime->engine);
    return begun;
}

const peri_result *peri_runtime_result(const peri_runtime *runtime)
{
    return &runtime->result;
}

const peri_latency *peri_runtime_latency(const peri_runtime *runtime)
{
    return runtime->latency;
}

int peri_runtime_json(peri_runtime *runtime, bool with_durations, peri_buf *out, peri_error *err)
{
    if (!runtime->ran)
        return peri_fail(err, PERI_ESTATE, "there is no result: the run has not ended well");
    peri_run_report report = {
        .strategy = runtime->strategy,
        .engine = runtime->engine,
        .result = &runtime->result,
        .trainings = &runtime->trainings,
        .latency = runtime->latency,
        .with_durations = with_durations,
    };
    return peri_run_report_json(&report, out, err);
}

int peri_runtime_order_list_hash(const peri_runtime *runtime, char out[PERI_MD5_TEXT],
                                 peri_error *err)
{
    const int rc = peri_engine_order_list_hash(runtime->engine, out);
    return rc == PERI_OK ? rc : peri_fail(err, rc, "no memory for the hash of the orders");
}

void peri_runtime_interrupt(peri_runtime *runtime)
{
    peri_engine_interrupt(runtime->engine);
    peri_host_interrupt(runtime->host, "interrupted");
}

bool peri_runtime_is_training(const peri_runtime *runtime)
{
    return peri_trainer_is_training(peri_engine_trainer(runtime->engine));
}

void peri_runtime_leave(peri_runtime *runtime)
{
    if (runtime->options.trainers > 0)
        peri_engine_leave(runtime->engine);
    else
        peri_runtime_interrupt(runtime);
}
