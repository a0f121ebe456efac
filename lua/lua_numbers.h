/* lua_numbers.h - numbers of Lua tables and matrices in plain memory, for kernels, and back.
 * Layer 6.
 *
 * Those of a matrix are held as they are, those of tables are copied. A table may be large, so
 * reading and pushing let go in between: other Lua code may change the table meanwhile. What is
 * read then is some mixture, but always numbers, of the shape found first.
 */
#ifndef PERI_LUA_NUMBERS_H
#define PERI_LUA_NUMBERS_H

#include <lua.h>
#include <stddef.h>

#include "base/error.h"

struct peri_lua_cells; /* see lua_matrix.h */

enum {
    PERI_LUA_ARRAYS = 4 /* of one call */
};

/* Arrays of one call, outside of Lua's heap, and the matrices it holds. They lie in a userdata that
   is closed when the call ends, also by a raise. */
typedef struct peri_lua_numbers {
    double *arrays[PERI_LUA_ARRAYS];
    size_t used;
    struct peri_lua_cells *held[PERI_LUA_ARRAYS]; /* user values keep them */
    size_t holds;
    int index; /* of the userdata, in the call */
} peri_lua_numbers;

void peri_lua_numbers_open(lua_State *L);

/* -> numbers, closed when the C function that calls this ends; its arguments are looked at by
   index, so it must have them all (lua_settop) */
peri_lua_numbers *peri_lua_numbers_new(lua_State *L);

/* Room for n numbers, zeros, borrowed from `numbers`; NULL when there is no memory. */
double *peri_lua_numbers_array(peri_lua_numbers *numbers, size_t n);

/* The numbers of the Matrix at arg, row-major, as they are now until the call ends. */
const double *peri_lua_numbers_hold(lua_State *L, int arg, peri_lua_numbers *numbers);

/*
 * Read a Matrix, or an array of rows, each an array of as many numbers; integers become doubles.
 * Raw access: no metamethods.
 *
 * name  of the argument, for messages: "X[3][2] was a string ('abc'), expected a finite number"
 * out   receives the numbers, row-major, shape [n, p], borrowed from `numbers`
 * n     receives how many rows, at least 1
 * p     in: how many numbers a row must have, as the model was fitted with; 0: as many as the first
 *       one has, at least 1. Receives it
 *
 * Returns PERI_OK, PERI_EINVAL or PERI_ENOMEM. Raises when the call is interrupted. Whether the
 * numbers are finite is for the kernel to say.
 */
int peri_lua_read_rows(lua_State *L, int arg, const char *name, peri_lua_numbers *numbers,
                       const double **out, size_t *n, size_t *p, peri_error *err);

/* The two halves of it for an array of rows, and memory of the caller's: the shape, then the
   numbers into out, shape [n, p]. */
int peri_lua_shape_of_rows(lua_State *L, int arg, const char *name, size_t *n, size_t *p,
                           peri_error *err);
int peri_lua_read_rows_into(lua_State *L, int arg, const char *name, double *out, size_t n,
                            size_t p, peri_error *err);

/* Read an array of n numbers, or a Matrix of one column; its length must be n, as `like` ("rows of
   X") has. Otherwise as peri_lua_read_rows. */
int peri_lua_read_array(lua_State *L, int arg, const char *name, const char *like, size_t n,
                        peri_lua_numbers *numbers, const double **out, peri_error *err);

/* The same of a table alone, into the caller's memory, shape [n]. */
int peri_lua_read_array_into(lua_State *L, int arg, const char *name, const char *like, size_t n,
                             double *out, peri_error *err);

/* -> array of n numbers */
void peri_lua_push_array(lua_State *L, const double *numbers, size_t n);

#endif
