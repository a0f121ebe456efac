/* test_time_rules.c - the instants of the plain rules, clock changes included, and holds on rules.
 */
#include "rule_kit.h"

#include "base/mem.h"
#include "schedule/time_rules.h"

#include <stdio.h>
#include <string.h>

/* The next time of a rule that cannot fail, PERI_NEVER when there is none. */
static int64_t next(const peri_time_rule *rule, peri_date date, int64_t after)
{
    int64_t utc = 0;
    CHECK_INT("next", peri_time_rule_next(rule, date, after, &utc, NULL), PERI_OK);
    return utc;
}

static int64_t at(const char *text)
{
    return rule_time(text);
}

static peri_date day(const char *text)
{
    return rule_day(text);
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
    rule_world z = rule_world_open();
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
    rule_world_close(&z);
}

/* One expected instant of a rule on a date, the first of all; the next must not exist. */
static void check_single(peri_time_rule *rule, const char *name, const char *date, const char *utc)
{
    CHECK_STR("name", peri_time_rule_name(rule), name);
    int64_t got = next(rule, day(date), INT64_MIN);
    CHECK_INT(date, got, at(utc));
    CHECK_INT("still to come", next(rule, day(date), got - 1), got);
    CHECK_INT("no second one", next(rule, day(date), got), PERI_NEVER);
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
    rule_world z = rule_world_open();
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
        CHECK("not now", !peri_time_rule_is_now(rule));
        CHECK("no list", !peri_time_rule_is_list(rule));
        CHECK_INT("never comes", next(rule, day("2013-10-07"), INT64_MIN), PERI_NEVER);
        peri_time_rule_free(rule);
    }
    rule_world_close(&z);
}

SUITE(time_rules_refuse)
{
    rule_world z = rule_world_open();
    peri_error err = {0, ""};
    peri_time_rule *rule = NULL;
    CHECK_INT("no span", peri_time_rule_every(0, z.utc, &rule, &err), PERI_EINVAL);
    CHECK_STR("no span", err.text, "TimeRules.Every: the span was 0 minutes, expected more than 0");
    CHECK_INT("negative", peri_time_rule_every(-90 * PERI_SECOND, z.utc, &rule, &err), PERI_EINVAL);
    CHECK_HAS("negative", err.text, "the span was -1.5 minutes");
    CHECK_INT("just below", peri_time_rule_every(-1, z.utc, &rule, &err), PERI_EINVAL);
    CHECK_HAS("just below", err.text, "the span was below 0 minutes");
    CHECK("untouched", rule == NULL);
    rule_world_close(&z);
}

/* Number of instants on a date; first and last come back. They must rise. */
static int64_t walk(const peri_time_rule *rule, const char *date, int64_t *first, int64_t *last)
{
    int64_t n = 0, utc = INT64_MIN, later;
    while ((later = next(rule, day(date), utc)) != PERI_NEVER) {
        CHECK("rising", later > utc);
        if (n++ == 0)
            *first = later;
        *last = utc = later;
    }
    return n;
}

SUITE(time_rules_every)
{
    rule_world z = rule_world_open();
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
    rule_world_close(&z);
}

/* A nanosecond apart: neither the gap nor the repeated hour may be walked step by step. */
SUITE(time_rules_every_jumps)
{
    rule_world z = rule_world_open();
    peri_time_rule *rule;
    if (peri_time_rule_every(1, z.new_york, &rule, NULL) != PERI_OK)
        return;
    CHECK_STR("name", peri_time_rule_name(rule), "Every 0 min");
    CHECK_INT("into the gap", next(rule, day("2021-03-14"), at("2021-03-14 07:00") - 1),
              at("2021-03-14 07:00"));
    CHECK_INT("in the second pass", next(rule, day("2021-11-07"), at("2021-11-07 06:20")),
              at("2021-11-07 07:00"));
    CHECK_INT("the last", next(rule, day("2021-11-07"), at("2021-11-08 05:00") - 2),
              at("2021-11-08 05:00") - 1);
    CHECK_INT("none left", next(rule, day("2021-11-07"), at("2021-11-08 05:00") - 1), PERI_NEVER);
    CHECK_INT("a day long past", next(rule, day("1700-01-01"), PERI_NEVER), PERI_NEVER);
    peri_time_rule_free(rule);
    rule_world_close(&z);
}

/* The rule as it is written down, over all steps of a day. */
static int64_t every_by_definition(const peri_zone *zone, int64_t span, peri_date date,
                                   int64_t after)
{
    for (int64_t time = 0; time < PERI_DAY; time += span) {
        int64_t first, second;
        if (peri_zone_match(zone, peri_time_at(date, time), &first, &second) !=
                PERI_LOCAL_SKIPPED &&
            first > after)
            return first;
    }
    return PERI_NEVER;
}

SUITE(time_rules_every_equals_definition)
{
    rule_world z = rule_world_open();
    check_rng rng = {11};
    int wrong = 0;
    for (int i = 0; i < 3000 && !wrong; i++) {
        const peri_zone *zone = i % 2 ? z.new_york : z.havana;
        int64_t span = check_random_in(&rng, 1, 400) * PERI_MINUTE / 2;
        peri_date date = day(i % 3 ? "2021-03-14" : "2021-11-07");
        int64_t after = peri_time_at(date, 0) + check_random_in(&rng, -2880, 4320) * PERI_MINUTE;
        peri_time_rule *rule;
        if (peri_time_rule_every(span, zone, &rule, NULL) != PERI_OK)
            break;
        wrong = next(rule, date, after) != every_by_definition(zone, span, date, after);
        peri_time_rule_free(rule);
        if (wrong)
            printf("     seed 11, case %d\n", i);
    }
    CHECK_INT("3000 cases", wrong, 0);
    rule_world_close(&z);
}

/* The last instant at which the clock shows a time, else the one at which it jumps over it. Looks
   at the offsets a day before and after: there is no more than one change between them. */
static int64_t at_by_definition(const peri_zone *zone, int64_t local)
{
    peri_zone_span after = peri_zone_span_at(zone, local + PERI_DAY);
    int64_t late = local - after.offset;
    int64_t early = local - peri_zone_span_at(zone, local - PERI_DAY).offset;
    if (peri_zone_to_local(zone, late) == local)
        return late;
    return peri_zone_to_local(zone, early) == local ? early : after.from_utc;
}

/* A random date, every second one within a day of a change of the clock. */
static peri_date random_date(check_rng *rng, const peri_zone *zone)
{
    peri_date date = day("2000-01-01") + (peri_date)check_random_in(rng, 0, 9000);
    if (check_random_in(rng, 0, 1) == 0)
        return date;
    int64_t change = peri_zone_span_at(zone, peri_time_at(date, 0)).until_utc;
    if (change == INT64_MAX) /* a zone without changes */
        return date;
    return peri_time_date(change) + (peri_date)check_random_in(rng, -1, 1);
}

SUITE(time_rules_at_equals_definition)
{
    rule_world z = rule_world_open();
    check_rng rng = {12};
    int wrong = 0;
    for (int i = 0; i < 4000 && !wrong; i++) {
        const peri_zone *const all[] = {z.new_york, z.havana, z.tokyo, z.utc};
        const peri_zone *zone = all[i % 4];
        peri_date date = random_date(&rng, zone);
        int64_t span = check_random_in(&rng, -2000, 4000) * PERI_MINUTE;
        peri_time_rule *rule;
        if (peri_time_rule_at(span, zone, &rule, NULL) != PERI_OK)
            break;
        int64_t want = at_by_definition(zone, peri_time_at(date, 0) + span);
        wrong = next(rule, date, INT64_MIN) != want || next(rule, date, want) != PERI_NEVER ||
                next(rule, date, want - 1) != want;
        peri_time_rule_free(rule);
        if (wrong)
            printf("     seed 12, case %d\n", i);
    }
    CHECK_INT("4000 cases", wrong, 0);
    rule_world_close(&z);
}

SUITE(time_rules_are_shared)
{
    rule_world z = rule_world_open();
    peri_time_rule *rule = NULL, *begun = NULL;
    int64_t before = peri_mem_live();
    CHECK_INT("made", peri_time_rule_noon(z.utc, &rule, NULL), PERI_OK);
    CHECK("retained", peri_time_rule_retain(rule) == rule);
    CHECK_INT("begun", peri_time_rule_begin(rule, NULL, 0, &begun, NULL), PERI_OK);
    CHECK("the same value", begun == rule);
    peri_time_rule_free(rule);
    peri_time_rule_free(rule);
    CHECK_STR("still held", peri_time_rule_name(begun), "Noon");
    peri_time_rule_free(begun);
    CHECK_INT("gone with the last hold", peri_mem_live(), before);
    rule_world_close(&z);
}

enum {
    RULES = 9
};

static int make_nth(int which, const rule_world *w, rule_counter *counter, peri_time_rule **out,
                    peri_error *err)
{
    static const int64_t times[] = {5, 1, 5};
    static const peri_market_set none = {NULL, 0, 0};
    const peri_rule_market market = {"SPY", w->spy, true};
    switch (which) {
    case 0:
        return peri_time_rule_at(PERI_HOUR, w->utc, out, err);
    case 1:
        return peri_time_rule_every(PERI_HOUR, w->utc, out, err);
    case 2:
        return peri_time_rule_noon(w->utc, out, err);
    case 3:
        return peri_time_rule_midnight(w->utc, out, err);
    case 4:
        return peri_time_rule_now(5, out, err);
    case 5:
        return peri_time_rule_market(PERI_AFTER_OPEN, &market, 5, out, err);
    case 6:
        return peri_time_rule_markets(PERI_AFTER_CLOSE, &none, false, 5, out, err);
    case 7:
        return peri_time_rule_list(times, 3, out, err);
    default:
        return peri_time_rule_function("mine", rule_times_function(counter), out, err);
    }
}

/* Joins a rule with itself (but not a function's), keeps some of that, and begins the result. */
static int make_and_begin(int which, const rule_world *w, rule_counter *counter, peri_error *err)
{
    const peri_rule_market market = {"ES", w->future, true};
    peri_date_rule *dates = NULL;
    peri_time_rule *rule = NULL, *both = NULL, *during = NULL, *where = NULL, *begun = NULL;
    rule_counter other = {.keep_mask = -1};
    int rc = peri_date_rule_every_day(&dates, err);
    if (rc == PERI_OK)
        rc = make_nth(which, w, counter, &rule, err);
    if (rc == PERI_OK && which < 8)
        rc = peri_time_rule_union((peri_time_rule *[]){rule, rule}, 2, &both, err);
    else if (rc == PERI_OK)
        both = peri_time_rule_retain(rule);
    peri_time_rule_free(rule);
    if (rc == PERI_OK)
        rc = peri_time_rule_during(both, &market, &during, err);
    peri_time_rule_free(both);
    if (rc == PERI_OK)
        rc = peri_time_rule_where(during, rule_keep_function(&other), &where, err);
    CHECK("released when it failed", !during || (rc != PERI_OK) == (other.released == 1));
    peri_time_rule_free(during);
    if (rc == PERI_OK)
        rc = peri_time_rule_begin(where, dates, day("2050-12-01"), &begun, err);
    peri_time_rule_free(where);
    peri_time_rule_free(begun);
    peri_date_rule_free(dates);
    return rc;
}

SUITE(time_rules_out_of_memory)
{
    static const int64_t items[] = {3, 1, 2};
    rule_world w = rule_world_open();
    int64_t before = peri_mem_live();
    for (int which = 0; which < RULES; which++) {
        for (long nth = 1;; nth++) {
            rule_counter counter = {.keep_mask = -1, .items = items, .n = 3};
            peri_error err = {0, ""};
            peri_mem_fail_at(nth);
            int rc = make_and_begin(which, &w, &counter, &err);
            peri_mem_fail_at(0);
            CHECK_INT("no leak", peri_mem_live(), before);
            if (rc == PERI_OK)
                CHECK_INT("its function is let go", counter.released, which == 8);
            if (rc == PERI_OK)
                break;
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
            CHECK_HAS("text", err.text, "no memory");
        }
    }
    rule_world_close(&w);
}
