/* event_heap.c - the order in which events are due. Layer 3. */
#include "schedule/event_heap.h"

#include <stdint.h>

#include "base/mem.h"

static bool comes_before(const peri_event *a, const peri_event *b)
{
    return a->next_utc != b->next_utc ? a->next_utc < b->next_utc : a->id < b->id;
}

static void place(peri_event_heap *heap, size_t slot, peri_event *event)
{
    heap->items[slot] = event;
    event->slot = slot;
}

static void sift_up(peri_event_heap *heap, peri_event *event)
{
    size_t slot = event->slot;
    while (slot > 0 && comes_before(event, heap->items[(slot - 1) / 2])) {
        place(heap, slot, heap->items[(slot - 1) / 2]);
        slot = (slot - 1) / 2;
    }
    place(heap, slot, event);
}

static void sift_down(peri_event_heap *heap, peri_event *event)
{
    size_t slot = event->slot;
    for (;;) {
        size_t child = 2 * slot + 1;
        if (child >= heap->n)
            break;
        if (child + 1 < heap->n && comes_before(heap->items[child + 1], heap->items[child]))
            child++;
        if (!comes_before(heap->items[child], event))
            break;
        place(heap, slot, heap->items[child]);
        slot = child;
    }
    place(heap, slot, event);
}

int peri_event_heap_reserve(peri_event_heap *heap, size_t n)
{
    void *items = heap->items;
    int rc = peri_grow(&items, &heap->cap, n, sizeof(peri_event *));
    heap->items = items;
    return rc;
}

void peri_event_heap_push(peri_event_heap *heap, peri_event *event)
{
    place(heap, heap->n++, event);
    sift_up(heap, event);
}

void peri_event_heap_settle(peri_event_heap *heap)
{
    sift_down(heap, heap->items[0]);
}

bool peri_event_heap_has(const peri_event_heap *heap, const peri_event *event)
{
    return event->slot < heap->n && heap->items[event->slot] == event;
}

void peri_event_heap_remove(peri_event_heap *heap, peri_event *event)
{
    peri_event *last = heap->items[--heap->n];
    if (last == event)
        return;
    place(heap, event->slot, last);
    sift_up(heap, last);
    sift_down(heap, last);
}
