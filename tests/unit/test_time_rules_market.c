/* test_time_rules_market.c - opens and closes of markets, and LEAN's vectors of all time rules. */
#include "rule_kit.h"
#include "shared_json.h"
#include "vector_hours.h"

#include "base/mem.h"
#include "schedule/time_rules.h"

#include <stdio.h>
#include <string.h>

static int64_t next(const peri_time_rule *rule, peri_date date, int64_t after)
{
    int64_t utc = 0;
    CHECK_INT("next", peri_time_rule_next(rule, date, after, &utc, NULL), PERI_OK);
    return utc;
}

/* The one time of a rule on a date, as text without seconds; "" when there is none. */
static const char *only(const peri_time_rule *rule, const char *date)
{
    static char text[PERI_TIME_TEXT];
    int64_t utc = next(rule, rule_day(date), INT64_MIN);
    if (utc == PERI_NEVER)
        return "";
    CHECK_INT("just one", next(rule, rule_day(date), utc), PERI_NEVER);
    CHECK_INT("still to come", next(rule, rule_day(date), utc - 1), utc);
    peri_time_format(utc, text);
    text[16] = '\0';
    return text;
}

SUITE(market_rules_names_and_times)
{
    rule_world w = rule_world_open();
    static const int64_t half_hour = 30 * PERI_MINUTE;
    const struct {
        peri_market_edge edge;
        bool extended;
        const peri_hours *hours;
        int64_t offset;
        const char *name, *date, *utc;
    } rows[] = {
        {PERI_AFTER_OPEN, false, w.spy, half_hour, "X: 30 min after MarketOpen", "2013-10-07",
         "2013-10-07 14:00"},
        {PERI_AFTER_OPEN, false, w.spy, -half_hour, "X: 30 min before MarketOpen", "2013-10-07",
         "2013-10-07 13:00"},
        {PERI_AFTER_OPEN, false, w.spy, 0, "X: 0 min after MarketOpen", "2013-10-07",
         "2013-10-07 13:30"},
        {PERI_AFTER_OPEN, true, w.spy, 0, "X: 0 min after ExtendedMarketOpen", "2013-10-07",
         "2013-10-07 08:00"},
        {PERI_BEFORE_OPEN, true, w.spy, half_hour, "X: 30 min before ExtendedMarketOpen",
         "2013-10-07", "2013-10-07 07:30"},
        {PERI_BEFORE_OPEN, false, w.spy, 0, "X: 0 min before MarketOpen", "2013-10-07",
         "2013-10-07 13:30"},
        {PERI_BEFORE_OPEN, false, w.spy, -half_hour, "X: 30 min after MarketOpen", "2013-10-07",
         "2013-10-07 14:00"},
        {PERI_BEFORE_CLOSE, false, w.spy, 10 * PERI_MINUTE, "X: 10 min before MarketClose",
         "2013-10-07", "2013-10-07 19:50"},
        {PERI_BEFORE_CLOSE, false, w.spy, 0, "X: 0 min before MarketClose", "2013-10-07",
         "2013-10-07 20:00"},
        {PERI_BEFORE_CLOSE, false, w.spy, -half_hour, "X: 30 min after MarketClose", "2013-10-07",
         "2013-10-07 20:30"},
        {PERI_AFTER_CLOSE, false, w.spy, 3000 * PERI_MINUTE, "X: 3000 min after MarketClose",
         "2013-10-07", "2013-10-09 22:00"},
        {PERI_AFTER_CLOSE, true, w.spy, 0, "X: 0 min after ExtendedMarketClose", "2013-10-07",
         "2013-10-08 00:00"},
        {PERI_AFTER_CLOSE, false, w.spy, 90 * PERI_SECOND, "X: 1.5 min after MarketClose",
         "2013-11-29", "2013-11-29 18:01"},
        {PERI_AFTER_CLOSE, false, w.spy, -PERI_SECOND, "X: 0.02 min before MarketClose",
         "2013-11-29", "2013-11-29 17:59"},
        {PERI_BEFORE_CLOSE, true, w.spy, 0, "X: 0 min before ExtendedMarketClose", "2013-11-29",
         "2013-11-29 18:00"},
        {PERI_AFTER_OPEN, true, w.spy, 0, "X: 0 min after ExtendedMarketOpen", "2013-10-14", ""},
        {PERI_AFTER_OPEN, true, w.spy, 0, "X: 0 min after ExtendedMarketOpen", "2013-10-13", ""},
        {PERI_AFTER_OPEN, false, w.future, 0, "X: 0 min after MarketOpen", "2013-10-06", ""},
        {PERI_AFTER_OPEN, true, w.future, 0, "X: 0 min after ExtendedMarketOpen", "2013-10-06",
         "2013-10-06 22:00"},
        {PERI_BEFORE_CLOSE, true, w.future, 0, "X: 0 min before ExtendedMarketClose", "2013-10-07",
         "2013-10-08 04:00"},
        {PERI_BEFORE_CLOSE, false, w.tokyo_stocks, 0, "X: 0 min before MarketClose", "2013-10-07",
         "2013-10-07 06:00"},
        {PERI_AFTER_OPEN, false, w.tokyo_stocks, 0, "X: 0 min after MarketOpen", "2013-10-07",
         "2013-10-07 00:00"},
        {PERI_AFTER_OPEN, true, w.shut, 0, "X: 0 min after ExtendedMarketOpen", "2013-10-07", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const peri_rule_market market = {"X", rows[i].hours, rows[i].extended};
        peri_time_rule *rule;
        if (!CHECK(rows[i].name, peri_time_rule_market(rows[i].edge, &market, rows[i].offset, &rule,
                                                       NULL) == PERI_OK))
            continue;
        CHECK_STR("name", peri_time_rule_name(rule), rows[i].name);
        CHECK_STR(rows[i].name, only(rule, rows[i].date), rows[i].utc);
        peri_time_rule_free(rule);
    }
    rule_world_close(&w);
}

SUITE(market_rules_refuse)
{
    rule_world w = rule_world_open();
    const peri_rule_market btc = {"BTCUSD", w.always, false};
    static const char *const names[] = {"AfterMarketOpen", "BeforeMarketOpen", "BeforeMarketClose",
                                        "AfterMarketClose"};
    for (int edge = 0; edge < 4; edge++) {
        peri_time_rule *rule = NULL;
        peri_error err = {0, ""};
        char want[160];
        snprintf(want, sizeof want,
                 "TimeRules.%s('BTCUSD'): the market never closes, expected one that opens and "
                 "closes; use TimeRules.At instead",
                 names[edge]);
        CHECK_INT("refused", peri_time_rule_market((peri_market_edge)edge, &btc, 0, &rule, &err),
                  PERI_EINVAL);
        CHECK_STR("text", err.text, want);
        CHECK("untouched", rule == NULL);
    }
    rule_world_close(&w);
}

/* Offsets at the ends of the range neither overflow nor fire. */
SUITE(market_rules_huge_offsets)
{
    rule_world w = rule_world_open();
    const peri_rule_market spy = {"SPY", w.spy, false};
    static const int64_t offsets[] = {INT64_MAX, INT64_MIN, INT64_MIN + 1};
    for (int edge = 0; edge < 4; edge++)
        for (int i = 0; i < 3; i++) {
            peri_time_rule *rule;
            if (peri_time_rule_market((peri_market_edge)edge, &spy, offsets[i], &rule, NULL) !=
                PERI_OK)
                continue;
            CHECK_HAS("name", peri_time_rule_name(rule), "SPY: 153722867.28 min ");
            int64_t first = next(rule, rule_day("2013-10-07"), INT64_MIN);
            bool back = (edge == PERI_BEFORE_OPEN || edge == PERI_BEFORE_CLOSE) == (offsets[i] > 0);
            CHECK("some 248 years ago, or never",
                  back ? first < -PERI_DAY * 90000 : first == PERI_NEVER);
            peri_time_rule_free(rule);
        }
    rule_world_close(&w);
}

SUITE(market_rules_of_sets)
{
    rule_world w = rule_world_open();
    peri_market_set set = {NULL, 0, 0};
    peri_time_rule *open = NULL, *close = NULL, *extended = NULL;
    CHECK("made",
          peri_time_rule_markets(PERI_AFTER_OPEN, &set, false, 30 * PERI_MINUTE, &open, NULL) ==
                  PERI_OK &&
              peri_time_rule_markets(PERI_BEFORE_CLOSE, &set, false, 0, &close, NULL) == PERI_OK &&
              peri_time_rule_markets(PERI_BEFORE_OPEN, &set, true, 0, &extended, NULL) == PERI_OK);
    CHECK_STR("name", peri_time_rule_name(open), "30 min after MarketOpen");
    CHECK_STR("name", peri_time_rule_name(close), "0 min before MarketClose");
    CHECK_STR("name", peri_time_rule_name(extended), "0 min before ExtendedMarketOpen");
    CHECK_STR("no market", only(open, "2013-10-07"), "");
    peri_market_set_add(&set, w.spy, NULL);
    CHECK_STR("one", only(open, "2013-10-07"), "2013-10-07 14:00");
    CHECK_STR("closed", only(open, "2013-10-14"), "");
    peri_market_set_add(&set, w.tokyo_stocks, NULL);
    CHECK_STR("the earlier", only(open, "2013-10-07"), "2013-10-07 00:30");
    CHECK_STR("the later", only(close, "2013-10-07"), "2013-10-07 20:00");
    CHECK_STR("the one that is open", only(close, "2013-10-14"), "2013-10-14 06:00");
    peri_market_set_add(&set, w.future, NULL);
    CHECK_STR("the latest", only(close, "2013-10-07"), "2013-10-07 21:00");
    CHECK_STR("extended alone", only(extended, "2013-10-06"), "2013-10-06 22:00");
    CHECK_STR("no regular session", only(open, "2013-10-06"), "");
    peri_time_rule_free(open);
    peri_time_rule_free(close);
    peri_time_rule_free(extended);
    peri_market_set_deinit(&set);
    rule_world_close(&w);
}

/* Edge of a day, from its single sessions and the offsets that hold around them. */
static int64_t edge_by_definition(const peri_hours *hours, peri_date date, bool close,
                                  bool extended)
{
    peri_session_time sessions[PERI_DAY_SESSIONS + 1];
    int64_t local = -1, first, second;
    size_t n = peri_hours_sessions(hours, date, sessions);
    for (size_t i = 0; i < n; i++) {
        if (!extended && sessions[i].kind != PERI_SESSION_REGULAR)
            continue;
        if (close)
            local = sessions[i].close > local ? sessions[i].close : local;
        else if (local < 0 || sessions[i].open < local)
            local = sessions[i].open;
    }
    if (local < 0)
        return PERI_NEVER;
    peri_zone_match(peri_hours_zone(hours), peri_time_at(date, local), &first, &second);
    return second;
}

SUITE(market_rules_equal_definition)
{
    rule_world w = rule_world_open();
    int wrong = 0;
    for (uint64_t seed = 1; seed <= 40 && !wrong; seed++) {
        check_rng rng = {seed};
        const peri_zone *zone = seed % 2 ? w.new_york : w.havana;
        int64_t change =
            peri_zone_span_at(zone, check_random_in(&rng, 0, 15000) * PERI_DAY).until_utc;
        peri_hours *hours = rule_random_hours(&rng, zone, peri_time_date(change));
        for (int i = 0; i < 100 && !wrong; i++) {
            peri_market_edge edge = (peri_market_edge)check_random_in(&rng, 0, 3);
            const peri_rule_market market = {"X", hours, check_random_in(&rng, 0, 1) == 1};
            int64_t offset = check_random_in(&rng, -3000, 3000) * PERI_MINUTE;
            peri_date date = peri_time_date(change) + (peri_date)check_random_in(&rng, -9, 9);
            bool close = edge == PERI_BEFORE_CLOSE || edge == PERI_AFTER_CLOSE;
            int64_t want = edge_by_definition(hours, date, close, market.extended);
            peri_time_rule *rule;
            if (peri_time_rule_market(edge, &market, offset, &rule, NULL) != PERI_OK)
                continue;
            if (want != PERI_NEVER)
                want += edge == PERI_AFTER_OPEN || edge == PERI_AFTER_CLOSE ? offset : -offset;
            wrong = next(rule, date, INT64_MIN) != want;
            peri_time_rule_free(rule);
            if (wrong)
                printf("     seed %llu, case %d\n", (unsigned long long)seed, i);
        }
        peri_hours_close(hours);
    }
    CHECK_INT("4000 cases", wrong, 0);
    rule_world_close(&w);
}

/* ---- LEAN's vectors ---- */

typedef struct vector_world {
    vector_hours exchanges;
    peri_market_set set; /* of the vector's securities, with SPY */
} vector_world;

static double number(const cJSON *args, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(args, key);
    return cJSON_IsNumber(item) ? item->valuedouble : 0;
}

static int64_t milliseconds(const cJSON *args, const char *key)
{
    return (int64_t)number(args, key) * (PERI_SECOND / 1000);
}

static int market_rule(const cJSON *vector, vector_world *w, peri_market_edge edge,
                       peri_time_rule **out)
{
    const cJSON *args = cJSON_GetObjectItemCaseSensitive(vector, "args");
    const char *symbol = shared_text(args, "symbol", NULL);
    bool extended = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(args, "extended"));
    int64_t offset = (int64_t)(number(args, "minutes") * 60) * PERI_SECOND;
    if (symbol) {
        const peri_rule_market market = {symbol, vector_hours_get(&w->exchanges, symbol), extended};
        return peri_time_rule_market(edge, &market, offset, out, NULL);
    }
    w->set.n = 0;
    peri_market_set_add(&w->set, vector_hours_get(&w->exchanges, "SPY"), NULL);
    for (const cJSON *item = shared_first(vector, "securities"); item; item = item->next)
        peri_market_set_add(&w->set, vector_hours_get(&w->exchanges, item->valuestring), NULL);
    return peri_time_rule_markets(edge, &w->set, extended, offset, out, NULL);
}

static int composite(const cJSON *args, const peri_zone *zone, peri_time_rule **out)
{
    peri_time_rule *parts[8];
    size_t n = 0;
    for (const cJSON *row = shared_first(args, "rules"); row && n < 8; row = row->next) {
        int64_t span = (int64_t)cJSON_GetArrayItem(row, 1)->valuedouble * (PERI_SECOND / 1000);
        if (peri_time_rule_at(span, zone, &parts[n], NULL) == PERI_OK)
            n++;
    }
    int rc = peri_time_rule_union(parts, n, out, NULL);
    while (n > 0)
        peri_time_rule_free(parts[--n]);
    return rc;
}

/* The rule of a vector; PERI_ENOTFOUND for those of functions. */
static int vector_rule(const cJSON *vector, vector_world *w, peri_time_rule **out)
{
    static const char *const edges[] = {"AfterMarketOpen", "BeforeMarketOpen", "BeforeMarketClose",
                                        "AfterMarketClose"};
    const char *kind = shared_text(vector, "rule", "");
    const cJSON *args = cJSON_GetObjectItemCaseSensitive(vector, "args");
    const peri_zone *zone = NULL;
    for (int i = 0; i < 4; i++)
        if (strcmp(kind, edges[i]) == 0)
            return market_rule(vector, w, (peri_market_edge)i, out);
    CHECK("zone", peri_zone_get(w->exchanges.zones, shared_text(vector, "timezone", "UTC"), &zone,
                                NULL) == PERI_OK);
    if (strcmp(kind, "At") == 0)
        return peri_time_rule_at(milliseconds(args, "time_of_day_ms"), zone, out, NULL);
    if (strcmp(kind, "Every") == 0)
        return peri_time_rule_every(milliseconds(args, "interval_ms"), zone, out, NULL);
    if (strcmp(kind, "Noon") == 0)
        return peri_time_rule_noon(zone, out, NULL);
    if (strcmp(kind, "Midnight") == 0)
        return peri_time_rule_midnight(zone, out, NULL);
    if (strcmp(kind, "Now") == 0)
        return peri_time_rule_now(rule_time(shared_text(vector, "now_utc", "")), out, NULL);
    if (strcmp(kind, "Composite") == 0)
        return composite(args, zone, out);
    return PERI_ENOTFOUND;
}

static void check_vector(const cJSON *vector, const peri_time_rule *rule)
{
    const char *id = shared_text(vector, "id", "?");
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(vector, "expect");
    const cJSON *wanted = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(expect, "utc"), 0);
    for (const cJSON *date = shared_first(vector, "dates"); date; date = date->next) {
        int64_t after = INT64_MIN;
        while ((after = next(rule, rule_day(date->valuestring), after)) != PERI_NEVER) {
            CHECK_INT(id, after, wanted ? rule_time(wanted->valuestring) : PERI_NEVER);
            wanted = wanted ? wanted->next : NULL;
        }
    }
    CHECK(id, wanted == NULL);
    CHECK_HAS(id, peri_time_rule_name(rule), shared_text(vector, "name_suffix", ""));
}

SUITE(time_rules_equal_leans_vectors)
{
    int used = 0;
    vector_world w = {.set = {NULL, 0, 0}};
    cJSON *json = shared_json("vectors/timerules.json");
    if (!json)
        return;
    vector_hours_open(&w.exchanges, json);
    for (const cJSON *vector = shared_first(json, "vectors"); vector; vector = vector->next) {
        peri_time_rule *rule = NULL;
        int rc = vector_rule(vector, &w, &rule);
        const cJSON *expect = cJSON_GetObjectItemCaseSensitive(vector, "expect");
        if (rc == PERI_ENOTFOUND)
            continue;
        used++;
        CHECK_INT(shared_text(vector, "id", "?"), rc,
                  cJSON_HasObjectItem(expect, "error") ? PERI_EINVAL : PERI_OK);
        if (rc == PERI_OK)
            check_vector(vector, rule);
        peri_time_rule_free(rule);
    }
    CHECK_INT("all but two functions and the number of calendars", used, 46);
    peri_market_set_deinit(&w.set);
    vector_hours_close(&w.exchanges);
    cJSON_Delete(json);
}
