/* options_table.h - the options of `perigee run` and `perigee live`: one row each. Layer 8.

   A row is all there is of an option: its name, its value, who has it, its usage and what it does.
 */
#ifndef PERI_OPTIONS_TABLE_H
#define PERI_OPTIONS_TABLE_H

#include <stdio.h>

#include "cli/run_options.h"

typedef struct peri_option {
    const char *name;  /* "--feed" */
    const char *value; /* what stands for its value in the usage; NULL: it takes none */
    /* Take it over into *out. text: its value, NULL when it takes none; out borrows it. Returns
       PERI_OK, or PERI_EINVAL with the name and the value. */
    int (*take)(const struct peri_option *option, char *text, peri_run_options *out,
                peri_error *err);
    size_t at; /* of peri_option_text, peri_option_flag: where in peri_run_options */
    const char *help[PERI_COMMANDS]; /* usage; NULL: the command has no such option */
    const char *why_not; /* of one command alone: why the other has none; NULL: it is plain */
    bool of_stream;      /* of a live run: nothing but data that come in needs it */
} peri_option;

/* "run" or "live"; static. */
const char *peri_command_name(enum peri_command command);

/* The option of that name; NULL: the command has none. */
const peri_option *peri_option_find(enum peri_command command, const char *name);

/* The command's option whose name is nearest to a misspelt one; NULL: none is near. */
const peri_option *peri_option_near(enum peri_command command, const char *name);

/* Print the usage of all options of a command, in lines of less than 100 bytes. */
void peri_options_print(enum peri_command command, FILE *to);

#endif
