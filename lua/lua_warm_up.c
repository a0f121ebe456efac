/* lua_warm_up.c - indicators take bars of the past. Layer 6. */
#include "lua_registration_internal.h"

#include "lua_history.h"

/* How many bars of the security's own make one of the period; one of a resolution is one. */
static int64_t parts_of(const peri_lua_period *period, peri_resolution own)
{
    const int64_t length = peri_resolution_ns(own);
    if (period->kind != PERI_PERIOD_SPAN)
        return 1;
    return period->value / length + (period->value % length != 0);
}

const peri_series *peri_lua_push_past_bars(lua_State *L, int32_t security,
                                           const peri_lua_period *period, int64_t bars)
{
    peri_error err;
    peri_engine *engine = peri_lua_runtime(L)->engine;
    peri_resolution own = peri_lua_input_of(L, security, peri_lua_period_length(period));
    if (own == PERI_RES_TICK)
        own = PERI_RES_MINUTE; /* nobody knows how many ticks there were */
    const peri_history wanted = {
        .security = security,
        .resolution = period->kind == PERI_PERIOD_RESOLUTION ? period->resolution : own,
        .periods = bars * parts_of(period, own),
        .kind = peri_engine_is_quoted(engine, security) ? PERI_PAST_QUOTES : PERI_PAST_TRADES,
    };
    peri_past *past = peri_lua_push_pasts(L, 1);
    int rc = peri_engine_history(engine, &wanted, past, &err);
    for (size_t i = 0; rc == PERI_OK && i < past->quotes.n; i++) {
        const peri_bar middle = peri_quote_bar_middle(&past->quotes.bars[i]);
        rc = peri_series_add(&past->trades, &middle);
        if (rc != PERI_OK)
            peri_fail(&err, rc, "no memory to warm up an indicator");
    }
    if (rc != PERI_OK)
        peri_lua_raise(L, &err);
    return &past->trades;
}

/* Bars of the past, and what makes an indicator's input of them. */
struct stream {
    const peri_series *bars;
    peri_consolidator *through;
    size_t next;
};

/* As in LEAN a span that is as long as a resolution takes that one's bars, where there are such. */
static void settle_span(lua_State *L, int32_t security, peri_lua_period *period)
{
    static const peri_resolution longer[] = {PERI_RES_MINUTE, PERI_RES_HOUR, PERI_RES_DAILY};
    const peri_engine *engine = peri_lua_runtime(L)->engine;
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++)
        if (period->kind == PERI_PERIOD_SPAN && period->value == peri_resolution_ns(longer[i]) &&
            peri_engine_has_file(engine, security, longer[i])) {
            period->kind = PERI_PERIOD_RESOLUTION;
            period->resolution = longer[i];
        }
}

/* Push what owns a stream's bars and its consolidator. */
static struct stream push_stream(lua_State *L, int32_t security, peri_indicator *indicator,
                                 int64_t bars, const peri_lua_feed *feed, const char *func)
{
    struct stream stream = {.next = 0};
    peri_error err;
    peri_lua_period period = feed->period;
    if (feed->consolidator || period.kind >= PERI_PERIOD_COUNT)
        luaL_error(L, "%s: an indicator is warmed up with bars of a Resolution or a TimeSpan",
                   func);
    if (peri_lua_is_own(L, security, &period, func) && period.kind == PERI_PERIOD_SPAN)
        period.kind = PERI_PERIOD_NONE;
    settle_span(L, security, &period);
    peri_lua_set_field(indicator, feed);
    stream.bars = peri_lua_push_past_bars(L, security, &period, bars);
    peri_lua_period joined = {.kind = PERI_PERIOD_COUNT, .value = 1};
    if (period.kind == PERI_PERIOD_SPAN)
        joined = period;
    stream.through = peri_lua_push_consolidator(L, &joined);
    peri_lua_link(L, stream.through, indicator, feed);
    if (peri_consolidator_attach(stream.through, peri_lua_security_at(L, security), &err) !=
        PERI_OK)
        peri_lua_raise(L, &err);
    return stream;
}

/* The stream whose bar ends next, the earlier one of two that end together; NULL: all are done. */
static struct stream *earliest(struct stream *streams, size_t n)
{
    struct stream *first = NULL;
    for (size_t i = 0; i < n; i++) {
        struct stream *stream = &streams[i];
        if (stream->next == stream->bars->n)
            continue;
        if (!first ||
            stream->bars->bars[stream->next].end_ns < first->bars->bars[first->next].end_ns)
            first = stream;
    }
    return first;
}

static void feed_past(lua_State *L, struct stream *streams, size_t n)
{
    peri_error err;
    int rc = PERI_OK;
    for (struct stream *stream; rc == PERI_OK && (stream = earliest(streams, n)) != NULL;)
        rc = peri_consolidator_update(stream->through, &stream->bars->bars[stream->next++], false,
                                      &err);
    for (size_t i = 0; i < n && rc == PERI_OK; i++)
        if (streams[i].bars->n > 0)
            rc = peri_consolidator_scan(streams[i].through,
                                        streams[i].bars->bars[streams[i].bars->n - 1].end_ns, false,
                                        &err);
    if (rc != PERI_OK)
        peri_lua_raise(L, &err);
}

void peri_lua_warm_up(lua_State *L, int32_t security, peri_indicator *indicator,
                      const peri_lua_feed *feed, const char *func)
{
    peri_error err;
    int64_t bars;
    if (peri_indicator_lookback(indicator, &bars, &err) != PERI_OK)
        peri_lua_raise(L, &err);
    struct stream stream = push_stream(L, security, indicator, bars, feed, func);
    feed_past(L, &stream, 1);
    lua_pop(L, 2);
}

void peri_lua_warm_up_two(lua_State *L, const int32_t securities[2], peri_indicator *const sides[2],
                          int64_t bars, const peri_lua_feed *feed, const char *func)
{
    struct stream streams[2];
    for (int i = 0; i < 2; i++)
        streams[i] = push_stream(L, securities[i], sides[i], bars, feed, func);
    feed_past(L, streams, 2);
    lua_pop(L, 4);
}
