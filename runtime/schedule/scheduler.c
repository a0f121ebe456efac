/* scheduler.c - events by their next times: the start, taking the first, adding, removing. Layer 3.
 */
#include "schedule/scheduler.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "schedule/event_heap.h"

struct peri_scheduler {
    peri_event_heap heap;    /* admitted events */
    peri_event_heap waiting; /* added, not admitted: a heap as well, to find one in O(log n) */
    int64_t last_id;
    bool started;
};

int peri_scheduler_open(peri_scheduler **out, peri_error *err)
{
    peri_scheduler *scheduler = peri_calloc(1, sizeof *scheduler);
    if (!scheduler)
        return peri_fail(err, PERI_ENOMEM, "scheduler: no memory");
    *out = scheduler;
    return PERI_OK;
}

static void event_free(peri_event *event)
{
    if (event->on_free)
        event->on_free(event->on_free_ctx, event->payload);
    peri_training_release(event->training);
    peri_timetable_deinit(&event->table);
    peri_free(event->name);
    peri_free(event);
}

peri_event *peri_event_retain(peri_event *event)
{
    event->holders++;
    return event;
}

void peri_event_release(peri_event *event)
{
    if (event && --event->holders == 0)
        event_free(event);
}

/* Gives up the scheduler's hold on an event that is in no heap any more. */
static void drop(peri_event *event)
{
    event->removed = true;
    event->next_utc = PERI_NEVER;
    peri_event_release(event);
}

/* The name given, else "<date rule>: <time rule>". NULL when memory is short. */
static char *event_name(const char *name, const peri_date_rule *dates, const peri_time_rule *times)
{
    if (name)
        return peri_strdup(name);
    peri_buf text;
    peri_buf_init(&text);
    peri_buf_printf(&text, "%s: %s", peri_date_rule_name(dates), peri_time_rule_name(times));
    char *copy = text.failed ? NULL : peri_strdup(peri_buf_str(&text));
    peri_buf_deinit(&text);
    return copy;
}

/* An event held once, in no heap, with its times not fixed. NULL when memory is short. */
static peri_event *event_new(const char *name, const peri_date_rule *dates,
                             const peri_time_rule *times)
{
    peri_event *event = peri_calloc(1, sizeof *event);
    char *own_name = event_name(name, dates, times);
    if (!event || !own_name) {
        peri_free(event);
        peri_free(own_name);
        return NULL;
    }
    event->name = own_name;
    event->next_utc = PERI_NEVER;
    event->enabled = true;
    event->holders = 1;
    peri_timetable_init(&event->table, dates, times);
    return event;
}

static int no_memory(const char *name, const peri_date_rule *dates, const peri_time_rule *times,
                     peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "event '%.200s' at %.200s: no memory",
                     name ? name : peri_date_rule_name(dates), peri_time_rule_name(times));
}

/* Functions of rules run strategy code, which may add and remove events, so room for this one is
   made after its times are fixed. */
int peri_scheduler_add(peri_scheduler *scheduler, const char *name, const peri_date_rule *dates,
                       const peri_time_rule *times, int kind, int64_t payload, int64_t now_utc,
                       peri_event **out, peri_error *err)
{
    peri_event *event = event_new(name, dates, times);
    int rc = PERI_OK;
    if (!event)
        return no_memory(name, dates, times, err);
    if (scheduler->started)
        rc = peri_timetable_begin(&event->table, now_utc, &event->next_utc, err);
    if (rc == PERI_OK &&
        peri_event_heap_reserve(&scheduler->waiting, scheduler->waiting.n + 1) != PERI_OK)
        rc = no_memory(name, dates, times, err);
    if (rc != PERI_OK) {
        peri_event_release(event);
        return rc;
    }
    event->id = ++scheduler->last_id;
    event->kind = kind;
    event->payload = payload;
    peri_event_heap_push(&scheduler->waiting, event);
    *out = event;
    return PERI_OK;
}

static int creation_order(const void *a, const void *b)
{
    int64_t x = (*(peri_event *const *)a)->id, y = (*(peri_event *const *)b)->id;
    return (x > y) - (x < y);
}

/* Fixes the times of an event that is in no heap; a rule's function may remove it. */
static int fix_at_start(peri_event *event, int64_t now_utc, peri_error *err)
{
    int rc = peri_timetable_begin(&event->table, now_utc, &event->next_utc, err);
    if (rc != PERI_OK)
        peri_fail_prefix(err, "scheduled event '%.200s': ", event->name);
    return rc;
}

/* Lets an event wait again, unless it was removed meanwhile. There is room for all that waited, but
   rules' functions may have added more. */
static int wait_again(peri_scheduler *scheduler, peri_event *event, peri_error *err)
{
    int rc = PERI_OK;
    if (!event->removed)
        rc = peri_event_heap_reserve(&scheduler->waiting, scheduler->waiting.n + 1);
    if (rc != PERI_OK)
        peri_fail(err, rc, "scheduled event '%.200s': no memory", event->name);
    if (event->removed || rc != PERI_OK)
        drop(event);
    else
        peri_event_heap_push(&scheduler->waiting, event);
    return rc;
}

/* The waiting heap changes its order with the times, so it is built anew beside the old one. */
int peri_scheduler_start(peri_scheduler *scheduler, int64_t now_utc, peri_error *err)
{
    assert(!scheduler->started);
    peri_event_heap set_up = scheduler->waiting, fixed = {NULL, 0, 0};
    int rc = peri_event_heap_reserve(&fixed, set_up.n);
    if (rc != PERI_OK)
        return peri_fail(err, rc, "scheduler: no memory for %zu events", set_up.n);
    if (set_up.n > 1)
        qsort(set_up.items, set_up.n, sizeof(peri_event *), creation_order);
    scheduler->waiting = fixed;
    scheduler->started = true; /* what a rule's function adds is fixed at once */
    for (size_t i = 0; i < set_up.n; i++) {
        peri_event *event = set_up.items[i];
        if (rc == PERI_OK && !event->removed)
            rc = fix_at_start(event, now_utc, err);
        int waits = wait_again(scheduler, event, rc == PERI_OK ? err : NULL);
        rc = rc == PERI_OK ? waits : rc;
    }
    peri_free(set_up.items);
    scheduler->started = rc == PERI_OK;
    return rc;
}

int peri_scheduler_admit(peri_scheduler *scheduler, peri_error *err)
{
    peri_event_heap *heap = &scheduler->heap, *waiting = &scheduler->waiting;
    if (!scheduler->started || waiting->n == 0)
        return PERI_OK;
    if (peri_event_heap_reserve(heap, heap->n + waiting->n) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "scheduler: no memory for %zu more events", waiting->n);
    for (size_t i = 0; i < waiting->n; i++) {
        if (waiting->items[i]->next_utc == PERI_NEVER)
            peri_event_release(waiting->items[i]); /* its rules give no time at all */
        else
            peri_event_heap_push(heap, waiting->items[i]);
    }
    waiting->n = 0;
    return PERI_OK;
}

int peri_scheduler_admit_later(peri_scheduler *scheduler, int64_t now_utc, peri_error *err)
{
    peri_event_heap *heap = &scheduler->heap, *waiting = &scheduler->waiting;
    size_t n = waiting->n;
    if (!scheduler->started || n == 0)
        return PERI_OK;
    if (peri_event_heap_reserve(heap, heap->n + n) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "scheduler: no memory for %zu more events", n);
    waiting->n = 0;
    for (size_t i = 0; i < n; i++) { /* a push writes below i only, or the event itself */
        peri_event *event = waiting->items[i];
        if (event->next_utc == PERI_NEVER)
            peri_event_release(event);
        else
            peri_event_heap_push(event->next_utc > now_utc ? heap : waiting, event);
    }
    return PERI_OK;
}

int64_t peri_scheduler_next_time(const peri_scheduler *scheduler)
{
    return scheduler->heap.n > 0 ? scheduler->heap.items[0]->next_utc : PERI_NEVER;
}

bool peri_scheduler_has_new(const peri_scheduler *scheduler)
{
    return scheduler->started && scheduler->waiting.n > 0;
}

/*
 * Moves the event on top of the heap past the time it was due. Its place is by the old time until
 * the new one is known, so that the heap stays one while a rule's function runs, even one that
 * removes events, this one among them.
 */
static int move_on(peri_scheduler *scheduler, peri_event *event, peri_error *err)
{
    int64_t next;
    int rc = peri_timetable_next(&event->table, event->next_utc, &next, err);
    if (!peri_event_heap_has(&scheduler->heap, event))
        return rc;
    event->next_utc = next;
    if (next == PERI_NEVER) {
        peri_event_heap_remove(&scheduler->heap, event);
        peri_event_release(event); /* the heap's hold */
    } else {
        peri_event_heap_settle(&scheduler->heap);
    }
    return rc;
}

int peri_scheduler_take(peri_scheduler *scheduler, int64_t limit_utc, peri_event **out,
                        int64_t *due_utc, peri_error *err)
{
    *out = NULL;
    while (peri_scheduler_next_time(scheduler) <= limit_utc && scheduler->heap.n > 0) {
        peri_event *event = peri_event_retain(scheduler->heap.items[0]);
        int64_t due = event->next_utc;
        int rc = move_on(scheduler, event, err);
        if (rc != PERI_OK || (event->enabled && !event->removed)) {
            *out = event;
            *due_utc = due;
            return rc;
        }
        peri_event_release(event);
    }
    return PERI_OK;
}

void peri_scheduler_remove(peri_scheduler *scheduler, peri_event *event)
{
    peri_event_heap *holder = NULL;
    if (peri_event_heap_has(&scheduler->heap, event))
        holder = &scheduler->heap;
    else if (peri_event_heap_has(&scheduler->waiting, event))
        holder = &scheduler->waiting;
    event->removed = true;
    event->next_utc = PERI_NEVER;
    if (!holder)
        return; /* removed before, or exhausted and kept by somebody else */
    peri_event_heap_remove(holder, event);
    peri_event_release(event);
}

bool peri_scheduler_holds(const peri_scheduler *scheduler, const peri_event *event)
{
    return peri_event_heap_has(&scheduler->heap, event) ||
           peri_event_heap_has(&scheduler->waiting, event);
}

/* Of the events of a heap, or `found`, the first made. */
static peri_event *find_in(const peri_event_heap *heap, const char *name, int kind,
                           peri_event *found)
{
    for (size_t i = 0; i < heap->n; i++) {
        peri_event *event = heap->items[i];
        if (event->kind == kind && strcmp(event->name, name) == 0 &&
            (!found || event->id < found->id))
            found = event;
    }
    return found;
}

peri_event *peri_scheduler_find(const peri_scheduler *scheduler, const char *name, int kind)
{
    return find_in(&scheduler->waiting, name, kind, find_in(&scheduler->heap, name, kind, NULL));
}

/* Heaps have the earliest on top. */
static bool has_due(const peri_event_heap *heap, int64_t by_utc)
{
    return heap->n > 0 && heap->items[0]->next_utc <= by_utc;
}

void peri_scheduler_each_due(const peri_scheduler *scheduler, int kind, int64_t by_utc,
                             void (*visit)(void *ctx, const char *name, int64_t due_utc), void *ctx)
{
    const peri_event_heap *const heaps[] = {&scheduler->heap, &scheduler->waiting};
    for (size_t h = 0; h < 2; h++) {
        for (size_t i = 0; has_due(heaps[h], by_utc) && i < heaps[h]->n; i++) {
            const peri_event *event = heaps[h]->items[i];
            if (event->kind == kind && event->next_utc <= by_utc)
                visit(ctx, event->name, event->next_utc);
        }
    }
}

static void drop_all(peri_event_heap *heap)
{
    for (size_t i = 0; i < heap->n; i++)
        drop(heap->items[i]);
    peri_free(heap->items);
}

void peri_scheduler_close(peri_scheduler *scheduler)
{
    if (!scheduler)
        return;
    drop_all(&scheduler->heap);
    drop_all(&scheduler->waiting);
    peri_free(scheduler);
}
