/* run_options.h - the options of `perigee run`, and what `perigee live` shares with it. Layer 8. */
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
    peri_log_level log_level; /* lines below it are left out */
    bool keeps_nothing;       /* of a live run: --state none */
    char *feed_dir; /* of a live run: folder of recorded data; owned: peri_run_options_free */
} peri_run_options;

/* Read the arguments (argv strings may be cut at '='). Returns PERI_OK, or PERI_EINVAL with the
   offending argument. */
int peri_run_options_parse(int argc, char **argv, peri_run_options *out, peri_error *err);

void peri_run_options_free(peri_run_options *options);

extern const char peri_run_usage[];

/* --- for live_options.c --- */

/* Options of one command alone. Returns PERI_OK, PERI_EINVAL, or PERI_ENOTFOUND: it is none of
   them. value: what follows, NULL at the end. */
typedef int (*peri_option_taker)(const char *name, char *value, peri_run_options *out,
                                 peri_error *err);

/* Fill with defaults; read the arguments, those of `own` first (NULL: none). */
void peri_options_defaults(peri_run_options *out);
int peri_options_parse(int argc, char **argv, peri_option_taker own, peri_run_options *out,
                       peri_error *err);

/* A whole number of an option, 0..most. Returns PERI_OK or PERI_EINVAL. */
int peri_option_number(const char *name, const char *text, uint64_t most, uint64_t *out,
                       peri_error *err);

/* Lines of the usage that both commands have. */
#define PERI_COMMON_USAGE                                                                          \
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
    "  --log-level L      least level of log lines: debug (default), info, warning, error\n"       \
    "  --skip-bad-rows    count unreadable rows of data instead of stopping\n"

#endif
