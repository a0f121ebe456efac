/* calendar_json.c - a calendar's year as JSON for programs. Layer 8. */
#include "base/words.h"
#include "cli/calendar_print.h"

#include "market/hours_text.h"
#include "market/market_calendars.h"
#include "store/json.h"
#include "time/calendars.h"

#include <string.h>

/* A writer whose first failure is kept, so that writing reads as a list of members. */
struct json {
    peri_json_writer writer;
    peri_value_sink sink;
    peri_error *err;
    int rc;
};

static void key(struct json *json, const char *name)
{
    if (json->rc == PERI_OK && name)
        json->rc = json->sink.key(json->sink.ctx, name, strlen(name), json->err);
}

/* A text; NULL becomes null. */
static void string(struct json *json, const char *name, const char *text)
{
    key(json, name);
    if (json->rc == PERI_OK)
        json->rc = text ? json->sink.string(json->sink.ctx, text, strlen(text), json->err)
                        : json->sink.null(json->sink.ctx, json->err);
}

static void integer(struct json *json, const char *name, int64_t value)
{
    key(json, name);
    if (json->rc == PERI_OK)
        json->rc = json->sink.integer(json->sink.ctx, value, json->err);
}

/* Begin or end an object or array. */
static void mark(struct json *json, const char *name, int (*event)(void *ctx, peri_error *err))
{
    key(json, name);
    if (json->rc == PERI_OK)
        json->rc = event(json->sink.ctx, json->err);
}

static void date(struct json *json, const char *name, peri_date value)
{
    char text[PERI_TIME_TEXT];
    peri_date_format(value, text);
    string(json, name, text);
}

static void time_of_day(struct json *json, const char *name, int64_t value)
{
    char text[PERI_HOURS_TIME_TEXT];
    string(json, name, peri_hours_time_text(value, text));
}

static void begin(struct json *json, peri_buf *out, peri_error *err)
{
    peri_json_writer_init(&json->writer, out);
    json->sink = peri_json_sink(&json->writer);
    json->err = err;
    json->rc = PERI_OK;
    mark(json, NULL, json->sink.begin_object);
}

static int finish(struct json *json, peri_buf *out)
{
    mark(json, NULL, json->sink.end_object);
    if (json->rc == PERI_OK)
        json->rc = peri_json_finish(&json->writer, json->err);
    peri_buf_byte(out, '\n');
    if (json->rc == PERI_OK && out->failed)
        json->rc = peri_fail(json->err, PERI_ENOMEM, "no memory for the calendar");
    return json->rc;
}

static void write_week(struct json *json, const peri_year_week *week)
{
    static const char *const weekdays[] = {"sunday",   "monday", "tuesday", "wednesday",
                                           "thursday", "friday", "saturday"};
    static const char *const kinds[] = {"pre", "regular", "post"};
    mark(json, "week", json->sink.begin_object);
    for (int weekday = 0; weekday < 7; weekday++) {
        const peri_year_sessions *sessions = &week->days[weekday];
        mark(json, weekdays[weekday], json->sink.begin_array);
        for (size_t i = 0; i < sessions->n; i++) {
            mark(json, NULL, json->sink.begin_object);
            string(json, "kind", kinds[sessions->items[i].kind]);
            time_of_day(json, "open", sessions->items[i].open);
            time_of_day(json, "close", sessions->items[i].close);
            mark(json, NULL, json->sink.end_object);
        }
        mark(json, NULL, json->sink.end_array);
    }
    mark(json, NULL, json->sink.end_object);
}

/* The first week, and those that come into force within the year. */
static void write_weeks(struct json *json, const peri_calendar_year *year)
{
    write_week(json, &year->weeks[0]);
    mark(json, "laterWeeks", json->sink.begin_array);
    for (size_t i = 1; i < year->week_count; i++) {
        mark(json, NULL, json->sink.begin_object);
        date(json, "from", year->weeks[i].from);
        write_week(json, &year->weeks[i]);
        mark(json, NULL, json->sink.end_object);
    }
    mark(json, NULL, json->sink.end_array);
}

static void write_holidays(struct json *json, const peri_calendar_year *year)
{
    mark(json, "holidays", json->sink.begin_array);
    for (size_t i = 0; i < year->day_count; i++) {
        if (!year->days[i].is_closed)
            continue;
        mark(json, NULL, json->sink.begin_object);
        date(json, "date", year->days[i].date);
        string(json, "name", year->days[i].name);
        mark(json, NULL, json->sink.end_object);
    }
    mark(json, NULL, json->sink.end_array);
}

/* The early closes, or the late opens. */
static void write_times(struct json *json, const peri_calendar_year *year, bool closes)
{
    mark(json, closes ? "earlyCloses" : "lateOpens", json->sink.begin_array);
    for (size_t i = 0; i < year->day_count; i++) {
        const peri_year_day *day = &year->days[i];
        int64_t time = closes ? day->early_close : day->late_open;
        if (day->is_closed || time == PERI_NEVER)
            continue;
        mark(json, NULL, json->sink.begin_object);
        date(json, "date", day->date);
        time_of_day(json, closes ? "close" : "open", time);
        string(json, "name", day->name);
        mark(json, NULL, json->sink.end_object);
    }
    mark(json, NULL, json->sink.end_array);
}

static void write_clocks(struct json *json, const peri_calendar_year *year)
{
    mark(json, "clockChanges", json->sink.begin_array);
    for (size_t i = 0; i < year->clock_count; i++) {
        const peri_year_clock *clock = &year->clocks[i];
        char time[PERI_TIME_TEXT], offset[PERI_OFFSET_TEXT];
        peri_time_format(clock->local_ns, time);
        mark(json, NULL, json->sink.begin_object);
        string(json, "time", time);
        string(json, "before", peri_calendar_offset_text(clock->before, offset));
        string(json, "after", peri_calendar_offset_text(clock->after, offset));
        mark(json, NULL, json->sink.end_object);
    }
    mark(json, NULL, json->sink.end_array);
}

int peri_calendar_page_json(const peri_calendar_page *page, peri_buf *out, peri_error *err)
{
    struct json json;
    begin(&json, out, err);
    string(&json, "name", page->name);
    string(&json, "title", page->title);
    string(&json, "timeZone", peri_zone_name(peri_hours_zone(page->hours)));
    integer(&json, "year", page->year->year);
    write_clocks(&json, page->year);
    write_weeks(&json, page->year);
    write_holidays(&json, page->year);
    write_times(&json, page->year, true);
    write_times(&json, page->year, false);
    integer(&json, "tradingDays", page->year->trading_days);
    return finish(&json, out);
}

static void write_aliases(struct json *json, const char *aliases)
{
    const char *word;
    size_t len;
    mark(json, "aliases", json->sink.begin_array);
    while ((word = peri_word_next(&aliases, &len)))
        if (json->rc == PERI_OK)
            json->rc = json->sink.string(json->sink.ctx, word, len, json->err);
    mark(json, NULL, json->sink.end_array);
}

int peri_calendar_list_json(peri_buf *out, peri_error *err)
{
    struct json json;
    const peri_calendar *calendar;
    begin(&json, out, err);
    mark(&json, "calendars", json.sink.begin_array);
    for (size_t i = 0; (calendar = peri_calendar_at(i)) != NULL; i++) {
        mark(&json, NULL, json.sink.begin_object);
        string(&json, "name", calendar->name);
        write_aliases(&json, calendar->aliases);
        string(&json, "title", calendar->title);
        integer(&json, "firstYear", calendar->first_year);
        integer(&json, "lastYear", calendar->last_year);
        mark(&json, NULL, json.sink.end_object);
    }
    mark(&json, NULL, json.sink.end_array);
    return finish(&json, out);
}
