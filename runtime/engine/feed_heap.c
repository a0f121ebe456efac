/* feed_heap.c - cursors of a feed by the end of what they hand out next. Layer 5. */
#include "engine/feed_internal.h"

void peri_feed_let_in(peri_feed *feed, struct cursor *cursor)
{
    const size_t at = feed->heap_size++;
    sift_up(feed, entry_of(cursor), at, 0);
    note_next(feed);
}

void peri_feed_rebuild_heap(peri_feed *feed)
{
    feed->heap_size = 0;
    for (size_t i = 0; i < cursor_count(feed); i++) {
        struct cursor *cursor = cursor_at(feed, i);
        if (cursor && cursor->next_end != PERI_NEVER)
            feed->heap[feed->heap_size++] = entry_of(cursor);
    }
    for (size_t i = feed->heap_size / 2; i-- > 0;)
        sift_down(feed, feed->heap[i], i);
    note_next(feed);
}
