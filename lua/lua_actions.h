/* lua_actions.h - Splits, Dividends, SymbolChangedEvents and Delistings of a Slice, and what they
 * hold. Layer 6.
 *
 * Both the lists and their elements are copies, so they can be kept.
 */
#ifndef PERI_LUA_ACTIONS_H
#define PERI_LUA_ACTIONS_H

#include <lua.h>

#include "lua_runtime_internal.h"

typedef enum peri_lua_action_list {
    PERI_LUA_SPLITS,
    PERI_LUA_DIVIDENDS,
    PERI_LUA_RENAMES,
    PERI_LUA_DELISTINGS,
    PERI_LUA_ACTION_LISTS
} peri_lua_action_list;

void peri_lua_actions_open(lua_State *L);

/* Push a list of the slice's actions of a kind; returns how many there are. */
size_t peri_lua_push_actions(lua_State *L, const peri_slice *slice, peri_lua_action_list which);

#endif
