/* library_string.c - string.find, match, gmatch and gsub. Layer 6. */
#include "host/library.h"

#include <ctype.h>
#include <lauxlib.h>
#include <string.h>

#include "host/pattern.h"

enum {
    ROUNDS = 256
}; /* matches between two calls of the host */

typedef struct walk {
    size_t at;
    size_t last; /* end of the match before, which an empty match may not share */
    int steps;
    int rounds;
} walk;

typedef struct substitution {
    peri_pattern_state m;
    luaL_Buffer out;
    size_t copied; /* the subject up to here is in `out` */
} substitution;

static const bool special[256] = {
    ['^'] = true, ['$'] = true, ['*'] = true, ['+'] = true, ['?'] = true,
    ['.'] = true, ['('] = true, ['['] = true, ['%'] = true, ['-'] = true,
};

static void pause_match(void *ctx)
{
    peri_host_let_go(ctx);
}

static void begin(lua_State *L, peri_pattern_state *m, peri_pattern pattern, const char *s,
                  size_t len)
{
    peri_pattern_begin(m, pattern, s, len);
    m->pause = pause_match;
    m->ctx = L;
}

static void count_round(lua_State *L, int *rounds)
{
    if (++*rounds == ROUNDS) {
        *rounds = 0;
        peri_host_let_go(L);
    }
}

/* Offset for a Lua position, which may count from the end; may lie behind the end. */
static size_t offset_of(lua_Integer pos, size_t len)
{
    if (pos > 0) {
        return (size_t)pos - 1;
    }
    if (pos == 0 || pos < -(lua_Integer)len) {
        return 0;
    }
    return len - (size_t)-pos;
}

static bool search(lua_State *L, peri_pattern_state *m, size_t *at, size_t *end, size_t not_end)
{
    int found = peri_pattern_search(m, at, end, not_end);

    if (found < 0) {
        luaL_error(L, "%s", m->error);
    }
    return found > 0;
}

static peri_capture capture_of(lua_State *L, peri_pattern_state *m, int index, size_t at,
                               size_t end)
{
    peri_capture c = {0, 0};

    if (peri_pattern_capture(m, index, at, end, &c) < 0) {
        luaL_error(L, "%s", m->error);
    }
    return c;
}

static void push_capture(lua_State *L, peri_pattern_state *m, int index, size_t at, size_t end)
{
    peri_capture c = capture_of(L, m, index, at, end);

    if (c.len == PERI_CAPTURE_PLACE) {
        lua_pushinteger(L, (lua_Integer)c.at + 1);
    } else {
        lua_pushlstring(L, m->subject + c.at, c.len);
    }
}

static int push_captures(lua_State *L, peri_pattern_state *m, int count, size_t at, size_t end)
{
    luaL_checkstack(L, count, "too many captures");
    for (int i = 0; i < count; i++) {
        push_capture(L, m, i, at, end);
    }
    return count;
}

/* The captures, or the whole match if the pattern has none. */
static int push_match(lua_State *L, peri_pattern_state *m, size_t at, size_t end)
{
    return push_captures(L, m, m->captures > 0 ? m->captures : 1, at, end);
}

static bool is_plain(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (special[(unsigned char)text[i]]) {
            return false;
        }
    }
    return true;
}

/* Where `text` first stands in s from `at` on; PERI_PATTERN_NOWHERE if it does not. */
static size_t find_text(lua_State *L, const char *s, size_t len, const char *text, size_t size,
                        size_t at)
{
    size_t work = 0;

    if (size == 0) {
        return at;
    }
    while (len >= size && at <= len - size) {
        size_t room = len - size + 1 - at;
        size_t n = room < PERI_PATTERN_BLOCK ? room : PERI_PATTERN_BLOCK;
        const char *hit = memchr(s + at, text[0], n);
        size_t skipped = hit != NULL ? (size_t)(hit - (s + at)) : n;

        at += skipped;
        if (hit != NULL) {
            if (memcmp(hit + 1, text + 1, size - 1) == 0) {
                return at;
            }
            at++;
        }
        work += skipped + size;
        if (work >= PERI_PATTERN_BLOCK) {
            work = 0;
            peri_host_let_go(L);
        }
    }
    return PERI_PATTERN_NOWHERE;
}

static int find_plain(lua_State *L, const char *s, size_t len, size_t from)
{
    size_t size;
    const char *text = lua_tolstring(L, 2, &size);
    size_t at = find_text(L, s, len, text, size, from);

    if (at == PERI_PATTERN_NOWHERE) {
        luaL_pushfail(L);
        return 1;
    }
    lua_pushinteger(L, (lua_Integer)at + 1);
    lua_pushinteger(L, (lua_Integer)at + (lua_Integer)size);
    return 2;
}

static int find_or_match(lua_State *L, bool find)
{
    size_t len, size, end;
    const char *s = luaL_checklstring(L, 1, &len);
    const char *text = luaL_checklstring(L, 2, &size);
    size_t at = offset_of(luaL_optinteger(L, 3, 1), len);
    peri_pattern_state m;

    if (at > len) {
        luaL_pushfail(L);
        return 1;
    }
    if (find && (lua_toboolean(L, 4) || is_plain(text, size))) {
        return find_plain(L, s, len, at);
    }
    begin(L, &m, peri_pattern_of(text, size, true), s, len);
    if (!search(L, &m, &at, &end, PERI_PATTERN_NOWHERE)) {
        luaL_pushfail(L);
        return 1;
    }
    if (!find) {
        return push_match(L, &m, at, end);
    }
    lua_pushinteger(L, (lua_Integer)at + 1);
    lua_pushinteger(L, (lua_Integer)end);
    return 2 + push_captures(L, &m, m.captures, at, end);
}

int peri_library_find(lua_State *L)
{
    return find_or_match(L, true);
}

int peri_library_match(lua_State *L)
{
    return find_or_match(L, false);
}

static int gmatch_next(lua_State *L)
{
    size_t len, size, at, end;
    const char *s = lua_tolstring(L, lua_upvalueindex(1), &len);
    const char *text = lua_tolstring(L, lua_upvalueindex(2), &size);
    walk *w = lua_touserdata(L, lua_upvalueindex(3));
    peri_pattern_state m;

    begin(L, &m, peri_pattern_of(text, size, false), s, len);
    m.steps = w->steps;
    count_round(L, &w->rounds);
    at = w->at;
    if (!search(L, &m, &at, &end, w->last)) {
        w->at = len + 1;
        return 0;
    }
    w->steps = m.steps;
    w->at = w->last = end;
    return push_match(L, &m, at, end);
}

int peri_library_gmatch(lua_State *L)
{
    size_t len, at;
    walk *w;

    luaL_checklstring(L, 1, &len);
    luaL_checkstring(L, 2);
    at = offset_of(luaL_optinteger(L, 3, 1), len);
    lua_settop(L, 2);
    w = lua_newuserdatauv(L, sizeof *w, 0);
    w->at = at > len ? len + 1 : at;
    w->last = PERI_PATTERN_NOWHERE;
    w->steps = PERI_PATTERN_STEPS;
    w->rounds = 0;
    lua_pushcclosure(L, gmatch_next, 3);
    return 1;
}

/* What "%" and the byte at `sign` stand for. */
static void add_escape(lua_State *L, substitution *sub, const char *sign, size_t at, size_t end)
{
    peri_capture part = {.at = at, .len = end - at};
    const char c = *sign;

    if (c == '%') {
        luaL_addchar(&sub->out, c);
        return;
    }
    if (!isdigit((unsigned char)c)) {
        luaL_error(L, "invalid use of '%c' in replacement string", '%');
    }
    if (c != '0') {
        part = capture_of(L, &sub->m, c - '1', at, end);
    }
    if (part.len == PERI_CAPTURE_PLACE) {
        lua_pushinteger(L, (lua_Integer)part.at + 1);
        luaL_addvalue(&sub->out);
    } else {
        luaL_addlstring(&sub->out, sub->m.subject + part.at, part.len);
    }
}

static void add_replacement(lua_State *L, substitution *sub, size_t at, size_t end)
{
    size_t len;
    const char *text = lua_tolstring(L, 3, &len);
    const char *stop = text + len;
    const char *sign;

    while ((sign = memchr(text, '%', (size_t)(stop - text))) != NULL) {
        luaL_addlstring(&sub->out, text, (size_t)(sign - text));
        add_escape(L, sub, sign + 1 < stop ? sign + 1 : "", at, end);
        text = sign + 2;
    }
    luaL_addlstring(&sub->out, text, (size_t)(stop - text));
}

/* Asks the table or function at 3; false if it leaves the match as it is. */
static bool add_answer(lua_State *L, substitution *sub, size_t at, size_t end)
{
    if (lua_type(L, 3) == LUA_TTABLE) {
        push_capture(L, &sub->m, 0, at, end);
        lua_gettable(L, 3);
    } else {
        lua_pushvalue(L, 3);
        lua_call(L, push_match(L, &sub->m, at, end), 1);
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        return false;
    }
    if (!lua_isstring(L, -1)) {
        luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    }
    luaL_addvalue(&sub->out);
    return true;
}

/* True if the match has been replaced by something. */
static bool substitute(lua_State *L, substitution *sub, size_t at, size_t end)
{
    if (at > sub->copied) {
        luaL_addlstring(&sub->out, sub->m.subject + sub->copied, at - sub->copied);
        sub->copied = at;
    }
    if (lua_isstring(L, 3)) {
        add_replacement(L, sub, at, end);
    } else if (!add_answer(L, sub, at, end)) {
        return false;
    }
    sub->copied = end;
    return true;
}

static lua_Integer substitute_all(lua_State *L, substitution *sub, lua_Integer max, bool *changed)
{
    size_t at = 0;
    size_t end = PERI_PATTERN_NOWHERE;
    lua_Integer n = 0;
    int rounds = 0;

    while (n < max && search(L, &sub->m, &at, &end, end)) {
        n++;
        count_round(L, &rounds);
        *changed = substitute(L, sub, at, end) || *changed;
        at = end;
        if (sub->m.pattern.anchored) {
            break;
        }
    }
    return n;
}

int peri_library_gsub(lua_State *L)
{
    size_t len, size;
    const char *s = luaL_checklstring(L, 1, &len);
    const char *text = luaL_checklstring(L, 2, &size);
    lua_Integer max = luaL_optinteger(L, 4, (lua_Integer)len + 1);
    substitution sub;
    bool changed = false;
    lua_Integer n;

    luaL_argexpected(L, lua_isstring(L, 3) || lua_istable(L, 3) || lua_isfunction(L, 3), 3,
                     "string/function/table");
    begin(L, &sub.m, peri_pattern_of(text, size, true), s, len);
    sub.copied = 0;
    luaL_buffinit(L, &sub.out);
    n = substitute_all(L, &sub, max, &changed);
    if (changed) {
        luaL_addlstring(&sub.out, s + sub.copied, len - sub.copied);
        peri_library_will_allocate(L, luaL_bufflen(&sub.out));
        luaL_pushresult(&sub.out);
    } else {
        lua_pushvalue(L, 1);
    }
    lua_pushinteger(L, n);
    return 2;
}
