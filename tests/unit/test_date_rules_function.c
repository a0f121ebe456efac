/* test_date_rules_function.c - dates that functions give or keep, and their failures. */
#include "rule_kit.h"

#include "base/mem.h"
#include "schedule/date_rules.h"

#include <stdio.h>

static peri_date next(const peri_date_rule *rule, peri_date from)
{
    peri_date date = 0;
    CHECK_INT("next", peri_date_rule_next(rule, from, &date, NULL), PERI_OK);
    return date;
}

SUITE(date_function_gives_dates)
{
    const int64_t items[] = {rule_time("2013-10-09 23:59"), rule_time("2013-10-07"),
                             rule_time("2013-10-09"),       rule_time("2051-01-01"),
                             rule_time("2013-10-01"),       rule_time("2050-12-31 12:00")};
    rule_counter counter = {.items = items, .n = 6};
    peri_date_rule *rule = NULL, *begun = NULL, *again = NULL;
    peri_error err = {0, ""};
    peri_date date = 7;
    CHECK_INT("made", peri_date_rule_function("mine", rule_dates_function(&counter), &rule, NULL),
              PERI_OK);
    CHECK_STR("name", peri_date_rule_name(rule), "mine");
    CHECK_INT("not called yet", peri_date_rule_next(rule, 0, &date, &err), PERI_ESTATE);
    CHECK_STR("text", err.text, "date rule mine: its function was not called yet");
    CHECK_INT("untouched", date, 7);
    CHECK_INT("begun", peri_date_rule_begin(rule, rule_day("2013-10-02"), &begun, NULL), PERI_OK);
    CHECK_INT("asked from", counter.from, rule_day("2013-10-02"));
    CHECK_INT("asked to", counter.to, rule_day("2050-12-31"));
    CHECK_STR("name", peri_date_rule_name(begun), "mine");
    CHECK_INT("those before are dropped", next(begun, 0), rule_day("2013-10-07"));
    CHECK_INT("a day once", next(begun, rule_day("2013-10-08")), rule_day("2013-10-09"));
    CHECK_INT("a day once", next(begun, rule_day("2013-10-10")), rule_day("2050-12-31"));
    CHECK_INT("begun twice", peri_date_rule_begin(begun, 0, &again, NULL), PERI_OK);
    CHECK("a list by then", again == begun);
    CHECK_INT("called once", counter.calls, 1);
    peri_date_rule_free(again);
    peri_date_rule_free(begun);
    CHECK_INT("begun late", peri_date_rule_begin(rule, rule_day("2051-01-01"), &begun, NULL),
              PERI_OK);
    CHECK_INT("no date is left to ask for", counter.calls, 1);
    CHECK_INT("none", next(begun, 0), PERI_NO_DATE);
    peri_date_rule_free(rule);
    CHECK_INT("the list does not need it", counter.released, 1);
    peri_date_rule_free(begun);
}

SUITE(date_function_fails)
{
    static const int64_t items[] = {0, PERI_DAY};
    rule_counter counter = {.items = items, .n = 2, .fail_at = 1};
    peri_date_rule *rule = NULL, *begun = NULL;
    peri_error err = {0, ""};
    int64_t before = peri_mem_live();
    CHECK_INT("made", peri_date_rule_function("mine", rule_dates_function(&counter), &rule, NULL),
              PERI_OK);
    CHECK_INT("fails", peri_date_rule_begin(rule, 0, &begun, &err), PERI_ESCRIPT);
    CHECK_STR("its text", err.text, "call 1 failed");
    CHECK("untouched", begun == NULL);
    peri_date_rule_free(rule);
    CHECK_INT("let go", counter.released, 1);
    CHECK_INT("no leak", peri_mem_live(), before);
}

SUITE(date_where_of_every_day)
{
    rule_counter counter = {.keep_mask = INT64_C(0x123456789)};
    peri_date_rule *rule = NULL, *begun = NULL;
    CHECK_INT("made", peri_date_rule_where(NULL, rule_keep_function(&counter), &rule, NULL),
              PERI_OK);
    CHECK_STR("name", peri_date_rule_name(rule), "EveryDay");
    CHECK_INT("begun", peri_date_rule_begin(rule, 0, &begun, NULL), PERI_OK);
    CHECK("as it is", begun == rule);
    int wrong = 0;
    for (peri_date from = -500; from < 500; from++) {
        peri_date want = from;
        while (!rule_keeps(&counter, peri_time_at(want, 0)))
            want++;
        wrong += next(rule, from) != want;
    }
    CHECK_INT("as the function says", wrong, 0);
    counter.keep_mask = 0;
    counter.calls = 0;
    CHECK_INT("keeps none", next(rule, rule_day("2050-12-01")), PERI_NO_DATE);
    CHECK_INT("each day was asked for once", counter.calls, 31);
    peri_date_rule_free(rule);
    peri_date_rule_free(begun);
    CHECK_INT("let go", counter.released, 1);
}

SUITE(date_where_fails)
{
    rule_counter counter = {.keep_mask = 0, .fail_at = 4};
    peri_date_rule *rule = NULL;
    peri_error err = {0, ""};
    peri_date date = 7;
    if (peri_date_rule_where(NULL, rule_keep_function(&counter), &rule, NULL) != PERI_OK)
        return;
    CHECK_INT("fails", peri_date_rule_next(rule, 0, &date, &err), PERI_ESCRIPT);
    CHECK_STR("text", err.text, "call 4 failed");
    CHECK_INT("untouched", date, 7);
    peri_date_rule_free(rule);
}

/* A condition on a condition on what a function gives: all are begun at once. */
SUITE(date_where_of_function)
{
    const int64_t items[] = {PERI_DAY, 2 * PERI_DAY, 3 * PERI_DAY, 9 * PERI_DAY};
    rule_counter gives = {.items = items, .n = 4}, first = {.keep_mask = -1},
                 second = {.keep_mask = -1};
    peri_date_rule *rule = NULL, *one = NULL, *two = NULL, *begun = NULL;
    int64_t before = peri_mem_live();
    CHECK_INT("made", peri_date_rule_function("mine", rule_dates_function(&gives), &rule, NULL),
              PERI_OK);
    CHECK_INT("made", peri_date_rule_where(rule, rule_keep_function(&first), &one, NULL), PERI_OK);
    CHECK_INT("made", peri_date_rule_where(one, rule_keep_function(&second), &two, NULL), PERI_OK);
    CHECK_STR("name", peri_date_rule_name(two), "mine");
    peri_date_rule_free(rule);
    peri_date_rule_free(one);
    CHECK_INT("begun", peri_date_rule_begin(two, 2, &begun, NULL), PERI_OK);
    CHECK("another value", begun != two);
    CHECK_STR("name", peri_date_rule_name(begun), "mine");
    peri_date_rule_free(two);
    CHECK_INT("in use", gives.released + first.released + second.released, 0);
    CHECK_INT("dates", next(begun, 0), 2);
    CHECK_INT("dates", next(begun, 3), 3);
    first.keep_mask = 0;
    CHECK_INT("kept by both", next(begun, 4), PERI_NO_DATE);
    first.keep_mask = -1;
    second.keep_mask = 0;
    CHECK_INT("kept by both", next(begun, 4), PERI_NO_DATE);
    CHECK_INT("called once", gives.calls, 1);
    peri_date_rule_free(begun);
    CHECK_INT("all let go once", gives.released * 100 + first.released * 10 + second.released, 111);
    CHECK_INT("no leak", peri_mem_live(), before);
}
