/* lua_own_models.c - asking models that are functions of the strategy, and the parameters they get.
 * Layer 6. */
#include "lua_models.h"
#include "lua_orders.h"
#include "lua_runtime_internal.h"
#include "lua_symbol.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    ASKED = 2 /* index of the function, while its answer is looked at */
};
static const char models_key, parameters_key; /* their addresses name tables of the registry */

static const char *const kind_names[PERI_OWN_MODELS] = {"fee model", "fill model", "slippage model",
                                                        "buying power model", "brokerage model"};

/* --- keeping --- */

static lua_Integer place_of(enum peri_own_model kind, int32_t security)
{
    const lua_Integer row = kind == PERI_OWN_BROKERAGE ? 0 : security;
    return row * PERI_OWN_MODELS + (lua_Integer)kind + 1;
}

/* -> the table of kept models */
static void push_models(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &models_key) == LUA_TTABLE)
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &models_key);
}

void peri_lua_keep_model(lua_State *L, enum peri_own_model kind, int32_t security, int arg)
{
    arg = lua_absindex(L, arg);
    push_models(L);
    lua_pushvalue(L, arg);
    lua_rawseti(L, -2, place_of(kind, security));
    lua_pop(L, 1);
}

int peri_lua_push_kept_model(lua_State *L, enum peri_own_model kind, int32_t security)
{
    push_models(L);
    const int type = lua_rawgeti(L, -1, place_of(kind, security));
    lua_replace(L, -2);
    return type;
}

bool peri_lua_push_own_model(lua_State *L, enum peri_own_model kind, int32_t security,
                             const char *name)
{
    if (strcmp(name, "Lua") != 0)
        return false;
    peri_lua_push_kept_model(L, kind, security);
    return true;
}

/* Push the name of the API's function at index 2, as of ConstantFeeModel; false: it is none. */
static bool push_api_name(lua_State *L)
{
    if (!lua_iscfunction(L, 2))
        return false;
    peri_host_api(L);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (!lua_rawequal(L, -1, 2))
            continue;
        lua_pop(L, 1);
        lua_remove(L, -2);
        return true;
    }
    lua_pop(L, 1);
    return false;
}

int peri_lua_model_error(lua_State *L, const char *func, const char *expected)
{
    if (push_api_name(L))
        expected = lua_pushfstring(L, "%s; call it: %s(...)", expected, lua_tostring(L, -1));
    return peri_lua_arg_error(L, 2, func, strchr(func, ':') ? "model" : NULL, expected);
}

void peri_lua_check_own_model(lua_State *L, const char *func, const char *expected)
{
    if (!lua_istable(L, 2) && (!lua_isfunction(L, 2) || push_api_name(L)))
        peri_lua_model_error(L, func, expected);
}

/* --- asking --- */

/* The function to be called: the model, or the table's; nil: the table has none. */
static int push_asked(lua_State *L, peri_own_question *question)
{
    const int type = peri_lua_push_kept_model(L, question->kind, question->security->index);
    if (type != LUA_TTABLE) {
        question->function = NULL; /* it is the function itself */
        return type;
    }
    const int found = lua_getfield(L, -1, question->function);
    lua_replace(L, -2);
    return found;
}

/* ask(question): the function stays at ASKED, for what is said of its answer. */
static int ask(lua_State *L)
{
    peri_own_question *question = lua_touserdata(L, 1);
    const peri_own_form *form = question->form;
    question->lacks = push_asked(L, question) == LUA_TNIL && form->is_optional;
    if (question->lacks)
        return 0;
    if (!lua_isfunction(L, ASKED)) /* the strategy has its table, and may change it */
        return luaL_error(L, "%s of the model was %s, expected a function", question->function,
                          peri_lua_describe(L, ASKED));
    lua_pushvalue(L, ASKED);
    lua_call(L, form->give(L, question), form->results);
    form->take(L, question);
    return 0;
}

/* Whether a function of the strategy runs, whose name and time come before its error. */
static bool in_script(lua_State *L)
{
    lua_Debug info;
    for (int level = 0; lua_getstack(L, level, &info); level++)
        if (lua_getinfo(L, "S", &info) && strcmp(info.what, "C") != 0)
            return true;
    return false;
}

static int failed(peri_runtime *runtime, const peri_own_question *question, int rc, peri_error *err)
{
    char name[64];
    snprintf(name, sizeof name, "%s of %s", kind_names[question->kind], question->security->ticker);
    return in_script(runtime->L) ? peri_fail_prefix(err, "%s: ", name)
                                 : peri_lua_failed_in(runtime, name, rc, err);
}

int peri_lua_ask_model(void *ctx, peri_own_question *question, peri_error *err)
{
    peri_runtime *runtime = ctx;
    if (!lua_checkstack(runtime->L, 8))
        return peri_fail(err, PERI_ENOMEM, "no memory to ask the %s of %s",
                         kind_names[question->kind], question->security->ticker);
    peri_engine_hold_orders(runtime->engine, true);
    lua_pushcfunction(runtime->L, ask);
    lua_pushlightuserdata(runtime->L, question);
    const int rc = peri_host_call(runtime->host, runtime->L, 1, 0, NULL, err);
    peri_engine_hold_orders(runtime->engine, false);
    return rc == PERI_OK || rc == PERI_EINTERRUPT ? rc : failed(runtime, question, rc, err);
}

const char *peri_lua_push_asked_name(lua_State *L, const peri_own_question *question)
{
    const char *name = question->function ? question->function : "the function";
    lua_Debug info;
    lua_pushvalue(L, ASKED);
    lua_getinfo(L, ">S", &info);
    if (info.linedefined <= 0) /* in C */
        return lua_pushstring(L, name);
    return lua_pushfstring(L, "%s:%d: %s", info.short_src, info.linedefined, name);
}

int peri_lua_wrong_answer(lua_State *L, const peri_own_question *question, const char *part,
                          const char *expected)
{
    const char *was = peri_lua_describe(L, -1);
    return luaL_error(L, "%s returned %s%s, expected %s", peri_lua_push_asked_name(L, question),
                      part, was, expected);
}

double peri_lua_check_answer(lua_State *L, const peri_own_question *question, const char *part,
                             double lowest, const char *expected)
{
    const double number = lua_tonumber(L, -1);
    if (lua_type(L, -1) != LUA_TNUMBER || !isfinite(number) || number < lowest)
        peri_lua_wrong_answer(L, question, part, expected);
    return number;
}

bool peri_lua_take_decision(lua_State *L, peri_own_question *question, const char *otherwise)
{
    const bool has_reason = lua_type(L, -1) == LUA_TSTRING, yes = lua_toboolean(L, -2);
    if (lua_isboolean(L, -2) && !yes)
        snprintf(question->why, question->size, "%s", has_reason ? lua_tostring(L, -1) : otherwise);
    lua_pop(L, 1);
    if (!lua_isboolean(L, -1))
        peri_lua_wrong_answer(L, question, "", "true or false");
    return yes;
}

/* --- parameters --- */

/* __index of parameters: a name they do not have. */
static int unknown_parameter(lua_State *L)
{
    luaL_Buffer names;
    const char *key = luaL_tolstring(L, 2, NULL);
    static const char *const order[] = {"Security",          "Order",     "Quantity",
                                        "TargetBuyingPower", "Portfolio", "Direction"};
    luaL_buffinit(L, &names);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        lua_pushstring(L, order[i]);
        const bool has = lua_rawget(L, 1) != LUA_TNIL;
        lua_pop(L, 1);
        if (!has)
            continue;
        if (luaL_bufflen(&names) > 0)
            luaL_addstring(&names, ", ");
        luaL_addstring(&names, order[i]);
    }
    luaL_pushresult(&names);
    return luaL_error(L, "the parameters have no '%s'; they have %s", key, lua_tostring(L, -1));
}

/* table -> table, with names that raise */
static void guard_parameters(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &parameters_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_createtable(L, 0, 2);
        lua_pushcfunction(L, unknown_parameter);
        lua_setfield(L, -2, "__index");
        lua_pushboolean(L, 0);
        lua_setfield(L, -2, "__metatable");
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &parameters_key);
    }
    lua_setmetatable(L, -2);
}

int peri_lua_give_parameters(lua_State *L, const peri_own_question *question)
{
    lua_createtable(L, 0, 4);
    peri_lua_push_security(L, question->security->index);
    lua_setfield(L, -2, "Security");
    if (question->order) {
        peri_lua_push_order(L, question->order);
        lua_setfield(L, -2, "Order");
    }
    guard_parameters(L);
    return 1;
}

int peri_lua_give_order(lua_State *L, const peri_own_question *question)
{
    peri_lua_push_security(L, question->security->index);
    peri_lua_push_order(L, question->order);
    return 2;
}

/* parameters[name] -> value, at the returned index */
static int push_parameter(lua_State *L, int arg, const char *func, const char *name)
{
    if (!lua_istable(L, arg))
        peri_lua_arg_error(L, arg, func, "parameters", "a table of parameters");
    lua_pushstring(L, name);
    if (lua_rawget(L, arg) == LUA_TNIL)
        luaL_error(L, "%s: the parameters have no %s", func, name);
    return lua_gettop(L);
}

int32_t peri_lua_parameters_security(lua_State *L, int arg, const char *func)
{
    const int at = push_parameter(L, arg, func, "Security");
    return peri_lua_check_symbol_at(L, at, lua_pushfstring(L, "%s: Security", func));
}

const peri_order *peri_lua_parameters_order(lua_State *L, int arg, const char *func)
{
    const int at = push_parameter(L, arg, func, "Order");
    return peri_lua_check_order(L, at, lua_pushfstring(L, "%s: Order", func), NULL);
}

double peri_lua_parameters_number(lua_State *L, int arg, const char *func, const char *name)
{
    const int at = push_parameter(L, arg, func, name);
    return peri_lua_check_number(L, at, lua_pushfstring(L, "%s: %s", func, name), NULL);
}
