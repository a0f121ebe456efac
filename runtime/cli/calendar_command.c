/* calendar_command.c - `perigee calendar`: the hours and holidays of a market's year. Layer 8. */
#include "cli/calendar_options.h"
#include "cli/calendar_print.h"
#include "cli/cli.h"

#include "base/mem.h"
#include "market/hours_book.h"
#include "market/market_calendars.h"
#include "time/calendars.h"

#include <stdio.h>
#include <string.h>

/* What was asked for: hours with a title and the years that are known. */
struct found {
    const peri_hours *hours; /* borrowed from the book, or `made` */
    peri_hours *made;        /* owned, may be NULL */
    const char *name, *title;
    int first_year, last_year;
};

static void describe(const peri_calendar *calendar, struct found *found)
{
    found->title = calendar->title;
    found->first_year = calendar->first_year;
    found->last_year = calendar->last_year;
}

static int open_calendar(peri_zones *zones, const char *name, struct found *found, peri_error *err)
{
    int rc = peri_calendar_make(zones, name, &found->made, err);
    if (rc != PERI_OK)
        return rc;
    const peri_calendar *calendar = peri_calendar_find(name);
    found->hours = found->made;
    found->name = calendar->name;
    describe(calendar, found);
    return PERI_OK;
}

/* Type-market or Type-market-ticker; `key` is a copy that is cut at its dashes. */
static int open_symbol(peri_hours_book *book, const char *name, char *key, struct found *found,
                       peri_error *err)
{
    char *market = strchr(key, '-'), *ticker;
    *market++ = '\0';
    ticker = strchr(market, '-');
    if (ticker)
        *ticker++ = '\0';
    int rc = peri_hours_book_get(book, key, market, ticker, &found->hours, err);
    if (rc != PERI_OK)
        return rc;
    found->name = name;
    const char *calendar = peri_market_calendar(key, market);
    /* The book names hours of the database by their entry, which has dashes. */
    if (calendar && !strchr(peri_hours_name(found->hours), '-')) {
        describe(peri_calendar_find(calendar), found);
        return PERI_OK;
    }
    found->title = peri_hours_name(found->hours);
    peri_calendar_year_range(found->hours, &found->first_year, &found->last_year);
    return PERI_OK;
}

static int open_hours(peri_zones *zones, peri_hours_book *book, const char *name,
                      struct found *found, peri_error *err)
{
    if (!strchr(name, '-'))
        return open_calendar(zones, name, found, err);
    char *key = peri_strdup(name);
    int rc = key ? open_symbol(book, name, key, found, err)
                 : peri_fail(err, PERI_ENOMEM, "no memory for '%s'", name);
    peri_free(key);
    return rc;
}

static int write_page(const peri_calendar_options *options, const struct found *found,
                      peri_buf *out, peri_error *err)
{
    static peri_calendar_year year; /* static: large */
    int rc = peri_calendar_year_read(found->hours, options->year, &year, err);
    if (rc != PERI_OK)
        return rc;
    const peri_calendar_page page = {found->name, found->title, found->hours, &year};
    if (options->json)
        rc = peri_calendar_page_json(&page, out, err);
    else
        peri_calendar_page_text(&page, out);
    peri_calendar_year_deinit(&year);
    return rc;
}

static int write_year(const peri_calendar_options *options, peri_buf *out, peri_error *err)
{
    peri_zones *zones = NULL;
    peri_hours_book *book = NULL;
    struct found found = {.made = NULL};
    int rc = peri_zones_open(&zones, err);
    if (rc == PERI_OK)
        rc = peri_hours_book_open(zones, options->data_dir, &book, err);
    if (rc == PERI_OK)
        rc = open_hours(zones, book, options->name, &found, err);
    if (rc == PERI_OK && (options->year < found.first_year || options->year > found.last_year))
        rc = peri_fail(err, PERI_EINVAL,
                       "YEAR was %d, expected %d to %d: these are the years known of '%s'",
                       options->year, found.first_year, found.last_year, options->name);
    if (rc == PERI_OK)
        rc = write_page(options, &found, out, err);
    peri_hours_close(found.made);
    peri_hours_book_close(book);
    peri_zones_close(zones);
    return rc;
}

static int write_list(const peri_calendar_options *options, peri_buf *out, peri_error *err)
{
    if (options->json)
        return peri_calendar_list_json(out, err);
    peri_calendar_list_text(out);
    return PERI_OK;
}

static int print(const peri_buf *text, peri_error *err)
{
    if (text->failed)
        return peri_fail(err, PERI_ENOMEM, "no memory for the calendar");
    return peri_cli_print(text->data, text->len, "cannot write the calendar", err);
}

static int exit_status(int rc)
{
    if (rc == PERI_OK)
        return PERI_EXIT_OK;
    return rc == PERI_EINVAL || rc == PERI_ENOTFOUND ? PERI_EXIT_USAGE : PERI_EXIT_DATA;
}

int peri_cli_calendar(int argc, char **argv)
{
    static peri_error err;
    peri_calendar_options options;
    if (peri_calendar_options_parse(argc, argv, &options, &err) != PERI_OK) {
        fprintf(stderr, "perigee calendar: %s\n%s", err.text, peri_calendar_usage);
        return PERI_EXIT_USAGE;
    }
    if (options.help) {
        fputs(peri_calendar_usage, stdout);
        return PERI_EXIT_OK;
    }
    peri_buf text;
    peri_buf_init(&text);
    int rc = options.name ? write_year(&options, &text, &err) : write_list(&options, &text, &err);
    if (rc == PERI_OK)
        rc = print(&text, &err);
    if (rc != PERI_OK)
        fprintf(stderr, "perigee calendar: %s\n", err.text);
    peri_buf_deinit(&text);
    return exit_status(rc);
}
