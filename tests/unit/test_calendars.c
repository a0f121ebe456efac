/* test_calendars.c - the list of built-in calendars, and finding one by its name. */
#include "check.h"

#include "base/mem.h"
#include "time/calendars.h"

#include <stdio.h>
#include <string.h>

SUITE(calendars_list)
{
    static const char *const names[] = {"nyse", "cme", "forex", "crypto",
                                        "hkex", "lse", "xetra", "jpx"};
    peri_zones *zones;
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    CHECK("eight", peri_calendar_at(7) && !peri_calendar_at(8));
    for (size_t i = 0; i < 8; i++) {
        peri_hours *hours = NULL;
        const peri_calendar *calendar = peri_calendar_at(i);
        CHECK_STR("name", calendar->name, names[i]);
        CHECK(names[i], calendar->title[0] != '\0' && calendar->aliases);
        CHECK(names[i], calendar->first_year <= calendar->last_year);
        CHECK(names[i], peri_calendar_find(names[i]) == calendar);
        CHECK_INT(names[i], peri_calendar_make(zones, names[i], &hours, NULL), PERI_OK);
        CHECK_INT(names[i], peri_hours_is_always_open(hours), strcmp(names[i], "crypto") == 0);
        peri_hours_close(hours);
    }
    CHECK("by an alias", peri_calendar_find("Nasdaq") == peri_calendar_at(0));
    CHECK("unknown", !peri_calendar_find("nasdak"));
    CHECK_STR("aliases", peri_calendar_at(0)->aliases, "nasdaq usa");
    CHECK_HAS("title", peri_calendar_at(0)->title, "US equities (NYSE, Nasdaq)");
    peri_zones_close(zones);
}

SUITE(calendars_by_name)
{
    static const char *const good[] = {"nyse", "NYSE", "Nasdaq", "NASDAQ", "usa", "UsA"};
#define ALL_BUT_NYSE "'cme', 'forex', 'crypto', 'hkex', 'lse', 'xetra', 'jpx'"
    static const char *const bad[][2] = {
        {"nasdaq usa", "'nyse', " ALL_BUT_NYSE},
        {"", "'nyse', " ALL_BUT_NYSE},
        {" ", "'nyse', " ALL_BUT_NYSE},
        {"us", "'usa', 'nyse', " ALL_BUT_NYSE},
        {"NASDAK", "'nasdaq', 'nyse', " ALL_BUT_NYSE},
        {"Xetr", "'xetra', 'nyse', 'cme', 'forex', 'crypto', 'hkex', 'lse', 'jpx'"},
        {"a name that is longer than any of them", "'nyse', " ALL_BUT_NYSE},
    };
    peri_zones *zones;
    peri_error err = {0, ""};
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        peri_hours *hours = NULL;
        CHECK_INT(good[i], peri_calendar_make(zones, good[i], &hours, &err), PERI_OK);
        if (hours)
            CHECK_STR(good[i], peri_hours_name(hours), "NYSE");
        peri_hours_close(hours);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[256];
        peri_hours *hours = NULL;
        snprintf(text, sizeof text, "unknown calendar '%s', expected one of %s", bad[i][0],
                 bad[i][1]);
        CHECK_INT(bad[i][0], peri_calendar_make(zones, bad[i][0], &hours, &err), PERI_ENOTFOUND);
        CHECK_STR(bad[i][0], err.text, text);
        CHECK("untouched", hours == NULL);
    }
    peri_zones_close(zones);
}

/* All allocations of one call, each failing once. */
static void fail_all(const char *name, int wanted)
{
    int64_t before = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc == PERI_ENOMEM; nth++) {
        peri_zones *zones = NULL;
        peri_hours *hours = NULL;
        peri_error err = {0, ""};
        peri_mem_fail_at(nth);
        rc = peri_zones_open(&zones, &err);
        if (rc == PERI_OK)
            rc = peri_calendar_make(zones, name, &hours, &err);
        peri_mem_fail_at(0);
        CHECK_INT("all or nothing", hours != NULL, rc == PERI_OK);
        if (hours && strcmp(name, "nyse") == 0)
            CHECK("the last holiday too", peri_hours_special(hours, peri_date_make(2100, 12, 24)));
        peri_hours_close(hours);
        peri_zones_close(zones);
        CHECK_INT("no leak", peri_mem_live(), before);
        if (rc == PERI_ENOMEM)
            CHECK_HAS("text", err.text, "no memory");
    }
    CHECK_INT(name, rc, wanted);
}

SUITE(calendars_out_of_memory)
{
    fail_all("nyse", PERI_OK);
    fail_all("crypto", PERI_OK);
    fail_all("nasdak", PERI_ENOTFOUND);
}
