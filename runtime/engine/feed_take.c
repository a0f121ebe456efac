/* feed_take.c - what ends together is handed out as a slice. Layer 5. */
#include "engine/feed_internal.h"

int64_t peri_feed_next_time(const peri_feed *feed)
{
    return feed->next_ns;
}

static void clear_slice(peri_slice *slice)
{
    for (size_t i = 0; i < slice->count; i++)
        slice->items[slice->present[i]] = (peri_slice_item){.bar = NULL};
    slice->count = slice->points = slice->action_count = slice->part_count = 0;
}

static void note_present(peri_slice *slice, int32_t index)
{
    if (slice->count == 0 || slice->present[slice->count - 1] != index)
        slice->present[slice->count++] = index;
}

/* Put all ticks of the slice's time into it. */
static void hand_out_ticks(struct cursor *cursor, peri_slice *slice)
{
    const size_t first = cursor->next_real;
    peri_slice_item *item = &slice->items[cursor->index];
    while (cursor->next_real < cursor->ticks->n &&
           cursor->ticks->ticks[cursor->next_real].time_ns == cursor->next_end)
        cursor->next_real++;
    item->ticks = &cursor->ticks->ticks[first];
    item->tick_count = cursor->next_real - first;
    slice->points += item->tick_count;
    note_present(slice, cursor->index);
}

static void hand_out_other(struct cursor *cursor, peri_slice *slice)
{
    if (cursor->stream == TICKS) {
        hand_out_ticks(cursor, slice);
        return;
    }
    slice->points += cursor->weight;
    slice->actions[slice->action_count++] = &cursor->actions->items[cursor->next_real++];
}

/* The bar that was handed out is one of several of its security. Of two of one cursor that end
   together the later one counts. */
static void note_part(const struct cursor *cursor, peri_slice *slice)
{
    const bool is_trade = cursor->stream == TRADES;
    const peri_slice_part made = {.security = cursor->index,
                                  .part = cursor->part,
                                  .is_new = !cursor->next_is_fill,
                                  .bar = is_trade ? cursor->last : NULL,
                                  .quote = is_trade ? NULL : cursor->last_quote};
    const peri_slice_part *before =
        slice->part_count > 0 ? &slice->parts[slice->part_count - 1] : NULL;
    if (!before || before->security != made.security || before->part != made.part ||
        !before->bar != !made.bar)
        slice->part_count++;
    slice->parts[slice->part_count - 1] = made; /* there is room. NOLINT(clang-analyzer-core.*) */
}

/* Put the next bar of a cursor into the slice. Of a security's bars that end together the shortest
   comes last, and is the one that is shown. */
static inline void hand_out(struct cursor *cursor, peri_slice *slice)
{
    peri_slice_item *item = &slice->items[cursor->index];
    if (cursor->stream > QUOTES) {
        hand_out_other(cursor, slice);
        return;
    }
    slice->points++;
    if (cursor->next_is_fill)
        peri_feed_repeat(cursor);
    if (cursor->stream == TRADES) {
        if (!cursor->next_is_fill)
            cursor->last = &cursor->series->bars[cursor->next_real++];
        item->is_new = !cursor->next_is_fill;
        item->bar = cursor->last;
    } else {
        if (!cursor->next_is_fill)
            cursor->last_quote = &cursor->quotes->bars[cursor->next_real++];
        item->quote_is_new = !cursor->next_is_fill;
        item->quote = cursor->last_quote;
    }
    if (cursor->shared)
        note_part(cursor, slice);
    note_present(slice, cursor->index);
}

const peri_slice *peri_feed_take(peri_feed *feed)
{
    peri_slice *slice = &feed->slice;
    clear_slice(slice);
    slice->serial++;
    slice->time_ns = feed->next_ns;
    while (feed->next_ns == slice->time_ns && feed->heap_size) {
        struct cursor *cursor = feed->heap[0].cursor;
        hand_out(cursor, slice);
        look_ahead(feed, cursor);
        if (cursor->next_end != PERI_NEVER)
            sift_down(feed, entry_of(cursor), 0);
        else if (--feed->heap_size > 0)
            sift_down(feed, feed->heap[feed->heap_size], 0);
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

void peri_feed_go_on_behind(peri_feed *feed, const peri_feed *before)
{
    if (feed->slice.serial < before->slice.serial)
        feed->slice.serial = before->slice.serial;
}

const peri_slice *peri_feed_pulse(peri_feed *feed, int64_t time_ns)
{
    clear_slice(&feed->slice);
    feed->slice.serial++;
    feed->slice.time_ns = time_ns;
    return &feed->slice;
}
