/* calendar_options.h - the options of `perigee calendar`. Layer 8. */
#ifndef PERI_CALENDAR_OPTIONS_H
#define PERI_CALENDAR_OPTIONS_H

#include <stdbool.h>

#include "base/error.h"

typedef struct peri_calendar_options {
    const char *name;     /* NULL: list the calendars; all text borrowed from argv */
    int year;             /* 1 to 9999, with a name */
    const char *data_dir; /* may be NULL */
    bool json, help;
} peri_calendar_options;

/* Read the arguments. Returns PERI_OK, or PERI_EINVAL with the offending argument. */
int peri_calendar_options_parse(int argc, char **argv, peri_calendar_options *out, peri_error *err);

extern const char peri_calendar_usage[];

#endif
