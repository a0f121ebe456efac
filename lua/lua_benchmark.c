/* lua_benchmark.c - SetBenchmark with a symbol or a function. Layer 6. */
#include "lua_benchmark.h"

#include "lua_runtime_internal.h"
#include "lua_support.h"
#include "lua_symbol.h"
#include "lua_time.h"

static const char func[] = "SetBenchmark";

static const char function_key; /* its address names the strategy's function in the registry */

/* One call, for the protected function below. */
struct call {
    int64_t local_ns;
    double value;
};

/* function(time: DateTime) -> number */
static int call_function(lua_State *L)
{
    struct call *call = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &function_key);
    peri_lua_push_datetime(L, call->local_ns);
    lua_call(L, 1, 1);
    if (lua_type(L, -1) != LUA_TNUMBER)
        return luaL_error(L, "the function returned %s, expected a number",
                          peri_lua_describe(L, -1));
    call->value = lua_tonumber(L, -1);
    return 0;
}

static int value_of_function(void *ctx, int64_t utc_ns, double *value, peri_error *err)
{
    peri_runtime *runtime = ctx;
    struct call call = {.local_ns = peri_engine_to_local(runtime->engine, utc_ns)};
    if (!lua_checkstack(runtime->L, 4))
        return peri_fail(err, PERI_ENOMEM, "no memory to call the benchmark");
    lua_pushcfunction(runtime->L, call_function);
    lua_pushlightuserdata(runtime->L, &call);
    int rc = peri_host_call(runtime->host, runtime->L, 1, 0, func, err);
    *value = call.value;
    return rc;
}

/* SetBenchmark(symbol) or SetBenchmark(function) */
static int set_benchmark(lua_State *L)
{
    peri_error err;
    peri_runtime *runtime = peri_lua_runtime(L);
    const char *ticker = peri_lua_test_ticker(L, 1);
    if (!ticker && lua_type(L, 1) != LUA_TFUNCTION)
        return peri_lua_arg_error(L, 1, func, "benchmark",
                                  "a ticker, a Symbol, a Security or a function");
    int rc = ticker ? peri_engine_set_benchmark_ticker(runtime->engine, ticker, &err)
                    : peri_engine_set_benchmark(runtime->engine, value_of_function, runtime, &err);
    if (rc != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_settop(L, 1);
    if (!ticker)
        lua_rawsetp(L, LUA_REGISTRYINDEX, &function_key);
    return 0;
}

void peri_lua_benchmark_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{func, set_benchmark}, {NULL, NULL}};
    peri_lua_global_functions(L, functions);
}
