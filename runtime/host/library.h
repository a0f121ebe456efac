/* library.h - functions of Lua's standard library that let go in between. Layer 6.
 *
 * One call of a C function holds the Lua state until it returns. The stock versions of these can
 * take seconds; these ask every 64 KiB or thousand elements whether somebody wants the state, or
 * the call interrupted. Results and messages are those of stock Lua, with two exceptions: sort is
 * stable, and leaves the table as it was when its function raises; and sizes are limited, as told
 * below.
 */
#ifndef PERI_LIBRARY_H
#define PERI_LIBRARY_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

#include "host/seat.h"

enum {
    PERI_LIBRARY_MAX_ELEMENTS = 10 * 1000 * 1000, /* that a __len may claim, and table.move takes */
    PERI_LIBRARY_TURN_BYTES = 64 * 1024,          /* of work between two looks */
    PERI_LIBRARY_ELEMENT_COST = 66 /* bytes' worth of an element: about 1000 to a turn */
};

/* What an argument that is no table must have metamethods for. */
enum {
    PERI_LIBRARY_READS = 1,
    PERI_LIBRARY_WRITES = 2,
    PERI_LIBRARY_MEASURES = 4
};

/* The work done since the last look, in bytes; begins as {.L = L}. */
typedef struct peri_turn {
    lua_State *L;
    size_t spent;
} peri_turn;

/* Lets go when a turn's work is done; may raise, and leaves the stack as it was. */
static inline void peri_turn_spend(peri_turn *turn, size_t cost)
{
    turn->spent += cost;
    if (turn->spent >= PERI_LIBRARY_TURN_BYTES) {
        turn->spent = 0;
        peri_host_let_go(turn->L);
    }
}

/* Whether the strategy's limit of memory leaves room for a block; collects all garbage before it
   says no. */
bool peri_library_has_room(lua_State *L, size_t bytes);

/* A block of `bytes` comes next: the collector's work for it is put off to the turns behind it, or
   to the next instruction. */
void peri_library_will_allocate(lua_State *L, size_t bytes);

/* Raises unless the argument is a table or has the metamethods for `needs`. */
void peri_library_check_table(lua_State *L, int arg, int needs);
/* Length of the argument; raises when a __len claims more than PERI_LIBRARY_MAX_ELEMENTS. */
lua_Integer peri_library_length(lua_State *L, int arg);

int peri_library_concat(lua_State *L); /* of table */
int peri_library_insert(lua_State *L);
int peri_library_move(lua_State *L);
int peri_library_remove(lua_State *L);
int peri_library_sort(lua_State *L);
int peri_library_unpack(lua_State *L);

int peri_library_rep(lua_State *L); /* of string; at most 256 MiB */
int peri_library_find(lua_State *L);
int peri_library_match(lua_State *L);
int peri_library_gmatch(lua_State *L);
int peri_library_gsub(lua_State *L);

#endif
