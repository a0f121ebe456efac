/* scheduler.c - the heap of events and the walk from one time of an event to the next. Layer 3. */
#include "schedule/scheduler.h"

#include <assert.h>

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
    peri_date_rule_free(event->dates);
    peri_time_rule_free(event->times);
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

/* Finds the first time > after_utc on the event's date or a later one of its date rule. */
static void walk_on(peri_event *event, int64_t after_utc)
{
    int64_t due;
    bool found = peri_time_rule_next(event->times, event->date, after_utc, &due);
    while (!found && peri_date_rule_next(event->dates, event->date + 1, &event->date))
        found = peri_time_rule_next(event->times, event->date, after_utc, &due);
    event->next_utc = found ? due : PERI_NEVER;
}

/* Moves an event past the time it was due. A Now rule gives one instant, however many dates. */
static void advance(peri_event *event)
{
    if (peri_time_rule_is_now(event->times))
        event->next_utc = PERI_NEVER;
    else
        walk_on(event, event->next_utc);
}

/* Rules count local dates; a day back from UTC's no zone's date is missed. */
static bool first_date(peri_event *event, int64_t now_utc)
{
    return peri_date_rule_next(event->dates, peri_time_date(now_utc) - 1, &event->date);
}

/* Finds the first time >= now_utc. */
static void fix_times(peri_event *event, int64_t now_utc)
{
    event->next_utc = PERI_NEVER;
    if (first_date(event, now_utc))
        walk_on(event, now_utc - 1);
}

/* As fix_times for an event of the set-up, whose Now means the start. */
static void fix_at_start(peri_event *event, int64_t now_utc)
{
    if (!peri_time_rule_is_now(event->times))
        fix_times(event, now_utc);
    else if (first_date(event, now_utc))
        event->next_utc = now_utc;
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

int peri_scheduler_add(peri_scheduler *scheduler, const char *name, peri_date_rule *dates,
                       peri_time_rule *times, int kind, int64_t payload, int64_t now_utc,
                       peri_event **out, peri_error *err)
{
    peri_event *event = peri_calloc(1, sizeof *event);
    char *own_name = event_name(name, dates, times);
    if (!event || !own_name ||
        peri_event_heap_reserve(&scheduler->waiting, scheduler->waiting.n + 1) != PERI_OK) {
        int rc = peri_fail(err, PERI_ENOMEM, "event '%.200s' at %s: no memory",
                           name ? name : peri_date_rule_name(dates), peri_time_rule_name(times));
        peri_free(event);
        peri_free(own_name);
        peri_date_rule_free(dates);
        peri_time_rule_free(times);
        return rc;
    }
    *event = (peri_event){.id = ++scheduler->last_id,
                          .name = own_name,
                          .next_utc = PERI_NEVER,
                          .enabled = true,
                          .kind = kind,
                          .payload = payload,
                          .dates = dates,
                          .times = times,
                          .holders = 1};
    if (scheduler->started)
        fix_times(event, now_utc);
    peri_event_heap_push(&scheduler->waiting, event);
    *out = event;
    return PERI_OK;
}

/* The order of the waiting heap changes with the times: each is taken out and put in again. */
static void refix(peri_event_heap *waiting, int64_t now_utc)
{
    size_t n = waiting->n;
    waiting->n = 0;
    for (size_t i = 0; i < n; i++) { /* a push writes below i only, or the event itself */
        fix_at_start(waiting->items[i], now_utc);
        peri_event_heap_push(waiting, waiting->items[i]);
    }
}

int peri_scheduler_start(peri_scheduler *scheduler, int64_t now_utc, peri_error *err)
{
    assert(!scheduler->started);
    (void)err; /* fixing times takes no memory */
    refix(&scheduler->waiting, now_utc);
    scheduler->started = true;
    return PERI_OK;
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

int64_t peri_scheduler_next_time(const peri_scheduler *scheduler)
{
    return scheduler->heap.n > 0 ? scheduler->heap.items[0]->next_utc : PERI_NEVER;
}

bool peri_scheduler_has_new(const peri_scheduler *scheduler)
{
    return scheduler->started && scheduler->waiting.n > 0;
}

peri_event *peri_scheduler_take(peri_scheduler *scheduler, int64_t limit_utc, int64_t *due_utc)
{
    peri_event_heap *heap = &scheduler->heap;
    while (heap->n > 0 && heap->items[0]->next_utc <= limit_utc) {
        peri_event *event = peri_event_retain(heap->items[0]);
        int64_t due = event->next_utc;
        advance(event);
        if (event->next_utc == PERI_NEVER) {
            peri_event_heap_remove(heap, event);
            peri_event_release(event); /* the heap's hold */
        } else {
            peri_event_heap_settle(heap);
        }
        if (event->enabled) {
            *due_utc = due;
            return event;
        }
        peri_event_release(event);
    }
    return NULL;
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

static void drop_all(peri_event_heap *heap)
{
    for (size_t i = 0; i < heap->n; i++) {
        heap->items[i]->removed = true;
        heap->items[i]->next_utc = PERI_NEVER;
        peri_event_release(heap->items[i]);
    }
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
