/* lua_arity.c - see lua_arity.h. Layer 6. */
#include "lua_arity.h"

#include <lauxlib.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *name, const void *row)
{
    return strcmp(name, ((const peri_lua_arity *)row)->name);
}

const peri_lua_arity *peri_lua_arity_find(const char *name)
{
    static const peri_lua_arity any = {"", INT_MAX - 1, false};
    const peri_lua_arity *row =
        bsearch(name, peri_lua_arities, peri_lua_arity_count, sizeof *peri_lua_arities, compare);
    return row ? row : &any;
}

const peri_lua_arity *peri_lua_arity_member(const char *owner, char mark, const char *name)
{
    char whole[104];
    snprintf(whole, sizeof whole, "%s%c%s", owner, mark, name);
    return peri_lua_arity_find(whole);
}

void peri_lua_cut(lua_State *L, const peri_lua_arity *arity, int before)
{
    const int most = arity->most + before;
    while (lua_gettop(L) > most && lua_isnil(L, -1))
        lua_pop(L, 1);
    if (lua_gettop(L) == most)
        return;
    char takes[32];
    snprintf(takes, sizeof takes, "%s%d", arity->fixed ? "" : "at most ", arity->most);
    luaL_error(L, "%s: takes %s argument%s, got %d", arity->name, arity->most == 0 ? "no" : takes,
               arity->most == 1 ? "" : "s", lua_gettop(L) - before);
}
