/* lua_history_slices.c - History of several symbols: an array of slices. Layer 6. */
#include "lua_history.h"
#include "lua_history_internal.h"
#include "lua_runtime_internal.h"
#include "lua_slice.h"
#include "lua_support.h"

/* What was found of a symbol, and where the next slice takes it from. */
struct stream {
    int32_t security;
    const peri_past *trades, *quotes;
    const peri_tick_series *ticks;
    size_t trade, quote, tick;
};

/* What a slice is made of, an entry a symbol. */
struct merge {
    size_t n;
    struct stream *streams; /* shape [n], ascending by security */
    peri_slice slice;
};

static int64_t next_trade(const struct stream *stream)
{
    const peri_series *trades = &stream->trades->trades;
    return stream->trade < trades->n ? trades->bars[stream->trade].end_ns : PERI_NEVER;
}

static int64_t next_quote(const struct stream *stream)
{
    const peri_quote_series *quotes = &stream->quotes->quotes;
    return stream->quote < quotes->n ? quotes->bars[stream->quote].end_ns : PERI_NEVER;
}

static int64_t next_tick(const struct stream *stream)
{
    const peri_tick_series *ticks = stream->ticks;
    return stream->tick < ticks->n ? ticks->ticks[stream->tick].time_ns : PERI_NEVER;
}

static int64_t next_time(const struct merge *merge)
{
    int64_t next = PERI_NEVER;
    for (size_t i = 0; i < merge->n; i++) {
        const int64_t trade = next_trade(&merge->streams[i]);
        const int64_t quote = next_quote(&merge->streams[i]);
        next = trade < next ? trade : next;
        const int64_t tick = next_tick(&merge->streams[i]);
        next = quote < next ? quote : next;
        next = tick < next ? tick : next;
    }
    return next;
}

/* All ticks of the slice's time. */
static void take_ticks(const struct merge *merge, struct stream *stream, peri_slice_item *item)
{
    const size_t first = stream->tick;
    while (next_tick(stream) == merge->slice.time_ns)
        stream->tick++;
    item->ticks = &stream->ticks->ticks[first];
    item->tick_count = stream->tick - first;
}

/* Put what a symbol has at the slice's time into it. */
static void take(struct merge *merge, struct stream *stream)
{
    peri_slice *slice = &merge->slice;
    peri_slice_item *item = &slice->items[stream->security];
    *item = (peri_slice_item){.bar = NULL};
    if (next_tick(stream) == slice->time_ns)
        take_ticks(merge, stream, item);
    if (next_trade(stream) == slice->time_ns) {
        item->is_new = !peri_past_is_filled(stream->trades, stream->trade);
        item->bar = &stream->trades->trades.bars[stream->trade++];
    }
    if (next_quote(stream) == slice->time_ns) {
        item->quote_is_new = !peri_past_is_filled(stream->quotes, stream->quote);
        item->quote = &stream->quotes->quotes.bars[stream->quote++];
    }
    if (item->bar || item->quote || item->ticks)
        slice->present[slice->count++] = stream->security;
}

/* [] -> [slices] */
static void push_slices(lua_State *L, struct merge *merge)
{
    peri_slice *slice = &merge->slice;
    lua_Integer n = 0;
    lua_newtable(L);
    for (slice->time_ns = next_time(merge); slice->time_ns != PERI_NEVER;
         slice->time_ns = next_time(merge)) {
        slice->count = 0;
        for (size_t i = 0; i < merge->n; i++)
            take(merge, &merge->streams[i]);
        slice->points = slice->count;
        peri_lua_push_slice_copy(L, slice);
        lua_rawseti(L, -2, ++n);
    }
}

/* The arrays of a slice, owned by Lua: [] -> [owners] */
static void push_arrays(lua_State *L, struct merge *merge, size_t securities)
{
    luaL_checkstack(L, 10, "History");
    merge->slice = (peri_slice){
        .present = lua_newuserdatauv(L, securities * sizeof(int32_t) + 1, 0),
        .items = lua_newuserdatauv(L, securities * sizeof(peri_slice_item) + 1, 0),
    };
    merge->streams = lua_newuserdatauv(L, merge->n * sizeof *merge->streams + 1, 0);
}

/* All kinds that are meant, and that a subscription opens. */
static void find_all(lua_State *L, const struct peri_lua_past_request *request, int32_t security,
                     peri_past found[PERI_PAST_KINDS])
{
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    const peri_resolution resolution = peri_lua_past_resolution(L, request, security);
    bool is_empty = true;
    for (int i = 0; i < PERI_PAST_KINDS; i++) {
        const peri_past_kind kind = (peri_past_kind)i;
        const bool is_meant = request->kind < 0 || request->kind == i;
        const bool asked = request->kind == PERI_PAST_TICKS && kind == PERI_PAST_TICKS;
        if (is_meant && (asked || peri_engine_has_past(engine, security, kind, resolution)))
            peri_lua_find_past(L, request, security, kind, &found[i]);
        is_empty = is_empty && peri_past_is_empty(&found[i]);
    }
    if (is_empty)
        peri_lua_notice_no_past(L, request, security);
}

/* Of the securities that are marked, in their order. */
int peri_lua_history_slices(lua_State *L, const struct peri_lua_past_request *request,
                            const bool *marks)
{
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    const size_t securities = peri_engine_security_count(engine);
    struct merge merge = {.n = 0};
    for (size_t i = 0; i < securities; i++)
        merge.n += marks[i];
    peri_past *pasts = peri_lua_push_pasts(L, PERI_PAST_KINDS * merge.n);
    const int scratch = lua_gettop(L);
    push_arrays(L, &merge, securities);
    for (size_t i = 0, k = 0; i < securities; i++) {
        if (!marks[i])
            continue;
        peri_past *found = &pasts[PERI_PAST_KINDS * k];
        find_all(L, request, (int32_t)i, found);
        merge.streams[k++] = (struct stream){.security = (int32_t)i,
                                             .trades = &found[PERI_PAST_TRADES],
                                             .quotes = &found[PERI_PAST_QUOTES],
                                             .ticks = &found[PERI_PAST_TICKS].ticks};
    }
    push_slices(L, &merge);
    peri_lua_free_pasts(L, scratch);
    return 1;
}
