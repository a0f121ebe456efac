/* test_time_rules.c - the instants each rule gives, clock changes included, and LEAN's vectors. */
#include "check.h"
#include "shared_json.h"

#include "base/mem.h"
#include "schedule/time_rules.h"

#include <stdio.h>
#include <string.h>

typedef struct zones {
    peri_zones *set;
    const peri_zone *new_york, *utc, *havana;
} zones;

static zones zones_open(void)
{
    zones z = {NULL, NULL, NULL, NULL};
    CHECK("zones", peri_zones_open(&z.set, NULL) == PERI_OK &&
                       peri_zone_get(z.set, "America/New_York", &z.new_york, NULL) == PERI_OK &&
                       peri_zone_get(z.set, "UTC", &z.utc, NULL) == PERI_OK &&
                       peri_zone_get(z.set, "America/Havana", &z.havana, NULL) == PERI_OK);
    return z;
}

static int64_t at(const char *text)
{
    return shared_time(text);
}

static peri_date day(const char *text)
{
    return peri_time_date(shared_time(text));
}

SUITE(time_rules_names)
{
    static const struct {
        int64_t span;
        const char *at, *every;
    } rows[] = {
        {8 * PERI_HOUR, "8", "Every 480 min"},
        {9 * PERI_HOUR + 31 * PERI_MINUTE, "9.52", "Every 571 min"},
        {9 * PERI_HOUR + 30 * PERI_MINUTE, "9.5", "Every 570 min"},
        {10 * PERI_MINUTE, "0.17", "Every 10 min"},
        {3 * PERI_MINUTE, "0.05", "Every 3 min"},
        {90 * PERI_SECOND, "0.03", "Every 1.5 min"},
        {PERI_SECOND, "0", "Every 0.02 min"},
        {18 * PERI_SECOND, "0.01", "Every 0.3 min"}, /* half of a hundredth of an hour */
        {25 * PERI_HOUR, "25", "Every 1500 min"},
    };
    zones z = zones_open();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_time_rule *rule;
        if (peri_time_rule_at(rows[i].span, z.utc, &rule, NULL) == PERI_OK) {
            CHECK_STR("At", peri_time_rule_name(rule), rows[i].at);
            peri_time_rule_free(rule);
        }
        if (peri_time_rule_every(rows[i].span, z.utc, &rule, NULL) == PERI_OK) {
            CHECK_STR("Every", peri_time_rule_name(rule), rows[i].every);
            peri_time_rule_free(rule);
        }
    }
    peri_time_rule_free(NULL);
    peri_zones_close(z.set);
}

/* One expected instant of a rule on a date, the first of all; the next must not exist. */
static void check_single(peri_time_rule *rule, const char *name, const char *date, const char *utc)
{
    int64_t got = 0;
    CHECK_STR("name", peri_time_rule_name(rule), name);
    CHECK(name, peri_time_rule_next(rule, day(date), INT64_MIN, &got));
    CHECK_INT(date, got, at(utc));
    CHECK("still to come", peri_time_rule_next(rule, day(date), got - 1, &got));
    CHECK("no second one", !peri_time_rule_next(rule, day(date), got, &got));
    peri_time_rule_free(rule);
}

SUITE(time_rules_once_a_day)
{
    static const struct {
        int64_t span;
        const char *name, *date, *utc;
    } rows[] = {
        {9 * PERI_HOUR + 31 * PERI_MINUTE, "9.52", "2013-10-07", "2013-10-07 13:31"},
        {25 * PERI_HOUR, "25", "2013-10-07", "2013-10-08 05:00"},
        {-PERI_HOUR / 2, "-0.5", "2013-10-07", "2013-10-07 03:30"},
        {2 * PERI_HOUR + 30 * PERI_MINUTE, "2.5", "2021-03-14", "2021-03-14 07:00"},
        {90 * PERI_MINUTE, "1.5", "2021-11-07", "2021-11-07 06:30"},
    };
    zones z = zones_open();
    peri_time_rule *rule;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (peri_time_rule_at(rows[i].span, z.new_york, &rule, NULL) == PERI_OK)
            check_single(rule, rows[i].name, rows[i].date, rows[i].utc);
    if (peri_time_rule_noon(z.new_york, &rule, NULL) == PERI_OK)
        check_single(rule, "Noon", "2021-03-14", "2021-03-14 16:00");
    if (peri_time_rule_noon(z.new_york, &rule, NULL) == PERI_OK)
        check_single(rule, "Noon", "2021-11-07", "2021-11-07 17:00");
    if (peri_time_rule_midnight(z.new_york, &rule, NULL) == PERI_OK)
        check_single(rule, "Midnight", "2021-03-14", "2021-03-14 05:00");
    if (peri_time_rule_now(at("2013-10-07 09:10"), &rule, NULL) == PERI_OK) {
        CHECK("is now", peri_time_rule_is_now(rule));
        check_single(rule, "Now", "2020-02-02", "2013-10-07 09:10");
    }
    if (peri_time_rule_at(INT64_MAX, z.new_york, &rule, NULL) == PERI_OK) {
        int64_t utc = 7;
        CHECK("not now", !peri_time_rule_is_now(rule));
        CHECK("never comes", !peri_time_rule_next(rule, day("2013-10-07"), INT64_MIN, &utc));
        CHECK_INT("untouched", utc, 7);
        peri_time_rule_free(rule);
    }
    peri_zones_close(z.set);
}

SUITE(time_rules_refuse)
{
    zones z = zones_open();
    peri_error err = {0, ""};
    peri_time_rule *rule = NULL;
    CHECK_INT("no span", peri_time_rule_every(0, z.utc, &rule, &err), PERI_EINVAL);
    CHECK_STR("no span", err.text, "TimeRules.Every: the span was 0 minutes, expected more than 0");
    CHECK_INT("negative", peri_time_rule_every(-90 * PERI_SECOND, z.utc, &rule, &err), PERI_EINVAL);
    CHECK_HAS("negative", err.text, "the span was -1.5 minutes");
    CHECK_INT("just below", peri_time_rule_every(-1, z.utc, &rule, &err), PERI_EINVAL);
    CHECK_HAS("just below", err.text, "the span was below 0 minutes");
    CHECK("untouched", rule == NULL);
    peri_zones_close(z.set);
}

/* Number of instants on a date; first and last come back. They must rise. */
static int64_t walk(const peri_time_rule *rule, const char *date, int64_t *first, int64_t *last)
{
    int64_t n = 0, utc = INT64_MIN, next;
    while (peri_time_rule_next(rule, day(date), utc, &next)) {
        CHECK("rising", next > utc);
        if (n++ == 0)
            *first = next;
        *last = utc = next;
    }
    return n;
}

SUITE(time_rules_every)
{
    zones z = zones_open();
    const struct {
        const peri_zone *zone;
        int64_t span;
        const char *date;
        int64_t n;
        const char *first, *last;
    } rows[] = {
        {z.new_york, PERI_HOUR, "2021-06-01", 24, "2021-06-01 04:00", "2021-06-02 03:00"},
        {z.new_york, 10 * PERI_MINUTE, "2021-06-01", 144, "2021-06-01 04:00", "2021-06-02 03:50"},
        {z.new_york, 7 * PERI_HOUR, "2021-06-01", 4, "2021-06-01 04:00", "2021-06-02 01:00"},
        {z.new_york, PERI_DAY, "2021-06-01", 1, "2021-06-01 04:00", "2021-06-01 04:00"},
        {z.new_york, 30 * PERI_DAY, "2021-06-01", 1, "2021-06-01 04:00", "2021-06-01 04:00"},
        /* 02:00 to 02:59 do not exist; 01:00 to 01:59 count once */
        {z.new_york, PERI_HOUR, "2021-03-14", 23, "2021-03-14 05:00", "2021-03-15 03:00"},
        {z.new_york, PERI_HOUR, "2021-11-07", 24, "2021-11-07 04:00", "2021-11-08 04:00"},
        {z.new_york, PERI_MINUTE, "2021-03-14", 1380, "2021-03-14 05:00", "2021-03-15 03:59"},
        {z.new_york, PERI_MINUTE, "2021-11-07", 1440, "2021-11-07 04:00", "2021-11-08 04:59"},
        /* in Havana the clock goes from 24:00 to 01:00 and from 01:00 to 24:00 */
        {z.havana, PERI_HOUR, "2021-03-14", 23, "2021-03-14 05:00", "2021-03-15 03:00"},
        {z.havana, PERI_HOUR, "2021-11-07", 24, "2021-11-07 04:00", "2021-11-08 04:00"},
        {z.utc, PERI_HOUR, "1950-03-14", 24, "1950-03-14 00:00", "1950-03-14 23:00"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_time_rule *rule;
        int64_t first = 0, last = 0;
        if (peri_time_rule_every(rows[i].span, rows[i].zone, &rule, NULL) != PERI_OK)
            continue;
        CHECK_INT(rows[i].date, walk(rule, rows[i].date, &first, &last), rows[i].n);
        CHECK_INT(rows[i].date, first, at(rows[i].first));
        CHECK_INT(rows[i].date, last, at(rows[i].last));
        peri_time_rule_free(rule);
    }
    peri_zones_close(z.set);
}

/* A nanosecond apart: neither the gap nor the repeated hour may be walked step by step. */
SUITE(time_rules_every_jumps)
{
    zones z = zones_open();
    peri_time_rule *rule;
    int64_t utc = 0;
    if (peri_time_rule_every(1, z.new_york, &rule, NULL) != PERI_OK)
        return;
    CHECK_STR("name", peri_time_rule_name(rule), "Every 0 min");
    CHECK("into the gap",
          peri_time_rule_next(rule, day("2021-03-14"), at("2021-03-14 07:00") - 1, &utc));
    CHECK_INT("into the gap", utc, at("2021-03-14 07:00"));
    CHECK("in the second pass",
          peri_time_rule_next(rule, day("2021-11-07"), at("2021-11-07 06:20"), &utc));
    CHECK_INT("in the second pass", utc, at("2021-11-07 07:00"));
    CHECK("the last",
          peri_time_rule_next(rule, day("2021-11-07"), at("2021-11-08 05:00") - 2, &utc));
    CHECK_INT("the last", utc, at("2021-11-08 05:00") - 1);
    CHECK("none left", !peri_time_rule_next(rule, day("2021-11-07"), utc, &utc));
    CHECK("a day long past", !peri_time_rule_next(rule, day("1700-01-01"), PERI_NEVER, &utc));
    peri_time_rule_free(rule);
    peri_zones_close(z.set);
}

/* The rule as it is written down, over all steps of a day. */
static bool every_by_definition(const peri_zone *zone, int64_t span, peri_date date, int64_t after,
                                int64_t *out)
{
    for (int64_t time = 0; time < PERI_DAY; time += span) {
        int64_t first, second;
        if (peri_zone_match(zone, peri_time_at(date, time), &first, &second) !=
                PERI_LOCAL_SKIPPED &&
            first > after) {
            *out = first;
            return true;
        }
    }
    return false;
}

SUITE(time_rules_every_equals_definition)
{
    zones z = zones_open();
    check_rng rng = {11};
    for (int i = 0; i < 3000; i++) {
        const peri_zone *zone = i % 2 ? z.new_york : z.havana;
        int64_t span = check_random_in(&rng, 1, 400) * PERI_MINUTE / 2, got = 0, want = 0;
        peri_date date = day(i % 3 ? "2021-03-14" : "2021-11-07");
        int64_t after = peri_time_at(date, 0) + check_random_in(&rng, -2880, 4320) * PERI_MINUTE;
        peri_time_rule *rule;
        if (peri_time_rule_every(span, zone, &rule, NULL) != PERI_OK)
            break;
        bool has = peri_time_rule_next(rule, date, after, &got);
        bool should = every_by_definition(zone, span, date, after, &want);
        peri_time_rule_free(rule);
        if (has != should || got != want) {
            printf("     seed 11, case %d\n", i);
            CHECK_INT("as defined", got, want);
            break;
        }
    }
    CHECK("3000 cases", true);
    peri_zones_close(z.set);
}

static int make_nth(int which, const peri_zone *zone, peri_time_rule **out, peri_error *err)
{
    switch (which) {
    case 0:
        return peri_time_rule_at(PERI_HOUR, zone, out, err);
    case 1:
        return peri_time_rule_every(PERI_HOUR, zone, out, err);
    case 2:
        return peri_time_rule_noon(zone, out, err);
    case 3:
        return peri_time_rule_midnight(zone, out, err);
    default:
        return peri_time_rule_now(5, out, err);
    }
}

SUITE(time_rules_out_of_memory_and_copies)
{
    zones z = zones_open();
    int64_t before = peri_mem_live();
    for (int which = 0; which < 5; which++) {
        for (long nth = 1;; nth++) {
            peri_time_rule *rule = NULL, *copy = NULL;
            peri_error err = {0, ""};
            int64_t a = 1, b = 2;
            peri_mem_fail_at(nth);
            int rc = make_nth(which, z.utc, &rule, &err);
            if (rc == PERI_OK)
                rc = peri_time_rule_copy(rule, &copy, &err);
            peri_mem_fail_at(0);
            if (rc == PERI_OK) {
                CHECK_STR("a copy's name", peri_time_rule_name(copy), peri_time_rule_name(rule));
                CHECK("a copy's times", peri_time_rule_next(rule, 0, -1, &a) &&
                                            peri_time_rule_next(copy, 0, -1, &b) && a == b);
            }
            peri_time_rule_free(rule);
            peri_time_rule_free(copy);
            CHECK_INT("no leak", peri_mem_live(), before);
            if (rc == PERI_OK)
                break;
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
            CHECK_HAS("text", err.text, "no memory");
        }
    }
    peri_zones_close(z.set);
}

static int64_t milliseconds(const cJSON *vector, const char *key)
{
    const cJSON *args = cJSON_GetObjectItemCaseSensitive(vector, "args");
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(args, key);
    return cJSON_IsNumber(item) ? (int64_t)item->valuedouble * (PERI_SECOND / 1000) : 0;
}

/* The rule of a vector. Returns false for those this layer does not know. */
static bool vector_rule(const cJSON *vector, const peri_zone *zone, peri_time_rule **rule, int *rc)
{
    const char *kind = shared_text(vector, "rule", "");
    if (strcmp(kind, "At") == 0)
        *rc = peri_time_rule_at(milliseconds(vector, "time_of_day_ms"), zone, rule, NULL);
    else if (strcmp(kind, "Every") == 0)
        *rc = peri_time_rule_every(milliseconds(vector, "interval_ms"), zone, rule, NULL);
    else if (strcmp(kind, "Noon") == 0)
        *rc = peri_time_rule_noon(zone, rule, NULL);
    else if (strcmp(kind, "Midnight") == 0)
        *rc = peri_time_rule_midnight(zone, rule, NULL);
    else if (strcmp(kind, "Now") == 0)
        *rc = peri_time_rule_now(at(shared_text(vector, "now_utc", "")), rule, NULL);
    else
        return false;
    return true;
}

static void check_vector(const cJSON *vector, const peri_time_rule *rule)
{
    const char *id = shared_text(vector, "id", "?");
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(vector, "expect");
    const cJSON *wanted = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(expect, "utc"), 0);
    for (const cJSON *date = shared_first(vector, "dates"); date; date = date->next) {
        int64_t after = INT64_MIN;
        while (peri_time_rule_next(rule, day(date->valuestring), after, &after)) {
            CHECK_INT(id, after, wanted ? at(wanted->valuestring) : PERI_NEVER);
            wanted = wanted ? wanted->next : NULL;
        }
    }
    CHECK(id, wanted == NULL);
}

SUITE(time_rules_equal_leans_vectors)
{
    zones z = zones_open();
    int used = 0;
    cJSON *json = shared_json("vectors/timerules.json");
    for (const cJSON *vector = shared_first(json, "vectors"); vector; vector = vector->next) {
        const peri_zone *zone = NULL;
        peri_time_rule *rule = NULL;
        int rc = PERI_OK;
        const char *name = shared_text(vector, "timezone", "UTC");
        if (peri_zone_get(z.set, name, &zone, NULL) != PERI_OK ||
            !vector_rule(vector, zone, &rule, &rc))
            continue;
        used++;
        const cJSON *expect = cJSON_GetObjectItemCaseSensitive(vector, "expect");
        CHECK(name, (rc == PERI_OK) != cJSON_HasObjectItem(expect, "error"));
        if (rc == PERI_OK)
            check_vector(vector, rule);
        peri_time_rule_free(rule);
    }
    CHECK("there are some", !json || used >= 11);
    cJSON_Delete(json);
    peri_zones_close(z.set);
}
