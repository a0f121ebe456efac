/* options_table.c - see options_table.h. Layer 8. */
#include "cli/options_table.h"

#include <stddef.h>
#include <string.h>

#include "base/similar.h"
#include "cli/live_values.h"
#include "cli/option_values.h"

enum {
    HELP_COLUMN = 21, /* where the text of the usage begins */
    LINE_WIDTH = 98
};

#define AT(field) .at = offsetof(peri_run_options, field)
#define RUN(text) .help = {[PERI_COMMAND_RUN] = (text)}
#define LIVE(text) .help = {[PERI_COMMAND_LIVE] = (text)}
#define BOTH(text) EACH(text, text)
#define EACH(run, live) .help = {[PERI_COMMAND_RUN] = (run), [PERI_COMMAND_LIVE] = (live)}

/* In the order of the usage. */
static const peri_option rows[] = {
    {"--feed", "FEED", peri_option_feed,
     LIVE("replay:DIR[@SPEED]: recorded data as if they came in now, SPEED times as fast (default "
          "1; max: without waiting);\n"
          "jsonl:-, jsonl:unix:/PATH, jsonl:tcp:HOST:PORT: a bar, trade or quote a line")},
    {"--clock", "C", peri_option_clock, .of_stream = true,
     LIVE("of a jsonl feed: wall, data (the times of its lines), auto (default: data when the "
          "first line is over a week old)")},
    {"--queue", "N", peri_option_queue, .of_stream = true,
     LIVE("of a jsonl feed: lines that may wait while the strategy works (default 65536)")},
    {"--when-full", "W", peri_option_when_full, .of_stream = true,
     LIVE("then: wait (default: the sender is held up), drop (the oldest, counted)")},
    {"--data", "DIR", peri_option_text, AT(runtime.data_dir), .of_stream = true,
     EACH("folder of CSV files or LEAN data (default: data beside the strategy)",
          "with a jsonl feed: files of the past, for History and the warm-up")},
    {"--cache", "DIR", peri_option_cache, AT(runtime.cache),
     BOTH("folder where parsed data are kept for later runs, or none (default: .perigee/cache "
          "beside the strategy, or cache beside --store)")},
    {"--cache-limit", "MB", peri_option_cache_limit,
     BOTH("size of that folder: what was not used for longest is removed when data have been read "
          "(default 10240, 0: no limit)")},
    {"--broker", "B", peri_option_broker,
     LIVE("paper (default): orders are filled by the models of the backtest")},
    {"--trainers", "N", peri_option_trainers, LIVE("threads that trainings run on (default 1)")},
    {"--on-exit", "E", peri_option_on_exit,
     LIVE("trainings at the end: wait, cancel (default: cancel at Ctrl-C, else wait)")},
    {"--on-limit", "L", peri_option_on_limit,
     LIVE("a training over its allowance: skip (default: it ends alone) or stop")},
    {"--state", "S", peri_option_state,
     LIVE("how the run stands: keep (default: saved after each step; a run that did not end goes "
          "on where it was), fresh (begins anew), none (nothing is kept)")},
    {"--name", "NAME", peri_option_run_name,
     LIVE("of the run, for what is kept (default: the strategy's file name)")},
    {"--store", "FILE", peri_option_text, AT(runtime.store),
     BOTH("object store (default: .perigee/store.db beside the strategy)")},
    {"--subscription", "S", peri_option_text, AT(runtime.subscription),
     BOTH("quota of the object store: free, prime, professional, none (default)")},
    {"--store-permissions", "rwd", peri_option_text, AT(runtime.store_permissions),
     BOTH("what the strategy may do there: read, write, delete; '-' for what not")},
    {"--store-snapshot", NULL, peri_option_flag, AT(runtime.store_snapshot),
     RUN("the store as it is at the start: what others save meanwhile is not seen"),
     .why_not = "a live run always sees the store as it was at its start"},
    {"--param", "NAME=VALUE", peri_option_parameter,
     BOTH("parameter for GetParameter; may come again")},
    {"--seed", "N", peri_option_seed, BOTH("seed of math.random (default 1)")},
    {"--memory-limit", "MB", peri_option_memory_limit,
     BOTH("memory of the strategy (default 2048, 0: no limit)")},
    {"--step-limit", "M", peri_option_step_limit,
     BOTH("minutes one time step may take, set-up half of it (default 10; none)")},
    {"--server", "S", peri_option_text, AT(runtime.server),
     EACH("whose allowance of trainings: 512 (30 minutes, 5 more a day), 1024 (60, 10), 2048 (90, "
          "15), none (default)",
          "whose allowance of trainings: 512, 1024, 2048, none (default: the row that fits this "
          "machine's memory)")},
    {"--training-time", "T", peri_option_training_time,
     RUN("simulated time trainings take: zero (default), declared (what Train(..., {Duration = "
         "...}) says), declared:MINUTES (for those that do not say)"),
     .why_not = "a live training takes the time it takes"},
    {"--training-clock", "C", peri_option_training_clock,
     RUN("what the allowance comes back by: simulated (default) or wall"),
     .why_not = "the allowance of live trainings always goes by the wall's clock"},
    {"--log-level", "L", peri_option_log_level,
     BOTH("least level of log lines: debug (default), info, warning, error")},
    {"--skip-bad-rows", NULL, peri_option_flag, AT(runtime.skip_bad_rows),
     BOTH("count unreadable rows of data instead of stopping")},
    {"--json", NULL, peri_option_flag, AT(json),
     EACH("print the result as JSON; log lines then go to stderr",
          "one JSON object a line: log, trainings, and the result")},
    {"--timing", NULL, peri_option_flag, AT(timing),
     EACH("with --json: put real durations and peak memory into it",
          "measure how late the run is, and print it with the result")},
    {"--order-hash", NULL, peri_option_flag, AT(order_hash),
     BOTH("show LEAN's OrderListHash below the statistics; the JSON always has it")},
    {"--quiet", NULL, peri_option_flag, AT(quiet),
     EACH("no training lines, no progress bar", "no training lines")},
    {"--help", NULL, peri_option_flag, AT(help), BOTH("print this")},
};

enum {
    ROWS = sizeof rows / sizeof *rows
};

const char *peri_command_name(enum peri_command command)
{
    return command == PERI_COMMAND_LIVE ? "live" : "run";
}

const peri_option *peri_option_find(enum peri_command command, const char *name)
{
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].help[command] && strcmp(name, rows[i].name) == 0)
            return &rows[i];
    return NULL;
}

const peri_option *peri_option_near(enum peri_command command, const char *name)
{
    const peri_option *nearest = NULL;
    int least = 0;
    for (size_t i = 0; i < ROWS; i++) {
        if (!rows[i].help[command] || !peri_similar_near(name, rows[i].name))
            continue;
        int distance = peri_similar_distance(name, rows[i].name);
        if (nearest && distance >= least)
            continue;
        nearest = &rows[i];
        least = distance;
    }
    return nearest;
}

/* Words, from the column of the texts on; a line feed among them ends the line. */
static void print_words(const char *text, FILE *to)
{
    size_t column = HELP_COLUMN;
    while (*text != '\0') {
        size_t len = strcspn(text, " \n");
        fwrite(text, 1, len, to);
        column += len;
        text += len;
        if (*text == '\0')
            break;
        bool ends = *text++ == '\n' || column + 1 + strcspn(text, " \n") > LINE_WIDTH;
        if (ends)
            fprintf(to, "\n%*s", HELP_COLUMN, "");
        else
            putc(' ', to);
        column = ends ? HELP_COLUMN : column + 1;
    }
    putc('\n', to);
}

void peri_options_print(enum peri_command command, FILE *to)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (!rows[i].help[command])
            continue;
        const char *value = rows[i].value ? rows[i].value : "";
        int len = fprintf(to, "  %s %s", rows[i].name, value);
        if (len < HELP_COLUMN)
            fprintf(to, "%*s", HELP_COLUMN - len, "");
        else
            fprintf(to, "\n%*s", HELP_COLUMN, "");
        print_words(rows[i].help[command], to);
    }
}
