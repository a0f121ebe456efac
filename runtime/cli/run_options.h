/* run_options.h - the options of `perigee run` and `perigee live`. Layer 8. */
#ifndef PERI_RUN_OPTIONS_H
#define PERI_RUN_OPTIONS_H

#include <stdbool.h>

#include "lua_runtime.h"

enum {
    PERI_CLI_PARAMETERS = 64
};

typedef struct peri_run_options {
    peri_runtime_options runtime; /* strings borrowed from argv */
    peri_parameter parameters[PERI_CLI_PARAMETERS];
    bool json, timing, quiet, help;
    char *feed_dir; /* of a live run: folder of recorded data; owned: peri_run_options_free */
} peri_run_options;

/* Read the arguments (argv strings may be cut at '='). Returns PERI_OK, or PERI_EINVAL with the
   offending argument. */
int peri_run_options_parse(int argc, char **argv, peri_run_options *out, peri_error *err);

/* The same for a live run, which has some more. */
int peri_live_options_parse(int argc, char **argv, peri_run_options *out, peri_error *err);
void peri_run_options_free(peri_run_options *options);

extern const char peri_run_usage[], peri_live_usage[];

#endif
