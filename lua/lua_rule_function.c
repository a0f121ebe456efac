/* lua_rule_function.c - Lua functions that give or choose dates and times. Layer 6. */
#include "lua_rule_function.h"

#include "base/mem.h"
#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_time.h"

/* The context of a rule function. */
struct function {
    peri_runtime *runtime;
    int reference; /* of the Lua function, in the registry */
};

/* One call: what goes in and comes out, for the protected functions below. */
struct call {
    const struct function *function;
    peri_date from, to;
    const peri_date *dates; /* shape [n] */
    size_t n;
    int64_t time_ns;
    bool kept;
    peri_times *out;
    bool no_memory;
};

static void release(void *ctx)
{
    struct function *function = ctx;
    if (function->runtime->L) /* the engine is closed after the Lua state */
        luaL_unref(function->runtime->L, LUA_REGISTRYINDEX, function->reference);
    peri_free(function);
}

static peri_rule_function make(lua_State *L, int index)
{
    peri_rule_function made = {.release = release};
    lua_pushvalue(L, index);
    int reference = luaL_ref(L, LUA_REGISTRYINDEX);
    struct function *function = peri_calloc(1, sizeof *function);
    if (!function) {
        luaL_unref(L, LUA_REGISTRYINDEX, reference);
        luaL_error(L, "not enough memory for a rule");
        return made; /* not reached */
    }
    *function = (struct function){peri_lua_runtime(L), reference};
    made.ctx = function;
    return made;
}

/* Run body(L) protected with the call as its light userdata at index 1. */
static int run(lua_CFunction body, struct call *call, peri_error *err)
{
    peri_runtime *runtime = call->function->runtime;
    if (!lua_checkstack(runtime->L, 4))
        return peri_fail(err, PERI_ENOMEM, "no memory to call a rule's function");
    lua_pushcfunction(runtime->L, body);
    lua_pushlightuserdata(runtime->L, call);
    int rc = peri_host_call(runtime->host, runtime->L, 1, 0, NULL, err);
    if (rc == PERI_OK && call->no_memory)
        return peri_fail(err, PERI_ENOMEM, "no memory for the times of a rule");
    return rc;
}

static void push_function(lua_State *L, const struct call *call)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, call->function->reference);
}

/* "strategy.lua:12": where the function of the call was written. Pushes it. */
static const char *place_of(lua_State *L, const struct call *call)
{
    lua_Debug info;
    push_function(L, call);
    lua_getinfo(L, ">S", &info);
    return lua_pushfstring(L, "%s:%d", info.short_src, info.linedefined);
}

/* The array of DateTime on top becomes the call's result. */
static void take_times(lua_State *L, struct call *call, const char *what)
{
    if (lua_type(L, -1) != LUA_TTABLE) {
        const char *was = peri_lua_describe(L, -1);
        luaL_error(L, "the rule's function at %s returned %s, expected an array of %s",
                   place_of(L, call), was, what);
    }
    int table = lua_gettop(L);
    lua_Integer n = (lua_Integer)lua_rawlen(L, table);
    for (lua_Integer i = 1; i <= n; i++) {
        int64_t time_ns;
        lua_rawgeti(L, table, i);
        if (!peri_lua_test_datetime(L, -1, &time_ns)) {
            const char *was = peri_lua_describe(L, -1);
            luaL_error(L,
                       "item %I of what the rule's function at %s returned was %s, expected a "
                       "DateTime",
                       i, place_of(L, call), was);
        }
        lua_pop(L, 1);
        if (peri_times_add(call->out, time_ns) != PERI_OK)
            call->no_memory = true;
    }
}

static int call_dates(lua_State *L)
{
    struct call *call = lua_touserdata(L, 1);
    push_function(L, call);
    peri_lua_push_datetime(L, peri_time_at(call->from, 0));
    peri_lua_push_datetime(L, peri_time_at(call->to, 0));
    lua_call(L, 2, 1);
    take_times(L, call, "DateTime");
    return 0;
}

static int call_times(lua_State *L)
{
    struct call *call = lua_touserdata(L, 1);
    push_function(L, call);
    lua_createtable(L, (int)call->n, 0);
    for (size_t i = 0; i < call->n; i++) {
        peri_lua_push_datetime(L, peri_time_at(call->dates[i], 0));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_call(L, 1, 1);
    take_times(L, call, "DateTime in UTC");
    return 0;
}

static int call_keep(lua_State *L)
{
    struct call *call = lua_touserdata(L, 1);
    push_function(L, call);
    peri_lua_push_datetime(L, call->time_ns);
    lua_call(L, 1, 1);
    call->kept = lua_toboolean(L, -1);
    return 0;
}

static int dates(void *ctx, peri_date from, peri_date to, peri_times *out, peri_error *err)
{
    struct call call = {.function = ctx, .from = from, .to = to, .out = out};
    return run(call_dates, &call, err);
}

static int times(void *ctx, const peri_date *given, size_t n, peri_times *out, peri_error *err)
{
    struct call call = {.function = ctx, .dates = given, .n = n, .out = out};
    return run(call_times, &call, err);
}

static int keep(void *ctx, int64_t time_ns, bool *kept, peri_error *err)
{
    struct call call = {.function = ctx, .time_ns = time_ns};
    int rc = run(call_keep, &call, err);
    *kept = call.kept;
    return rc;
}

peri_rule_function peri_lua_dates_function(lua_State *L, int index)
{
    peri_rule_function made = make(L, index);
    made.dates = dates;
    return made;
}

peri_rule_function peri_lua_times_function(lua_State *L, int index)
{
    peri_rule_function made = make(L, index);
    made.times = times;
    return made;
}

peri_rule_function peri_lua_keep_function(lua_State *L, int index)
{
    peri_rule_function made = make(L, index);
    made.keep = keep;
    return made;
}
