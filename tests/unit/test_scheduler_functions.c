/* test_scheduler_functions.c - rules with functions that fail, or change the schedule they are in.
 */
#include "rule_kit.h"

#include "base/mem.h"
#include "schedule/scheduler.h"

#include <stdio.h>

static const int64_t NOW = 40 * PERI_DAY;

/* A date rule whose `where` function does something before it answers. */
typedef struct actor {
    peri_scheduler *scheduler;
    peri_date_rule *plain; /* for what it adds */
    peri_time_rule *noon;
    peri_event *victim; /* held; removed at the call */
    long calls, act_at; /* 0: never */
    int adds;
    bool fails; /* after it has acted */
} actor;

static int act(void *ctx, int64_t time_ns, bool *kept, peri_error *err)
{
    actor *self = ctx;
    (void)time_ns;
    *kept = true;
    if (++self->calls != self->act_at)
        return PERI_OK;
    for (int i = 0; i < self->adds; i++) {
        peri_event *event = NULL;
        CHECK_INT("added from inside",
                  peri_scheduler_add(self->scheduler, "inner", self->plain, self->noon, 0, 0, NOW,
                                     &event, err),
                  PERI_OK);
    }
    if (self->victim)
        peri_scheduler_remove(self->scheduler, self->victim);
    return self->fails ? peri_fail(err, PERI_ESCRIPT, "after acting") : PERI_OK;
}

typedef struct stage {
    peri_zones *zones;
    const peri_zone *utc;
    peri_scheduler *scheduler;
    peri_date_rule *plain;
    peri_time_rule *noon, *one;
    actor actor;
} stage;

static void stage_open(stage *s)
{
    *s = (stage){.zones = NULL};
    CHECK("stage", peri_zones_open(&s->zones, NULL) == PERI_OK &&
                       peri_zone_get(s->zones, "UTC", &s->utc, NULL) == PERI_OK &&
                       peri_scheduler_open(&s->scheduler, NULL) == PERI_OK &&
                       peri_date_rule_every_day(&s->plain, NULL) == PERI_OK &&
                       peri_time_rule_noon(s->utc, &s->noon, NULL) == PERI_OK &&
                       peri_time_rule_at(PERI_HOUR, s->utc, &s->one, NULL) == PERI_OK);
    s->actor =
        (actor){.scheduler = s->scheduler, .plain = s->plain, .noon = s->noon, .victim = NULL};
}

static void stage_close(stage *s)
{
    peri_event_release(s->actor.victim);
    peri_scheduler_close(s->scheduler);
    peri_date_rule_free(s->plain);
    peri_time_rule_free(s->noon);
    peri_time_rule_free(s->one);
    peri_zones_close(s->zones);
}

static peri_event *add_plain(stage *s, const char *name)
{
    peri_event *event = NULL;
    CHECK_INT("plain",
              peri_scheduler_add(s->scheduler, name, s->plain, s->noon, 0, 0, NOW, &event, NULL),
              PERI_OK);
    return event;
}

/* Adds an event, due at 01:00, whose dates the function keeps. Returns the status. */
static int add_kept(stage *s, const char *name, peri_rule_function keep, peri_event **out,
                    peri_error *err)
{
    peri_date_rule *where = NULL;
    CHECK_INT("where", peri_date_rule_where(NULL, keep, &where, NULL), PERI_OK);
    int rc = peri_scheduler_add(s->scheduler, name, where, s->one, 0, 0, NOW, out, err);
    peri_date_rule_free(where);
    return rc;
}

static peri_rule_function acting(stage *s)
{
    return (peri_rule_function){.keep = act, .ctx = &s->actor};
}

/* What fires before a day, as "name name ". */
static const char *fired(stage *s, int64_t limit)
{
    static char text[256];
    size_t len = 0;
    int64_t due;
    text[0] = '\0';
    for (;;) {
        peri_event *event = NULL;
        CHECK_INT("take", peri_scheduler_take(s->scheduler, limit, &event, &due, NULL), PERI_OK);
        if (!event)
            return text;
        len += (size_t)snprintf(text + len, sizeof text - len, "%s ", event->name);
        peri_event_release(event);
    }
}

SUITE(scheduler_function_fails_at_the_start)
{
    stage s;
    int64_t before = peri_mem_live();
    rule_counter counter = {.keep_mask = -1, .fail_at = 1}, later = {.keep_mask = -1};
    peri_event *event = NULL, *last = NULL;
    peri_error err = {0, ""};
    stage_open(&s);
    peri_event *first = add_plain(&s, "first");
    CHECK_INT("parked", add_kept(&s, "second", rule_keep_function(&counter), &event, &err),
              PERI_OK);
    CHECK_INT("parked", add_kept(&s, "third", rule_keep_function(&later), &last, &err), PERI_OK);
    CHECK_INT("not asked yet", counter.calls, 0);
    CHECK_INT("fails", peri_scheduler_start(s.scheduler, NOW, &err), PERI_ESCRIPT);
    CHECK_STR("text", err.text, "scheduled event 'second': call 1 failed");
    CHECK_INT("in order of creation", later.calls, 0);
    CHECK("all still there", first->next_utc != PERI_NEVER && event->next_utc == PERI_NEVER);
    CHECK_INT("admit does nothing", peri_scheduler_admit(s.scheduler, NULL), PERI_OK);
    CHECK_INT("nothing fires", peri_scheduler_next_time(s.scheduler), PERI_NEVER);
    peri_scheduler_remove(s.scheduler, event);
    CHECK_INT("and again without it", peri_scheduler_start(s.scheduler, NOW, &err), PERI_OK);
    CHECK_INT("admit", peri_scheduler_admit(s.scheduler, NULL), PERI_OK);
    CHECK_STR("the others", fired(&s, NOW + PERI_DAY - 1), "third first ");
    stage_close(&s);
    CHECK_INT("let go", counter.released + later.released, 2);
    CHECK_INT("no leak", peri_mem_live(), before);
}

SUITE(scheduler_function_fails_when_added)
{
    stage s;
    int64_t before = peri_mem_live();
    rule_counter counter = {.keep_mask = -1, .fail_at = 2};
    peri_event *event = NULL, *next = NULL;
    peri_error err = {0, ""};
    stage_open(&s);
    CHECK_INT("start", peri_scheduler_start(s.scheduler, NOW, NULL), PERI_OK);
    CHECK_INT("fails", add_kept(&s, "e", rule_keep_function(&counter), &event, &err), PERI_ESCRIPT);
    CHECK_STR("text", err.text, "call 2 failed");
    CHECK("no event", event == NULL && !peri_scheduler_has_new(s.scheduler));
    CHECK_INT("let go", counter.released, 1);
    next = add_plain(&s, "next");
    CHECK_INT("its number was not used", next->id, 1);
    stage_close(&s);
    CHECK_INT("no leak", peri_mem_live(), before);
}

SUITE(scheduler_function_fails_when_taken)
{
    stage s;
    int64_t before = peri_mem_live(), due = 0;
    rule_counter counter = {.keep_mask = -1, .fail_at = 4};
    peri_event *event = NULL, *taken = NULL;
    peri_error err = {0, ""};
    stage_open(&s);
    CHECK_INT("start", peri_scheduler_start(s.scheduler, NOW, NULL), PERI_OK);
    CHECK_INT("added", add_kept(&s, "e", rule_keep_function(&counter), &event, &err), PERI_OK);
    add_plain(&s, "plain");
    CHECK_INT("admit", peri_scheduler_admit(s.scheduler, NULL), PERI_OK);
    CHECK_STR("first day", fired(&s, NOW + PERI_DAY - 1), "e plain ");
    CHECK_INT("fails", peri_scheduler_take(s.scheduler, PERI_NEVER, &taken, &due, &err),
              PERI_ESCRIPT);
    CHECK_STR("text", err.text, "call 4 failed");
    CHECK("that event", taken == event);
    CHECK_INT("was due", due, NOW + PERI_DAY + PERI_HOUR);
    CHECK_INT("no time left", taken->next_utc, PERI_NEVER);
    CHECK_INT("the test holds it alone", taken->holders, 1);
    peri_event_release(taken);
    CHECK_INT("let go", counter.released, 1);
    CHECK_STR("the others go on", fired(&s, NOW + 2 * PERI_DAY), "plain ");
    stage_close(&s);
    CHECK_INT("no leak", peri_mem_live(), before);
}

/* A disabled event that fails while it is passed over is reported, too. */
SUITE(scheduler_function_of_a_disabled_event_fails)
{
    stage s;
    int64_t due = 0;
    rule_counter counter = {.keep_mask = -1, .fail_at = 5};
    peri_event *event = NULL, *taken = NULL;
    stage_open(&s);
    CHECK_INT("start", peri_scheduler_start(s.scheduler, NOW, NULL), PERI_OK);
    CHECK_INT("added", add_kept(&s, "e", rule_keep_function(&counter), &event, NULL), PERI_OK);
    CHECK_INT("admit", peri_scheduler_admit(s.scheduler, NULL), PERI_OK);
    event->enabled = false;
    CHECK_INT("fails", peri_scheduler_take(s.scheduler, PERI_NEVER, &taken, &due, NULL),
              PERI_ESCRIPT);
    CHECK("that event", taken == event);
    CHECK_INT("two days later", due, NOW + 2 * PERI_DAY + PERI_HOUR);
    peri_event_release(taken);
    stage_close(&s);
}

/* Writes down when it is asked for the first time. */
typedef struct turn {
    int *count;
    int first; /* 0: not asked yet */
} turn;

static int take_turn(void *ctx, int64_t time_ns, bool *kept, peri_error *err)
{
    turn *self = ctx;
    (void)time_ns;
    (void)err;
    *kept = true;
    if (self->first == 0)
        self->first = ++*self->count;
    return PERI_OK;
}

/* A removal before the start takes the waiting events out of their order. */
SUITE(scheduler_functions_called_in_order_of_creation)
{
    stage s;
    turn turns[9];
    peri_event *events[9];
    int count = 0;
    stage_open(&s);
    for (int i = 0; i < 9; i++) {
        turns[i] = (turn){&count, 0};
        peri_rule_function keep = {.keep = take_turn, .ctx = &turns[i]};
        CHECK_INT("added", add_kept(&s, "e", keep, &events[i], NULL), PERI_OK);
    }
    peri_scheduler_remove(s.scheduler, events[0]);
    CHECK_INT("start", peri_scheduler_start(s.scheduler, NOW, NULL), PERI_OK);
    for (int i = 0; i < 9; i++)
        CHECK_INT("turn", turns[i].first, i);
    stage_close(&s);
}

/* Events that a rule's function adds at the start come in, more than there was room for. */
SUITE(scheduler_changed_from_inside_at_the_start)
{
    for (int removes = 0; removes < 4; removes++) {
        for (int fails = 0; fails < 2; fails++) {
            stage s;
            peri_event *event = NULL, *names[3];
            peri_error err = {0, ""};
            int64_t before = peri_mem_live();
            stage_open(&s);
            names[0] = add_plain(&s, "a");
            CHECK_INT("added", add_kept(&s, "self", acting(&s), &event, &err), PERI_OK);
            names[1] = event;
            names[2] = add_plain(&s, "b");
            s.actor.act_at = 1;
            s.actor.adds = 7; /* with "a" all that there is room for at first */
            s.actor.fails = fails;
            if (removes < 3)
                s.actor.victim = peri_event_retain(names[removes]);
            CHECK_INT("start", peri_scheduler_start(s.scheduler, NOW, &err),
                      fails ? PERI_ESCRIPT : PERI_OK);
            if (fails)
                CHECK_STR("text", err.text, "scheduled event 'self': after acting");
            CHECK_INT("admit", peri_scheduler_admit(s.scheduler, NULL), PERI_OK);
            CHECK("removed", removes == 3 || (s.actor.victim->removed &&
                                              s.actor.victim->next_utc == PERI_NEVER));
            static const char *const left[] = {"self b ", "a b ", "self a ", "self a b "};
            char want[256] = "";
            int len = fails ? 0 : snprintf(want, sizeof want, "%s", left[removes]);
            for (int i = 0; !fails && i < 7; i++)
                len += snprintf(want + len, sizeof want - (size_t)len, "inner ");
            CHECK_STR("what is left", fired(&s, NOW + PERI_DAY - 1), want);
            stage_close(&s);
            CHECK_INT("no leak", peri_mem_live(), before);
        }
    }
}

/* While a function looks for the event's next date it removes that event, or another one. */
SUITE(scheduler_changed_from_inside_when_taken)
{
    for (int removes = 0; removes < 3; removes++) {
        for (int fails = 0; fails < 2; fails++) {
            stage s;
            peri_event *event = NULL, *taken = NULL, *names[3];
            int64_t due = 0, before = peri_mem_live();
            stage_open(&s);
            names[0] = add_plain(&s, "a");
            CHECK_INT("added", add_kept(&s, "self", acting(&s), &event, NULL), PERI_OK);
            names[1] = event;
            names[2] = add_plain(&s, "b");
            CHECK_INT("start", peri_scheduler_start(s.scheduler, NOW, NULL), PERI_OK);
            CHECK_INT("admit", peri_scheduler_admit(s.scheduler, NULL), PERI_OK);
            s.actor.act_at = s.actor.calls + 1;
            s.actor.adds = 20;
            s.actor.fails = fails;
            s.actor.victim = peri_event_retain(names[removes]);
            if (fails) {
                CHECK_INT("fails",
                          peri_scheduler_take(s.scheduler, NOW + PERI_DAY - 1, &taken, &due, NULL),
                          PERI_ESCRIPT);
                CHECK("that event", taken == event);
                CHECK_INT("no time left", taken->next_utc, PERI_NEVER);
                peri_event_release(taken);
            }
            static const char *const left[2][3] = {{"self b ", "a b ", "self a "},
                                                   {"b ", "a b ", "a "}};
            CHECK_STR("what is left", fired(&s, NOW + PERI_DAY - 1), left[fails][removes]);
            CHECK("what it added waits", peri_scheduler_has_new(s.scheduler));
            stage_close(&s);
            CHECK_INT("no leak", peri_mem_live(), before);
        }
    }
}

/* An event that its own rule's function removes while it is added for the first time. */
SUITE(scheduler_added_from_inside_when_added)
{
    stage s;
    peri_event *event = NULL;
    int64_t before = peri_mem_live();
    stage_open(&s);
    CHECK_INT("start", peri_scheduler_start(s.scheduler, NOW, NULL), PERI_OK);
    s.actor.act_at = 1;
    s.actor.adds = 20;
    CHECK_INT("added", add_kept(&s, "self", acting(&s), &event, NULL), PERI_OK);
    CHECK_INT("after those of its function", event->id, 21);
    CHECK_INT("admit", peri_scheduler_admit(s.scheduler, NULL), PERI_OK);
    CHECK_STR("first", fired(&s, NOW + PERI_HOUR), "self ");
    stage_close(&s);
    CHECK_INT("no leak", peri_mem_live(), before);
}
