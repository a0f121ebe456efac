/* lua_consolidators.c - the object Consolidator. Layer 6.
 *
 * User value 1 of an object is a table of functions: [1] the handler, [2..] the picks. Two tables
 * of the registry lead from the address of a consolidator to its object: `objects`, which keeps
 * nothing alive, for calls from the engine, and `anchors`, for registered ones.
 */
#include "lua_consolidators.h"

#include "lua_slice.h"
#include "lua_time.h"

static const char objects_key, anchors_key; /* their addresses name the registry's tables */

enum {
    HANDLER = 1 /* in the table of functions */
};

static const peri_lua_class consolidator_class;

/* --- calls from the engine --- */

struct call {
    peri_consolidator *consolidator;
    const peri_bar *bar;
    int slot;      /* in the table of functions */
    double *value; /* of a pick */
};

static int32_t security_of(const peri_consolidator *consolidator)
{
    return peri_consolidator_security(consolidator)->index;
}

/* -> object, function; false: there is none any more */
static bool push_function(lua_State *L, const struct call *call)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &objects_key);
    if (lua_rawgetp(L, -1, call->consolidator) != LUA_TUSERDATA)
        return false;
    lua_getiuservalue(L, -1, 1);
    return lua_rawgeti(L, -1, call->slot) == LUA_TFUNCTION;
}

/* A bar of the consolidator as it hands it out: of trades, of quotes, or a brick. */
static void push_made(lua_State *L, const struct peri_lua_consolidator *object, const peri_bar *bar,
                      const peri_quote_bar *quote, bool is_closed)
{
    const int32_t security = security_of(object->consolidator);
    if (quote)
        peri_lua_push_quote_bar(L, security, quote, false);
    else if (object->brick != PERI_BRICK_NONE)
        peri_lua_push_brick(L, security, bar, object->brick, object->size, is_closed);
    else
        peri_lua_push_bar(L, security, bar, false);
}

/* The bar it has just completed. */
static void push_done(lua_State *L, const struct peri_lua_consolidator *object, const peri_bar *bar)
{
    push_made(L, object, bar, peri_consolidator_consolidated_quote(object->consolidator), true);
}

static int call_handler(lua_State *L)
{
    const struct call *call = lua_touserdata(L, 1);
    if (!push_function(L, call))
        return 0;
    const struct peri_lua_consolidator *object = peri_lua_test(L, -3, &consolidator_class);
    int nargs = 1;
    if (!object->alone) {
        lua_pushvalue(L, -3);
        nargs++;
    }
    push_done(L, object, call->bar);
    lua_call(L, nargs, 0);
    return 0;
}

static int call_pick(lua_State *L)
{
    const struct call *call = lua_touserdata(L, 1);
    if (!push_function(L, call))
        return 0;
    if (peri_consolidator_takes_quotes(call->consolidator))
        push_done(L, peri_lua_test(L, -3, &consolidator_class), call->bar);
    else
        peri_lua_push_bar(L, security_of(call->consolidator), call->bar, false);
    lua_call(L, 1, 1);
    if (lua_type(L, -1) != LUA_TNUMBER)
        return luaL_error(L, "the selector returned %s, expected a number",
                          peri_lua_describe(L, -1));
    *call->value = lua_tonumber(L, -1);
    return 0;
}

static int call_lua(peri_runtime *runtime, lua_CFunction function, struct call *call,
                    peri_error *err)
{
    char when[PERI_TIME_TEXT];
    if (!lua_checkstack(runtime->L, 4))
        return peri_fail(err, PERI_ENOMEM, "no memory to call a consolidator's function");
    lua_pushcfunction(runtime->L, function);
    lua_pushlightuserdata(runtime->L, call);
    int rc = peri_host_call(runtime->host, runtime->L, 1, 0, NULL, err);
    if (rc == PERI_OK || rc == PERI_EINTERRUPT)
        return rc;
    peri_time_format(peri_engine_local(runtime->engine), when);
    return peri_fail_prefix(err, "consolidator of '%s' at %s: ",
                            peri_consolidator_security(call->consolidator)->ticker, when);
}

static int on_bar(void *ctx, peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    struct call call = {consolidator, bar, HANDLER, NULL};
    return call_lua(ctx, call_handler, &call, err);
}

static int pick(void *ctx, peri_consolidator *consolidator, int slot, const peri_bar *bar,
                double *value, peri_error *err)
{
    struct call call = {consolidator, bar, slot, value};
    *value = 0;
    return call_lua(ctx, call_pick, &call, err);
}

static void set_calls(lua_State *L, peri_consolidator *consolidator, bool has_handler)
{
    const peri_consolidator_calls calls = {has_handler ? on_bar : NULL, pick, peri_lua_runtime(L)};
    peri_consolidator_set_calls(consolidator, &calls);
}

/* --- the object --- */

static void release(void *self)
{
    static const peri_consolidator_calls nobody = {NULL, NULL, NULL};
    struct peri_lua_consolidator *object = self;
    if (object->consolidator)
        peri_consolidator_set_calls(object->consolidator, &nobody);
    peri_consolidator_release(object->consolidator);
    object->consolidator = NULL;
}

static int get_handler(lua_State *L, void *self)
{
    (void)self;
    lua_getiuservalue(L, 1, 1);
    lua_rawgeti(L, -1, HANDLER);
    return 1;
}

static int set_handler(lua_State *L, void *self)
{
    (void)self;
    if (!lua_isnil(L, 3))
        peri_lua_check_function(L, 3, "Consolidator.DataConsolidated", NULL);
    peri_lua_set_handler(L, 1, 3, false);
    return 0;
}

static int get_consolidated(lua_State *L, void *self)
{
    const struct peri_lua_consolidator *object = self;
    const peri_bar *bar = peri_consolidator_consolidated(object->consolidator);
    if (bar)
        push_done(L, object, bar);
    else
        lua_pushnil(L);
    return 1;
}

static int get_working(lua_State *L, void *self)
{
    const struct peri_lua_consolidator *object = self;
    const peri_bar *bar = peri_consolidator_working(object->consolidator);
    if (bar)
        push_made(L, object, bar, peri_consolidator_working_quote(object->consolidator), false);
    else
        lua_pushnil(L);
    return 1;
}

/* consolidator:Update(bar), or a Tick */
static int update(lua_State *L, void *self)
{
    const struct peri_lua_consolidator *object = self;
    const bool quotes = peri_consolidator_takes_quotes(object->consolidator);
    peri_error err;
    int32_t security = 0;
    const peri_bar *bar = quotes ? NULL : peri_lua_test_bar(L, 2, &security);
    const peri_quote_bar *quote = quotes ? peri_lua_test_quote_bar(L, 2, &security) : NULL;
    if (!bar && !quote)
        return peri_lua_arg_error(L, 2, "Consolidator:Update", "bar",
                                  quotes ? "a QuoteBar, or a Tick of quotes"
                                         : "a TradeBar, a RenkoBar or a Tick");
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    int rc = peri_consolidator_attach(object->consolidator, peri_engine_security(engine, security),
                                      &err);
    if (rc == PERI_OK)
        rc = quotes ? peri_consolidator_update_quote(object->consolidator, quote, false, &err)
                    : peri_consolidator_update(object->consolidator, bar, false, &err);
    return rc == PERI_OK ? 0 : peri_lua_raise(L, &err);
}

static const peri_lua_member members[] = {
    {"DataConsolidated", get_handler, set_handler, NULL},
    {"Consolidated", get_consolidated, NULL, NULL},
    {"WorkingData", get_working, NULL, NULL},
    {"Update", NULL, NULL, update},
    {NULL, NULL, NULL, NULL},
};

static const peri_lua_class consolidator_class = {
    .name = "Consolidator", .members = members, .release = release};

struct peri_lua_consolidator *peri_lua_new_consolidator(lua_State *L)
{
    struct peri_lua_consolidator *object =
        peri_lua_new_with(L, &consolidator_class, sizeof *object, 1);
    lua_newtable(L);
    lua_setiuservalue(L, -2, 1);
    return object;
}

peri_consolidator *peri_lua_know_consolidator(lua_State *L,
                                              const struct peri_lua_consolidator *object, int rc,
                                              const peri_error *err)
{
    if (rc != PERI_OK) {
        peri_lua_raise(L, err);
        return NULL; /* not reached */
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &objects_key);
    lua_pushvalue(L, -2);
    lua_rawsetp(L, -2, object->consolidator);
    lua_pop(L, 1);
    set_calls(L, object->consolidator, false);
    return object->consolidator;
}

peri_consolidator *peri_lua_test_consolidator(lua_State *L, int arg)
{
    const struct peri_lua_consolidator *object = peri_lua_test(L, arg, &consolidator_class);
    return object ? object->consolidator : NULL;
}

void peri_lua_set_handler(lua_State *L, int consolidator, int function, bool alone)
{
    struct peri_lua_consolidator *object = peri_lua_test(L, consolidator, &consolidator_class);
    lua_pushvalue(L, function);
    lua_getiuservalue(L, consolidator < 0 ? consolidator - 1 : consolidator, 1);
    lua_insert(L, -2);
    lua_rawseti(L, -2, HANDLER);
    lua_pop(L, 1);
    object->alone = alone;
    set_calls(L, object->consolidator, !lua_isnil(L, function));
}

int peri_lua_add_pick(lua_State *L, int consolidator, int function)
{
    lua_pushvalue(L, function);
    lua_getiuservalue(L, consolidator < 0 ? consolidator - 1 : consolidator, 1);
    lua_insert(L, -2);
    int slot = HANDLER + 1;
    while (lua_rawgeti(L, -2, slot) != LUA_TNIL) {
        lua_pop(L, 1);
        slot++;
    }
    lua_pop(L, 1);
    lua_rawseti(L, -2, slot);
    lua_pop(L, 1);
    return slot;
}

static void set_anchor(lua_State *L, const peri_consolidator *consolidator, int object)
{
    lua_pushvalue(L, object);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &anchors_key);
    lua_insert(L, -2);
    lua_rawsetp(L, -2, consolidator);
    lua_pop(L, 1);
}

/* What it is fed must not be longer than what it makes. A daily bar may be as short as its session
   is, so of those only what is surely shorter raises here. */
static void check_length(lua_State *L, const peri_consolidator *consolidator,
                         const peri_security *fed)
{
    const int64_t wanted = peri_consolidator_longest(consolidator);
    const peri_resolution input =
        peri_engine_input_resolution(peri_lua_runtime(L)->engine, fed->index, wanted);
    const peri_resolution least = input == PERI_RES_DAILY ? PERI_RES_HOUR : input;
    if (wanted > 0 && wanted < peri_resolution_ns(least))
        luaL_error(L, "'%s' has %s bars, which cannot be made into shorter ones", fed->ticker,
                   peri_resolution_name(input));
}

/* One of ticks is fed by a subscription of ticks alone. */
static void check_feed(lua_State *L, int consolidator, int32_t security)
{
    const struct peri_lua_consolidator *object =
        peri_lua_test(L, consolidator, &consolidator_class);
    const peri_security *fed = peri_engine_security(peri_lua_runtime(L)->engine, security);
    if (object->needs_ticks && fed->resolution != PERI_RES_TICK)
        luaL_error(L, "a consolidator of ticks cannot take the %s bars of '%s'",
                   peri_resolution_name(fed->resolution), fed->ticker);
    if (!object->needs_ticks)
        check_length(L, object->consolidator, fed);
}

void peri_lua_add_consolidator(lua_State *L, int consolidator, int32_t security)
{
    peri_error err;
    check_feed(L, consolidator, security);
    peri_consolidator *added = peri_lua_test_consolidator(L, consolidator);
    const struct peri_lua_consolidator *object =
        peri_lua_test(L, consolidator, &consolidator_class);
    if (object->needs_ticks)
        peri_consolidator_set_longest(added, peri_resolution_ns(PERI_RES_TICK));
    if (peri_engine_add_consolidator(peri_lua_runtime(L)->engine, security, added, &err) != PERI_OK)
        peri_lua_raise(L, &err);
    set_anchor(L, added, consolidator);
}

bool peri_lua_remove_consolidator(lua_State *L, int consolidator, int32_t security)
{
    const peri_consolidator *removed = peri_lua_test_consolidator(L, consolidator);
    if (!peri_engine_remove_consolidator(peri_lua_runtime(L)->engine, security, removed))
        return false;
    lua_pushnil(L);
    set_anchor(L, removed, -1);
    lua_pop(L, 1);
    return true;
}

void peri_lua_consolidators_open(lua_State *L)
{
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &anchors_key);
    lua_newtable(L); /* objects */
    lua_newtable(L); /* its metatable */
    lua_pushliteral(L, "v");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &objects_key);
    peri_lua_class_open(L, &consolidator_class);
}
