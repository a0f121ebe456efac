/* test_time_rules_joined.c - joined rules, conditions, market hours, lists and functions. */
#include "rule_kit.h"

#include "base/mem.h"
#include "schedule/time_rules.h"

#include <stdio.h>

static int64_t next(const peri_time_rule *rule, peri_date date, int64_t after)
{
    int64_t utc = 0;
    CHECK_INT("next", peri_time_rule_next(rule, date, after, &utc, NULL), PERI_OK);
    return utc;
}

static peri_time_rule *at(double hours, const peri_zone *zone)
{
    peri_time_rule *rule = NULL;
    CHECK("at",
          peri_time_rule_at((int64_t)(hours * 60) * PERI_MINUTE, zone, &rule, NULL) == PERI_OK);
    return rule;
}

static peri_time_rule *every_minutes(int64_t minutes, const peri_zone *zone)
{
    peri_time_rule *rule = NULL;
    CHECK("every", peri_time_rule_every(minutes * PERI_MINUTE, zone, &rule, NULL) == PERI_OK);
    return rule;
}

/* All times of a date, as "09:30 10:00 " in UTC. */
static const char *times_of(const peri_time_rule *rule, const char *date)
{
    static char text[1024];
    size_t len = 0;
    int64_t utc = INT64_MIN;
    text[0] = '\0';
    while (len + 7 < sizeof text && (utc = next(rule, rule_day(date), utc)) != PERI_NEVER) {
        char one[PERI_TIME_TEXT];
        peri_time_format(utc, one);
        len += (size_t)snprintf(text + len, sizeof text - len, "%.5s ", one + 11);
    }
    return text;
}

SUITE(time_union)
{
    rule_world w = rule_world_open();
    int64_t before = peri_mem_live();
    peri_time_rule *parts[] = {at(10, w.utc), at(9.5, w.utc), every_minutes(720, w.utc),
                               at(6, w.new_york), at(10, w.utc)};
    peri_time_rule *rule = NULL;
    peri_error err = {0, ""};
    CHECK_INT("of none", peri_time_rule_union(parts, 0, &rule, &err), PERI_EINVAL);
    CHECK_STR("text", err.text, "joined time rules: none was given, expected at least 1");
    CHECK_INT("made", peri_time_rule_union(parts, 5, &rule, NULL), PERI_OK);
    for (int i = 0; i < 5; i++)
        peri_time_rule_free(parts[i]);
    CHECK_STR("name", peri_time_rule_name(rule), "10,9.5,Every 720 min,6,10");
    CHECK_STR("ascending, each once", times_of(rule, "2013-10-07"), "00:00 09:30 10:00 12:00 ");
    CHECK_STR("in winter", times_of(rule, "2013-12-09"), "00:00 09:30 10:00 11:00 12:00 ");
    peri_time_rule_free(rule);
    CHECK_INT("no leak", peri_mem_live(), before);
    rule_world_close(&w);
}

SUITE(time_union_refuses_functions)
{
    rule_world w = rule_world_open();
    const peri_rule_market spy = {"SPY", w.spy, false};
    rule_counter counter = {.calls = 0};
    peri_error err = {0, ""};
    peri_time_rule *function = NULL, *during = NULL, *both = NULL;
    CHECK_INT("made",
              peri_time_rule_function("mine", rule_times_function(&counter), &function, NULL),
              PERI_OK);
    CHECK_INT("made", peri_time_rule_during(function, &spy, &during, NULL), PERI_OK);
    peri_time_rule *parts[] = {at(1, w.utc), during};
    CHECK_INT("refused", peri_time_rule_union(parts, 2, &both, &err), PERI_EINVAL);
    CHECK_STR("text", err.text,
              "joined time rules: mine was a rule of a function, expected one without");
    peri_time_rule_free(parts[0]);
    peri_time_rule_free(during);
    peri_time_rule_free(function);
    CHECK_INT("let go", counter.released, 1);
    rule_world_close(&w);
}

SUITE(time_where)
{
    rule_world w = rule_world_open();
    rule_counter counter = {.keep_mask = INT64_C(0xf0f0f0f0f0f)};
    peri_time_rule *every = every_minutes(20, w.new_york), *rule = NULL, *begun = NULL;
    CHECK_INT("made", peri_time_rule_where(every, rule_keep_function(&counter), &rule, NULL),
              PERI_OK);
    CHECK_STR("name", peri_time_rule_name(rule), "Every 20 min");
    CHECK_INT("begun", peri_time_rule_begin(rule, NULL, 0, &begun, NULL), PERI_OK);
    CHECK("as it is", begun == rule);
    peri_time_rule_free(begun);
    int wrong = 0, kept = 0, dropped = 0;
    for (peri_date date = rule_day("2013-10-30"); date < rule_day("2013-11-06"); date++) {
        int64_t got = INT64_MIN, want = INT64_MIN;
        do {
            do {
                want = next(every, date, want);
                dropped++;
            } while (want != PERI_NEVER && !rule_keeps(&counter, want));
            got = next(rule, date, got);
            wrong += got != want;
            kept++;
        } while (got != PERI_NEVER && !wrong);
    }
    CHECK_INT("as the function says", wrong, 0);
    CHECK("some kept, some dropped", kept > 50 && dropped - kept > 50);
    counter.fail_at = counter.calls + 2;
    counter.keep_mask = 0;
    peri_error err = {0, ""};
    int64_t utc = 7;
    CHECK_INT("fails", peri_time_rule_next(rule, 0, INT64_MIN, &utc, &err), PERI_ESCRIPT);
    CHECK_HAS("text", err.text, " failed");
    CHECK_INT("untouched", utc, 7);
    peri_time_rule_free(rule);
    CHECK_INT("let go", counter.released, 1);
    peri_time_rule_free(every);
    rule_world_close(&w);
}

/* Only Now itself is moved to the start of a run, where no condition would see it. */
SUITE(time_where_of_now)
{
    rule_counter counter = {.keep_mask = -1};
    peri_time_rule *now = NULL, *rule = NULL;
    CHECK_INT("made", peri_time_rule_now(5, &now, NULL), PERI_OK);
    CHECK_INT("made", peri_time_rule_where(now, rule_keep_function(&counter), &rule, NULL),
              PERI_OK);
    CHECK("not now", peri_time_rule_is_now(now) && !peri_time_rule_is_now(rule));
    CHECK_INT("its instant", next(rule, 0, 4), 5);
    CHECK_INT("once", next(rule, 0, 5), PERI_NEVER);
    counter.keep_mask = 0;
    CHECK_INT("dropped", next(rule, 0, 4), PERI_NEVER);
    peri_time_rule_free(now);
    peri_time_rule_free(rule);
}

SUITE(time_during)
{
    rule_world w = rule_world_open();
    const peri_rule_market spy = {"SPY", w.spy, false}, wide = {"SPY", w.spy, true},
                           tokyo = {"7203", w.tokyo_stocks, false}, btc = {"BTC", w.always, false},
                           shut = {"SHUT", w.shut, true};
    peri_time_rule *every = every_minutes(60, w.utc);
    const struct {
        const peri_rule_market *market;
        const char *date, *times;
    } rows[] = {
        /* open at the first instant, closed at the last */
        {&spy, "2013-10-07", "14:00 15:00 16:00 17:00 18:00 19:00 "},
        {&spy, "2013-10-14", ""},
        {&spy, "2013-11-29", "15:00 16:00 17:00 "},
        {&wide, "2013-11-29", "09:00 10:00 11:00 12:00 13:00 14:00 15:00 16:00 17:00 "},
        {&tokyo, "2013-10-07", "00:00 01:00 02:00 04:00 05:00 "},
        {&shut, "2013-10-07", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_time_rule *rule;
        if (peri_time_rule_during(every, rows[i].market, &rule, NULL) != PERI_OK)
            continue;
        CHECK_STR("name", peri_time_rule_name(rule), "Every 60 min");
        CHECK_STR(rows[i].date, times_of(rule, rows[i].date), rows[i].times);
        peri_time_rule_free(rule);
    }
    peri_time_rule *rule = NULL;
    CHECK_INT("made", peri_time_rule_during(every, &btc, &rule, NULL), PERI_OK);
    CHECK_INT("always open keeps all", next(rule, 0, 22 * PERI_HOUR), 23 * PERI_HOUR);
    peri_time_rule_free(rule);
    peri_time_rule_free(every);
    rule_world_close(&w);
}

/* A nanosecond apart: the closed hours may not be walked step by step. */
SUITE(time_during_jumps)
{
    rule_world w = rule_world_open();
    const peri_rule_market spy = {"SPY", w.spy, false};
    peri_time_rule *every = NULL, *rule = NULL;
    CHECK_INT("made", peri_time_rule_every(1, w.utc, &every, NULL), PERI_OK);
    CHECK_INT("made", peri_time_rule_during(every, &spy, &rule, NULL), PERI_OK);
    int64_t open = rule_time("2013-10-07 13:30"), close = rule_time("2013-10-07 20:00");
    CHECK_INT("to the open", next(rule, rule_day("2013-10-07"), INT64_MIN), open);
    CHECK_INT("within", next(rule, rule_day("2013-10-07"), open), open + 1);
    CHECK_INT("to the end of the day", next(rule, rule_day("2013-10-07"), close - 1), PERI_NEVER);
    CHECK_INT("a closed day", next(rule, rule_day("2013-10-06"), INT64_MIN), PERI_NEVER);
    peri_time_rule_free(rule);
    peri_time_rule_free(every);
    rule_world_close(&w);
}

SUITE(time_list)
{
    static const int64_t given[] = {30, 10, 20, 10, -5};
    peri_time_rule *rule = NULL;
    peri_error err = {0, ""};
    CHECK_INT("of none", peri_time_rule_list(NULL, 0, &rule, &err), PERI_EINVAL);
    CHECK_STR("text", err.text, "list of times: no time was given, expected at least 1");
    CHECK_INT("made", peri_time_rule_list(given, 5, &rule, NULL), PERI_OK);
    CHECK("a list", peri_time_rule_is_list(rule) && !peri_time_rule_is_now(rule));
    CHECK_STR("name", peri_time_rule_name(rule), "List");
    CHECK_INT("first", next(rule, 0, INT64_MIN), -5);
    CHECK_INT("sorted, each once", next(rule, 0, 10), 20);
    CHECK_INT("between", next(rule, 99, 21), 30);
    CHECK_INT("last", next(rule, 0, 30), PERI_NEVER);
    peri_time_rule_free(rule);
}

SUITE(time_function)
{
    const int64_t items[] = {50, 40, 50, 30};
    rule_counter counter = {.items = items, .n = 4, .keep_mask = -1}, keep = {.keep_mask = -1};
    rule_world w = rule_world_open();
    peri_date_rule *dates = NULL;
    peri_time_rule *rule = NULL, *where = NULL, *begun = NULL;
    peri_error err = {0, ""};
    int64_t utc = 7, before = peri_mem_live();
    CHECK_INT("dates", peri_date_rule_every_day(&dates, NULL), PERI_OK);
    CHECK_INT("made", peri_time_rule_function("mine", rule_times_function(&counter), &rule, NULL),
              PERI_OK);
    CHECK_STR("name", peri_time_rule_name(rule), "mine");
    CHECK("no list yet", !peri_time_rule_is_list(rule));
    CHECK_INT("not called yet", peri_time_rule_next(rule, 0, 0, &utc, &err), PERI_ESTATE);
    CHECK_STR("text", err.text, "time rule mine: its function was not called yet");
    CHECK_INT("made", peri_time_rule_where(rule, rule_keep_function(&keep), &where, NULL), PERI_OK);
    CHECK_INT("begun", peri_time_rule_begin(where, dates, rule_day("2050-12-30"), &begun, NULL),
              PERI_OK);
    CHECK_INT("all dates", counter.dates, 2);
    CHECK_INT("from", counter.from, rule_day("2050-12-30"));
    CHECK_INT("to", counter.to, rule_day("2050-12-31"));
    CHECK("a list that is filtered", begun != where && peri_time_rule_is_list(begun));
    peri_time_rule_free(where);
    peri_time_rule_free(rule);
    CHECK_INT("sorted", next(begun, 0, INT64_MIN), 30);
    CHECK_INT("each once", next(begun, 0, 40), 50);
    CHECK_INT("no more", next(begun, 0, 50), PERI_NEVER);
    keep.keep_mask = 0;
    CHECK_INT("filtered", next(begun, 0, INT64_MIN), PERI_NEVER);
    CHECK_INT("called once", counter.calls, 1);
    CHECK_INT("the condition is in use", keep.released, 0);
    peri_time_rule_free(begun);
    peri_date_rule_free(dates);
    CHECK_INT("let go once", keep.released * 10 + counter.released, 11);
    CHECK_INT("no leak", peri_mem_live(), before);
    rule_world_close(&w);
}

SUITE(time_function_fails)
{
    static const int64_t items[] = {1, 2, 3};
    rule_counter counter = {.items = items, .n = 3, .fail_at = 1}, dates_fail = {.fail_at = 3};
    peri_date_rule *all = NULL, *where = NULL;
    peri_time_rule *rule = NULL, *begun = NULL;
    peri_error err = {0, ""};
    int64_t before = peri_mem_live();
    CHECK_INT("made", peri_date_rule_every_day(&all, NULL), PERI_OK);
    CHECK_INT("made", peri_date_rule_where(NULL, rule_keep_function(&dates_fail), &where, NULL),
              PERI_OK);
    CHECK_INT("made", peri_time_rule_function("mine", rule_times_function(&counter), &rule, NULL),
              PERI_OK);
    CHECK_INT("fails", peri_time_rule_begin(rule, all, 0, &begun, &err), PERI_ESCRIPT);
    CHECK_STR("text", err.text, "call 1 failed");
    CHECK_INT("dates fail", peri_time_rule_begin(rule, where, 0, &begun, &err), PERI_ESCRIPT);
    CHECK_STR("text", err.text, "call 3 failed");
    CHECK_INT("not called then", counter.calls, 1);
    CHECK("untouched", begun == NULL);
    peri_time_rule_free(rule);
    peri_date_rule_free(where);
    peri_date_rule_free(all);
    CHECK_INT("no leak", peri_mem_live(), before);
}
