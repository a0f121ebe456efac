/* event_heap.h - a binary heap of events that know their places in it. Layer 3. */
#ifndef PERI_EVENT_HEAP_H
#define PERI_EVENT_HEAP_H

#include <stdbool.h>
#include <stddef.h>

#include "schedule/scheduler.h"

/* Ordered by (next_utc, id): items[0] is the first due. All zero is an empty heap; the heap holds
   no references of its own and its owner frees `items`. */
typedef struct peri_event_heap {
    peri_event **items;
    size_t n, cap;
} peri_event_heap;

/* Make room for n events in all. Returns PERI_OK or PERI_ENOMEM. */
int peri_event_heap_reserve(peri_event_heap *heap, size_t n);

/* Add an event; there must be room for it. O(log n). */
void peri_event_heap_push(peri_event_heap *heap, peri_event *event);

/* Put the event on top, whose next_utc has grown, where it belongs now. O(log n). */
void peri_event_heap_settle(peri_event_heap *heap);

bool peri_event_heap_has(const peri_event_heap *heap, const peri_event *event);

/* Take an event of the heap out of it, whatever its next_utc is by now. O(log n). */
void peri_event_heap_remove(peri_event_heap *heap, peri_event *event);

#endif
