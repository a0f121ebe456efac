/* lua_history.c - History(symbol, bars | span | from, to[, resolution]). Layer 6. */
#include "lua_history.h"

#include "lua_runtime_internal.h"
#include "lua_slice.h"
#include "lua_subscribe.h"
#include "lua_support.h"
#include "lua_symbol.h"
#include "lua_time.h"

enum {
    MOST_BARS = 100000000
};

/* Owns the bars while the table is made, which can raise. One of the two stays empty. */
struct scratch {
    peri_series trades;
    peri_quote_series quotes;
};

static void release(void *self)
{
    struct scratch *scratch = self;
    peri_series_deinit(&scratch->trades);
    peri_quote_series_deinit(&scratch->quotes);
}

static const peri_lua_member no_members[] = {{NULL, NULL, NULL, NULL}};
static const peri_lua_class scratch_class = {
    .name = "HistoryScratch", .members = no_members, .release = release};

peri_series *peri_lua_push_series(lua_State *L)
{
    struct scratch *scratch = peri_lua_new(L, &scratch_class, sizeof *scratch);
    peri_series_init(&scratch->trades);
    peri_quote_series_init(&scratch->quotes);
    return &scratch->trades;
}

/* What the arguments behind the symbol ask for. */
struct request {
    int64_t periods, from_ns, until_ns;
    peri_resolution resolution;
};

static struct request read_request(lua_State *L, peri_engine *engine, int32_t security)
{
    static const char func[] = "History";
    const peri_zone *zone = peri_engine_zone(engine);
    int64_t now = peri_engine_seen(engine);
    peri_resolution own = peri_engine_security(engine, security)->resolution;
    struct request request = {0, 0, now, own};
    int64_t value;
    int arg = 3;
    if (peri_lua_test_timespan(L, 2, &value)) {
        if (value < 0)
            peri_lua_arg_error(L, 2, func, "span", "a span above 0");
        request.from_ns = now - value;
    } else if (peri_lua_test_datetime(L, 2, &value)) {
        request.from_ns = peri_zone_to_utc(zone, value);
        request.until_ns = peri_zone_to_utc(zone, peri_lua_check_datetime(L, arg++, func, "to"));
    } else if (lua_type(L, 2) == LUA_TNUMBER) {
        request.periods = peri_lua_check_integer(L, 2, func, "bars", 1, MOST_BARS);
    } else {
        peri_lua_arg_error(L, 2, func, "bars", "a number of bars, a TimeSpan or a DateTime");
    }
    request.resolution = (peri_resolution)peri_lua_opt_enum(L, arg, func, "resolution",
                                                            &peri_lua_resolution, (int)own);
    return request;
}

static int find_bars(peri_engine *engine, int32_t security, const struct request *request,
                     struct scratch *out, peri_error *err)
{
    if (peri_engine_is_quoted(engine, security))
        return peri_engine_history_quotes(engine, security, request->resolution, request->periods,
                                          request->from_ns, request->until_ns, &out->quotes, err);
    return peri_engine_history_of(engine, security, request->resolution, request->periods,
                                  request->from_ns, request->until_ns, &out->trades, err);
}

static int history(lua_State *L)
{
    peri_engine *engine = peri_lua_runtime(L)->engine;
    int32_t security = peri_lua_check_symbol(L, 1, "History");
    struct request request = read_request(L, engine, security);
    peri_error err;
    struct scratch *scratch = peri_lua_new(L, &scratch_class, sizeof *scratch);
    peri_series_init(&scratch->trades);
    peri_quote_series_init(&scratch->quotes);
    if (find_bars(engine, security, &request, scratch, &err) != PERI_OK)
        return peri_lua_raise(L, &err);
    lua_createtable(L, (int)(scratch->trades.n + scratch->quotes.n), 0);
    for (size_t i = 0; i < scratch->trades.n; i++) {
        peri_lua_push_bar(L, security, &scratch->trades.bars[i], false);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    for (size_t i = 0; i < scratch->quotes.n; i++) {
        peri_lua_push_quote_bar(L, security, &scratch->quotes.bars[i], false);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    release(scratch); /* not only when it is collected */
    return 1;
}

void peri_lua_history_open(lua_State *L)
{
    static const peri_lua_function functions[] = {{"History", history}, {NULL, NULL}};
    peri_lua_class_open(L, &scratch_class);
    peri_lua_global_functions(L, functions);
}
