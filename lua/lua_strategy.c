/* lua_strategy.c - the engine's table of functions, answered by the Lua strategy. */
#include "lua_actions.h"
#include "lua_margin_call.h"
#include "lua_orders.h"
#include "lua_runtime_internal.h"
#include "lua_schedule.h"
#include "lua_slice.h"
#include "lua_symbol.h"
#include "lua_training.h"

#include "base/similar.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

static const char *const callback_names[PERI_CALLBACKS] = {
    "OnData",           "OnSplits",
    "OnDividends",      "OnSymbolChangedEvents",
    "OnDelistings",     "OnSecuritiesChanged",
    "OnOrderEvent",     "OnEndOfDay",
    "OnWarmupFinished", "OnEndOfAlgorithm",
    "OnMarginCall",     "OnMarginCallWarning",
};

int peri_lua_failed_in(peri_runtime *runtime, const char *name, int rc, peri_error *err)
{
    char when[PERI_TIME_TEXT];
    if (rc == PERI_OK || rc == PERI_EINTERRUPT)
        return rc;
    peri_time_format(peri_engine_local(runtime->engine), when);
    peri_fail_prefix(err, "%s at %s: ", name, when);
    return rc;
}

/* Call the function below nargs arguments; name and time come before its error. */
static int call(peri_runtime *runtime, const char *name, int nargs, peri_error *err)
{
    int rc = peri_host_call(runtime->host, runtime->L, nargs, 0, NULL, err);
    return peri_lua_failed_in(runtime, name, rc, err);
}

/* Call a callback, if the strategy has it: without arguments, or with the slice of the step. */
static int call_with(peri_runtime *runtime, enum peri_callback which, bool slice, peri_error *err)
{
    if (runtime->callbacks[which] == LUA_NOREF)
        return PERI_OK;
    peri_host_push_handler(runtime->L);
    lua_rawgeti(runtime->L, LUA_REGISTRYINDEX, runtime->callbacks[which]);
    if (slice)
        peri_lua_push_slice(runtime->L, runtime);
    int rc = peri_host_call_handled(runtime->host, runtime->L, slice, err);
    return peri_lua_failed_in(runtime, callback_names[which], rc, err);
}

static int call_plain(peri_runtime *runtime, enum peri_callback which, peri_error *err)
{
    return call_with(runtime, which, false, err);
}

static int call_on_order_event(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    peri_lua_push_order_event(L, peri_lua_runtime(L)->order_event);
    lua_call(L, 1, 0);
    return 0;
}

static bool takes_arguments(lua_State *L)
{
    lua_Debug info;
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">u", &info);
    return info.nparams > 0 || info.isvararg;
}

/* Keep a reference to each callback the strategy defines; other things by that name are refused. */
static int find_callbacks(lua_State *L)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    for (int i = 0; i < PERI_CALLBACKS; i++) {
        int type = lua_getglobal(L, callback_names[i]);
        if (type != LUA_TNIL && type != LUA_TFUNCTION)
            return luaL_error(L, "%s is a %s, expected a function", callback_names[i],
                              lua_typename(L, type));
        if (type == LUA_TNIL) {
            lua_pop(L, 1);
            continue;
        }
        if (i == PERI_ON_DATA)
            runtime->gives_slice = takes_arguments(L);
        else if (i == PERI_ON_ORDER_EVENT)
            lua_pushcclosure(L, call_on_order_event, 1);
        runtime->callbacks[i] = luaL_ref(L, LUA_REGISTRYINDEX);
    }
    return 0;
}

/* A strategy that defines `Oninit` or `onData` gets told what was meant. */
static int warn_of_typos(lua_State *L)
{
    peri_runtime *runtime = peri_lua_runtime(L);
    peri_host_env(L);
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        bool candidate = lua_type(L, -2) == LUA_TSTRING && lua_isfunction(L, -1);
        for (int i = 0; candidate && i < PERI_CALLBACKS; i++) {
            const char *name = lua_tostring(L, -2);
            if (strcmp(name, callback_names[i]) == 0 || !peri_similar_near(name, callback_names[i]))
                continue;
            if (runtime->callbacks[i] != LUA_NOREF)
                continue;
            const char *text = lua_pushfstring(
                L, "the function '%s' is never called by the engine; did you mean '%s'?", name,
                callback_names[i]);
            peri_engine_log(runtime->engine, PERI_LOG_WARNING, text, strlen(text));
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
    return 0;
}

/* Without Run a builder schedules nothing, and says nothing. */
static void warn_of_builders(peri_runtime *runtime)
{
    char text[128];
    if (runtime->builders_not_run == 0)
        return;
    int len = snprintf(text, sizeof text,
                       "Schedule.Event() was begun %d times without :Run(fn) at its end",
                       runtime->builders_not_run);
    peri_engine_log(runtime->engine, PERI_LOG_WARNING, text, (size_t)len);
}

static int initialize(void *ctx, peri_error *err)
{
    peri_runtime *runtime = ctx;
    int type = lua_getglobal(runtime->L, "Initialize");
    if (type != LUA_TFUNCTION) {
        lua_pop(runtime->L, 1);
        bool lower = lua_getglobal(runtime->L, "initialize") == LUA_TFUNCTION;
        lua_pop(runtime->L, 1);
        return peri_fail(err, PERI_ESCRIPT, "%s: defines no function Initialize()%s",
                         runtime->strategy,
                         lower ? "; it defines 'initialize': write it with a capital I" : "");
    }
    int rc = peri_host_call(runtime->host, runtime->L, 0, 0, "Initialize", err);
    if (rc == PERI_OK)
        rc = peri_host_protect(runtime->host, find_callbacks, runtime, err);
    if (rc == PERI_OK)
        rc = peri_host_protect(runtime->host, warn_of_typos, runtime, err);
    if (rc == PERI_OK)
        warn_of_builders(runtime);
    return rc;
}

/* Of a live run; a backtest's are called in lua_drive.c. */
static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    peri_runtime *runtime = ctx;
    (void)slice; /* the engine's, as long as its step is taken */
    return call_with(runtime, PERI_ON_DATA, runtime->gives_slice, err);
}

/* The functions for lists of actions, in the order of LEAN. */
static const struct {
    int callback;
    peri_lua_action_list list;
} action_calls[] = {{PERI_ON_SPLITS, PERI_LUA_SPLITS},
                    {PERI_ON_DIVIDENDS, PERI_LUA_DIVIDENDS},
                    {PERI_ON_DELISTINGS, PERI_LUA_DELISTINGS},
                    {PERI_ON_SYMBOL_CHANGED_EVENTS, PERI_LUA_RENAMES}};

/* Calls the function of the place at index 1, unless its list is empty. */
static int call_on_actions(lua_State *L)
{
    const peri_runtime *runtime = peri_lua_runtime(L);
    size_t i = (size_t)lua_tointeger(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, runtime->callbacks[action_calls[i].callback]);
    if (peri_lua_push_actions(L, peri_engine_slice(runtime->engine), action_calls[i].list) > 0)
        lua_call(L, 1, 0);
    return 0;
}

static int on_actions(void *ctx, const peri_slice *slice, peri_error *err)
{
    peri_runtime *runtime = ctx;
    int rc = PERI_OK;
    (void)slice; /* the engine's */
    for (size_t i = 0; i < sizeof action_calls / sizeof *action_calls && rc == PERI_OK; i++) {
        if (runtime->callbacks[action_calls[i].callback] == LUA_NOREF)
            continue;
        lua_pushcfunction(runtime->L, call_on_actions);
        lua_pushinteger(runtime->L, (lua_Integer)i);
        rc = call(runtime, callback_names[action_calls[i].callback], 1, err);
    }
    return rc;
}

/* Securities of indexes as an array: [] -> [table] */
static void push_securities(lua_State *L, const int32_t *indexes, size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        peri_lua_push_security(L, indexes[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static int call_on_securities_changed(lua_State *L)
{
    const peri_security_changes *changes = lua_touserdata(L, 1);
    const peri_runtime *runtime = peri_lua_runtime(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, runtime->callbacks[PERI_ON_SECURITIES_CHANGED]);
    lua_createtable(L, 0, 3);
    push_securities(L, changes->added, changes->added_n);
    lua_setfield(L, -2, "AddedSecurities");
    push_securities(L, changes->removed, changes->removed_n);
    lua_setfield(L, -2, "RemovedSecurities");
    lua_pushinteger(L, (lua_Integer)changes->added_n + (lua_Integer)changes->removed_n);
    lua_setfield(L, -2, "Count");
    lua_call(L, 1, 0);
    return 0;
}

static int on_securities_changed(void *ctx, const peri_security_changes *changes, peri_error *err)
{
    peri_runtime *runtime = ctx;
    if (runtime->callbacks[PERI_ON_SECURITIES_CHANGED] == LUA_NOREF)
        return PERI_OK;
    lua_pushcfunction(runtime->L, call_on_securities_changed);
    lua_pushlightuserdata(runtime->L, (void *)changes);
    return call(runtime, callback_names[PERI_ON_SECURITIES_CHANGED], 1, err);
}

static int on_order_event(void *ctx, const peri_order_event *event, peri_error *err)
{
    peri_runtime *runtime = ctx;
    const peri_order_event *outer = runtime->order_event;
    runtime->order_event = event;
    int rc = call_plain(runtime, PERI_ON_ORDER_EVENT, err);
    runtime->order_event = outer;
    return rc;
}

static int on_event(void *ctx, const peri_event *event, int64_t due_utc, peri_error *err)
{
    return peri_lua_call_event(ctx, event, due_utc, err);
}

/* OnEndOfDay(symbol) is called for each security; one without parameters once a day. */
static bool has_end_of_day(void *ctx, bool per_security)
{
    peri_runtime *runtime = ctx;
    lua_Debug info;
    if (runtime->callbacks[PERI_ON_END_OF_DAY] == LUA_NOREF)
        return false;
    lua_rawgeti(runtime->L, LUA_REGISTRYINDEX, runtime->callbacks[PERI_ON_END_OF_DAY]);
    lua_getinfo(runtime->L, ">u", &info);
    return per_security == (info.nparams > 0 || info.isvararg);
}

static int call_on_end_of_day(lua_State *L)
{
    const peri_runtime *runtime = peri_lua_runtime(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, runtime->callbacks[PERI_ON_END_OF_DAY]);
    peri_lua_push_symbol(L, *(const int32_t *)lua_touserdata(L, 1));
    lua_call(L, 1, 0);
    return 0;
}

static int on_end_of_day(void *ctx, int32_t security, peri_error *err)
{
    peri_runtime *runtime = ctx;
    if (security < 0)
        return call_plain(runtime, PERI_ON_END_OF_DAY, err);
    lua_pushcfunction(runtime->L, call_on_end_of_day);
    lua_pushlightuserdata(runtime->L, &security);
    return call(runtime, callback_names[PERI_ON_END_OF_DAY], 1, err);
}

static int on_warmup_finished(void *ctx, peri_error *err)
{
    return call_plain(ctx, PERI_ON_WARMUP_FINISHED, err);
}

static int on_end_of_algorithm(void *ctx, peri_error *err)
{
    return call_plain(ctx, PERI_ON_END_OF_ALGORITHM, err);
}

static int on_margin_call_warning(void *ctx, peri_error *err)
{
    return call_plain(ctx, PERI_ON_MARGIN_CALL_WARNING, err);
}

void peri_lua_strategy_init(peri_runtime *runtime)
{
    runtime->strategy_calls = (peri_strategy){
        .ctx = runtime,
        .initialize = initialize,
        .on_data = on_data,
        .drive = peri_lua_drive,
        .on_actions = on_actions,
        .on_securities_changed = on_securities_changed,
        .on_order_event = on_order_event,
        .on_event = on_event,
        .on_end_of_day = on_end_of_day,
        .has_end_of_day = has_end_of_day,
        .on_warmup_finished = on_warmup_finished,
        .on_end_of_algorithm = on_end_of_algorithm,
        .on_margin_call = peri_lua_on_margin_call,
        .on_margin_call_warning = on_margin_call_warning,
        .on_training_ended = peri_lua_training_ended,
        .on_pause = peri_lua_publish_all,
    };
}
