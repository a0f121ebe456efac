/* test_hours_plan.c - plans of hours: refused ones, what is kept of them, failing memory. */
#include "check.h"
#include "hours_kit.h"

#include "base/mem.h"
#include "time/hours.h"

#include <string.h>

static void check_refused(const peri_hours_plan *plan, const char *text)
{
    peri_hours *hours = NULL;
    peri_error err = {0, ""};
    CHECK_INT(text, peri_hours_make(plan, &hours, &err), PERI_EINVAL);
    CHECK_STR("text", err.text, text);
    CHECK("untouched", hours == NULL);
    peri_hours_close(hours);
}

SUITE(hours_plans_refused)
{
    static const struct {
        size_t n;
        peri_session_time sessions[2];
        const char *text;
    } rows[] = {
        {1,
         {{PERI_SESSION_REGULAR, 10 * PERI_HOUR, 9 * PERI_HOUR + PERI_SECOND}},
         "hours of 'X': Friday's session 1 was 10:00:00 to 09:00:01, expected an open before its "
         "close, both from 00:00:00 to 24:00:00"},
        {1,
         {{PERI_SESSION_REGULAR, PERI_HOUR, PERI_HOUR}},
         "hours of 'X': Friday's session 1 was 01:00:00 to 01:00:00, expected an open before its "
         "close, both from 00:00:00 to 24:00:00"},
        {1,
         {{PERI_SESSION_PRE, -30 * PERI_MINUTE, PERI_HOUR}},
         "hours of 'X': Friday's session 1 was -00:30:00 to 01:00:00, expected an open before its "
         "close, both from 00:00:00 to 24:00:00"},
        {2,
         {{PERI_SESSION_PRE, 0, PERI_HOUR}, {PERI_SESSION_POST, PERI_HOUR, 25 * PERI_HOUR}},
         "hours of 'X': Friday's session 2 was 01:00:00 to 25:00:00, expected an open before its "
         "close, both from 00:00:00 to 24:00:00"},
        {2,
         {{PERI_SESSION_PRE, 0, 2 * PERI_HOUR},
          {PERI_SESSION_POST, 2 * PERI_HOUR - PERI_SECOND, 3 * PERI_HOUR}},
         "hours of 'X': Friday's session 2 opens at 01:59:59, expected 02:00:00, when the one "
         "before it closes, or later"},
        {1,
         {{(peri_session_kind)3, 0, PERI_HOUR}},
         "hours of 'X': kind of Friday's session 1 was 3, expected 0 to 2"},
        {9,
         {{PERI_SESSION_PRE, 0, PERI_HOUR}},
         "hours of 'X': Friday had 9 sessions, expected at most 8"},
    };
    peri_week weeks[2] = {hours_kit_week("2013-01-01", hours_kit_equity),
                          hours_kit_week("2013-01-01", hours_kit_equity)};
    peri_hours_plan plan = {"X", NULL, weeks, 1, NULL, 0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        weeks[0].days[PERI_FRIDAY].n = rows[i].n;
        memcpy(weeks[0].days[PERI_FRIDAY].sessions, rows[i].sessions, sizeof rows[i].sessions);
        check_refused(&plan, rows[i].text);
    }
    weeks[0] = weeks[1];
    plan.week_count = 2;
    check_refused(&plan, "hours of 'X': week 2 begins 15706 days from 1970-01-01, expected more "
                         "than the 15706 of the week before it");
    plan.week_count = 0;
    check_refused(&plan, "hours of 'X': no week was given, expected at least 1");
    peri_special_day days[2] = {hours_kit_special("2013-10-07", "e25:00", NULL),
                                hours_kit_special("2013-10-07", "e13:00 l24:01", NULL)};
    plan = (peri_hours_plan){"X", NULL, weeks, 1, days, 2};
    check_refused(&plan, "hours of 'X': early close of 2013-10-07 was 25:00:00, expected 00:00:00 "
                         "to 24:00:00");
    days[0].early_close = -PERI_SECOND;
    check_refused(&plan, "hours of 'X': early close of 2013-10-07 was -00:00:01, expected 00:00:00 "
                         "to 24:00:00");
    days[0].early_close = PERI_DAY;
    check_refused(&plan, "hours of 'X': late open of 2013-10-07 was 24:01:00, expected 00:00:00 "
                         "to 24:00:00");
    days[1].date = hours_kit_date("2250-12-31") + 1;
    check_refused(&plan, "hours of 'X': a special day lies 102633 days from 1970-01-01, expected a "
                         "date of the years 1700 to 2250");
}

SUITE(hours_keep_nothing_of_the_plan)
{
    char name[] = "mine", text[] = "r09:00-17:00";
    peri_zones *zones;
    const char *const days[7] = {text, text, text, text, text, text, text};
    peri_week week = hours_kit_week("2013-01-01", days);
    peri_special_day special = hours_kit_special("2013-10-07", "c", "a day");
    peri_hours_plan plan = {name, NULL, &week, 1, &special, 1};
    peri_hours *hours = NULL;
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    CHECK_INT("zone", peri_zone_get(zones, "Asia/Tokyo", &plan.zone, NULL), PERI_OK);
    if (peri_hours_make(&plan, &hours, NULL) == PERI_OK) {
        memset(name, 'x', sizeof name - 1);
        memset(&week, 0, sizeof week);
        memset(&special, 0, sizeof special);
        CHECK_STR("name", peri_hours_name(hours), "mine");
        CHECK_STR("zone", peri_zone_name(peri_hours_zone(hours)), "Asia/Tokyo");
        CHECK_STR("closed", hours_kit_sessions(hours, "2013-10-07"), "");
        CHECK_STR("open", hours_kit_sessions(hours, "2013-10-08"), "r09:00-17:00");
    }
    peri_hours_close(hours);
    peri_hours_close(NULL);
    peri_zones_close(zones);
}

SUITE(hours_out_of_memory)
{
    int64_t before = peri_mem_live();
    peri_zones *zones = NULL;
    peri_week week = hours_kit_week("2013-01-01", hours_kit_equity);
    peri_special_day days[2] = {hours_kit_special("2013-10-07", "c", "a day"),
                                hours_kit_special("2013-10-04", "e13:00", NULL)};
    peri_hours_plan plan = {"X", NULL, &week, 1, days, 2};
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    CHECK_INT("zone", peri_zone_get(zones, "UTC", &plan.zone, NULL), PERI_OK);
    int64_t base = peri_mem_live();
    long nth = 1;
    for (int rc = PERI_ENOMEM; rc != PERI_OK; nth++) {
        peri_hours *hours = NULL, *always = NULL;
        peri_error err = {0, ""};
        peri_mem_fail_at(nth);
        rc = peri_hours_make(&plan, &hours, &err);
        if (rc == PERI_OK)
            rc = peri_hours_always(plan.zone, &always, &err);
        peri_mem_fail_at(0);
        const char *failed = hours ? "always open" : "X";
        CHECK("all or nothing", rc == PERI_OK ? hours && always : !always);
        peri_hours_close(hours);
        peri_hours_close(always);
        CHECK_INT("no leak", peri_mem_live(), base);
        if (rc != PERI_OK) {
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
            CHECK_HAS("text", err.text, failed);
            CHECK_HAS("text", err.text, "no memory");
        }
    }
    CHECK("each allocation failed once", nth > 8);
    peri_zones_close(zones);
    CHECK_INT("no leak at all", peri_mem_live(), before);
}
