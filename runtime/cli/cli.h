/* cli.h - what the commands share. Layer 8. */
#ifndef PERI_CLI_H
#define PERI_CLI_H

#include <stddef.h>

#include "base/error.h"

/* Exit status of the program. */
enum {
    PERI_EXIT_OK = 0,
    PERI_EXIT_SCRIPT = 1,     /* the strategy failed */
    PERI_EXIT_REFUSED = 1,    /* the store refused (no such key, over the quota); no such name */
    PERI_EXIT_USAGE = 2,      /* the command line is wrong */
    PERI_EXIT_DATA = 3,       /* the data are missing or damaged */
    PERI_EXIT_INTERRUPT = 130 /* Ctrl-C */
};

/* Write a text to stdout, and all that went there before (len 0: that alone). Returns PERI_OK, or
   PERI_EIO when some of it did not get there: "failure: the reason". */
int peri_cli_print(const char *text, size_t len, const char *failure, peri_error *err);

/* `perigee run ...`: arguments behind the word. Returns the exit status. */
int peri_cli_run(int argc, char **argv);

/* `perigee live ...`: the same. */
int peri_cli_live(int argc, char **argv);

/* `perigee training ...`: the same. */
int peri_cli_training(int argc, char **argv);

/* `perigee calendar ...`: the same. */
int peri_cli_calendar(int argc, char **argv);

/* `perigee store ...`: the same. */
int peri_cli_store(int argc, char **argv);

/* `perigee api ...`: the same. */
int peri_cli_api(int argc, char **argv);

#endif
