/* lua_securities.c - Securities, the collection; IsMarketOpen and RemoveSecurity. Layer 6. */
#include "lua_symbol.h"

static size_t count_of(lua_State *L)
{
    return peri_engine_security_count(peri_lua_runtime(L)->engine);
}

static bool is_removed(lua_State *L, size_t index)
{
    return peri_engine_security(peri_lua_runtime(L)->engine, (int32_t)index)->removed;
}

/* Objects of all securities as an array, in order of subscription. */
static void push_all(lua_State *L, void (*push)(lua_State *L, int32_t index))
{
    size_t n = count_of(L);
    lua_Integer shown = 0;
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        if (is_removed(L, i))
            continue;
        push(L, (int32_t)i);
        lua_rawseti(L, -2, ++shown);
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
    lua_Integer shown = 0;
    (void)self;
    for (size_t i = 0; i < count_of(L); i++)
        shown += is_removed(L, i) ? 0 : 1;
    lua_pushinteger(L, shown);
    return 1;
}

int peri_lua_contains_key(lua_State *L, const char *func)
{
    if (lua_isnoneornil(L, 1))
        return luaL_error(L, "%s: argument 1 (symbol) is missing", func);
    lua_pushboolean(L, peri_lua_test_symbol(L, 1) >= 0);
    return 1;
}

static const char CONTAINS_KEY[] = "Securities.ContainsKey";

static int contains_key(lua_State *L)
{
    return peri_lua_contains_key(L, CONTAINS_KEY);
}

static int get_contains_key(lua_State *L, void *self)
{
    (void)self;
    return peri_lua_push_dotted(L, contains_key, CONTAINS_KEY);
}

static const peri_lua_class securities_class;

static int index_securities(lua_State *L, void *self)
{
    const int32_t index = peri_lua_test_any_symbol(L, 2);
    (void)self;
    if (index < 0 && peri_lua_resembles_member(L, 2, &securities_class))
        return 0;
    if (index < 0)
        peri_lua_refuse_security_member(L, "Securities");
    peri_lua_push_security(L, index >= 0 ? index : peri_lua_check_symbol(L, 2, "Securities"));
    return 1;
}

/* Step of pairs(): upvalue 1 is the index to show next. */
static int next_security(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(1));
    while ((size_t)i < count_of(L) && is_removed(L, (size_t)i))
        i++;
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

/* RemoveSecurity(symbol) -> whether it was there */
static int remove_security(lua_State *L)
{
    peri_error err;
    peri_engine *engine = peri_lua_runtime(L)->engine;
    int32_t index = peri_lua_check_symbol(L, 1, "RemoveSecurity");
    bool there = !peri_engine_security(engine, index)->removed;
    if (there && peri_engine_remove_security(engine, index, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    peri_lua_forget_tickers(L);
    lua_pushboolean(L, there);
    return 1;
}

void peri_lua_securities_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"IsMarketOpen", is_market_open}, {"RemoveSecurity", remove_security}, {NULL, NULL}};
    peri_lua_class_open(L, &securities_class);
    peri_lua_new(L, &securities_class, 1);
    peri_lua_global(L, "Securities");
    peri_lua_global_functions(L, functions);
}
