/* readonly.h - library tables a script can read but not change. Layer 6. */
#ifndef PERI_READONLY_H
#define PERI_READONLY_H

#include <lua.h>
#include <stdbool.h>

/*
 * Wrap the table on top of the stack: [members] -> [library]
 *
 * The library is an empty table that reads from members, iterates them with pairs, refuses
 * assignment ("string is read-only: 'foo' cannot be set"), and prints as its name. Members can
 * still be added from C through peri_readonly_members.
 *
 * name    static text, shown in messages
 * strict  reading an unknown member raises "ObjectStore has no member 'Savee'; did you mean
 *         'Save'?" instead of giving nil
 */
void peri_readonly_push(lua_State *L, const char *name, bool strict);

/* Name of the library at an index, NULL when the value is no library. Pushes nothing. */
const char *peri_readonly_name(lua_State *L, int index);

/* Push the members of the library at an index. */
void peri_readonly_members(lua_State *L, int index);

/* Give the library at an index a metamethod: [value] -> [] ("__call"). */
void peri_readonly_set_meta(lua_State *L, int index, const char *event);

#endif
