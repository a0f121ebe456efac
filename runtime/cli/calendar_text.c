/* calendar_text.c - a calendar's year as text for people. Layer 8. */
#include "cli/calendar_print.h"

#include "market/hours_text.h"
#include "time/calendars.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DESCRIPTION = 80 /* bytes that describe a special day */
};

const char *peri_calendar_offset_text(int64_t offset, char out[PERI_OFFSET_TEXT])
{
    int minutes = (int)(llabs(offset) / PERI_MINUTE);
    snprintf(out, PERI_OFFSET_TEXT, "UTC%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60,
             minutes % 60);
    return out;
}

static void add_clocks(const peri_calendar_year *year, peri_buf *out)
{
    for (size_t i = 0; i < year->clock_count; i++) {
        const peri_year_clock *clock = &year->clocks[i];
        char date[PERI_TIME_TEXT], time[PERI_HOURS_TIME_TEXT];
        char before[PERI_OFFSET_TEXT], after[PERI_OFFSET_TEXT];
        peri_date_format(peri_time_date(clock->local_ns), date);
        peri_hours_time_text(peri_time_of_day(clock->local_ns), time);
        peri_buf_printf(out, "  %s %s  the clock goes from %s to %s\n", date, time,
                        peri_calendar_offset_text(clock->before, before),
                        peri_calendar_offset_text(clock->after, after));
    }
}

/* The sessions of weekdays first..last, which are equal. */
static void add_run(const peri_year_week *week, int first, int last, peri_buf *out)
{
    static const char *const kinds[] = {"pre-market", "regular", "post-market"};
    const peri_year_sessions *sessions = &week->days[first];
    char label[32];
    if (first == last)
        snprintf(label, sizeof label, "%s", peri_weekday_name(first));
    else
        snprintf(label, sizeof label, "%s to %s", peri_weekday_name(first),
                 peri_weekday_name(last));
    for (size_t i = 0; i < sessions->n; i++) {
        const peri_session_time *session = &sessions->items[i];
        char open[PERI_HOURS_TIME_TEXT], close[PERI_HOURS_TIME_TEXT];
        peri_buf_printf(out, "  %-21s %s-%s  %s\n", i == 0 ? label : "",
                        peri_hours_time_text(session->open, open),
                        peri_hours_time_text(session->close, close), kinds[session->kind]);
    }
}

static void add_week(const peri_year_week *week, peri_buf *out)
{
    for (int first = 0, last; first < 7; first = last + 1) {
        for (last = first; last < 6; last++)
            if (!peri_year_sessions_equal(&week->days[first], &week->days[last + 1]))
                break;
        add_run(week, first, last, out);
    }
}

static void add_weeks(const peri_calendar_year *year, peri_buf *out)
{
    for (size_t i = 0; i < year->week_count; i++) {
        char date[PERI_TIME_TEXT];
        peri_date_format(year->weeks[i].from, date);
        if (i == 0)
            peri_buf_text(out, "\nSessions\n");
        else
            peri_buf_printf(out, "\nSessions from %s on\n", date);
        add_week(&year->weeks[i], out);
    }
}

/* "closed", "closes 13:00", "closes 12:00, opens 18:00". */
static void describe(const peri_year_day *day, char out[DESCRIPTION])
{
    char time[PERI_HOURS_TIME_TEXT], close[32] = "", open[32] = "";
    if (day->early_close != PERI_NEVER)
        snprintf(close, sizeof close, "closes %s", peri_hours_time_text(day->early_close, time));
    if (day->late_open != PERI_NEVER)
        snprintf(open, sizeof open, "opens %s", peri_hours_time_text(day->late_open, time));
    bool is_pause = day->early_close <= day->late_open;
    if (day->is_closed)
        snprintf(out, DESCRIPTION, "closed");
    else
        snprintf(out, DESCRIPTION, "%s%s%s", is_pause ? close : open, *close && *open ? ", " : "",
                 is_pause ? open : close);
}

/* Width of the longest description. */
static int column_width(const peri_calendar_year *year)
{
    int width = 0;
    for (size_t i = 0; i < year->day_count; i++) {
        char what[DESCRIPTION];
        describe(&year->days[i], what);
        if ((int)strlen(what) > width)
            width = (int)strlen(what);
    }
    return width;
}

static void add_days(const peri_calendar_year *year, peri_buf *out)
{
    int width = column_width(year);
    if (year->day_count > 0)
        peri_buf_text(out, "\nSpecial days\n");
    for (size_t i = 0; i < year->day_count; i++) {
        const peri_year_day *day = &year->days[i];
        char date[PERI_TIME_TEXT], what[DESCRIPTION];
        peri_date_format(day->date, date);
        describe(day, what);
        peri_buf_printf(out, "  %s  %-9s  %-*s%s%s\n", date,
                        peri_weekday_name(peri_date_weekday(day->date)), day->name ? width : 0,
                        what, day->name ? "  " : "", day->name ? day->name : "");
    }
}

static void add_count(int n, const char *one, const char *many, const char *behind, peri_buf *out)
{
    peri_buf_printf(out, "%d %s%s", n, n == 1 ? one : many, behind);
}

void peri_calendar_page_text(const peri_calendar_page *page, peri_buf *out)
{
    const peri_calendar_year *year = page->year;
    peri_buf_printf(out, "%s\nYear %d, time zone %s\n", page->title, year->year,
                    peri_zone_name(peri_hours_zone(page->hours)));
    add_clocks(year, out);
    add_weeks(year, out);
    add_days(year, out);
    peri_buf_byte(out, '\n');
    add_count(year->trading_days, "trading day", "trading days", ", ", out);
    add_count(year->holidays, "holiday", "holidays", ", ", out);
    add_count(year->early_closes, "early close", "early closes", ", ", out);
    add_count(year->late_opens, "late open", "late opens", "\n", out);
}

void peri_calendar_list_text(peri_buf *out)
{
    const peri_calendar *calendar;
    for (size_t i = 0; (calendar = peri_calendar_at(i)) != NULL; i++) {
        bool has_aliases = calendar->aliases[0] != '\0';
        peri_buf_printf(out, "%-8s %d to %d  %s%s%s\n", calendar->name, calendar->first_year,
                        calendar->last_year, calendar->title, has_aliases ? "; also " : "",
                        calendar->aliases);
    }
}
