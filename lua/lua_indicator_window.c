/* lua_indicator_window.c - an indicator's values of the past, and the function that is told of new
 * ones. Layer 6. */
#include "lua_indicator_window.h"

#include "lua_indicator_output.h"

#include "lua_time.h"

enum {
    MOST_KEPT = 1000000 /* values of the past */
};

/* Payload of a value of the past, which does not change. */
struct past_point {
    peri_runtime *runtime;
    peri_indicator_point point;
};

static const peri_lua_class past_class, window_class;

static const char updated_key; /* its address names a table of functions, by their indicator */
static const char told_key;    /* the same of the objects they are called with */

bool peri_lua_test_past_value(lua_State *L, int arg, double *value)
{
    const struct past_point *past = peri_lua_test(L, arg, &past_class);
    if (past)
        *value = past->point.value;
    return past != NULL;
}

static int get_self(lua_State *L, void *self)
{
    (void)self;
    lua_settop(L, 1);
    return 1;
}

static int get_window_samples(lua_State *L, void *self)
{
    const struct peri_lua_indicator *object = self;
    lua_pushinteger(L, peri_indicator_values(object->indicator));
    return 1;
}

/* --- values of the past --- */

static int get_past_value(lua_State *L, void *self)
{
    lua_pushnumber(L, ((const struct past_point *)self)->point.value);
    return 1;
}

static int get_past_time(lua_State *L, void *self)
{
    const struct past_point *past = self;
    peri_lua_push_local(L, past->point.time_ns);
    return 1;
}

/* The value of i inputs ago, nil when there is none. One further back than is kept is kept from now
   on, as in LEAN. */
int peri_lua_push_ago(lua_State *L, const struct peri_lua_indicator *object, lua_Integer i)
{
    peri_indicator_point point;
    peri_error err;
    if (i < 0 || i >= MOST_KEPT)
        return luaL_error(L, "an indicator's value of %d inputs ago: expected 0 to %d", (int)i,
                          MOST_KEPT - 1);
    peri_indicator *indicator = peri_lua_indicator_itself(L, object);
    if (peri_indicator_keep(indicator, (size_t)i + 1, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    if (!peri_indicator_ago(indicator, (size_t)i, &point)) {
        lua_pushnil(L);
        return 1;
    }
    struct past_point *past = peri_lua_new(L, &past_class, sizeof *past);
    *past = (struct past_point){object->runtime, point};
    return 1;
}

int peri_lua_get_previous(lua_State *L, void *self)
{
    return peri_lua_push_ago(L, self, 1);
}

int peri_lua_get_window(lua_State *L, void *self)
{
    const struct peri_lua_indicator *object = self;
    peri_indicator *indicator = peri_lua_indicator_itself(L, object);
    struct peri_lua_indicator *window = peri_lua_new(L, &window_class, sizeof *window);
    *window = (struct peri_lua_indicator){object->runtime, indicator, 0};
    return 1;
}

static int get_window_size(lua_State *L, void *self)
{
    const struct peri_lua_indicator *object = self;
    lua_pushinteger(L, (lua_Integer)peri_indicator_kept(object->indicator));
    return 1;
}

static int set_window_size(lua_State *L, void *self)
{
    const struct peri_lua_indicator *object = self;
    peri_error err;
    const int64_t size = peri_lua_check_integer(L, 3, "Indicator.Window.Size", NULL, 1, MOST_KEPT);
    if (peri_indicator_keep(object->indicator, (size_t)size, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    return 0;
}

static lua_Integer count_kept(const struct peri_lua_indicator *object)
{
    const int64_t values = peri_indicator_values(object->indicator);
    const lua_Integer kept = (lua_Integer)peri_indicator_kept(object->indicator);
    return values < kept ? values : kept;
}

static int get_window_count(lua_State *L, void *self)
{
    lua_pushinteger(L, count_kept(self));
    return 1;
}

static int get_window_ready(lua_State *L, void *self)
{
    const struct peri_lua_indicator *object = self;
    lua_pushboolean(L, count_kept(object) == (lua_Integer)peri_indicator_kept(object->indicator));
    return 1;
}

/* window[i] */
static int index_window(lua_State *L, void *self)
{
    return lua_isinteger(L, 2) ? peri_lua_push_ago(L, self, lua_tointeger(L, 2)) : 0;
}

/* --- Updated --- */

/* Upvalues of nothing: [light userdata: the object] */
static int call_updated(lua_State *L)
{
    const struct peri_lua_indicator *object = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &updated_key);
    if (lua_rawgetp(L, -1, object->indicator) != LUA_TFUNCTION)
        return 0;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &told_key);
    lua_rawgetp(L, -1, object->indicator);
    lua_remove(L, -2);
    peri_lua_push_ago(L, object, 0);
    lua_call(L, 2, 0);
    return 0;
}

static void on_updated(void *ctx, peri_indicator *indicator)
{
    peri_runtime *runtime = ctx;
    struct peri_lua_indicator object = {runtime, indicator, 0};
    char when[PERI_TIME_TEXT];
    peri_error err;
    if (peri_engine_is_quiet(runtime->engine))
        return;
    int rc = PERI_OK;
    if (!lua_checkstack(runtime->L, 4)) {
        rc = peri_fail(&err, PERI_ENOMEM, "no memory to call an indicator's function");
    } else {
        lua_pushcfunction(runtime->L, call_updated);
        lua_pushlightuserdata(runtime->L, &object);
        rc = peri_host_call(runtime->host, runtime->L, 1, 0, NULL, &err);
    }
    if (rc == PERI_OK)
        return;
    if (rc != PERI_EINTERRUPT) {
        peri_time_format(peri_engine_local(runtime->engine), when);
        peri_fail_prefix(&err, "Updated of %s at %s: ", peri_indicator_label(indicator), when);
    }
    peri_engine_watcher_failed(runtime->engine, rc, &err);
}

int peri_lua_get_updated(lua_State *L, void *self)
{
    const peri_indicator *made = peri_lua_indicator_made(self); /* NULL: nil, as nothing is there */
    lua_rawgetp(L, LUA_REGISTRYINDEX, &updated_key);
    lua_rawgetp(L, -1, made);
    return 1;
}

int peri_lua_set_updated(lua_State *L, void *self)
{
    const struct peri_lua_indicator *object = self;
    peri_indicator *indicator = peri_lua_indicator_itself(L, object);
    const bool is_nil = lua_isnil(L, 3);
    if (!is_nil)
        peri_lua_check_function(L, 3, "Indicator.Updated", NULL);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &updated_key);
    lua_pushvalue(L, 3);
    lua_rawsetp(L, -2, indicator);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &told_key);
    lua_pushvalue(L, is_nil ? 3 : 1);
    lua_rawsetp(L, -2, indicator);
    peri_indicator_set_watcher(indicator, is_nil ? NULL : on_updated, object->runtime);
    peri_engine_note_watcher(object->runtime->engine);
    return 0;
}

/* --- classes --- */

static const peri_lua_member past_members[] = {
    {"Value", get_past_value, NULL, NULL},
    {"Time", get_past_time, NULL, NULL},
    {"Current", get_self, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_member window_members[] = {
    {"Count", get_window_count, NULL, NULL},
    {"Size", get_window_size, set_window_size, NULL},
    {"Samples", get_window_samples, NULL, NULL},
    {"IsReady", get_window_ready, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class past_class = {
    .name = "IndicatorDataPoint", .members = past_members, .meta = peri_lua_value_meta};
static const peri_lua_class window_class = {
    .name = "IndicatorWindow", .members = window_members, .index = index_window};

void peri_lua_indicator_window_open(lua_State *L)
{
    peri_lua_class_open(L, &past_class);
    peri_lua_class_open(L, &window_class);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &updated_key);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &told_key);
}
