/* test_calendar_europe.c - London and Xetra: whole years, half days, the hours of former years. */
#include "calendar_kit.h"
#include "check.h"
#include "shared_json.h"

#include <stdio.h>
#include <string.h>

/* The sessions of a date as "P7:50-8:00 R8:00-16:30"; "" when it is closed. */
static const char *sessions_of(const peri_hours *hours, peri_date date)
{
    static char text[256];
    peri_session_time s[PERI_DAY_SESSIONS + 1];
    size_t n = peri_hours_sessions(hours, date, s), len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        int from = (int)(s[i].open / PERI_MINUTE), until = (int)(s[i].close / PERI_MINUTE);
        len +=
            (size_t)snprintf(text + len, sizeof text - len, "%s%c%d:%02d-%d:%02d", i > 0 ? " " : "",
                             "PRA"[s[i].kind], from / 60, from % 60, until / 60, until % 60);
    }
    return text;
}

/* The weekdays of a year that are closed, then those that differ from `usual` in another way; any
   session on a weekend is listed too. */
static const char *year_of(const peri_hours *hours, int year, const char *usual)
{
    static char text[2048];
    size_t len = 0;
    text[0] = '\0';
    for (int pass = 0; pass < 2; pass++) {
        for (peri_date date = peri_date_make(year, 1, 1); date <= peri_date_make(year, 12, 31);
             date++) {
            char iso[PERI_TIME_TEXT];
            int weekday = peri_date_weekday(date);
            bool weekend = weekday == PERI_SATURDAY || weekday == PERI_SUNDAY;
            const char *is = sessions_of(hours, date);
            peri_date_format(date, iso);
            if (strcmp(is, weekend ? "" : usual) == 0 || (pass == 0) != (*is == '\0'))
                continue;
            len += (size_t)snprintf(text + len, sizeof text - len, "%s%s%s ", iso + 5,
                                    *is ? "=" : "", is);
        }
    }
    return text;
}

typedef struct year_row {
    int year;
    const char *days;
} year_row;

static void check_years(const char *name, const char *usual, const year_row *rows, size_t n)
{
    market m = market_open(name);
    for (size_t i = 0; i < n; i++) {
        char what[64];
        snprintf(what, sizeof what, "%s %d", name, rows[i].year);
        CHECK_STR(what, year_of(m.hours, rows[i].year, usual), rows[i].days);
    }
    market_close(m);
}

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])
#define LSE_DAY "P7:50-8:00 R8:00-16:30 A16:30-16:35"
#define LSE_HALF "=P7:50-8:00 R8:00-12:30 "

/* Source: gov.uk/bank-holidays and the exchange's lists of trading days. */
static const year_row lse_years[] = {
    {2002, "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26 12-24" LSE_HALF "12-31" LSE_HALF},
    {2009, "01-01 04-10 04-13 05-04 05-25 08-31 12-25 12-28 12-24" LSE_HALF "12-31" LSE_HALF},
    {2010, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 12-24" LSE_HALF "12-31" LSE_HALF},
    {2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27 12-23" LSE_HALF "12-30" LSE_HALF},
    {2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26 12-24" LSE_HALF "12-31" LSE_HALF},
    {2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27 12-23" LSE_HALF "12-30" LSE_HALF},
    {2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28 12-24" LSE_HALF "12-31" LSE_HALF},
    {2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 12-24" LSE_HALF "12-31" LSE_HALF},
    {2022,
     "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27 12-23" LSE_HALF "12-30" LSE_HALF},
    {2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26 12-22" LSE_HALF "12-29" LSE_HALF},
    {2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26 12-24" LSE_HALF "12-31" LSE_HALF},
    {2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26 12-24" LSE_HALF "12-31" LSE_HALF},
    {2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28 12-24" LSE_HALF "12-31" LSE_HALF},
};

SUITE(calendar_lse_whole_years)
{
    check_years("lse", LSE_DAY, lse_years, COUNT(lse_years));
}

/* The hours of before, with the moved holiday of 1995; in 1999 two kinds of hours and the half day
   on the 30th ("today's half-day session", press of 1999-12-30). */
SUITE(calendar_lse_former_hours)
{
    static const year_row old[] = {
        {1990, "01-01 04-13 04-16 05-07 05-28 08-27 12-25 12-26 "
               "12-24=R8:30-12:30 12-31=R8:30-12:30 "},
        {1995, "01-02 04-14 04-17 05-08 05-29 08-28 12-25 12-26 "
               "12-22=R8:30-12:30 12-29=R8:30-12:30 "},
        {1996, "01-01 04-05 04-08 05-06 05-27 08-26 12-25 12-26 "
               "12-24=R8:30-12:30 12-27=R8:30-12:30 12-31=R8:30-12:30 "},
    };
    check_years("lse", "R8:30-16:30", old, COUNT(old));
    static const struct {
        const char *date, *sessions;
    } rows[] = {
        {"1985-06-03", "R8:30-16:30"},
        {"1998-07-17", "R8:30-16:30"},
        {"1998-07-20", "R9:00-16:30"},
        {"1998-12-24", "R9:00-12:30"},
        {"1998-12-31", "R9:00-12:30"},
        {"1999-09-17", "R9:00-16:30"},
        {"1999-09-20", "R8:00-16:30"},
        {"1999-12-24", "R8:00-12:30"},
        {"1999-12-27", ""},
        {"1999-12-28", ""},
        {"1999-12-29", "R8:00-16:30"},
        {"1999-12-30", "R8:00-12:30"},
        {"1999-12-31", ""},
        {"2000-01-03", ""},
        {"2000-05-26", "R8:00-16:30"},
        {"2000-05-29", ""},
        {"2000-05-30", LSE_DAY},
        {"2060-12-24", "P7:50-8:00 R8:00-12:30"},
        {"2062-12-25", LSE_DAY}, /* unknown */
    };
    market m = market_open("London");
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK_STR(rows[i].date, sessions_of(m.hours, calendar_day(rows[i].date)), rows[i].sessions);
    market_close(m);
}

#define XETRA_DAY "R9:00-17:30"
#define XETRA_SHORT "=R9:00-14:00 "

/* Source: the trading calendars of Frankfurt's exchange. */
static const year_row xetra_years[] = {
    {2004, "01-01 04-09 04-12 12-24 12-31 12-30" XETRA_SHORT},
    {2006, "04-14 04-17 05-01 12-25 12-26 12-29" XETRA_SHORT},
    {2007, "01-01 04-06 04-09 05-01 05-28 12-24 12-25 12-26 12-31 12-28" XETRA_SHORT},
    {2012, "04-06 04-09 05-01 12-24 12-25 12-26 12-31 12-28" XETRA_SHORT},
    {2013, "01-01 03-29 04-01 05-01 12-24 12-25 12-26 12-31 12-30" XETRA_SHORT},
    {2014, "01-01 04-18 04-21 05-01 10-03 12-24 12-25 12-26 12-31 12-30" XETRA_SHORT},
    {2015, "01-01 04-03 04-06 05-01 05-25 12-24 12-25 12-31 12-30" XETRA_SHORT},
    {2016, "01-01 03-25 03-28 05-16 10-03 12-26 12-30" XETRA_SHORT},
    {2017, "04-14 04-17 05-01 06-05 10-03 10-31 12-25 12-26 12-29" XETRA_SHORT},
    {2019, "01-01 04-19 04-22 05-01 06-10 10-03 12-24 12-25 12-26 12-31 12-30" XETRA_SHORT},
    {2020, "01-01 04-10 04-13 05-01 06-01 12-24 12-25 12-31 12-30" XETRA_SHORT},
    {2021, "01-01 04-02 04-05 05-24 12-24 12-31 12-30" XETRA_SHORT},
    {2022, "04-15 04-18 12-26 12-30" XETRA_SHORT},
    {2023, "04-07 04-10 05-01 12-25 12-26 12-29" XETRA_SHORT},
    {2024, "01-01 03-29 04-01 05-01 12-24 12-25 12-26 12-31 12-30" XETRA_SHORT},
    {2025, "01-01 04-18 04-21 05-01 12-24 12-25 12-26 12-31 12-30" XETRA_SHORT},
};

SUITE(calendar_xetra_whole_years)
{
    check_years("xetra", XETRA_DAY, xetra_years, COUNT(xetra_years));
}

SUITE(calendar_xetra_former_hours)
{
    static const year_row first[] = {{1998, "01-01 04-10 04-13 05-01 05-21 06-01 06-11 12-24 12-25 "
                                            "12-31 12-30=R8:30-14:00 "}};
    static const year_row late[] = {
        {2001, "01-01 04-13 04-16 05-01 12-24 12-25 12-26 12-31 12-28" XETRA_SHORT},
        {2002, "01-01 03-29 04-01 05-01 12-24 12-25 12-26 12-31 12-30" XETRA_SHORT}};
    check_years("xetra", "R8:30-17:00", first, COUNT(first));
    check_years("xetra", "R9:00-20:00", late, COUNT(late));
    static const struct {
        const char *date, *sessions;
    } rows[] = {
        {"1999-05-13", ""},            /* Ascension Day, for the last time */
        {"1999-05-24", ""},            /* Whit Monday */
        {"1999-06-03", ""},            /* Corpus Christi */
        {"1999-09-17", "R8:30-17:00"}, /* the last Friday of the first hours */
        {"1999-09-20", "R9:00-17:30"},
        {"2000-06-01", "R9:00-17:30"}, /* Ascension Day */
        {"2000-06-02", "R9:00-20:00"},
        {"2000-06-12", "R9:00-20:00"}, /* Whit Monday */
        {"2000-06-22", "R9:00-20:00"}, /* Corpus Christi */
        {"2000-10-03", ""},            /* ten years of unity */
        {"2000-12-29", "R9:00-14:00"},
        {"2001-10-03", "R9:00-20:00"},
        {"2003-10-31", "R9:00-20:00"},
        {"2003-11-03", "R9:00-17:30"},
        {"2060-12-30", "R9:00-14:00"},
        {"2060-12-31", ""},
        {"2061-12-26", "R9:00-17:30"}, /* unknown */
    };
    market m = market_open("FWB");
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK_STR(rows[i].date, sessions_of(m.hours, calendar_day(rows[i].date)), rows[i].sessions);
    market_close(m);
}

typedef struct instants_row {
    const char *calendar, *date, *open, *close; /* of the regular session */
} instants_row;

/* Summer time began on 2024-03-31 in both places. */
static const instants_row instants[] = {
    {"lse", "2024-03-28", "2024-03-28T08:00:00Z", "2024-03-28T16:30:00Z"},
    {"lse", "2024-04-02", "2024-04-02T07:00:00Z", "2024-04-02T15:30:00Z"},
    {"lse", "2024-12-24", "2024-12-24T08:00:00Z", "2024-12-24T12:30:00Z"},
    {"xetra", "2024-03-28", "2024-03-28T08:00:00Z", "2024-03-28T16:30:00Z"},
    {"frankfurt", "2024-04-02", "2024-04-02T07:00:00Z", "2024-04-02T15:30:00Z"},
    {"xetra", "2024-12-30", "2024-12-30T08:00:00Z", "2024-12-30T13:00:00Z"},
};

SUITE(calendar_europe_instants)
{
    for (size_t i = 0; i < COUNT(instants); i++) {
        const instants_row *row = &instants[i];
        market m = market_open(row->calendar);
        peri_session s = {0, 0};
        CHECK(row->date, peri_hours_session(m.hours, calendar_day(row->date), false, &s));
        CHECK_INT(row->date, s.open_utc, calendar_at(row->open));
        CHECK_INT(row->date, s.close_utc, calendar_at(row->close));
        market_close(m);
    }
}

SUITE(calendar_europe_spans)
{
    market lse = market_open("lse"), xetra = market_open("xetra");
    CHECK_STR("name", peri_hours_name(lse.hours), "LSE");
    CHECK_STR("name", peri_hours_name(xetra.hours), "Xetra");
    CHECK_STR("zone", peri_zone_name(peri_hours_zone(lse.hours)), "Europe/London");
    CHECK_STR("zone", peri_zone_name(peri_hours_zone(xetra.hours)), "Europe/Berlin");
    peri_hours_span span =
        peri_hours_span_at(lse.hours, calendar_at("2024-03-30T12:00:00Z"), false);
    CHECK("Easter", !span.open);
    CHECK_INT("Easter begins", span.from_utc, calendar_at("2024-03-28T16:30:00Z"));
    CHECK_INT("Easter ends", span.until_utc, calendar_at("2024-04-02T07:00:00Z"));
    span = peri_hours_span_at(lse.hours, calendar_at("2024-04-02T12:00:00Z"), true);
    CHECK("with its auctions", span.open);
    CHECK_INT("the opening auction", span.from_utc, calendar_at("2024-04-02T06:50:00Z"));
    CHECK_INT("the closing auction", span.until_utc, calendar_at("2024-04-02T15:35:00Z"));
    span = peri_hours_span_at(xetra.hours, calendar_at("2024-12-31T12:00:00Z"), true);
    CHECK("the turn of the year", !span.open);
    CHECK_INT("it begins", span.from_utc, calendar_at("2024-12-30T13:00:00Z"));
    CHECK_INT("it ends", span.until_utc, calendar_at("2025-01-02T08:00:00Z"));
    CHECK_INT("next trading day",
              peri_hours_next_trading_day(xetra.hours, calendar_day("2024-12-23")),
              calendar_day("2024-12-27"));
    market_close(lse);
    market_close(xetra);
}

SUITE(calendar_europe_names_its_days)
{
    static const char *const rows[][3] = {
        {"lse", "2011-01-03", "New Year's Day"},
        {"lse", "2024-03-29", "Good Friday"},
        {"lse", "2024-04-01", "Easter Monday"},
        {"lse", "2020-05-08", "Early May bank holiday (VE Day)"},
        {"lse", "2024-05-06", "Early May bank holiday"},
        {"lse", "2022-06-02", "Spring bank holiday"},
        {"lse", "2022-06-03", "Platinum Jubilee"},
        {"lse", "2024-08-26", "Summer bank holiday"},
        {"lse", "2022-09-19", "Funeral of Queen Elizabeth II"},
        {"lse", "2022-12-26", "Boxing Day"},
        {"lse", "2022-12-27", "Christmas Day"},
        {"lse", "2021-12-27", "Christmas Day"},
        {"lse", "2021-12-28", "Boxing Day"},
        {"lse", "2023-12-22", "Christmas Eve"},
        {"lse", "2023-12-29", "New Year's Eve"},
        {"lse", "1996-12-27", "Day after Boxing Day"},
        {"xetra", "2019-06-10", "Whit Monday"},
        {"xetra", "2019-10-03", "German Unity Day"},
        {"xetra", "2017-10-31", "Reformation Day"},
        {"xetra", "1998-05-21", "Ascension Day"},
        {"xetra", "1998-06-11", "Corpus Christi"},
        {"xetra", "2024-05-01", "Labour Day"},
        {"xetra", "2024-12-24", "Christmas Eve"},
        {"xetra", "2024-12-26", "Boxing Day"},
        {"xetra", "2024-12-30", "Last trading day of the year"},
        {"xetra", "2024-12-31", "New Year's Eve"},
        {"xetra", "2023-01-01", "none"}, /* a Sunday */
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        market m = market_open(rows[i][0]);
        const peri_special_day *special = peri_hours_special(m.hours, calendar_day(rows[i][1]));
        CHECK_STR(rows[i][1], special ? special->name : "none", rows[i][2]);
        market_close(m);
    }
}

SUITE(calendar_europe_out_of_memory)
{
    calendar_check_memory("lse");
    calendar_check_memory("xetra");
}
