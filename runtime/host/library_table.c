/* library_table.c - concat, insert, move, remove, unpack and string.rep. Layer 6. */
#include "host/library.h"

#include <lauxlib.h>
#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
    MAX_RESULT_MIB = 256
};

enum {
    CONCAT_PARKED = 5
};

struct span {
    int source;
    lua_Integer first;
    int target;
    lua_Integer start;
    lua_Integer count;
};

struct text_builder {
    peri_turn turn;
    luaL_Buffer buffer;
};

static bool has_metamethod(lua_State *L, int arg, const char *event)
{
    if (luaL_getmetafield(L, arg, event) == LUA_TNIL)
        return false;
    lua_pop(L, 1);
    return true;
}

void peri_library_check_table(lua_State *L, int arg, int needs)
{
    if (lua_istable(L, arg))
        return;
    if (lua_getmetatable(L, arg)) {
        lua_pop(L, 1);
        if ((!(needs & PERI_LIBRARY_READS) || has_metamethod(L, arg, "__index")) &&
            (!(needs & PERI_LIBRARY_WRITES) || has_metamethod(L, arg, "__newindex")) &&
            (!(needs & PERI_LIBRARY_MEASURES) || has_metamethod(L, arg, "__len")))
            return;
    }
    luaL_checktype(L, arg, LUA_TTABLE);
}

static void refuse_made_up_length(lua_State *L, int arg, lua_Integer length)
{
    if (length <= PERI_LIBRARY_MAX_ELEMENTS || lua_type(L, arg) == LUA_TSTRING)
        return;
    if (has_metamethod(L, arg, "__len"))
        luaL_error(L, "a table whose __len is %I is too long, %d elements are the limit",
                   (LUAI_UACINT)length, PERI_LIBRARY_MAX_ELEMENTS);
}

lua_Integer peri_library_length(lua_State *L, int arg)
{
    lua_Integer length = luaL_len(L, arg);
    refuse_made_up_length(L, arg, length);
    return length;
}

static void copy_element(peri_turn *turn, const struct span *span, lua_Integer offset)
{
    lua_geti(turn->L, span->source, span->first + offset);
    lua_seti(turn->L, span->target, span->start + offset);
    peri_turn_spend(turn, PERI_LIBRARY_ELEMENT_COST);
}

static void copy_forwards(lua_State *L, const struct span *span)
{
    peri_turn turn = {.L = L};
    for (lua_Integer i = 0; i < span->count; i++)
        copy_element(&turn, span, i);
}

static void copy_backwards(lua_State *L, const struct span *span)
{
    peri_turn turn = {.L = L};
    for (lua_Integer i = span->count; i > 0; i--)
        copy_element(&turn, span, i - 1);
}

int peri_library_insert(lua_State *L)
{
    peri_library_check_table(L, 1,
                             PERI_LIBRARY_READS | PERI_LIBRARY_WRITES | PERI_LIBRARY_MEASURES);
    /* Unsigned: a length of LUA_MAXINTEGER wraps around, as it does in stock Lua. */
    lua_Integer end = (lua_Integer)((lua_Unsigned)peri_library_length(L, 1) + 1);
    lua_Integer position = end;
    int arguments = lua_gettop(L);
    if (arguments != 2 && arguments != 3)
        return luaL_error(L, "wrong number of arguments to 'insert'");
    if (arguments == 3) {
        position = luaL_checkinteger(L, 2);
        luaL_argcheck(L, (lua_Unsigned)position - 1 < (lua_Unsigned)end, 2,
                      "position out of bounds");
        if (position < end)
            copy_backwards(L, &(struct span){1, position, 1, position + 1, end - position});
    }
    lua_seti(L, 1, position);
    return 0;
}

int peri_library_remove(lua_State *L)
{
    peri_library_check_table(L, 1,
                             PERI_LIBRARY_READS | PERI_LIBRARY_WRITES | PERI_LIBRARY_MEASURES);
    lua_Integer length = peri_library_length(L, 1);
    lua_Integer position = luaL_optinteger(L, 2, length);
    luaL_argcheck(L, position == length || (lua_Unsigned)position - 1 <= (lua_Unsigned)length, 2,
                  "position out of bounds");
    lua_geti(L, 1, position);
    if (position < length) {
        copy_forwards(L, &(struct span){1, position + 1, 1, position, length - position});
        position = length;
    }
    lua_pushnil(L);
    lua_seti(L, 1, position);
    return 1;
}

static void move_elements(lua_State *L, lua_Integer first, lua_Integer last, lua_Integer start,
                          int target)
{
    luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
    lua_Integer count = last - first + 1;
    luaL_argcheck(L, start <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
    if (count > PERI_LIBRARY_MAX_ELEMENTS)
        luaL_error(L, "table.move: elements %I to %I are too many, %d are the limit",
                   (LUAI_UACINT)first, (LUAI_UACINT)last, PERI_LIBRARY_MAX_ELEMENTS);
    struct span span = {1, first, target, start, count};
    bool apart = start > last || start <= first;
    if (apart || (target != 1 && !lua_compare(L, 1, target, LUA_OPEQ)))
        copy_forwards(L, &span);
    else
        copy_backwards(L, &span);
}

int peri_library_move(lua_State *L)
{
    lua_Integer first = luaL_checkinteger(L, 2);
    lua_Integer last = luaL_checkinteger(L, 3);
    lua_Integer start = luaL_checkinteger(L, 4);
    int target = lua_isnoneornil(L, 5) ? 1 : 5;
    peri_library_check_table(L, 1, PERI_LIBRARY_READS);
    peri_library_check_table(L, target, PERI_LIBRARY_WRITES);
    if (last >= first)
        move_elements(L, first, last, start, target);
    lua_pushvalue(L, target);
    return 1;
}

int peri_library_unpack(lua_State *L)
{
    lua_Integer first = luaL_optinteger(L, 2, 1);
    lua_Integer last = lua_isnoneornil(L, 3) ? peri_library_length(L, 1) : luaL_checkinteger(L, 3);
    if (first > last)
        return 0;
    lua_Unsigned steps = (lua_Unsigned)last - (lua_Unsigned)first;
    if (steps >= INT_MAX || !lua_checkstack(L, (int)steps + 1))
        return luaL_error(L, "too many results to unpack");
    int count = (int)steps + 1;
    /* Room for the host's own work, if there is any left. */
    if (count < INT_MAX - LUA_MINSTACK)
        lua_checkstack(L, count + LUA_MINSTACK);
    peri_turn turn = {.L = L};
    for (int i = 0; i < count; i++) {
        lua_geti(L, 1, first + i);
        peri_turn_spend(&turn, PERI_LIBRARY_ELEMENT_COST);
    }
    return count;
}

static void add_bytes(struct text_builder *builder, const char *bytes, size_t size)
{
    while (size > 0) {
        size_t piece = size < PERI_LIBRARY_TURN_BYTES ? size : PERI_LIBRARY_TURN_BYTES;
        luaL_addlstring(&builder->buffer, bytes, piece);
        peri_turn_spend(&builder->turn, piece);
        bytes += piece;
        size -= piece;
    }
}

/* The number on top, as lua_tolstring writes it, but without making a string of Lua's. */
static void add_number(struct text_builder *builder)
{
    lua_State *L = builder->turn.L;
    char text[64];
    int size;
    if (lua_isinteger(L, -1)) {
        size = lua_integer2str(text, sizeof text, lua_tointeger(L, -1));
    } else {
        size = lua_number2str(text, sizeof text, lua_tonumber(L, -1));
        if (text[strspn(text, "-0123456789")] == '\0') { /* looks like an integer */
            text[size++] = lua_getlocaledecpoint();      /* NOLINT(concurrency-mt-unsafe) */
            text[size++] = '0';
        }
    }
    lua_pop(L, 1);
    luaL_addlstring(&builder->buffer, text, (size_t)size);
    peri_turn_spend(&builder->turn, PERI_LIBRARY_ELEMENT_COST + (size_t)size);
}

static void add_element(struct text_builder *builder, lua_Integer index)
{
    lua_State *L = builder->turn.L;
    if (lua_geti(L, 1, index) == LUA_TNUMBER) {
        add_number(builder);
        return;
    }
    if (!lua_isstring(L, -1))
        luaL_error(L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1),
                   (LUAI_UACINT)index);
    size_t size;
    const char *bytes = lua_tolstring(L, -1, &size);
    if (size <= PERI_LIBRARY_TURN_BYTES) {
        luaL_addvalue(&builder->buffer);
        peri_turn_spend(&builder->turn, PERI_LIBRARY_ELEMENT_COST + size);
    } else {
        lua_replace(L, CONCAT_PARKED); /* the buffer wants to be on top of the stack */
        add_bytes(builder, bytes, size);
    }
}

int peri_library_concat(lua_State *L)
{
    peri_library_check_table(L, 1, PERI_LIBRARY_READS | PERI_LIBRARY_MEASURES);
    lua_Integer last = luaL_len(L, 1);
    size_t size;
    const char *separator = luaL_optlstring(L, 2, "", &size);
    lua_Integer i = luaL_optinteger(L, 3, 1);
    if (lua_isnoneornil(L, 4))
        refuse_made_up_length(L, 1, last);
    last = luaL_optinteger(L, 4, last);
    lua_settop(L, CONCAT_PARKED);
    struct text_builder builder = {.turn = {.L = L}};
    luaL_buffinit(L, &builder.buffer);
    for (; i < last; i++) {
        add_element(&builder, i);
        add_bytes(&builder, separator, size);
    }
    if (i == last)
        add_element(&builder, i);
    peri_library_will_allocate(L, luaL_bufflen(&builder.buffer));
    luaL_pushresult(&builder.buffer);
    return 1;
}

static void copy_bytes(peri_turn *turn, char *target, const char *source, size_t size)
{
    while (size > 0) {
        size_t piece = size < PERI_LIBRARY_TURN_BYTES ? size : PERI_LIBRARY_TURN_BYTES;
        memcpy(target, source, piece);
        peri_turn_spend(turn, piece);
        target += piece;
        source += piece;
        size -= piece;
    }
}

/* Fills up `bytes`, of which the first `unit` are there, with repetitions of these. */
static void repeat_bytes(peri_turn *turn, char *bytes, size_t unit, size_t size)
{
    for (size_t done = unit; done < size;) {
        size_t phase = done % unit;
        size_t piece = done - phase;
        if (piece > PERI_LIBRARY_TURN_BYTES)
            piece = PERI_LIBRARY_TURN_BYTES;
        if (piece > size - done)
            piece = size - done;
        memcpy(bytes + done, bytes + phase, piece);
        done += piece;
        peri_turn_spend(turn, piece);
    }
}

int peri_library_rep(lua_State *L)
{
    size_t text_size;
    size_t separator_size;
    const char *text = luaL_checklstring(L, 1, &text_size);
    lua_Integer times = luaL_checkinteger(L, 2);
    const char *separator = luaL_optlstring(L, 3, "", &separator_size);
    size_t unit = text_size + separator_size;
    if (times <= 0 || unit == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    size_t limit = (size_t)MAX_RESULT_MIB * 1024 * 1024;
    if ((lua_Unsigned)times > (limit + separator_size) / unit)
        return luaL_error(
            L, "string.rep: a result of %I bytes %I times is too long, %d MiB are the limit",
            (LUAI_UACINT)unit, (LUAI_UACINT)times, MAX_RESULT_MIB);
    size_t size = (size_t)times * unit - separator_size;
    peri_turn turn = {.L = L};
    luaL_Buffer buffer;
    char *bytes = luaL_buffinitsize(L, &buffer, size);
    copy_bytes(&turn, bytes, text, text_size);
    if (times > 1) {
        copy_bytes(&turn, bytes + text_size, separator, separator_size);
        repeat_bytes(&turn, bytes, unit, size);
    }
    peri_library_will_allocate(L, size);
    luaL_pushresultsize(&buffer, size);
    return 1;
}
