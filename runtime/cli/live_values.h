/* live_values.h - how the options of `perigee live` alone are taken: the functions of
   peri_option.take. Layer 8. */
#ifndef PERI_LIVE_VALUES_H
#define PERI_LIVE_VALUES_H

#include "cli/options_table.h"

int peri_option_feed(const peri_option *option, char *text, peri_run_options *out, peri_error *err);
int peri_option_clock(const peri_option *option, char *text, peri_run_options *out,
                      peri_error *err);
int peri_option_queue(const peri_option *option, char *text, peri_run_options *out,
                      peri_error *err);
int peri_option_when_full(const peri_option *option, char *text, peri_run_options *out,
                          peri_error *err);
int peri_option_broker(const peri_option *option, char *text, peri_run_options *out,
                       peri_error *err);
int peri_option_trainers(const peri_option *option, char *text, peri_run_options *out,
                         peri_error *err);
int peri_option_on_exit(const peri_option *option, char *text, peri_run_options *out,
                        peri_error *err);
int peri_option_on_limit(const peri_option *option, char *text, peri_run_options *out,
                         peri_error *err);
int peri_option_state(const peri_option *option, char *text, peri_run_options *out,
                      peri_error *err);
int peri_option_run_name(const peri_option *option, char *text, peri_run_options *out,
                         peri_error *err);

#endif
