/* lua_indicator_pairs.c - indicators that are made of two others: Plus and its like, of two
 * symbols. Layer 6. */
#include "lua_indicator_pairs.h"

#include "lua_arity.h"
#include "lua_indicator_output.h"
#include "lua_registration_internal.h"
#include "lua_symbol.h"
#include "market/number.h"

#include <string.h>

/* --- left:Plus(right, name) and its like --- */

/* Push a pair of two indicators. */
static peri_indicator *push_pair(lua_State *L, const peri_indicator_class *cls,
                                 const double *params, const peri_indicator_sides *sides)
{
    peri_error err;
    peri_indicator *made;
    if (peri_indicator_new_pair(cls, params, sides, &made, &err) != PERI_OK)
        peri_lua_raise(L, &err);
    peri_lua_push_indicator(L, made);
    return made;
}

/* LEAN's default name. */
static void name_composed(lua_State *L, peri_indicator *made, const peri_indicator_sides *sides)
{
    char number[PERI_NUMBER_TEXT];
    const char *right = number;
    peri_number_format(sides->constant, number);
    if (sides->right)
        right = peri_indicator_label(sides->right);
    peri_indicator_set_label(
        made, lua_pushfstring(L, "COMPOSE(%s,%s)", peri_indicator_label(sides->left), right));
    lua_pop(L, 1);
}

static int compose(lua_State *L, const void *self, const char *func,
                   const peri_indicator_class *cls)
{
    static const double params[PERI_INDICATOR_PARAMS] = {0};
    const struct peri_lua_indicator *left = self;
    peri_indicator_sides sides = {.left = peri_lua_indicator_itself(L, left)};
    if (lua_type(L, 2) == LUA_TNUMBER)
        sides.constant = peri_lua_check_number(L, 2, func, "other");
    else
        sides.right = peri_lua_check_indicator(L, 2, func, "other");
    const char *name = peri_lua_opt_string(L, 3, func, "name", NULL, NULL);
    peri_indicator *made = push_pair(L, cls, params, &sides);
    if (name)
        peri_indicator_set_label(made, name);
    else
        name_composed(L, made, &sides);
    return 1;
}

#define COMPOSE(method, word)                                                                      \
    int peri_lua_indicator_##word(lua_State *L, void *self)                                        \
    {                                                                                              \
        return compose(L, self, "Indicator:" method, &peri_indicator_##word);                      \
    }

COMPOSE("Plus", plus)
COMPOSE("Minus", minus)
COMPOSE("Times", times)
COMPOSE("Over", over)

/* --- of two symbols --- */

/* How its function is called, after its class; its numbers. */
struct maker {
    const char *kind;
    const char *numbers[PERI_INDICATOR_PARAMS]; /* NULL behind the last */
};

static const struct maker makers[] = {
    {"B", {"period"}},
};

/* Two prices and what is made of them, last; none on failure. */
static int make_three(const struct maker *maker, const double *params, int64_t step_ns,
                      peri_indicator *made[3], peri_error *err)
{
    static const double none[PERI_INDICATOR_PARAMS] = {0};
    const peri_indicator_class *price = peri_indicator_find("Identity");
    int rc = PERI_OK;
    made[0] = made[1] = made[2] = NULL;
    for (int i = 0; i < 2 && rc == PERI_OK; i++)
        rc = peri_indicator_new(price, none, PERI_FIELD_CLOSE, &made[i], err);
    if (rc == PERI_OK) {
        const peri_indicator_sides sides = {
            .left = made[0], .right = made[1], .step_ns = step_ns, .own_sides = true};
        rc = peri_indicator_new_pair(peri_indicator_find(maker->kind), params, &sides, &made[2],
                                     err);
    }
    for (int i = 0; i < 2 && rc != PERI_OK; i++)
        peri_indicator_free(made[i]);
    return rc;
}

/* Two prices that are fed no more when it is closed, unless all went well. */
struct feeding {
    peri_engine *engine;
    peri_indicator *sides[2];
};

static int l_close(lua_State *L);

static const luaL_Reg feeding_meta[] = {{"__close", l_close}, {NULL, NULL}};
static const peri_lua_member no_members[] = {{NULL, NULL, NULL, NULL}};
static const peri_lua_class feeding_class = {
    .name = "feeding of two", .members = no_members, .meta = feeding_meta};

static int l_close(lua_State *L)
{
    const struct feeding *feeding = peri_lua_test(L, 1, &feeding_class);
    for (int i = 0; i < 2 && feeding; i++)
        if (feeding->sides[i])
            peri_engine_deregister_indicator(feeding->engine, feeding->sides[i]);
    return 0;
}

/* Feed the two prices; neither when that fails. */
static void feed_two(lua_State *L, const int32_t securities[2], peri_indicator *const sides[2],
                     int64_t bars, const peri_lua_feed *feed, const char *func)
{
    for (int i = 0; i < 2; i++)
        peri_lua_is_own(L, securities[i], &feed->period, func); /* raises where it cannot be */
    if (peri_lua_runtime(L)->automatic_warm_up)
        peri_lua_warm_up_two(L, securities, sides, bars, feed, func);
    struct feeding *feeding = peri_lua_new(L, &feeding_class, sizeof *feeding);
    lua_toclose(L, -1);
    feeding->engine = peri_lua_runtime(L)->engine;
    for (int i = 0; i < 2; i++) {
        feeding->sides[i] = sides[i];
        peri_lua_register(L, securities[i], sides[i], feed, func);
    }
    feeding->sides[0] = feeding->sides[1] = NULL;
}

/* Prices belong together that end in the same minute, hour or, of bars over an hour, day of UTC,
   as their resolution is: those of days that end at another hour, too. */
static int64_t step_of(lua_State *L, int32_t security, const peri_lua_feed *feed)
{
    int64_t length = peri_lua_period_length(&feed->period);
    if (feed->period.kind >= PERI_PERIOD_COUNT)
        return 1;
    if (length == 0)
        length = peri_resolution_ns(peri_lua_input_of(L, security, 0));
    return length > PERI_HOUR      ? PERI_DAY
           : length == PERI_HOUR   ? PERI_HOUR
           : length >= PERI_MINUTE ? PERI_MINUTE
                                   : 1;
}

/* How many bars of each warm it up: one more where days end at different hours, as in LEAN, since
   the last one of one symbol may wait for the other's. */
static int64_t bars_needed(lua_State *L, const int32_t securities[2], const double *params)
{
    const char *zones[2];
    for (int i = 0; i < 2; i++)
        zones[i] = peri_zone_name(peri_hours_zone(peri_lua_security_at(L, securities[i])->hours));
    return (int64_t)params[0] + 1 + (strcmp(zones[0], zones[1]) != 0);
}

/* The bars of both, and what is read of them. */
static peri_lua_feed check_feed(lua_State *L, int arg, const char *func)
{
    if (peri_lua_test_consolidator(L, arg))
        peri_lua_arg_error(L, arg, func, "barPeriod",
                           "a Resolution, a TimeSpan, a Calendar or a number of bars: one "
                           "Consolidator cannot take two symbols");
    return peri_lua_check_feed(L, arg, func);
}

/* B(target, reference, period, barPeriod, selector); upvalues: the maker, the arity. */
static int make_of_two(lua_State *L)
{
    static const char *const names[] = {"target", "reference"};
    const struct maker *maker = lua_touserdata(L, lua_upvalueindex(1));
    double params[PERI_INDICATOR_PARAMS] = {0};
    int32_t securities[2];
    peri_indicator *made[3];
    peri_error err;
    int n = 0;
    peri_lua_at_most(L, lua_touserdata(L, lua_upvalueindex(2)), 0);
    for (; n < PERI_INDICATOR_PARAMS && maker->numbers[n]; n++)
        params[n] = peri_lua_check_number(L, 3 + n, maker->kind, maker->numbers[n]);
    lua_settop(L, 4 + n);
    for (int i = 0; i < 2; i++) {
        securities[i] =
            peri_lua_check_symbol_at(L, 1 + i, lua_pushfstring(L, "%s: %s", maker->kind, names[i]));
        lua_pop(L, 1);
    }
    const peri_lua_feed feed = check_feed(L, 3 + n, maker->kind);
    if (make_three(maker, params, step_of(L, securities[0], &feed), made, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    peri_lua_push_indicators(L, made, 3);
    const int pushed = lua_gettop(L);
    feed_two(L, securities, made, bars_needed(L, securities, params), &feed, maker->kind);
    lua_pushvalue(L, pushed);
    return 1;
}

void peri_lua_indicator_pairs_open(lua_State *L)
{
    peri_lua_class_open(L, &feeding_class);
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        lua_pushlightuserdata(L, (void *)&makers[i]);
        lua_pushlightuserdata(L, (void *)peri_lua_arity_find(makers[i].kind));
        lua_pushcclosure(L, make_of_two, 2);
        peri_lua_global(L, makers[i].kind);
    }
}
