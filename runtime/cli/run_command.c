/* run_command.c - `perigee run` and `perigee live`: a backtest, or a run in real time. Layer 8. */
#include "base/clock.h"
#include "cli/cli.h"
#include "cli/live_options.h"
#include "cli/options_table.h"
#include "cli/terminal.h"
#include "market/tape_cache.h"
#include "report/latency_table.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Signal handlers take no context, so the run they stop is here; set before they are installed. */
static peri_runtime *volatile running;
static volatile bool is_live;

static void on_signal(int number)
{
    (void)number;
    static const char text[] = "finishing the step; a second signal ends the run at once\n";
    peri_runtime *run = running;
    int saved = errno;
    if (run && is_live && write(STDERR_FILENO, text, sizeof text - 1) < 0)
        errno = saved; /* nobody reads it */
    if (run)
        peri_runtime_leave(run);
    errno = saved;
}

/* Ctrl-C and SIGTERM stop a backtest, and end a live run in order; a second one ends the program at
   once. */
static void catch_signals(peri_runtime *run)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = (int)SA_RESETHAND;
    running = run;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static int exit_status(const peri_runtime *run, int rc)
{
    if (rc == PERI_OK)
        return PERI_EXIT_OK;
    if (rc == PERI_EINTERRUPT)
        return PERI_EXIT_INTERRUPT;
    return peri_runtime_data_failed(run) ? PERI_EXIT_DATA : PERI_EXIT_SCRIPT;
}

static void print_counts(const peri_result *result)
{
    printf("\n%s: %lld steps, %lld data points, %lld trainings\n", result->status,
           (long long)result->steps, (long long)result->data_points, (long long)result->trainings);
    if (result->invalid_orders > 0)
        printf("%lld orders were invalid: refused for want of buying power, or by the brokerage "
               "model\n",
               (long long)result->invalid_orders);
    if (result->bad_rows > 0)
        printf("skipped %lld of %lld rows as unreadable; the first: %s\n",
               (long long)result->bad_rows, (long long)result->rows, result->first_bad);
}

/* The result on stdout, as a table or as JSON. */
static int print_result(peri_runtime *run, const peri_run_options *options, peri_error *err)
{
    peri_buf text;
    int rc = PERI_OK;
    peri_buf_init(&text);
    if (options->json) {
        rc = peri_runtime_json(run, options->timing, &text, err);
    } else {
        char hash[PERI_MD5_TEXT] = "";
        print_counts(peri_runtime_result(run));
        if (options->order_hash)
            rc = peri_runtime_order_list_hash(run, hash, err);
        peri_statistics_table(&peri_runtime_result(run)->statistics,
                              peri_runtime_result(run)->summary, hash, &text);
        if (peri_runtime_latency(run))
            peri_latency_table(peri_runtime_latency(run), &text);
    }
    if (rc == PERI_OK && text.failed)
        rc = peri_fail(err, PERI_ENOMEM, "no memory for the result");
    if (rc == PERI_OK)
        rc = peri_cli_print(text.data, text.len, "cannot write the result", err);
    peri_buf_deinit(&text);
    return rc;
}

static void set_terminal(peri_run_options *options, bool live, peri_terminal *terminal)
{
    *terminal = (peri_terminal){
        .log_to_stderr = options->json && !live,
        .json_lines = options->json && live,
        .quiet = options->quiet,
        .least = options->log_level,
        .flush = live,
        .is_tty = !live && isatty(STDERR_FILENO) == 1,
    };
    options->runtime.clock = peri_clock_monotonic;
    options->runtime.wall_clock = peri_clock_wall;
    options->runtime.log = peri_terminal_log;
    options->runtime.on_training = peri_terminal_training;
    options->runtime.progress = peri_terminal_progress;
    options->runtime.ctx = terminal;
    options->runtime.wake_signal = SIGURG;
    options->runtime.measures_latency = live && options->timing;
}

/* Why it failed; of a live run that is kept, what can be done then. run: NULL: it was not opened */
static void tell_error(const peri_runtime *run, const peri_run_options *options, bool live,
                       const peri_error *err)
{
    int64_t local_ns = 0;
    const bool has_begun = run && peri_runtime_clock(run, &local_ns);
    if (options->json)
        peri_terminal_end_in_error(err->text, options->runtime.strategy,
                                   has_begun ? &local_ns : NULL);
    fprintf(stderr, "%s\n", err->text);
    if (live && options->runtime.keep_name && err->code == PERI_ESCRIPT)
        fputs("the next run goes on at the last step that was saved; --state fresh begins anew\n",
              stderr);
}

/* A folder that was asked for by name is used, or it is told why not; the run goes on without. */
static void try_cache(const peri_run_options *options, const char *command)
{
    const char *folder = options->runtime.cache;
    peri_error err;
    if (folder && strcmp(folder, "none") != 0 && peri_tape_cache_try(folder, &err) != PERI_OK)
        fprintf(stderr, "perigee %s: parsed data are not kept: --cache: %s\n", command, err.text);
}

/* Run what the options say, and print the result. Returns the exit status. */
static int execute(peri_run_options *options, bool live, peri_error *err)
{
    peri_terminal terminal;
    peri_runtime *run = NULL;
    set_terminal(options, live, &terminal);
    int rc = peri_runtime_open(&options->runtime, &run, err);
    if (rc == PERI_OK) {
        is_live = live;
        catch_signals(run);
        rc = peri_runtime_run(run, err);
        peri_terminal_clear(&terminal);
    }
    if (rc == PERI_OK)
        rc = print_result(run, options, err);
    fflush(stdout);
    if (rc != PERI_OK)
        tell_error(run, options, live, err);
    int status = run ? exit_status(run, rc) : PERI_EXIT_SCRIPT;
    running = NULL;
    peri_runtime_close(run);
    return status;
}

static void print_usage(bool live, FILE *to)
{
    static const char run_title[] = "usage: perigee run STRATEGY.lua [option]...\n",
                      live_title[] = "usage: perigee live STRATEGY.lua --feed FEED [option]...\n",
                      run_end[] = "Exit status: 0 done, 1 error in the strategy, 2 wrong usage, "
                                  "3 data missing or damaged.\n",
                      live_end[] = "Ctrl-C ends the run in order, a second one at once. Exit "
                                   "status as perigee run.\n";
    fputs(live ? live_title : run_title, to);
    peri_options_print(live ? PERI_COMMAND_LIVE : PERI_COMMAND_RUN, to);
    fputs(live ? live_end : run_end, to);
}

static int command(int argc, char **argv, bool live)
{
    static peri_run_options options; /* static: large */
    static peri_error err;
    const char *name = live ? "live" : "run";
    int rc = live ? peri_live_options_parse(argc, argv, &options, &err)
                  : peri_run_options_parse(argc, argv, &options, &err);
    int status = PERI_EXIT_USAGE;
    if (rc != PERI_OK) {
        fprintf(stderr, "perigee %s: %s\n", name, err.text);
        print_usage(live, stderr);
    } else if (options.help) {
        print_usage(live, stdout);
        status = PERI_EXIT_OK;
    } else if (access(options.runtime.strategy, R_OK) != 0) {
        fprintf(stderr, "perigee %s: cannot read '%s': %s\n", name, options.runtime.strategy,
                "no such file, or no permission");
    } else {
        try_cache(&options, name);
        status = execute(&options, live, &err);
    }
    peri_run_options_free(&options);
    return status;
}

int peri_cli_run(int argc, char **argv)
{
    return command(argc, argv, false);
}

int peri_cli_live(int argc, char **argv)
{
    return command(argc, argv, true);
}
