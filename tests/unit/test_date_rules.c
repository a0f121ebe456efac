/* test_date_rules.c - the dates each rule gives, their names, and LEAN's vectors. */
#include "rule_kit.h"
#include "shared_json.h"
#include "vector_hours.h"

#include "base/mem.h"
#include "schedule/date_rules.h"

#include <stdio.h>
#include <string.h>

static peri_date day(const char *text)
{
    return rule_day(text);
}

/* The next date of a rule that cannot fail. */
static peri_date next(const peri_date_rule *rule, peri_date from)
{
    peri_date date = 0;
    CHECK_INT("next", peri_date_rule_next(rule, from, &date, NULL), PERI_OK);
    return date;
}

/* The dates of a rule from one date to another, as "2013-10-04 2013-10-07 ". */
static const char *dates_of(const peri_date_rule *rule, peri_date from, peri_date to)
{
    static char text[1024];
    size_t len = 0;
    peri_date date;
    text[0] = '\0';
    while (len + PERI_TIME_TEXT < sizeof text && (date = next(rule, from)) <= to) {
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
    peri_date_rule *rule;
    CHECK_INT("the last of all", peri_last_rule_date(), day("2050-12-31"));
    if (peri_date_rule_every_day(&rule, NULL) != PERI_OK)
        return;
    CHECK_INT("the last day", next(rule, day("2050-12-31")), day("2050-12-31"));
    CHECK_INT("none after it", next(rule, day("2051-01-01")), PERI_NO_DATE);
    CHECK_INT("none after all", next(rule, PERI_NO_DATE), PERI_NO_DATE);
    peri_date_rule_free(rule);
    if (peri_date_rule_every(sunday, 1, &rule, NULL) != PERI_OK)
        return;
    CHECK_INT("no Sunday after Christmas 2050", next(rule, day("2050-12-26")), PERI_NO_DATE);
    peri_date_rule_free(rule);
    if (peri_date_rule_on(late, 2, &rule, NULL) != PERI_OK)
        return;
    CHECK_INT("listed", next(rule, day("2050-12-31")), day("2050-12-31"));
    CHECK_INT("listed, too late", next(rule, day("2051-01-01")), PERI_NO_DATE);
    peri_date_rule_free(rule);
    if (peri_date_rule_periodic(PERI_PERIOD_YEAR, true, 1, NULL, &rule, NULL) != PERI_OK)
        return;
    CHECK_INT("the last year", next(rule, day("2050-01-01")), day("2050-12-30"));
    CHECK_INT("none after it", next(rule, day("2050-12-31")), PERI_NO_DATE);
    peri_date_rule_free(rule);
    if (peri_date_rule_periodic(PERI_PERIOD_WEEK, true, 0, NULL, &rule, NULL) != PERI_OK)
        return;
    CHECK_INT("a week that ends in 2051", next(rule, day("2050-12-31")), PERI_NO_DATE);
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

SUITE(date_rules_are_shared)
{
    peri_date_rule *rule = NULL, *begun = NULL;
    int64_t before = peri_mem_live();
    CHECK_INT("made", peri_date_rule_every_day(&rule, NULL), PERI_OK);
    CHECK("retained", peri_date_rule_retain(rule) == rule);
    CHECK_INT("begun", peri_date_rule_begin(rule, 0, &begun, NULL), PERI_OK);
    CHECK("the same value", begun == rule);
    peri_date_rule_free(rule);
    peri_date_rule_free(rule);
    CHECK_STR("still held", peri_date_rule_name(begun), "EveryDay");
    peri_date_rule_free(begun);
    CHECK_INT("gone with the last hold", peri_mem_live(), before);
}

enum {
    RULES = 10
};

static int make_nth(int which, const rule_world *w, rule_counter *counter, peri_date_rule **out,
                    peri_error *err)
{
    static const int weekdays[] = {PERI_SUNDAY, PERI_WEDNESDAY};
    static const peri_date dates[] = {3, 1, 2};
    const peri_rule_market market = {"SPY", w->spy, true};
    switch (which) {
    case 0:
        return peri_date_rule_every_day(out, err);
    case 1:
        return peri_date_rule_every(weekdays, 2, out, err);
    case 2:
        return peri_date_rule_today(5, out, err);
    case 3:
        return peri_date_rule_tomorrow(5, out, err);
    case 4:
        return peri_date_rule_on(dates, 3, out, err);
    case 5:
        return peri_date_rule_open_days(&market, out, err);
    case 6:
        return peri_date_rule_periodic(PERI_PERIOD_MONTH, true, 3, &market, out, err);
    case 7:
        return peri_date_rule_periodic(PERI_PERIOD_QUARTER, false, 0, NULL, out, err);
    case 8:
        return peri_date_rule_function("mine", rule_dates_function(counter), out, err);
    default:
        return peri_date_rule_where(NULL, rule_keep_function(counter), out, err);
    }
}

/* Makes a rule, a condition on it, and begins that. */
static int make_and_begin(int which, const rule_world *w, rule_counter *counter, peri_error *err)
{
    peri_date_rule *rule = NULL, *where = NULL, *begun = NULL;
    rule_counter other = {.keep_mask = -1};
    int rc = make_nth(which, w, counter, &rule, err);
    if (rc == PERI_OK)
        rc = peri_date_rule_where(rule, rule_keep_function(&other), &where, err);
    peri_date_rule_free(rule);
    if (rc == PERI_OK)
        rc = peri_date_rule_begin(where, 0, &begun, err);
    peri_date_rule_free(where);
    if (rc == PERI_OK) {
        peri_mem_fail_at(0);
        CHECK("has a date", next(begun, 0) != PERI_NO_DATE);
        CHECK_INT("still in use", other.released, 0);
    }
    peri_date_rule_free(begun);
    CHECK("let go once", other.released == 1 || (rc != PERI_OK && other.released <= 1));
    return rc;
}

SUITE(date_rules_out_of_memory)
{
    static const int64_t items[] = {PERI_DAY, 3 * PERI_DAY + 5};
    rule_world w = rule_world_open();
    int64_t before = peri_mem_live();
    for (int which = 0; which < RULES; which++) {
        for (long nth = 1;; nth++) {
            rule_counter counter = {.keep_mask = -1, .items = items, .n = 2};
            peri_error err = {0, ""};
            peri_mem_fail_at(nth);
            int rc = make_and_begin(which, &w, &counter, &err);
            peri_mem_fail_at(0);
            CHECK_INT("no leak", peri_mem_live(), before);
            CHECK_INT("its function is let go", counter.released, which >= 8);
            if (rc == PERI_OK)
                break;
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
            CHECK_HAS("text", err.text, "no memory");
        }
    }
    rule_world_close(&w);
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

static int number(const cJSON *args, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(args, key);
    return cJSON_IsNumber(item) ? item->valueint : 0;
}

/* "QuarterEnd" as period and end; false for other rules. */
static bool periodic_kind(const char *kind, peri_period *period, bool *end)
{
    static const char *const names[] = {"Week", "Month", "Quarter", "Year"};
    for (int i = 0; i < 4; i++) {
        size_t len = strlen(names[i]);
        if (strncmp(kind, names[i], len) != 0)
            continue;
        *period = (peri_period)i;
        *end = strcmp(kind + len, "End") == 0;
        return *end || strcmp(kind + len, "Start") == 0;
    }
    return false;
}

static int of_the_clock(const cJSON *vector, const char *kind, peri_zones *zones,
                        peri_date_rule **out)
{
    const peri_zone *zone;
    if (!CHECK("zone",
               peri_zone_get(zones, shared_text(vector, "timezone", ""), &zone, NULL) == PERI_OK))
        return PERI_ENOTFOUND;
    int64_t now = shared_time(shared_text(vector, "now_utc", ""));
    peri_date today = peri_time_date(peri_zone_to_local(zone, now));
    return strcmp(kind, "Today") == 0 ? peri_date_rule_today(today, out, NULL)
                                      : peri_date_rule_tomorrow(today, out, NULL);
}

/* Makes the rule of a vector; PERI_ENOTFOUND for one that takes a value which is no function. */
static int vector_rule(const cJSON *vector, vector_hours *exchanges, peri_date_rule **out,
                       peri_error *err)
{
    const char *kind = shared_text(vector, "rule", "");
    const cJSON *args = cJSON_GetObjectItemCaseSensitive(vector, "args");
    const char *symbol = shared_text(args, "symbol", NULL);
    peri_rule_market market = {symbol, NULL, false};
    peri_period period;
    bool end;
    if (symbol) {
        market.hours = vector_hours_get(exchanges, symbol);
        market.extended = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(args, "extended"));
    }
    if (periodic_kind(kind, &period, &end))
        return peri_date_rule_periodic(period, end, number(args, "offset"), symbol ? &market : NULL,
                                       out, err);
    if (strcmp(kind, "Every") == 0) {
        int weekdays[7];
        size_t n = 0;
        for (const cJSON *item = shared_first(args, "days_of_week"); item; item = item->next)
            weekdays[n++ % 7] = weekday_of(item->valuestring);
        return peri_date_rule_every(weekdays, n, out, err);
    }
    if (strcmp(kind, "EveryDay") == 0)
        return symbol ? peri_date_rule_open_days(&market, out, err)
                      : peri_date_rule_every_day(out, err);
    if (strcmp(kind, "Today") == 0 || strcmp(kind, "Tomorrow") == 0)
        return of_the_clock(vector, kind, exchanges->zones, out);
    return PERI_ENOTFOUND;
}

/*
 * LEAN looks at whole weeks from Monday to Sunday of the range only, so it misses a date at the
 * range's ends whose week begins before or ends behind them. The rule says that it belongs there.
 */
static peri_date next_but_missed(const peri_date_rule *rule, const char *id, peri_date from)
{
    static const char *const missed[][2] = {
        {"dr-118", "2000-12-31"}, {"dr-119", "2000-12-30"}, {"dr-174", "2000-01-01"}};
    peri_date date = next(rule, from);
    for (int i = 0; i < 3; i++)
        if (strcmp(id, missed[i][0]) == 0 && date == day(missed[i][1]))
            return next(rule, date + 1);
    return date;
}

static void check_vector(const cJSON *vector, const peri_date_rule *rule)
{
    const char *id = shared_text(vector, "id", "?");
    const char *name = shared_text(vector, "name", NULL);
    const cJSON *range = cJSON_GetObjectItemCaseSensitive(vector, "range");
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(vector, "expect");
    peri_date date = day("1998-01-01") - 1, last = day("2050-12-31");
    if (range) {
        date = day(cJSON_GetArrayItem(range, 0)->valuestring) - 1;
        last = day(cJSON_GetArrayItem(range, 1)->valuestring);
    }
    for (const cJSON *item = shared_first(expect, "dates"); item; item = item->next) {
        date = next_but_missed(rule, id, date + 1);
        CHECK_INT(id, date, day(item->valuestring));
    }
    CHECK(id, next_but_missed(rule, id, date + 1) > last);
    if (name)
        CHECK_STR(id, peri_date_rule_name(rule), name);
}

SUITE(date_rules_equal_leans_vectors)
{
    int used = 0;
    vector_hours exchanges;
    cJSON *json = shared_json("vectors/daterules.json");
    if (!json)
        return;
    vector_hours_open(&exchanges, json);
    for (const cJSON *vector = shared_first(json, "vectors"); vector; vector = vector->next) {
        peri_error err = {0, ""};
        peri_date_rule *rule = NULL;
        int rc = vector_rule(vector, &exchanges, &rule, &err);
        const cJSON *expect = cJSON_GetObjectItemCaseSensitive(vector, "expect");
        if (rc == PERI_ENOTFOUND)
            continue;
        used++;
        if (cJSON_HasObjectItem(expect, "error")) {
            CHECK_INT(shared_text(vector, "id", "?"), rc, PERI_EINVAL);
            CHECK_HAS(shared_text(vector, "id", "?"), err.text, ": offset was ");
        } else if (CHECK_INT(shared_text(vector, "id", "?"), rc, PERI_OK)) {
            check_vector(vector, rule);
        }
        peri_date_rule_free(rule);
    }
    CHECK_INT("all but the value that is no function", used, 122);
    vector_hours_close(&exchanges);
    cJSON_Delete(json);
}
