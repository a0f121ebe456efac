/* option_values.h - how the options of `perigee run` are taken, and those of both commands: the
   functions of peri_option.take. Layer 8. */
#ifndef PERI_OPTION_VALUES_H
#define PERI_OPTION_VALUES_H

#include "cli/options_table.h"

/* A whole number of an option, 0..most. Returns PERI_OK or PERI_EINVAL. */
int peri_option_number(const char *name, const char *text, uint64_t most, uint64_t *out,
                       peri_error *err);

/* The number of the word that an option's value is, into *out. words: shape [n]; expected: how an
   error names them ("wait or drop"). Returns PERI_OK or PERI_EINVAL. */
int peri_option_word(const char *name, const char *text, const char *const *words, size_t n,
                     const char *expected, size_t *out, peri_error *err);
/* Whether it is the second one of two words. Returns as above, with *out as it was. */
int peri_option_either(const peri_option *option, const char *text, const char *first,
                       const char *second, bool *out, peri_error *err);

/* The text itself, one that is not empty, and that a flag was given, to option->at. */
int peri_option_text(const peri_option *option, char *text, peri_run_options *out, peri_error *err);
int peri_option_cache(const peri_option *option, char *text, peri_run_options *out,
                      peri_error *err);
int peri_option_flag(const peri_option *option, char *text, peri_run_options *out, peri_error *err);

int peri_option_parameter(const peri_option *option, char *text, peri_run_options *out,
                          peri_error *err); /* cuts the text at its '=' */
int peri_option_seed(const peri_option *option, char *text, peri_run_options *out, peri_error *err);
int peri_option_memory_limit(const peri_option *option, char *text, peri_run_options *out,
                             peri_error *err);
int peri_option_cache_limit(const peri_option *option, char *text, peri_run_options *out,
                            peri_error *err);
int peri_option_step_limit(const peri_option *option, char *text, peri_run_options *out,
                           peri_error *err);
int peri_option_training_time(const peri_option *option, char *text, peri_run_options *out,
                              peri_error *err);
int peri_option_training_clock(const peri_option *option, char *text, peri_run_options *out,
                               peri_error *err);
int peri_option_log_level(const peri_option *option, char *text, peri_run_options *out,
                          peri_error *err);

#endif
