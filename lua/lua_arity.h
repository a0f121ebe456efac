/* lua_arity.h - how many arguments a function of the API takes: surplus ones are refused. Layer 6.
 *
 * The table is made of the signatures in stdlib/api when the program is built
 * (lua/embed/arity.lua). Whoever hands a function to Lua finds its row once; a call then costs one
 * comparison.
 */
#ifndef PERI_LUA_ARITY_H
#define PERI_LUA_ARITY_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct peri_lua_arity {
    const char *name; /* "MarketOrder", "ObjectStore.Save", "OrderTicket:Cancel" */
    int most;         /* arguments, without the object of a method */
    bool fixed;       /* it never takes fewer */
} peri_lua_arity;

/* Generated: sorted by the bytes of the names; without functions that take any number. */
extern const peri_lua_arity peri_lua_arities[];
extern const size_t peri_lua_arity_count;

/* The row of a name. A function that has none may be given any number: never NULL, static. */
const peri_lua_arity *peri_lua_arity_find(const char *name);

/* The same of a member: "ObjectStore", '.', "Save". Together up to 100 bytes: the
   generator refuses longer names. */
const peri_lua_arity *peri_lua_arity_member(const char *owner, char mark, const char *name);

/* Take nils off the end of the stack down to most + before values. Raises when other values are
   left above: "Log: takes 1 argument, got 2". */
void peri_lua_cut(lua_State *L, const peri_lua_arity *arity, int before);

/* Refuse more arguments than the running function takes; before: values below them on the stack,
   1 for the object of a method. Raises. */
static inline void peri_lua_at_most(lua_State *L, const peri_lua_arity *arity, int before)
{
    if (lua_gettop(L) > arity->most + before)
        peri_lua_cut(L, arity, before);
}

#endif
