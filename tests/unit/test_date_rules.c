/* test_date_rules.c - the dates each rule gives, their names, and LEAN's vectors. */
#include "check.h"
#include "shared_json.h"

#include "base/mem.h"
#include "schedule/date_rules.h"
#include "time/zone.h"

#include <stdio.h>
#include <string.h>

static peri_date day(const char *text)
{
    return peri_time_date(shared_time(text));
}

/* The dates of a rule from one date to another, as "2013-10-04 2013-10-07 ". */
static const char *dates_of(const peri_date_rule *rule, peri_date from, peri_date to)
{
    static char text[1024];
    size_t len = 0;
    peri_date date;
    text[0] = '\0';
    while (len + PERI_TIME_TEXT < sizeof text && peri_date_rule_next(rule, from, &date) &&
           date <= to) {
        len += peri_date_format(date, text + len);
        text[len++] = ' ';
        text[len] = '\0';
        from = date + 1;
    }
    return text;
}

static void check_rule(peri_date_rule *rule, const char *name, const char *dates)
{
    CHECK_STR("name", peri_date_rule_name(rule), name);
    CHECK_STR(name, dates_of(rule, day("2013-10-04"), day("2013-10-08")), dates);
    peri_date_rule_free(rule);
}

SUITE(date_rules)
{
    static const int weekend[] = {PERI_SUNDAY, PERI_MONDAY}, twice[] = {5, 1, 5, 1};
    static const int all[] = {0, 1, 2, 3, 4, 5, 6};
    const peri_date list[] = {day("2013-10-08"), day("2013-10-04"), day("2013-10-08"),
                              day("2012-02-29")};
    peri_date_rule *rule;
    if (peri_date_rule_every_day(&rule, NULL) == PERI_OK)
        check_rule(rule, "EveryDay", "2013-10-04 2013-10-05 2013-10-06 2013-10-07 2013-10-08 ");
    if (peri_date_rule_every(weekend, 2, &rule, NULL) == PERI_OK)
        check_rule(rule, "Sunday,Monday", "2013-10-06 2013-10-07 ");
    if (peri_date_rule_every(twice, 4, &rule, NULL) == PERI_OK)
        check_rule(rule, "Friday,Monday", "2013-10-04 2013-10-07 ");
    if (peri_date_rule_every(all, 7, &rule, NULL) == PERI_OK)
        check_rule(rule, "Sunday,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday",
                   "2013-10-04 2013-10-05 2013-10-06 2013-10-07 2013-10-08 ");
    if (peri_date_rule_today(day("2013-10-07"), &rule, NULL) == PERI_OK)
        check_rule(rule, "TodayOnly", "2013-10-07 ");
    if (peri_date_rule_tomorrow(day("2013-10-07"), &rule, NULL) == PERI_OK)
        check_rule(rule, "TomorrowOnly", "2013-10-08 ");
    if (peri_date_rule_on(list, 1, &rule, NULL) == PERI_OK)
        check_rule(rule, "2013-10-08", "2013-10-08 ");
    if (peri_date_rule_on(list, 4, &rule, NULL) == PERI_OK)
        check_rule(rule, "2012-02-29,2013-10-04,2013-10-08", "2013-10-04 2013-10-08 ");
    peri_date_rule_free(NULL);
}

SUITE(date_rules_end_in_2050)
{
    static const int sunday[] = {PERI_SUNDAY};
    const peri_date late[] = {day("2050-12-31"), day("2051-01-01")};
    peri_date date = 7;
    peri_date_rule *rule;
    if (peri_date_rule_every_day(&rule, NULL) != PERI_OK)
        return;
    CHECK("the last day", peri_date_rule_next(rule, day("2050-12-31"), &date));
    CHECK_INT("the last day", date, day("2050-12-31"));
    CHECK("none after it", !peri_date_rule_next(rule, day("2051-01-01"), &date));
    peri_date_rule_free(rule);
    if (peri_date_rule_every(sunday, 1, &rule, NULL) != PERI_OK)
        return;
    CHECK("no Sunday after Christmas 2050", !peri_date_rule_next(rule, day("2050-12-26"), &date));
    CHECK_INT("untouched", date, day("2050-12-31"));
    peri_date_rule_free(rule);
    if (peri_date_rule_on(late, 2, &rule, NULL) != PERI_OK)
        return;
    CHECK("listed", peri_date_rule_next(rule, day("2050-12-31"), &date));
    CHECK("listed, too late", !peri_date_rule_next(rule, day("2051-01-01"), &date));
    peri_date_rule_free(rule);
}

SUITE(date_rules_refuse)
{
    static const int eighth[] = {PERI_MONDAY, 7}, negative[] = {-1};
    const peri_date early[] = {0, day("1700-01-01") - 1}, late[] = {day("2250-12-31") + 1};
    peri_error err = {0, ""};
    peri_date_rule *rule = NULL;
    CHECK_INT("no date", peri_date_rule_on(NULL, 0, &rule, &err), PERI_EINVAL);
    CHECK_STR("no date", err.text, "DateRules.On: no date was given, expected at least 1");
    CHECK_INT("too early", peri_date_rule_on(early, 2, &rule, &err), PERI_EINVAL);
    CHECK_HAS("too early", err.text, "DateRules.On: date 2 lies -98616 days from 1970-01-01");
    CHECK_INT("too late", peri_date_rule_on(late, 1, &rule, &err), PERI_EINVAL);
    CHECK_HAS("too late", err.text, "expected a date of the years 1700 to 2250");
    CHECK_INT("no weekday", peri_date_rule_every(NULL, 0, &rule, &err), PERI_EINVAL);
    CHECK_STR("no weekday", err.text, "DateRules.Every: no weekday was given, expected at least 1");
    CHECK_INT("an eighth day", peri_date_rule_every(eighth, 2, &rule, &err), PERI_EINVAL);
    CHECK_HAS("an eighth day", err.text, "weekday was 7, expected 0 (Sunday) to 6 (Saturday)");
    CHECK_INT("day -1", peri_date_rule_every(negative, 1, &rule, &err), PERI_EINVAL);
    CHECK_HAS("day -1", err.text, "weekday was -1");
    CHECK("untouched", rule == NULL);
}

static int make_nth(int which, peri_date_rule **out, peri_error *err)
{
    static const int weekdays[] = {PERI_SUNDAY, PERI_WEDNESDAY};
    static const peri_date dates[] = {3, 1, 2};
    switch (which) {
    case 0:
        return peri_date_rule_every_day(out, err);
    case 1:
        return peri_date_rule_every(weekdays, 2, out, err);
    case 2:
        return peri_date_rule_today(5, out, err);
    case 3:
        return peri_date_rule_tomorrow(5, out, err);
    default:
        return peri_date_rule_on(dates, 3, out, err);
    }
}

SUITE(date_rules_out_of_memory_and_copies)
{
    int64_t before = peri_mem_live();
    for (int which = 0; which < 5; which++) {
        for (long nth = 1;; nth++) {
            peri_date_rule *rule = NULL, *copy = NULL;
            peri_error err = {0, ""};
            peri_mem_fail_at(nth);
            int rc = make_nth(which, &rule, &err);
            if (rc == PERI_OK)
                rc = peri_date_rule_copy(rule, &copy, &err);
            peri_mem_fail_at(0);
            if (rc == PERI_OK) {
                CHECK_STR("a copy's name", peri_date_rule_name(copy), peri_date_rule_name(rule));
                char own[1024];
                snprintf(own, sizeof own, "%s", dates_of(rule, 0, 10));
                CHECK_STR("a copy's dates", dates_of(copy, 0, 10), own);
            }
            peri_date_rule_free(rule);
            peri_date_rule_free(copy);
            CHECK_INT("no leak", peri_mem_live(), before);
            if (rc == PERI_OK)
                break;
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
            CHECK_HAS("text", err.text, "no memory");
        }
    }
}

static int weekday_of(const char *name)
{
    static const char *const names[] = {"sunday",   "monday", "tuesday", "wednesday",
                                        "thursday", "friday", "saturday"};
    for (int i = 0; i < 7; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

/* The rule of a vector; NULL for those of market days, which this layer does not know. */
static peri_date_rule *vector_rule(const cJSON *vector, peri_zones *zones)
{
    const char *kind = shared_text(vector, "rule", "");
    const cJSON *args = cJSON_GetObjectItemCaseSensitive(vector, "args");
    peri_date_rule *rule = NULL;
    if (strcmp(kind, "Every") == 0) {
        int weekdays[7];
        size_t n = 0;
        for (const cJSON *item = shared_first(args, "days_of_week"); item; item = item->next)
            weekdays[n++ % 7] = weekday_of(item->valuestring);
        peri_date_rule_every(weekdays, n, &rule, NULL);
    } else if (strcmp(kind, "EveryDay") == 0 && !cJSON_HasObjectItem(args, "symbol")) {
        peri_date_rule_every_day(&rule, NULL);
    } else if (strcmp(kind, "Today") == 0 || strcmp(kind, "Tomorrow") == 0) {
        const peri_zone *zone;
        if (peri_zone_get(zones, shared_text(vector, "timezone", ""), &zone, NULL) != PERI_OK)
            return NULL;
        int64_t now = shared_time(shared_text(vector, "now_utc", ""));
        peri_date today = peri_time_date(peri_zone_to_local(zone, now));
        if (strcmp(kind, "Today") == 0)
            peri_date_rule_today(today, &rule, NULL);
        else
            peri_date_rule_tomorrow(today, &rule, NULL);
    }
    return rule;
}

static void check_vector(const cJSON *vector, const peri_date_rule *rule)
{
    const char *id = shared_text(vector, "id", "?");
    const cJSON *range = cJSON_GetObjectItemCaseSensitive(vector, "range");
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(vector, "expect");
    peri_date date = day("1998-01-01") - 1, last = day("2050-12-31");
    if (range) {
        date = day(cJSON_GetArrayItem(range, 0)->valuestring) - 1;
        last = day(cJSON_GetArrayItem(range, 1)->valuestring);
    }
    for (const cJSON *item = shared_first(expect, "dates"); item; item = item->next) {
        CHECK(id, peri_date_rule_next(rule, date + 1, &date));
        CHECK_INT(id, date, day(item->valuestring));
    }
    CHECK(id, !peri_date_rule_next(rule, date + 1, &date) || date > last);
}

SUITE(date_rules_equal_leans_vectors)
{
    int used = 0;
    peri_zones *zones = NULL;
    cJSON *json = shared_json("vectors/daterules.json");
    if (!json)
        return;
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    for (const cJSON *vector = shared_first(json, "vectors"); vector; vector = vector->next) {
        peri_date_rule *rule = vector_rule(vector, zones);
        if (!rule)
            continue;
        used++;
        check_vector(vector, rule);
        peri_date_rule_free(rule);
    }
    CHECK("there are some", used >= 5);
    peri_zones_close(zones);
    cJSON_Delete(json);
}
