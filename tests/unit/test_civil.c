/* test_civil.c - calendar arithmetic and the text of times. */
#include "check.h"

#include "time/civil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SUITE(civil_dates)
{
    static const struct {
        int year, month, day, number, weekday;
    } rows[] = {
        {1970, 1, 1, 0, PERI_THURSDAY},      {1969, 12, 31, -1, PERI_WEDNESDAY},
        {2000, 2, 29, 11016, PERI_TUESDAY},  {2000, 3, 1, 11017, PERI_WEDNESDAY},
        {2013, 10, 7, 15985, PERI_MONDAY},   {1900, 3, 1, -25508, PERI_THURSDAY},
        {1700, 1, 1, -98615, PERI_FRIDAY},   {2250, 12, 31, 102632, PERI_TUESDAY},
        {2024, 12, 31, 20088, PERI_TUESDAY}, {2100, 2, 28, 47540, PERI_SUNDAY},
        {2100, 3, 1, 47541, PERI_MONDAY},    {1752, 9, 14, -79366, PERI_THURSDAY},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_date date = peri_date_make(rows[i].year, rows[i].month, rows[i].day);
        CHECK_INT("number of a date", date, rows[i].number);
        CHECK_INT("weekday of a date", peri_date_weekday(date), rows[i].weekday);
    }
}

SUITE(civil_every_day_from_1700_to_2250)
{
    peri_date expected = peri_date_make(1700, 1, 1);
    long wrong = 0;
    for (int year = 1700; year <= 2250; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= peri_month_days(year, month); day++, expected++) {
                int y, m, d;
                peri_date_split(expected, &y, &m, &d);
                if (peri_date_make(year, month, day) != expected || y != year || m != month ||
                    d != day || peri_date_weekday(expected) != ((expected % 7 + 11) % 7))
                    wrong++;
            }
        }
    }
    CHECK_INT("days that do not round trip", wrong, 0);
    CHECK_INT("days of 551 years", expected - peri_date_make(1700, 1, 1), 201248);
}

SUITE(civil_valid)
{
    CHECK("leap day", peri_date_valid(2012, 2, 29));
    CHECK("no leap day", !peri_date_valid(2013, 2, 29));
    CHECK("no leap day in 1900", !peri_date_valid(1900, 2, 29));
    CHECK("leap day in 2000", peri_date_valid(2000, 2, 29));
    CHECK("month 0", !peri_date_valid(2013, 0, 1));
    CHECK("month 13", !peri_date_valid(2013, 13, 1));
    CHECK("day 0", !peri_date_valid(2013, 1, 0));
    CHECK("April 31st", !peri_date_valid(2013, 4, 31));
    CHECK("year 1699", !peri_date_valid(1699, 12, 31));
    CHECK("year 2251", !peri_date_valid(2251, 1, 1));
}

SUITE(civil_times)
{
    peri_civil civil;
    CHECK_INT("date before 1970", peri_time_date(-1), -1);
    CHECK_INT("time before 1970", peri_time_of_day(-1), PERI_DAY - 1);
    CHECK_INT("date of a midnight before 1970", peri_time_date(-PERI_DAY), -1);
    CHECK_INT("time of a midnight before 1970", peri_time_of_day(-PERI_DAY), 0);
    CHECK_INT("date and time together", peri_time_at(1, 5), PERI_DAY + 5);
    peri_time_split(peri_time_at(peri_date_make(2013, 10, 7), 0) + 57599 * PERI_SECOND + 7, &civil);
    CHECK("split", civil.year == 2013 && civil.month == 10 && civil.day == 7 && civil.hour == 15 &&
                       civil.minute == 59 && civil.second == 59 && civil.nanosecond == 7);
    peri_time_split(-1, &civil);
    CHECK("split before 1970", civil.year == 1969 && civil.month == 12 && civil.day == 31 &&
                                   civil.hour == 23 && civil.second == 59 &&
                                   civil.nanosecond == 999999999);
}

static const struct accepted {
    const char *text, *same_as;
    bool is_utc, is_date;
} accepted[] = {
    {"2013-10-07", "2013-10-07 00:00:00", false, true},
    {"20131007", "2013-10-07 00:00:00", false, true},
    {"1700-01-01", "1700-01-01 00:00:00", false, true},
    {"2250-12-31 23:59:59.999999999", "2250-12-31 23:59:59.999999999", false, false},
    {"2012-02-29 09:31", "2012-02-29 09:31:00", false, false},
    {"2013-10-07T16:00:00", "2013-10-07 16:00:00", false, false},
    {"20131007 16:00", "2013-10-07 16:00:00", false, false},
    {"20131007T16:00:01", "2013-10-07 16:00:01", false, false},
    {"2013-10-07 16:00:00.5", "2013-10-07 16:00:00.500", false, false},
    {"2013-10-07 16:00:00.000250", "2013-10-07 16:00:00.000250", false, false},
    {"2013-10-07 16:00:00.000000001", "2013-10-07 16:00:00.000000001", false, false},
    {"2013-10-07 16:00Z", "2013-10-07 16:00:00", true, false},
    {"2013-10-07T16:00:00Z", "2013-10-07 16:00:00", true, false},
    {"2013-10-07 16:00:00-04:00", "2013-10-07 20:00:00", true, false},
    {"2013-10-07 01:00:00.25+05:30", "2013-10-06 19:30:00.250", true, false},
    {"1381147200", "2013-10-07 12:00:00", true, false},
    {"1381147200.125", "2013-10-07 12:00:00.125", true, false},
    {"1381147200000", "2013-10-07 12:00:00", true, false},
    {"1381147200000001", "2013-10-07 12:00:00.000001", true, false},
    {"1381147200000000001", "2013-10-07 12:00:00.000000001", true, false},
    {"-100000000", "1966-10-31 14:13:20", true, false},
    {"-100000000.5", "1966-10-31 14:13:19.500", true, false},
    {"000000001", "1970-01-01 00:00:01", true, false},
};

SUITE(civil_parse_accepts)
{
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++) {
        peri_time_text out;
        char back[PERI_TIME_TEXT] = "";
        const char *wanted = peri_time_parse(accepted[i].text, strlen(accepted[i].text), &out);
        CHECK(accepted[i].text, wanted == NULL);
        if (wanted)
            continue;
        size_t len = peri_time_format(out.time_ns, back);
        CHECK_STR(accepted[i].text, back, accepted[i].same_as);
        CHECK_INT("length of the text", len, strlen(back));
        CHECK(accepted[i].text, out.is_utc == accepted[i].is_utc);
        CHECK(accepted[i].text, out.is_date == accepted[i].is_date);
    }
}

static const struct refused {
    const char *text, *wanted;
} refused[] = {
    {"", "a date such as 2013-10-07"},
    {"yesterday", "a date such as 2013-10-07"},
    {"2013", "a date such as 2013-10-07"},
    {"2013-1-07", "a date such as 2013-10-07"},
    {"2013-1007", "a date such as 2013-10-07"},
    {"201310-07", "a date such as 2013-10-07"},
    {"10/07/2013", "a date such as 2013-10-07"},
    {" 2013-10-07", "a date such as 2013-10-07"},
    {"2013-10-07 ", "a clock time"},
    {"2013-10-07Z", "a clock time"},
    {"2013-10-07  16:00", "a clock time"},
    {"2013-10-07 16", "a clock time"},
    {"2013-10-07 9:30", "a clock time"},
    {"2013-10-07 16:00:", "a clock time"},
    {"2013-10-07t16:00", "a clock time"},
    {"2013-13-07", "a month from 01 to 12"},
    {"2013-00-07", "a month from 01 to 12"},
    {"20131307", "a month from 01 to 12"},
    {"2013-02-30", "a day that the month has"},
    {"2013-02-29", "a day that the month has"},
    {"2013-10-00", "a day that the month has"},
    {"1699-12-31", "a year from 1700 to 2250"},
    {"2251-01-01", "a year from 1700 to 2250"},
    {"2013-10-07 24:00", "an hour from 00 to 23"},
    {"2013-10-07 25:00:00", "an hour from 00 to 23"},
    {"2013-10-07 16:60", "a minute from 00 to 59"},
    {"2013-10-07 16:59:60", "a second from 00 to 59"},
    {"2013-10-07 16:00:00.", "a fraction of 1 to 9 digits"},
    {"2013-10-07 16:00:00.1234567890", "a fraction of 1 to 9 digits"},
    {"2013-10-07 16:00:00 Z", "nothing, Z, +HH:MM"},
    {"2013-10-07 16:00:00Zulu", "nothing, Z, +HH:MM"},
    {"2013-10-07 16:00:00+0530", "nothing, Z, +HH:MM"},
    {"2013-10-07 16:00:00+24:00", "nothing, Z, +HH:MM"},
    {"2013-10-07 16:00:00+05:60", "nothing, Z, +HH:MM"},
    {"2013-10-07 16:00:00+05:30:00", "nothing, Z, +HH:MM"},
    {"2013-10-07 16:00.5", "nothing, Z, +HH:MM"},
    {"-20131007", "an epoch number of 9 to 19 digits"},
    {"-1", "an epoch number of 9 to 19 digits"},
    {"1381147200000.5", "an epoch number of 9 to 19 digits"},
    {"1381147200.", "an epoch number of 9 to 19 digits"},
    {"1381147200Z", "an epoch number of 9 to 19 digits"},
    {"12345678901234567890", "an epoch number of 9 to 19 digits"},
    {"99999999999", "between the years 1700 and 2250"},
    {"99999999999999", "between the years 1700 and 2250"},
    {"99999999999999999", "between the years 1700 and 2250"},
    {"9223372036854775807", "between the years 1700 and 2250"},
    {"9999999999999999999", "between the years 1700 and 2250"},
    {"-99999999999.999", "between the years 1700 and 2250"},
};

SUITE(civil_parse_refuses)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        peri_time_text out = {-7, false, false};
        const char *wanted = peri_time_parse(refused[i].text, strlen(refused[i].text), &out);
        CHECK_HAS(refused[i].text, wanted, refused[i].wanted);
        CHECK_INT("untouched", out.time_ns, -7);
    }
}

SUITE(civil_format)
{
    char text[PERI_TIME_TEXT];
    CHECK_INT("length of a date", peri_date_format(peri_date_make(2013, 1, 2), text), 10);
    CHECK_STR("date", text, "2013-01-02");
    peri_time_format(0, text);
    CHECK_STR("epoch", text, "1970-01-01 00:00:00");
    peri_time_format(-1000, text);
    CHECK_STR("microseconds", text, "1969-12-31 23:59:59.999999");
    CHECK("ends of the range fit", peri_time_format(INT64_MIN, text) < PERI_TIME_TEXT &&
                                       peri_time_format(INT64_MAX, text) < PERI_TIME_TEXT);
}

SUITE(civil_text_round_trip)
{
    static const int64_t units[] = {PERI_DAY, PERI_SECOND, 1000000, 1000, 1};
    check_rng rng = {20131007};
    const int64_t lo = peri_time_at(peri_date_make(1700, 1, 1), 0);
    const int64_t hi = peri_time_at(peri_date_make(2250, 12, 31), PERI_DAY - 1);
    for (int i = 0; i < 50000; i++) {
        char text[PERI_TIME_TEXT];
        peri_time_text out = {0, false, false};
        int64_t time = check_random_in(&rng, lo, hi) / units[i % 5] * units[i % 5];
        size_t len = peri_time_format(time, text);
        if (peri_time_parse(text, len, &out) != NULL || out.time_ns != time || out.is_utc) {
            printf("     seed 20131007, case %d: %s\n", i, text);
            CHECK_INT("parse(format(t)) == t", out.time_ns, time);
            return;
        }
    }
    CHECK("50000 times survive their text", true);
}

/* Cut and altered texts: an answer, never a read past the end (ASan watches the exact blocks). */
SUITE(civil_parse_garbage)
{
    check_rng rng = {7};
    static const char letters[] = "0123456789-:. TZ+x";
    for (int i = 0; i < 50000; i++) {
        size_t len = (size_t)check_random_in(&rng, 0, 30);
        char *text = malloc(len ? len : 1);
        for (size_t k = 0; text && k < len; k++)
            text[k] = (char)(i % 2 ? letters[check_random_in(&rng, 0, 17)]
                                   : "2013-10-07 16:00:00.000000000Z"[k]);
        if (text && len > 0 && i % 4 == 0)
            text[check_random_in(&rng, 0, (int64_t)len - 1)] = (char)check_random_in(&rng, 0, 255);
        peri_time_text out = {0, false, false};
        if (text)
            peri_time_parse(text, len, &out);
        free(text);
    }
    CHECK("50000 texts read", true);
}
