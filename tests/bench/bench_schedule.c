/* bench_schedule.c - see bench_schedule.h. */
#include "bench_schedule.h"

#include "schedule/scheduler.h"
#include "time/calendars.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* What the events are made of. */
struct world {
    peri_zones *zones;
    const peri_zone *zone;
    peri_hours *hours;
    peri_scheduler *scheduler;
};

/* One event of four kinds: any day at a time, a market's day after its open, each Monday, the
   month's first trading day before the close. */
static int add_event(struct world *world, long i, int64_t start, peri_error *err)
{
    static const int monday[] = {PERI_MONDAY};
    const peri_rule_market spy = {"SPY", world->hours, false};
    int64_t minutes = i % 390;
    peri_date_rule *dates = NULL;
    peri_time_rule *times = NULL;
    peri_event *event;
    int rc = i % 4 == 0   ? peri_date_rule_every_day(&dates, err)
             : i % 4 == 1 ? peri_date_rule_open_days(&spy, &dates, err)
             : i % 4 == 2 ? peri_date_rule_every(monday, 1, &dates, err)
                          : peri_date_rule_periodic(PERI_PERIOD_MONTH, false, 0, &spy, &dates, err);
    if (rc == PERI_OK)
        rc = i % 2 == 0 ? peri_time_rule_at(minutes * PERI_MINUTE, world->zone, &times, err)
                        : peri_time_rule_market(i % 4 == 1 ? PERI_AFTER_OPEN : PERI_BEFORE_CLOSE,
                                                &spy, minutes * PERI_MINUTE, &times, err);
    if (rc == PERI_OK)
        rc = peri_scheduler_add(world->scheduler, NULL, dates, times, 0, i, start, &event, err);
    peri_date_rule_free(dates);
    peri_time_rule_free(times);
    return rc;
}

static int fire_all(struct world *world, int64_t end, int64_t *fired, peri_error *err)
{
    peri_event *event;
    int64_t due;
    int rc = PERI_OK;
    while ((rc = peri_scheduler_take(world->scheduler, end, &event, &due, err)) == PERI_OK &&
           event) {
        ++*fired;
        peri_event_release(event);
    }
    return rc;
}

/* The floor: a heap of (time, number) whose top moves on by a day. */
struct item {
    int64_t time, id;
};

static bool is_before(struct item a, struct item b)
{
    return a.time != b.time ? a.time < b.time : a.id < b.id;
}

static void settle(struct item *heap, long n)
{
    struct item moving = heap[0];
    long at = 0;
    for (;;) {
        long child = 2 * at + 1;
        if (child >= n)
            break;
        if (child + 1 < n && is_before(heap[child + 1], heap[child]))
            child++;
        if (!is_before(heap[child], moving))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moving;
}

static double floor_seconds(long events, int64_t firings)
{
    struct item *heap = calloc((size_t)events, sizeof *heap);
    if (!heap)
        return 0;
    for (long i = 0; i < events; i++) /* ascending: a heap already */
        heap[i] = (struct item){i * PERI_MINUTE, i};
    double began = now_seconds();
    for (int64_t i = 0; i < firings; i++) {
        heap[0].time += PERI_DAY;
        settle(heap, events);
    }
    double seconds = now_seconds() - began;
    free(heap);
    return seconds;
}

static int open_world(struct world *world, peri_error *err)
{
    int rc = peri_zones_open(&world->zones, err);
    if (rc == PERI_OK)
        rc = peri_zone_get(world->zones, "America/New_York", &world->zone, err);
    if (rc == PERI_OK)
        rc = peri_calendar_make(world->zones, "nyse", &world->hours, err);
    return rc == PERI_OK ? peri_scheduler_open(&world->scheduler, err) : rc;
}

static void close_world(struct world *world)
{
    peri_scheduler_close(world->scheduler);
    peri_hours_close(world->hours);
    peri_zones_close(world->zones);
}

int bench_schedule(long events, int years)
{
    struct world world = {0};
    peri_error err;
    int64_t start = peri_time_at(peri_date_make(2000, 1, 1), 0), fired = 0;
    int64_t end = peri_time_at(peri_date_make(2000 + years, 1, 1), 0) - 1;
    int rc = open_world(&world, &err);
    size_t before = mallinfo2().uordblks;
    for (long i = 0; rc == PERI_OK && i < events; i++)
        rc = add_event(&world, i, start, &err);
    if (rc == PERI_OK)
        rc = peri_scheduler_start(world.scheduler, start, &err);
    if (rc == PERI_OK)
        rc = peri_scheduler_admit(world.scheduler, &err);
    double bytes = (double)(mallinfo2().uordblks - before) / (double)events;
    double began = now_seconds();
    if (rc == PERI_OK)
        rc = fire_all(&world, end, &fired, &err);
    double seconds = now_seconds() - began;
    close_world(&world);
    if (rc != PERI_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    double bare = floor_seconds(events, fired);
    printf("events=%ld firings=%" PRId64 " ns_per_firing=%.1f floor_ns=%.1f bytes_per_event=%.0f\n",
           events, fired, seconds / (double)fired * 1e9, bare / (double)fired * 1e9, bytes);
    return 0;
}
