/* run_options.h - the options of `perigee run`. Layer 8. */
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
} peri_run_options;

/* Read the arguments (argv strings may be cut at '='). Returns PERI_OK, or PERI_EINVAL with the
   offending argument. */
int peri_run_options_parse(int argc, char **argv, peri_run_options *out, peri_error *err);

extern const char peri_run_usage[];

#endif
