/* test_bar_count.c - so many bars back through the hours of a market. */
#include "check.h"
#include "hours_kit.h"

#include "market/bar_count.h"

typedef struct count_row {
    const char *name;
    peri_resolution resolution;
    int64_t bars;
    const char *end, *begin; /* UTC; NULL: there is no begin */
} count_row;

static void check_counts(const peri_security *security, const count_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const count_row *r = &rows[i];
        int64_t begin = peri_bars_back(security, r->resolution, r->bars, hours_kit_time(r->end));
        CHECK_INT(r->name, begin, r->begin ? hours_kit_time(r->begin) : INT64_MIN);
    }
}

typedef struct market {
    peri_zones *zones;
    peri_hours *hours;
} market;

static market open_market(const char *zone, const char *const days[7], const char *special)
{
    market m = {NULL, NULL};
    const peri_week week = hours_kit_week("2013-01-01", days);
    const peri_special_day early = hours_kit_special("2013-10-08", "e13:00", "early");
    CHECK_INT("zones", peri_zones_open(&m.zones, NULL), PERI_OK);
    m.hours = hours_kit_make(m.zones, zone, &week, 1, &early, special ? 1 : 0);
    return m;
}

static void close_market(market m)
{
    peri_hours_close(m.hours);
    peri_zones_close(m.zones);
}

SUITE(bar_count_equity)
{
    static const count_row rows[] = {
        {"the minutes of a day", PERI_RES_MINUTE, 390, "2013-10-07 20:00", "2013-10-07 13:30"},
        {"one more is of the Friday", PERI_RES_MINUTE, 391, "2013-10-07 20:00", "2013-10-04 19:59"},
        {"in the night", PERI_RES_MINUTE, 1, "2013-10-08 04:00", "2013-10-07 19:59"},
        {"the minute at hand does not count", PERI_RES_MINUTE, 2, "2013-10-07 14:00:30",
         "2013-10-07 13:58"},
        {"seven hours a day", PERI_RES_HOUR, 7, "2013-10-07 20:00", "2013-10-07 13:00"},
        {"the eighth", PERI_RES_HOUR, 8, "2013-10-07 20:00", "2013-10-04 19:00"},
        {"from the middle of one", PERI_RES_HOUR, 1, "2013-10-07 15:30", "2013-10-07 14:00"},
        {"an early close", PERI_RES_HOUR, 5, "2013-10-09 04:00", "2013-10-07 19:00"},
        {"today is over", PERI_RES_DAILY, 1, "2013-10-07 20:00", "2013-10-07 13:30"},
        {"today is not", PERI_RES_DAILY, 1, "2013-10-07 19:59", "2013-10-04 13:30"},
        {"at midnight", PERI_RES_DAILY, 2, "2013-10-08 04:00", "2013-10-04 13:30"},
        {"closed early: over", PERI_RES_DAILY, 1, "2013-10-08 17:00", "2013-10-08 13:30"},
        {"weeks", PERI_RES_DAILY, 11, "2013-10-07 12:00", "2013-09-20 13:30"},
        {"before 1900", PERI_RES_DAILY, 50000, "2013-10-07 12:00", NULL},
        {"far before", PERI_RES_DAILY, INT64_MAX, "2013-10-07 12:00", NULL},
        {"seconds", PERI_RES_SECOND, 23401, "2013-10-07 20:00", "2013-10-04 19:59:59"},
    };
    market m = open_market("America/New_York", hours_kit_equity, "early");
    peri_security security = {.type = PERI_TYPE_EQUITY, .hours = m.hours};
    check_counts(&security, rows, sizeof rows / sizeof *rows);

    static const count_row extended[] = {
        {"before the open", PERI_RES_MINUTE, 60, "2013-10-07 09:00", "2013-10-07 08:00"},
        {"of the day before", PERI_RES_MINUTE, 1, "2013-10-07 08:00", "2013-10-04 23:59"},
        {"hours are regular ones", PERI_RES_HOUR, 1, "2013-10-07 12:00", "2013-10-04 19:00"},
    };
    security.extended = true;
    check_counts(&security, extended, sizeof extended / sizeof *extended);

    static const count_row whole[] = {
        {"today is not over", PERI_RES_DAILY, 1, "2013-10-07 20:00", "2013-10-04 04:00"},
        {"at its midnight it is", PERI_RES_DAILY, 1, "2013-10-08 04:00", "2013-10-07 04:00"},
        {"over a weekend", PERI_RES_DAILY, 3, "2013-10-08 04:00", "2013-10-03 04:00"},
        {"before 1900", PERI_RES_DAILY, 40000, "2013-10-07 12:00", NULL},
    };
    security.extended = false;
    security.whole_days = true;
    check_counts(&security, whole, sizeof whole / sizeof *whole);
    close_market(m);
}

SUITE(bar_count_forex)
{
    static const char *const week[7] = {"r17:03-24:00",
                                        "r00:00-16:58 r17:03-24:00",
                                        "r00:00-16:58 r17:03-24:00",
                                        "r00:00-16:58 r17:03-24:00",
                                        "r00:00-16:58 r17:03-24:00",
                                        "r00:00-16:58",
                                        ""};
    static const count_row rows[] = {
        {"a pause is jumped", PERI_RES_MINUTE, 3, "2013-10-07 21:05", "2013-10-07 20:57"},
        {"hours have no hole", PERI_RES_HOUR, 3, "2013-10-07 23:00", "2013-10-07 20:00"},
        {"from within the pause", PERI_RES_HOUR, 1, "2013-10-07 21:01", "2013-10-07 20:00"},
        {"the weekend", PERI_RES_HOUR, 2, "2013-10-06 22:00", "2013-10-04 20:00"},
        {"days of the data's zone", PERI_RES_DAILY, 2, "2013-10-07 12:00", "2013-10-04 00:00"},
    };
    market m = open_market("America/New_York", week, NULL);
    const peri_zone *utc = NULL;
    CHECK_INT("zone", peri_zone_get(m.zones, "UTC", &utc, NULL), PERI_OK);
    const peri_security security = {.type = PERI_TYPE_FOREX, .hours = m.hours, .data_zone = utc};
    check_counts(&security, rows, sizeof rows / sizeof *rows);
    close_market(m);
}

SUITE(bar_count_always_open)
{
    static const count_row rows[] = {
        {"minutes", PERI_RES_MINUTE, 100, "2013-10-07 00:00", "2013-10-06 22:20"},
        {"days", PERI_RES_DAILY, 10, "2013-10-07 13:00", "2013-09-27 00:00"},
        {"more than there are", PERI_RES_MINUTE, 100000000, "2013-10-07 00:00", NULL},
    };
    market m = {NULL, NULL};
    const peri_zone *utc = NULL;
    CHECK_INT("zones", peri_zones_open(&m.zones, NULL), PERI_OK);
    CHECK_INT("zone", peri_zone_get(m.zones, "UTC", &utc, NULL), PERI_OK);
    CHECK_INT("hours", peri_hours_always(utc, &m.hours, NULL), PERI_OK);
    const peri_security security = {.type = PERI_TYPE_CRYPTO, .hours = m.hours};
    check_counts(&security, rows, sizeof rows / sizeof *rows);
    close_market(m);
}
