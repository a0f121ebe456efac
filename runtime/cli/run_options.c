/* run_options.c - reading the arguments of `perigee run`, and those `perigee live` shares. Layer 8.
 */
#include "cli/run_options.h"

#include "base/mem.h"
#include "base/similar.h"
#include "market/number.h"
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_MINUTES = 1000000
};

static const size_t MIB = (size_t)1024 * 1024;

const char peri_run_usage[] =
    "usage: perigee run STRATEGY.lua [option]...\n"
    "  --data DIR         folder of CSV files or LEAN data (default: data beside the strategy)\n"
    "  --store-snapshot   the store as it is at the start: what others save meanwhile is not "
    "seen\n" PERI_COMMON_USAGE
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

int peri_option_number(const char *name, const char *text, uint64_t most, uint64_t *out,
                       peri_error *err)
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

static int log_level(const char *text, peri_log_level *out, peri_error *err)
{
    static const char *const names[] = {
        [PERI_LOG_DEBUG] = "debug",
        [PERI_LOG_INFO] = "info",
        [PERI_LOG_WARNING] = "warning",
        [PERI_LOG_ERROR] = "error",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = (peri_log_level)i;
            return PERI_OK;
        }
    }
    return peri_fail(err, PERI_EINVAL,
                     "--log-level was '%s', expected debug, info, warning or error", text);
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
        "--data",           "--store",         "--subscription",   "--store-permissions",
        "--store-snapshot", "--param",         "--seed",           "--memory-limit",
        "--step-limit",     "--server",        "--training-clock", "--json",
        "--skip-bad-rows",  "--timing",        "--quiet",          "--help",
        "--feed",           "--broker",        "--trainers",       "--on-exit",
        "--on-limit",       "--training-time", "--name",           "--state",
        "--clock",          "--queue",         "--when-full",      "--log-level"};
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
    } else if (strcmp(name, "--log-level") == 0) {
        rc = value ? log_level(value, &out->log_level, err) : PERI_OK;
    } else if (strcmp(name, "--seed") == 0) {
        rc = value ? peri_option_number(name, value, INT64_MAX, &out->runtime.seed, err) : PERI_OK;
    } else if (strcmp(name, "--memory-limit") == 0) {
        rc = value ? peri_option_number(name, value, UINT64_C(1024) * 1024, &n, err) : PERI_OK;
        if (rc == PERI_OK)
            out->runtime.memory_limit = (size_t)n * MIB;
    } else {
        known = false;
    }
    if (!known)
        return PERI_ENOTFOUND;
    return rc == PERI_OK && !value ? peri_fail(err, PERI_EINVAL, "%s needs a value", name) : rc;
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

int peri_options_parse(int argc, char **argv, peri_option_taker own, peri_run_options *out,
                       peri_error *err)
{
    for (int i = 0; i < argc; i++) {
        if (take_flag(argv[i], out))
            continue;
        char *value = i + 1 < argc ? argv[i + 1] : NULL;
        int rc = own ? own(argv[i], value, out, err) : PERI_ENOTFOUND;
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

void peri_options_defaults(peri_run_options *out)
{
    memset(out, 0, sizeof *out);
    out->runtime.seed = 1;
    out->runtime.memory_limit = 2048 * MIB;
    out->runtime.step_limit = 10 * PERI_MINUTE;
}

int peri_run_options_parse(int argc, char **argv, peri_run_options *out, peri_error *err)
{
    peri_options_defaults(out);
    return peri_options_parse(argc, argv, NULL, out, err);
}

void peri_run_options_free(peri_run_options *options)
{
    peri_free(options->feed_dir);
    options->feed_dir = NULL;
}
