/* lua_history.c - History([type,] symbol | symbols, bars | span | from, to[, resolution, ...]).
 * Layer 6. */
#include "lua_history.h"

#include "lua_history_internal.h"
#include "lua_runtime_internal.h"
#include "lua_slice.h"
#include "lua_subscribe.h"
#include "lua_support.h"
#include "lua_symbol.h"
#include "lua_time.h"

#include "host/host.h"

#include <string.h>

enum {
    MOST_BARS = 100000000
};

static const char func[] = "History";

/* --- what is found, while tables are made of it, which can raise --- */

struct scratch {
    size_t n;
    peri_past pasts[]; /* shape [n] */
};

static void release(void *self)
{
    struct scratch *scratch = self;
    for (size_t i = 0; i < scratch->n; i++)
        peri_past_deinit(&scratch->pasts[i]);
    scratch->n = 0;
}

static const peri_lua_member no_members[] = {{NULL, NULL, NULL, NULL}};
static const peri_lua_class scratch_class = {
    .name = "HistoryScratch", .members = no_members, .release = release};

peri_past *peri_lua_push_pasts(lua_State *L, size_t n)
{
    struct scratch *scratch =
        peri_lua_new(L, &scratch_class, sizeof *scratch + n * sizeof *scratch->pasts);
    for (; scratch->n < n; scratch->n++)
        peri_past_init(&scratch->pasts[scratch->n]);
    return scratch->pasts;
}

void peri_lua_free_pasts(lua_State *L, int arg)
{
    release(peri_lua_test(L, arg, &scratch_class));
}

/* --- types of data --- */

static const struct type_name {
    const char *name;
    peri_past_kind kind;
} types[] = {
    {"TradeBar", PERI_PAST_TRADES}, {"QuoteBar", PERI_PAST_QUOTES}, {"Tick", PERI_PAST_TICKS}};

enum {
    TYPES = sizeof types / sizeof *types
};

/* The type an argument is, -1 when it is none: the library table itself. */
static int test_type(lua_State *L, int arg)
{
    if (lua_isnone(L, arg))
        return -1; /* what is pushed here would lie there */
    for (int i = 0; i < TYPES; i++) {
        lua_rawgetp(L, LUA_REGISTRYINDEX, &types[i]);
        const bool same = lua_rawequal(L, arg, -1);
        lua_pop(L, 1);
        if (same)
            return i;
    }
    return -1;
}

int peri_lua_test_data_type(lua_State *L, int arg)
{
    const int type = test_type(L, arg);
    return type < 0 ? -1 : (int)types[type].kind;
}

static void open_types(lua_State *L)
{
    for (int i = 0; i < TYPES; i++) {
        peri_lua_library(L, types[i].name, NULL, NULL);
        peri_host_api(L);
        lua_getfield(L, -1, types[i].name);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &types[i]);
        lua_pop(L, 1);
    }
}

/* --- arguments --- */

static peri_choice opt_choice(lua_State *L, int arg, const char *name)
{
    if (lua_isnoneornil(L, arg))
        return PERI_AS_SUBSCRIBED;
    return peri_lua_check_boolean(L, arg, func, name) ? PERI_WANTED : PERI_UNWANTED;
}

/* What is of futures alone has to be left out. */
static void check_absent(lua_State *L, int arg, const char *name)
{
    if (!lua_isnoneornil(L, arg))
        peri_lua_arg_error(L, arg, func, name, "nil: it is for futures");
}

/* resolution, fillForward, extendedMarketHours, dataMappingMode, dataNormalizationMode,
   contractDepthOffset */
static void read_options(lua_State *L, int arg, struct peri_lua_past_request *request)
{
    peri_history *wanted = &request->wanted;
    request->has_resolution = !lua_isnoneornil(L, arg);
    if (request->has_resolution)
        wanted->resolution =
            (peri_resolution)peri_lua_check_enum(L, arg, func, "resolution", &peri_lua_resolution);
    wanted->fill_forward = opt_choice(L, arg + 1, "fillForward");
    wanted->extended = opt_choice(L, arg + 2, "extendedMarketHours");
    check_absent(L, arg + 3, "dataMappingMode");
    wanted->has_mode = !lua_isnoneornil(L, arg + 4);
    if (wanted->has_mode)
        wanted->mode = (peri_normalization)peri_lua_check_enum(
            L, arg + 4, func, "dataNormalizationMode", &peri_lua_normalization);
    check_absent(L, arg + 5, "contractDepthOffset");
    peri_lua_check_none(L, arg + 6, func, "nothing behind contractDepthOffset");
}

/* How far back, from an argument on. */
static void read_reach(lua_State *L, int arg, struct peri_lua_past_request *request)
{
    peri_engine *engine = peri_lua_runtime(L)->engine;
    const peri_zone *zone = peri_engine_zone(engine);
    peri_history *wanted = &request->wanted;
    int64_t value;
    wanted->until_ns = peri_engine_seen(engine);
    if (peri_lua_test_timespan(L, arg, &value)) {
        if (value < 0)
            peri_lua_arg_error(L, arg, func, "span", "a span above 0");
        wanted->from_ns = wanted->until_ns - value;
    } else if (peri_lua_test_datetime(L, arg, &value)) {
        wanted->from_ns = peri_zone_to_utc(zone, value);
        value = peri_lua_check_datetime(L, ++arg, func, "to");
        wanted->until_ns = peri_zone_to_utc(zone, value);
    } else if (lua_type(L, arg) == LUA_TNUMBER) {
        wanted->periods = peri_lua_check_integer(L, arg, func, "bars", 1, MOST_BARS);
    } else {
        peri_lua_arg_error(L, arg, func, "bars", "a number of bars, a TimeSpan or a DateTime");
    }
    read_options(L, arg + 1, request);
}

/* --- finding --- */

peri_resolution peri_lua_past_resolution(lua_State *L, const struct peri_lua_past_request *request,
                                         int32_t security)
{
    return request->has_resolution
               ? request->wanted.resolution
               : peri_engine_security(peri_lua_runtime(L)->engine, security)->resolution;
}

void peri_lua_find_past(lua_State *L, const struct peri_lua_past_request *request, int32_t security,
                        peri_past_kind kind, peri_past *out)
{
    peri_history wanted = request->wanted;
    peri_error err;
    wanted.security = security;
    wanted.kind = kind;
    wanted.resolution = peri_lua_past_resolution(L, request, security);
    if (peri_engine_history(peri_lua_runtime(L)->engine, &wanted, out, &err) != PERI_OK)
        peri_lua_raise(L, &err);
}

/* What is meant of a security by itself: its quotes where it has nothing else. */
static peri_past_kind kind_of(lua_State *L, const struct peri_lua_past_request *request,
                              int32_t security)
{
    if (request->kind >= 0)
        return (peri_past_kind)request->kind;
    return peri_engine_is_quoted(peri_lua_runtime(L)->engine, security) ? PERI_PAST_QUOTES
                                                                        : PERI_PAST_TRADES;
}

void peri_lua_notice_no_past(lua_State *L, const struct peri_lua_past_request *request,
                             int32_t security)
{
    peri_engine_notice_no_past(peri_lua_runtime(L)->engine, security, kind_of(L, request, security),
                               peri_lua_past_resolution(L, request, security));
}

/* --- of one symbol: an array of its bars --- */

static int history_of_one(lua_State *L, const struct peri_lua_past_request *request,
                          int32_t security)
{
    const peri_past_kind kind = kind_of(L, request, security);
    peri_past *past = peri_lua_push_pasts(L, 1);
    const int scratch = lua_gettop(L);
    peri_lua_find_past(L, request, security, kind, past);
    if (peri_past_is_empty(past))
        peri_lua_notice_no_past(L, request, security);
    if (past->ticks.n > 0) {
        peri_lua_push_ticks(L, security, past->ticks.ticks, past->ticks.n);
        peri_lua_free_pasts(L, scratch);
        return 1;
    }
    lua_createtable(L, (int)(past->trades.n + past->quotes.n), 0);
    for (size_t i = 0; i < past->trades.n; i++) {
        peri_lua_push_bar(L, security, &past->trades.bars[i], peri_past_is_filled(past, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    for (size_t i = 0; i < past->quotes.n; i++) {
        peri_lua_push_quote_bar(L, security, &past->quotes.bars[i], peri_past_is_filled(past, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    peri_lua_free_pasts(L, scratch); /* not only when it is collected */
    return 1;
}

/* --- of several --- */

/* Which securities an array of symbols names: [] -> [owner] */
static bool *push_named(lua_State *L, int arg)
{
    const size_t securities = peri_engine_security_count(peri_lua_runtime(L)->engine);
    bool *marks = lua_newuserdatauv(L, securities + 1, 0);
    memset(marks, 0, securities + 1);
    for (lua_Integer i = 1; lua_geti(L, arg, i) != LUA_TNIL; i++) {
        marks[peri_lua_check_symbol(L, lua_gettop(L), "History's symbols")] = true;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return marks;
}

/* All that are subscribed: [] -> [owner] */
static bool *push_all(lua_State *L)
{
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    const size_t securities = peri_engine_security_count(engine);
    bool *marks = lua_newuserdatauv(L, securities + 1, 0);
    for (size_t i = 0; i < securities; i++)
        marks[i] = !peri_engine_security(engine, (int32_t)i)->removed;
    return marks;
}

/* Whether an argument says how far back: then no symbol does, and all are meant. */
static bool is_reach(lua_State *L, int arg)
{
    int64_t unused;
    return lua_type(L, arg) == LUA_TNUMBER || peri_lua_test_timespan(L, arg, &unused) ||
           peri_lua_test_datetime(L, arg, &unused);
}

static int history(lua_State *L)
{
    struct peri_lua_past_request request = {.kind = peri_lua_test_data_type(L, 1)};
    const int symbol = request.kind >= 0 ? 2 : 1;
    if (is_reach(L, symbol)) {
        read_reach(L, symbol, &request);
        return peri_lua_history_slices(L, &request, push_all(L));
    }
    const bool is_list = lua_istable(L, symbol);
    const int32_t security = is_list ? -1 : peri_lua_check_symbol(L, symbol, func);
    read_reach(L, symbol + 1, &request);
    return is_list ? peri_lua_history_slices(L, &request, push_named(L, symbol))
                   : history_of_one(L, &request, security);
}

void peri_lua_history_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"History", history}, {NULL, NULL}};
    peri_lua_class_open(L, &scratch_class);
    open_types(L);
    peri_lua_global_functions(L, functions);
}
