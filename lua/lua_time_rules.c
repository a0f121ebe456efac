/* lua_time_rules.c - TimeRules, FuncTimeRule: at which times of a day something is due. Layer 6. */
#include "lua_market.h"
#include "lua_rule_function.h"
#include "lua_rules.h"
#include "lua_runtime_internal.h"
#include "lua_symbol.h"
#include "lua_time.h"

#include <math.h>

/* Ranges so wide that only a slip is outside; 25:00 is 01:00 of the next day. */
enum {
    MOST_HOURS = 1000,
    MOST_MINUTES = 60 * MOST_HOURS,
    MOST_SECONDS = 60 * MOST_MINUTES,
    MOST_MARKET_MINUTES = 1000000
};

static const int64_t SHORTEST_STEP_NS = PERI_SECOND / 1000;

/* Payload of TimeRule: a pointer, so that the object exists before the rule does. */
struct time_rule {
    peri_time_rule *rule;
};

static const peri_lua_class time_class;

static void release(void *self)
{
    peri_time_rule_free(((struct time_rule *)self)->rule);
}

static int get_name(lua_State *L, void *self)
{
    lua_pushstring(L, peri_time_rule_name(((const struct time_rule *)self)->rule));
    return 1;
}

static int time_rule_tostring(lua_State *L)
{
    return get_name(L, peri_lua_test(L, 1, &time_class));
}

static int time_rule_call(lua_State *L)
{
    return luaL_error(
        L, "the TimeRule '%s' is no function: leave out the parentheses",
        peri_time_rule_name(((const struct time_rule *)peri_lua_test(L, 1, &time_class))->rule));
}

static const luaL_Reg time_meta[] = {{"__tostring", time_rule_tostring},
                                     {"__concat", peri_lua_concat},
                                     {"__call", time_rule_call},
                                     {NULL, NULL}};
static const peri_lua_member time_members[] = {{"Name", get_name, NULL, NULL},
                                               {NULL, NULL, NULL, NULL}};
static const peri_lua_class time_class = {
    .name = "TimeRule", .members = time_members, .meta = time_meta, .release = release};

const peri_time_rule *peri_lua_check_time_rule(lua_State *L, int arg, const char *func)
{
    if (lua_isfunction(L, arg) && !lua_isnoneornil(L, arg + 1))
        luaL_error(L,
                   "%s: argument %d (timeRule) was a function: call it, as in "
                   "TimeRules.AfterMarketOpen(symbol)",
                   func, arg);
    const struct time_rule *self = peri_lua_check_object(L, arg, func, "timeRule", &time_class);
    return self->rule;
}

/* --- makers --- */

static const peri_zone *default_zone(lua_State *L)
{
    const peri_runtime *runtime = peri_lua_runtime(L);
    return runtime->time_rules_zone ? runtime->time_rules_zone : peri_engine_zone(runtime->engine);
}

/* The zone at the end of At's arguments, if there is one. */
static const peri_zone *opt_zone(lua_State *L, int arg, const char *func)
{
    return lua_isnoneornil(L, arg) ? default_zone(L) : peri_lua_check_zone(L, arg, func, "zone");
}

/* At(hour, minute), At(hour, minute, second), At(span), each also with a zone behind it. */
int peri_lua_make_at(lua_State *L, int arg, const char *func, peri_time_rule **out, peri_error *err)
{
    int64_t span;
    if (peri_lua_test_timespan(L, arg, &span)) {
        peri_lua_check_none(L, arg + 2, func, "nothing behind the zone");
        return peri_time_rule_at(span, opt_zone(L, arg + 1, func), out, err);
    }
    if (lua_type(L, arg) != LUA_TNUMBER)
        return peri_lua_arg_error(L, arg, func, "hour", "an hour or a TimeSpan");
    span = peri_lua_check_integer(L, arg, func, "hour", -MOST_HOURS, MOST_HOURS) * PERI_HOUR;
    span += peri_lua_opt_integer(L, arg + 1, func, "minute", -MOST_MINUTES, MOST_MINUTES, 0) *
            PERI_MINUTE;
    int zone = arg + 2;
    if (lua_type(L, zone) != LUA_TSTRING) {
        span += peri_lua_opt_integer(L, zone, func, "second", -MOST_SECONDS, MOST_SECONDS, 0) *
                PERI_SECOND;
        zone++;
    }
    peri_lua_check_none(L, zone + 1, func, "nothing behind the zone");
    return peri_time_rule_at(span, opt_zone(L, zone, func), out, err);
}

int peri_lua_make_every_span(lua_State *L, int arg, const char *func, peri_time_rule **out,
                             peri_error *err)
{
    int64_t span = peri_lua_check_timespan(L, arg, func, "span");
    peri_lua_check_none(L, arg + 1, func, "nothing behind the span");
    if (span < SHORTEST_STEP_NS || span > PERI_DAY) { /* a run of nanoseconds would not end */
        char text[PERI_LUA_TIMESPAN_TEXT];
        peri_lua_timespan_text(span, text);
        return luaL_error(L,
                          "%s: the span was %s, expected a millisecond to a day: it begins anew "
                          "each day",
                          func, text);
    }
    return peri_time_rule_every(span, default_zone(L), out, err);
}

/* (minutes, extended) or (symbol, minutes, extended) */
static int make_market(lua_State *L, int arg, const char *func, peri_market_edge edge,
                       peri_time_rule **out, peri_error *err)
{
    bool has_symbol = !lua_isnoneornil(L, arg) && lua_type(L, arg) != LUA_TNUMBER;
    int minutes_at = has_symbol ? arg + 1 : arg;
    double minutes = peri_lua_opt_number(L, minutes_at, func, "minutes", 0);
    bool extended = peri_lua_opt_boolean(L, minutes_at + 1, func, "extendedMarketHours", false);
    peri_lua_check_none(L, minutes_at + 2, func, "nothing behind extendedMarketHours");
    if (fabs(minutes) > MOST_MARKET_MINUTES)
        return peri_lua_arg_error(L, minutes_at, func, "minutes", "-1000000 to 1000000");
    int64_t offset = llround(minutes * (double)PERI_MINUTE);
    if (has_symbol) {
        peri_rule_market market = {.extended = extended};
        peri_lua_check_market(L, arg, func, &market);
        return peri_time_rule_market(edge, &market, offset, out, err);
    }
    const peri_market_set *markets;
    int rc = peri_engine_markets(peri_lua_runtime(L)->engine, &markets, err);
    return rc == PERI_OK ? peri_time_rule_markets(edge, markets, extended, offset, out, err) : rc;
}

#define MARKET_MAKER(name, edge)                                                                   \
    int name(lua_State *L, int arg, const char *func, peri_time_rule **out, peri_error *err)       \
    {                                                                                              \
        return make_market(L, arg, func, edge, out, err);                                          \
    }

MARKET_MAKER(peri_lua_make_after_open, PERI_AFTER_OPEN)
MARKET_MAKER(peri_lua_make_before_open, PERI_BEFORE_OPEN)
MARKET_MAKER(peri_lua_make_before_close, PERI_BEFORE_CLOSE)
MARKET_MAKER(peri_lua_make_after_close, PERI_AFTER_CLOSE)

/* --- TimeRules: rules without arguments are properties, the others functions --- */

static struct time_rule *new_rule(lua_State *L)
{
    return peri_lua_new(L, &time_class, sizeof(struct time_rule));
}

/* Finish a maker: raise its error, or leave the object on top. */
static int made(lua_State *L, int rc, const peri_error *err)
{
    return rc == PERI_OK ? 1 : peri_lua_raise(L, err);
}

/* Run a maker. The object exists before the rule, so that nothing is lost for want of memory; it
   waits in the registry, so that it does not lie between the arguments. */
static int push_made(lua_State *L, peri_lua_time_maker *maker, const char *func)
{
    static const char waiting_key;
    peri_error err;
    peri_time_rule *rule = NULL;
    struct time_rule *self = new_rule(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &waiting_key);
    int rc = maker(L, 1, func, &rule, &err);
    self->rule = rule;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &waiting_key);
    return made(L, rc, &err);
}

#define TIME_RULE(rule, maker)                                                                     \
    static int call_##maker(lua_State *L)                                                          \
    {                                                                                              \
        return push_made(L, peri_lua_make_##maker, "TimeRules." rule);                             \
    }                                                                                              \
    static int get_##maker(lua_State *L, void *self)                                               \
    {                                                                                              \
        (void)self;                                                                                \
        return peri_lua_push_dotted(L, call_##maker, "TimeRules." rule);                           \
    }

TIME_RULE("At", at)
TIME_RULE("Every", every_span)
TIME_RULE("AfterMarketOpen", after_open)
TIME_RULE("BeforeMarketOpen", before_open)
TIME_RULE("BeforeMarketClose", before_close)
TIME_RULE("AfterMarketClose", after_close)

static int get_now(lua_State *L, void *self)
{
    peri_error err;
    (void)self;
    int64_t now = peri_engine_clock(peri_lua_runtime(L)->engine);
    return made(L, peri_time_rule_now(now, &new_rule(L)->rule, &err), &err);
}

static int get_noon(lua_State *L, void *self)
{
    peri_error err;
    (void)self;
    return made(L, peri_time_rule_noon(default_zone(L), &new_rule(L)->rule, &err), &err);
}

static int get_midnight(lua_State *L, void *self)
{
    peri_error err;
    (void)self;
    return made(L, peri_time_rule_midnight(default_zone(L), &new_rule(L)->rule, &err), &err);
}

static int set_default_zone(lua_State *L)
{
    peri_lua_runtime(L)->time_rules_zone =
        peri_lua_check_zone(L, 1, "TimeRules.SetDefaultTimeZone", "timeZone");
    return 0;
}

static int get_set_default_zone(lua_State *L, void *self)
{
    (void)self;
    return peri_lua_push_dotted(L, set_default_zone, "TimeRules.SetDefaultTimeZone");
}

static const peri_lua_member time_rules_members[] = {
    {"Now", get_now, NULL, NULL},
    {"Noon", get_noon, NULL, NULL},
    {"Midnight", get_midnight, NULL, NULL},
    {"At", get_at, NULL, NULL},
    {"Every", get_every_span, NULL, NULL},
    {"AfterMarketOpen", get_after_open, NULL, NULL},
    {"BeforeMarketOpen", get_before_open, NULL, NULL},
    {"BeforeMarketClose", get_before_close, NULL, NULL},
    {"AfterMarketClose", get_after_close, NULL, NULL},
    {"SetDefaultTimeZone", get_set_default_zone, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};
static const peri_lua_class time_rules_class = {.name = "TimeRules", .members = time_rules_members};

/* FuncTimeRule(name, function(dates) -> times in UTC) -> TimeRule */
static int func_time_rule(lua_State *L)
{
    peri_error err;
    const char *name = peri_lua_check_string(L, 1, "FuncTimeRule", "name", NULL);
    peri_lua_check_function(L, 2, "FuncTimeRule", "fn");
    struct time_rule *self = new_rule(L);
    return made(L, peri_time_rule_function(name, peri_lua_times_function(L, 2), &self->rule, &err),
                &err);
}

void peri_lua_time_rules_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"FuncTimeRule", func_time_rule}, {NULL, NULL}};
    peri_lua_class_open(L, &time_class);
    peri_lua_class_open(L, &time_rules_class);
    peri_lua_new(L, &time_rules_class, 1);
    peri_lua_global(L, "TimeRules");
    peri_lua_global_functions(L, functions);
}
