/* test_calendar_cme.c - index futures: whole years, evenings, halts, and LEAN's database. */
#include "calendar_kit.h"
#include "check.h"
#include "shared_json.h"

#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 9:15 as "9:15", whole hours as "9". */
static size_t put_time(char *out, size_t size, int64_t time)
{
    int minutes = (int)(time / PERI_MINUTE);
    if (minutes % 60 == 0)
        return (size_t)snprintf(out, size, "%d", minutes / 60);
    return (size_t)snprintf(out, size, "%d:%02d", minutes / 60, minutes % 60);
}

/* The stretches of a date, sessions that touch as one: "0-17 18-24"; "closed" without any. */
static const char *stretches(const peri_hours *hours, peri_date date)
{
    static char text[256];
    peri_session_time s[PERI_DAY_SESSIONS + 1];
    size_t n = peri_hours_sessions(hours, date, s), len = 0;
    strcpy(text, "closed");
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && s[i - 1].close == s[i].open)
            continue;
        size_t last = i;
        while (last + 1 < n && s[last].close == s[last + 1].open)
            last++;
        if (len > 0)
            text[len++] = ' ';
        len += put_time(text + len, sizeof text - len, s[i].open);
        text[len++] = '-';
        len += put_time(text + len, sizeof text - len, s[last].close);
    }
    return text;
}

/* All days of a year that differ from their weekday, as "01-20 0-13 18-24; ". */
static const char *year_of(const peri_hours *hours, int year)
{
    static const char *const usual[] = {"18-24",      "0-17 18-24", "0-17 18-24", "0-17 18-24",
                                        "0-17 18-24", "0-17",       "closed"};
    static char text[4096];
    size_t len = 0;
    text[0] = '\0';
    for (peri_date date = peri_date_make(year, 1, 1); date <= peri_date_make(year, 12, 31);
         date++) {
        char iso[PERI_TIME_TEXT];
        const char *is = stretches(hours, date);
        peri_date_format(date, iso);
        if (strcmp(is, usual[peri_date_weekday(date)]) != 0)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s %s; ", iso + 5, is);
    }
    return text;
}

typedef struct year_row {
    int year;
    const char *days;
} year_row;

/* Source: the rules applied by hand, and CME Group's Globex holiday schedules of the years: halts
   at 10:30 Chicago until 2013 and at 12:00 since Memorial Day 2014, short days until 12:15. */
static const year_row years[] = {
    {2012, "01-01 closed; 01-02 18-24; 01-16 0-11:30 18-24; 02-20 0-11:30 18-24; 04-06 0-9:15; "
           "05-28 0-11:30 18-24; 07-03 0-13:15 18-24; 07-04 0-11:30 18-24; 09-03 0-11:30 18-24; "
           "10-29 0-9:15 18-24; 10-30 0-9:15 18-24; 11-22 0-11:30 18-24; 11-23 0-13:15; "
           "12-24 0-13:15; 12-25 18-24; 12-31 0-17; "},
    {2014, "01-01 18-24; 01-20 0-11:30 18-24; 02-17 0-11:30 18-24; 04-17 0-17; 04-18 closed; "
           "05-26 0-13 18-24; 07-03 0-13:15 18-24; 07-04 0-13; 09-01 0-13 18-24; "
           "11-27 0-13 18-24; 11-28 0-13:15; 12-24 0-13:15; 12-25 18-24; 12-31 0-17; "},
    {2018, "01-01 18-24; 01-15 0-13 18-24; 02-19 0-13 18-24; 03-29 0-17; 03-30 closed; "
           "05-28 0-13 18-24; 07-03 0-13:15 18-24; 07-04 0-13 18-24; 09-03 0-13 18-24; "
           "11-22 0-13 18-24; 11-23 0-13:15; 12-05 0-9:30 18-24; 12-24 0-13:15; 12-25 18-24; "
           "12-31 0-17; "},
    {2021, "01-01 closed; 01-18 0-13 18-24; 02-15 0-13 18-24; 04-02 0-9:15; 05-31 0-13 18-24; "
           "07-05 0-13 18-24; 09-06 0-13 18-24; 11-25 0-13 18-24; 11-26 0-13:15; 12-23 0-17; "
           "12-24 closed; "},
    {2022, "01-17 0-13 18-24; 02-21 0-13 18-24; 04-14 0-17; 04-15 closed; 05-30 0-13 18-24; "
           "06-20 0-13 18-24; 07-04 0-13 18-24; 09-05 0-13 18-24; 11-24 0-13 18-24; "
           "11-25 0-13:15; 12-25 closed; 12-26 18-24; "},
    {2023, "01-01 closed; 01-02 18-24; 01-16 0-13 18-24; 02-20 0-13 18-24; 04-07 0-9:15; "
           "05-29 0-13 18-24; 06-19 0-13 18-24; 07-03 0-13:15 18-24; 07-04 0-13 18-24; "
           "09-04 0-13 18-24; 11-23 0-13 18-24; 11-24 0-13:15; 12-24 closed; 12-25 18-24; "
           "12-31 closed; "},
    {2024, "01-01 18-24; 01-15 0-13 18-24; 02-19 0-13 18-24; 03-28 0-17; 03-29 closed; "
           "05-27 0-13 18-24; 06-19 0-13 18-24; 07-03 0-13:15 18-24; 07-04 0-13 18-24; "
           "09-02 0-13 18-24; 11-28 0-13 18-24; 11-29 0-13:15; 12-24 0-13:15; 12-25 18-24; "
           "12-31 0-17; "},
    {2025, "01-01 18-24; 01-09 0-9:30 18-24; 01-20 0-13 18-24; 02-17 0-13 18-24; 04-17 0-17; "
           "04-18 closed; 05-26 0-13 18-24; 06-19 0-13 18-24; 07-03 0-13:15 18-24; 07-04 0-13; "
           "09-01 0-13 18-24; 11-27 0-13 18-24; 11-28 0-13:15; 12-24 0-13:15; 12-25 18-24; "
           "12-31 0-17; "},
    {2026, "01-01 18-24; 01-19 0-13 18-24; 02-16 0-13 18-24; 04-03 0-9:15; 05-25 0-13 18-24; "
           "06-19 0-13; 07-03 0-13; 09-07 0-13 18-24; 11-26 0-13 18-24; 11-27 0-13:15; "
           "12-24 0-13:15; 12-25 closed; 12-31 0-17; "},
};

SUITE(calendar_cme_whole_years)
{
    market m = market_open("cme");
    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
        char what[32];
        snprintf(what, sizeof what, "year %d", years[i].year);
        CHECK_STR(what, year_of(m.hours, years[i].year), years[i].days);
    }
    market_close(m);
}

/* Before 2009 holidays are whole days, and no evening is missing. */
SUITE(calendar_cme_early_years)
{
    market m = market_open("cme");
    CHECK_STR("no Martin Luther King Day, a mourning", year_of(m.hours, 1994),
              "02-21 closed; 04-01 closed; 04-27 closed; 05-30 closed; 07-04 closed; "
              "09-05 closed; 11-24 closed; 12-26 closed; ");
    CHECK_STR("the attacks", year_of(m.hours, 2001),
              "01-01 closed; 01-15 closed; 02-19 closed; 04-13 closed; 05-28 closed; "
              "07-04 closed; 09-03 closed; 09-11 closed; 09-12 closed; 09-13 closed; "
              "09-14 closed; 11-22 closed; 12-25 closed; ");
    CHECK_STR("a mourning", year_of(m.hours, 2004),
              "01-01 closed; 01-19 closed; 02-16 closed; 04-09 closed; 05-31 closed; "
              "06-11 closed; 07-05 closed; 09-06 closed; 11-25 closed; 12-24 closed; ");
    CHECK_STR("a mourning on January 2; the eve of 2009", year_of(m.hours, 2007),
              "01-01 closed; 01-02 closed; 01-15 closed; 02-19 closed; 04-06 closed; "
              "05-28 closed; 07-04 closed; 09-03 closed; 11-22 closed; 12-25 closed; ");
    CHECK_STR("the eve of the first new-style holiday",
              stretches(m.hours, calendar_day("2008-12-31")), "0-17");
    CHECK_STR("the first new-style holiday", stretches(m.hours, calendar_day("2009-01-01")),
              "18-24");
    market_close(m);
}

SUITE(calendar_cme_reaches_2060)
{
    market m = market_open("cme");
    CHECK_STR("1990", stretches(m.hours, calendar_day("1990-01-01")), "closed");
    CHECK_STR("2060", stretches(m.hours, calendar_day("2060-11-25")), "0-13 18-24");
    CHECK_STR("no New Year's Eve before a Saturday", stretches(m.hours, calendar_day("2060-12-31")),
              "0-17");
    CHECK_STR("2061 is unknown", stretches(m.hours, calendar_day("2061-11-24")), "0-17 18-24");
    CHECK_STR("a coming jobs report", stretches(m.hours, calendar_day("2034-04-07")), "0-9:15");
    CHECK_STR("on the second Friday", stretches(m.hours, calendar_day("2028-04-14")), "closed");
    market_close(m);
}

SUITE(calendar_cme_sessions)
{
    market m = market_open("cme");
    peri_session_time s[PERI_DAY_SESSIONS + 1];
    peri_session whole;
    CHECK_STR("name", peri_hours_name(m.hours), "CME");
    CHECK_STR("zone", peri_zone_name(peri_hours_zone(m.hours)), "America/New_York");
    CHECK_INT("Monday", peri_hours_sessions(m.hours, calendar_day("2024-03-18"), s), 3);
    CHECK_INT("night", s[0].kind, PERI_SESSION_PRE);
    CHECK_INT("night", s[0].close, 9 * PERI_HOUR + 30 * PERI_MINUTE);
    CHECK_INT("day", s[1].kind, PERI_SESSION_REGULAR);
    CHECK_INT("day", s[1].close, 17 * PERI_HOUR);
    CHECK_INT("evening", s[2].kind, PERI_SESSION_POST);
    CHECK_INT("evening", s[2].open, 18 * PERI_HOUR);
    CHECK_INT("Sunday", peri_hours_sessions(m.hours, calendar_day("2024-03-17"), s), 1);
    CHECK_INT("Sunday", s[0].kind, PERI_SESSION_PRE);
    CHECK("Sunday has no regular session",
          !peri_hours_is_trading_day(m.hours, calendar_day("2024-03-17")));
    CHECK("Sunday is open", peri_hours_is_date_open(m.hours, calendar_day("2024-03-17"), true));
    CHECK_INT("Friday", peri_hours_sessions(m.hours, calendar_day("2024-03-22"), s), 2);
    CHECK("a halted day trades", peri_hours_is_trading_day(m.hours, calendar_day("2024-05-27")));
    CHECK("Christmas does not", !peri_hours_is_trading_day(m.hours, calendar_day("2024-12-25")));
    CHECK("its evening is open",
          peri_hours_is_date_open(m.hours, calendar_day("2024-12-25"), true));
    CHECK("summer", peri_hours_session(m.hours, calendar_day("2024-07-10"), false, &whole));
    CHECK_INT("summer open", whole.open_utc, calendar_at("2024-07-10T13:30:00Z"));
    CHECK_INT("summer close", whole.close_utc, calendar_at("2024-07-10T21:00:00Z"));
    CHECK("winter", peri_hours_session(m.hours, calendar_day("2024-01-10"), false, &whole));
    CHECK_INT("winter open", whole.open_utc, calendar_at("2024-01-10T14:30:00Z"));
    market_close(m);
}

typedef struct span_row {
    const char *when, *from, *until;
    bool open;
} span_row;

/* Times in UTC; New York is 5 hours behind until 2024-03-10 and from 2024-11-03 on, else 4. */
static const span_row spans[] = {
    {"2024-03-07T12:00:00Z", "2024-03-06T23:00:00Z", "2024-03-07T22:00:00Z", true},  /* a day */
    {"2024-03-07T22:00:00Z", "2024-03-07T22:00:00Z", "2024-03-07T23:00:00Z", false}, /* break */
    {"2024-03-09T12:00:00Z", "2024-03-08T22:00:00Z", "2024-03-10T22:00:00Z", false}, /* weekend */
    {"2024-03-10T22:00:00Z", "2024-03-10T22:00:00Z", "2024-03-11T21:00:00Z", true},  /* Sunday */
    {"2024-05-27T12:00:00Z", "2024-05-26T22:00:00Z", "2024-05-27T17:00:00Z", true},  /* halt */
    {"2024-05-27T18:00:00Z", "2024-05-27T17:00:00Z", "2024-05-27T22:00:00Z", false},
    {"2024-05-27T22:00:00Z", "2024-05-27T22:00:00Z", "2024-05-28T21:00:00Z", true},
    {"2025-07-04T18:00:00Z", "2025-07-04T17:00:00Z", "2025-07-06T22:00:00Z", false}, /* Friday */
    {"2024-03-29T12:00:00Z", "2024-03-28T21:00:00Z", "2024-03-31T22:00:00Z", false}, /* Good F. */
    {"2023-04-07T13:14:00Z", "2023-04-06T22:00:00Z", "2023-04-07T13:15:00Z", true},  /* jobs */
    {"2024-12-24T20:00:00Z", "2024-12-24T18:15:00Z", "2024-12-25T23:00:00Z", false}, /* Christmas */
    {"2023-12-25T12:00:00Z", "2023-12-22T22:00:00Z", "2023-12-25T23:00:00Z", false},
    {"2024-01-01T12:00:00Z", "2023-12-29T22:00:00Z", "2024-01-01T23:00:00Z", false},
    {"2021-12-25T12:00:00Z", "2021-12-23T22:00:00Z", "2021-12-26T23:00:00Z", false},
};

SUITE(calendar_cme_spans)
{
    market m = market_open("cme");
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        const span_row *row = &spans[i];
        peri_hours_span span = peri_hours_span_at(m.hours, calendar_at(row->when), true);
        CHECK_INT(row->when, span.from_utc, calendar_at(row->from));
        CHECK_INT(row->when, span.until_utc, calendar_at(row->until));
        CHECK_INT(row->when, span.open, row->open);
    }
    CHECK_INT("next open over the weekend",
              peri_hours_next_open(m.hours, calendar_at("2024-03-08T22:00:00Z"), true),
              calendar_at("2024-03-10T22:00:00Z"));
    CHECK_INT("next regular open",
              peri_hours_next_open(m.hours, calendar_at("2024-03-08T22:00:00Z"), false),
              calendar_at("2024-03-11T13:30:00Z"));
    market_close(m);
}

SUITE(calendar_cme_names_its_days)
{
    static const char *const rows[][2] = {
        {"2018-12-05", "Mourning for George H. W. Bush"},
        {"2024-01-01", "New Year's Day"},
        {"2023-12-31", "New Year's Day"}, /* a Sunday evening that belongs to it */
        {"2024-12-31", "New Year's Eve"},
        {"2024-01-15", "Martin Luther King Jr. Day"},
        {"2024-02-19", "Presidents' Day"},
        {"2024-03-28", "Eve of Good Friday"},
        {"2024-03-29", "Good Friday"},
        {"2023-04-07", "Good Friday"},
        {"2024-05-27", "Memorial Day"},
        {"2024-06-19", "Juneteenth"},
        {"2024-07-03", "Day before Independence Day"},
        {"2024-07-04", "Independence Day"},
        {"2024-09-02", "Labor Day"},
        {"2012-10-29", "Hurricane Sandy"},
        {"2024-11-28", "Thanksgiving Day"},
        {"2024-11-29", "Day after Thanksgiving"},
        {"2024-12-24", "Christmas Eve"},
        {"2024-12-25", "Christmas Day"},
    };
    market m = market_open("cme");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const peri_special_day *special = peri_hours_special(m.hours, calendar_day(rows[i][0]));
        CHECK_STR(rows[i][0], special ? special->name : "none", rows[i][1]);
    }
    CHECK("an ordinary day", peri_hours_special(m.hours, calendar_day("2024-12-26")) == NULL);
    const peri_special_day *halt = peri_hours_special(m.hours, calendar_day("2024-07-04"));
    CHECK_INT("it opens again", halt ? halt->late_open : 0, 18 * PERI_HOUR);
    halt = peri_hours_special(m.hours, calendar_day("2025-07-04"));
    CHECK_INT("not on a Friday", halt ? halt->late_open : 0, PERI_NEVER);
    CHECK("Juneteenth was none in 2021", !peri_hours_special(m.hours, calendar_day("2021-06-18")));
    market_close(m);
}

/* At random instants: never open in the daily break, on Saturdays, or Friday nights. */
SUITE(calendar_cme_breaks_property)
{
    const uint64_t seed = 20240317;
    check_rng rng = {seed};
    market m = market_open("cme");
    for (int i = 0; i < 20000; i++) {
        int64_t utc = check_random_in(&rng, calendar_at("1990-01-02"), calendar_at("2060-12-30"));
        int64_t local = peri_zone_to_local(peri_hours_zone(m.hours), utc);
        int64_t time = peri_time_of_day(local);
        int weekday = peri_date_weekday(peri_time_date(local));
        bool shut = weekday == PERI_SATURDAY || (time >= 17 * PERI_HOUR && time < 18 * PERI_HOUR) ||
                    (weekday == PERI_FRIDAY && time >= 17 * PERI_HOUR) ||
                    (weekday == PERI_SUNDAY && time < 18 * PERI_HOUR);
        bool open = peri_hours_is_open(m.hours, utc, true);
        bool known = peri_hours_special(m.hours, peri_time_date(local)) != NULL;
        if (!CHECK("shut in the breaks, open else", shut ? !open : open || known)) {
            printf("seed %" PRIu64 ", step %d, utc %" PRId64 "\n", seed, i, utc);
            break;
        }
    }
    market_close(m);
}

SUITE(calendar_cme_out_of_memory)
{
    static const char *const names[] = {"cme", "Globex", "ES"};
    int64_t before = peri_mem_live();
    peri_zones *zones = NULL;
    const peri_zone *zone;
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    CHECK_INT("zone", peri_zone_get(zones, "America/New_York", &zone, NULL), PERI_OK);
    int64_t with_zone = peri_mem_live();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        for (long nth = 1;; nth++) {
            peri_hours *hours = NULL;
            peri_error err = {0, ""};
            peri_mem_fail_at(nth);
            int rc = peri_calendar_make(zones, names[i], &hours, &err);
            peri_mem_fail_at(0);
            if (rc == PERI_OK)
                CHECK_STR(names[i], peri_hours_name(hours), "CME");
            else
                CHECK("untouched", hours == NULL);
            peri_hours_close(hours);
            CHECK_INT("no leak", peri_mem_live(), with_zone);
            if (rc == PERI_OK)
                break;
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
            CHECK_HAS("text", err.text, "no memory");
        }
    }
    peri_zones_close(zones);
    CHECK_INT("nothing left", peri_mem_live(), before);
}

/* Read a number and what must follow it, "" for the end; moves on. */
static int number(const char **text, const char *then)
{
    char *end;
    long value = strtol(*text, &end, 10);
    CHECK(*text, end != *text && *end == *then);
    *text = *end ? end + 1 : end;
    return (int)value;
}

/* "18:00:00" or "1.00:00:00". */
static int64_t lean_time(const char *text)
{
    int64_t time = strchr(text, '.') ? number(&text, ".") * PERI_DAY : 0;
    time += number(&text, ":") * PERI_HOUR;
    time += number(&text, ":") * PERI_MINUTE;
    return time + number(&text, "") * PERI_SECOND;
}

static peri_date lean_date(const char *text)
{
    int month = number(&text, "/"), date = number(&text, "/");
    return peri_date_make(number(&text, ""), month, date);
}

static void lean_week(const cJSON *entry, peri_week *week)
{
    static const char *const names[] = {"sunday",   "monday", "tuesday", "wednesday",
                                        "thursday", "friday", "saturday"};
    memset(week, 0, sizeof *week);
    for (int i = 0; i < 7; i++) {
        peri_week_day *to = &week->days[i];
        for (const cJSON *s = shared_first(entry, names[i]); s && to->n < PERI_DAY_SESSIONS;
             s = s->next) {
            const char *state = shared_text(s, "state", "");
            peri_session_time *session = &to->sessions[to->n++];
            session->kind = strcmp(state, "premarket") == 0    ? PERI_SESSION_PRE
                            : strcmp(state, "postmarket") == 0 ? PERI_SESSION_POST
                                                               : PERI_SESSION_REGULAR;
            session->open = lean_time(shared_text(s, "start", ""));
            session->close = lean_time(shared_text(s, "end", ""));
        }
    }
}

enum {
    LEAN_DAYS = 1000 /* more than the entry has */
};

/* The special days of an entry joined with those of its market, as LEAN joins them: closed days
   are those of both, and an entry's own early close or late open of a date wins. */
static size_t lean_days(const cJSON *entry, const cJSON *common, peri_special_day *days)
{
    const cJSON *const sources[] = {common, entry};
    size_t n = 0;
    for (int i = 0; i < 2; i++) {
        for (const cJSON *d = shared_first(sources[i], "holidays"); d && n < LEAN_DAYS; d = d->next)
            days[n++] =
                (peri_special_day){lean_date(d->valuestring), true, PERI_NEVER, PERI_NEVER, NULL};
        for (const cJSON *d = shared_first(sources[i], "earlyCloses"); d && n < LEAN_DAYS;
             d = d->next)
            days[n++] = (peri_special_day){lean_date(d->string), false, lean_time(d->valuestring),
                                           PERI_NEVER, NULL};
        for (const cJSON *d = shared_first(sources[i], "lateOpens"); d && n < LEAN_DAYS;
             d = d->next)
            days[n++] = (peri_special_day){lean_date(d->string), false, PERI_NEVER,
                                           lean_time(d->valuestring), NULL};
    }
    CHECK("room", n < LEAN_DAYS);
    return n;
}

/* Days on which the database differs from the exchange's schedule. It leaves out
   - the evenings that reopen on January 1 (or 2) and December 25 (or 26), until 2023-01-02;
   - the evenings without trading before New Year's Day, until 2022; before Good Friday, except
     2025; before Christmas when that is kept on a Friday or Monday, until 2022;
   - the evening that reopens on July 3, except 2025; the short days 2023-07-03, 2024-07-03 and
     2024-11-29;
   - the hours traded on 2012-10-29, 2012-10-30 and 2018-12-05, and the mourning of 2025-01-09.
   It has 2025-01-20 as closed, through its market's list, and 2025-12-25 as open until 17:00. */
static const year_row differences[] = {
    {2009, "01-01 04-09 12-31 "},
    {2010, "12-23 "},
    {2011, "04-21 12-25 12-26 "},
    {2012, "01-01 01-02 07-03 10-29 10-30 12-25 12-31 "},
    {2013, "01-01 03-28 07-03 12-25 12-31 "},
    {2014, "01-01 04-17 07-03 12-25 12-31 "},
    {2015, "01-01 12-31 "},
    {2016, "03-24 12-26 "},
    {2017, "01-01 01-02 04-13 07-03 12-24 12-25 12-31 "},
    {2018, "01-01 03-29 07-03 12-05 12-25 12-31 "},
    {2019, "01-01 04-18 07-03 12-25 12-31 "},
    {2020, "01-01 04-09 12-31 "},
    {2021, "12-23 "},
    {2022, "04-14 12-25 12-26 "},
    {2023, "01-01 01-02 07-03 "},
    {2024, "03-28 07-03 11-29 "},
    {2025, "01-09 01-20 12-25 "},
};

static bool equal_days(const peri_hours *ours, const peri_hours *leans, peri_date date)
{
    peri_session_time a[PERI_DAY_SESSIONS + 1], b[PERI_DAY_SESSIONS + 1];
    size_t n = peri_hours_sessions(ours, date, a);
    if (n != peri_hours_sessions(leans, date, b))
        return false;
    for (size_t i = 0; i < n; i++)
        if (a[i].kind != b[i].kind || a[i].open != b[i].open || a[i].close != b[i].close)
            return false;
    return true;
}

static const char *differing_days(const peri_hours *ours, const peri_hours *leans, int year)
{
    static char text[1024];
    size_t len = 0;
    text[0] = '\0';
    for (peri_date date = peri_date_make(year, 1, 1); date <= peri_date_make(year, 12, 31);
         date++) {
        char iso[PERI_TIME_TEXT];
        peri_date_format(date, iso);
        if (!equal_days(ours, leans, date))
            len += (size_t)snprintf(text + len, sizeof text - len, "%s ", iso + 5);
    }
    return text;
}

SUITE(calendar_cme_equals_leans_database)
{
    cJSON *json = shared_json("lean-data/market-hours/market-hours-database.json");
    if (!json)
        return;
    const cJSON *entries = cJSON_GetObjectItemCaseSensitive(json, "entries");
    const cJSON *entry = cJSON_GetObjectItemCaseSensitive(entries, "Future-cme-ES");
    const cJSON *common = cJSON_GetObjectItemCaseSensitive(entries, "Future-cme-[*]");
    peri_special_day *days = calloc(LEAN_DAYS, sizeof *days);
    peri_hours *leans = NULL;
    peri_week week;
    market m = market_open("cme");
    if (CHECK("the file's entries", entry && common && days)) {
        lean_week(entry, &week);
        peri_hours_plan plan = {"LEAN", peri_hours_zone(m.hours),      &week, 1,
                                days,   lean_days(entry, common, days)};
        CHECK_INT("LEAN's hours", peri_hours_make(&plan, &leans, NULL), PERI_OK);
    }
    for (size_t i = 0; leans && i < sizeof differences / sizeof differences[0]; i++) {
        char what[32];
        snprintf(what, sizeof what, "year %d", differences[i].year);
        CHECK_STR(what, differing_days(m.hours, leans, differences[i].year), differences[i].days);
    }
    peri_hours_close(leans);
    free(days);
    market_close(m);
    cJSON_Delete(json);
}
