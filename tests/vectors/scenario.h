/* scenario.h - a whole algorithm that a vector describes, as a Lua strategy. */
#ifndef PERI_SCENARIO_H
#define PERI_SCENARIO_H

#include "base/buf.h"
#include "vec_kit.h"

/* What a vector asks for, and the strategy made of it. */
typedef struct scenario {
    vec_file *file;
    const cJSON *vector;
    const cJSON *expect; /* its own, or those of the vector before it */
    const char *zone;
    peri_buf lua;         /* the strategy */
    double sleep_minutes; /* a training that takes this long instead of a strategy; < 0: none */
    const char *data_dir;
    char clock_folder[VEC_PATH]; /* data with a clock's ticks beside it, "" when not needed */
} scenario;

/* Write the strategy. Returns false after a failure, or when the vector is to be skipped. */
bool scenario_write(scenario *scene);

/* Append the statements of the vector's `setup`; `ends_days` receives whether OnEndOfDay is asked
   for. */
bool scenario_setup(scenario *scene, peri_buf *out, bool *ends_days);

/* A folder like the data folder in which CLOCK.csv has bars that start at the given UTC times, each
   a second long. */
bool scenario_clock(scenario *scene, const int64_t *starts, size_t n);

#endif
