/* feed.c - the streams of a feed: added, removed, started. Layer 5. */
#include "engine/feed_internal.h"

#include "base/mem.h"

#include <assert.h>

int peri_feed_open(peri_feed **out, peri_error *err)
{
    *out = peri_calloc(1, sizeof **out);
    if (!*out)
        return peri_fail(err, PERI_ENOMEM, "no memory for the data feed");
    (*out)->next_ns = PERI_NEVER;
    return PERI_OK;
}

void peri_feed_close(peri_feed *feed)
{
    if (!feed)
        return;
    for (size_t i = 0; i < cursor_count(feed); i++)
        peri_free(cursor_at(feed, i));
    while (feed->spare_count > 0)
        peri_free(feed->spares[--feed->spare_count]);
    peri_free((void *)feed->cursors);
    peri_free((void *)feed->further);
    peri_free(feed->heap);
    peri_free(feed->slice.present);
    peri_free(feed->slice.items);
    peri_free((void *)feed->slice.actions);
    peri_free(feed->slice.parts);
    peri_free(feed);
}

/* --- cursors ------------------------------------------------------------------------------- */

static size_t place_of(int32_t security, enum stream stream)
{
    return (size_t)security * STREAMS + stream;
}

static struct cursor *find_cursor(const peri_feed *feed, int32_t index, int32_t part,
                                  enum stream stream)
{
    if (part == 0)
        return feed->cursors[place_of(index, stream)];
    for (size_t i = 0; i < feed->further_n; i++) {
        struct cursor *cursor = feed->further[i];
        if (cursor->index == index && cursor->part == part && cursor->stream == stream)
            return cursor;
    }
    return NULL;
}

static size_t action_after(const peri_actions *actions, int64_t time_ns)
{
    size_t first = 0; /* few */
    while (first < actions->n && actions->items[first].time_ns <= time_ns)
        first++;
    return first;
}

/* First bar that ends behind an instant. */
static size_t bar_after(const struct cursor *cursor, int64_t time_ns)
{
    if (cursor->reader) {
        peri_reel_reader_seek(cursor->reader, time_ns);
        return 0;
    }
    switch (cursor->stream) {
    case TRADES:
        return peri_series_after(cursor->series, time_ns);
    case QUOTES:
        return peri_quote_series_after(cursor->quotes, time_ns);
    case TICKS:
        return peri_tick_series_after(cursor->ticks, time_ns);
    default:
        return action_after(cursor->actions, time_ns);
    }
}

/* --- adding -------------------------------------------------------------------------------- */

static enum stream kind_of(const peri_feed_stream *stream)
{
    assert(!stream->trades + !stream->quotes + !stream->ticks + !stream->actions == 3);
    if (stream->trades)
        return TRADES;
    if (stream->quotes)
        return QUOTES;
    return stream->ticks ? TICKS : ACTIONS;
}

/* A place for the streams of one more security, none of which is there yet. */
static void add_security(peri_feed *feed)
{
    const size_t index = feed->count++;
    for (enum stream stream = TRADES; stream < STREAMS; stream++)
        feed->cursors[place_of((int32_t)index, stream)] = NULL;
    feed->slice.items[index] = (peri_slice_item){.bar = NULL};
    feed->slice.securities = feed->count;
}

/* Security by security: trades before quotes, of each the longer before the shorter. */
static int64_t order_of(const struct cursor *cursor)
{
    const int64_t place = (int64_t)place_of(cursor->index, cursor->stream);
    const int64_t rank = MOST_RANKS - 1 - (int64_t)cursor->form.resolution;
    return (place * MOST_RANKS + rank) * MOST_OF_SYMBOL + cursor->part;
}

/* A security has one more subscription now. */
static void share(peri_feed *feed, int32_t index)
{
    for (size_t i = 0; i < cursor_count(feed); i++) {
        struct cursor *cursor = cursor_at(feed, i);
        if (!cursor || cursor->index != index)
            continue;
        cursor->shared = true;
        cursor->weight++;
    }
}

/* A spare cursor becomes that of a stream. */
static struct cursor *use_spare(peri_feed *feed, const peri_feed_stream *stream, int64_t from_ns)
{
    struct cursor *cursor = feed->spares[--feed->spare_count];
    const struct cursor *first = find_cursor(feed, stream->index, stream->part, TRADES);
    feed->spares[feed->spare_count] = NULL;
    *cursor = (struct cursor){
        .next_end = PERI_NEVER,
        .stream = kind_of(stream),
        .form = stream->security ? stream->form : first->form,
        .index = stream->index,
        .part = stream->part,
        .series = stream->trades,
        .quotes = stream->quotes,
        .ticks = stream->ticks,
        .actions = stream->actions,
        .reader = stream->reader,
        .security = stream->security ? stream->security : first->security,
        .shared = first ? first->shared : stream->part > 0,
        .weight = first ? first->weight : 1,
        .from_ns = from_ns,
    };
    cursor->order = order_of(cursor);
    return cursor;
}

int peri_feed_add_stream(peri_feed *feed, const peri_feed_stream *stream, int64_t from_ns,
                         peri_error *err)
{
    static const peri_actions none;
    const enum stream kind = kind_of(stream);
    assert(stream->part < MOST_OF_SYMBOL && (size_t)stream->index <= feed->count);
    const int rc = peri_feed_reserve(feed, stream->actions ? stream->actions : &none, err);
    if (rc != PERI_OK)
        return rc;
    if ((size_t)stream->index == feed->count)
        add_security(feed);
    struct cursor *cursor = use_spare(feed, stream, from_ns);
    if (stream->actions)
        feed->most_actions += peri_feed_longest_run(stream->actions);
    if (stream->part == 0)
        feed->cursors[place_of(stream->index, kind)] = cursor;
    else
        feed->further[feed->further_n++] = cursor;
    if (stream->part > 0 && kind == TRADES)
        share(feed, stream->index);
    return PERI_OK;
}

int peri_feed_add(peri_feed *feed, const peri_security *security, const peri_series *series,
                  int64_t from_ns, peri_error *err)
{
    const peri_feed_stream stream = {
        .index = (int32_t)feed->count,
        .security = security,
        .form = {security->resolution, security->fill_forward, security->extended},
        .trades = series};
    return peri_feed_add_stream(feed, &stream, from_ns, err);
}

/* --- series that grow ---------------------------------------------------------------------- */

void peri_feed_set_fills(peri_feed *feed, bool fills)
{
    feed->no_fills = !fills;
}

/* The stream of a subscription that can grow: its ticks, where it has such. */
static struct cursor *growing(const peri_feed *feed, int32_t index, int32_t part)
{
    struct cursor *ticks = find_cursor(feed, index, part, TICKS);
    return ticks ? ticks : find_cursor(feed, index, part, TRADES);
}

void peri_feed_grown(peri_feed *feed, int32_t index, int32_t part)
{
    struct cursor *cursor = growing(feed, index, part);
    if (cursor->last && cursor->last != &cursor->repeated)
        cursor->last = &cursor->series->bars[cursor->next_real - 1];
    bool was_empty = cursor->next_end == PERI_NEVER;
    look_ahead(feed, cursor);
    if (was_empty && cursor->next_end != PERI_NEVER)
        peri_feed_let_in(feed, cursor);
    else
        peri_feed_rebuild_heap(feed);
}

void peri_feed_forget(peri_feed *feed, int32_t index, int32_t part, size_t n)
{
    struct cursor *cursor = growing(feed, index, part);
    if (cursor->last && cursor->last != &cursor->repeated) {
        cursor->repeated = *cursor->last;
        cursor->last = &cursor->repeated;
    }
    cursor->next_real -= n;
}

/* --- beginning, leaving, coming back ------------------------------------------------------- */

/* The finest resolution of all subscriptions that hand out bars; a minute when there are none. */
static void find_step(peri_feed *feed)
{
    feed->step_ns = feed->given_ns > 0 ? feed->given_ns : PERI_NEVER;
    if (feed->given_ns > 0)
        return;
    for (size_t i = 0; i < cursor_count(feed); i++) {
        const struct cursor *cursor = cursor_at(feed, i);
        if (!cursor || cursor->stream != TRADES || cursor->removed ||
            cursor->form.resolution == PERI_RES_TICK)
            continue;
        const int64_t length = peri_resolution_ns(cursor->form.resolution);
        feed->step_ns = length < feed->step_ns ? length : feed->step_ns;
    }
    if (feed->step_ns == PERI_NEVER)
        feed->step_ns = PERI_MINUTE;
}

int64_t peri_feed_step(const peri_feed *feed)
{
    return feed->step_ns;
}

void peri_feed_set_step(peri_feed *feed, int64_t step_ns)
{
    feed->given_ns = feed->step_ns = step_ns;
}

static void remove_cursor(struct cursor *cursor)
{
    cursor->removed = true;
    cursor->next_end = PERI_NEVER;
}

void peri_feed_remove(peri_feed *feed, int32_t index)
{
    for (enum stream stream = TRADES; stream < STREAMS; stream++)
        if (feed->cursors[place_of(index, stream)])
            remove_cursor(feed->cursors[place_of(index, stream)]);
    for (size_t i = 0; i < feed->further_n; i++)
        if (feed->further[i]->index == index)
            remove_cursor(feed->further[i]);
    find_step(feed);
    peri_feed_rebuild_heap(feed);
}

static void restart_cursor(struct cursor *cursor, int64_t from_ns)
{
    cursor->from_ns = from_ns;
    cursor->positioned = cursor->removed = false;
    cursor->last = NULL;
    cursor->last_quote = NULL;
}

void peri_feed_restart(peri_feed *feed, int32_t index, int64_t from_ns)
{
    for (enum stream stream = TRADES; stream < STREAMS; stream++)
        if (feed->cursors[place_of(index, stream)])
            restart_cursor(feed->cursors[place_of(index, stream)], from_ns);
    for (size_t i = 0; i < feed->further_n; i++)
        if (feed->further[i]->index == index)
            restart_cursor(feed->further[i], from_ns);
}

void peri_feed_start(peri_feed *feed, int64_t now_ns, int64_t until_ns)
{
    feed->now_ns = now_ns;
    feed->until_ns = until_ns;
    find_step(feed);
    for (size_t i = 0; i < cursor_count(feed); i++) {
        struct cursor *cursor = cursor_at(feed, i);
        if (!cursor)
            continue;
        if (cursor->positioned)
            continue; /* as in LEAN what comes next was settled before the step changed */
        cursor->next_real = bar_after(cursor, cursor->from_ns - 1);
        cursor->positioned = true;
        look_ahead(feed, cursor);
    }
    peri_feed_rebuild_heap(feed);
}
