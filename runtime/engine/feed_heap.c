/* feed_heap.c - cursors of a feed by the end of what they hand out next. Layer 5. */
#include "engine/feed_internal.h"

void peri_feed_let_in(peri_feed *feed, struct cursor *cursor)
{
    struct cursor **heap = feed->heap;
    size_t at = feed->heap_size++;
    while (at > 0 && ends_before(cursor, heap[(at - 1) / 2])) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = cursor;
    note_next(feed);
}

void peri_feed_rebuild_heap(peri_feed *feed)
{
    feed->heap_size = 0;
    for (size_t i = 0; i < cursor_count(feed); i++) {
        struct cursor *cursor = cursor_at(feed, i);
        if (cursor && cursor->next_end != PERI_NEVER)
            feed->heap[feed->heap_size++] = cursor;
    }
    for (size_t i = feed->heap_size / 2; i-- > 0;)
        sift_down(feed, i);
    note_next(feed);
}
