/* live_options.c - reading the arguments of `perigee live`. Layer 8. */
#include "cli/live_options.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "cli/machine.h"
#include "market/number.h"

enum {
    MOST_NAME = 100
};

const char peri_live_usage[] =
    "usage: perigee live STRATEGY.lua --feed FEED [option]...\n"
    "  --feed FEED        replay:DIR[@SPEED]: recorded data as if they came in now, SPEED times "
    "as\n"
    "                     fast (default 1; max: without waiting);\n"
    "                     jsonl:-, jsonl:unix:/PATH, jsonl:tcp:HOST:PORT: one bar, trade or quote "
    "a line\n"
    "  --clock C          of a jsonl feed: wall, data (the times of its lines), auto (default: "
    "data\n"
    "                     when the first line is over a week old)\n"
    "  --queue N          lines that may wait while the strategy is busy (default 65536)\n"
    "  --when-full W      then: wait (default: the sender is held up), drop (the oldest, counted)\n"
    "  --data DIR         with a jsonl feed: files of the past, for History and the warm-up\n"
    "  --broker B         paper (default): orders are filled by the models of the backtest\n"
    "  --trainers N       threads that trainings run on (default 1)\n"
    "  --on-exit E        trainings at the end: wait, cancel (default: cancel at Ctrl-C, else "
    "wait)\n"
    "  --on-limit L       a training over its allowance: skip (default: it ends alone) or stop\n"
    "  --server S         whose allowance of trainings: 512, 1024, 2048, none (default: the row "
    "that\n"
    "                     fits this machine's memory)\n"
    "  --state S          how the run stands: keep (default: saved after each step; a run that "
    "did\n"
    "                     not end goes on where it was), fresh (begins anew), none (nothing is "
    "kept)\n"
    "  --name NAME        of the run, for what is kept (default: the strategy's file "
    "name)\n" PERI_COMMON_USAGE
    "  --json             one JSON object a line: log, trainings, and the result\n"
    "  --timing           measure how late the run is, and print it with the result\n"
    "  --quiet            no training lines\n"
    "Ctrl-C ends the run in order, a second one at once. Exit status as perigee run.\n";

/* One of two words; *second tells which. */
static int one_of(const char *name, const char *text, const char *first, const char *other,
                  bool *second, peri_error *err)
{
    *second = strcmp(text, other) == 0;
    if (*second || strcmp(text, first) == 0)
        return PERI_OK;
    if (strcmp(first, other) == 0)
        return peri_fail(err, PERI_EINVAL, "%s was '%s', expected %s", name, text, first);
    return peri_fail(err, PERI_EINVAL, "%s was '%s', expected %s or %s", name, text, first, other);
}

/* DIR[@SPEED] behind "replay:". False: it is neither. */
static bool replay(const char *dir, peri_run_options *out)
{
    const char *at = strrchr(dir, '@'), *end = dir + strlen(dir);
    double speed = 1;
    if (*dir == '\0' || at == dir)
        return false;
    if (at && strcmp(at, "@max") == 0)
        speed = HUGE_VAL;
    else if (at && peri_number_parse(at + 1, end, &speed) != end)
        return false;
    out->feed_dir = peri_strndup(dir, at ? (size_t)(at - dir) : strlen(dir));
    out->runtime.speed = speed;
    return speed > 0;
}

/* replay:DIR[@SPEED] or jsonl:SOURCE; whether the source is right is the stream's to say. */
static int feed(const char *text, peri_run_options *out, peri_error *err)
{
    peri_free(out->feed_dir);
    out->feed_dir = NULL;
    out->runtime.stream = NULL;
    if (strncmp(text, "jsonl:", 6) == 0 && text[6] != '\0') {
        out->runtime.stream = text + 6;
        out->runtime.speed = 1;
        out->runtime.feed = text;
        return PERI_OK;
    }
    if (strncmp(text, "replay:", 7) != 0 || !replay(text + 7, out))
        return peri_fail(err, PERI_EINVAL,
                         "--feed was '%s', expected replay:DIR, replay:DIR@SPEED, replay:DIR@max, "
                         "jsonl:-, jsonl:unix:/PATH or jsonl:tcp:HOST:PORT",
                         text);
    if (!out->feed_dir)
        return peri_fail(err, PERI_ENOMEM, "no memory for '%s'", text);
    out->runtime.data_dir = out->runtime.feed = out->feed_dir;
    return PERI_OK;
}

static int live_clock(const char *name, const char *text, peri_live_clock *out, peri_error *err)
{
    static const char *const words[] = {
        [PERI_LIVE_CLOCK_AUTO] = "auto",
        [PERI_LIVE_CLOCK_WALL] = "wall",
        [PERI_LIVE_CLOCK_DATA] = "data",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(text, words[i]) == 0) {
            *out = (peri_live_clock)i;
            return PERI_OK;
        }
    }
    return peri_fail(err, PERI_EINVAL, "%s was '%s', expected auto, wall or data", name, text);
}

static int queue(const char *name, const char *text, size_t *out, peri_error *err)
{
    uint64_t n = 0;
    int rc = peri_option_number(name, text, PERI_STREAM_QUEUE_MOST, &n, err);
    if (rc == PERI_OK && n == 0)
        rc = peri_fail(err, PERI_EINVAL, "%s was '0', expected 1 to %d", name,
                       PERI_STREAM_QUEUE_MOST);
    *out = (size_t)n;
    return rc;
}

static int trainers(const char *name, const char *text, int *out, peri_error *err)
{
    uint64_t n = 0;
    int rc = peri_option_number(name, text, PERI_TRAINER_MOST, &n, err);
    if (rc == PERI_OK && n == 0)
        rc = peri_fail(err, PERI_EINVAL, "%s was '0', expected 1 to %d", name, PERI_TRAINER_MOST);
    *out = (int)n;
    return rc;
}

static int state(const char *name, const char *text, peri_run_options *out, peri_error *err)
{
    out->keeps_nothing = strcmp(text, "none") == 0;
    out->runtime.fresh = strcmp(text, "fresh") == 0;
    if (out->keeps_nothing || out->runtime.fresh || strcmp(text, "keep") == 0)
        return PERI_OK;
    return peri_fail(err, PERI_EINVAL, "%s was '%s', expected keep, fresh or none", name, text);
}

static int run_name(const char *name, const char *text, peri_run_options *out, peri_error *err)
{
    size_t len = strlen(text);
    if (len == 0 || len > MOST_NAME)
        return peri_fail(err, PERI_EINVAL, "%s was '%.80s', expected 1 to %d bytes", name, text,
                         MOST_NAME);
    out->runtime.keep_name = text;
    return PERI_OK;
}

static int on_exit_option(const char *name, const char *text, peri_on_exit *out, peri_error *err)
{
    bool second = false;
    int rc = one_of(name, text, "wait", "cancel", &second, err);
    *out = second ? PERI_EXIT_CANCEL : PERI_EXIT_WAIT;
    return rc;
}

static int take_own(const char *name, char *value, peri_run_options *out, peri_error *err)
{
    static const char *const names[] = {"--feed",     "--broker",   "--trainers", "--on-exit",
                                        "--on-limit", "--state",    "--name",     "--clock",
                                        "--queue",    "--when-full"};
    peri_runtime_options *runtime = &out->runtime;
    bool unused;
    size_t which = 0;
    while (which < sizeof names / sizeof *names && strcmp(name, names[which]) != 0)
        which++;
    if (which == sizeof names / sizeof *names)
        return PERI_ENOTFOUND;
    if (!value)
        return peri_fail(err, PERI_EINVAL, "%s needs a value", name);
    switch (which) {
    case 0:
        return feed(value, out, err);
    case 1:
        return one_of(name, value, "paper", "paper", &unused, err);
    case 2:
        return trainers(name, value, &runtime->trainers, err);
    case 3:
        return on_exit_option(name, value, &runtime->on_exit, err);
    case 4:
        return one_of(name, value, "skip", "stop", &runtime->stop_on_limit, err);
    case 5:
        return state(name, value, out, err);
    case 6:
        return run_name(name, value, out, err);
    case 7:
        return live_clock(name, value, &runtime->live_clock, err);
    case 8:
        return queue(name, value, &runtime->stream_queue, err);
    default:
        return one_of(name, value, "wait", "drop", &runtime->stream_drops, err);
    }
}

/* "folder/strategy.lua" -> "strategy.lua" */
static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int peri_live_options_parse(int argc, char **argv, peri_run_options *out, peri_error *err)
{
    peri_options_defaults(out);
    out->runtime.trainers = 1;
    out->runtime.store_snapshot = true; /* decided: the store as it was at deployment */
    out->runtime.training_by_clock = true;
    out->runtime.server = peri_machine_server();
    int rc = peri_options_parse(argc, argv, take_own, out, err);
    if (rc == PERI_OK && !out->help && !out->runtime.feed)
        rc = peri_fail(err, PERI_EINVAL,
                       "no feed was given: --feed replay:DIR, jsonl:-, jsonl:unix:/PATH or "
                       "jsonl:tcp:HOST:PORT");
    if (rc != PERI_OK || out->help)
        return rc;
    if (!out->runtime.keep_name)
        out->runtime.keep_name = base_name(out->runtime.strategy);
    if (out->keeps_nothing)
        out->runtime.keep_name = NULL;
    return PERI_OK;
}
