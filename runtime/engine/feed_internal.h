/* feed_internal.h - cursors and the heap of a feed, shared by the files feed_*.c only. Layer 5.

   What is done for each bar is inline here. */
#ifndef PERI_FEED_INTERNAL_H
#define PERI_FEED_INTERNAL_H

#include "engine/feed.h"

/* The streams of a subscription. */
enum stream {
    TRADES,
    QUOTES,
    TICKS,
    ACTIONS,
    STREAMS
};

enum {
    MOST_RANKS = 8,     /* of resolutions */
    MOST_OF_SYMBOL = 8, /* subscriptions: one of a resolution */
    KINDS_OF_BARS = 2
};

struct cursor {
    int64_t next_end; /* end of what is handed out next; PERI_NEVER: exhausted */
    int64_t order;    /* among cursors that end together */
    enum stream stream;
    bool next_is_fill; /* next is the last bar again, from fill_start on where it fills_days, ... */
    bool fills_days;   /* ... else as long as its resolution */
    bool positioned;   /* next_real was found from from_ns */
    bool removed;      /* no more bars */
    bool shared;       /* its security has further subscriptions */
    peri_form form;
    int32_t index, part;  /* of its security; which of its subscriptions */
    size_t next_real;     /* first bar of the series not handed out yet */
    const peri_bar *last; /* last bar handed out; NULL: none yet, so nothing can be repeated */
    const peri_quote_bar *last_quote; /* the same of quotes */
    const peri_series *series;        /* of trades */
    const peri_quote_series *quotes;  /* of quotes; the other ones are NULL */
    const peri_tick_series *ticks;
    const peri_actions *actions;
    peri_reel_reader *reader; /* whose window the bars are; NULL: they are all there */
    const peri_security *security;
    size_t weight;   /* of actions: points that one is, see peri_feed_add_stream */
    int64_t from_ns; /* the first bar ends at or after it */
    int64_t fill_start;
    peri_hours_span open; /* stretch of the market's state last looked up */
    peri_bar repeated;    /* where `last` points after a repeat */
    peri_quote_bar repeated_quote;
};

/* A cursor in the heap, with what it is compared by: hundreds of them lie close together. */
struct heap_entry {
    int64_t end, order; /* the cursor's next_end and order */
    struct cursor *cursor;
};

struct peri_feed {
    struct cursor **cursors; /* shape [count * STREAMS], NULL where a security has no such stream */
    size_t count, cap;       /* securities */
    struct cursor **further; /* shape [further_n]: of further subscriptions of a security */
    size_t further_n, further_cap;
    struct heap_entry *heap; /* those that are not exhausted; heap[0] ends first */
    size_t heap_size, heap_cap;
    int64_t next_ns; /* when heap[0] ends; PERI_NEVER: nothing is left */
    size_t present_cap, items_cap, actions_cap, parts_cap;
    size_t most_actions; /* that can come at one instant: room for them is there */
    peri_slice slice;
    struct cursor
        *spares[STREAMS]; /* shape [spare_count], made ahead for the next security; owned */
    size_t spare_count;
    int64_t now_ns; /* nothing is filled before it */
    int64_t until_ns;
    bool no_fills;
    int64_t step_ns;  /* finest resolution: what holes are filled with */
    int64_t given_ns; /* in place of its own; 0: none was given */
};

/* feed_fill.c: the hole behind the last bar, up to the next real one (or PERI_NEVER), is handed out
   next where it is filled; the last bar again */
void peri_feed_fill_hole(const peri_feed *feed, struct cursor *cursor, int64_t last_end);
void peri_feed_repeat(struct cursor *cursor);

/* feed_heap.c */
void peri_feed_let_in(peri_feed *feed, struct cursor *cursor); /* it had nothing to hand out */
void peri_feed_rebuild_heap(peri_feed *feed);

/* feed_room.c: room for one more security, of actions these, and for one more subscription.
   PERI_OK or PERI_ENOMEM. The most actions of a list that come at one instant. */
int peri_feed_make_room(peri_feed *feed, const peri_actions *actions);
size_t peri_feed_longest_run(const peri_actions *actions);

static inline size_t cursor_count(const peri_feed *feed)
{
    return STREAMS * feed->count + feed->further_n;
}

/* NULL where a security has no such stream. */
static inline struct cursor *cursor_at(const peri_feed *feed, size_t i)
{
    const size_t places = STREAMS * feed->count;
    return i < places ? feed->cursors[i] : feed->further[i - places];
}

/* --- bars of either kind ------------------------------------------------------------------- */

static inline size_t bar_count(const struct cursor *cursor)
{
    switch (cursor->stream) {
    case TRADES:
        return cursor->series->n;
    case QUOTES:
        return cursor->quotes->n;
    case TICKS:
        return cursor->ticks->n;
    default:
        return cursor->actions->n;
    }
}

static inline int64_t start_of(const struct cursor *cursor, size_t bar)
{
    switch (cursor->stream) {
    case TRADES:
        return cursor->series->bars[bar].start_ns;
    case QUOTES:
        return cursor->quotes->bars[bar].start_ns;
    case TICKS:
        return cursor->ticks->ticks[bar].time_ns;
    default:
        return cursor->actions->items[bar].time_ns;
    }
}

static inline int64_t end_of(const struct cursor *cursor, size_t bar)
{
    switch (cursor->stream) {
    case TRADES:
        return cursor->series->bars[bar].end_ns;
    case QUOTES:
        return cursor->quotes->bars[bar].end_ns;
    case TICKS:
        return cursor->ticks->ticks[bar].time_ns;
    default:
        return cursor->actions->items[bar].time_ns;
    }
}

static inline bool has_last(const struct cursor *cursor)
{
    return cursor->last || cursor->last_quote; /* ticks and actions are not repeated */
}

static inline int64_t end_of_last(const struct cursor *cursor)
{
    return cursor->stream == TRADES ? cursor->last->end_ns : cursor->last_quote->end_ns;
}

/* Whether there is a next bar. A window that was handed out is followed by the next one; the bars
   that the slice shows stay where they are meanwhile. */
static inline bool has_next(struct cursor *cursor)
{
    if (cursor->next_real < bar_count(cursor))
        return true;
    if (!cursor->reader || !peri_reel_reader_next(cursor->reader))
        return false;
    cursor->next_real = 0;
    return true;
}

/* Where the bar behind the next one lies. */
static inline const void *bar_behind_next(const struct cursor *cursor)
{
    switch (cursor->stream) {
    case TRADES:
        return &cursor->series->bars[cursor->next_real + 1];
    case QUOTES:
        return &cursor->quotes->bars[cursor->next_real + 1];
    default:
        return cursor;
    }
}

/* Decide what the cursor hands out next: the next real bar, or a repeat of the last one. */
static inline void look_ahead(const peri_feed *feed, struct cursor *cursor)
{
    const bool has_real = has_next(cursor) && start_of(cursor, cursor->next_real) <= feed->until_ns;
    cursor->next_is_fill = false;
    cursor->next_end = PERI_NEVER;
    if (cursor->removed)
        return;
    cursor->next_end = has_real ? end_of(cursor, cursor->next_real) : PERI_NEVER;
    /* It is asked for in the next step: of hundreds of symbols it is in no near cache by then. A
       function that only fetches would be taken for one that does nothing. */
    if (has_real) {
        const char *behind = bar_behind_next(cursor);
        __builtin_prefetch(behind);
        __builtin_prefetch(behind + sizeof(int64_t)); /* its end may lie in the next line */
    }
    if (feed->no_fills || !cursor->form.fill_forward || !has_last(cursor))
        return;
    int64_t last_end = end_of_last(cursor);
    if (last_end < feed->now_ns)
        last_end = feed->now_ns;
    if (has_real && cursor->next_end - last_end <= feed->step_ns)
        return; /* no hole: the usual case */
    peri_feed_fill_hole(feed, cursor, last_end);
}

/* --- the heap ------------------------------------------------------------------------------ */

static inline struct heap_entry entry_of(struct cursor *cursor)
{
    return (struct heap_entry){cursor->next_end, cursor->order, cursor};
}

/* Without branches: which one it is cannot be foretold. */
static inline bool ends_before(const struct heap_entry *a, const struct heap_entry *b)
{
    return (a->end < b->end) | ((a->end == b->end) & (a->order < b->order));
}

static inline void sift_up(peri_feed *feed, struct heap_entry moving, size_t at, size_t top)
{
    struct heap_entry *heap = feed->heap;
    while (at > top && ends_before(&moving, &heap[(at - 1) / 2])) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = moving;
}

/* Put an entry in place of the one at `top`. What comes next mostly ends behind all others: it goes
   down to a leaf without being compared, and up again where that was too far. */
static inline void sift_down(peri_feed *feed, struct heap_entry moving, size_t top)
{
    struct heap_entry *heap = feed->heap;
    const size_t n = feed->heap_size;
    size_t at = top;
    for (size_t child = 2 * at + 1; child < n; child = 2 * at + 1) {
        if (child + 1 < n)
            child += ends_before(&heap[child + 1], &heap[child]);
        heap[at] = heap[child];
        at = child;
    }
    sift_up(feed, moving, at, top);
}

/* The heap has changed: asked several times a step, the time on top is kept. */
static inline void note_next(peri_feed *feed)
{
    feed->next_ns = feed->heap_size ? feed->heap[0].end : PERI_NEVER;
}

#endif
