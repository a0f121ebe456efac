/* traceback.c - error messages with a traceback of the script's own functions. Layer 6. */
#include <lauxlib.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "host/host_private.h"
#include "host/suggest.h"

enum {
    HEAD_FRAMES = 10, /* shown at each end of a long stack */
    TAIL_FRAMES = 11,
    TEXT = sizeof((peri_error *)0)->text, /* more would be cut anyway */
    MESSAGE = TEXT / 2
};

static const char heading[] = PERI_TRACEBACK_HEADING;

/* Text in a fixed array: nothing to free when Lua raises. */
typedef struct text {
    char *out;
    size_t len, cap;
} text;

__attribute__((format(printf, 2, 3))) static void add(text *t, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(t->out + t->len, t->cap - t->len, fmt, args);
    va_end(args);
    if (n > 0)
        t->len += (size_t)n < t->cap - t->len ? (size_t)n : t->cap - t->len - 1;
}

/* A text that may hold zeros, which are shown as \0, up to a number of bytes. */
static void add_shown(text *t, const char *from, size_t len, size_t most)
{
    const size_t end = t->len + most < t->cap - 1 ? t->len + most : t->cap - 1;
    for (size_t i = 0; i < len && t->len + (from[i] ? 1 : 2) <= end; i++) {
        if (from[i]) {
            t->out[t->len++] = from[i];
            continue;
        }
        t->out[t->len++] = '\\';
        t->out[t->len++] = '0';
    }
    t->out[t->len] = '\0';
}

/* Frames of C functions and of the runtime's own Lua say nothing to the author of a script. */
static bool is_shown(const lua_Debug *ar)
{
    return strcmp(ar->what, "C") != 0 && strncmp(ar->source, "=(", 2) != 0 &&
           strncmp(ar->source, "@[perigee", 9) != 0;
}

/* Find the name under which the function on top of L is a global of the script. */
static bool global_name(lua_State *L, char *name, size_t cap)
{
    int function = lua_gettop(L);
    bool found = false;
    peri_host_env(L);
    for (lua_pushnil(L); lua_next(L, function + 1); lua_pop(L, 1)) {
        if (!lua_rawequal(L, -1, function) || lua_type(L, -2) != LUA_TSTRING)
            continue;
        const char *key = lua_tostring(L, -2);
        if (!found || strcmp(key, name) < 0)
            snprintf(name, cap, "%s", key);
        found = true;
    }
    lua_pop(L, 1);
    return found;
}

static void add_function(text *t, lua_State *L, lua_Debug *ar)
{
    char name[80];
    if (strcmp(ar->what, "main") == 0) {
        add(t, "main chunk");
        return;
    }
    lua_getinfo(L, "f", ar);
    bool named = lua_checkstack(L, 4) && global_name(L, name, sizeof name);
    lua_pop(L, 1);
    if (named)
        add(t, "function '%s'", name);
    else if (ar->name && strcmp(ar->namewhat, "method") == 0)
        add(t, "method '%s'", ar->name);
    else if (ar->name)
        add(t, "function '%s'", ar->name);
    else
        add(t, "function <%s:%d>", ar->short_src, ar->linedefined);
}

/* Add one level, unless it is hidden. */
static bool add_level(text *t, lua_State *L, int level)
{
    lua_Debug ar;
    if (!lua_getstack(L, level, &ar) || !lua_getinfo(L, "Slnt", &ar) || !is_shown(&ar))
        return false;
    add(t, "  %s:", ar.short_src);
    if (ar.currentline > 0)
        add(t, "%d:", ar.currentline);
    add(t, " in ");
    add_function(t, L, &ar);
    add(t, "\n");
    if (ar.istailcall)
        add(t, "  (...tail calls...)\n");
    return true;
}

static bool level_is_shown(lua_State *L, int level)
{
    lua_Debug ar;
    return lua_getstack(L, level, &ar) && lua_getinfo(L, "S", &ar) && is_shown(&ar);
}

/* Number of levels; lua_getstack walks, so a search by halves. */
static int count_levels(lua_State *L)
{
    lua_Debug ar;
    int low = 0, high = 1; /* levels < low exist, level high does not */
    while (lua_getstack(L, high, &ar)) {
        low = high;
        high *= 2;
    }
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (lua_getstack(L, middle, &ar))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_traceback(text *t, lua_State *L, int from)
{
    int levels = count_levels(L);
    int level = from;
    for (int shown = 0; level < levels && shown < HEAD_FRAMES; level++)
        shown += add_level(t, L, level);

    int tail = levels;
    for (int shown = 0; tail > level && shown < TAIL_FRAMES; tail--)
        shown += level_is_shown(L, tail - 1);
    if (tail > level + 1)
        add(t, "  ... (%d levels left out)\n", tail - level);
    else
        tail = level;
    for (; tail < levels; tail++)
        add_level(t, L, tail);
}

static int l_tostring(lua_State *L)
{
    luaL_tolstring(L, 1, NULL);
    return 1;
}

/* The message of an error value, which may hold zeros; what __tostring gives stays on the stack. */
static const char *message_of(lua_State *L, int index, size_t *len)
{
    if (lua_type(L, index) == LUA_TSTRING || lua_type(L, index) == LUA_TNUMBER)
        return lua_tolstring(L, index, len);
    if (luaL_getmetafield(L, index, "__tostring") != LUA_TNIL) {
        lua_pop(L, 1);
        lua_pushcfunction(L, l_tostring);
        lua_pushvalue(L, index);
        if (lua_pcall(L, 1, 1, 0) == LUA_OK)
            return lua_tolstring(L, -1, len);
        lua_pop(L, 1);
    }
    lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, index));
    return lua_tolstring(L, -1, len);
}

int peri_traceback_handler(lua_State *L)
{
    char out[TEXT], hint[160];
    text t = {out, 0, sizeof out};
    size_t len;
    const char *message = message_of(L, 1, &len);
    if (memmem(message, len, heading, sizeof heading - 1)) { /* of a call inside: it has its own */
        if (strlen(message) == len)
            return 1;
        add_shown(&t, message, len, TEXT);
        lua_pushlstring(L, out, t.len);
        return 1;
    }
    peri_suggest_for_message(L, message, hint, sizeof hint);
    add_shown(&t, message, len, MESSAGE);
    add(&t, "%s", hint);
    size_t before = t.len;
    add(&t, "%s", heading);
    size_t first = t.len;
    add_traceback(&t, L, 1);
    if (t.len == first) /* no function of the script was running */
        t.len = before;
    else if (out[t.len - 1] == '\n')
        t.len--;
    lua_pushlstring(L, out, t.len);
    return 1;
}
