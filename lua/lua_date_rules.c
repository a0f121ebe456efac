/* lua_date_rules.c - DateRules, FuncDateRule: on which days something is due. Layer 6. */
#include "lua_market.h"
#include "lua_rule_function.h"
#include "lua_rules.h"
#include "lua_runtime_internal.h"
#include "lua_symbol.h"
#include "lua_time.h"

enum {
    MOST_DATES = 10000
};

/* Payload of DateRule: a pointer, so that the object exists before the rule does. */
struct date_rule {
    peri_date_rule *rule;
};

static const peri_lua_class date_class;

static void release(void *self)
{
    peri_date_rule_free(((struct date_rule *)self)->rule);
}

static int get_name(lua_State *L, void *self)
{
    lua_pushstring(L, peri_date_rule_name(((const struct date_rule *)self)->rule));
    return 1;
}

static int date_rule_tostring(lua_State *L)
{
    return get_name(L, peri_lua_test(L, 1, &date_class));
}

static int date_rule_call(lua_State *L)
{
    return luaL_error(
        L, "the DateRule '%s' is no function: leave out the parentheses",
        peri_date_rule_name(((const struct date_rule *)peri_lua_test(L, 1, &date_class))->rule));
}

static const luaL_Reg date_meta[] = {{"__tostring", date_rule_tostring},
                                     {"__concat", peri_lua_concat},
                                     {"__call", date_rule_call},
                                     {NULL, NULL}};
static const peri_lua_member date_members[] = {{"Name", get_name, NULL, NULL},
                                               {NULL, NULL, NULL, NULL}};
static const peri_lua_class date_class = {
    .name = "DateRule", .members = date_members, .meta = date_meta, .release = release};

const peri_date_rule *peri_lua_check_date_rule(lua_State *L, int arg, const char *func)
{
    if (lua_isfunction(L, arg))
        luaL_error(L,
                   "%s: argument %d (dateRule) was a function: call it, as in "
                   "DateRules.EveryDay()",
                   func, arg);
    const struct date_rule *self = peri_lua_check_object(L, arg, func, "dateRule", &date_class);
    return self->rule;
}

/* --- makers --- */

/* DateRules.On(year, month, day) */
static int on_civil(lua_State *L, int arg, const char *func, peri_date_rule **out, peri_error *err)
{
    int64_t year = peri_lua_check_integer(L, arg, func, "year", 1900, 2200);
    int64_t month = peri_lua_check_integer(L, arg + 1, func, "month", 1, 12);
    int64_t day = peri_lua_check_integer(L, arg + 2, func, "day", 1, 31);
    peri_lua_check_none(L, arg + 3, func, "nothing behind the day");
    if (!peri_date_valid((int)year, (int)month, (int)day))
        return luaL_error(L, "%s: there is no day %d-%d-%d", func, (int)year, (int)month, (int)day);
    peri_date date = peri_date_make((int)year, (int)month, (int)day);
    return peri_date_rule_on(&date, 1, out, err);
}

/* DateRules.On({date, ...}): the items take the table's place on the stack. */
static void spread_table(lua_State *L, int arg, const char *func)
{
    peri_lua_check_none(L, arg + 1, func, "nothing behind an array of dates");
    lua_Integer n = (lua_Integer)lua_rawlen(L, arg);
    if (n < 1 || n > MOST_DATES)
        luaL_error(L, "%s: the array has %d dates, expected 1 to %d", func, (int)n, MOST_DATES);
    lua_settop(L, arg);
    luaL_checkstack(L, (int)n, func);
    for (lua_Integer i = 1; i <= n; i++)
        lua_rawgeti(L, arg, i);
    lua_remove(L, arg);
}

int peri_lua_make_on(lua_State *L, int arg, const char *func, peri_date_rule **out, peri_error *err)
{
    if (lua_type(L, arg) == LUA_TNUMBER)
        return on_civil(L, arg, func, out, err);
    if (lua_type(L, arg) == LUA_TTABLE)
        spread_table(L, arg, func);
    int n = lua_gettop(L) - arg + 1;
    if (n < 1 || n > MOST_DATES)
        return luaL_error(L, "%s: %d dates were given, expected 1 to %d", func, n, MOST_DATES);
    peri_date *dates = lua_newuserdatauv(L, (size_t)n * sizeof *dates, 0);
    for (int i = 0; i < n; i++)
        dates[i] = peri_time_date(peri_lua_check_datetime(L, arg + i, func, "date"));
    return peri_date_rule_on(dates, (size_t)n, out, err);
}

int peri_lua_make_every(lua_State *L, int arg, const char *func, peri_date_rule **out,
                        peri_error *err)
{
    int days[7];
    int n = lua_gettop(L) - arg + 1;
    if (n < 1 || n > 7)
        return luaL_error(L, "%s: %d days were given, expected 1 to 7", func, n);
    for (int i = 0; i < n; i++)
        days[i] = peri_lua_check_enum(L, arg + i, func, "day", &peri_lua_day_of_week);
    return peri_date_rule_every(days, (size_t)n, out, err);
}

/* EveryDay() or EveryDay(symbol, extendedMarketHours) */
int peri_lua_make_every_day(lua_State *L, int arg, const char *func, peri_date_rule **out,
                            peri_error *err)
{
    peri_rule_market market;
    if (lua_isnoneornil(L, arg)) {
        peri_lua_check_none(L, arg, func, "nothing without a symbol");
        return peri_date_rule_every_day(out, err);
    }
    peri_lua_check_market(L, arg, func, &market);
    market.extended = peri_lua_opt_boolean(L, arg + 1, func, "extendedMarketHours", false);
    return peri_date_rule_open_days(&market, out, err);
}

/* (offset) or (symbol, offset, extendedMarketHours) */
static int make_periodic(lua_State *L, int arg, const char *func, peri_period period, bool end,
                         peri_date_rule **out, peri_error *err)
{
    peri_rule_market market;
    bool has_symbol = !lua_isnoneornil(L, arg) && lua_type(L, arg) != LUA_TNUMBER;
    if (has_symbol) {
        peri_lua_check_market(L, arg++, func, &market);
        market.extended = peri_lua_opt_boolean(L, arg + 1, func, "extendedMarketHours", true);
    } else {
        peri_lua_check_none(L, arg + 1, func,
                            "nothing behind daysOffset: a symbol comes before it");
    }
    int64_t offset = peri_lua_opt_integer(L, arg, func, "daysOffset", -1000, 1000, 0);
    return peri_date_rule_periodic(period, end, (int)offset, has_symbol ? &market : NULL, out, err);
}

#define PERIODIC_MAKER(name, period, end)                                                          \
    int name(lua_State *L, int arg, const char *func, peri_date_rule **out, peri_error *err)       \
    {                                                                                              \
        return make_periodic(L, arg, func, period, end, out, err);                                 \
    }

PERIODIC_MAKER(peri_lua_make_week_start, PERI_PERIOD_WEEK, false)
PERIODIC_MAKER(peri_lua_make_week_end, PERI_PERIOD_WEEK, true)
PERIODIC_MAKER(peri_lua_make_month_start, PERI_PERIOD_MONTH, false)
PERIODIC_MAKER(peri_lua_make_month_end, PERI_PERIOD_MONTH, true)
PERIODIC_MAKER(peri_lua_make_quarter_start, PERI_PERIOD_QUARTER, false)
PERIODIC_MAKER(peri_lua_make_quarter_end, PERI_PERIOD_QUARTER, true)
PERIODIC_MAKER(peri_lua_make_year_start, PERI_PERIOD_YEAR, false)
PERIODIC_MAKER(peri_lua_make_year_end, PERI_PERIOD_YEAR, true)

/* --- DateRules: rules without arguments are properties, the others functions --- */

static struct date_rule *new_rule(lua_State *L)
{
    return peri_lua_new(L, &date_class, sizeof(struct date_rule));
}

/* Finish a maker: raise its error, or leave the object on top. */
static int made(lua_State *L, int rc, const peri_error *err)
{
    return rc == PERI_OK ? 1 : peri_lua_raise(L, err);
}

/* Run a maker. The object exists before the rule, so that nothing is lost for want of memory; it
   waits in the registry, so that it does not lie between the arguments. */
static int push_made(lua_State *L, peri_lua_date_maker *maker, const char *func)
{
    static const char waiting_key;
    peri_error err;
    peri_date_rule *rule = NULL;
    struct date_rule *self = new_rule(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &waiting_key);
    int rc = maker(L, 1, func, &rule, &err);
    self->rule = rule;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &waiting_key);
    return made(L, rc, &err);
}

#define DATE_RULE(rule, maker)                                                                     \
    static int call_##maker(lua_State *L)                                                          \
    {                                                                                              \
        return push_made(L, peri_lua_make_##maker, "DateRules." rule);                             \
    }                                                                                              \
    static int get_##maker(lua_State *L, void *self)                                               \
    {                                                                                              \
        (void)self;                                                                                \
        return peri_lua_push_dotted(L, call_##maker, "DateRules." rule);                           \
    }

DATE_RULE("On", on)
DATE_RULE("Every", every)
DATE_RULE("EveryDay", every_day)
DATE_RULE("WeekStart", week_start)
DATE_RULE("WeekEnd", week_end)
DATE_RULE("MonthStart", month_start)
DATE_RULE("MonthEnd", month_end)
DATE_RULE("QuarterStart", quarter_start)
DATE_RULE("QuarterEnd", quarter_end)
DATE_RULE("YearStart", year_start)
DATE_RULE("YearEnd", year_end)

static peri_date today(lua_State *L)
{
    const peri_runtime *runtime = peri_lua_runtime(L);
    const peri_zone *zone =
        runtime->date_rules_zone ? runtime->date_rules_zone : peri_engine_zone(runtime->engine);
    return peri_zone_date(zone, peri_engine_clock(runtime->engine));
}

static int get_today(lua_State *L, void *self)
{
    peri_error err;
    (void)self;
    return made(L, peri_date_rule_today(today(L), &new_rule(L)->rule, &err), &err);
}

static int get_tomorrow(lua_State *L, void *self)
{
    peri_error err;
    (void)self;
    return made(L, peri_date_rule_tomorrow(today(L), &new_rule(L)->rule, &err), &err);
}

static int set_default_zone(lua_State *L)
{
    peri_lua_runtime(L)->date_rules_zone =
        peri_lua_check_zone(L, 1, "DateRules.SetDefaultTimeZone", "timeZone");
    return 0;
}

static int get_set_default_zone(lua_State *L, void *self)
{
    (void)self;
    return peri_lua_push_dotted(L, set_default_zone, "DateRules.SetDefaultTimeZone");
}

static const peri_lua_member date_rules_members[] = {
    {"Today", get_today, NULL, NULL},
    {"Tomorrow", get_tomorrow, NULL, NULL},
    {"On", get_on, NULL, NULL},
    {"Every", get_every, NULL, NULL},
    {"EveryDay", get_every_day, NULL, NULL},
    {"WeekStart", get_week_start, NULL, NULL},
    {"WeekEnd", get_week_end, NULL, NULL},
    {"MonthStart", get_month_start, NULL, NULL},
    {"MonthEnd", get_month_end, NULL, NULL},
    {"QuarterStart", get_quarter_start, NULL, NULL},
    {"QuarterEnd", get_quarter_end, NULL, NULL},
    {"YearStart", get_year_start, NULL, NULL},
    {"YearEnd", get_year_end, NULL, NULL},
    {"SetDefaultTimeZone", get_set_default_zone, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
static const peri_lua_class date_rules_class = {.name = "DateRules", .members = date_rules_members};

/* FuncDateRule(name, function(from, to) -> dates) -> DateRule */
static int func_date_rule(lua_State *L)
{
    peri_error err;
    const char *name = peri_lua_check_string(L, 1, "FuncDateRule", "name", NULL);
    peri_lua_check_function(L, 2, "FuncDateRule", "fn");
    struct date_rule *self = new_rule(L);
    return made(L, peri_date_rule_function(name, peri_lua_dates_function(L, 2), &self->rule, &err),
                &err);
}

void peri_lua_date_rules_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"FuncDateRule", func_date_rule}, {NULL, NULL}};
    peri_lua_class_open(L, &date_class);
    peri_lua_class_open(L, &date_rules_class);
    peri_lua_new(L, &date_rules_class, 1);
    peri_lua_global(L, "DateRules");
    peri_lua_global_functions(L, functions);
}
