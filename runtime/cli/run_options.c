/* run_options.c - reading the arguments of `perigee run`, as `perigee live` does too. Layer 8. */
#include "cli/run_options.h"

#include "base/mem.h"
#include "cli/options_table.h"
#include "store/store.h"

#include <string.h>

static int unknown(enum peri_command command, const char *argument, peri_error *err)
{
    enum peri_command other = command == PERI_COMMAND_RUN ? PERI_COMMAND_LIVE : PERI_COMMAND_RUN;
    const peri_option *of_other = peri_option_find(other, argument);
    if (of_other)
        return peri_fail(err, PERI_EINVAL, "unknown option '%s': it is one of perigee %s%s%s",
                         argument, peri_command_name(other), of_other->why_not ? "; " : "",
                         of_other->why_not ? of_other->why_not : "");
    const peri_option *near = peri_option_near(command, argument);
    if (near)
        return peri_fail(err, PERI_EINVAL, "unknown option '%s'; did you mean '%s'?", argument,
                         near->name);
    return peri_fail(err, PERI_EINVAL, "unknown option '%s'", argument);
}

static int take_strategy(enum peri_command command, const char *argument, peri_run_options *out,
                         peri_error *err)
{
    if (argument[0] == '-' && argument[1] != '\0')
        return unknown(command, argument, err);
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

/* The argument, and what of the `left` ones behind it is its value: *used tells how many. */
static int take(enum peri_command command, char **argv, int left, int *used, peri_run_options *out,
                peri_error *err)
{
    const peri_option *option = peri_option_find(command, argv[0]);
    *used = option && option->value ? 2 : 1;
    if (!option)
        return take_strategy(command, argv[0], out, err);
    if (*used > left + 1)
        return peri_fail(err, PERI_EINVAL, "%s needs a value", option->name);
    if (option->of_stream && !out->of_stream)
        out->of_stream = option->name;
    return option->take(option, option->value ? argv[1] : NULL, out, err);
}

int peri_options_parse(enum peri_command command, int argc, char **argv, peri_run_options *out,
                       peri_error *err)
{
    for (int i = 0, used; i < argc; i += used) {
        int rc = take(command, argv + i, argc - i - 1, &used, out, err);
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
    out->runtime.memory_limit = (size_t)2048 * 1024 * 1024;
    out->runtime.cache_limit = UINT64_C(10240) * 1024 * 1024;
    out->runtime.step_limit = 10 * PERI_MINUTE;
}

int peri_run_options_parse(int argc, char **argv, peri_run_options *out, peri_error *err)
{
    peri_options_defaults(out);
    int rc = peri_options_parse(PERI_COMMAND_RUN, argc, argv, out, err);
    if (rc == PERI_OK && out->timing && !out->json && !out->help)
        rc = peri_fail(err, PERI_EINVAL, "--timing puts durations into the JSON: give --json too");
    return rc;
}

void peri_run_options_free(peri_run_options *options)
{
    peri_free(options->feed_dir);
    options->feed_dir = NULL;
}
