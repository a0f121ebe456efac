/* live_options.h - the options of `perigee live`. Layer 8. */
#ifndef PERI_LIVE_OPTIONS_H
#define PERI_LIVE_OPTIONS_H

#include "cli/run_options.h"

/* As peri_run_options_parse, for a live run. */
int peri_live_options_parse(int argc, char **argv, peri_run_options *out, peri_error *err);

#endif
