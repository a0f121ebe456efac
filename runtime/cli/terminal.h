/* terminal.h - what a person sees while a run goes on: log, trainings, progress bar. Layer 8.

   Results go to stdout and are the same for the same input; what depends on the real time
   (durations, progress) goes to stderr. */
#ifndef PERI_TERMINAL_H
#define PERI_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/engine.h"

typedef struct peri_terminal {
    bool log_to_stderr; /* stdout is kept for JSON */
    bool quiet;         /* no trainings, no progress */
    bool json_lines;    /* log and trainings as JSON objects, a line each, on stdout */
    bool is_tty;        /* stderr is a terminal: show the bar */
    bool flush;         /* each line is shown at once */
    bool bar_shown;
    peri_log_level least; /* lines of a lower level are left out */
} peri_terminal;

void peri_terminal_log(void *terminal, peri_log_level level, int64_t local_ns, const char *text,
                       size_t len);
void peri_terminal_training(void *terminal, const peri_training_run *training, int64_t local_ns);
void peri_terminal_progress(void *terminal, double fraction, int64_t local_ns);

/* The JSON object of a run that failed, a line on stdout: status ("Error"), error, traceback (an
   array of frames, the innermost first, where there are some), time (where the clock had begun) and
   strategy.
   text      the message, with a traceback behind it or not
   strategy  path of its script
   local_ns  the clock, in the algorithm's zone; NULL: it had not begun */
void peri_terminal_end_in_error(const char *text, const char *strategy, const int64_t *local_ns);

/* Take the bar off the screen before something else is printed. */
void peri_terminal_clear(peri_terminal *terminal);

#endif
