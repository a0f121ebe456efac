/* test_zone.c - zone names, transitions, and local times that are skipped or shown twice. */
#include "check.h"

#include "base/mem.h"
#include "time/civil.h"
#include "time/zone.h"

#include <string.h>

static int64_t at(const char *text)
{
    peri_time_text out = {0, false, false};
    CHECK(text, peri_time_parse(text, strlen(text), &out) == NULL);
    return out.time_ns;
}

static const peri_zone *zone_of(peri_zones *zones, const char *name)
{
    peri_error err = {0, ""};
    const peri_zone *zone = NULL;
    CHECK_INT(name, peri_zone_get(zones, name, &zone, &err), PERI_OK);
    CHECK_STR("no error", err.text, "");
    return zone;
}

SUITE(zone_offsets)
{
    static const struct {
        const char *zone, *utc, *local;
    } rows[] = {
        {"UTC", "2013-10-07 16:00", "2013-10-07 16:00:00"},
        {"UTC-05", "2013-10-07 16:00", "2013-10-07 11:00:00"},
        {"UTC+05:30", "2013-10-07 16:00", "2013-10-07 21:30:00"},
        {"UTC+18:00", "2013-10-07 16:00", "2013-10-08 10:00:00"},
        {"Etc/UTC", "2013-10-07 16:00", "2013-10-07 16:00:00"},
        {"America/New_York", "2013-10-07 16:00", "2013-10-07 12:00:00"},
        {"America/New_York", "2013-01-07 16:00", "2013-01-07 11:00:00"},
        {"America/New_York", "2021-03-14 06:59:59", "2021-03-14 01:59:59"},
        {"America/New_York", "2021-03-14 07:00", "2021-03-14 03:00:00"},
        {"America/New_York", "2021-11-07 05:59:59", "2021-11-07 01:59:59"},
        {"America/New_York", "2021-11-07 06:00", "2021-11-07 01:00:00"},
        {"America/New_York", "1945-07-01 12:00", "1945-07-01 08:00:00"}, /* war time */
        {"America/New_York", "2006-04-02 07:00", "2006-04-02 03:00:00"}, /* April until 2006 */
        {"America/New_York", "2099-07-01 12:00", "2099-07-01 08:00:00"},
        {"America/New_York", "1800-07-01 12:00", "1800-07-01 07:00:00"}, /* before the table */
        {"Europe/London", "1970-01-01 12:00", "1970-01-01 13:00:00"}, /* standard time was UTC+1 */
        {"Asia/Kolkata", "2013-10-07 16:00", "2013-10-07 21:30:00"},
        {"Asia/Tokyo", "2013-10-07 16:00", "2013-10-08 01:00:00"},
        {"Australia/Lord_Howe", "2013-10-07 16:00", "2013-10-08 03:00:00"},
        {"Pacific/Apia", "2011-12-30 09:59:59", "2011-12-29 23:59:59"},
        {"Pacific/Apia", "2011-12-30 10:00", "2011-12-31 00:00:00"},
    };
    peri_zones *zones;
    if (peri_zones_open(&zones, NULL) != PERI_OK)
        return;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[PERI_TIME_TEXT];
        const peri_zone *zone = zone_of(zones, rows[i].zone);
        if (!zone)
            continue;
        CHECK_STR("name", peri_zone_name(zone), rows[i].zone);
        peri_time_format(peri_zone_to_local(zone, at(rows[i].utc)), text);
        CHECK_STR(rows[i].zone, text, rows[i].local);
    }
    CHECK("one object per name", zone_of(zones, "UTC") == zone_of(zones, "UTC"));
    peri_zones_close(zones);
    peri_zones_close(NULL);
}

SUITE(zone_match)
{
    static const struct {
        const char *zone, *local;
        peri_local_kind kind;
        const char *earlier, *later;
    } rows[] = {
        {"America/New_York", "2021-03-14 01:59:59", PERI_LOCAL_UNIQUE, "2021-03-14 06:59:59",
         "2021-03-14 06:59:59"},
        {"America/New_York", "2021-03-14 02:00", PERI_LOCAL_SKIPPED, "2021-03-14 07:00:00",
         "2021-03-14 07:00:00"},
        {"America/New_York", "2021-03-14 02:59:59", PERI_LOCAL_SKIPPED, "2021-03-14 07:00:00",
         "2021-03-14 07:00:00"},
        {"America/New_York", "2021-03-14 03:00", PERI_LOCAL_UNIQUE, "2021-03-14 07:00:00",
         "2021-03-14 07:00:00"},
        {"America/New_York", "2021-11-07 00:59:59", PERI_LOCAL_UNIQUE, "2021-11-07 04:59:59",
         "2021-11-07 04:59:59"},
        {"America/New_York", "2021-11-07 01:00", PERI_LOCAL_AMBIGUOUS, "2021-11-07 05:00:00",
         "2021-11-07 06:00:00"},
        {"America/New_York", "2021-11-07 01:59:59", PERI_LOCAL_AMBIGUOUS, "2021-11-07 05:59:59",
         "2021-11-07 06:59:59"},
        {"America/New_York", "2021-11-07 02:00", PERI_LOCAL_UNIQUE, "2021-11-07 07:00:00",
         "2021-11-07 07:00:00"},
        {"Pacific/Apia", "2011-12-30 12:00", PERI_LOCAL_SKIPPED, "2011-12-30 10:00:00",
         "2011-12-30 10:00:00"},
        {"Australia/Lord_Howe", "2021-04-04 01:45", PERI_LOCAL_AMBIGUOUS, "2021-04-03 14:45:00",
         "2021-04-03 15:15:00"},
        {"UTC", "2021-03-14 02:00", PERI_LOCAL_UNIQUE, "2021-03-14 02:00:00",
         "2021-03-14 02:00:00"},
    };
    peri_zones *zones;
    if (peri_zones_open(&zones, NULL) != PERI_OK)
        return;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t earlier = 0, later = 0;
        const peri_zone *zone = zone_of(zones, rows[i].zone);
        CHECK_INT(rows[i].local, peri_zone_match(zone, at(rows[i].local), &earlier, &later),
                  rows[i].kind);
        CHECK_INT(rows[i].local, earlier, at(rows[i].earlier));
        CHECK_INT(rows[i].local, later, at(rows[i].later));
        CHECK_INT("LEAN's choice", peri_zone_to_utc(zone, at(rows[i].local)), later);
    }
    peri_zones_close(zones);
}

SUITE(zone_unknown)
{
    static const struct {
        const char *name, *says;
    } rows[] = {
        {"Amerika/New_York",
         "unknown time zone 'Amerika/New_York'; did you mean 'America/New_York'?"},
        {"america/new_york",
         "unknown time zone 'america/new_york'; did you mean 'America/New_York'?"},
        {"New_York", "unknown time zone 'New_York'; did you mean 'America/New_York'?"},
        {"Europe/Berlni", "did you mean 'Europe/Berlin'?"},
        {"BST", "unknown time zone 'BST': an abbreviation"},
        {"PST", "expected an IANA name such as 'America/New_York'"},
        {"", "unknown time zone ''; expected an IANA name"},
        {"Etc/Unknown", "unknown time zone 'Etc/Unknown'"},
        {"GMT+5:30", "unknown time zone 'GMT+5:30'"},
        {"UTC+25", "unknown time zone 'UTC+25'"},
        {"UTC+5", "unknown time zone 'UTC+5'"},
        {"UTC+05:60", "unknown time zone 'UTC+05:60'"},
        {"UTC+05:300", "unknown time zone 'UTC+05:300'"},
        {"UTC+05x", "unknown time zone 'UTC+05x'"},
        {"M\xc3\xbcnchen", "unknown time zone 'M\xc3\xbcnchen'"},
        {"Nowhere/At/All/Nowhere/At/All/Nowhere/At/All/Nowhere/At/All/Nowhere/At/All",
         "unknown time zone 'Nowhere/At/All"},
    };
    peri_zones *zones;
    if (peri_zones_open(&zones, NULL) != PERI_OK)
        return;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_error err = {0, ""};
        const peri_zone *zone = NULL;
        CHECK_INT(rows[i].name, peri_zone_get(zones, rows[i].name, &zone, &err), PERI_ENOTFOUND);
        CHECK_HAS(rows[i].name, err.text, rows[i].says);
        CHECK("untouched", zone == NULL);
    }
    peri_error err = {0, ""};
    const peri_zone *zone = NULL;
    peri_zone_get(zones, "Europa/Berlin", &zone, &err);
    CHECK_HAS("the nearest first", err.text, "did you mean 'Europe/Berlin'");
    peri_zones_close(zones);
}

/* The definition, without the table's search: an instant matches when its local time does. */
static void check_against_definition(const peri_zone *zone, int64_t local)
{
    int64_t earlier = 0, later = 0;
    peri_local_kind kind = peri_zone_match(zone, local, &earlier, &later);
    if (kind == PERI_LOCAL_SKIPPED) {
        CHECK("gap: the clock is past it", peri_zone_to_local(zone, earlier) > local);
        CHECK("gap: an instant before, it is not", peri_zone_to_local(zone, earlier - 1) < local);
    } else {
        CHECK_INT("earlier shows it", peri_zone_to_local(zone, earlier), local);
        CHECK_INT("later shows it", peri_zone_to_local(zone, later), local);
    }
    CHECK("in order (seed 42)", (kind == PERI_LOCAL_AMBIGUOUS) == (earlier < later));
}

SUITE(zone_match_near_transitions)
{
    static const char *const names[] = {"America/New_York", "Europe/Dublin", "Africa/Casablanca",
                                        "Pacific/Apia",     "Asia/Tehran",   "America/Caracas"};
    check_rng rng = {42};
    peri_zones *zones;
    if (peri_zones_open(&zones, NULL) != PERI_OK)
        return;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const peri_zone *zone = zone_of(zones, names[i]);
        int64_t utc = at("1950-01-01");
        for (int k = 0; k < 60; k++) {
            peri_zone_span span = peri_zone_span_at(zone, utc);
            if (span.until_utc == INT64_MAX)
                break;
            CHECK("the instant lies in its span", span.from_utc <= utc && utc < span.until_utc);
            utc = span.until_utc;
            CHECK("the offset changes", peri_zone_span_at(zone, utc).offset != span.offset);
            for (int n = 0; n < 10; n++)
                check_against_definition(
                    zone, utc + span.offset + check_random_in(&rng, -3 * PERI_HOUR, 3 * PERI_HOUR));
        }
    }
    peri_zones_close(zones);
}

SUITE(zone_cursor_equals_zone)
{
    check_rng rng = {99};
    peri_zones *zones;
    if (peri_zones_open(&zones, NULL) != PERI_OK)
        return;
    const peri_zone *zone = zone_of(zones, "America/New_York");
    peri_zone_cursor cursor;
    peri_zone_cursor_init(&cursor, zone);
    int64_t time = at("2010-01-01");
    int wrong = 0;
    for (int i = 0; i < 100000; i++) {
        time += i % 100 == 0 ? check_random_in(&rng, -900 * PERI_DAY, 900 * PERI_DAY)
                             : check_random_in(&rng, 0, 12 * PERI_HOUR);
        if (peri_zone_cursor_to_local(&cursor, time) != peri_zone_to_local(zone, time) ||
            peri_zone_cursor_to_utc(&cursor, time) != peri_zone_to_utc(zone, time))
            wrong++;
    }
    CHECK_INT("differences (seed 99)", wrong, 0);
    peri_zones_close(zones);
}

SUITE(zone_never_stays_never)
{
    peri_zones *zones;
    if (peri_zones_open(&zones, NULL) != PERI_OK)
        return;
    const peri_zone *east = zone_of(zones, "UTC+05:30"), *west = zone_of(zones, "UTC-05");
    CHECK_INT("to local", peri_zone_to_local(east, PERI_NEVER), PERI_NEVER);
    CHECK_INT("to UTC", peri_zone_to_utc(west, PERI_NEVER), PERI_NEVER);
    peri_zones_close(zones);
}

SUITE(zone_out_of_memory)
{
    static const char *const names[] = {"America/New_York", "UTC", "UTC+05:30", "Amerika/New_York"};
    int64_t before = peri_mem_live();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        for (long nth = 1;; nth++) {
            peri_zones *zones = NULL;
            const peri_zone *zone = NULL;
            peri_error err = {0, ""};
            peri_mem_fail_at(nth);
            int rc = peri_zones_open(&zones, &err);
            if (rc == PERI_OK)
                rc = peri_zone_get(zones, names[i], &zone, &err);
            peri_mem_fail_at(0);
            peri_zones_close(zones);
            CHECK_INT("no leak", peri_mem_live(), before);
            if (rc != PERI_ENOMEM) {
                CHECK_INT(names[i], rc, i < 3 ? PERI_OK : PERI_ENOTFOUND);
                break;
            }
            CHECK_HAS("text", err.text, "no memory");
        }
    }
}
