/* lua_indicator_pairs.c - indicators that are made of two others: Plus and its like, of two
 * symbols. Layer 6. */
#include "lua_indicator_pairs.h"

#include "lua_indicators.h"
#include "lua_registration_internal.h"
#include "lua_symbol.h"
#include "market/number.h"

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
    peri_indicator_sides sides = {.left = left->indicator};
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

/* Prices of one symbol, as a side of the pair. */
static peri_indicator *push_side(lua_State *L, int32_t security, const peri_lua_feed *feed,
                                 const char *func)
{
    static const double params[PERI_INDICATOR_PARAMS] = {0};
    peri_error err;
    peri_indicator *side;
    if (peri_indicator_new(peri_indicator_find("Identity"), params, PERI_FIELD_CLOSE, &side,
                           &err) != PERI_OK)
        peri_lua_raise(L, &err);
    peri_lua_push_indicator(L, side);
    peri_lua_register(L, security, side, feed, func);
    return side;
}

/* Prices belong together that end in the same step of their resolution, so that of days those of
   one date do, whatever the hours: LEAN's rule. Bars over an hour count as days. */
static int64_t step_of(lua_State *L, int32_t security, const peri_lua_feed *feed)
{
    int64_t length = peri_lua_period_length(&feed->period);
    if (feed->consolidator || feed->period.kind >= PERI_PERIOD_COUNT)
        return 1;
    if (length == 0)
        length = peri_resolution_ns(peri_lua_input_of(L, security, 0));
    return length > PERI_HOUR      ? PERI_DAY
           : length == PERI_HOUR   ? PERI_HOUR
           : length >= PERI_MINUTE ? PERI_MINUTE
                                   : 1;
}

/* B(target, reference, period, resolution, selector); upvalue 1 is the maker. */
static int make_of_two(lua_State *L)
{
    static const char *const names[] = {"target", "reference"};
    const struct maker *maker = lua_touserdata(L, lua_upvalueindex(1));
    double params[PERI_INDICATOR_PARAMS] = {0};
    int32_t securities[2];
    peri_indicator *sides[2];
    int n = 0;
    for (; n < PERI_INDICATOR_PARAMS && maker->numbers[n]; n++)
        params[n] = peri_lua_check_number(L, 3 + n, maker->kind, maker->numbers[n]);
    lua_settop(L, 4 + n);
    for (int i = 0; i < 2; i++)
        securities[i] =
            peri_lua_check_symbol_at(L, 1 + i, lua_pushfstring(L, "%s: %s", maker->kind, names[i]));
    const peri_lua_feed feed = peri_lua_check_feed(L, 3 + n, maker->kind);
    for (int i = 0; i < 2; i++)
        sides[i] = push_side(L, securities[i], &feed, maker->kind);
    const peri_indicator_sides pair = {
        .left = sides[0], .right = sides[1], .step_ns = step_of(L, securities[0], &feed)};
    push_pair(L, peri_indicator_find(maker->kind), params, &pair);
    if (peri_lua_runtime(L)->automatic_warm_up)
        peri_lua_warm_up_two(L, securities, sides, (int64_t)params[0] + 1, &feed, maker->kind);
    return 1;
}

void peri_lua_indicator_pairs_open(lua_State *L)
{
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        lua_pushlightuserdata(L, (void *)&makers[i]);
        lua_pushcclosure(L, make_of_two, 1);
        peri_lua_global(L, makers[i].kind);
    }
}
