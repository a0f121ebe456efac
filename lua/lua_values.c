/* lua_values.c - walk over a Lua value. Layer 6. */
#include "lua_values.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "host/readonly.h"
#include "host/seat.h"
#include "lua_json.h"
#include "lua_support.h"
#include "store/utf8.h"

/* Where a value was found: under a key, or at an index when key is NULL, of a table. The chain of
   these is the path of a value; it lies on the C stack. */
typedef struct place {
    const struct place *outer; /* place of that table; NULL: this is the root */
    const void *table;         /* its identity */
    const peri_lua_key *key;
    lua_Integer index;
} place;

typedef struct walker {
    lua_State *L;
    const char *name;
    peri_lua_walk *walk;
    const peri_value_sink *to;
    peri_error *err;
    int depth;     /* tables open */
    size_t values; /* seen so far */
} walker;

/* Text of a path, in one buffer of fixed size: there may be no memory when it is needed. */
typedef struct path {
    char text[512];
    size_t len;
    bool full;
} path;

enum {
    KEY_SHOWN = 64, /* bytes of a key a path shows */
    LET_GO = 1024   /* values between two moments at which others may have the state */
};

/* --- errors --- */

static bool is_name(const peri_lua_key *key)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    size_t digits = 10;
    if (key->len == 0 || !memchr(letters, key->bytes[0], sizeof letters - 1 - digits))
        return false;
    for (size_t i = 1; i < key->len; i++)
        if (!memchr(letters, key->bytes[i], sizeof letters - 1))
            return false;
    return true;
}

/* Appends one step, or "..." once the path is full. */
static void add_step(path *p, const place *at)
{
    char shown[KEY_SHOWN], step[KEY_SHOWN + 8];
    if (at->key)
        peri_utf8_show(at->key->bytes, at->key->len, shown, sizeof shown);
    if (!at->key)
        snprintf(step, sizeof step, "[%lld]", (long long)at->index);
    else if (is_name(at->key))
        snprintf(step, sizeof step, ".%s", shown);
    else
        snprintf(step, sizeof step, "[\"%s\"]", shown);
    size_t len = strlen(step);
    if (p->len + len + sizeof "..." > sizeof p->text) {
        memcpy(p->text + p->len, "...", sizeof "...");
        p->full = true;
        return;
    }
    memcpy(p->text + p->len, step, len + 1);
    p->len += len;
}

static void add_path(path *p, const walker *w, const place *at)
{
    const place *steps[PERI_VALUE_DEPTH];
    int n = 0;
    for (; at->outer; at = at->outer)
        steps[n++] = at;
    p->len = (size_t)snprintf(p->text, sizeof p->text, "%s", w->name);
    while (n > 0 && !p->full)
        add_step(p, steps[--n]);
}

/* Puts the path before the text in err, which ends the sentence. */
static int fail_at(const walker *w, const place *at, int rc)
{
    path p = {.full = false};
    if (w->err) {
        add_path(&p, w, at);
        peri_fail_prefix(w->err, "%s", p.text);
    }
    return rc;
}

/* Status of an event; the receiver does not know where it is. */
static int sent(const walker *w, const place *at, int rc)
{
    if (rc == PERI_OK)
        return PERI_OK;
    if (w->err)
        peri_fail_prefix(w->err, ": ");
    return fail_at(w, at, rc);
}

/* Refuses the value on top for what it is. */
static int refuse(walker *w, const place *at)
{
    lua_State *L = w->L;
    int pushed = 0;
    const char *what = luaL_typename(L, -1);
    if (lua_isuserdata(L, -1) && luaL_getmetafield(L, -1, "__name") != LUA_TNIL) {
        pushed = 1;
        if (lua_type(L, -1) == LUA_TSTRING)
            what = lua_tostring(L, -1);
    }
    peri_fail(w->err, PERI_EINVAL,
              " is a%s %s, expected a table, string, number, boolean or Json.Null",
              strchr("AEIOUaeio", what[0]) ? "n" : "", what);
    lua_pop(L, pushed);
    return fail_at(w, at, PERI_EINVAL);
}

/* --- the walk --- */

static int walk_number(walker *w, const place *at)
{
    if (lua_isinteger(w->L, -1))
        return sent(w, at, w->to->integer(w->to->ctx, lua_tointeger(w->L, -1), w->err));
    double value = lua_tonumber(w->L, -1);
    if (isfinite(value))
        return sent(w, at, w->to->real(w->to->ctx, value, w->err));
    const char *what = isnan(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
    peri_fail(w->err, PERI_EINVAL, " is %s, expected a finite number", what);
    return fail_at(w, at, PERI_EINVAL);
}

/* Refuses tables that have no value of their own, and those that would never end. */
static int check_table(walker *w, const place *at)
{
    const void *table = lua_topointer(w->L, -1);
    for (const place *p = at; p; p = p->outer)
        if (p->table == table) {
            peri_fail(w->err, PERI_EINVAL, " is a table that contains itself");
            return fail_at(w, at, PERI_EINVAL);
        }
    if (w->depth == PERI_VALUE_DEPTH) {
        peri_fail(w->err, PERI_ELIMIT, " is nested deeper than %d", PERI_VALUE_DEPTH);
        return fail_at(w, at, PERI_ELIMIT);
    }
    if (!lua_checkstack(w->L, 6)) {
        peri_fail(w->err, PERI_ENOMEM, ": no memory for the Lua stack");
        return fail_at(w, at, PERI_ENOMEM);
    }
    const char *library = peri_readonly_name(w->L, -1);
    if (library) {
        peri_fail(w->err, PERI_EINVAL, " is the library %s, expected a table of values", library);
        return fail_at(w, at, PERI_EINVAL);
    }
    return PERI_OK;
}

/* Tables in tables: check_table ends the recursion at PERI_VALUE_DEPTH.
   NOLINTBEGIN(misc-no-recursion) */
static int walk_value(walker *w, const place *at);

static int walk_items(walker *w, const place *at, lua_Integer items)
{
    place item = {.outer = at, .table = lua_topointer(w->L, -1)};
    int rc = sent(w, at, w->to->begin_array(w->to->ctx, w->err));
    for (lua_Integer i = 1; rc == PERI_OK && i <= items; i++) {
        item.index = i;
        lua_rawgeti(w->L, -1, i);
        rc = walk_value(w, &item);
        lua_pop(w->L, 1);
    }
    return rc == PERI_OK ? sent(w, at, w->to->end_array(w->to->ctx, w->err)) : rc;
}

static int walk_member(walker *w, const place *member)
{
    const peri_lua_key *key = member->key;
    int rc = sent(w, member, w->to->key(w->to->ctx, key->bytes, key->len, w->err));
    if (rc != PERI_OK)
        return rc;
    lua_pushlstring(w->L, key->bytes, key->len);
    lua_rawget(w->L, -2);
    rc = walk_value(w, member);
    lua_pop(w->L, 1);
    return rc;
}

static int walk_members(walker *w, const place *at)
{
    peri_lua_keys *keys = peri_lua_keys_sorted(w->L, -1);
    if (!keys) {
        peri_fail(w->err, PERI_ENOMEM, ": no memory for its keys");
        return fail_at(w, at, PERI_ENOMEM);
    }
    keys->outer = w->walk->keys;
    w->walk->keys = keys;
    place member = {.outer = at, .table = lua_topointer(w->L, -1)};
    int rc = sent(w, at, w->to->begin_object(w->to->ctx, w->err));
    for (size_t i = 0; rc == PERI_OK && i < keys->n; i++) {
        member.key = &keys->keys[i];
        rc = walk_member(w, &member);
    }
    if (rc != PERI_OK)
        return rc;
    w->walk->keys = keys->outer;
    peri_free(keys);
    return sent(w, at, w->to->end_object(w->to->ctx, w->err));
}

static int walk_table(walker *w, const place *at)
{
    peri_lua_shape shape;
    int rc = check_table(w, at);
    if (rc != PERI_OK)
        return rc;
    rc = peri_lua_shape_of(w->L, -1, &shape, w->err);
    if (rc != PERI_OK)
        return fail_at(w, at, rc);
    w->depth++;
    rc = shape.is_array ? walk_items(w, at, shape.items) : walk_members(w, at);
    w->depth--;
    return rc;
}

/* Sends the value on top, and leaves it there. */
static int walk_value(walker *w, const place *at)
{
    size_t len;
    const char *bytes;
    const peri_value_sink *to = w->to;
    if (++w->values % LET_GO == 0)
        peri_host_let_go(w->L);
    switch (lua_type(w->L, -1)) {
    case LUA_TTABLE:
        return walk_table(w, at);
    case LUA_TNUMBER:
        return walk_number(w, at);
    case LUA_TSTRING:
        bytes = lua_tolstring(w->L, -1, &len);
        return sent(w, at, to->string(to->ctx, bytes, len, w->err));
    case LUA_TBOOLEAN:
        return sent(w, at, to->boolean(to->ctx, lua_toboolean(w->L, -1) != 0, w->err));
    default:
        if (peri_lua_json_is_null(w->L, -1))
            return sent(w, at, to->null(to->ctx, w->err));
        return refuse(w, at);
    }
}
/* NOLINTEND(misc-no-recursion) */

int peri_lua_value_walk(lua_State *L, int index, const char *name, peri_lua_walk *walk,
                        const peri_value_sink *sink, peri_error *err)
{
    walker w = {.L = L, .name = name, .walk = walk, .to = sink, .err = err};
    place root = {.outer = NULL};
    int top = lua_gettop(L);
    if (!lua_checkstack(L, 4))
        return peri_fail(err, PERI_ENOMEM, "%s: no memory for the Lua stack", name);
    lua_pushvalue(L, index);
    int rc = walk_value(&w, &root);
    lua_settop(L, top);
    return rc;
}

void peri_lua_walk_deinit(peri_lua_walk *walk)
{
    while (walk->keys) {
        peri_lua_keys *outer = walk->keys->outer;
        peri_free(walk->keys);
        walk->keys = outer;
    }
}
