/* test_runtime_options.c - what a run refuses before it touches a file. */
#include "check.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "lua_runtime.h"

SUITE(runtime_options_that_do_not_fit)
{
    char folder[512], store[600];
    snprintf(folder, sizeof folder, "%s/runtime_options", check_tmp());
    snprintf(store, sizeof store, "%s/store.db", folder);
    const peri_runtime_options plain = {
        .strategy = "s.lua", .store = store, .clock = peri_clock_monotonic};
    peri_runtime_options none = plain, kept = plain, simulated = plain, by_clock = plain,
                         stream = plain, many = plain;
    none.strategy = "";
    kept.keep_name = "fit";
    kept.training_by_clock = true;
    simulated.keep_name = "fit";
    simulated.wall_clock = peri_clock_wall;
    by_clock.training_by_clock = true;
    stream.stream = "-";
    many.trainers = PERI_TRAINER_MOST + 1;
    const struct {
        const peri_runtime_options *options;
        const char *text;
    } rows[] = {
        {&none, "no strategy was given"},
        {&kept, "the run 'fit' is to be kept, but there is no wall_clock"},
        {&simulated, "the run 'fit' is to be kept, but training_by_clock was false"},
        {&by_clock, "training_by_clock was given, but there is no wall_clock"},
        {&stream, "a stream was given, but there is no wall_clock"},
        {&many, "65 threads for trainings, expected 0 to 64"},
    };
    int64_t live = peri_mem_live();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_runtime *runtime;
        peri_error err;
        CHECK_INT(rows[i].text, peri_runtime_open(rows[i].options, &runtime, &err), PERI_EINVAL);
        CHECK("no run", runtime == NULL);
        CHECK_HAS("why", err.text, rows[i].text);
    }
    CHECK("no file was touched", access(folder, F_OK) != 0);
    CHECK_INT("no block left", peri_mem_live(), live);
}
