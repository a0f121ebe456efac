/* lua_schedule_builder.c - Schedule.Event(): dates and times named one after the other. Layer 6.
 *
 *   Schedule.Event("rebalance"):Every(DayOfWeek.Monday):AfterMarketOpen("SPY", 10):Run(rebalance)
 */
#include <string.h>

#include "base/mem.h"
#include "lua_rule_function.h"
#include "lua_rules.h"
#include "lua_runtime_internal.h"
#include "lua_schedule.h"
#include "lua_symbol.h"
#include "lua_time.h"

enum {
    MOST_TIME_RULES = 32
};

/* Payload of ScheduleBuilder. Each rule is held once. */
struct builder {
    char *name; /* NULL: made of the rules */
    bool was_run;
    peri_date_rule *dates;
    peri_time_rule *times[MOST_TIME_RULES]; /* their union per date */
    size_t time_count;
    peri_time_rule *joined; /* all of them, with what Where and DuringMarketHours leave */
};

static const peri_lua_class builder_class;

static void release(void *self)
{
    struct builder *builder = self;
    peri_free(builder->name);
    peri_date_rule_free(builder->dates);
    for (size_t i = 0; i < builder->time_count; i++)
        peri_time_rule_free(builder->times[i]);
    peri_time_rule_free(builder->joined);
}

/* The builder itself, for the next call. */
static int again(lua_State *L, int rc, const peri_error *err)
{
    if (rc != PERI_OK)
        return peri_lua_raise(L, err);
    lua_settop(L, 1);
    return 1;
}

static int set_dates(lua_State *L, struct builder *builder, peri_lua_date_maker *maker,
                     const char *func)
{
    peri_error err;
    peri_date_rule *rule = NULL;
    if (builder->dates)
        return luaL_error(L, "%s: the dates are '%s' already", func,
                          peri_date_rule_name(builder->dates));
    int rc = maker(L, 2, func, &rule, &err);
    builder->dates = rule;
    return again(L, rc, &err);
}

static int add_time(lua_State *L, struct builder *builder, peri_lua_time_maker *maker,
                    const char *func)
{
    peri_error err;
    peri_time_rule *rule = NULL;
    if (!builder->dates)
        return luaL_error(L, "%s: name the dates first: EveryDay(), On(...), ...", func);
    if (builder->joined)
        return luaL_error(L, "%s: times come before Where and DuringMarketHours", func);
    if (builder->time_count == MOST_TIME_RULES)
        return luaL_error(L, "%s: there are %d times already, the most there can be", func,
                          MOST_TIME_RULES);
    int rc = maker(L, 2, func, &rule, &err);
    if (rc == PERI_OK)
        builder->times[builder->time_count++] = rule;
    return again(L, rc, &err);
}

/* Make one rule of all times, unless it exists. */
static int join(lua_State *L, struct builder *builder, const char *func, peri_error *err)
{
    if (builder->joined)
        return PERI_OK;
    if (builder->time_count == 0)
        return luaL_error(L, "%s: name a time first: At(...), AfterMarketOpen(...), ...", func);
    if (builder->time_count > 1)
        return peri_time_rule_union(builder->times, builder->time_count, &builder->joined, err);
    builder->joined = peri_time_rule_retain(builder->times[0]);
    return PERI_OK;
}

#define BUILDER_DATES(rule, maker)                                                                 \
    static int maker(lua_State *L, void *self)                                                     \
    {                                                                                              \
        return set_dates(L, self, peri_lua_make_##maker, "ScheduleBuilder:" rule);                 \
    }
#define BUILDER_TIME(rule, maker)                                                                  \
    static int maker(lua_State *L, void *self)                                                     \
    {                                                                                              \
        return add_time(L, self, peri_lua_make_##maker, "ScheduleBuilder:" rule);                  \
    }

BUILDER_DATES("On", on)
BUILDER_DATES("EveryDay", every_day)
BUILDER_DATES("WeekStart", week_start)
BUILDER_DATES("WeekEnd", week_end)
BUILDER_DATES("MonthStart", month_start)
BUILDER_DATES("MonthEnd", month_end)
BUILDER_DATES("QuarterStart", quarter_start)
BUILDER_DATES("QuarterEnd", quarter_end)
BUILDER_DATES("YearStart", year_start)
BUILDER_DATES("YearEnd", year_end)
BUILDER_TIME("At", at)
BUILDER_TIME("AfterMarketOpen", after_open)
BUILDER_TIME("BeforeMarketOpen", before_open)
BUILDER_TIME("BeforeMarketClose", before_close)
BUILDER_TIME("AfterMarketClose", after_close)

/* Every(day, ...) names dates, Every(span) times. */
static int every(lua_State *L, void *self)
{
    int64_t span;
    if (peri_lua_test_timespan(L, 2, &span))
        return add_time(L, self, peri_lua_make_every_span, "ScheduleBuilder:Every");
    return set_dates(L, self, peri_lua_make_every, "ScheduleBuilder:Every");
}

/* Put a rule in the place of another one. */
static void replace(peri_time_rule **place, peri_time_rule *rule)
{
    peri_time_rule_free(*place);
    *place = rule;
}

/* Where(fn) chooses dates before the first time is named, times (in UTC) after it. */
static int where(lua_State *L, void *self)
{
    static const char func[] = "ScheduleBuilder:Where";
    struct builder *builder = self;
    peri_error err;
    int rc = PERI_OK;
    peri_lua_check_function(L, 2, func, "fn");
    if (builder->time_count == 0) {
        peri_date_rule *kept = NULL;
        rc = peri_date_rule_where(builder->dates, peri_lua_keep_function(L, 2), &kept, &err);
        if (rc == PERI_OK) {
            peri_date_rule_free(builder->dates);
            builder->dates = kept;
        }
        return again(L, rc, &err);
    }
    peri_time_rule *kept = NULL;
    rc = join(L, builder, func, &err);
    if (rc == PERI_OK)
        rc = peri_time_rule_where(builder->joined, peri_lua_keep_function(L, 2), &kept, &err);
    if (rc == PERI_OK)
        replace(&builder->joined, kept);
    return again(L, rc, &err);
}

/* DuringMarketHours(symbol, extendedMarketHours) of a symbol that was added, or Symbol.Create's */
static int during_market_hours(lua_State *L, void *self)
{
    static const char func[] = "ScheduleBuilder:DuringMarketHours";
    struct builder *builder = self;
    peri_error err;
    peri_time_rule *kept = NULL;
    peri_rule_market market;
    if (lua_type(L, 2) == LUA_TSTRING)
        peri_lua_check_symbol(L, 2, func);
    peri_lua_check_market(L, 2, func, &market);
    market.extended = peri_lua_opt_boolean(L, 3, func, "extendedMarketHours", false);
    int rc = join(L, builder, func, &err);
    if (rc == PERI_OK)
        rc = peri_time_rule_during(builder->joined, &market, &kept, &err);
    if (rc == PERI_OK)
        replace(&builder->joined, kept);
    return again(L, rc, &err);
}

/* Run(fn) -> ScheduledEvent. The builder may be run again. */
static int run(lua_State *L, void *self)
{
    static const char func[] = "ScheduleBuilder:Run";
    struct builder *builder = self;
    peri_error err;
    peri_lua_check_function(L, 2, func, "fn");
    if (!builder->dates)
        return luaL_error(L, "%s: name the dates first: EveryDay(), On(...), ...", func);
    if (join(L, builder, func, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    if (!builder->was_run)
        peri_lua_runtime(L)->builders_not_run--;
    builder->was_run = true;
    return peri_lua_schedule(L, builder->name, builder->dates, builder->joined, 2,
                             PERI_EVENT_SCHEDULED, 0);
}

static const peri_lua_member builder_members[] = {
    {"On", NULL, NULL, on},
    {"Every", NULL, NULL, every},
    {"EveryDay", NULL, NULL, every_day},
    {"WeekStart", NULL, NULL, week_start},
    {"WeekEnd", NULL, NULL, week_end},
    {"MonthStart", NULL, NULL, month_start},
    {"MonthEnd", NULL, NULL, month_end},
    {"QuarterStart", NULL, NULL, quarter_start},
    {"QuarterEnd", NULL, NULL, quarter_end},
    {"YearStart", NULL, NULL, year_start},
    {"YearEnd", NULL, NULL, year_end},
    {"Where", NULL, NULL, where},
    {"At", NULL, NULL, at},
    {"AfterMarketOpen", NULL, NULL, after_open},
    {"BeforeMarketOpen", NULL, NULL, before_open},
    {"BeforeMarketClose", NULL, NULL, before_close},
    {"AfterMarketClose", NULL, NULL, after_close},
    {"DuringMarketHours", NULL, NULL, during_market_hours},
    {"Run", NULL, NULL, run},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class builder_class = {
    .name = "ScheduleBuilder", .members = builder_members, .release = release};

int peri_lua_schedule_builder(lua_State *L)
{
    const char *name = peri_lua_opt_string(L, 1, "Schedule.Event", "name", NULL, NULL);
    struct builder *builder = peri_lua_new(L, &builder_class, sizeof *builder);
    if (name && !(builder->name = peri_strdup(name)))
        return luaL_error(L, "not enough memory for an event");
    peri_lua_runtime(L)->builders_not_run++;
    return 1;
}

void peri_lua_schedule_builder_open(lua_State *L)
{
    peri_lua_class_open(L, &builder_class);
}
