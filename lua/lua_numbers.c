/* lua_numbers.c - numbers of Lua tables and matrices in plain memory, for kernels, and back.
 * Layer 6. */
#include "lua_numbers.h"

#include <assert.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "host/library.h"
#include "lua_matrix.h"
#include "lua_support.h"

/* Idempotent: called at the close, and again at the collection. */
static void release(void *self)
{
    peri_lua_numbers *numbers = self;
    for (size_t i = 0; i < numbers->used; i++)
        peri_free(numbers->arrays[i]);
    for (size_t i = 0; i < numbers->holds; i++)
        numbers->held[i]->holders--;
    memset(numbers, 0, sizeof *numbers);
}

static int l_close(lua_State *L);

static const luaL_Reg numbers_meta[] = {{"__close", l_close}, {NULL, NULL}};
static const peri_lua_member no_members[] = {{.name = NULL}};

static const peri_lua_class numbers_class = {
    .name = "numbers of a kernel",
    .members = no_members,
    .meta = numbers_meta,
    .release = release,
};

static int l_close(lua_State *L)
{
    peri_lua_numbers *numbers = peri_lua_test(L, 1, &numbers_class);
    if (numbers)
        release(numbers);
    return 0;
}

void peri_lua_numbers_open(lua_State *L)
{
    peri_lua_class_open(L, &numbers_class);
}

peri_lua_numbers *peri_lua_numbers_new(lua_State *L)
{
    peri_lua_numbers *numbers =
        peri_lua_new_with(L, &numbers_class, sizeof *numbers, PERI_LUA_ARRAYS);
    numbers->index = lua_gettop(L);
    lua_toclose(L, -1);
    return numbers;
}

double *peri_lua_numbers_array(peri_lua_numbers *numbers, size_t n)
{
    assert(numbers->used < PERI_LUA_ARRAYS);
    double *array = peri_calloc(n, sizeof *array);
    if (array)
        numbers->arrays[numbers->used++] = array;
    return array;
}

const double *peri_lua_numbers_hold(lua_State *L, int arg, peri_lua_numbers *numbers)
{
    assert(numbers->holds < PERI_LUA_ARRAYS);
    peri_lua_matrix *matrix = peri_lua_matrix_test(L, arg);
    peri_lua_matrix_push_cells(L, arg);
    lua_setiuservalue(L, numbers->index, (int)numbers->holds + 1);
    matrix->cells->holders++;
    numbers->held[numbers->holds++] = matrix->cells;
    return matrix->cells->x;
}

/* The first n elements of the table on top of the stack. False when one is no number: `at` tells
   which, from 0, and it stays on the stack. */
static bool take_numbers(peri_turn *turn, double *out, size_t n, size_t *at)
{
    lua_State *L = turn->L;
    for (*at = 0; *at < n; ++*at) {
        peri_turn_spend(turn, PERI_LIBRARY_ELEMENT_COST);
        if (lua_rawgeti(L, -1, (lua_Integer)*at + 1) != LUA_TNUMBER)
            return false;
        out[*at] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    return true;
}

/* Whose width p the rows of a table must have. */
enum source {
    OF_FIRST_ROW,
    OF_MODEL
};

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static int refuse_width(const char *name, size_t has, size_t p, enum source source, peri_error *err)
{
    return peri_fail(err, PERI_EINVAL, "%s has %zu number%s, expected %zu, as %s", name, has,
                     plural(has), p,
                     source == OF_MODEL ? "the model was fitted with" : "the first row");
}

static int refuse_row(lua_State *L, const char *name, size_t row, size_t p, enum source source,
                      peri_error *err)
{
    char place[64];
    snprintf(place, sizeof place, "%s[%zu]", name, row);
    if (!lua_istable(L, -1))
        return peri_fail(err, PERI_EINVAL, "%s was %s, expected an array of numbers", place,
                         peri_lua_describe(L, -1));
    if (p == 0)
        return peri_fail(err, PERI_EINVAL, "%s was empty, expected at least one number", place);
    return refuse_width(place, lua_rawlen(L, -1), p, source, err);
}

static int read_row(peri_turn *turn, const char *name, size_t row, double *out, size_t p,
                    peri_error *err)
{
    size_t at;
    if (take_numbers(turn, out, p, &at))
        return PERI_OK;
    return peri_fail(err, PERI_EINVAL, "%s[%zu][%zu] was %s, expected a finite number", name, row,
                     at + 1, peri_lua_describe(turn->L, -1));
}

/* Whether a row of p numbers, or of any number when p is 0, is on top. */
static bool is_row(lua_State *L, size_t p)
{
    if (!lua_istable(L, -1))
        return false;
    size_t has = lua_rawlen(L, -1);
    return p == 0 ? has > 0 : has == p;
}

static int read_rows(lua_State *L, int arg, const char *name, double *out, size_t n, size_t p,
                     enum source source, peri_error *err)
{
    peri_turn turn = {.L = L};
    int rc = PERI_OK, top = lua_gettop(L);
    for (size_t i = 0; i < n && rc == PERI_OK; i++) {
        lua_rawgeti(L, arg, (lua_Integer)i + 1);
        if (is_row(L, p))
            rc = read_row(&turn, name, i + 1, out + i * p, p, err);
        else
            rc = refuse_row(L, name, i + 1, p, source, err);
        lua_settop(L, top);
    }
    return rc;
}

int peri_lua_read_rows_into(lua_State *L, int arg, const char *name, double *out, size_t n,
                            size_t p, peri_error *err)
{
    return read_rows(L, arg, name, out, n, p, OF_FIRST_ROW, err);
}

/* p in: what the model was fitted with, or 0. */
int peri_lua_shape_of_rows(lua_State *L, int arg, const char *name, size_t *n, size_t *p,
                           peri_error *err)
{
    int top = lua_gettop(L);
    if (!lua_istable(L, arg))
        return peri_fail(err, PERI_EINVAL, "%s was %s, expected an array of rows of numbers", name,
                         peri_lua_describe(L, arg));
    *n = lua_rawlen(L, arg);
    if (*n == 0)
        return peri_fail(err, PERI_EINVAL, "%s was empty, expected at least one row", name);
    lua_rawgeti(L, arg, 1);
    if (!is_row(L, *p))
        return refuse_row(L, name, 1, *p, OF_MODEL, err);
    *p = lua_rawlen(L, -1);
    lua_settop(L, top);
    return PERI_OK;
}

static int copy_rows(lua_State *L, int arg, const char *name, peri_lua_numbers *numbers,
                     const double **out, size_t *n, size_t *p, peri_error *err)
{
    enum source source = *p > 0 ? OF_MODEL : OF_FIRST_ROW;
    int rc = peri_lua_shape_of_rows(L, arg, name, n, p, err);
    if (rc != PERI_OK)
        return rc;
    assert(*p > 0);
    double *copy = *n > SIZE_MAX / *p ? NULL : peri_lua_numbers_array(numbers, *n * *p);
    *out = copy;
    if (!copy)
        return peri_fail(err, PERI_ENOMEM, "no memory for %zu x %zu numbers", *n, *p);
    return read_rows(L, arg, name, copy, *n, *p, source, err);
}

int peri_lua_read_rows(lua_State *L, int arg, const char *name, peri_lua_numbers *numbers,
                       const double **out, size_t *n, size_t *p, peri_error *err)
{
    const peri_lua_matrix *matrix = peri_lua_matrix_test(L, arg);
    if (!matrix)
        return copy_rows(L, arg, name, numbers, out, n, p, err);
    if (*p > 0 && matrix->p != *p) {
        char row[64];
        snprintf(row, sizeof row, "a row of %s", name);
        return refuse_width(row, matrix->p, *p, OF_MODEL, err);
    }
    *n = matrix->n;
    *p = matrix->p;
    *out = peri_lua_numbers_hold(L, arg, numbers);
    return PERI_OK;
}

static int refuse_length(const char *name, size_t has, size_t n, const char *like, peri_error *err)
{
    return peri_fail(err, PERI_EINVAL, "%s has %zu number%s, expected %zu, as many as %s", name,
                     has, plural(has), n, like);
}

static int check_array(lua_State *L, int arg, const char *name, const char *like, size_t n,
                       peri_error *err)
{
    if (!lua_istable(L, arg))
        return peri_fail(err, PERI_EINVAL, "%s was %s, expected an array of numbers", name,
                         peri_lua_describe(L, arg));
    if (lua_rawlen(L, arg) != n)
        return refuse_length(name, lua_rawlen(L, arg), n, like, err);
    return PERI_OK;
}

int peri_lua_read_array_into(lua_State *L, int arg, const char *name, const char *like, size_t n,
                             double *out, peri_error *err)
{
    peri_turn turn = {.L = L};
    size_t at;
    int rc = check_array(L, arg, name, like, n, err);
    if (rc != PERI_OK)
        return rc;
    lua_pushvalue(L, arg);
    if (!take_numbers(&turn, out, n, &at))
        rc = peri_fail(err, PERI_EINVAL, "%s[%zu] was %s, expected a finite number", name, at + 1,
                       peri_lua_describe(L, -1));
    else
        lua_pop(L, 1);
    return rc;
}

static int copy_array(lua_State *L, int arg, const char *name, const char *like, size_t n,
                      peri_lua_numbers *numbers, const double **out, peri_error *err)
{
    int rc = check_array(L, arg, name, like, n, err);
    if (rc != PERI_OK)
        return rc;
    double *copy = peri_lua_numbers_array(numbers, n);
    *out = copy;
    if (!copy)
        return peri_fail(err, PERI_ENOMEM, "no memory for %zu numbers", n);
    return peri_lua_read_array_into(L, arg, name, like, n, copy, err);
}

int peri_lua_read_array(lua_State *L, int arg, const char *name, const char *like, size_t n,
                        peri_lua_numbers *numbers, const double **out, peri_error *err)
{
    const peri_lua_matrix *matrix = peri_lua_matrix_test(L, arg);
    if (!matrix)
        return copy_array(L, arg, name, like, n, numbers, out, err);
    if (matrix->p != 1)
        return peri_fail(
            err, PERI_EINVAL,
            "%s was a Matrix of %zu x %zu, expected an array of numbers or a Matrix of "
            "one column",
            name, matrix->n, matrix->p);
    if (matrix->n != n)
        return refuse_length(name, matrix->n, n, like, err);
    *out = peri_lua_numbers_hold(L, arg, numbers);
    return PERI_OK;
}

void peri_lua_push_array(lua_State *L, const double *numbers, size_t n)
{
    peri_turn turn = {.L = L};
    lua_createtable(L, n < INT_MAX ? (int)n : INT_MAX, 0);
    for (size_t i = 0; i < n; i++) {
        peri_turn_spend(&turn, PERI_LIBRARY_ELEMENT_COST);
        lua_pushnumber(L, numbers[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}
