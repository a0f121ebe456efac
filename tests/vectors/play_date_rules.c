/* play_date_rules.c - vectors of kind daterules: which dates a rule gives. */
#include "vec_kit.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "schedule/date_rules.h"
#include "vec_exchange.h"
#include "vec_formula.h"
#include "vec_lua.h"

static const struct periodic {
    const char *name;
    peri_period period;
    bool end;
} periodics[] = {
    {"WeekStart", PERI_PERIOD_WEEK, false},       {"WeekEnd", PERI_PERIOD_WEEK, true},
    {"MonthStart", PERI_PERIOD_MONTH, false},     {"MonthEnd", PERI_PERIOD_MONTH, true},
    {"QuarterStart", PERI_PERIOD_QUARTER, false}, {"QuarterEnd", PERI_PERIOD_QUARTER, true},
    {"YearStart", PERI_PERIOD_YEAR, false},       {"YearEnd", PERI_PERIOD_YEAR, true},
};

/* One vector being played. */
struct play {
    vec_file *file;
    const cJSON *vector, *args;
    peri_date_rule *rule; /* NULL until it is made, and after an error */
    peri_error err;
    int rc;                          /* of the maker */
    bool whole;                      /* all dates are compared, whatever the range */
    const struct periodic *periodic; /* NULL for other rules */
    peri_rule_market market;         /* of args; symbol NULL: calendar days */
    int offset;
    vec_arguments arguments;
};

static bool read_range(struct play *play, peri_date *from, peri_date *to)
{
    const cJSON *range = vec_member(play->vector, "range");
    *from = peri_date_make(1700, 1, 2);
    *to = peri_last_rule_date();
    if (play->whole || !range)
        return play->whole;
    if (cJSON_GetArraySize(range) != 2) {
        vec_fail(play->file, "'range' has %d items, expected 2", cJSON_GetArraySize(range));
        return false;
    }
    bool read = vec_date(play->file, cJSON_GetArrayItem(range, 0), from) &&
                vec_date(play->file, cJSON_GetArrayItem(range, 1), to);
    if (read && *from > *to)
        vec_fail(play->file, "'range' ends before it begins");
    return read && *from <= *to;
}

/* --- making --- */

/* A market when args name a symbol. Returns false after a failure. */
static bool read_market(struct play *play, bool extended)
{
    const char *symbol = vec_text(play->file, play->args, "symbol", NULL);
    play->market.symbol = symbol;
    play->market.extended = vec_flag(play->file, play->args, "extended", extended);
    play->market.hours = symbol ? vec_hours(play->file, symbol) : NULL;
    return !play->file->failed;
}

static int make_offset(struct play *play, int offset, peri_date_rule **out, peri_error *err)
{
    return peri_date_rule_periodic(play->periodic->period, play->periodic->end, offset,
                                   play->market.symbol ? &play->market : NULL, out, err);
}

static void make_periodic(struct play *play, const struct periodic *periodic)
{
    int64_t offset = vec_int(play->file, play->args, "offset", 0);
    if (offset < INT32_MIN || offset > INT32_MAX)
        vec_fail(play->file, "'offset' is out of range");
    play->periodic = periodic;
    play->offset = (int)offset;
    if (read_market(play, true))
        play->rc = make_offset(play, play->offset, &play->rule, &play->err);
}

static void make_every_day(struct play *play)
{
    if (!read_market(play, false))
        return;
    play->rc = play->market.symbol
                   ? peri_date_rule_open_days(&play->market, &play->rule, &play->err)
                   : peri_date_rule_every_day(&play->rule, &play->err);
}

static int weekday_of(const cJSON *item)
{
    static const char *const names[] = {"sunday",   "monday", "tuesday", "wednesday",
                                        "thursday", "friday", "saturday"};
    const char *text = cJSON_GetStringValue(item);
    for (int day = PERI_SUNDAY; text && day <= PERI_SATURDAY; day++)
        if (strcasecmp(text, names[day]) == 0)
            return day;
    return -1;
}

static void make_every(struct play *play)
{
    int days[64];
    size_t n = 0;
    const cJSON *list = vec_need_array(play->file, play->args, "days_of_week"), *item = NULL;
    cJSON_ArrayForEach(item, list)
    {
        int day = weekday_of(item);
        if (day < 0 || n == sizeof days / sizeof days[0]) {
            vec_fail(play->file, "'days_of_week' has an item that is no day of the week");
            return;
        }
        days[n++] = day;
    }
    if (list)
        play->rc = peri_date_rule_every(days, n, &play->rule, &play->err);
}

static void make_on_list(struct play *play, const cJSON *list)
{
    size_t n = 0;
    const cJSON *item = NULL;
    peri_date *dates = peri_calloc((size_t)cJSON_GetArraySize(list) + 1, sizeof *dates);
    vec_need_memory(dates != NULL);
    cJSON_ArrayForEach(item, list) if (vec_date(play->file, item, &dates[n])) n++;
    if (!play->file->failed)
        play->rc = peri_date_rule_on(dates, n, &play->rule, &play->err);
    peri_free(dates);
}

static void make_on(struct play *play)
{
    if (vec_member(play->args, "dates")) {
        make_on_list(play, vec_need_array(play->file, play->args, "dates"));
        return;
    }
    int64_t year = vec_need_int(play->file, play->args, "year");
    int64_t month = vec_need_int(play->file, play->args, "month");
    int64_t day = vec_need_int(play->file, play->args, "day");
    if (play->file->failed)
        return;
    if (year < 1700 || year > 2250 || month < 1 || month > 12 || day < 1 ||
        !peri_date_valid((int)year, (int)month, (int)day)) {
        play->rc = peri_fail(&play->err, PERI_EINVAL, "no such date");
        return;
    }
    peri_date date = peri_date_make((int)year, (int)month, (int)day);
    play->rc = peri_date_rule_on(&date, 1, &play->rule, &play->err);
}

static void make_today(struct play *play, bool tomorrow)
{
    int64_t now = 0;
    const char *name = vec_text(play->file, play->vector, "timezone", "America/New_York");
    const peri_zone *zone = vec_zone(play->file, name);
    if (!vec_time(play->file, vec_need(play->file, play->vector, "now_utc"), &now) || !zone)
        return;
    peri_date today = peri_time_date(peri_zone_to_local(zone, now));
    play->whole = true; /* LEAN ignores the range of these two */
    play->rc =
        (tomorrow ? peri_date_rule_tomorrow : peri_date_rule_today)(today, &play->rule, &play->err);
}

/* --- Func --- */

/* The user's function: the vector's note says what it returns. */
static int give_dates(void *ctx, peri_date from, peri_date to, peri_times *out, peri_error *err)
{
    struct play *play = ctx;
    play->arguments.start = peri_time_at(from, 0);
    if (!vec_member(play->vector, "range"))
        play->arguments.end = peri_time_at(to, 0);
    if (vec_formula(vec_formula_in(vec_text(play->file, play->vector, "note", NULL)),
                    &play->arguments, out))
        return PERI_OK;
    vec_fail(play->file, "the note's function cannot be read");
    return peri_fail(err, PERI_EINVAL, "no function");
}

static void make_function(struct play *play)
{
    const cJSON *range = vec_member(play->vector, "range");
    peri_date end = 0;
    if (!vec_formula_in(vec_text(play->file, play->vector, "note", NULL))) {
        vec_fail(play->file, "rule Func: neither args.function nor a note that tells what the "
                             "function returns");
        return;
    }
    if (range && vec_date(play->file, cJSON_GetArrayItem(range, 1), &end))
        play->arguments.end = peri_time_at(end, 0);
    play->whole = !range;
    peri_rule_function function = {.dates = give_dates, .ctx = play};
    play->rc = peri_date_rule_function("f", function, &play->rule, &play->err);
}

/* A value that is no function: the Lua face refuses it. */
static void play_not_callable(struct play *play, const cJSON *value)
{
    peri_buf statement;
    const cJSON *expect = vec_need(play->file, play->vector, "expect");
    const char *error = vec_text(play->file, expect, "error", NULL);
    peri_buf_init(&statement);
    peri_buf_text(&statement, "FuncDateRule(\"f\", ");
    vec_lua_literal(&statement, value);
    peri_buf_text(&statement, ")");
    vec_known(play->file, expect, "expect", "error");
    vec_compare_error(play->file, "FuncDateRule", error, PERI_EINVAL, &play->err);
    vec_lua_statement(play->file, peri_buf_str(&statement), "FuncDateRule", error);
    peri_buf_deinit(&statement);
}

/* --- playing --- */

static void make_rule(struct play *play, const char *name)
{
    for (size_t i = 0; i < sizeof periodics / sizeof periodics[0]; i++) {
        if (strcmp(name, periodics[i].name) == 0) {
            make_periodic(play, &periodics[i]);
            return;
        }
    }
    if (strcmp(name, "EveryDay") == 0)
        make_every_day(play);
    else if (strcmp(name, "Every") == 0)
        make_every(play);
    else if (strcmp(name, "On") == 0)
        make_on(play);
    else if (strcmp(name, "Today") == 0 || strcmp(name, "Tomorrow") == 0)
        make_today(play, strcmp(name, "Tomorrow") == 0);
    else if (strcmp(name, "Func") == 0)
        make_function(play);
    else
        vec_fail(play->file, "rule '%s' is not known", name);
}

/* The day from which a week's date is counted: what LEAN looks for in a range. */
static peri_date week_base(const struct play *play, peri_date date)
{
    int weekday = peri_date_weekday(date), first = 0, last = 0;
    if (play->market.symbol && peri_hours_week(play->market.hours, date - weekday, &first, &last))
        return date - weekday + (play->periodic->end ? last : first);
    if (play->periodic->end)
        return date + (PERI_FRIDAY - weekday + 7) % 7;
    return date - (weekday - PERI_MONDAY + 7) % 7;
}

/*
 * Whether the range of a vector asks for a date. Rules have no ranges here; LEAN's look through
 * whole weeks, from the Monday before the range to the Sunday behind it, for the days from which
 * dates are counted. A date at an end of the range that is counted from a day outside these weeks
 * is not asked for.
 */
static bool is_asked_for(const struct play *play, peri_date date, peri_date from, peri_date to)
{
    if (!play->periodic || play->periodic->period != PERI_PERIOD_WEEK)
        return true;
    peri_date base = week_base(play, date);
    return base >= from - (peri_date_weekday(from) + 6) % 7 &&
           base <= to + (7 - peri_date_weekday(to)) % 7;
}

/* All dates of the rule in the range, as local ns. */
static void walk(struct play *play, peri_times *out)
{
    peri_date from = 0, to = 0;
    peri_date_rule *begun = NULL;
    if (!read_range(play, &from, &to)) {
        vec_fail(play->file, "'range' is missing");
        return;
    }
    int rc = peri_date_rule_begin(play->rule, from, &begun, &play->err);
    for (peri_date at = from; rc == PERI_OK && at <= to; at++) {
        rc = peri_date_rule_next(begun, at, &at, &play->err);
        if (rc != PERI_OK || at > to)
            break;
        if (is_asked_for(play, at, from, to))
            vec_need_memory(peri_times_add(out, peri_time_at(at, 0)) == PERI_OK);
    }
    if (rc != PERI_OK)
        vec_fail(play->file, "walking the dates: %s", play->err.text);
    peri_date_rule_free(begun);
}

/* The name of the rule. One that was refused has none; it is then that of the rule without an
   offset, and the offset behind it. */
static void compare_name(struct play *play, const char *name)
{
    char got[VEC_PATH] = "";
    peri_date_rule *plain = NULL;
    peri_error err;
    if (play->rule) {
        snprintf(got, sizeof got, "%s", peri_date_rule_name(play->rule));
    } else if (play->periodic && make_offset(play, 0, &plain, &err) == PERI_OK) {
        snprintf(got, sizeof got, "%s%+d", peri_date_rule_name(plain),
                 play->periodic->end ? -play->offset : play->offset);
        peri_date_rule_free(plain);
    }
    if (strcmp(name, got) != 0)
        vec_fail(play->file, "name: expected '%s', got '%s'", name, got);
}

static void compare(struct play *play, const cJSON *expect)
{
    const char *error = vec_text(play->file, expect, "error", NULL);
    const char *name = vec_text(play->file, play->vector, "name", NULL);
    const cJSON *count = vec_member(expect, "count"), *dates = vec_member(expect, "dates");
    bool made = vec_compare_error(play->file, "making the rule", error, play->rc, &play->err);
    if (name && !play->file->failed)
        compare_name(play, name);
    if (!made)
        return;
    if (!count && !dates)
        vec_fail(play->file, "'expect' has neither dates nor count nor error");
    peri_times got = {NULL, 0, 0};
    walk(play, &got);
    if (dates)
        vec_compare_dates(play->file, "dates", dates, &got);
    if (count)
        vec_compare_int(play->file, "count", count, (int64_t)got.n);
    peri_times_deinit(&got);
}

void vec_play_date_rule(vec_file *file, const cJSON *vector)
{
    struct play play = {.file = file, .vector = vector, .args = vec_member(vector, "args")};
    const char *rule = vec_need_text(file, vector, "rule");
    const cJSON *expect = vec_need(file, vector, "expect");
    if (!rule || !vec_known(file, vector, "vector", "rule args range name expect now_utc timezone"))
        return;
    if (play.args &&
        !vec_known(file, play.args, "args",
                   "symbol offset extended dates days_of_week year month day function"))
        return;
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(play.args, "function");
    if (strcmp(rule, "Func") == 0 && value) {
        play_not_callable(&play, value);
        return;
    }
    bool is_error = vec_member(expect, "error") != NULL;
    if (!vec_known(file, expect, "expect", is_error ? "error" : "count dates") ||
        !vec_no_nulls(file, expect, "expect"))
        return;
    make_rule(&play, rule);
    if (!file->failed)
        compare(&play, expect);
    peri_date_rule_free(play.rule);
}
