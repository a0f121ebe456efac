/* lua_symbol.c - Symbol: a ticker with its market; what names a symbol in arguments. Layer 6. */
#include "lua_symbol.h"

#include "base/similar.h"
#include "lua_market.h"

#include <string.h>

/* Payload of Symbol. The strings are the security's, static, or kept in a table of the registry. */
struct symbol {
    int32_t index; /* of the security; -1: made by Symbol.Create for a symbol that was not added */
    const char *ticker, *type, *market;
};

/* Addresses that name tables of the registry. */
static const char symbols_key, tickers_key, warned_key, strings_key;

static const peri_lua_class symbol_class;

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

static void make_symbol(lua_State *L, int32_t index)
{
    const peri_security *security = peri_engine_security(peri_lua_runtime(L)->engine, index);
    struct symbol *symbol = peri_lua_new(L, &symbol_class, sizeof *symbol);
    *symbol = (struct symbol){index, security->ticker, peri_security_type_name(security->type),
                              security->market};
}

void peri_lua_push_symbol(lua_State *L, int32_t index)
{
    peri_lua_push_kept(L, &symbols_key, index, make_symbol);
}

/* --- naming a symbol --- */

void peri_lua_forget_tickers(lua_State *L)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    memset(runtime->tickers, 0, sizeof runtime->tickers);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tickers_key);
}

/* Where a string is looked for first; of a place that two share the later one has it. */
static struct peri_lua_ticker *place_of_ticker(peri_runtime *runtime, const void *string)
{
    return &runtime->tickers[((uintptr_t)string >> 4) % PERI_LUA_TICKERS];
}

static bool is_subscribed(const peri_runtime *runtime, int32_t index)
{
    return index >= 0 && !peri_engine_security(runtime->engine, index)->removed;
}

/* Known tickers are kept in a table by their string, which so keeps its address: Lua has one string
   of a text that is not long. */
static int32_t find_in_table(lua_State *L, int arg, struct peri_lua_ticker *place)
{
    const peri_runtime *runtime = peri_lua_runtime(L);
    int32_t index = -1;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &tickers_key);
    lua_pushvalue(L, arg);
    if (lua_rawget(L, -2) == LUA_TNUMBER)
        index = (int32_t)lua_tointeger(L, -1);
    if (!is_subscribed(runtime, index)) {
        index = peri_engine_find(runtime->engine, lua_tostring(L, arg));
        if (index >= 0) {
            lua_pushvalue(L, arg);
            lua_pushinteger(L, index);
            lua_rawset(L, -4);
        }
    }
    lua_pop(L, 2);
    if (index >= 0 && lua_rawlen(L, arg) <= PERI_LUA_SHORT_STRING)
        *place = (struct peri_lua_ticker){lua_topointer(L, arg), index};
    return index;
}

/* Index of a ticker on the stack, -1: none. */
static int32_t find_ticker(lua_State *L, int arg)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    const void *string = lua_topointer(L, arg);
    struct peri_lua_ticker *place = place_of_ticker(runtime, string);
    if (place->string == string && is_subscribed(runtime, place->index))
        return place->index;
    return find_in_table(L, lua_absindex(L, arg), place);
}

/* Index of a symbol's security: also of one that was added after the symbol was made. */
static int32_t index_of(lua_State *L, const struct symbol *symbol)
{
    if (symbol->index >= 0)
        return symbol->index;
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    int32_t index = peri_engine_find(engine, symbol->ticker);
    if (index < 0)
        return -1;
    const peri_security *security = peri_engine_security(engine, index);
    bool same = strcmp(peri_security_type_name(security->type), symbol->type) == 0 &&
                strcmp(security->market, symbol->market) == 0;
    return same ? index : -1;
}

int32_t peri_lua_test_symbol(lua_State *L, int arg)
{
    if (lua_type(L, arg) == LUA_TSTRING)
        return find_ticker(L, arg);
    const struct symbol *symbol = peri_lua_test(L, arg, &symbol_class);
    return symbol ? index_of(L, symbol) : peri_lua_test_security(L, arg);
}

int32_t peri_lua_test_any_symbol(lua_State *L, int arg)
{
    const int32_t index = peri_lua_test_symbol(L, arg);
    if (index >= 0 || lua_type(L, arg) != LUA_TSTRING)
        return index;
    return peri_engine_find_any(peri_lua_runtime(L)->engine, lua_tostring(L, arg));
}

const char *peri_lua_test_ticker(lua_State *L, int arg)
{
    if (lua_type(L, arg) == LUA_TSTRING)
        return lua_tostring(L, arg);
    const struct symbol *symbol = peri_lua_test(L, arg, &symbol_class);
    if (symbol)
        return symbol->ticker;
    int32_t index = peri_lua_test_security(L, arg);
    return index >= 0 ? peri_engine_security(peri_lua_runtime(L)->engine, index)->ticker : NULL;
}

const char *peri_lua_symbol_parts(lua_State *L, int arg, const char **type, const char **market)
{
    const struct symbol *symbol = peri_lua_test(L, arg, &symbol_class);
    const int32_t index = symbol ? -1 : peri_lua_test_security(L, arg);
    if (!symbol && index < 0)
        peri_lua_arg_error(L, arg, "AddSecurity", "symbol", "a Symbol, or a SecurityType");
    if (!symbol) {
        peri_lua_push_symbol(L, index); /* kept for the whole run */
        symbol = peri_lua_test(L, -1, &symbol_class);
        lua_pop(L, 1);
    }
    *type = symbol->type;
    *market = symbol->market;
    return symbol->ticker;
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

/* name: of the argument; NULL: func says what it is */
static int32_t check_symbol(lua_State *L, int arg, const char *func, const char *name)
{
    int32_t index = peri_lua_test_symbol(L, arg);
    if (index >= 0)
        return index;
    const struct symbol *symbol = peri_lua_test(L, arg, &symbol_class);
    if (lua_type(L, arg) != LUA_TSTRING && !symbol)
        return peri_lua_arg_error(L, arg, func, name, "a ticker, a Symbol or a Security");
    const char *ticker = symbol ? symbol->ticker : lua_tostring(L, arg);
    const char *similar = similar_ticker(peri_lua_runtime(L)->engine, ticker);
    if (similar && strcmp(similar, ticker) != 0)
        return luaL_error(L, "%s: '%s' was not added; did you mean '%s'?", func, ticker, similar);
    return luaL_error(L,
                      "%s: '%s' was not added: call AddEquity, AddForex or the like in Initialize",
                      func, ticker);
}

int32_t peri_lua_check_symbol(lua_State *L, int arg, const char *func)
{
    return check_symbol(L, arg, func, "symbol");
}

int32_t peri_lua_check_symbol_at(lua_State *L, int index, const char *what)
{
    return check_symbol(L, index, what, NULL);
}

/* --- the market of a symbol --- */

/* Once per ticker: it may well be a slip. */
static void warn_of_ticker(lua_State *L, const char *func, const char *ticker)
{
    peri_engine *engine = peri_lua_runtime(L)->engine;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &warned_key);
    if (lua_getfield(L, -1, ticker) == LUA_TNIL) {
        const char *similar = similar_ticker(engine, ticker);
        luaL_where(L, 1);
        lua_pushfstring(L, "%s: '%s' was not added, so it counts as a US equity", func, ticker);
        lua_pushfstring(L, similar ? "; did you mean '%s'?" : "", similar);
        lua_concat(L, 3);
        const char *text = lua_tostring(L, -1);
        peri_engine_log(engine, PERI_LOG_WARNING, text, strlen(text));
        lua_pushboolean(L, 1);
        lua_setfield(L, -4, ticker);
        lua_pop(L, 1);
    }
    lua_pop(L, 2);
}

void peri_lua_check_market(lua_State *L, int arg, const char *func, peri_rule_market *out)
{
    peri_engine *engine = peri_lua_runtime(L)->engine;
    int32_t index = peri_lua_test_symbol(L, arg);
    if (index >= 0) {
        const peri_security *security = peri_engine_security(engine, index);
        out->symbol = security->ticker;
        out->hours = security->hours;
        return;
    }
    const struct symbol *symbol = peri_lua_test(L, arg, &symbol_class);
    const char *type = "Equity", *market = "usa";
    if (symbol) {
        out->symbol = symbol->ticker;
        type = symbol->type;
        market = symbol->market;
    } else {
        out->symbol = peri_lua_check_string(L, arg, func, "symbol", NULL);
        warn_of_ticker(L, func, out->symbol);
    }
    peri_error err;
    if (peri_engine_hours(engine, type, market, out->symbol, &out->hours, &err) != PERI_OK) {
        peri_fail_prefix(&err, "%s: ", func);
        peri_lua_raise(L, &err);
    }
}

/* --- Symbol --- */

static int get_ticker(lua_State *L, void *self)
{
    lua_pushstring(L, ((const struct symbol *)self)->ticker);
    return 1;
}

static int get_type(lua_State *L, void *self)
{
    lua_pushstring(L, ((const struct symbol *)self)->type);
    return 1;
}

static int get_market(lua_State *L, void *self)
{
    lua_pushstring(L, ((const struct symbol *)self)->market);
    return 1;
}

static int symbol_tostring(lua_State *L)
{
    return get_ticker(L, peri_lua_test(L, 1, &symbol_class));
}

static int symbol_equals(lua_State *L)
{
    const struct symbol *a = peri_lua_test(L, 1, &symbol_class);
    const struct symbol *b = peri_lua_test(L, 2, &symbol_class);
    lua_pushboolean(L, a && b && strcmp(a->ticker, b->ticker) == 0 &&
                           strcmp(a->type, b->type) == 0 && strcmp(a->market, b->market) == 0);
    return 1;
}

static const luaL_Reg symbol_meta[] = {{"__tostring", symbol_tostring},
                                       {"__concat", peri_lua_concat},
                                       {"__eq", symbol_equals},
                                       {NULL, NULL}};

static const peri_lua_member symbol_members[] = {{"Value", get_ticker, NULL, NULL},
                                                 {"SecurityType", get_type, NULL, NULL},
                                                 {"Market", get_market, NULL, NULL},
                                                 {NULL, NULL, NULL, NULL}};

static const peri_lua_class symbol_class = {
    .name = "Symbol", .members = symbol_members, .meta = symbol_meta};

/* Keep the string on top for as long as the run lasts: symbols are few. [string] -> [] */
static const char *keep_string(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &strings_key);
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    lua_pop(L, 1);
    const char *text = lua_tostring(L, -1);
    lua_pop(L, 1);
    return text;
}

/* Symbol.Create(ticker, securityType, market) -> Symbol */
static int create(lua_State *L)
{
    static const char func[] = "Symbol.Create";
    struct symbol made = {.index = -1};
    const peri_hours *hours;
    peri_error err;
    peri_lua_check_string(L, 1, func, "ticker", NULL);
    int type = peri_lua_check_enum(L, 2, func, "securityType", &peri_lua_security_type);
    const char *market = peri_lua_check_string(L, 3, func, "market", NULL);
    lua_pushvalue(L, 1);
    made.ticker = keep_string(L);
    peri_lua_push_enum(L, &peri_lua_security_type, type);
    made.type = keep_string(L);
    peri_lua_push_lower(L, market);
    made.market = keep_string(L);
    if (peri_engine_hours(peri_lua_runtime(L)->engine, made.type, made.market, made.ticker, &hours,
                          &err) != PERI_OK) {
        peri_fail_prefix(&err, "%s: ", func);
        return peri_lua_raise(L, &err);
    }
    int32_t index = index_of(L, &made);
    if (index >= 0)
        peri_lua_push_symbol(L, index);
    else
        *(struct symbol *)peri_lua_new(L, &symbol_class, sizeof made) = made;
    return 1;
}

/* Symbol(ticker): of a security that was added */
static int symbol_of(lua_State *L)
{
    peri_lua_push_symbol(L, peri_lua_check_symbol(L, 1, "Symbol"));
    return 1;
}

/* Ticker(symbol) */
static int ticker_of(lua_State *L)
{
    const char *ticker = peri_lua_test_ticker(L, 1);
    if (!ticker)
        return peri_lua_arg_error(L, 1, "Ticker", "symbol", "a Symbol, a Security or a ticker");
    lua_pushstring(L, ticker);
    return 1;
}

void peri_lua_symbol_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"Create", create}, {NULL, NULL}};
    static const peri_lua_function globals[] = {{"Ticker", ticker_of}, {NULL, NULL}};
    peri_lua_forget_tickers(L);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &warned_key);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &strings_key);
    peri_lua_class_open(L, &symbol_class);
    peri_lua_library(L, "Symbol", functions, symbol_of);
    peri_lua_global_functions(L, globals);
}
