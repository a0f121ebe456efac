/* lua_matrix.h - a dense matrix of doubles outside of Lua's tables (stdlib/matrix.lua). Layer 6.
 *
 * A kernel computes on a table's numbers only after they were copied, with the Lua state; on a
 * matrix's at once, without it. Who changes a matrix while it is held changes a copy, so a holder
 * sees the numbers of the moment at which it began. Everything here needs the state; only the
 * numbers that are held may be read without.
 */
#ifndef PERI_LUA_MATRIX_H
#define PERI_LUA_MATRIX_H

#include <lua.h>
#include <stddef.h>

/* The numbers of a matrix: a userdata of its own, user value 1 of the Matrix. */
typedef struct peri_lua_cells {
    size_t holders; /* while there are any nobody writes */
    double x[];     /* row-major */
} peri_lua_cells;

/* Payload of Matrix. */
typedef struct peri_lua_matrix {
    size_t n, p;           /* rows, columns; at least 1, they do not change */
    peri_lua_cells *cells; /* shape [n, p] */
} peri_lua_matrix;

void peri_lua_matrix_open(lua_State *L);

/* The matrix at an index, NULL when it is something else. Borrowed. */
peri_lua_matrix *peri_lua_matrix_test(lua_State *L, int arg);

/* -> the userdata of the numbers of the matrix at an index */
void peri_lua_matrix_push_cells(lua_State *L, int arg);

#endif
