/* lua_runtime_open.c - putting engine, Lua state and store together for one run, and taking them
 * apart again. */
#include "lua_runtime_internal.h"

#include "base/mem.h"
#include "embedded.h"
#include "lua_live.h"
#include "lua_training.h"
#include "store/project_files.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

/* --- what engine and host call --- */

static bool find_module(void *ctx, const char *name, const char **text, size_t *len)
{
    return strncmp(name, "perigee.", 8) == 0 && peri_embedded_find_module(ctx, name, text, len);
}

static void print_line(void *ctx, const char *text, size_t len)
{
    peri_runtime *runtime = ctx;
    peri_engine_log(runtime->engine, PERI_LOG_INFO, text, len);
}

static void warn_line(void *ctx, const char *text, size_t len)
{
    peri_runtime *runtime = ctx;
    peri_engine_log(runtime->engine, PERI_LOG_WARNING, text, len);
}

static void relay_log(void *ctx, peri_log_level level, int64_t local_ns, const char *text,
                      size_t len)
{
    peri_runtime *runtime = ctx;
    if (runtime->options.log)
        runtime->options.log(runtime->options.ctx, level, local_ns, text, len);
}

static void relay_training(void *ctx, const peri_training_run *run, int64_t local_ns)
{
    peri_runtime *runtime = ctx;
    peri_lua_tell_of_ledger(runtime);
    if (peri_training_list_add(&runtime->trainings, run, local_ns) != PERI_OK)
        runtime->trainings.incomplete = true;
    if (runtime->options.on_training)
        runtime->options.on_training(runtime->options.ctx, run, local_ns);
}

static void relay_progress(void *ctx, double fraction, int64_t local_ns)
{
    peri_runtime *runtime = ctx;
    if (runtime->options.progress)
        runtime->options.progress(runtime->options.ctx, fraction, local_ns);
}

static int64_t relay_clock(void *ctx)
{
    peri_runtime *runtime = ctx;
    return runtime->options.clock(runtime->options.ctx);
}

static int64_t relay_wall_clock(void *ctx)
{
    peri_runtime *runtime = ctx;
    return runtime->options.wall_clock(runtime->options.ctx);
}

/* --- paths --- */

/* The folder a file lies in: "a/b.lua" -> "a", "b.lua" -> ".", "/b.lua" -> "/". */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return peri_strdup(".");
    return peri_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static char *beside(const char *folder, const char *name)
{
    peri_buf path;
    peri_buf_init(&path);
    peri_buf_printf(&path, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, name);
    char *copy = path.failed ? NULL : peri_strdup(peri_buf_str(&path));
    peri_buf_deinit(&path);
    return copy;
}

static bool copy_strings(peri_runtime *runtime, const peri_runtime_options *options)
{
    runtime->strategy = peri_strdup(options->strategy);
    runtime->strategy_dir = folder_of(options->strategy);
    if (!runtime->strategy || !runtime->strategy_dir)
        return false;
    runtime->data_dir =
        options->data_dir ? peri_strdup(options->data_dir) : beside(runtime->strategy_dir, "data");
    runtime->store_path = options->store ? peri_strdup(options->store)
                                         : beside(runtime->strategy_dir, ".perigee/store.db");
    const bool keeps = !options->cache || strcmp(options->cache, "none") != 0;
    if (runtime->store_path && keeps)
        runtime->cache_dir = options->cache ? peri_strdup(options->cache)
                                            : peri_project_cache_folder(runtime->store_path);
    if (keeps && !runtime->cache_dir)
        return false;
    runtime->parameters = peri_calloc(options->parameter_count, sizeof *runtime->parameters);
    runtime->parameters_read =
        peri_calloc(options->parameter_count, sizeof *runtime->parameters_read);
    if (!runtime->data_dir || !runtime->store_path || !runtime->parameters ||
        !runtime->parameters_read)
        return false;
    if (options->keep_name && !(runtime->keep_name = peri_strdup(options->keep_name)))
        return false;
    if (options->feed && !(runtime->feed = peri_strdup(options->feed)))
        return false;
    for (size_t i = 0; i < options->parameter_count; i++) {
        char *name = peri_strdup(options->parameters[i].name);
        char *value = peri_strdup(options->parameters[i].value);
        runtime->parameters[runtime->parameter_count++] = (peri_parameter){name, value};
        if (!name || !value)
            return false;
    }
    return true;
}

/* --- life --- */

static int open_host(peri_runtime *runtime, const peri_runtime_options *options, peri_error *err)
{
    peri_host_options host = {
        .memory_limit = options->memory_limit,
        .seed = options->seed,
        .script_dir = runtime->strategy_dir,
        .find_module = find_module,
        .print = print_line,
        .warn = warn_line,
        .ctx = runtime,
        .wake_signal = options->wake_signal,
        .poll = options->poll,
        .collector = options->collector,
    };
    int rc = peri_host_open(&host, &runtime->host, err);
    if (rc != PERI_OK)
        return rc;
    runtime->L = peri_host_lua(runtime->host);
    peri_host_set_context(runtime->host, runtime);
    return peri_host_protect(runtime->host, peri_lua_install, runtime, err);
}

static int open_store(peri_runtime *runtime, const peri_runtime_options *options, peri_error *err)
{
    const char *quota = options->subscription ? options->subscription : "none";
    peri_store_options store = {.snapshot = options->store_snapshot};
    int rc = peri_quota_named(quota, &store.quota, err);
    if (rc == PERI_OK && options->store_permissions)
        rc = peri_store_permissions(options->store_permissions, &store, err);
    return rc == PERI_OK ? peri_store_open(runtime->store_path, &store, &runtime->store, err) : rc;
}

static int open_watch(peri_runtime *runtime, const peri_runtime_options *options, peri_error *err)
{
    peri_watch_options watch = {
        .step_limit = options->step_limit > 0 ? options->step_limit : PERI_NEVER,
        .clock = relay_clock,
        .bucket_clock = options->training_by_clock ? relay_wall_clock : NULL,
        .ledger = runtime->ledger,
        .over = peri_lua_stop_late,
        .ctx = runtime,
    };
    const char *server = options->server ? options->server : "none";
    int rc = peri_allowance_named(server, &watch.allowance, err);
    if (rc != PERI_OK || !options->clock)
        return rc;
    return peri_watch_open(&watch, &runtime->watch, err);
}

/* False: no memory. */
static bool open_latency(peri_runtime *runtime)
{
    if (!runtime->options.measures_latency || runtime->options.trainers == 0)
        return true;
    runtime->latency = peri_calloc(1, sizeof *runtime->latency);
    return runtime->latency != NULL;
}

static int open_parts(peri_runtime *runtime, const peri_runtime_options *options, peri_error *err)
{
    peri_engine_options engine = {
        .data_dir = runtime->data_dir,
        .cache_dir = runtime->cache_dir,
        .cache_limit = options->cache_limit,
        .skip_bad_rows = options->skip_bad_rows,
        .clock = options->clock ? relay_clock : NULL,
        .watch = runtime->watch,
        .log = relay_log,
        .on_training = relay_training,
        .ledger = runtime->ledger,
        .stop_training = peri_lua_stop_training,
        .threads = {options->trainers, peri_lua_enter_worker, peri_lua_leave_worker, NULL},
        .stop_on_limit = options->stop_on_limit,
        .progress = relay_progress,
        .ctx = runtime,
    };
    int rc = peri_engine_open(&engine, &runtime->engine, err);
    if (rc == PERI_OK)
        peri_engine_set_training_time(runtime->engine, options->declared_training,
                                      options->training_ns);
    if (rc == PERI_OK)
        rc = open_store(runtime, options, err);
    if (rc == PERI_OK)
        rc = open_host(runtime, options, err);
    return rc == PERI_OK ? peri_lua_open_seats(runtime, err) : rc;
}

static int check_options(const peri_runtime_options *options, peri_error *err)
{
    if (!options->strategy || options->strategy[0] == '\0')
        return peri_fail(err, PERI_EINVAL, "no strategy was given");
    if (options->trainers < 0 || options->trainers > PERI_TRAINER_MOST)
        return peri_fail(err, PERI_EINVAL, "%d threads for trainings, expected 0 to %d",
                         options->trainers, PERI_TRAINER_MOST);
    if (options->keep_name && !options->wall_clock)
        return peri_fail(err, PERI_EINVAL,
                         "the run '%.100s' is to be kept, but there is no wall_clock",
                         options->keep_name);
    if ((options->training_by_clock || options->stream) && !options->wall_clock)
        return peri_fail(err, PERI_EINVAL, "%s was given, but there is no wall_clock",
                         options->stream ? "a stream" : "training_by_clock");
    if (options->keep_name && !options->training_by_clock)
        return peri_fail(err, PERI_EINVAL,
                         "the run '%.100s' is to be kept, but training_by_clock was false: what is "
                         "kept of its allowance goes by the wall's clock",
                         options->keep_name);
    return PERI_OK;
}

int peri_runtime_open(const peri_runtime_options *options, peri_runtime **out, peri_error *err)
{
    *out = NULL;
    int rc = check_options(options, err);
    if (rc != PERI_OK)
        return rc;
    peri_runtime *runtime = peri_calloc(1, sizeof *runtime);
    if (!runtime)
        return peri_fail(err, PERI_ENOMEM, "no memory for a run");
    runtime->options = *options;
    for (int i = 0; i < PERI_CALLBACKS; i++)
        runtime->callbacks[i] = LUA_NOREF;
    rc = copy_strings(runtime, options) && open_latency(runtime)
             ? PERI_OK
             : peri_fail(err, PERI_ENOMEM, "no memory for a run");
    if (rc == PERI_OK && options->keep_name)
        rc = peri_lua_open_kept(runtime, relay_wall_clock, err);
    if (rc == PERI_OK && options->stream)
        rc = peri_lua_open_stream(runtime, err);
    if (rc == PERI_OK)
        rc = open_watch(runtime, options, err);
    if (rc == PERI_OK)
        rc = open_parts(runtime, options, err);
    if (rc != PERI_OK) {
        peri_runtime_close(runtime);
        return rc;
    }
    peri_lua_strategy_init(runtime);
    *out = runtime;
    return PERI_OK;
}

void peri_runtime_close(peri_runtime *runtime)
{
    if (!runtime)
        return;
    if (runtime->engine)
        peri_engine_forget_ended(runtime->engine);
    peri_stream_close(runtime->stream); /* its thread reaches into the engine */
    peri_lua_end_trainings(runtime);
    peri_watch_close(runtime->watch); /* its thread reaches into the host */
    runtime->watch = NULL;
    peri_host_close(runtime->host);
    runtime->L = NULL;
    peri_lua_forget_publications(runtime);
    peri_engine_close(runtime->engine);
    peri_store_close(runtime->store);
    peri_ledger_close(runtime->ledger);
    peri_run_db_close(runtime->kept);
    for (size_t i = 0; i < runtime->indicator_count; i++)
        peri_indicator_free(runtime->indicators[i]);
    peri_free((void *)runtime->indicators);
    for (size_t i = 0; i < runtime->parameter_count; i++) {
        peri_free((void *)runtime->parameters[i].name);
        peri_free((void *)runtime->parameters[i].value);
    }
    peri_free(runtime->parameters);
    peri_free(runtime->parameters_read);
    peri_free(runtime->strategy);
    peri_free(runtime->strategy_dir);
    peri_free(runtime->data_dir);
    peri_free(runtime->store_path);
    peri_free(runtime->cache_dir);
    peri_free(runtime->keep_name);
    peri_free(runtime->feed);
    peri_free(runtime->last_debug);
    peri_free(runtime->latency);
    peri_training_list_deinit(&runtime->trainings);
    peri_free(runtime);
}
