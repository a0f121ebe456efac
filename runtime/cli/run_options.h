/* run_options.h - what `perigee run` and `perigee live` are asked for. Layer 8. */
#ifndef PERI_RUN_OPTIONS_H
#define PERI_RUN_OPTIONS_H

#include <stdbool.h>

#include "lua_runtime.h"

enum {
    PERI_CLI_PARAMETERS = 64
};

enum peri_command {
    PERI_COMMAND_RUN,
    PERI_COMMAND_LIVE,
    PERI_COMMANDS
};

typedef struct peri_run_options {
    peri_runtime_options runtime; /* strings borrowed from argv */
    peri_parameter parameters[PERI_CLI_PARAMETERS];
    bool json, timing, order_hash, quiet, help;
    peri_log_level log_level; /* lines below it are left out */
    bool keeps_nothing;       /* of a live run: --state none */
    const char *of_stream;    /* name of an option that was given and needs a jsonl feed; or NULL */
    char *feed_dir; /* of a live run: folder of recorded data; owned: peri_run_options_free */
} peri_run_options;

/* Read the arguments of `perigee run` (argv strings may be cut at '='). Returns PERI_OK, or
   PERI_EINVAL with the offending argument. Free *out in either case. */
int peri_run_options_parse(int argc, char **argv, peri_run_options *out, peri_error *err);

void peri_run_options_free(peri_run_options *options);

/* --- for live_options.c --- */

/* Fill with defaults; read the arguments, the options of the command alone. */
void peri_options_defaults(peri_run_options *out);
int peri_options_parse(enum peri_command command, int argc, char **argv, peri_run_options *out,
                       peri_error *err);

#endif
