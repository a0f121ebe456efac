/* lua_runtime.h - one run of a Lua strategy: the engine, the Lua state and the store, put together.
   What the command line and the public interface are built on. */
#ifndef PERI_LUA_RUNTIME_H
#define PERI_LUA_RUNTIME_H

#include "base/buf.h"
#include "engine/engine.h"
#include "host/host.h"
#include "report/run_report.h"
#include "store/quota.h"

typedef struct peri_runtime peri_runtime;

/* A parameter for GetParameter. */
typedef struct peri_parameter {
    const char *name, *value;
} peri_parameter;

/* All borrowed until peri_runtime_open returns, functions and ctx until the close. */
typedef struct peri_runtime_options {
    const char *strategy; /* path of the Lua file; needed */
    const char *data_dir; /* NULL: "data" beside the strategy */
    const char *store;    /* NULL: ".perigee/store.db" beside the strategy */
    /* Folder where prices are kept as they were parsed (market/tape_cache.h); NULL: "cache" beside
       the store's file; "none": they are not kept. */
    const char *cache;
    uint64_t cache_limit;          /* bytes it may have; 0: any number */
    const char *subscription;      /* whose quota the store has, see peri_quota_named; NULL: none */
    const char *store_permissions; /* see peri_store_permissions; NULL: "rwd" */
    bool store_snapshot;           /* see peri_store_options; taken when the run begins */
    size_t memory_limit;           /* bytes of the Lua state; 0: none */
    uint64_t seed;                 /* of math.random */
    bool skip_bad_rows;
    const peri_parameter *parameters; /* shape [parameter_count] */
    size_t parameter_count;
    int64_t step_limit;     /* ns, see peri_watch_options; 0: none. It and server need the clock */
    const char *server;     /* whose allowance of trainings, see peri_allowance_named; NULL: none */
    bool training_by_clock; /* it comes back by the clock, not by simulated time */
    bool declared_training; /* see peri_engine_set_training_time for these two */
    int64_t training_ns;
    peri_clock_fn wall_clock; /* ns since 1970, UTC, on any thread; needed by what goes by it */
    peri_clock_fn clock;      /* see peri_engine_options for these */
    void (*log)(void *ctx, peri_log_level level, int64_t local_ns, const char *text, size_t len);
    void (*on_training)(void *ctx, const peri_training_run *run, int64_t local_ns);
    void (*progress)(void *ctx, double fraction, int64_t local_ns);
    void *ctx;
    int wake_signal; /* see peri_host_options for these two; 0: none is used */
    bool poll;

    int trainers; /* threads for trainings of a live run; 0: a backtest */
    double speed; /* of a live run, see peri_live_options */
    peri_on_exit on_exit;
    bool stop_on_limit; /* see peri_engine_options */
    /* Name of a live run that keeps how it stands in the files beside the object store (see
       store/project_files.h): opened by peri_runtime_open. It needs wall_clock and
       training_by_clock: what is written of the allowance holds for later runs. NULL: nothing is
       kept. */
    const char *keep_name;
    const char *feed; /* where its data come from, see peri_live_options; as is fresh */
    bool fresh;
    /* Data that come in, see peri_stream_options for these three; NULL: recorded ones are played.
       It needs wall_clock. */
    const char *stream;
    size_t stream_queue;
    bool stream_drops;
    peri_live_clock live_clock; /* with a stream, see peri_live_options */
    bool measures_latency;      /* of a live run */
    peri_collector collector;   /* see peri_host_options; all zeros: its own choice */
} peri_runtime_options;

/* Put a run together. Returns PERI_OK, PERI_EINVAL (no strategy; a subscription, permissions or a
   server that do not exist; a wrong stream; keep_name without training_by_clock; what goes by the
   wall_clock without it), PERI_ENOMEM, PERI_ENOTFOUND; with keep_name what peri_ledger_open and
   peri_run_db_open return. Touches no other file. Thread: all calls on one thread, but interrupt,
   leave and is_training. */
int peri_runtime_open(const peri_runtime_options *options, peri_runtime **out, peri_error *err);
void peri_runtime_close(peri_runtime *runtime); /* NULL is allowed */

/*
 * Load the strategy and run it to its end, once. Returns PERI_OK; PERI_ESCRIPT (syntax or run-time
 * error, text with traceback); PERI_EINTERRUPT; PERI_ENOMEM; a reader's error (see
 * peri_runtime_data_failed).
 */
int peri_runtime_run(peri_runtime *runtime, peri_error *err);
bool peri_runtime_data_failed(const peri_runtime *runtime);

/* The clock in the algorithm's zone, also of a run that has ended, well or not; false, and
 *local_ns untouched, when it ended before its clock began. */
bool peri_runtime_clock(const peri_runtime *runtime, int64_t *local_ns);

const peri_result *peri_runtime_result(const peri_runtime *runtime); /* after a run that was OK */

/* How late a live run was that measured it, after its end (borrowed); else NULL. */
const peri_latency *peri_runtime_latency(const peri_runtime *runtime);

/* LEAN's hash of the orders of a run that was OK, see peri_engine_order_list_hash. */
int peri_runtime_order_list_hash(const peri_runtime *runtime, char out[PERI_MD5_TEXT],
                                 peri_error *err);

/* Append the report, see peri_run_report_json. */
int peri_runtime_json(peri_runtime *runtime, bool with_durations, peri_buf *out, peri_error *err);

/* The training flag, see peri_trainer_is_training. Thread: any, from the open to the close. */
bool peri_runtime_is_training(const peri_runtime *runtime);

/* Ask a live run to end in order, see peri_engine_leave; a backtest is interrupted. Thread: any;
   also from a signal handler. */
void peri_runtime_leave(peri_runtime *runtime);

/* Ask the run to stop as soon as possible. Thread: any; also from a signal handler. */
void peri_runtime_interrupt(peri_runtime *runtime);

#endif
