/* run.h - what an engine puts out, and its run: a backtest's, and a live one. Layer 5. */
#ifndef PERI_ENGINE_RUN_H
#define PERI_ENGINE_RUN_H

#include "base/error.h"
#include "engine/chart.h"
#include "engine/inflow.h"
#include "engine/latency.h"
#include "engine/strategy.h"
#include "report/statistics.h"
#include "store/digest.h"
#include "store/run_db.h"
#include "train/trainer.h"

typedef struct peri_engine peri_engine;

typedef enum peri_log_level {
    PERI_LOG_DEBUG,
    PERI_LOG_INFO,
    PERI_LOG_WARNING,
    PERI_LOG_ERROR
} peri_log_level;

void peri_engine_log(peri_engine *engine, peri_log_level level, const char *text, size_t len);
/* Add a point to a chart's series at the clock. Returns PERI_OK, PERI_EINVAL (not finite) or
   PERI_ENOMEM. */
int peri_engine_plot(peri_engine *engine, const char *chart, const char *series, double value,
                     peri_error *err);
const peri_charts *peri_engine_charts(const peri_engine *engine);
/*
 * Set a statistic of the strategy's own: of the summary, which the table shows too, or of how the
 * run stands. Returns as peri_custom_rows_set; PERI_EINVAL also for a key of the engine's own.
 */
int peri_engine_set_summary_statistic(peri_engine *engine, const char *name, size_t name_len,
                                      const char *text, size_t text_len, peri_error *err);
int peri_engine_set_runtime_statistic(peri_engine *engine, const char *name, size_t name_len,
                                      const char *text, size_t text_len, peri_error *err);
const peri_custom_rows *peri_engine_summary_statistics(const peri_engine *engine); /* borrowed */
const peri_custom_rows *peri_engine_runtime_statistics(const peri_engine *engine);
/* What was recorded so far, for its statistics; borrowed, until the run goes on or is closed. */
void peri_engine_record(peri_engine *engine, peri_record *out);

/*
 * LEAN's OrderListHash: the MD5 of all orders so far, each as LEAN's JSON (report/order_text.h).
 * Takes a microsecond or two an order, so only who shows it asks for it.
 *
 * out  receives it, of a live run that goes on with the orders it had before
 * Returns PERI_OK or PERI_ENOMEM. Prices that are not those of LEAN's files, or older than some
 * rows of the factor file, count with the decimals their doubles tell.
 */
int peri_engine_order_list_hash(const peri_engine *engine, char out[PERI_MD5_TEXT]);

/* Ask the run to end: when the callback that asks has returned, only OnEndOfAlgorithm is called. */
void peri_engine_quit(peri_engine *engine);
/* Ask it to end as soon as possible. Thread: any, also a signal handler. */
void peri_engine_interrupt(peri_engine *engine);
/* Ask a live run to end in order: the step at hand is finished, trainings are cancelled or awaited,
   OnEndOfAlgorithm is called. Thread: any, also a signal handler. */
void peri_engine_leave(peri_engine *engine);
/* Let a live run that waits look at what is due: something was scheduled. Thread: as leave. */
void peri_engine_nudge(peri_engine *engine);

typedef struct peri_result {
    const char *status;  /* "Completed"; "Stopped": Quit, a worthless account, asked to leave before
                            its data had ended */
    int64_t steps;       /* time steps with data */
    int64_t data_points; /* bars handed out, filled ones included */
    int64_t processed;   /* LEAN's "data points": those, events of stocks, hourly bars of the
                            benchmark from the trading day before the start on, and one for each
                            type and market of the securities of Initialize */
    int64_t rows, bad_rows; /* rows read, rows skipped as unreadable */
    int64_t invalid_orders; /* refused for want of buying power */
    int64_t trainings;      /* runs that began */
    int64_t read_ns,
        run_ns;          /* real time of reading all data, and of the steps; 0 without a clock */
    char first_bad[512]; /* message of the first bad row, else "" */
    peri_statistics statistics;
    const peri_custom_rows *summary; /* the strategy's own; borrowed until peri_engine_close */
} peri_result;

/*
 * Initialize the strategy, read the data, run from start to end.
 *
 * Returns PERI_OK with result filled; what a callback returned (run stopped there, text prefixed
 * with nothing; OnEndOfAlgorithm is not called); PERI_EINTERRUPT; or a reader's error before any
 * trading (peri_engine_data_failed is true then). Once per engine.
 */
int peri_engine_run(peri_engine *engine, const peri_strategy *strategy, peri_result *result,
                    peri_error *err);

typedef enum peri_on_exit {
    PERI_EXIT_AS_IT_ENDS, /* cancel trainings when the run is asked to leave, else await them */
    PERI_EXIT_CANCEL,
    PERI_EXIT_WAIT
} peri_on_exit;

/* How a live run goes. */
typedef struct peri_live_options {
    double speed; /* simulated seconds in a real one, > 0; HUGE_VAL: without waiting */
    peri_on_exit on_exit;
    /* Give back and take what the strategy's thread shares with trainings, while it waits; and let
       others have it for a moment when it never waits. NULL: nothing is shared. */
    void (*leave)(void *ctx);
    void (*enter)(void *ctx);
    void (*yield)(void *ctx, int64_t ns);
    void *ctx;             /* of all functions here */
    peri_latency *latency; /* filled with how late the run is (borrowed); NULL: not measured */
    /* Where the run keeps how it stands (borrowed; NULL: nowhere). A run that is kept there goes
       on, unless fresh; it must have had the same feed, a text of at most 255 bytes. A run whose
       data have ended is forgotten. */
    peri_run_db *kept;
    const char *feed;
    bool fresh;
    /* Data that come in (borrowed, started; its `arrived` calls peri_engine_nudge); NULL: recorded
       ones are played at `speed`. With a stream the run begins now, or with the first record, dates
       of the strategy do not count, and files of the data folder are its past. */
    peri_stream *stream;
    peri_live_clock clock;
    peri_clock_fn wall_clock; /* UTC; needed with a stream */
} peri_live_options;

/*
 * The same in real time: each step and each event when its time has come, trainings on the threads
 * of peri_engine_options, whose errors are logged and do not end the run. Needs a clock. A run
 * that is kept is saved after each step: when the process dies, the next one goes on behind it.
 * Returns as peri_engine_run; PERI_EINVAL also when what is kept is another run's; what peri_run_db
 * fails with.
 */
int peri_engine_run_live(peri_engine *engine, const peri_strategy *strategy,
                         const peri_live_options *live, peri_result *result, peri_error *err);

/* What is kept of a live run whose data have ended is dropped, so that the next one begins anew:
   when its result is where it should be, and live->kept is still open. */
void peri_engine_forget_ended(peri_engine *engine);

#endif
