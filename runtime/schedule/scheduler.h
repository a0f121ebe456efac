/* scheduler.h - events in order of (time, creation): a binary heap with lazy times. Layer 3. */
#ifndef PERI_SCHEDULER_H
#define PERI_SCHEDULER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "schedule/timetable.h"
#include "train/training.h"

/* Thread: one at a time. */
typedef struct peri_scheduler peri_scheduler;

/* One scheduled event. Made by the scheduler, read by all, freed when removed or exhausted and no
   longer held (see peri_event_retain). */
typedef struct peri_event {
    int64_t id;       /* 1, 2, ...: order of creation */
    char *name;       /* "EveryDay: 9.52", or as given */
    int64_t next_utc; /* PERI_NEVER when no time is left, when removed, or before the start */
    bool enabled;     /* false: its times pass silently; writable by anyone */
    bool removed;     /* by peri_scheduler_remove, or the scheduler was closed */
    int kind;         /* the caller's: what to do when it is due */
    int64_t payload;  /* the caller's */
    peri_training *training; /* held until it is freed; NULL at first: it is none */
    int64_t training_ns;     /* simulated time it is declared to take; 0: not said */
    void (*on_free)(void *ctx, int64_t payload); /* NULL at first; called when it is freed */
    void *on_free_ctx;
    peri_timetable table;
    int holders; /* the scheduler, and each retain */
    size_t slot; /* the scheduler's: place in the heap, or among those not admitted yet */
} peri_event;

int peri_scheduler_open(peri_scheduler **out, peri_error *err);
void peri_scheduler_close(peri_scheduler *scheduler); /* NULL is allowed */

/*
 * Add an event. Before peri_scheduler_start its times are not fixed yet; after it, times before
 * now_utc are skipped, one equal to now stays. It takes part from the next peri_scheduler_admit on.
 *
 * name          NULL: "<date rule>: <time rule>" (copied)
 * dates, times  held once more by the event
 * out           receives the event (borrowed until removed or exhausted; retain to keep)
 * Returns PERI_OK, PERI_ENOMEM, or (after the start) what a rule's function failed with: the event
 * does not exist then.
 */
int peri_scheduler_add(peri_scheduler *scheduler, const char *name, const peri_date_rule *dates,
                       const peri_time_rule *times, int kind, int64_t payload, int64_t now_utc,
                       peri_event **out, peri_error *err);

/* Fix the times of all events added so far, in order of creation: set-up is over and the clock
   shows now_utc. A Now rule of such an event becomes now_utc. Once per scheduler. Returns PERI_OK,
   PERI_ENOMEM, or what a rule's function failed with (text begins with "scheduled event '<name>': "
   ). */
int peri_scheduler_start(peri_scheduler *scheduler, int64_t now_utc, peri_error *err);

/* Begin a scan: events added since the last scan take part from here on. Does nothing before the
   start. Returns PERI_OK, or PERI_ENOMEM with all of them still waiting. */
int peri_scheduler_admit(peri_scheduler *scheduler, peri_error *err);

/* Within a scan: new events that are due after now_utc take part at once, at their own times; those
   due by then wait for the next scan. Returns as admit. */
int peri_scheduler_admit_later(peri_scheduler *scheduler, int64_t now_utc, peri_error *err);

/* Time of the earliest admitted event, PERI_NEVER when there is none. O(1). */
int64_t peri_scheduler_next_time(const peri_scheduler *scheduler);

/* True when events wait that the next admit would let in; false before the start. O(1). */
bool peri_scheduler_has_new(const peri_scheduler *scheduler);

/*
 * Take the earliest event if it is due at or before limit_utc, and move it on to its next time.
 *
 * out      receives the event, retained for the caller (peri_event_release after use), or NULL when
 *          none is due. Disabled events are passed over.
 * due_utc  receives the time it was due
 * Returns PERI_OK, or what a rule's function failed with while looking for the next time: *out is
 * that event then, which has no time left. O(log n).
 */
int peri_scheduler_take(peri_scheduler *scheduler, int64_t limit_utc, peri_event **out,
                        int64_t *due_utc, peri_error *err);

void peri_scheduler_remove(peri_scheduler *scheduler, peri_event *event); /* at once; safe twice */

/* Whether it has times to come: not removed, and not exhausted. Before the start: not removed. */
bool peri_scheduler_holds(const peri_scheduler *scheduler, const peri_event *event);

/* The first event made with this name and kind that has times to come; NULL: none has. Borrowed. */
peri_event *peri_scheduler_find(const peri_scheduler *scheduler, const char *name, int kind);

/* Call visit for each event of a kind that is due by an instant and was not taken; it must not call
   the scheduler. */
void peri_scheduler_each_due(const peri_scheduler *scheduler, int kind, int64_t by_utc,
                             void (*visit)(void *ctx, const char *name, int64_t due_utc),
                             void *ctx);

peri_event *peri_event_retain(peri_event *event);
void peri_event_release(peri_event *event); /* NULL is allowed */

#endif
