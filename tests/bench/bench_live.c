/* bench_live.c - see bench_live.h. */
#include "bench_live.h"

#include "base/clock.h"
#include "lua_runtime.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static bool parse_collector(const char *text, peri_collector *out)
{
    memset(out, 0, sizeof *out);
    out->stopped = strcmp(text, "stopped") == 0;
    out->generational = strcmp(text, "generational") == 0;
    if (out->stopped || out->generational || strcmp(text, "own") == 0)
        return true;
    return sscanf(text, "%d:%d:%d", &out->pause, &out->step_multiplier, &out->step_size) == 3;
}

static int run_and_print(peri_runtime *run, peri_error *err)
{
    peri_buf text;
    peri_buf_init(&text);
    int rc = peri_runtime_run(run, err);
    if (rc == PERI_OK)
        rc = peri_runtime_json(run, true, &text, err);
    if (rc == PERI_OK)
        fwrite(text.data, 1, text.len, stdout);
    peri_buf_deinit(&text);
    return rc;
}

int bench_live(const char *strategy, const char *folder, double speed, const char *training,
               const char *collector)
{
    const peri_parameter parameter = {"training", training};
    peri_runtime_options options = {
        .strategy = strategy,
        .data_dir = folder,
        .seed = 1,
        .parameters = &parameter,
        .parameter_count = 1,
        .clock = peri_clock_monotonic,
        .wake_signal = SIGURG,
        .trainers = 1,
        .speed = speed,
        .on_exit = PERI_EXIT_CANCEL,
        .measures_latency = true,
    };
    peri_runtime *run = NULL;
    peri_error err;
    if (!parse_collector(collector, &options.collector)) {
        fprintf(stderr, "no collector '%s'\n", collector);
        return 1;
    }
    int rc = peri_runtime_open(&options, &run, &err);
    if (rc == PERI_OK)
        rc = run_and_print(run, &err);
    if (rc != PERI_OK)
        fprintf(stderr, "%s\n", err.text);
    peri_runtime_close(run);
    return rc == PERI_OK ? 0 : 1;
}
