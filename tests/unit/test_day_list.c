/* test_day_list.c - lists of special days, nth weekdays, Easter. */
#include "check.h"
#include "hours_kit.h"

#include "base/mem.h"
#include "time/day_list.h"

SUITE(day_list_keeps_what_is_added)
{
    peri_day_list list = {NULL, 0, 0, false};
    peri_day_list_closed(&list, 10, "closed");
    peri_day_list_early(&list, 9, 13 * PERI_HOUR, "early");
    peri_day_list_late(&list, 10, 11 * PERI_HOUR, NULL);
    CHECK_INT("three days", list.n, 3);
    CHECK("complete", !list.failed);
    if (list.n == 3) {
        const peri_special_day *day = list.items;
        CHECK_INT("date", day[0].date, 10);
        CHECK("closed", day[0].closed);
        CHECK_INT("no early close", day[0].early_close, PERI_NEVER);
        CHECK_INT("no late open", day[0].late_open, PERI_NEVER);
        CHECK_STR("name", day[0].name, "closed");
        CHECK_INT("date", day[1].date, 9);
        CHECK("not closed", !day[1].closed);
        CHECK_INT("early close", day[1].early_close, 13 * PERI_HOUR);
        CHECK_INT("no late open", day[1].late_open, PERI_NEVER);
        CHECK_STR("name", day[1].name, "early");
        CHECK("not closed", !day[2].closed);
        CHECK_INT("no early close", day[2].early_close, PERI_NEVER);
        CHECK_INT("late open", day[2].late_open, 11 * PERI_HOUR);
        CHECK("no name", day[2].name == NULL);
    }
    peri_day_list_deinit(&list);
    CHECK("empty again", list.items == NULL && list.n == 0 && list.cap == 0);
    peri_day_list_deinit(&list);
}

SUITE(day_list_out_of_memory)
{
    enum {
        MANY = 100
    };
    int64_t before = peri_mem_live();
    long nth = 1;
    for (bool failed = true; failed; nth++) {
        peri_day_list list = {NULL, 0, 0, false};
        peri_mem_fail_at(nth);
        for (peri_date date = 0; date < MANY; date++)
            peri_day_list_closed(&list, date, NULL);
        peri_mem_fail_at(0);
        failed = list.failed;
        CHECK("all days, or failed", list.failed == (list.n < MANY));
        for (size_t i = 0; i < list.n; i++)
            CHECK_INT("in order, up to the failure", list.items[i].date, i);
        peri_day_list_deinit(&list);
        CHECK("may be used again", !list.failed);
        CHECK_INT("no leak", peri_mem_live(), before);
    }
    CHECK("growing failed at each step", nth > 3);
}

SUITE(day_list_nth_weekday)
{
    static const struct {
        int year, month, weekday, nth;
        const char *date;
    } rows[] = {
        {2013, 1, PERI_TUESDAY, 1, "2013-01-01"},    /* the month's first day */
        {2013, 1, PERI_MONDAY, 1, "2013-01-07"},     /* the week's last day */
        {2024, 1, PERI_MONDAY, 3, "2024-01-15"},     /* Martin Luther King Jr. Day */
        {2024, 11, PERI_THURSDAY, 4, "2024-11-28"},  /* Thanksgiving, the latest possible */
        {2018, 11, PERI_THURSDAY, 4, "2018-11-22"},  /* the earliest */
        {2023, 10, PERI_TUESDAY, 5, "2023-10-31"},   /* the fifth */
        {2024, 2, PERI_THURSDAY, 5, "2024-02-29"},   /* a leap day */
        {2024, 5, PERI_MONDAY, -1, "2024-05-27"},    /* Memorial Day */
        {2021, 5, PERI_MONDAY, -1, "2021-05-31"},    /* the month's last day */
        {2020, 5, PERI_MONDAY, -1, "2020-05-25"},    /* as early as it can be */
        {2024, 2, PERI_THURSDAY, -1, "2024-02-29"},  /* a leap day */
        {2023, 2, PERI_TUESDAY, -1, "2023-02-28"},   /* none */
        {2024, 5, PERI_MONDAY, -2, "2024-05-20"},    /* the last but one */
        {2024, 12, PERI_SUNDAY, -1, "2024-12-29"},   /* the year's end */
        {2024, 12, PERI_SATURDAY, -1, "2024-12-28"}, /* the same */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        CHECK_INT(rows[i].date,
                  peri_nth_weekday(rows[i].year, rows[i].month, rows[i].weekday, rows[i].nth),
                  hours_kit_date(rows[i].date));
}

/* From each end of a month, an nth weekday is that weekday, and lies nth - 1 weeks from the end. */
SUITE(day_list_nth_weekday_of_every_month)
{
    int wrong = 0;
    for (int month = 0; month < 12 * 60; month++) {
        int year = 1990 + month / 12, of_year = month % 12 + 1;
        peri_date first = peri_date_make(year, of_year, 1);
        peri_date last = first + peri_month_days(year, of_year) - 1;
        for (int weekday = PERI_SUNDAY; weekday <= PERI_SATURDAY; weekday++) {
            for (int nth = 1; nth <= 4; nth++) {
                peri_date date = peri_nth_weekday(year, of_year, weekday, nth);
                peri_date back = peri_nth_weekday(year, of_year, weekday, -nth);
                wrong += peri_date_weekday(date) != weekday || (date - first) / 7 != nth - 1 ||
                         peri_date_weekday(back) != weekday || (last - back) / 7 != nth - 1;
            }
        }
    }
    CHECK_INT("dates that do not fit", wrong, 0);
}

/* Source: US Naval Observatory, "The Date of Easter"; 1818 has the earliest possible date,
   1943 and 2038 the latest. */
SUITE(day_list_easter)
{
    static const char *const dates[] = {
        "1818-03-22", "1913-03-23", "1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19",
        "1990-04-15", "1997-03-30", "2000-04-23", "2008-03-23", "2011-04-24", "2016-03-27",
        "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16",
        "2029-04-01", "2030-04-21", "2038-04-25", "2049-04-18", "2076-04-19",
    };
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        int year, month, day;
        peri_date_split(hours_kit_date(dates[i]), &year, &month, &day);
        CHECK_INT(dates[i], peri_easter_sunday(year), hours_kit_date(dates[i]));
    }
    for (int year = 1700; year <= 2250; year++) {
        peri_date date = peri_easter_sunday(year);
        CHECK_INT("a Sunday", peri_date_weekday(date), PERI_SUNDAY);
        CHECK("from March 22nd to April 25th",
              date >= peri_date_make(year, 3, 22) && date <= peri_date_make(year, 4, 25));
    }
}

SUITE(day_list_weekend)
{
    peri_date friday = hours_kit_date("2013-10-04");
    for (int i = -70; i <= 70; i++)
        CHECK_INT("Saturday and Sunday", peri_is_weekend(friday + i),
                  (i + 70) % 7 == 1 || (i + 70) % 7 == 2);
    CHECK("before 1970", peri_is_weekend(hours_kit_date("1969-12-28")));
}
