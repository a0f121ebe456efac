/* lua_args.c - argument checks whose messages say what was given and what was expected. Layer 6. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/words.h"
#include "host/suggest.h"
#include "lua_support.h"

enum {
    SHOWN = 40 /* bytes of a string that a message quotes */
};

static const char *article(const char *noun)
{
    return strchr("AEIOU", noun[0]) ? "an" : "a";
}

/* Push the begin of a text, its zeros as \0. */
static const char *push_begin(lua_State *L, const char *text, size_t len)
{
    luaL_Buffer shown;
    luaL_buffinit(L, &shown);
    for (size_t i = 0; i < len && i < SHOWN; i++) {
        if (!text[i])
            luaL_addchar(&shown, '\\');
        luaL_addchar(&shown, text[i] ? text[i] : '0');
    }
    luaL_pushresult(&shown);
    return lua_tostring(L, -1);
}

const char *peri_lua_describe(lua_State *L, int arg)
{
    size_t len;
    const char *text;
    switch (lua_type(L, arg)) {
    case LUA_TNONE:
        return "missing";
    case LUA_TNUMBER:
        if (isnan(lua_tonumber(L, arg))) /* the sign of a nan differs between machines */
            return "nan";
        return luaL_tolstring(L, arg, NULL);
    case LUA_TNIL:
    case LUA_TBOOLEAN:
        return luaL_tolstring(L, arg, NULL);
    case LUA_TSTRING:
        text = lua_tolstring(L, arg, &len);
        return lua_pushfstring(L, "a string ('%s'%s)", push_begin(L, text, len),
                               len > SHOWN ? "..." : "");
    default:
        text = luaL_typename(L, arg);
        if (lua_type(L, arg) == LUA_TLIGHTUSERDATA)
            text = peri_lua_light_name(L, arg);
        else if (luaL_getmetafield(L, arg, "__name") == LUA_TSTRING)
            text = lua_tostring(L, -1);
        return lua_pushfstring(L, "%s %s", article(text), text);
    }
}

int peri_lua_colon_error(lua_State *L, const char *type, const char *method)
{
    char variable[64]; /* what a script might call it: Ticket -> ticket */
    snprintf(variable, sizeof variable, "%s", type);
    variable[0] = peri_lower(variable[0]);
    return luaL_error(L, "%s.%s takes a colon: write %s:%s(...)", type, method, variable, method);
}

/* Whether the running method was called with a dot, which passed its only argument as the object:
   sma.Minus(other) */
static bool lacks_colon(lua_State *L, int arg, const char *func)
{
    lua_Debug info;
    return arg == 2 && lua_gettop(L) == 1 && strchr(func, ':') && lua_getstack(L, 0, &info) &&
           lua_getinfo(L, "n", &info) && strcmp(info.namewhat, "field") == 0;
}

int peri_lua_arg_error(lua_State *L, int arg, const char *func, const char *name,
                       const char *expected)
{
    if (lacks_colon(L, arg, func)) {
        const char *colon = strchr(func, ':');
        return peri_lua_colon_error(L, lua_pushlstring(L, func, (size_t)(colon - func)), colon + 1);
    }
    int shown = strchr(func, ':') ? arg - 1 : arg;
    const char *was = peri_lua_describe(L, arg);
    if (!name)
        return luaL_error(L, "%s was %s, expected %s", func, was, expected);
    return luaL_error(L, "%s: argument %d (%s) was %s, expected %s", func, shown, name, was,
                      expected);
}

double peri_lua_check_number(lua_State *L, int arg, const char *func, const char *name)
{
    if (lua_type(L, arg) != LUA_TNUMBER)
        peri_lua_arg_error(L, arg, func, name, "a number");
    double value = lua_tonumber(L, arg);
    if (!isfinite(value))
        peri_lua_arg_error(L, arg, func, name, "a finite number");
    return value;
}

double peri_lua_opt_number(lua_State *L, int arg, const char *func, const char *name,
                           double otherwise)
{
    return lua_isnoneornil(L, arg) ? otherwise : peri_lua_check_number(L, arg, func, name);
}

int64_t peri_lua_check_integer(lua_State *L, int arg, const char *func, const char *name,
                               int64_t lowest, int64_t highest)
{
    int is_integer = 0;
    int64_t value = 0;
    if (lua_type(L, arg) == LUA_TNUMBER)
        value = lua_tointegerx(L, arg, &is_integer);
    if (is_integer && lowest <= value && value <= highest)
        return value;
    char expected[96];
    if (lowest == INT64_MIN && highest == INT64_MAX)
        snprintf(expected, sizeof expected, "an integer");
    else if (highest == INT64_MAX)
        snprintf(expected, sizeof expected, "an integer of at least %lld", (long long)lowest);
    else
        snprintf(expected, sizeof expected, "an integer from %lld to %lld", (long long)lowest,
                 (long long)highest);
    peri_lua_arg_error(L, arg, func, name, expected);
    return 0;
}

int64_t peri_lua_opt_integer(lua_State *L, int arg, const char *func, const char *name,
                             int64_t lowest, int64_t highest, int64_t otherwise)
{
    if (lua_isnoneornil(L, arg))
        return otherwise;
    return peri_lua_check_integer(L, arg, func, name, lowest, highest);
}

const char *peri_lua_check_string(lua_State *L, int arg, const char *func, const char *name,
                                  size_t *len)
{
    if (lua_type(L, arg) != LUA_TSTRING)
        peri_lua_arg_error(L, arg, func, name, "a string");
    return lua_tolstring(L, arg, len);
}

const char *peri_lua_opt_string(lua_State *L, int arg, const char *func, const char *name,
                                size_t *len, const char *otherwise)
{
    if (!lua_isnoneornil(L, arg))
        return peri_lua_check_string(L, arg, func, name, len);
    if (len)
        *len = otherwise ? strlen(otherwise) : 0;
    return otherwise;
}

bool peri_lua_check_boolean(lua_State *L, int arg, const char *func, const char *name)
{
    if (!lua_isboolean(L, arg))
        peri_lua_arg_error(L, arg, func, name, "true or false");
    return lua_toboolean(L, arg) != 0;
}

bool peri_lua_opt_boolean(lua_State *L, int arg, const char *func, const char *name, bool otherwise)
{
    return lua_isnoneornil(L, arg) ? otherwise : peri_lua_check_boolean(L, arg, func, name);
}

void peri_lua_check_function(lua_State *L, int arg, const char *func, const char *name)
{
    if (!lua_isfunction(L, arg))
        peri_lua_arg_error(L, arg, func, name, "a function");
}

void peri_lua_check_table(lua_State *L, int arg, const char *func, const char *name)
{
    if (!lua_istable(L, arg))
        peri_lua_arg_error(L, arg, func, name, "a table");
}

void peri_lua_refuse_rest(lua_State *L, int arg, const char *func, const char *expected)
{
    for (; arg <= lua_gettop(L); arg++)
        if (!lua_isnil(L, arg))
            peri_lua_arg_error(L, arg, func, "extra", expected);
}

/* Raise for a value that is none of an enum's, with a proposal. */
static int enum_error(lua_State *L, int arg, const char *func, const char *name,
                      const peri_lua_enum *type)
{
    char expected[256], says[128] = "";
    if (lua_type(L, arg) == LUA_TSTRING) {
        peri_suggestion suggestion;
        peri_suggest_init(&suggestion, lua_tostring(L, arg));
        for (const peri_name *row = type->values; row->name; row++)
            peri_suggest_offer(&suggestion, NULL, row->name);
        peri_suggest_text(&suggestion, says, sizeof says);
    }
    snprintf(expected, sizeof expected, "a value of %s, such as %s.%s%s", type->name, type->name,
             type->values->name, says);
    return peri_lua_arg_error(L, arg, func, name, expected);
}

int peri_lua_check_enum(lua_State *L, int arg, const char *func, const char *name,
                        const peri_lua_enum *type)
{
    int is_integer = 0;
    int64_t number = 0;
    const char *text = lua_type(L, arg) == LUA_TSTRING ? lua_tostring(L, arg) : NULL;
    if (type->is_number && lua_type(L, arg) == LUA_TNUMBER)
        number = lua_tointegerx(L, arg, &is_integer);
    for (const peri_name *row = type->values; row->name; row++)
        if ((text && strcmp(text, row->name) == 0) || (is_integer && number == row->value))
            return row->value;
    return enum_error(L, arg, func, name, type);
}

int peri_lua_opt_enum(lua_State *L, int arg, const char *func, const char *name,
                      const peri_lua_enum *type, int otherwise)
{
    return lua_isnoneornil(L, arg) ? otherwise : peri_lua_check_enum(L, arg, func, name, type);
}

void *peri_lua_check_object(lua_State *L, int arg, const char *func, const char *name,
                            const peri_lua_class *type)
{
    void *self = peri_lua_test(L, arg, type);
    if (!self) {
        char expected[80];
        snprintf(expected, sizeof expected, "%s %s", article(type->name), type->name);
        peri_lua_arg_error(L, arg, func, name, expected);
    }
    return self;
}
