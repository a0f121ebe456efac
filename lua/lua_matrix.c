/* lua_matrix.c - Matrix of stdlib/matrix.lua. Layer 6. */
#include "lua_matrix.h"

#include <stdint.h>
#include <string.h>

#include "host/host.h"
#include "host/library.h"
#include "lua_numbers.h"
#include "lua_support.h"

enum {
    CELLS = 1, /* user value */
    FEW = 64,  /* numbers of a row that needs no memory of its own */
    LARGEST = INT32_MAX
};

static const char SET_ROW_ARRAY[] = "Matrix:set_row: array";

static const peri_lua_class matrix_class;

peri_lua_matrix *peri_lua_matrix_test(lua_State *L, int arg)
{
    return peri_lua_test(L, arg, &matrix_class);
}

void peri_lua_matrix_push_cells(lua_State *L, int arg)
{
    lua_getiuservalue(L, arg, CELLS);
}

/* -> cells, not filled; `for_what` begins the message when they do not fit. May let go. */
static peri_lua_cells *push_cells(lua_State *L, size_t n, size_t p, const char *for_what)
{
    bool is_size = n <= (PTRDIFF_MAX - sizeof(peri_lua_cells)) / sizeof(double) / p;
    size_t size = is_size ? sizeof(peri_lua_cells) + n * p * sizeof(double) : SIZE_MAX;
    if (!is_size || !peri_library_has_room(L, size))
        luaL_error(L, "%s: no memory for %I x %I numbers", for_what, (LUAI_UACINT)n,
                   (LUAI_UACINT)p);
    peri_library_will_allocate(L, size);
    peri_lua_cells *cells = lua_newuserdatauv(L, size, 0);
    cells->holders = 0;
    return cells;
}

/* cells -> Matrix */
static int push_matrix(lua_State *L, peri_lua_cells *cells, size_t n, size_t p)
{
    peri_lua_matrix *matrix = peri_lua_new_with(L, &matrix_class, sizeof *matrix, CELLS);
    *matrix = (peri_lua_matrix){.n = n, .p = p, .cells = cells};
    lua_insert(L, -2);
    lua_setiuservalue(L, -2, CELLS);
    return 1;
}

/* The cells of the matrix at index 1, nobody's but its own. While there is room made for a copy
   others may change the matrix: what it holds then is copied. */
static double *writable(lua_State *L, peri_lua_matrix *matrix)
{
    if (matrix->cells->holders > 0) {
        peri_lua_cells *copy = push_cells(L, matrix->n, matrix->p,
                                          "Matrix: a model is being fitted to it, and for a copy");
        memcpy(copy->x, matrix->cells->x, matrix->n * matrix->p * sizeof(double));
        matrix->cells = copy;
        lua_setiuservalue(L, 1, CELLS);
    }
    return matrix->cells->x;
}

/* -- members -------------------------------------------------------------------------------- */

static int get_rows(lua_State *L, void *self)
{
    lua_pushinteger(L, (lua_Integer)((const peri_lua_matrix *)self)->n);
    return 1;
}

static int get_columns(lua_State *L, void *self)
{
    lua_pushinteger(L, (lua_Integer)((const peri_lua_matrix *)self)->p);
    return 1;
}

static size_t check_row(lua_State *L, const peri_lua_matrix *matrix, const char *func)
{
    return (size_t)peri_lua_check_integer(L, 2, func, "row", 1, (int64_t)matrix->n) - 1;
}

/* Of the element whose row and column are at indices 2 and 3. */
static size_t check_place(lua_State *L, const peri_lua_matrix *matrix, const char *func)
{
    size_t row = check_row(L, matrix, func);
    int64_t column = peri_lua_check_integer(L, 3, func, "column", 1, (int64_t)matrix->p);
    return row * matrix->p + (size_t)column - 1;
}

/* matrix:get(row, column) -> number */
static int get(lua_State *L, void *self)
{
    const peri_lua_matrix *matrix = self;
    lua_pushnumber(L, matrix->cells->x[check_place(L, matrix, "Matrix:get")]);
    return 1;
}

/* matrix:set(row, column, value) */
static int set(lua_State *L, void *self)
{
    peri_lua_matrix *matrix = self;
    size_t place = check_place(L, matrix, "Matrix:set");
    if (lua_type(L, 4) != LUA_TNUMBER)
        return peri_lua_arg_error(L, 4, "Matrix:set", "value", "a number");
    writable(L, matrix)[place] = lua_tonumber(L, 4);
    return 0;
}

/* matrix:row(row) -> array */
static int row(lua_State *L, void *self)
{
    const peri_lua_matrix *matrix = self;
    size_t at = check_row(L, matrix, "Matrix:row");
    double few[FEW];
    double *values = few;
    if (matrix->p > FEW) { /* a copy, since to push it lets go */
        values = peri_lua_numbers_array(peri_lua_numbers_new(L), matrix->p);
        if (!values)
            return luaL_error(L, "Matrix:row: no memory for %I numbers", (LUAI_UACINT)matrix->p);
    }
    memcpy(values, matrix->cells->x + at * matrix->p, matrix->p * sizeof *values);
    peri_lua_push_array(L, values, matrix->p);
    return 1;
}

/* matrix:set_row(row, array) */
static int set_row(lua_State *L, void *self)
{
    peri_lua_matrix *matrix = self;
    peri_error err;
    size_t at = check_row(L, matrix, "Matrix:set_row");
    double few[FEW];
    const double *values = few;
    lua_settop(L, 3);
    bool is_short = matrix->p <= FEW && !peri_lua_matrix_test(L, 3);
    int rc = is_short
                 ? peri_lua_read_array_into(L, 3, SET_ROW_ARRAY, "columns", matrix->p, few, &err)
                 : peri_lua_read_array(L, 3, SET_ROW_ARRAY, "columns", matrix->p,
                                       peri_lua_numbers_new(L), &values, &err);
    if (rc != PERI_OK)
        return peri_lua_raise(L, &err);
    memcpy(writable(L, matrix) + at * matrix->p, values, matrix->p * sizeof *values);
    return 0;
}

/* matrix:tolist() -> array of rows */
static int tolist(lua_State *L, void *self)
{
    const peri_lua_matrix *matrix = self;
    peri_lua_numbers *numbers = peri_lua_numbers_new(L);
    const double *x = peri_lua_numbers_hold(L, 1, numbers);
    lua_createtable(L, (int)matrix->n, 0);
    for (size_t i = 0; i < matrix->n; i++) {
        peri_host_let_go(L);
        peri_lua_push_array(L, x + i * matrix->p, matrix->p);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int length(lua_State *L)
{
    return get_rows(L, peri_lua_matrix_test(L, 1));
}

static int to_text(lua_State *L)
{
    const peri_lua_matrix *matrix = peri_lua_matrix_test(L, 1);
    lua_pushfstring(L, "Matrix of %I x %I", (LUAI_UACINT)matrix->n, (LUAI_UACINT)matrix->p);
    return 1;
}

static const luaL_Reg matrix_meta[] = {{"__len", length}, {"__tostring", to_text}, {NULL, NULL}};

static const peri_lua_member matrix_members[] = {
    {"rows", get_rows, NULL, NULL}, {"columns", get_columns, NULL, NULL},
    {"get", NULL, NULL, get},       {"set", NULL, NULL, set},
    {"row", NULL, NULL, row},       {"set_row", NULL, NULL, set_row},
    {"tolist", NULL, NULL, tolist}, {NULL, NULL, NULL, NULL},
};

static const peri_lua_class matrix_class = {
    .name = "Matrix",
    .members = matrix_members,
    .meta = matrix_meta,
};

/* -- functions ------------------------------------------------------------------------------ */

/* Matrix(rows) */
static int l_matrix(lua_State *L)
{
    peri_error err;
    size_t n = 0, p = 0;
    if (peri_lua_shape_of_rows(L, 1, "Matrix: rows", &n, &p, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    peri_lua_cells *cells = push_cells(L, n, p, "Matrix");
    if (peri_lua_read_rows_into(L, 1, "Matrix: rows", cells->x, n, p, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return push_matrix(L, cells, n, p);
}

/* Matrix.zeros(rows, columns) */
static int l_zeros(lua_State *L)
{
    size_t n = (size_t)peri_lua_check_integer(L, 1, "matrix.zeros", "rows", 1, LARGEST);
    size_t p = (size_t)peri_lua_check_integer(L, 2, "matrix.zeros", "columns", 1, LARGEST);
    peri_lua_cells *cells = push_cells(L, n, p, "matrix.zeros");
    peri_turn turn = {.L = L};
    for (size_t at = 0, piece; at < n * p; at += piece) {
        piece = n * p - at < PERI_LIBRARY_TURN_BYTES / sizeof(double)
                    ? n * p - at
                    : PERI_LIBRARY_TURN_BYTES / sizeof(double);
        memset(cells->x + at, 0, piece * sizeof(double));
        peri_turn_spend(&turn, piece * sizeof(double));
    }
    return push_matrix(L, cells, n, p);
}

void peri_lua_matrix_open(lua_State *L)
{
    static const luaL_Reg functions[] = {{"Matrix", l_matrix}, {"zeros", l_zeros}, {NULL, NULL}};
    peri_lua_class_open(L, &matrix_class);
    peri_host_native(L, "perigee.matrix", functions);
}
