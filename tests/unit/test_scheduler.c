/* test_scheduler.c - order of events, the start, changes from inside callbacks, and LEAN's cases.
 */
#include "rule_kit.h"

#include "base/mem.h"
#include "schedule/scheduler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t at(const char *text)
{
    return rule_time(text);
}

static peri_date day(const char *text)
{
    return rule_day(text);
}

typedef struct world {
    peri_zones *zones;
    const peri_zone *zone;
    peri_scheduler *scheduler;
} world;

static world world_open(const char *zone)
{
    world w = {NULL, NULL, NULL};
    CHECK("world", peri_zones_open(&w.zones, NULL) == PERI_OK &&
                       peri_zone_get(w.zones, zone, &w.zone, NULL) == PERI_OK &&
                       peri_scheduler_open(&w.scheduler, NULL) == PERI_OK);
    return w;
}

static void world_close(world w)
{
    peri_scheduler_close(w.scheduler);
    peri_zones_close(w.zones);
}

static peri_date_rule *every_day(void)
{
    peri_date_rule *rule = NULL;
    CHECK("date rule", peri_date_rule_every_day(&rule, NULL) == PERI_OK);
    return rule;
}

static peri_date_rule *on(const char *date)
{
    peri_date_rule *rule = NULL;
    peri_date only = day(date);
    CHECK("date rule", peri_date_rule_on(&only, 1, &rule, NULL) == PERI_OK);
    return rule;
}

static peri_time_rule *at_hour(world w, double hours)
{
    peri_time_rule *rule = NULL;
    int64_t span = (int64_t)(hours * 60 + 0.5) * PERI_MINUTE;
    CHECK("time rule", peri_time_rule_at(span, w.zone, &rule, NULL) == PERI_OK);
    return rule;
}

static peri_time_rule *now_rule(int64_t utc)
{
    peri_time_rule *rule = NULL;
    CHECK("time rule", peri_time_rule_now(utc, &rule, NULL) == PERI_OK);
    return rule;
}

/* Adds an event that alone holds its rules. */
static peri_event *add(world w, const char *name, peri_date_rule *dates, peri_time_rule *times,
                       int64_t now)
{
    peri_event *event = NULL;
    CHECK("added",
          peri_scheduler_add(w.scheduler, name, dates, times, 0, 0, now, &event, NULL) == PERI_OK);
    peri_date_rule_free(dates);
    peri_time_rule_free(times);
    return event;
}

static void start(world w, const char *now)
{
    CHECK("started", peri_scheduler_start(w.scheduler, at(now), NULL) == PERI_OK);
    CHECK("admitted", peri_scheduler_admit(w.scheduler, NULL) == PERI_OK);
}

/* The event that take gives, of rules that cannot fail. */
static peri_event *take(world w, int64_t limit, int64_t *due)
{
    peri_event *event = NULL;
    CHECK_INT("taken", peri_scheduler_take(w.scheduler, limit, &event, due, NULL), PERI_OK);
    return event;
}

/* What fires up to a limit, as "name@MM-DD HH:MM ". */
static const char *fired(world w, const char *limit)
{
    static char text[2048];
    size_t len = 0;
    int64_t due;
    peri_event *event;
    text[0] = '\0';
    while ((event = take(w, at(limit), &due)) != NULL) {
        char time[PERI_TIME_TEXT];
        peri_time_format(due, time);
        len += (size_t)snprintf(text + len, sizeof text - len, "%s@%.11s ", event->name, time + 5);
        peri_event_release(event);
    }
    return text;
}

SUITE(scheduler_before_and_at_the_start)
{
    world w = world_open("America/New_York");
    peri_event *late = add(w, NULL, every_day(), at_hour(w, 9.5), 0);
    peri_event *now = add(w, NULL, every_day(), now_rule(0), 0);
    CHECK_STR("name of its rules", late->name, "EveryDay: 9.5");
    CHECK_STR("name of its rules", now->name, "EveryDay: Now");
    CHECK_INT("ids count from 1", late->id, 1);
    CHECK_INT("ids rise", now->id, 2);
    CHECK("enabled", late->enabled && !late->removed);
    CHECK_INT("parked", late->next_utc, PERI_NEVER);
    CHECK("nothing to admit yet", !peri_scheduler_has_new(w.scheduler));
    CHECK_INT("admit does nothing yet", peri_scheduler_admit(w.scheduler, NULL), PERI_OK);
    CHECK_INT("no time yet", peri_scheduler_next_time(w.scheduler), PERI_NEVER);
    CHECK_STR("nothing fires", fired(w, "2050-01-01"), "");
    CHECK("started", peri_scheduler_start(w.scheduler, at("2013-10-07 13:30"), NULL) == PERI_OK);
    CHECK_INT("a time equal to now stays", late->next_utc, at("2013-10-07 13:30"));
    CHECK_INT("Now is the start", now->next_utc, at("2013-10-07 13:30"));
    CHECK_INT("not admitted yet", peri_scheduler_next_time(w.scheduler), PERI_NEVER);
    CHECK("to be admitted", peri_scheduler_has_new(w.scheduler));
    CHECK_INT("admit", peri_scheduler_admit(w.scheduler, NULL), PERI_OK);
    CHECK("none new", !peri_scheduler_has_new(w.scheduler));
    CHECK_INT("due", peri_scheduler_next_time(w.scheduler), at("2013-10-07 13:30"));
    CHECK_STR("Now fires once", fired(w, "2013-10-09 00:00"),
              "EveryDay: 9.5@10-07 13:30 EveryDay: Now@10-07 13:30 EveryDay: 9.5@10-08 13:30 ");
    world_close(w);
    peri_scheduler_close(NULL);
}

static void note_due(void *ctx, const char *name, int64_t due_utc)
{
    char *text = ctx, time[PERI_TIME_TEXT];
    peri_time_format(due_utc, time);
    snprintf(text + strlen(text), 256 - strlen(text), "%s@%.5s ", name, time + 11);
}

SUITE(scheduler_finds_by_name_and_tells_what_is_due)
{
    world w = world_open("UTC");
    char text[256] = "";
    peri_event *first = add(w, "a", every_day(), at_hour(w, 9), 0);
    peri_event *other = add(w, "b", every_day(), at_hour(w, 8), 0);
    add(w, "a", every_day(), at_hour(w, 7), 0);
    peri_scheduler_each_due(w.scheduler, 0, PERI_NEVER - 1, note_due, text);
    CHECK_STR("nothing is due before the start", text, "");
    start(w, "2013-10-07 00:00");
    peri_event *new =
        add(w, "new", every_day(), now_rule(at("2013-10-07 08:30")), at("2013-10-07 08:30"));
    CHECK("the first made of a name", peri_scheduler_find(w.scheduler, "a", 0) == first);
    CHECK("among those admitted", peri_scheduler_find(w.scheduler, "b", 0) == other);
    CHECK("and not admitted", peri_scheduler_find(w.scheduler, "new", 0) == new);
    CHECK("of another kind", peri_scheduler_find(w.scheduler, "a", 1) == NULL);
    CHECK("of another name", peri_scheduler_find(w.scheduler, "c", 0) == NULL);
    text[0] = '\0';
    peri_scheduler_each_due(w.scheduler, 0, at("2013-10-07 08:30"), note_due, text);
    CHECK_HAS("one admitted", text, "a@07:00 ");
    CHECK_HAS("another", text, "b@08:00 ");
    CHECK_HAS("one not admitted", text, "new@08:30 ");
    CHECK_INT("no more", strlen(text), strlen("a@07:00 b@08:00 new@08:30 "));
    text[0] = '\0';
    peri_scheduler_each_due(w.scheduler, 1, at("2013-10-07 08:30"), note_due, text);
    CHECK_STR("of another kind", text, "");
    world_close(w);
}

SUITE(scheduler_skips_what_is_past)
{
    world w = world_open("America/New_York");
    peri_event *early = add(w, "early", every_day(), at_hour(w, 9.5), 0);
    peri_event *gone = peri_event_retain(add(w, "gone", on("2013-10-01"), at_hour(w, 9.5), 0));
    peri_event *past = peri_event_retain(add(w, "past", on("2013-10-01"), now_rule(0), 0));
    /* 23:00 of the 6th in New York is the 7th in UTC: the local date is still looked at */
    peri_event *yesterday = add(w, "yesterday", on("2013-10-06"), at_hour(w, 23), 0);
    start(w, "2013-10-07 01:00");
    CHECK_INT("the next day's", early->next_utc, at("2013-10-07 13:30"));
    CHECK_INT("a local day that is not over", yesterday->next_utc, at("2013-10-07 03:00"));
    CHECK_INT("no date left", gone->next_utc, PERI_NEVER);
    CHECK_INT("no date left for Now", past->next_utc, PERI_NEVER);
    CHECK_INT("only its holder is left", gone->holders, 1);
    peri_scheduler_remove(w.scheduler, gone);
    CHECK("removed after the end", gone->removed);
    peri_event_release(gone);
    peri_event_release(past);
    peri_event_release(NULL);
    world_close(w);
}

SUITE(scheduler_added_while_running)
{
    world w = world_open("UTC");
    int64_t now = at("2013-10-07 12:00");
    start(w, "2013-10-07 00:00");
    peri_event *event = add(w, "noon", every_day(), at_hour(w, 12), now);
    add(w, "now", every_day(), now_rule(now), now);
    add(w, "before", every_day(), at_hour(w, 11), now);
    add(w, "gone", on("2013-10-01"), at_hour(w, 11), now);
    add(w, "stale", every_day(), now_rule(now - 1), now);
    CHECK_INT("equal to now stays", event->next_utc, now);
    CHECK("waits", peri_scheduler_has_new(w.scheduler));
    CHECK_STR("not in the running scan", fired(w, "2013-10-08 13:00"), "");
    CHECK_INT("admit", peri_scheduler_admit(w.scheduler, NULL), PERI_OK);
    CHECK("none waits", !peri_scheduler_has_new(w.scheduler));
    CHECK_STR("in the next one", fired(w, "2013-10-08 11:30"),
              "noon@10-07 12:00 now@10-07 12:00 stale@10-07 12:00 before@10-08 11:00 ");
    world_close(w);
}

/* Within a scan: what is due later takes part at once, the rest waits for the next scan. */
SUITE(scheduler_added_for_later)
{
    world w = world_open("UTC");
    int64_t now = at("2013-10-07 12:00");
    start(w, "2013-10-07 00:00");
    CHECK_INT("nothing waits", peri_scheduler_admit_later(w.scheduler, now, NULL), PERI_OK);
    add(w, "noon", every_day(), at_hour(w, 12), now);
    add(w, "one", every_day(), at_hour(w, 13), now);
    add(w, "gone", on("2013-10-01"), at_hour(w, 11), now);
    add(w, "now", every_day(), now_rule(now), now);
    add(w, "two", on("2013-10-07"), at_hour(w, 14), now);
    CHECK_INT("admit later", peri_scheduler_admit_later(w.scheduler, now, NULL), PERI_OK);
    CHECK("those of now wait", peri_scheduler_has_new(w.scheduler));
    CHECK_STR("not in this scan", fired(w, "2013-10-08 13:00"),
              "one@10-07 13:00 two@10-07 14:00 one@10-08 13:00 ");
    CHECK_INT("admit", peri_scheduler_admit(w.scheduler, NULL), PERI_OK);
    CHECK_STR("in the next one, by creation", fired(w, "2013-10-07 12:00"),
              "noon@10-07 12:00 now@10-07 12:00 ");
    world_close(w);
    w = world_open("UTC");
    add(w, "set-up", every_day(), at_hour(w, 12), now);
    CHECK_INT("before the start", peri_scheduler_admit_later(w.scheduler, now, NULL), PERI_OK);
    CHECK_INT("nothing takes part", peri_scheduler_next_time(w.scheduler), PERI_NEVER);
    world_close(w);
}

/* Vectors sc-012 and sc-014: creation order at equal times, on every day. */
SUITE(scheduler_equal_times)
{
    world w = world_open("UTC");
    static const char *const names[] = {"a0", "b0", "c0", "a1", "b1", "c1"};
    static const double hours[] = {1, 2, 3, 1, 2, 3};
    for (int i = 0; i < 6; i++)
        add(w, names[i], every_day(), at_hour(w, hours[i]), 0);
    start(w, "2013-10-07 00:00");
    for (int d = 7; d < 12; d++) {
        char limit[32], want[256];
        snprintf(limit, sizeof limit, "2013-10-%02d 12:00", d);
        snprintf(want, sizeof want,
                 "a0@10-%02d 01:00 a1@10-%02d 01:00 b0@10-%02d 02:00 b1@10-%02d 02:00 "
                 "c0@10-%02d 03:00 c1@10-%02d 03:00 ",
                 d, d, d, d, d, d);
        CHECK_STR("by time, then by creation", fired(w, limit), want);
    }
    world_close(w);
}

SUITE(scheduler_train_every_sunday) /* vector sc-025: TrainingExampleAlgorithm */
{
    world w = world_open("America/New_York");
    static const int sunday[] = {PERI_SUNDAY};
    peri_date_rule *sundays = NULL;
    CHECK("rule", peri_date_rule_every(sunday, 1, &sundays, NULL) == PERI_OK);
    add(w, NULL, sundays, at_hour(w, 8), 0);
    start(w, "2013-10-07 04:00");
    CHECK_STR("one Sunday", fired(w, "2013-10-15 04:00"), "Sunday: 8@10-13 12:00 ");
    world_close(w);
}

SUITE(scheduler_disabled)
{
    world w = world_open("UTC");
    peri_event *one = add(w, "one", every_day(), at_hour(w, 1), 0);
    add(w, "two", every_day(), at_hour(w, 2), 0);
    start(w, "2013-10-07 00:00");
    one->enabled = false;
    CHECK_STR("passes silently", fired(w, "2013-10-08 12:00"), "two@10-07 02:00 two@10-08 02:00 ");
    CHECK_INT("its time moves on", one->next_utc, at("2013-10-09 01:00"));
    one->enabled = true;
    CHECK_STR("and back", fired(w, "2013-10-09 12:00"), "one@10-09 01:00 two@10-09 02:00 ");
    world_close(w);
}

SUITE(scheduler_removed_from_inside)
{
    world w = world_open("UTC");
    peri_event *self = add(w, "self", every_day(), at_hour(w, 1), 0);
    peri_event *other = peri_event_retain(add(w, "other", every_day(), at_hour(w, 2), 0));
    add(w, "third", every_day(), at_hour(w, 3), 0);
    start(w, "2013-10-07 00:00");
    int64_t due = 0;
    peri_event *taken = take(w, at("2013-10-07 12:00"), &due);
    CHECK("the first", taken == self);
    CHECK_INT("moved on", self->next_utc, at("2013-10-08 01:00"));
    peri_scheduler_remove(w.scheduler, other);
    peri_scheduler_remove(w.scheduler, taken);
    peri_scheduler_remove(w.scheduler, taken);
    CHECK_STR("still readable", taken->name, "self");
    CHECK("marked", taken->removed && other->removed);
    CHECK_INT("never", other->next_utc, PERI_NEVER);
    peri_event_release(taken);
    peri_event_release(other);
    CHECK_STR("both are gone at once", fired(w, "2013-10-08 12:00"),
              "third@10-07 03:00 third@10-08 03:00 ");
    peri_event *waiting = peri_event_retain(add(w, "waiting", every_day(), at_hour(w, 1), 0));
    add(w, "stays", every_day(), at_hour(w, 2), at("2013-10-08 12:00"));
    peri_scheduler_remove(w.scheduler, waiting);
    CHECK_INT("held by the test alone", waiting->holders, 1);
    peri_event_release(waiting);
    CHECK_INT("admit", peri_scheduler_admit(w.scheduler, NULL), PERI_OK);
    CHECK_STR("never admitted", fired(w, "2013-10-09 12:00"),
              "stays@10-09 02:00 third@10-09 03:00 ");
    world_close(w);
}

SUITE(scheduler_exhausted)
{
    world w = world_open("UTC");
    add(w, "once", on("2013-10-07"), at_hour(w, 1), 0);
    start(w, "2013-10-07 00:00");
    int64_t due = 0;
    peri_event *event = take(w, at("2013-10-07 01:00"), &due);
    CHECK_INT("due", due, at("2013-10-07 01:00"));
    CHECK_INT("no time left", event->next_utc, PERI_NEVER);
    CHECK_INT("only the caller holds it", event->holders, 1);
    CHECK_INT("empty", peri_scheduler_next_time(w.scheduler), PERI_NEVER);
    peri_event_release(event);
    world_close(w);
}

SUITE(scheduler_closed_under_a_holder)
{
    world w = world_open("UTC");
    peri_event *event = peri_event_retain(add(w, "kept", every_day(), at_hour(w, 1), 0));
    world_close(w);
    CHECK_STR("still readable", event->name, "kept");
    CHECK("removed", event->removed);
    peri_event_release(event);
}

/* The same events in a list that is searched from end to end. */
enum {
    MODEL_EVENTS = 40,
    MODEL_DAYS = 20
};

typedef struct model_event {
    peri_event *event; /* retained */
    int64_t next;      /* PERI_NEVER: removed, or no time left */
} model_event;

static void model_advance(model_event *m)
{
    peri_date last = peri_date_make(2050, 12, 31);
    m->next = peri_time_date(m->next + PERI_DAY) > last ? PERI_NEVER : m->next + PERI_DAY;
}

static model_event *model_first(model_event *events, int n)
{
    model_event *best = NULL;
    for (int i = 0; i < n; i++)
        if (events[i].next != PERI_NEVER && (!best || events[i].next < best->next))
            best = &events[i];
    return best;
}

/* Adds an event that is due every day, at a time of 48, so that many times are equal. */
static void model_add(world w, model_event *m, check_rng *rng, int64_t now)
{
    int64_t half_hours = check_random_in(rng, 0, 47);
    m->event =
        peri_event_retain(add(w, NULL, every_day(), at_hour(w, (double)half_hours / 2), now));
    m->next = peri_time_at(peri_time_date(now), half_hours * 30 * PERI_MINUTE);
    if (m->next < now)
        m->next += PERI_DAY;
    CHECK_INT("first time", m->event->next_utc, m->next);
}

/* Takes all that is due up to a limit, sometimes switching or removing events on the way. */
static int model_scan(world w, model_event *events, int n, check_rng *rng, int64_t limit)
{
    for (int64_t due = 0;;) {
        model_event *want = model_first(events, n);
        while (want && want->next <= limit && !want->event->enabled) {
            model_advance(want);
            want = model_first(events, n);
        }
        peri_event *got = take(w, limit, &due);
        if (!got)
            return want != NULL && want->next <= limit;
        bool same = want && got == want->event && due == want->next;
        peri_event_release(got);
        if (!same)
            return 1;
        model_advance(want);
        model_event *other = &events[check_random_in(rng, 0, n - 1)];
        if (!other->event)
            return 1;
        if (check_random_in(rng, 0, 9) == 0)
            other->event->enabled = !other->event->enabled;
        if (check_random_in(rng, 0, 29) == 0) {
            peri_scheduler_remove(w.scheduler, other->event);
            other->next = PERI_NEVER;
        }
    }
}

SUITE(scheduler_equals_a_plain_list)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        check_rng rng = {seed};
        model_event events[MODEL_EVENTS] = {{NULL, 0}};
        int n = 0, wrong = 0;
        world w = world_open("UTC");
        int64_t now = at("2013-10-07");
        start(w, "2013-10-07");
        for (int d = 0; d < MODEL_DAYS && !wrong; d++) {
            while (n < 2 * (d + 1) && n < MODEL_EVENTS)
                model_add(w, &events[n++], &rng, now);
            peri_scheduler_admit(w.scheduler, NULL);
            now += check_random_in(&rng, 1, 2160) * PERI_MINUTE;
            wrong = model_scan(w, events, n, &rng, now);
            model_event *first = model_first(events, n);
            wrong += peri_scheduler_next_time(w.scheduler) != (first ? first->next : PERI_NEVER);
            now++; /* what is due at the last limit has fired */
        }
        if (wrong)
            printf("     seed %llu\n", (unsigned long long)seed);
        CHECK_INT("same order", wrong, 0);
        for (int i = 0; i < n; i++)
            peri_event_release(events[i].event);
        world_close(w);
    }
}

SUITE(scheduler_ten_thousand_events)
{
    enum {
        MANY = 10000
    };
    world w = world_open("UTC");
    peri_event **events = malloc(MANY * sizeof(peri_event *));
    check_rng rng = {3};
    int64_t due = 0, last = 0;
    long taken = 0, unordered = 0;
    if (!events)
        return;
    for (int i = 0; i < MANY; i++)
        events[i] =
            add(w, "e", every_day(), at_hour(w, (double)check_random_in(&rng, 0, 1439) / 60), 0);
    for (int i = 0; i < MANY; i += 2)
        peri_scheduler_remove(w.scheduler, events[i]);
    start(w, "2013-10-07");
    peri_event *event;
    while ((event = take(w, at("2013-10-16 23:59"), &due)) != NULL) {
        unordered += due < last;
        last = due;
        taken++;
        peri_event_release(event);
    }
    CHECK_INT("ten days of half of them", taken, 10 * MANY / 2);
    CHECK_INT("in order", unordered, 0);
    for (int i = 1; i < MANY; i += 2)
        peri_scheduler_remove(w.scheduler, events[i]);
    CHECK_INT("empty", peri_scheduler_next_time(w.scheduler), PERI_NEVER);
    free(events);
    world_close(w);
}

/* One event, one more while running, all calls that take memory. Returns the last status. */
static int small_run(const peri_zone *zone, peri_error *err)
{
    peri_scheduler *scheduler = NULL;
    peri_event *event;
    int rc = peri_scheduler_open(&scheduler, err);
    for (int i = 0; rc == PERI_OK && i < 2; i++) {
        peri_date_rule *dates = NULL;
        peri_time_rule *times = NULL;
        rc = peri_date_rule_every_day(&dates, err);
        if (rc == PERI_OK)
            rc = peri_time_rule_noon(zone, &times, err);
        if (rc == PERI_OK)
            rc = peri_scheduler_add(scheduler, i ? "named" : NULL, dates, times, 1, 2, 0, &event,
                                    err);
        peri_date_rule_free(dates);
        peri_time_rule_free(times);
        if (rc == PERI_OK && i == 0)
            rc = peri_scheduler_start(scheduler, 0, err);
        if (rc == PERI_OK) {
            rc = peri_scheduler_admit(scheduler, err);
            CHECK("kept on failure", rc == PERI_OK || peri_scheduler_has_new(scheduler));
        }
    }
    peri_scheduler_close(scheduler);
    return rc;
}

SUITE(scheduler_out_of_memory)
{
    peri_zones *zones = NULL;
    const peri_zone *zone = NULL;
    if (peri_zones_open(&zones, NULL) != PERI_OK ||
        peri_zone_get(zones, "UTC", &zone, NULL) != PERI_OK)
        return;
    int64_t before = peri_mem_live();
    for (long nth = 1;; nth++) {
        peri_error err = {0, ""};
        peri_mem_fail_at(nth);
        int rc = small_run(zone, &err);
        peri_mem_fail_at(0);
        CHECK_INT("no leak", peri_mem_live(), before);
        if (rc == PERI_OK)
            break;
        CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
        CHECK_HAS("text", err.text, "no memory");
    }
    peri_zones_close(zones);
}
