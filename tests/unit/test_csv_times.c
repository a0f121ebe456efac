/* test_csv_times.c - price files: when bars start and end, and which lie in the sessions. */
#include "check.h"
#include "reading_kit.h"

#include <stdio.h>

#define HEADER "date,open,high,low,close,volume\n"

SUITE(csv_times_in_a_zone)
{
    struct reading r;
    reading_setup(&r, PERI_RES_HOUR);
    peri_zone_get(r.zones, "America/New_York", &r.options.zone, NULL);
    CHECK_INT("read",
              reading_csv_text(&r,
                               HEADER "2020-03-07 12:00,1,2,1,1,1\n"  /* EST */
                                      "2020-03-08 12:00,1,2,1,1,1\n"  /* EDT */
                                      "2020-03-08T18:00Z,1,2,1,1,1\n" /* UTC */
                                      "1583694000,1,2,1,1,1\n"        /* 19:00 UTC */
                                      "2020-11-01 01:30,1,2,1,1,1\n"  /* shown twice: the later */
                                      "2020-11-02 12:00:30.5,1,2,1,1,1\n"),
              PERI_OK);
    static const char *const starts[] = {"2020-03-07 17:00", "2020-03-08 16:00",
                                         "2020-03-08 18:00", "2020-03-08 19:00",
                                         "2020-11-01 06:30", "2020-11-02 17:00:30.5"};
    if (CHECK_INT("bars", r.series.n, 6))
        for (int i = 0; i < 6; i++) {
            CHECK_INT(starts[i], r.series.bars[i].start_ns, utc_at(starts[i]));
            CHECK_INT(starts[i], r.series.bars[i].end_ns, utc_at(starts[i]) + PERI_HOUR);
        }
    reading_teardown(&r);
}

SUITE(csv_daily_of_a_market_without_sessions)
{
    static const struct row {
        const char *name, *time, *start, *end;
    } rows[] = {
        {"a date", "2020-01-02", "2020-01-02 05:00", "2020-01-03 05:00"},
        {"23 hours", "2020-03-08", "2020-03-08 05:00", "2020-03-09 04:00"},
        {"25 hours", "2020-11-01", "2020-11-01 04:00", "2020-11-02 05:00"},
        {"within the day", "2020-01-02 16:00", "2020-01-02 21:00", "2020-01-03 05:00"},
        {"local midnight as an instant", "2020-03-08T05:00:00Z", "2020-03-08 05:00",
         "2020-03-09 04:00"},
        {"UTC midnight", "2020-01-02T00:00:00Z", "2020-01-02 00:00", "2020-01-03 00:00"},
        {"epoch", "1577923200", "2020-01-02 00:00", "2020-01-03 00:00"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct reading r;
        char text[256];
        reading_setup(&r, PERI_RES_DAILY);
        peri_zone_get(r.zones, "America/New_York", &r.options.zone, NULL);
        snprintf(text, sizeof text, HEADER "%s,1,2,1,1,1\n", rows[i].time);
        CHECK_INT(rows[i].name, reading_csv_text(&r, text), PERI_OK);
        if (CHECK_INT(rows[i].name, r.series.n, 1)) {
            CHECK_INT(rows[i].name, r.series.bars[0].start_ns, utc_at(rows[i].start));
            CHECK_INT(rows[i].name, r.series.bars[0].end_ns, utc_at(rows[i].end));
        }
        reading_teardown(&r);
    }
}

SUITE(csv_daily_of_an_exchange)
{
    static const struct row {
        const char *name, *time, *start, *end; /* start NULL: outside */
    } rows[] = {
        {"a date", "2013-10-07", "2013-10-07 13:30", "2013-10-07 20:00"},
        {"winter", "2013-12-02", "2013-12-02 14:30", "2013-12-02 21:00"},
        {"early close", "2013-11-29", "2013-11-29 14:30", "2013-11-29 18:00"},
        {"holiday", "2013-11-28", NULL, NULL},
        {"weekend", "2013-10-05", NULL, NULL},
        {"stamped at the close", "2013-10-07 16:00", "2013-10-07 13:30", "2013-10-07 20:00"},
        {"UTC midnight means its date", "2013-10-07T00:00:00Z", "2013-10-07 13:30",
         "2013-10-07 20:00"},
        {"epoch at the open", "1381152600", "2013-10-07 13:30", "2013-10-07 20:00"},
        {"late instant of the day before", "2013-10-08T01:00:00Z", "2013-10-07 13:30",
         "2013-10-07 20:00"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct reading r;
        char text[256];
        reading_setup(&r, PERI_RES_DAILY);
        reading_use_exchange(&r);
        r.options.extended = true; /* a daily bar is the regular session all the same */
        snprintf(text, sizeof text, HEADER "%s,1,2,1,1,1\n", rows[i].time);
        CHECK_INT(rows[i].name, reading_csv_text(&r, text), PERI_OK);
        CHECK_INT(rows[i].name, r.report.outside, rows[i].start == NULL);
        if (CHECK_INT(rows[i].name, r.series.n, rows[i].start != NULL) && rows[i].start) {
            CHECK_INT(rows[i].name, r.series.bars[0].start_ns, utc_at(rows[i].start));
            CHECK_INT(rows[i].name, r.series.bars[0].end_ns, utc_at(rows[i].end));
        }
        reading_teardown(&r);
    }
}

SUITE(csv_sessions_below_a_day)
{
    static const struct row {
        const char *time; /* New York, Monday 2013-10-07 unless it says more */
        peri_resolution resolution;
        bool regular, extended;
    } rows[] = {
        {"2013-10-07 03:59", PERI_RES_MINUTE, false, false},
        {"2013-10-07 04:00", PERI_RES_MINUTE, false, true},
        {"2013-10-07 09:29", PERI_RES_MINUTE, false, true},
        {"2013-10-07 09:30", PERI_RES_MINUTE, true, true},
        {"2013-10-07 15:59", PERI_RES_MINUTE, true, true},
        {"2013-10-07 16:00", PERI_RES_MINUTE, false, true},
        {"2013-10-07 19:59", PERI_RES_MINUTE, false, true},
        {"2013-10-07 20:00", PERI_RES_MINUTE, false, false},
        {"2013-10-07 08:00", PERI_RES_HOUR, false, true},
        {"2013-10-07 08:30", PERI_RES_HOUR, false, true},
        {"2013-10-07 08:31", PERI_RES_HOUR, true, true}, /* overlaps the open */
        {"2013-10-07 09:00", PERI_RES_HOUR, true, true},
        {"2013-10-07 15:00", PERI_RES_HOUR, true, true},
        {"2013-10-05 12:00", PERI_RES_HOUR, false, false}, /* Saturday */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (int extended = 0; extended < 2; extended++) {
            struct reading r;
            char text[256];
            reading_setup(&r, rows[i].resolution);
            reading_use_exchange(&r);
            r.options.extended = extended;
            snprintf(text, sizeof text, HEADER "%s,1,2,1,1,1\n", rows[i].time);
            bool want = extended ? rows[i].extended : rows[i].regular;
            CHECK_INT(rows[i].time, reading_csv_text(&r, text), PERI_OK);
            CHECK_INT(rows[i].time, r.series.n, want);
            CHECK_INT(rows[i].time, r.report.outside, !want);
            reading_teardown(&r);
        }
    }
}
