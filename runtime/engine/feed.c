/* feed.c - merging series by time, filling holes forward. Layer 5. */
#include "engine/feed.h"

#include "base/mem.h"

#include <string.h>

/* The streams of a security; their cursors stand beside each other, that of trades first. */
enum stream {
    TRADES,
    QUOTES,
    ACTIONS,
    STREAMS
};

struct cursor {
    const peri_security *security;
    enum stream stream;
    const peri_series *series;       /* of trades */
    const peri_quote_series *quotes; /* of quotes; the other ones are NULL */
    const peri_actions *actions;
    int64_t from_ns;   /* the first bar ends at or after it */
    bool positioned;   /* next_real was found from from_ns */
    bool removed;      /* no more bars */
    size_t next_real;  /* first bar of the series not handed out yet */
    int64_t next_end;  /* end of what is handed out next; PERI_NEVER: exhausted */
    bool next_is_fill; /* next is the last bar again, over [fill_start, next_end) */
    int64_t fill_start;
    const peri_bar *last; /* last bar handed out; NULL: none yet, so nothing can be repeated */
    const peri_quote_bar *last_quote; /* the same of quotes */
    peri_bar repeated;                /* where `last` points after a repeat */
    peri_quote_bar repeated_quote;
    peri_hours_span open; /* stretch of the market's state last looked up */
};

struct peri_feed {
    struct cursor **cursors; /* shape [count * STREAMS], NULL where a security has no such stream */
    size_t count, cap;       /* securities */
    int32_t *heap; /* cursors that are not exhausted, by their place; heap[0] ends first */
    size_t heap_size, heap_cap;
    int64_t next_ns; /* when heap[0] ends; PERI_NEVER: nothing is left */
    size_t present_cap, bars_cap, new_cap, quotes_cap, quote_new_cap, actions_cap;
    peri_slice slice;
    struct cursor *spare; /* made ahead for the next stream; owned */
    int64_t now_ns;       /* nothing is filled before it */
    int64_t until_ns;
    bool no_fills;
    int64_t step_ns; /* finest resolution: what holes are filled with */
};

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
    for (size_t i = 0; i < STREAMS * feed->count; i++)
        peri_free(feed->cursors[i]);
    peri_free((void *)feed->cursors);
    peri_free(feed->spare);
    peri_free(feed->heap);
    peri_free(feed->slice.present);
    peri_free((void *)feed->slice.bars);
    peri_free(feed->slice.is_new);
    peri_free((void *)feed->slice.quotes);
    peri_free(feed->slice.quote_is_new);
    peri_free((void *)feed->slice.actions);
    peri_free(feed);
}

static size_t place_of(int32_t security, enum stream stream)
{
    return (size_t)security * STREAMS + stream;
}

/* -- bars of either kind -------------------------------------------------------------------- */

static size_t bar_count(const struct cursor *cursor)
{
    switch (cursor->stream) {
    case TRADES:
        return cursor->series->n;
    case QUOTES:
        return cursor->quotes->n;
    default:
        return cursor->actions->n;
    }
}

static int64_t start_of(const struct cursor *cursor, size_t bar)
{
    switch (cursor->stream) {
    case TRADES:
        return cursor->series->bars[bar].start_ns;
    case QUOTES:
        return cursor->quotes->bars[bar].start_ns;
    default:
        return cursor->actions->items[bar].time_ns;
    }
}

static int64_t end_of(const struct cursor *cursor, size_t bar)
{
    switch (cursor->stream) {
    case TRADES:
        return cursor->series->bars[bar].end_ns;
    case QUOTES:
        return cursor->quotes->bars[bar].end_ns;
    default:
        return cursor->actions->items[bar].time_ns;
    }
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
    switch (cursor->stream) {
    case TRADES:
        return peri_series_after(cursor->series, time_ns);
    case QUOTES:
        return peri_quote_series_after(cursor->quotes, time_ns);
    default:
        return action_after(cursor->actions, time_ns);
    }
}

static bool has_last(const struct cursor *cursor)
{
    return cursor->last || cursor->last_quote; /* an action is not repeated */
}

static int64_t end_of_last(const struct cursor *cursor)
{
    return cursor->stream == TRADES ? cursor->last->end_ns : cursor->last_quote->end_ns;
}

/* Make what is handed out next the last bar. */
static void step_real(struct cursor *cursor)
{
    if (cursor->stream == TRADES)
        cursor->last = &cursor->series->bars[cursor->next_real++];
    else if (cursor->stream == QUOTES)
        cursor->last_quote = &cursor->quotes->bars[cursor->next_real++];
}

/* A bar that is repeated within its own length keeps that: hours that end each minute. */
static int64_t start_of_fill(const struct cursor *cursor)
{
    const int64_t length = peri_resolution_ns(cursor->security->resolution);
    return cursor->security->resolution == PERI_RES_DAILY ? cursor->fill_start
                                                          : cursor->next_end - length;
}

static void step_fill(struct cursor *cursor)
{
    if (cursor->stream == TRADES) {
        cursor->repeated = *cursor->last;
        cursor->repeated.start_ns = start_of_fill(cursor);
        cursor->repeated.end_ns = cursor->next_end;
        cursor->repeated.volume = 0;
        cursor->last = &cursor->repeated;
    } else {
        cursor->repeated_quote = *cursor->last_quote;
        cursor->repeated_quote.start_ns = start_of_fill(cursor);
        cursor->repeated_quote.end_ns = cursor->next_end;
        cursor->last_quote = &cursor->repeated_quote;
    }
}

/* --- the heap --- */

static bool ends_before(const peri_feed *feed, int32_t a, int32_t b)
{
    int64_t ea = feed->cursors[a]->next_end, eb = feed->cursors[b]->next_end;
    return ea != eb ? ea < eb : a < b;
}

static void sift_down(peri_feed *feed, size_t at)
{
    int32_t *heap = feed->heap;
    int32_t moving = heap[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= feed->heap_size)
            break;
        if (child + 1 < feed->heap_size && ends_before(feed, heap[child + 1], heap[child]))
            child++;
        if (!ends_before(feed, heap[child], moving))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moving;
}

/* The heap has changed: asked several times a step, the time on top is kept. */
static void note_next(peri_feed *feed)
{
    feed->next_ns = feed->heap_size ? feed->cursors[feed->heap[0]]->next_end : PERI_NEVER;
}

/* Let a cursor in that had nothing to hand out. */
static void sift_up(peri_feed *feed, int32_t index)
{
    int32_t *heap = feed->heap;
    size_t at = feed->heap_size++;
    while (at > 0 && ends_before(feed, index, heap[(at - 1) / 2])) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = index;
    note_next(feed);
}

static void rebuild_heap(peri_feed *feed)
{
    feed->heap_size = 0;
    for (size_t i = 0; i < STREAMS * feed->count; i++)
        if (feed->cursors[i] && feed->cursors[i]->next_end != PERI_NEVER)
            feed->heap[feed->heap_size++] = (int32_t)i;
    for (size_t i = feed->heap_size / 2; i-- > 0;)
        sift_down(feed, i);
    note_next(feed);
}

/* --- filling forward --- */

static int64_t floor_to(int64_t value, int64_t step)
{
    int64_t rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

/* A local day's bar of a market with sessions, or of one that never closes. */
static bool day_bar(const peri_hours *hours, peri_date date, peri_session *out)
{
    if (!peri_hours_is_always_open(hours))
        return peri_hours_session(hours, date, false, out);
    const peri_zone *zone = peri_hours_zone(hours);
    out->open_utc = peri_zone_to_utc(zone, peri_time_at(date, 0));
    out->close_utc = peri_zone_to_utc(zone, peri_time_at(date + 1, 0));
    return true;
}

/* The next day from midnight to midnight of the data's zone, from `end` on, in which the market is
   open. */
static peri_session next_whole_day(const peri_security *security, int64_t end)
{
    const peri_zone *zone = security->data_zone;
    peri_date date = peri_time_date(peri_zone_to_local(zone, end));
    for (;; date++) {
        const peri_session day = {peri_zone_to_utc(zone, peri_time_at(date, 0)),
                                  peri_zone_to_utc(zone, peri_time_at(date + 1, 0))};
        if (day.close_utc <= end)
            continue;
        const int64_t opens = peri_hours_next_open(security->hours, day.open_utc, false);
        if (opens < day.close_utc || peri_hours_is_open(security->hours, day.open_utc, false))
            return day;
        if (opens == PERI_NEVER)
            return (peri_session){PERI_NEVER, PERI_NEVER};
    }
}

/* The next day's bar after `end`, for daily data filled with daily steps. */
static peri_session next_day(const struct cursor *cursor, int64_t end)
{
    const peri_hours *hours = cursor->security->hours;
    if (cursor->security->data_zone && !peri_security_type_has_precise_days(cursor->security->type))
        return next_whole_day(cursor->security, end);
    peri_date date = peri_time_date(peri_zone_to_local(peri_hours_zone(hours), end));
    peri_session session;
    while (!day_bar(hours, date, &session) || session.close_utc <= end)
        date = peri_hours_next_trading_day(hours, date);
    return session;
}

/* The next step after `end` that begins while the market is open, aligned to the local clock. */
static peri_session next_step(struct cursor *cursor, int64_t end, int64_t step)
{
    const peri_security *security = cursor->security;
    int64_t start = end;
    if (start < cursor->open.from_utc || start >= cursor->open.until_utc)
        cursor->open = peri_hours_span_at(security->hours, start, security->extended);
    if (!cursor->open.open)
        start = peri_hours_next_open(security->hours, start, security->extended);
    if (start == PERI_NEVER)
        return (peri_session){PERI_NEVER, PERI_NEVER};
    int64_t offset = peri_zone_span_at(peri_hours_zone(security->hours), start).offset;
    int64_t aligned = floor_to(start + offset, step) - offset;
    return (peri_session){aligned, aligned + step};
}

/* Decide what the cursor hands out next: the next real bar, or a repeat of the last one. */
static void look_ahead(const peri_feed *feed, struct cursor *cursor)
{
    bool has_real = cursor->next_real < bar_count(cursor) &&
                    start_of(cursor, cursor->next_real) <= feed->until_ns;
    cursor->next_is_fill = false;
    cursor->next_end = PERI_NEVER;
    if (cursor->removed)
        return;
    cursor->next_end = has_real ? end_of(cursor, cursor->next_real) : PERI_NEVER;
    if (feed->no_fills || !cursor->security->fill_forward || !has_last(cursor))
        return;
    int64_t last_end = end_of_last(cursor);
    if (last_end < feed->now_ns)
        last_end = feed->now_ns;
    if (has_real && cursor->next_end - last_end <= feed->step_ns)
        return; /* no hole: the usual case */
    bool by_day = cursor->security->resolution == PERI_RES_DAILY && feed->step_ns >= PERI_DAY;
    peri_session hole =
        by_day ? next_day(cursor, last_end) : next_step(cursor, last_end, feed->step_ns);
    if (hole.close_utc < cursor->next_end && hole.open_utc <= feed->until_ns) {
        cursor->next_is_fill = true;
        cursor->fill_start = hole.open_utc;
        cursor->next_end = hole.close_utc;
    }
}

/* --- handing out --- */

static int grow_slice(peri_feed *feed)
{
    size_t need = feed->count + 1;
    void *present = feed->slice.present, *bars = (void *)feed->slice.bars;
    void *is_new = feed->slice.is_new, *heap = feed->heap, *cursors = (void *)feed->cursors;
    void *quotes = (void *)feed->slice.quotes, *quote_is_new = feed->slice.quote_is_new;
    void *actions = (void *)feed->slice.actions;
    int rc = PERI_OK;
    rc |= peri_grow(&present, &feed->present_cap, need, sizeof(int32_t));
    rc |= peri_grow(&bars, &feed->bars_cap, need, sizeof(peri_bar *));
    rc |= peri_grow(&is_new, &feed->new_cap, need, sizeof(bool));
    rc |= peri_grow(&quotes, &feed->quotes_cap, need, sizeof(peri_quote_bar *));
    rc |= peri_grow(&quote_is_new, &feed->quote_new_cap, need, sizeof(bool));
    rc |=
        peri_grow(&actions, &feed->actions_cap, PERI_ACTIONS_AT_ONCE * need, sizeof(peri_action *));
    rc |= peri_grow(&heap, &feed->heap_cap, STREAMS * need, sizeof(int32_t));
    rc |= peri_grow(&cursors, &feed->cap, STREAMS * need, sizeof(struct cursor *));
    feed->slice.present = present;
    feed->slice.bars = bars;
    feed->slice.is_new = is_new;
    feed->slice.quotes = quotes;
    feed->slice.quote_is_new = quote_is_new;
    feed->slice.actions = actions;
    feed->heap = heap;
    feed->cursors = cursors;
    return rc;
}

int peri_feed_reserve(peri_feed *feed, peri_error *err)
{
    if (!feed->spare)
        feed->spare = peri_calloc(1, sizeof *feed->spare);
    if (!feed->spare || grow_slice(feed) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for one more symbol in the data feed");
    return PERI_OK;
}

/* The spare cursor for a stream of a security. */
static struct cursor *use_spare(peri_feed *feed, const peri_security *security, enum stream stream,
                                int64_t from_ns)
{
    struct cursor *cursor = feed->spare;
    feed->spare = NULL;
    cursor->security = security;
    cursor->stream = stream;
    cursor->from_ns = from_ns;
    cursor->next_end = PERI_NEVER;
    return cursor;
}

int peri_feed_add(peri_feed *feed, const peri_security *security, const peri_series *series,
                  int64_t from_ns, peri_error *err)
{
    int rc = peri_feed_reserve(feed, err);
    if (rc != PERI_OK)
        return rc;
    size_t index = feed->count++;
    feed->cursors[place_of((int32_t)index, TRADES)] = use_spare(feed, security, TRADES, from_ns);
    feed->cursors[place_of((int32_t)index, TRADES)]->series = series;
    feed->cursors[place_of((int32_t)index, QUOTES)] = NULL;
    feed->cursors[place_of((int32_t)index, ACTIONS)] = NULL;
    feed->slice.bars[index] = NULL;
    feed->slice.is_new[index] = false;
    feed->slice.quotes[index] = NULL;
    feed->slice.quote_is_new[index] = false;
    return PERI_OK;
}

int peri_feed_add_quotes(peri_feed *feed, int32_t index, const peri_quote_series *quotes,
                         int64_t from_ns, peri_error *err)
{
    int rc = peri_feed_reserve(feed, err);
    if (rc != PERI_OK)
        return rc;
    const struct cursor *trades = feed->cursors[place_of(index, TRADES)];
    struct cursor *cursor = use_spare(feed, trades->security, QUOTES, from_ns);
    cursor->quotes = quotes;
    feed->cursors[place_of(index, QUOTES)] = cursor;
    return PERI_OK;
}

int peri_feed_add_actions(peri_feed *feed, int32_t index, const peri_actions *actions,
                          int64_t from_ns, peri_error *err)
{
    int rc = peri_feed_reserve(feed, err);
    if (rc != PERI_OK)
        return rc;
    const struct cursor *trades = feed->cursors[place_of(index, TRADES)];
    struct cursor *cursor = use_spare(feed, trades->security, ACTIONS, from_ns);
    cursor->actions = actions;
    feed->cursors[place_of(index, ACTIONS)] = cursor;
    return PERI_OK;
}

void peri_feed_set_fills(peri_feed *feed, bool fills)
{
    feed->no_fills = !fills;
}

void peri_feed_grown(peri_feed *feed, int32_t index)
{
    size_t place = place_of(index, TRADES);
    struct cursor *cursor = feed->cursors[place];
    if (cursor->last && cursor->last != &cursor->repeated)
        cursor->last = &cursor->series->bars[cursor->next_real - 1];
    bool was_empty = cursor->next_end == PERI_NEVER;
    look_ahead(feed, cursor);
    if (was_empty && cursor->next_end != PERI_NEVER)
        sift_up(feed, (int32_t)place);
    else
        rebuild_heap(feed);
}

void peri_feed_forget(peri_feed *feed, int32_t index, size_t n)
{
    struct cursor *cursor = feed->cursors[place_of(index, TRADES)];
    if (cursor->last && cursor->last != &cursor->repeated) {
        cursor->repeated = *cursor->last;
        cursor->last = &cursor->repeated;
    }
    cursor->next_real -= n;
}

void peri_feed_remove(peri_feed *feed, int32_t index)
{
    for (enum stream stream = TRADES; stream < STREAMS; stream++) {
        struct cursor *cursor = feed->cursors[place_of(index, stream)];
        if (!cursor)
            continue;
        cursor->removed = true;
        cursor->next_end = PERI_NEVER;
    }
    rebuild_heap(feed);
}

void peri_feed_restart(peri_feed *feed, int32_t index, int64_t from_ns)
{
    for (enum stream stream = TRADES; stream < STREAMS; stream++) {
        struct cursor *cursor = feed->cursors[place_of(index, stream)];
        if (!cursor)
            continue;
        cursor->from_ns = from_ns;
        cursor->positioned = cursor->removed = false;
        cursor->last = NULL;
        cursor->last_quote = NULL;
    }
}

void peri_feed_start(peri_feed *feed, int64_t now_ns, int64_t until_ns)
{
    feed->now_ns = now_ns;
    feed->until_ns = until_ns;
    feed->step_ns = PERI_DAY;
    for (size_t i = 0; i < feed->count; i++) {
        const peri_security *security = feed->cursors[place_of((int32_t)i, TRADES)]->security;
        int64_t step = peri_resolution_ns(security->resolution);
        if (step < feed->step_ns)
            feed->step_ns = step;
    }
    for (size_t i = 0; i < STREAMS * feed->count; i++) {
        struct cursor *cursor = feed->cursors[i];
        if (!cursor)
            continue;
        if (!cursor->positioned)
            cursor->next_real = bar_after(cursor, cursor->from_ns - 1);
        cursor->positioned = true;
        look_ahead(feed, cursor);
    }
    rebuild_heap(feed);
}

int64_t peri_feed_next_time(const peri_feed *feed)
{
    return feed->next_ns;
}

static void clear_slice(peri_slice *slice)
{
    for (size_t i = 0; i < slice->count; i++) {
        int32_t index = slice->present[i];
        slice->bars[index] = NULL;
        slice->is_new[index] = false;
        slice->quotes[index] = NULL;
        slice->quote_is_new[index] = false;
    }
    slice->count = slice->points = slice->action_count = 0;
}

/* Put the next bar of the cursor at a place into the slice. */
static void hand_out(peri_feed *feed, int32_t place)
{
    struct cursor *cursor = feed->cursors[place];
    peri_slice *slice = &feed->slice;
    int32_t index = place / STREAMS;
    slice->points++;
    if (cursor->stream == ACTIONS) {
        slice->actions[slice->action_count++] = &cursor->actions->items[cursor->next_real++];
        return;
    }
    if (cursor->next_is_fill)
        step_fill(cursor);
    else
        step_real(cursor);
    if (cursor->stream == TRADES) {
        slice->is_new[index] = !cursor->next_is_fill;
        slice->bars[index] = cursor->last;
    } else {
        slice->quote_is_new[index] = !cursor->next_is_fill;
        slice->quotes[index] = cursor->last_quote;
    }
    if (slice->count == 0 || slice->present[slice->count - 1] != index)
        slice->present[slice->count++] = index;
}

const peri_slice *peri_feed_take(peri_feed *feed)
{
    peri_slice *slice = &feed->slice;
    clear_slice(slice);
    slice->serial++;
    slice->time_ns = feed->next_ns;
    while (feed->next_ns == slice->time_ns && feed->heap_size) {
        struct cursor *cursor = feed->cursors[feed->heap[0]];
        hand_out(feed, feed->heap[0]);
        look_ahead(feed, cursor);
        if (cursor->next_end == PERI_NEVER)
            feed->heap[0] = feed->heap[--feed->heap_size];
        if (feed->heap_size)
            sift_down(feed, 0);
        note_next(feed);
    }
    return slice;
}

const peri_slice *peri_feed_take_late(peri_feed *feed, int64_t not_before_ns)
{
    peri_feed_take(feed);
    if (feed->slice.time_ns < not_before_ns)
        feed->slice.time_ns = not_before_ns;
    return &feed->slice;
}

const peri_slice *peri_feed_pulse(peri_feed *feed, int64_t time_ns)
{
    clear_slice(&feed->slice);
    feed->slice.serial++;
    feed->slice.time_ns = time_ns;
    return &feed->slice;
}
