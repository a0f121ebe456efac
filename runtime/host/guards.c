/* guards.c - library functions that check a call before stock Lua runs it. Layer 6.
 *
 * One call of a C function cannot be interrupted, so those that could run for hours (or reach what
 * the sandbox hides) look at their arguments first. A guard holds the stock function as upvalue 1
 * and calls it in C, in its own frame: no second Lua call, and messages name the right function.
 */
#include <lauxlib.h>
#include <string.h>

#include "host/host_private.h"
#include "host/readonly.h"

enum {
    MAX_ELEMENTS = 10 * 1000 * 1000, /* one table function may walk */
    MAX_REPEATED = 256 * 1024 * 1024 /* bytes string.rep may give */
};
static const double MAX_STEPS = 2e8; /* of one pattern match: about a second */

static int call_stock(lua_State *L)
{
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* setmetatable: finalizers would run with hooks off, so nothing could stop them. */
static int l_setmetatable(lua_State *L)
{
    if (lua_istable(L, 2)) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL)
            return luaL_error(L, "setmetatable: __gc is not available to strategies, use "
                                 "__close or an explicit function");
        lua_pop(L, 1);
    }
    return call_stock(L);
}

static int l_rawset(lua_State *L)
{
    const char *library = peri_readonly_name(L, 1);
    if (library)
        return luaL_error(L, "%s is read-only", library);
    return call_stock(L);
}

/* load: source text only, in the strategy's environment (the state's globals) by default. */
static int l_load(lua_State *L)
{
    const char *mode = luaL_optstring(L, 3, "t");
    if (!strchr(mode, 't'))
        return luaL_error(L, "load: mode was '%s', but only text ('t') can be loaded", mode);
    bool has_env = !lua_isnone(L, 4);
    lua_settop(L, has_env ? 4 : 3);
    lua_pushliteral(L, "t");
    lua_replace(L, 3);
    return call_stock(L);
}

static int l_collectgarbage(lua_State *L)
{
    const char *option = luaL_optstring(L, 1, "collect");
    if (strcmp(option, "count") != 0 && strcmp(option, "collect") != 0)
        return luaL_error(L,
                          "collectgarbage: option was '%s', but strategies can use 'count' "
                          "and 'collect' only",
                          option);
    return call_stock(L);
}

/* Upvalue: the script's handler. After an interrupt it must not run: errors raised by a hook are
   handled with hooks off, so it could loop for ever. */
static int l_handler(lua_State *L)
{
    if (peri_interrupt_pending(peri_host_from(L)->seat))
        return 1;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

/* Continuation of xpcall; `extra` values below the results are dropped. */
static int finish_xpcall(lua_State *L, int status, lua_KContext extra)
{
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_pushboolean(L, 0);
        lua_pushvalue(L, -2);
        return 2;
    }
    return lua_gettop(L) - (int)extra;
}

/* xpcall(f, handler, ...), as in lbaselib.c but with the guarded handler */
static int l_xpcall(lua_State *L)
{
    int n = lua_gettop(L);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, l_handler, 1);
    lua_replace(L, 2);
    lua_pushboolean(L, 1); /* first result */
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); /* f handler true f args */
    int status = lua_pcallk(L, n - 2, LUA_MULTRET, 2, 2, finish_xpcall);
    return finish_xpcall(L, status, 2);
}

/* The API table is below the table of stock globals, which is on top. */
void peri_guards_base(lua_State *L)
{
    static const luaL_Reg guards[] = {
        {"setmetatable", l_setmetatable},     {"rawset", l_rawset}, {"load", l_load},
        {"collectgarbage", l_collectgarbage}, {"xpcall", l_xpcall},
    };
    for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++) {
        lua_getfield(L, -1, guards[i].name);
        lua_pushcclosure(L, guards[i].func, 1);
        lua_setfield(L, -3, guards[i].name);
    }
}

/* table.insert and others that believe __len: a lie would make them loop for years. */
static int l_length(lua_State *L)
{
    if (lua_istable(L, 1) && luaL_getmetafield(L, 1, "__len") != LUA_TNIL) {
        lua_pop(L, 1);
        lua_Integer n = luaL_len(L, 1);
        if (n > MAX_ELEMENTS)
            return luaL_error(L, "a table whose __len is %I is too long, %d elements are the limit",
                              (LUAI_UACINT)n, MAX_ELEMENTS);
    }
    return call_stock(L);
}

/* table.move(from, first, last, to[, target]) */
static int l_move(lua_State *L)
{
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3);
    if (last >= first && (lua_Unsigned)last - (lua_Unsigned)first >= MAX_ELEMENTS)
        return luaL_error(L, "table.move: elements %I to %I are too many, %d are the limit",
                          (LUAI_UACINT)first, (LUAI_UACINT)last, MAX_ELEMENTS);
    return call_stock(L);
}

/* string.rep(text, n[, separator]) */
static int l_rep(lua_State *L)
{
    size_t len, separator;
    luaL_checklstring(L, 1, &len);
    lua_Integer n = luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &separator);
    if (n <= 0 || len + separator == 0) { /* stock Lua counts to n even when there is nothing */
        lua_pushliteral(L, "");
        return 1;
    }
    if ((lua_Unsigned)n > MAX_REPEATED / (len + separator))
        return luaL_error(L,
                          "string.rep: a result of %d bytes %I times is too long, %d MiB are "
                          "the limit",
                          (int)(len + separator), (LUAI_UACINT)n, MAX_REPEATED / (1024 * 1024));
    return call_stock(L);
}

/* string.find, match, gmatch, gsub: refuse what could backtrack for hours. */
static int l_pattern(lua_State *L)
{
    size_t n, len;
    luaL_checklstring(L, 1, &n);
    const char *pattern = luaL_checklstring(L, 2, &len);
    double steps = peri_pattern_cost(pattern, len, n);
    if (steps > MAX_STEPS)
        return luaL_error(L,
                          "pattern '%s' could take too long on %I bytes: its repetitions "
                          "overlap; use narrower ones ([^,]* instead of .-) or shorter text",
                          pattern, (LUAI_UACINT)n);
    return call_stock(L);
}

static int l_find(lua_State *L)
{
    return lua_toboolean(L, 4) ? call_stock(L) : l_pattern(L);
}

/* math.randomseed([seed...]): without arguments the run's seed, never the clock. The stock
   function has upvalues of its own, so it is called through Lua. */
static int l_randomseed(lua_State *L)
{
    if (lua_isnone(L, 1))
        lua_pushinteger(L, (lua_Integer)peri_host_from(L)->options.seed);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 0);
    return 0;
}

void peri_guards_libraries(lua_State *L)
{
    static const struct {
        const char *library, *name;
        lua_CFunction guard;
    } rows[] = {
        {"table", "concat", l_length},  {"table", "insert", l_length},
        {"table", "remove", l_length},  {"table", "sort", l_length},
        {"table", "unpack", l_length},  {"table", "move", l_move},
        {"string", "rep", l_rep},       {"string", "find", l_find},
        {"string", "match", l_pattern}, {"string", "gmatch", l_pattern},
        {"string", "gsub", l_pattern},  {"math", "randomseed", l_randomseed},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        lua_getfield(L, -1, rows[i].library);
        lua_getfield(L, -1, rows[i].name);
        lua_pushcclosure(L, rows[i].guard, 1);
        lua_setfield(L, -2, rows[i].name);
        lua_pop(L, 1);
    }
    lua_getfield(L, -1, "string");
    lua_pushnil(L);
    lua_setfield(L, -2, "dump");
    lua_pop(L, 1);
}
