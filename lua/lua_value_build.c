/* lua_value_build.c - value events to a Lua value. Layer 6. */
#include "host/seat.h"
#include "lua_json.h"
#include "lua_support.h"
#include "lua_values.h"

enum {
    LET_GO = 1024 /* values between two moments at which others may have the state */
};

/* On the Lua stack: Json.Null, then for each open table the table, and in an object the key whose
   value is awaited. */
typedef struct builder {
    lua_State *L;
    int null_index;
    int depth;     /* tables open */
    size_t values; /* put so far */
    bool is_object[PERI_VALUE_DEPTH];
    lua_Integer items[PERI_VALUE_DEPTH]; /* of the arrays among them, so far */
} builder;

/* Puts the value on top where it belongs. */
static int put(builder *b)
{
    if (++b->values % LET_GO == 0)
        peri_host_let_go(b->L);
    if (b->depth == 0)
        return PERI_OK;
    if (b->is_object[b->depth - 1])
        lua_rawset(b->L, -3);
    else
        lua_rawseti(b->L, -2, ++b->items[b->depth - 1]);
    return PERI_OK;
}

static int open_table(builder *b, bool is_object, peri_error *err)
{
    if (b->depth == PERI_VALUE_DEPTH)
        return peri_fail(err, PERI_ELIMIT, "a value is nested deeper than %d", PERI_VALUE_DEPTH);
    luaL_checkstack(b->L, 8, "nested values");
    lua_newtable(b->L);
    b->is_object[b->depth] = is_object;
    b->items[b->depth] = 0;
    b->depth++;
    return PERI_OK;
}

static int on_begin_object(void *ctx, peri_error *err)
{
    return open_table(ctx, true, err);
}

static int on_begin_array(void *ctx, peri_error *err)
{
    return open_table(ctx, false, err);
}

static int on_end_object(void *ctx, peri_error *err)
{
    builder *b = ctx;
    (void)err;
    b->depth--;
    return put(b);
}

static int on_end_array(void *ctx, peri_error *err)
{
    builder *b = ctx;
    (void)err;
    b->depth--;
    if (b->items[b->depth] == 0)
        peri_lua_json_mark_array(b->L, -1);
    return put(b);
}

static int on_key(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    builder *b = ctx;
    (void)err;
    lua_pushlstring(b->L, bytes, len);
    return PERI_OK;
}

static int on_string(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    builder *b = ctx;
    (void)err;
    lua_pushlstring(b->L, bytes, len);
    return put(b);
}

static int on_integer(void *ctx, int64_t value, peri_error *err)
{
    builder *b = ctx;
    (void)err;
    lua_pushinteger(b->L, value);
    return put(b);
}

static int on_real(void *ctx, double value, peri_error *err)
{
    builder *b = ctx;
    (void)err;
    lua_pushnumber(b->L, value);
    return put(b);
}

static int on_boolean(void *ctx, bool value, peri_error *err)
{
    builder *b = ctx;
    (void)err;
    lua_pushboolean(b->L, value);
    return put(b);
}

static int on_null(void *ctx, peri_error *err)
{
    builder *b = ctx;
    (void)err;
    lua_pushvalue(b->L, b->null_index);
    return put(b);
}

void peri_lua_value_build(lua_State *L, const peri_value_tape *tape)
{
    builder b = {.L = L};
    const peri_value_sink sink = {.ctx = &b,
                                  .begin_object = on_begin_object,
                                  .end_object = on_end_object,
                                  .begin_array = on_begin_array,
                                  .end_array = on_end_array,
                                  .key = on_key,
                                  .string = on_string,
                                  .integer = on_integer,
                                  .real = on_real,
                                  .boolean = on_boolean,
                                  .null = on_null};
    peri_error err;
    luaL_checkstack(L, 8, "a value");
    peri_lua_json_push_null(L);
    b.null_index = lua_gettop(L);
    if (peri_value_tape_play(tape, &sink, &err) != PERI_OK)
        peri_lua_raise(L, &err);
    lua_remove(L, b.null_index);
}
