/* calendar_kit.c - see calendar_kit.h. */
#include "calendar_kit.h"

#include "base/mem.h"
#include "check.h"
#include "shared_json.h"

#include <stdlib.h>

market market_open(const char *calendar)
{
    market m = {NULL, NULL};
    CHECK_INT("zones", peri_zones_open(&m.zones, NULL), PERI_OK);
    CHECK_INT(calendar, peri_calendar_make(m.zones, calendar, &m.hours, NULL), PERI_OK);
    return m;
}

void market_close(market m)
{
    peri_hours_close(m.hours);
    peri_zones_close(m.zones);
}

int64_t calendar_at(const char *text)
{
    return shared_time(text);
}

peri_date calendar_day(const char *text)
{
    return peri_time_date(shared_time(text));
}

bool calendar_is_weekend(peri_date date)
{
    int weekday = peri_date_weekday(date);
    return weekday == PERI_SATURDAY || weekday == PERI_SUNDAY;
}

void calendar_check_names(const char *const *names, size_t n, const char *hours, const char *zone)
{
    for (size_t i = 0; i < n; i++) {
        market m = market_open(names[i]);
        CHECK_STR(names[i], peri_hours_name(m.hours), hours);
        CHECK_STR(names[i], peri_zone_name(peri_hours_zone(m.hours)), zone);
        market_close(m);
    }
}

void calendar_check_years(const char *calendar, int first, int last, int least, int most)
{
    market m = market_open(calendar);
    for (int year = first; year <= last; year++) {
        const peri_date end = peri_date_make(year, 12, 31);
        int open = 0, odd = 0;
        for (peri_date date = peri_date_make(year, 1, 1); date <= end; date++) {
            const peri_special_day *special = peri_hours_special(m.hours, date);
            const bool trades = peri_hours_is_trading_day(m.hours, date);
            const bool rests = calendar_is_weekend(date);
            open += trades;
            odd += special && (!special->name || rests);
            odd += trades == (rests || (special && special->closed));
        }
        CHECK_INT("days without a name, on weekends, or open against the list", odd, 0);
        CHECK("about so many days", open >= least && open <= most);
    }
    market_close(m);
}

/* "9/23/2022" */
static peri_date american_date(const char *text)
{
    char *rest;
    const int month = (int)strtol(text, &rest, 10), number = (int)strtol(rest + 1, &rest, 10);
    return peri_date_make((int)strtol(rest + 1, NULL, 10), month, number);
}

void calendar_check_lean(const char *calendar, const char *entry, int first, int last, int more)
{
    cJSON *json = shared_json("lean-data/market-hours/market-hours-database.json");
    if (!json)
        return;
    market m = market_open(calendar);
    const cJSON *entries = cJSON_GetObjectItem(json, "entries");
    const peri_date from = peri_date_make(first, 1, 1), until = peri_date_make(last, 12, 31);
    int listed = 0, closed = 0;
    for (const cJSON *item = shared_first(cJSON_GetObjectItem(entries, entry), "holidays"); item;
         item = item->next) {
        const peri_date date = american_date(item->valuestring);
        if (date > until)
            continue;
        CHECK(item->valuestring, !peri_hours_is_trading_day(m.hours, date));
        listed += !calendar_is_weekend(date);
    }
    for (peri_date date = from; date <= until; date++)
        closed += !calendar_is_weekend(date) && !peri_hours_is_trading_day(m.hours, date);
    CHECK_INT("weekdays closed", closed, listed + more);
    market_close(m);
    cJSON_Delete(json);
}

void calendar_check_memory(const char *calendar)
{
    const int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc != PERI_OK && nth < 1000; nth++) {
        peri_zones *zones = NULL;
        peri_hours *hours = NULL;
        CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
        peri_mem_fail_at(nth);
        rc = peri_calendar_make(zones, calendar, &hours, NULL);
        peri_mem_fail_at(0);
        CHECK("made, or no memory", rc == PERI_OK ? hours != NULL : rc == PERI_ENOMEM && !hours);
        peri_hours_close(hours);
        peri_zones_close(zones);
        CHECK_INT("nothing is left", peri_mem_live(), live);
    }
    CHECK_INT("made in the end", rc, PERI_OK);
}

void calendar_check_lunch(const peri_hours *hours, int64_t from, int64_t until)
{
    CHECK("before lunch", peri_hours_is_open(hours, from - 1, false));
    CHECK("its first instant", !peri_hours_is_open(hours, from, false));
    CHECK("lunch is no extended session", !peri_hours_is_open(hours, from, true));
    CHECK("behind it", peri_hours_is_open(hours, until, false));
    CHECK_INT("next open", peri_hours_next_open(hours, from - 1, false), until);
    CHECK_INT("next close", peri_hours_next_close(hours, from - 1, false), from);
    const peri_hours_span span = peri_hours_span_at(hours, from + PERI_MINUTE, false);
    CHECK_INT("lunch from", span.from_utc, from);
    CHECK_INT("lunch until", span.until_utc, until);
    CHECK("lunch is closed", !span.open);
}
