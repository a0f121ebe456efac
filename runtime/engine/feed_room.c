/* feed_room.c - memory of a feed, taken before anything is changed. Layer 5. */
#include "engine/feed_internal.h"

#include "base/mem.h"

static int grow_slice(peri_feed *feed)
{
    const size_t need = feed->count + 1;
    peri_slice *slice = &feed->slice;
    void *present = slice->present, *items = slice->items;
    int rc = PERI_OK;
    rc |= peri_grow(&present, &feed->present_cap, need, sizeof(int32_t));
    rc |= peri_grow(&items, &feed->items_cap, need, sizeof *slice->items);
    slice->present = present;
    slice->items = items;
    return rc;
}

/* A further subscription makes the security's first one a part of the slice, too. */
static int grow_cursors(peri_feed *feed)
{
    const size_t places = STREAMS * (feed->count + 1), further = feed->further_n + STREAMS;
    void *cursors = (void *)feed->cursors, *more = (void *)feed->further;
    void *heap = feed->heap, *parts = feed->slice.parts;
    int rc = PERI_OK;
    rc |= peri_grow(&cursors, &feed->cap, places, sizeof(struct cursor *));
    rc |= peri_grow(&more, &feed->further_cap, further, sizeof(struct cursor *));
    rc |= peri_grow(&heap, &feed->heap_cap, places + further, sizeof *feed->heap);
    rc |=
        peri_grow(&parts, &feed->parts_cap, (1 + KINDS_OF_BARS) * further, sizeof(peri_slice_part));
    feed->cursors = cursors;
    feed->further = more;
    feed->heap = heap;
    feed->slice.parts = parts;
    return rc;
}

size_t peri_feed_longest_run(const peri_actions *actions)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < actions->n; i++) {
        run = i > 0 && actions->items[i].time_ns == actions->items[i - 1].time_ns ? run + 1 : 1;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static int grow_actions(peri_feed *feed, const peri_actions *actions)
{
    void *list = (void *)feed->slice.actions;
    const size_t need = feed->most_actions + peri_feed_longest_run(actions) + 1;
    int rc = peri_grow(&list, &feed->actions_cap, need, sizeof(peri_action *));
    feed->slice.actions = list;
    return rc;
}

static int make_spares(peri_feed *feed)
{
    for (; feed->spare_count < STREAMS; feed->spare_count++) {
        feed->spares[feed->spare_count] = peri_calloc(1, sizeof(struct cursor));
        if (!feed->spares[feed->spare_count])
            return PERI_ENOMEM;
    }
    return PERI_OK;
}

int peri_feed_make_room(peri_feed *feed, const peri_actions *actions)
{
    if (make_spares(feed) != PERI_OK || grow_slice(feed) != PERI_OK ||
        grow_cursors(feed) != PERI_OK || grow_actions(feed, actions) != PERI_OK)
        return PERI_ENOMEM;
    return PERI_OK;
}

int peri_feed_reserve(peri_feed *feed, const peri_actions *actions, peri_error *err)
{
    if (peri_feed_make_room(feed, actions) == PERI_OK)
        return PERI_OK;
    return peri_fail(err, PERI_ENOMEM, "no memory for one more symbol in the data feed");
}
