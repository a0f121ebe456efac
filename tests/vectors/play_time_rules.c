/* play_time_rules.c - vectors of kind timerules: which instants a rule gives for dates. */
#include "vec_kit.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "schedule/time_rules.h"
#include "vec_exchange.h"
#include "vec_formula.h"
#include "vec_lua.h"

enum {
    RULES_MAX = 64,     /* of a Composite */
    TIMES_MAX = 4000000 /* of one vector: more are a runaway rule */
};

#define MILLISECOND 1e6 /* ns */

static const struct edge {
    const char *name;
    peri_market_edge edge;
} edges[] = {
    {"AfterMarketOpen", PERI_AFTER_OPEN},
    {"BeforeMarketOpen", PERI_BEFORE_OPEN},
    {"BeforeMarketClose", PERI_BEFORE_CLOSE},
    {"AfterMarketClose", PERI_AFTER_CLOSE},
};

/* One vector being played. */
struct play {
    vec_file *file;
    const cJSON *vector, *args;
    peri_market_set markets; /* of rules without a symbol */
    peri_date *dates;        /* shape [date_count], owned; NULL when there are none */
    size_t date_count;
    peri_error err;
};

static bool read_dates(struct play *play)
{
    const cJSON *list = vec_member(play->vector, "dates"), *item = NULL;
    play->dates = peri_calloc((size_t)cJSON_GetArraySize(list) + 1, sizeof *play->dates);
    vec_need_memory(play->dates != NULL);
    cJSON_ArrayForEach(item, list) if (vec_date(play->file, item, &play->dates[play->date_count]))
        play->date_count++;
    return !play->file->failed;
}

/* --- markets --- */

/* SPY's hours first, then those of all securities, each once, as the engine seeds its own set. */
static bool fill_markets(struct play *play)
{
    const cJSON *item = NULL;
    const peri_hours *hours = vec_hours(play->file, "SPY");
    if (!hours)
        return false;
    vec_need_memory(peri_market_set_add(&play->markets, hours, &play->err) == PERI_OK);
    cJSON_ArrayForEach(item, vec_member(play->vector, "securities"))
    {
        const char *name = cJSON_GetStringValue(item);
        hours = name ? vec_hours(play->file, name) : NULL;
        if (!hours) {
            vec_fail(play->file, "'securities' has an item that is no exchange");
            return false;
        }
        vec_need_memory(peri_market_set_add(&play->markets, hours, &play->err) == PERI_OK);
    }
    return true;
}

static int make_market(struct play *play, const struct edge *edge, peri_time_rule **out)
{
    const char *symbol = vec_text(play->file, play->args, "symbol", NULL);
    bool extended = vec_flag(play->file, play->args, "extended", false);
    int64_t offset = vec_ns(play->file, "minutes", vec_number(play->file, play->args, "minutes", 0),
                            (double)PERI_MINUTE);
    if (!symbol)
        return fill_markets(play) ? peri_time_rule_markets(edge->edge, &play->markets, extended,
                                                           offset, out, &play->err)
                                  : PERI_OK;
    peri_rule_market market = {symbol, vec_hours(play->file, symbol), extended};
    return market.hours ? peri_time_rule_market(edge->edge, &market, offset, out, &play->err)
                        : PERI_OK;
}

/* --- other rules --- */

static int give_times(void *ctx, const peri_date *dates, size_t n, peri_times *out, peri_error *err)
{
    struct play *play = ctx;
    peri_times local = {NULL, 0, 0};
    for (size_t i = 0; i < n; i++)
        vec_need_memory(peri_times_add(&local, peri_time_at(dates[i], 0)) == PERI_OK);
    vec_arguments arguments = {.dates = local.items, .date_count = n};
    const char *note = vec_text(play->file, play->vector, "note", NULL);
    bool ok = vec_formula(vec_formula_in(note), &arguments, out);
    peri_times_deinit(&local);
    return ok ? PERI_OK : peri_fail(err, PERI_EINVAL, "the note's function cannot be read");
}

static int make_function(struct play *play, peri_time_rule **out)
{
    if (!vec_formula_in(vec_text(play->file, play->vector, "note", NULL))) {
        vec_fail(play->file, "rule Func: neither args.function nor a note that tells what the "
                             "function returns");
        return PERI_OK;
    }
    peri_rule_function function = {.times = give_times, .ctx = play};
    return peri_time_rule_function("f", function, out, &play->err);
}

/* Rules of one number or none, which also stand in a Composite: ["At", 36000000], ["Noon"]. */
static int make_plain(struct play *play, const char *name, double number, const peri_zone *zone,
                      peri_time_rule **out)
{
    int64_t span = vec_ns(play->file, name, number, MILLISECOND);
    if (strcmp(name, "At") == 0)
        return peri_time_rule_at(span, zone, out, &play->err);
    if (strcmp(name, "Every") == 0)
        return peri_time_rule_every(span, zone, out, &play->err);
    if (strcmp(name, "Noon") == 0)
        return peri_time_rule_noon(zone, out, &play->err);
    if (strcmp(name, "Midnight") == 0)
        return peri_time_rule_midnight(zone, out, &play->err);
    vec_fail(play->file, "rule '%s' is not known", name);
    return PERI_OK;
}

static int make_composite(struct play *play, const peri_zone *zone, peri_time_rule **out)
{
    peri_time_rule *rules[RULES_MAX] = {NULL};
    size_t n = 0;
    int rc = PERI_OK;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, vec_need_array(play->file, play->args, "rules"))
    {
        const char *name = cJSON_GetStringValue(cJSON_GetArrayItem(item, 0));
        const cJSON *number = cJSON_GetArrayItem(item, 1);
        if (!name || n == RULES_MAX || cJSON_GetArraySize(item) > 2 ||
            (number && !cJSON_IsNumber(number)))
            vec_fail(play->file, "'rules' has an item that is no [name, ms]");
        else if (rc == PERI_OK)
            rc = make_plain(play, name, number ? number->valuedouble : 0, zone, &rules[n++]);
    }
    if (rc == PERI_OK && !play->file->failed)
        rc = peri_time_rule_union(rules, n, out, &play->err);
    while (n > 0)
        peri_time_rule_free(rules[--n]);
    return rc;
}

static int make_rule(struct play *play, const char *name, peri_time_rule **out)
{
    int64_t now = 0;
    const char *zone_name = vec_text(play->file, play->vector, "timezone", "UTC");
    const peri_zone *zone =
        vec_zone(play->file, vec_text(play->file, play->args, "timezone", zone_name));
    if (!zone)
        return PERI_OK;
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++)
        if (strcmp(name, edges[i].name) == 0)
            return make_market(play, &edges[i], out);
    if (strcmp(name, "Now") == 0)
        return vec_time(play->file, vec_need(play->file, play->vector, "now_utc"), &now)
                   ? peri_time_rule_now(now, out, &play->err)
                   : PERI_OK;
    if (strcmp(name, "Composite") == 0)
        return make_composite(play, zone, out);
    if (strcmp(name, "Func") == 0)
        return make_function(play, out);
    double number = 0;
    if (strcmp(name, "At") == 0)
        number = vec_need_number(play->file, play->args, "time_of_day_ms");
    else if (strcmp(name, "Every") == 0)
        number = vec_need_number(play->file, play->args, "interval_ms");
    return make_plain(play, name, number, zone, out);
}

/* --- playing --- */

/* The rule's times of one date; a list gives all it has for any date. */
static int walk_date(struct play *play, const peri_time_rule *rule, peri_date date, peri_times *out)
{
    int64_t at = INT64_MIN;
    for (;;) {
        int rc = peri_time_rule_next(rule, date, at, &at, &play->err);
        if (rc != PERI_OK || at == PERI_NEVER)
            return rc;
        if (out->n == TIMES_MAX)
            return peri_fail(&play->err, PERI_ELIMIT, "more than %d times", TIMES_MAX);
        vec_need_memory(peri_times_add(out, at) == PERI_OK);
    }
}

static void walk(struct play *play, const peri_time_rule *rule, peri_times *out)
{
    peri_date_rule *dates = NULL;
    peri_time_rule *begun = NULL;
    if (play->date_count == 0)
        return;
    peri_date from = play->dates[0];
    for (size_t i = 1; i < play->date_count; i++)
        from = play->dates[i] < from ? play->dates[i] : from;
    int rc = peri_date_rule_on(play->dates, play->date_count, &dates, &play->err);
    if (rc == PERI_OK)
        rc = peri_time_rule_begin(rule, dates, from, &begun, &play->err);
    size_t n = rc == PERI_OK && peri_time_rule_is_list(begun) ? 1 : play->date_count;
    for (size_t i = 0; rc == PERI_OK && i < n; i++)
        rc = walk_date(play, begun, play->dates[i], out);
    if (rc != PERI_OK)
        vec_fail(play->file, "walking the times: %s", play->err.text);
    peri_date_rule_free(dates);
    peri_time_rule_free(begun);
}

static void compare_one(struct play *play, const cJSON *expect, const peri_times *got,
                        const char *key, size_t index)
{
    const cJSON *item = vec_member(expect, key);
    if (item)
        vec_compare_time(play->file, key, item, index < got->n ? got->items[index] : PERI_NEVER);
}

static void compare_times(struct play *play, const cJSON *expect, const peri_times *got)
{
    const cJSON *utc = vec_member(expect, "utc"), *count = vec_member(expect, "count");
    if (!utc && !count)
        vec_fail(play->file, "'expect' has neither utc nor count nor error");
    if (utc)
        vec_compare_times(play->file, "utc", utc, got);
    if (count)
        vec_compare_int(play->file, "count", count, (int64_t)got->n);
    compare_one(play, expect, got, "first_utc", 0);
    compare_one(play, expect, got, "second_utc", 1);
    compare_one(play, expect, got, "last_utc", got->n - 1);
}

static void compare_name(struct play *play, const char *got)
{
    const char *name = vec_text(play->file, play->vector, "name", NULL);
    const char *suffix = vec_text(play->file, play->vector, "name_suffix", NULL);
    size_t len = strlen(got), suffix_len = suffix ? strlen(suffix) : 0;
    if (name && strcmp(name, got) != 0)
        vec_fail(play->file, "name: expected '%s', got '%s'", name, got);
    if (suffix_len > len || (suffix && strcmp(got + len - suffix_len, suffix) != 0))
        vec_fail(play->file, "name: expected one that ends with '%s', got '%s'", suffix, got);
}

static void play_rule(struct play *play, const char *name, const cJSON *expect)
{
    peri_time_rule *rule = NULL;
    bool is_error = vec_member(expect, "error") != NULL;
    if (!vec_known(play->file, expect, "expect",
                   is_error ? "error" : "utc count first_utc second_utc last_utc") ||
        !vec_no_nulls(play->file, expect, "expect") || !read_dates(play))
        return;
    int rc = make_rule(play, name, &rule);
    if (!play->file->failed &&
        vec_compare_error(play->file, "making the rule",
                          vec_text(play->file, expect, "error", NULL), rc, &play->err)) {
        peri_times got = {NULL, 0, 0};
        walk(play, rule, &got);
        compare_name(play, peri_time_rule_name(rule));
        compare_times(play, expect, &got);
        peri_times_deinit(&got);
    }
    peri_time_rule_free(rule);
}

/* A value that is no function: the Lua face refuses it. */
static void play_not_callable(struct play *play, const cJSON *value, const cJSON *expect)
{
    peri_buf statement;
    const char *error = vec_text(play->file, expect, "error", NULL);
    peri_buf_init(&statement);
    peri_buf_text(&statement, "FuncTimeRule(\"f\", ");
    vec_lua_literal(&statement, value);
    peri_buf_text(&statement, ")");
    vec_known(play->file, expect, "expect", "error");
    vec_compare_error(play->file, "FuncTimeRule", error, PERI_EINVAL, &play->err);
    vec_lua_statement(play->file, peri_buf_str(&statement), "FuncTimeRule", error);
    peri_buf_deinit(&statement);
}

/* How many calendars rules without a symbol look at. The note tells of option contracts of one
   underlying; all have the hours of SPY_OPTION. */
static void play_considered(struct play *play, const cJSON *expect)
{
    const char *note = vec_text(play->file, play->vector, "note", "");
    const peri_hours *option = NULL;
    if (!vec_known(play->file, expect, "expect", "count") || !fill_markets(play))
        return;
    if (!vec_member(play->vector, "securities")) {
        if (!strstr(note, "ten option contracts of one underlying")) {
            vec_fail(play->file, "neither 'securities' nor a note that tells of them");
            return;
        }
        option = vec_hours(play->file, "SPY_OPTION");
    }
    for (int i = 0; option && i < 10; i++)
        vec_need_memory(peri_market_set_add(&play->markets, option, &play->err) == PERI_OK);
    vec_compare_int(play->file, "count", vec_need(play->file, expect, "count"),
                    (int64_t)play->markets.n);
}

void vec_play_time_rule(vec_file *file, const cJSON *vector)
{
    struct play play = {.file = file, .vector = vector, .args = vec_member(vector, "args")};
    const char *rule = vec_need_text(file, vector, "rule");
    const cJSON *expect = vec_need(file, vector, "expect");
    if (!rule || !vec_known(file, vector, "vector",
                            "rule args timezone dates securities expect now_utc name name_suffix"))
        return;
    if (play.args && !vec_known(file, play.args, "args",
                                "time_of_day_ms interval_ms minutes extended symbol timezone rules "
                                "function"))
        return;
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(play.args, "function");
    if (strcmp(rule, "Func") == 0 && value)
        play_not_callable(&play, value, expect);
    else if (strcmp(rule, "exchange_hours_considered") == 0)
        play_considered(&play, expect);
    else
        play_rule(&play, rule, expect);
    peri_market_set_deinit(&play.markets);
    peri_free(play.dates);
}
