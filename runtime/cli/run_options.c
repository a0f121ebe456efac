/* run_options.c - reading the arguments of `perigee run` and `perigee live`. Layer 8. */
#include "cli/run_options.h"

#include "base/mem.h"
#include "base/similar.h"
#include "cli/machine.h"
#include "market/number.h"
#include "store/store.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_MINUTES = 1000000
};

static const size_t MIB = (size_t)1024 * 1024;

#define COMMON_USAGE                                                                               \
    "  --store FILE       object store (default: .perigee/store.db beside the strategy)\n"         \
    "  --subscription S   quota of the object store: free, prime, professional, none (default "    \
    "none)\n"                                                                                      \
    "  --store-permissions rwd\n"                                                                  \
    "                     what the strategy may do there: read, write, delete; '-' for what "      \
    "not\n"                                                                                        \
    "  --param NAME=VALUE parameter for GetParameter; may come again\n"                            \
    "  --seed N           seed of math.random (default 1)\n"                                       \
    "  --memory-limit MB  memory of the strategy (default 2048, 0: no limit)\n"                    \
    "  --step-limit M     minutes one time step may take, set-up half of it (default 10; none)\n"  \
    "  --skip-bad-rows    count unreadable rows of data instead of stopping\n"

const char peri_run_usage[] =
    "usage: perigee run STRATEGY.lua [option]...\n"
    "  --data DIR         folder of CSV files or LEAN data (default: data beside the strategy)\n"
    "  --store-snapshot   the store as it is at the start: what others save meanwhile is not "
    "seen\n" COMMON_USAGE
    "  --server S         whose allowance of trainings: 512 (30 minutes, 5 more a day), 1024 (60, "
    "10),\n"
    "                     2048 (90, 15), none (default)\n"
    "  --training-time T  simulated time trainings take: zero (default), declared (what Train(..., "
    "{Duration =\n"
    "                     ...}) says), declared:MINUTES (for those that do not say)\n"
    "  --training-clock C what it comes back by: simulated (default) or wall\n"
    "  --json             print the result as JSON; log lines then go to stderr\n"
    "  --timing           put real durations and peak memory into the JSON\n"
    "  --quiet            no training lines, no progress bar\n"
    "Exit status: 0 done, 1 error in the strategy, 2 wrong usage, 3 data missing or damaged.\n";

const char peri_live_usage[] =
    "usage: perigee live STRATEGY.lua --feed FEED [option]...\n"
    "  --feed FEED        replay:DIR[@SPEED]: recorded data as if they came in now, SPEED times "
    "as\n"
    "                     fast (default 1; max: without waiting)\n"
    "  --broker B         paper (default): orders are filled by the models of the backtest\n"
    "  --trainers N       threads that trainings run on (default 1)\n"
    "  --on-exit E        trainings at the end: wait, cancel (default: cancel at Ctrl-C, else "
    "wait)\n"
    "  --on-limit L       a training over its allowance: skip (default: it ends alone) or stop\n"
    "  --server S         whose allowance of trainings: 512, 1024, 2048, none (default: the row "
    "that\n"
    "                     fits this machine's memory)\n" COMMON_USAGE
    "  --json             one JSON object a line: log, trainings, and the result\n"
    "  --quiet            no training lines\n"
    "Ctrl-C ends the run in order, a second one at once. Exit status as perigee run.\n";

/* A whole number of an option, 0..most. */
static int number(const char *name, const char *text, uint64_t most, uint64_t *out, peri_error *err)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || value > most)
        return peri_fail(err, PERI_EINVAL, "%s was '%s', expected a whole number of 0 to %llu",
                         name, text, (unsigned long long)most);
    *out = value;
    return PERI_OK;
}

/* Minutes, fractions allowed, or "none". */
static int step_limit(const char *text, int64_t *out, peri_error *err)
{
    double minutes = 0;
    if (strcmp(text, "none") == 0) {
        *out = 0;
        return PERI_OK;
    }
    bool right = peri_number_parse(text, text + strlen(text), &minutes) == text + strlen(text) &&
                 minutes <= MOST_MINUTES && minutes * (double)PERI_MINUTE >= 1;
    if (!right)
        return peri_fail(err, PERI_EINVAL,
                         "--step-limit was '%s', expected minutes above 0, up to %d, or none", text,
                         MOST_MINUTES);
    *out = (int64_t)(minutes * (double)PERI_MINUTE);
    return PERI_OK;
}

static int training_clock(const char *text, bool *wall, peri_error *err)
{
    *wall = strcmp(text, "wall") == 0;
    if (*wall || strcmp(text, "simulated") == 0)
        return PERI_OK;
    return peri_fail(err, PERI_EINVAL, "--training-clock was '%s', expected simulated or wall",
                     text);
}

/* zero, declared or declared:MINUTES */
static int training_time(const char *text, peri_runtime_options *out, peri_error *err)
{
    static const char prefix[] = "declared:";
    const char *digits = text + sizeof prefix - 1, *end = text + strlen(text);
    double minutes = 0;
    bool with_minutes = strncmp(text, prefix, sizeof prefix - 1) == 0;
    bool right = strcmp(text, "zero") == 0 || strcmp(text, "declared") == 0;
    if (with_minutes)
        right = peri_number_parse(digits, end, &minutes) == end && minutes > 0 &&
                minutes <= 366 * 24 * 60;
    if (!right)
        return peri_fail(err, PERI_EINVAL,
                         "--training-time was '%s', expected zero, declared, or declared:MINUTES "
                         "(above 0, at most 366 days)",
                         text);
    out->declared_training = *text == 'd';
    out->training_ns = (int64_t)(minutes * (double)PERI_MINUTE);
    return PERI_OK;
}

static int parameter(char *text, peri_run_options *out, peri_error *err)
{
    char *equals = strchr(text, '=');
    if (!equals || equals == text)
        return peri_fail(err, PERI_EINVAL, "--param was '%s', expected NAME=VALUE", text);
    if (out->runtime.parameter_count == PERI_CLI_PARAMETERS)
        return peri_fail(err, PERI_EINVAL, "more than %d parameters", PERI_CLI_PARAMETERS);
    *equals = '\0';
    out->parameters[out->runtime.parameter_count++] = (peri_parameter){text, equals + 1};
    return PERI_OK;
}

static int unknown(const char *argument, peri_error *err)
{
    static const char *const names[] = {
        "--data",           "--store",        "--subscription",   "--store-permissions",
        "--store-snapshot", "--param",        "--seed",           "--memory-limit",
        "--step-limit",     "--server",       "--training-clock", "--json",
        "--skip-bad-rows",  "--timing",       "--quiet",          "--help",
        "--feed",           "--broker",       "--trainers",       "--on-exit",
        "--on-limit",       "--training-time"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (peri_similar_near(argument, names[i]))
            return peri_fail(err, PERI_EINVAL, "unknown option '%s'; did you mean '%s'?", argument,
                             names[i]);
    return peri_fail(err, PERI_EINVAL, "unknown option '%s'", argument);
}

/* Options without a value. Returns false when it is none of them. */
static bool take_flag(const char *argument, peri_run_options *out)
{
    const struct {
        const char *name;
        bool *flag;
    } flags[] = {{"--json", &out->json},
                 {"--timing", &out->timing},
                 {"--quiet", &out->quiet},
                 {"--help", &out->help},
                 {"--store-snapshot", &out->runtime.store_snapshot},
                 {"--skip-bad-rows", &out->runtime.skip_bad_rows}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (strcmp(argument, flags[i].name) == 0) {
            *flags[i].flag = true;
            return true;
        }
    }
    return false;
}

/* Where the text of an option goes; NULL when it is none of these. */
static const char **text_of(const char *name, peri_run_options *out)
{
    const struct {
        const char *name;
        const char **text;
    } texts[] = {{"--data", &out->runtime.data_dir},
                 {"--store", &out->runtime.store},
                 {"--server", &out->runtime.server},
                 {"--subscription", &out->runtime.subscription},
                 {"--store-permissions", &out->runtime.store_permissions}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(name, texts[i].name) == 0)
            return texts[i].text;
    return NULL;
}

/* Options with a value. Returns PERI_ENOTFOUND when it is none of them. */
static int take_value(const char *name, char *value, peri_run_options *out, peri_error *err)
{
    uint64_t n = 0;
    int rc = PERI_OK;
    bool known = true;
    const char **text = text_of(name, out);
    if (text) {
        *text = value;
    } else if (strcmp(name, "--param") == 0) {
        rc = value ? parameter(value, out, err) : PERI_OK;
    } else if (strcmp(name, "--step-limit") == 0) {
        rc = value ? step_limit(value, &out->runtime.step_limit, err) : PERI_OK;
    } else if (strcmp(name, "--training-clock") == 0) {
        rc = value ? training_clock(value, &out->runtime.training_by_clock, err) : PERI_OK;
    } else if (strcmp(name, "--training-time") == 0) {
        rc = value ? training_time(value, &out->runtime, err) : PERI_OK;
    } else if (strcmp(name, "--seed") == 0) {
        rc = value ? number(name, value, INT64_MAX, &out->runtime.seed, err) : PERI_OK;
    } else if (strcmp(name, "--memory-limit") == 0) {
        rc = value ? number(name, value, UINT64_C(1024) * 1024, &n, err) : PERI_OK;
        if (rc == PERI_OK)
            out->runtime.memory_limit = (size_t)n * MIB;
    } else {
        known = false;
    }
    if (!known)
        return PERI_ENOTFOUND;
    return rc == PERI_OK && !value ? peri_fail(err, PERI_EINVAL, "%s needs a value", name) : rc;
}

/* --- of a live run --- */

/* One of two words; *second tells which. */
static int one_of(const char *name, const char *text, const char *first, const char *other,
                  bool *second, peri_error *err)
{
    *second = strcmp(text, other) == 0;
    if (*second || strcmp(text, first) == 0)
        return PERI_OK;
    return peri_fail(err, PERI_EINVAL, "%s was '%s', expected %s or %s", name, text, first, other);
}

/* replay:DIR[@SPEED] */
static int feed(const char *text, peri_run_options *out, peri_error *err)
{
    static const char scheme[] = "replay:";
    const char *dir = text + sizeof scheme - 1, *at = strrchr(text, '@');
    double speed = 1;
    bool known = strncmp(text, scheme, sizeof scheme - 1) == 0;
    bool right = known && *dir != '\0' && at != dir;
    if (right && at) {
        const char *end = at + strlen(at);
        bool most = strcmp(at, "@max") == 0;
        right = most || peri_number_parse(at + 1, end, &speed) == end;
        speed = most ? HUGE_VAL : speed;
    }
    if (!right || !(speed > 0))
        return peri_fail(err, PERI_EINVAL,
                         "--feed was '%s', expected replay:DIR, replay:DIR@SPEED or "
                         "replay:DIR@max",
                         text);
    peri_free(out->feed_dir);
    out->feed_dir = peri_strndup(dir, at ? (size_t)(at - dir) : strlen(dir));
    out->runtime.data_dir = out->feed_dir;
    out->runtime.speed = speed;
    return out->feed_dir ? PERI_OK : peri_fail(err, PERI_ENOMEM, "no memory for '%s'", text);
}

/* Options of a live run alone. Returns PERI_ENOTFOUND when it is none of them. */
static int take_live_value(const char *name, char *value, peri_run_options *out, peri_error *err)
{
    static const char *const names[] = {"--feed",    "--broker",   "--trainers",
                                        "--on-exit", "--on-limit", "--training-time"};
    peri_runtime_options *runtime = &out->runtime;
    uint64_t n = 0;
    bool second = false;
    size_t which = 0;
    while (which < sizeof names / sizeof *names && strcmp(name, names[which]) != 0)
        which++;
    if (which == sizeof names / sizeof *names)
        return PERI_ENOTFOUND;
    if (!value)
        return peri_fail(err, PERI_EINVAL, "%s needs a value", name);
    int rc = PERI_OK;
    switch (which) {
    case 0:
        return feed(value, out, err);
    case 1:
        return strcmp(value, "paper") == 0
                   ? PERI_OK
                   : peri_fail(err, PERI_EINVAL, "--broker was '%s', expected paper", value);
    case 2:
        rc = number(name, value, PERI_TRAINER_MOST, &n, err);
        if (rc == PERI_OK && n == 0)
            rc = peri_fail(err, PERI_EINVAL, "--trainers was '0', expected 1 to %d",
                           PERI_TRAINER_MOST);
        runtime->trainers = (int)n;
        return rc;
    case 3:
        rc = one_of(name, value, "wait", "cancel", &second, err);
        runtime->on_exit = second ? PERI_EXIT_CANCEL : PERI_EXIT_WAIT;
        return rc;
    default:
        return one_of(name, value, "skip", "stop", &runtime->stop_on_limit, err);
    }
}

static int take_strategy(const char *argument, peri_run_options *out, peri_error *err)
{
    if (argument[0] == '-' && argument[1] != '\0')
        return unknown(argument, err);
    if (out->runtime.strategy)
        return peri_fail(err, PERI_EINVAL,
                         "one strategy is run at a time: '%s' and '%s' were given",
                         out->runtime.strategy, argument);
    out->runtime.strategy = argument;
    return PERI_OK;
}

/* Others would refuse them too, but a wrong command line is told before anything runs. */
static int check_names(const peri_runtime_options *runtime, peri_error *err)
{
    peri_store_options unused = {.busy_ms = 0};
    peri_allowance allowance;
    int rc = PERI_OK;
    if (runtime->server)
        rc = peri_allowance_named(runtime->server, &allowance, err);
    if (rc == PERI_OK && runtime->subscription)
        rc = peri_quota_named(runtime->subscription, &unused.quota, err);
    if (rc == PERI_OK && runtime->store_permissions)
        rc = peri_store_permissions(runtime->store_permissions, &unused, err);
    return rc;
}

static int parse(int argc, char **argv, bool live, peri_run_options *out, peri_error *err)
{
    for (int i = 0; i < argc; i++) {
        if (take_flag(argv[i], out))
            continue;
        char *value = i + 1 < argc ? argv[i + 1] : NULL;
        int rc = live ? take_live_value(argv[i], value, out, err) : PERI_ENOTFOUND;
        if (rc == PERI_ENOTFOUND)
            rc = take_value(argv[i], value, out, err);
        if (rc == PERI_OK)
            i++;
        else if (rc == PERI_ENOTFOUND)
            rc = take_strategy(argv[i], out, err);
        if (rc != PERI_OK)
            return rc;
    }
    out->runtime.parameters = out->parameters;
    int rc = check_names(&out->runtime, err);
    if (rc != PERI_OK)
        return rc;
    if (!out->runtime.strategy && !out->help)
        return peri_fail(err, PERI_EINVAL, "no strategy was given");
    return PERI_OK;
}

static void set_defaults(peri_run_options *out)
{
    memset(out, 0, sizeof *out);
    out->runtime.seed = 1;
    out->runtime.memory_limit = 2048 * MIB;
    out->runtime.step_limit = 10 * PERI_MINUTE;
}

int peri_run_options_parse(int argc, char **argv, peri_run_options *out, peri_error *err)
{
    set_defaults(out);
    return parse(argc, argv, false, out, err);
}

int peri_live_options_parse(int argc, char **argv, peri_run_options *out, peri_error *err)
{
    set_defaults(out);
    out->runtime.trainers = 1;
    out->runtime.store_snapshot = true; /* decided: the store as it was at deployment */
    out->runtime.training_by_clock = true;
    out->runtime.server = peri_machine_server();
    int rc = parse(argc, argv, true, out, err);
    if (rc == PERI_OK && !out->help && !out->feed_dir)
        rc = peri_fail(err, PERI_EINVAL, "no feed was given: --feed replay:DIR");
    return rc;
}

void peri_run_options_free(peri_run_options *options)
{
    peri_free(options->feed_dir);
    options->feed_dir = NULL;
}
