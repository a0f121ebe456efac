/* lua_class_list.h - the classes of a Lua state: from a class to what was made for it. The state
   owns the list. Thread: that which has the state. Layer 6. */
#ifndef PERI_LUA_CLASS_LIST_H
#define PERI_LUA_CLASS_LIST_H

#include "lua_support.h"

struct peri_lua_directory; /* see lua_class_internal.h */

typedef struct peri_lua_opened {
    const peri_lua_class *type; /* NULL: a free place */
    const struct peri_lua_directory *directory;
    int metatable; /* in the registry */
} peri_lua_opened;

/* What peri_lua_note_opened was given for a class; NULL: nothing. A few loads: for each object that
   is made. */
const peri_lua_opened *peri_lua_find_opened(lua_State *L, const peri_lua_class *type);

/* What finds the objects that stand for values, see peri_lua_light_open. */
void peri_lua_set_light(lua_State *L, peri_lua_light_fn find);
peri_lua_light_fn peri_lua_light(lua_State *L);

/* [metatable] -> []. A class is open from now on. May raise. */
void peri_lua_note_opened(lua_State *L, const peri_lua_class *type,
                          const struct peri_lua_directory *directory);

#endif
