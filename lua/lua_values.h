/* lua_values.h - Lua values to and from value events. Layer 6.
 *
 *   Lua                                           event
 *   table with the keys 1..n                      array
 *   table with string keys                        object, its keys ascending by their bytes
 *   table without keys                            object; array when marked (lua_json.h)
 *   string, boolean, integer, finite float        the same; 1 and 1.0 stay apart
 *   Json.Null                                     null
 *
 * Everything else is refused. Metamethods are not used: what a table holds itself is its value.
 */
#ifndef PERI_LUA_VALUES_H
#define PERI_LUA_VALUES_H

#include <lua.h>

#include "lua_table_shape.h"
#include "store/value_tape.h"

/* Memory of a walk, all zeros at first. It lies in a userdata whose release calls the deinit: a
   walk can be left by a raise. */
typedef struct peri_lua_walk {
    peri_lua_keys *keys; /* of the objects being walked, the innermost first; owned */
} peri_lua_walk;

void peri_lua_walk_deinit(peri_lua_walk *walk); /* all zeros again; may be called twice */

/*
 * Send the value at an index as events.
 *
 * name  what error texts call the value ("value"); static
 * sink  it may not touch the Lua stack
 * err   "value.layers[3].w is NaN"; "... is a function, expected ..."; "... is a table that
 *       contains itself"; "... is nested deeper than 200"; what lua_table_shape.h says of tables;
 *       "value.name: " and the text of the sink
 *
 * Returns PERI_OK, PERI_EINVAL, PERI_ELIMIT (nested deeper than PERI_VALUE_DEPTH), PERI_ENOMEM or
 * what the sink failed with; some events were sent then. Raises for want of Lua memory, and since
 * it lets go of the state now and then (host/seat.h): others may then change the value, which is
 * seen as it is when its turn comes. The stack is as before. Linear in the number of values, but
 * for the sorting of keys.
 */
int peri_lua_value_walk(lua_State *L, int index, const char *name, peri_lua_walk *walk,
                        const peri_value_sink *sink, peri_error *err);

/* Push the value a tape holds, which is one whole document; -> value. Empty arrays are marked as
   arrays. Of a key that comes again the later value counts. May raise: the tape must lie in a
   userdata. */
void peri_lua_value_build(lua_State *L, const peri_value_tape *tape);

#endif
