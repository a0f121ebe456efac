/* lua_symbol.c - Symbol, Security and the collection Securities. Layer 6. */
#include "lua_symbol.h"

#include "base/similar.h"
#include "lua_models.h"
#include "lua_portfolio.h"
#include "lua_subscribe.h"

#include <string.h>

/* Payload of Symbol and Security. */
struct object {
    peri_runtime *runtime;
    const peri_security *security; /* borrowed from the engine */
};

static const char symbols_key, securities_key, tickers_key; /* addresses name registry tables */

static const peri_lua_class symbol_class, security_class;

/* --- kept objects --- */

void peri_lua_push_kept(lua_State *L, const void *key, int32_t index,
                        void (*make)(lua_State *L, int32_t index))
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, key);
    }
    if (lua_rawgeti(L, -1, index + 1) == LUA_TNIL) {
        lua_pop(L, 1);
        make(L, index);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, index + 1);
    }
    lua_remove(L, -2);
}

static void make_object(lua_State *L, const peri_lua_class *type, int32_t index)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    struct object *object = peri_lua_new(L, type, sizeof *object);
    object->runtime = runtime;
    object->security = peri_engine_security(runtime->engine, index);
}

static void make_symbol(lua_State *L, int32_t index)
{
    make_object(L, &symbol_class, index);
}

static void make_security(lua_State *L, int32_t index)
{
    make_object(L, &security_class, index);
}

void peri_lua_push_symbol(lua_State *L, int32_t index)
{
    peri_lua_push_kept(L, &symbols_key, index, make_symbol);
}

void peri_lua_push_security(lua_State *L, int32_t index)
{
    peri_lua_push_kept(L, &securities_key, index, make_security);
}

/* --- naming a symbol --- */

/* The payload of a Security or Symbol, NULL for anything else. */
static struct object *object_at(lua_State *L, int arg)
{
    struct object *object = peri_lua_test(L, arg, &security_class);
    return object ? object : peri_lua_test(L, arg, &symbol_class);
}

/* Index of a ticker on the stack, -1: none. Known ones are kept in a table by their string. */
static int32_t find_ticker(lua_State *L, int arg)
{
    arg = lua_absindex(L, arg);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &tickers_key);
    lua_pushvalue(L, arg);
    int32_t index = -1;
    if (lua_rawget(L, -2) == LUA_TNUMBER) {
        index = (int32_t)lua_tointeger(L, -1);
    } else {
        index = peri_engine_find(peri_lua_runtime(L)->engine, lua_tostring(L, arg));
        if (index >= 0) {
            lua_pushvalue(L, arg);
            lua_pushinteger(L, index);
            lua_rawset(L, -4);
        }
    }
    lua_pop(L, 2);
    return index;
}

int32_t peri_lua_test_symbol(lua_State *L, int arg)
{
    if (lua_type(L, arg) == LUA_TSTRING)
        return find_ticker(L, arg);
    const struct object *object = object_at(L, arg);
    return object ? object->security->index : -1;
}

/* The ticker most like one that is not known, or NULL. */
static const char *similar_ticker(const peri_engine *engine, const char *ticker)
{
    const char *best = NULL;
    for (size_t i = 0; i < peri_engine_security_count(engine); i++) {
        const char *known = peri_engine_security(engine, (int32_t)i)->ticker;
        if (peri_similar_near(ticker, known) &&
            (!best || peri_similar_distance(ticker, known) < peri_similar_distance(ticker, best)))
            best = known;
    }
    return best;
}

int32_t peri_lua_check_symbol(lua_State *L, int arg, const char *func)
{
    int32_t index = peri_lua_test_symbol(L, arg);
    if (index >= 0)
        return index;
    if (lua_type(L, arg) != LUA_TSTRING)
        return peri_lua_arg_error(L, arg, func, "symbol", "a ticker, a Symbol or a Security");
    const char *ticker = lua_tostring(L, arg);
    const char *similar = similar_ticker(peri_lua_runtime(L)->engine, ticker);
    if (similar)
        return luaL_error(L, "%s: '%s' was not added; did you mean '%s'?", func, ticker, similar);
    return luaL_error(L, "%s: '%s' was not added: call AddEquity or AddData in Initialize", func,
                      ticker);
}

/* --- Symbol --- */

static int get_ticker(lua_State *L, void *self)
{
    lua_pushstring(L, ((const struct object *)self)->security->ticker);
    return 1;
}

static int object_tostring(lua_State *L)
{
    return get_ticker(L, object_at(L, 1));
}

static const luaL_Reg symbol_meta[] = {
    {"__tostring", object_tostring}, {"__concat", peri_lua_concat}, {NULL, NULL}};

static const peri_lua_member symbol_members[] = {{"Value", get_ticker, NULL, NULL},
                                                 {NULL, NULL, NULL, NULL}};

static const peri_lua_class symbol_class = {
    .name = "Symbol", .members = symbol_members, .meta = symbol_meta};

/* --- Security --- */

#define NUMBER_GETTER(name, field)                                                                 \
    static int name(lua_State *L, void *self)                                                      \
    {                                                                                              \
        lua_pushnumber(L, ((const struct object *)self)->security->field);                         \
        return 1;                                                                                  \
    }

NUMBER_GETTER(get_price, price)
NUMBER_GETTER(get_open, open)
NUMBER_GETTER(get_high, high)
NUMBER_GETTER(get_low, low)
NUMBER_GETTER(get_close, close)
NUMBER_GETTER(get_volume, volume)
NUMBER_GETTER(get_leverage, leverage)

static int get_symbol(lua_State *L, void *self)
{
    peri_lua_push_symbol(L, ((const struct object *)self)->security->index);
    return 1;
}

static int get_has_data(lua_State *L, void *self)
{
    lua_pushboolean(L, ((const struct object *)self)->security->has_data);
    return 1;
}

static int get_resolution(lua_State *L, void *self)
{
    const struct object *object = self;
    peri_lua_push_enum(L, &peri_lua_resolution, (int)object->security->resolution);
    return 1;
}

static int get_holdings(lua_State *L, void *self)
{
    peri_lua_push_holding(L, ((const struct object *)self)->security->index);
    return 1;
}

static int set_leverage(lua_State *L, void *self)
{
    const struct object *object = self;
    peri_error err;
    double leverage = peri_lua_check_number(L, 2, "Security:SetLeverage", "leverage");
    if (peri_engine_set_leverage(object->runtime->engine, object->security->index, leverage,
                                 &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return 0;
}

static int set_fee_model(lua_State *L, void *self)
{
    const struct object *object = self;
    peri_broker_set_fee_model(peri_engine_broker(object->runtime->engine), object->security->index,
                              *peri_lua_check_fee_model(L, 2, "Security:SetFeeModel"));
    return 0;
}

static int set_fill_model(lua_State *L, void *self)
{
    const struct object *object = self;
    peri_broker_set_fill_model(peri_engine_broker(object->runtime->engine), object->security->index,
                               *peri_lua_check_fill_model(L, 2, "Security:SetFillModel"));
    return 0;
}

static const peri_lua_member security_members[] = {
    {"Symbol", get_symbol, NULL, NULL},
    {"Price", get_price, NULL, NULL},
    {"Open", get_open, NULL, NULL},
    {"High", get_high, NULL, NULL},
    {"Low", get_low, NULL, NULL},
    {"Close", get_close, NULL, NULL},
    {"Volume", get_volume, NULL, NULL},
    {"HasData", get_has_data, NULL, NULL},
    {"Resolution", get_resolution, NULL, NULL},
    {"Leverage", get_leverage, NULL, NULL},
    {"Holdings", get_holdings, NULL, NULL},
    {"SetLeverage", NULL, NULL, set_leverage},
    {"SetFeeModel", NULL, NULL, set_fee_model},
    {"SetFillModel", NULL, NULL, set_fill_model},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class security_class = {
    .name = "Security", .members = security_members, .meta = symbol_meta};

/* --- Securities --- */

static size_t count_of(lua_State *L)
{
    return peri_engine_security_count(peri_lua_runtime(L)->engine);
}

/* Objects of all securities as an array, in order of subscription. */
static void push_all(lua_State *L, void (*push)(lua_State *L, int32_t index))
{
    size_t n = count_of(L);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        push(L, (int32_t)i);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

void peri_lua_push_all_symbols(lua_State *L)
{
    push_all(L, peri_lua_push_symbol);
}

static int get_keys(lua_State *L, void *self)
{
    (void)self;
    peri_lua_push_all_symbols(L);
    return 1;
}

static int get_values(lua_State *L, void *self)
{
    (void)self;
    push_all(L, peri_lua_push_security);
    return 1;
}

static int get_count(lua_State *L, void *self)
{
    (void)self;
    lua_pushinteger(L, (lua_Integer)count_of(L));
    return 1;
}

/* ContainsKey of a collection; upvalue: the collection's name. */
static int contains_key(lua_State *L)
{
    const char *name = lua_tostring(L, lua_upvalueindex(1));
    if (lua_isuserdata(L, 1) && lua_gettop(L) > 1)
        return luaL_error(L, "%s.ContainsKey takes a dot, not a colon: write %s.ContainsKey(...)",
                          name, name);
    if (lua_isnoneornil(L, 1))
        return luaL_error(L, "%s.ContainsKey: argument 1 (symbol) is missing", name);
    lua_pushboolean(L, peri_lua_test_symbol(L, 1) >= 0);
    return 1;
}

void peri_lua_push_contains_key(lua_State *L, const char *name)
{
    lua_pushstring(L, name);
    lua_pushcclosure(L, contains_key, 1);
}

static int get_contains_key(lua_State *L, void *self)
{
    (void)self;
    peri_lua_push_contains_key(L, "Securities");
    return 1;
}

static const peri_lua_class securities_class;

static int index_securities(lua_State *L, void *self)
{
    (void)self;
    if (peri_lua_test_symbol(L, 2) < 0 && peri_lua_resembles_member(L, 2, &securities_class))
        return 0;
    peri_lua_push_security(L, peri_lua_check_symbol(L, 2, "Securities"));
    return 1;
}

/* Step of pairs(): upvalue 1 is the index to show next. */
static int next_security(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(1));
    if ((size_t)i >= count_of(L))
        return 0;
    lua_pushinteger(L, i + 1);
    lua_replace(L, lua_upvalueindex(1));
    peri_lua_push_symbol(L, (int32_t)i);
    peri_lua_push_security(L, (int32_t)i);
    return 2;
}

static int pairs_securities(lua_State *L)
{
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_security, 1);
    return 1;
}

static const luaL_Reg securities_meta[] = {{"__pairs", pairs_securities}, {NULL, NULL}};

static const peri_lua_member securities_members[] = {
    {"Keys", get_keys, NULL, NULL},   {"Values", get_values, NULL, NULL},
    {"Count", get_count, NULL, NULL}, {"ContainsKey", get_contains_key, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class securities_class = {.name = "Securities",
                                                .members = securities_members,
                                                .meta = securities_meta,
                                                .index = index_securities};

static int is_market_open(lua_State *L)
{
    int32_t index = peri_lua_check_symbol(L, 1, "IsMarketOpen");
    lua_pushboolean(L, peri_engine_is_market_open(peri_lua_runtime(L)->engine, index));
    return 1;
}

void peri_lua_symbol_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"IsMarketOpen", is_market_open}, {NULL, NULL}};
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tickers_key);
    peri_lua_class_open(L, &symbol_class);
    peri_lua_class_open(L, &security_class);
    peri_lua_class_open(L, &securities_class);
    peri_lua_new(L, &securities_class, 1);
    peri_lua_global(L, "Securities");
    peri_lua_global_functions(L, functions);
}
