/* lua_rules.c - makers of date and time rules. Layer 6. */
#include "lua_rules.h"

#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_time.h"

enum {
    MOST_DATES = 10000
};

/* Payloads: a pointer each, so that the object exists before the rule does. */
struct date_rule {
    peri_date_rule *rule;
};
struct time_rule {
    peri_time_rule *rule;
};

static const peri_lua_class date_class, time_class;

static void release_date_rule(void *self)
{
    peri_date_rule_free(((struct date_rule *)self)->rule);
}

static void release_time_rule(void *self)
{
    peri_time_rule_free(((struct time_rule *)self)->rule);
}

static int get_date_name(lua_State *L, void *self)
{
    lua_pushstring(L, peri_date_rule_name(((const struct date_rule *)self)->rule));
    return 1;
}

static int get_time_name(lua_State *L, void *self)
{
    lua_pushstring(L, peri_time_rule_name(((const struct time_rule *)self)->rule));
    return 1;
}

static int date_rule_tostring(lua_State *L)
{
    return get_date_name(L, peri_lua_test(L, 1, &date_class));
}

static int time_rule_tostring(lua_State *L)
{
    return get_time_name(L, peri_lua_test(L, 1, &time_class));
}

static const luaL_Reg date_meta[] = {
    {"__tostring", date_rule_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};
static const luaL_Reg time_meta[] = {
    {"__tostring", time_rule_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};
static const peri_lua_member date_members[] = {{"Name", get_date_name, NULL, NULL},
                                               {NULL, NULL, NULL, NULL}};
static const peri_lua_member time_members[] = {{"Name", get_time_name, NULL, NULL},
                                               {NULL, NULL, NULL, NULL}};
static const peri_lua_class date_class = {
    .name = "DateRule", .members = date_members, .meta = date_meta, .release = release_date_rule};
static const peri_lua_class time_class = {
    .name = "TimeRule", .members = time_members, .meta = time_meta, .release = release_time_rule};

static peri_engine *engine_of(lua_State *L)
{
    return peri_lua_runtime(L)->engine;
}

/* Finish a maker: raise its error, or leave the object on top. */
static int made(lua_State *L, int rc, const peri_error *err)
{
    return rc == PERI_OK ? 1 : peri_lua_raise(L, err);
}

void peri_lua_check_rules(lua_State *L, int arg, const char *func, peri_date_rule **dates,
                          peri_time_rule **times)
{
    const struct date_rule *date = peri_lua_check_object(L, arg, func, "dateRule", &date_class);
    const struct time_rule *time = peri_lua_check_object(L, arg + 1, func, "timeRule", &time_class);
    peri_error err;
    int rc = peri_date_rule_copy(date->rule, dates, &err);
    if (rc == PERI_OK) {
        rc = peri_time_rule_copy(time->rule, times, &err);
        if (rc != PERI_OK)
            peri_date_rule_free(*dates);
    }
    if (rc != PERI_OK)
        peri_lua_raise(L, &err);
}

/* --- DateRules --- */

static struct date_rule *new_date_rule(lua_State *L)
{
    return peri_lua_new(L, &date_class, sizeof(struct date_rule));
}

static peri_date today(lua_State *L)
{
    return peri_time_date(peri_engine_local(engine_of(L)));
}

static int date_today(lua_State *L, void *self)
{
    peri_error err;
    (void)self;
    return made(L, peri_date_rule_today(today(L), &new_date_rule(L)->rule, &err), &err);
}

static int date_tomorrow(lua_State *L, void *self)
{
    peri_error err;
    (void)self;
    return made(L, peri_date_rule_tomorrow(today(L), &new_date_rule(L)->rule, &err), &err);
}

static int date_every_day(lua_State *L)
{
    peri_error err;
    if (!lua_isnoneornil(L, 1))
        return luaL_error(L, "DateRules.EveryDay takes no argument yet: the trading days of a "
                             "symbol are not available");
    return made(L, peri_date_rule_every_day(&new_date_rule(L)->rule, &err), &err);
}

static int date_every(lua_State *L)
{
    static const char func[] = "DateRules.Every";
    int days[7];
    int n = lua_gettop(L);
    peri_error err;
    if (n < 1 || n > 7)
        return luaL_error(L, "%s: %d days were given, expected 1 to 7", func, n);
    for (int i = 0; i < n; i++)
        days[i] = peri_lua_check_enum(L, i + 1, func, "day", &peri_lua_day_of_week);
    return made(L, peri_date_rule_every(days, (size_t)n, &new_date_rule(L)->rule, &err), &err);
}

/* DateRules.On(year, month, day) or DateRules.On(date, ...) */
static int date_on(lua_State *L)
{
    static const char func[] = "DateRules.On";
    int n = lua_gettop(L);
    peri_error err;
    if (lua_type(L, 1) == LUA_TNUMBER) {
        int64_t year = peri_lua_check_integer(L, 1, func, "year", 1900, 2200);
        int64_t month = peri_lua_check_integer(L, 2, func, "month", 1, 12);
        int64_t day = peri_lua_check_integer(L, 3, func, "day", 1, 31);
        if (!peri_date_valid((int)year, (int)month, (int)day))
            return luaL_error(L, "%s: there is no day %d-%d-%d", func, (int)year, (int)month,
                              (int)day);
        peri_date date = peri_date_make((int)year, (int)month, (int)day);
        return made(L, peri_date_rule_on(&date, 1, &new_date_rule(L)->rule, &err), &err);
    }
    if (n < 1 || n > MOST_DATES)
        return luaL_error(L, "%s: %d dates were given, expected 1 to %d", func, n, MOST_DATES);
    peri_date *dates = lua_newuserdatauv(L, (size_t)n * sizeof *dates, 0);
    for (int i = 0; i < n; i++)
        dates[i] = peri_time_date(peri_lua_check_datetime(L, i + 1, func, "date"));
    return made(L, peri_date_rule_on(dates, (size_t)n, &new_date_rule(L)->rule, &err), &err);
}

/* --- TimeRules --- */

static struct time_rule *new_time_rule(lua_State *L)
{
    return peri_lua_new(L, &time_class, sizeof(struct time_rule));
}

static int time_now(lua_State *L, void *self)
{
    peri_error err;
    (void)self;
    int64_t now = peri_engine_clock(engine_of(L));
    return made(L, peri_time_rule_now(now, &new_time_rule(L)->rule, &err), &err);
}

static int time_noon(lua_State *L, void *self)
{
    peri_error err;
    (void)self;
    const peri_zone *zone = peri_engine_zone(engine_of(L));
    return made(L, peri_time_rule_noon(zone, &new_time_rule(L)->rule, &err), &err);
}

static int time_midnight(lua_State *L, void *self)
{
    peri_error err;
    (void)self;
    const peri_zone *zone = peri_engine_zone(engine_of(L));
    return made(L, peri_time_rule_midnight(zone, &new_time_rule(L)->rule, &err), &err);
}

/* TimeRules.At(hour, minute, second) or TimeRules.At(span) */
static int time_at(lua_State *L)
{
    static const char func[] = "TimeRules.At";
    int64_t span;
    peri_error err;
    if (!peri_lua_test_timespan(L, 1, &span)) {
        span = peri_lua_check_integer(L, 1, func, "hour", 0, 23) * PERI_HOUR;
        span += peri_lua_opt_integer(L, 2, func, "minute", 0, 59, 0) * PERI_MINUTE;
        span += peri_lua_opt_integer(L, 3, func, "second", 0, 59, 0) * PERI_SECOND;
    }
    const peri_zone *zone = peri_engine_zone(engine_of(L));
    return made(L, peri_time_rule_at(span, zone, &new_time_rule(L)->rule, &err), &err);
}

static int time_every(lua_State *L)
{
    peri_error err;
    int64_t span = peri_lua_check_timespan(L, 1, "TimeRules.Every", "span");
    if (span < PERI_SECOND)
        return peri_lua_arg_error(L, 1, "TimeRules.Every", "span", "a second or more");
    const peri_zone *zone = peri_engine_zone(engine_of(L));
    return made(L, peri_time_rule_every(span, zone, &new_time_rule(L)->rule, &err), &err);
}

/* --- the two collections: rules without arguments are properties, the others functions --- */

/* Push a function that takes a dot; upvalues: the function, its full name. */
static int call_with_dot(lua_State *L)
{
    if (lua_isuserdata(L, 1) && lua_rawequal(L, 1, lua_upvalueindex(3)))
        return luaL_error(L, "%s takes a dot, not a colon: write %s(...)",
                          lua_tostring(L, lua_upvalueindex(2)),
                          lua_tostring(L, lua_upvalueindex(2)));
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int push_dotted(lua_State *L, lua_CFunction function, const char *name)
{
    lua_pushcfunction(L, function);
    lua_pushstring(L, name);
    lua_pushvalue(L, 1);
    lua_pushcclosure(L, call_with_dot, 3);
    return 1;
}

static int get_every_day(lua_State *L, void *self)
{
    (void)self;
    return push_dotted(L, date_every_day, "DateRules.EveryDay");
}

static int get_every(lua_State *L, void *self)
{
    (void)self;
    return push_dotted(L, date_every, "DateRules.Every");
}

static int get_on(lua_State *L, void *self)
{
    (void)self;
    return push_dotted(L, date_on, "DateRules.On");
}

static int get_at(lua_State *L, void *self)
{
    (void)self;
    return push_dotted(L, time_at, "TimeRules.At");
}

static int get_time_every(lua_State *L, void *self)
{
    (void)self;
    return push_dotted(L, time_every, "TimeRules.Every");
}

static const peri_lua_member date_rules_members[] = {
    {"Today", date_today, NULL, NULL},
    {"Tomorrow", date_tomorrow, NULL, NULL},
    {"EveryDay", get_every_day, NULL, NULL},
    {"Every", get_every, NULL, NULL},
    {"On", get_on, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
static const peri_lua_member time_rules_members[] = {
    {"Now", time_now, NULL, NULL},           {"Noon", time_noon, NULL, NULL},
    {"Midnight", time_midnight, NULL, NULL}, {"At", get_at, NULL, NULL},
    {"Every", get_time_every, NULL, NULL},   {NULL, NULL, NULL, NULL},
};
static const peri_lua_class date_rules_class = {.name = "DateRules", .members = date_rules_members};
static const peri_lua_class time_rules_class = {.name = "TimeRules", .members = time_rules_members};

void peri_lua_rules_open(lua_State *L)
{
    peri_lua_class_open(L, &date_class);
    peri_lua_class_open(L, &time_class);
    peri_lua_class_open(L, &date_rules_class);
    peri_lua_class_open(L, &time_rules_class);
    peri_lua_new(L, &date_rules_class, 1);
    peri_lua_global(L, "DateRules");
    peri_lua_new(L, &time_rules_class, 1);
    peri_lua_global(L, "TimeRules");
}
