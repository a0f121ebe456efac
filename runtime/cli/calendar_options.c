/* calendar_options.c - reading the arguments of `perigee calendar`. Layer 8. */
#include "cli/calendar_options.h"

#include "base/similar.h"

#include <stddef.h>
#include <string.h>

const char peri_calendar_usage[] =
    "usage: perigee calendar [NAME YEAR] [option]...\n"
    "  NAME               a built-in calendar (nyse), or a symbol as LEAN names it (Equity-usa,\n"
    "                     Future-cme-ES); without NAME the calendars are listed\n"
    "  YEAR               such as 2025\n"
    "  --data DIR         folder of LEAN data, whose market-hours database is used for symbols\n"
    "  --json             print JSON\n"
    "Exit status: 0 done, 2 wrong usage, 3 the market-hours database is damaged.\n";

static int read_year(const char *text, int *out, peri_error *err)
{
    int year = 0;
    size_t n = strspn(text, "0123456789");
    for (size_t i = 0; i < n && i < 4; i++)
        year = year * 10 + (text[i] - '0');
    if (n != 4 || text[n] != '\0' || year == 0)
        return peri_fail(err, PERI_EINVAL, "YEAR was '%s', expected four digits such as 2025",
                         text);
    *out = year;
    return PERI_OK;
}

static int unknown(const char *argument, peri_error *err)
{
    static const char *const names[] = {"--data", "--json", "--help"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (peri_similar_near(argument, names[i]))
            return peri_fail(err, PERI_EINVAL, "unknown option '%s'; did you mean '%s'?", argument,
                             names[i]);
    return peri_fail(err, PERI_EINVAL, "unknown option '%s'", argument);
}

/* NAME, then YEAR. */
static int take_word(const char *argument, peri_calendar_options *out, peri_error *err)
{
    if (argument[0] == '-' && argument[1] != '\0')
        return unknown(argument, err);
    if (!out->name) {
        out->name = argument;
        return PERI_OK;
    }
    if (out->year == 0)
        return read_year(argument, &out->year, err);
    return peri_fail(err, PERI_EINVAL, "'%s' is one too many: one calendar and one year are shown",
                     argument);
}

int peri_calendar_options_parse(int argc, char **argv, peri_calendar_options *out, peri_error *err)
{
    *out = (peri_calendar_options){.name = NULL};
    for (int i = 0; i < argc; i++) {
        int rc = PERI_OK;
        if (strcmp(argv[i], "--json") == 0)
            out->json = true;
        else if (strcmp(argv[i], "--help") == 0)
            out->help = true;
        else if (strcmp(argv[i], "--data") != 0)
            rc = take_word(argv[i], out, err);
        else if (i + 1 < argc)
            out->data_dir = argv[++i];
        else
            rc = peri_fail(err, PERI_EINVAL, "--data needs a value");
        if (rc != PERI_OK)
            return rc;
    }
    if (out->name && out->year == 0 && !out->help)
        return peri_fail(err, PERI_EINVAL, "no year was given for '%s'", out->name);
    return PERI_OK;
}
