/* lua_rolling_window.c - a ring of Lua values, newest first. Layer 6.

   The values sit in a table (user value 1 of the object would not reach the getters, so it is kept
   in the registry under a reference that the object owns). */
#include "lua_rolling_window.h"

#include "lua_support.h"

enum {
    LARGEST = 10000000
};

/* Payload of RollingWindow. */
struct window {
    lua_State *L; /* main thread, to give the reference back */
    int values;   /* reference: array of `size` slots; slot `size` + 1: what left last */
    lua_Integer size, count, samples;
    lua_Integer newest; /* slot of the newest value, 0-based */
};

static const peri_lua_class window_class;

static void release(void *self)
{
    struct window *window = self;
    if (window->L)
        luaL_unref(window->L, LUA_REGISTRYINDEX, window->values);
    window->L = NULL;
}

static void push_values(lua_State *L, const struct window *window)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, window->values);
}

static int get_count(lua_State *L, void *self)
{
    lua_pushinteger(L, ((const struct window *)self)->count);
    return 1;
}

static int get_size(lua_State *L, void *self)
{
    lua_pushinteger(L, ((const struct window *)self)->size);
    return 1;
}

static int get_samples(lua_State *L, void *self)
{
    lua_pushinteger(L, ((const struct window *)self)->samples);
    return 1;
}

static int get_is_ready(lua_State *L, void *self)
{
    const struct window *window = self;
    lua_pushboolean(L, window->count == window->size);
    return 1;
}

static int get_removed(lua_State *L, void *self)
{
    const struct window *window = self;
    push_values(L, window);
    lua_rawgeti(L, -1, window->size + 1);
    return 1;
}

/* window:Add(value) */
static int add(lua_State *L, void *self)
{
    struct window *window = self;
    if (lua_isnoneornil(L, 2))
        return luaL_error(L, "RollingWindow:Add: the value is nil");
    lua_settop(L, 2);
    push_values(L, window);
    lua_Integer slot = (window->newest + 1) % window->size;
    if (window->count == window->size) {
        lua_rawgeti(L, 3, slot + 1);
        lua_rawseti(L, 3, window->size + 1);
    } else {
        window->count++;
    }
    lua_pushvalue(L, 2);
    lua_rawseti(L, 3, slot + 1);
    window->newest = slot;
    window->samples++;
    return 0;
}

static int reset(lua_State *L, void *self)
{
    struct window *window = self;
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, window->values);
    window->count = window->samples = 0;
    window->newest = window->size - 1;
    return 0;
}

/* window[0] is the newest value, window[Count - 1] the oldest. */
static int index_window(lua_State *L, void *self)
{
    const struct window *window = self;
    if (!lua_isinteger(L, 2))
        return 0;
    lua_Integer i = lua_tointeger(L, 2);
    if (i < 0 || i >= window->count)
        return luaL_error(L, "RollingWindow: index was %I, expected 0 to %I (Count is %I)",
                          (LUAI_UACINT)i, (LUAI_UACINT)(window->count - 1),
                          (LUAI_UACINT)window->count);
    push_values(L, window);
    lua_rawgeti(L, -1, (window->newest - i + window->size) % window->size + 1);
    return 1;
}

static int length(lua_State *L)
{
    lua_pushinteger(L, ((const struct window *)peri_lua_test(L, 1, &window_class))->count);
    return 1;
}

static const luaL_Reg window_meta[] = {{"__len", length}, {NULL, NULL}};

static const peri_lua_member window_members[] = {
    {"Add", NULL, NULL, add},
    {"Reset", NULL, NULL, reset},
    {"Count", get_count, NULL, NULL},
    {"Size", get_size, NULL, NULL},
    {"Samples", get_samples, NULL, NULL},
    {"IsReady", get_is_ready, NULL, NULL},
    {"MostRecentlyRemoved", get_removed, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class window_class = {.name = "RollingWindow",
                                            .members = window_members,
                                            .meta = window_meta,
                                            .release = release,
                                            .index = index_window};

/* RollingWindow(size) */
static int make(lua_State *L)
{
    int64_t size = peri_lua_check_integer(L, 1, "RollingWindow", "size", 1, LARGEST);
    struct window *window = peri_lua_new(L, &window_class, sizeof *window);
    lua_newtable(L);
    window->values = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
    window->L = lua_tothread(L, -1);
    lua_pop(L, 1);
    window->size = size;
    window->newest = size - 1;
    return 1;
}

void peri_lua_rolling_window_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"RollingWindow", make}, {NULL, NULL}};
    peri_lua_class_open(L, &window_class);
    peri_lua_global_functions(L, functions);
}
