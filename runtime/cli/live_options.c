/* live_options.c - reading the arguments of `perigee live`. Layer 8. */
#include "cli/live_options.h"

#include <string.h>

#include "cli/machine.h"

/* "folder/strategy.lua" -> "strategy.lua" */
static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* That there is a feed, and that the options are none of another kind of feed. */
static int check_feed(const peri_run_options *out, peri_error *err)
{
    if (!out->runtime.feed)
        return peri_fail(err, PERI_EINVAL,
                         "no feed was given: --feed replay:DIR, jsonl:-, jsonl:unix:/PATH or "
                         "jsonl:tcp:HOST:PORT");
    if (out->of_stream && out->feed_dir)
        return peri_fail(err, PERI_EINVAL, "%s is of a jsonl feed, but --feed was 'replay:%s'",
                         out->of_stream, out->feed_dir);
    return PERI_OK;
}

int peri_live_options_parse(int argc, char **argv, peri_run_options *out, peri_error *err)
{
    peri_options_defaults(out);
    out->runtime.trainers = 1;
    out->runtime.store_snapshot = true; /* decided: the store as it was at deployment */
    out->runtime.training_by_clock = true;
    out->runtime.server = peri_machine_server();
    int rc = peri_options_parse(PERI_COMMAND_LIVE, argc, argv, out, err);
    if (rc == PERI_OK && !out->help)
        rc = check_feed(out, err);
    if (rc == PERI_OK && out->keeps_nothing && out->runtime.keep_name)
        rc =
            peri_fail(err, PERI_EINVAL, "--name was '%s', but --state none keeps nothing by a name",
                      out->runtime.keep_name);
    if (rc != PERI_OK || out->help)
        return rc;
    if (out->feed_dir)
        out->runtime.data_dir = out->feed_dir;
    if (!out->runtime.keep_name)
        out->runtime.keep_name = base_name(out->runtime.strategy);
    if (out->keeps_nothing)
        out->runtime.keep_name = NULL;
    return PERI_OK;
}
