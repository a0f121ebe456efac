/* play_schedule.c - vectors of kind schedule that drive the scheduler itself. */
#include "vec_kit.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "schedule/scheduler.h"

enum {
    EVENTS_MAX = 256
};

#define UNIT_NS 1e9            /* times of these vectors have no unit; fractions occur */
#define TIME_LIMIT 8e9         /* in units */
#define BEFORE_ALL PERI_SECOND /* how long before the first time the clock begins */

/* One vector being played. */
struct play {
    vec_file *file;
    const cJSON *events; /* as the vector describes them */
    peri_scheduler *scheduler;
    peri_event *made[EVENTS_MAX]; /* retained */
    size_t count;
    char place[64];
};

/* --- times --- */

static int64_t scaled(struct play *play, const cJSON *item)
{
    double number = cJSON_IsNumber(item) ? item->valuedouble : TIME_LIMIT * 2;
    if (number < -TIME_LIMIT || number > TIME_LIMIT) {
        vec_fail(play->file, "a time is no number, or out of range");
        return 0;
    }
    return vec_ns(play->file, "a time", number, UNIT_NS);
}

static peri_times times_of(struct play *play, const cJSON *list)
{
    peri_times times = {NULL, 0, 0};
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list)
    {
        vec_need_memory(peri_times_add(&times, scaled(play, item)) == PERI_OK);
    }
    return times;
}

static int give_none(void *ctx, const peri_date *dates, size_t n, peri_times *out, peri_error *err)
{
    (void)ctx;
    (void)dates;
    (void)n;
    (void)out;
    (void)err;
    return PERI_OK;
}

/* A list of times; an empty one is a function that gives none. */
static int make_times(const peri_times *times, peri_time_rule **out, peri_error *err)
{
    peri_rule_function none = {.times = give_none};
    return times->n > 0 ? peri_time_rule_list(times->items, times->n, out, err)
                        : peri_time_rule_function("none", none, out, err);
}

/* --- events --- */

static void add_event(struct play *play, const cJSON *json, int64_t now)
{
    peri_error err;
    peri_date_rule *dates = NULL;
    peri_time_rule *rule = NULL;
    peri_event *event = NULL;
    peri_times times = times_of(play, vec_need_array(play->file, json, "times"));
    const char *name = vec_text(play->file, json, "name", "event");
    int rc = play->count < EVENTS_MAX ? PERI_OK : peri_fail(&err, PERI_ELIMIT, "too many events");
    if (rc == PERI_OK)
        rc = peri_date_rule_every_day(&dates, &err);
    if (rc == PERI_OK)
        rc = make_times(&times, &rule, &err);
    if (rc == PERI_OK)
        rc = peri_scheduler_add(play->scheduler, name, dates, rule, 0, (int64_t)play->count, now,
                                &event, &err);
    if (rc == PERI_OK) {
        event->enabled = vec_flag(play->file, json, "enabled", true);
        play->made[play->count++] = peri_event_retain(event);
    } else {
        vec_fail(play->file, "adding event '%s': %s", name, err.text);
    }
    peri_date_rule_free(dates);
    peri_time_rule_free(rule);
    peri_times_deinit(&times);
}

/* The time at which the set-up ends: before all times, unless the vector skips some. */
static int64_t clock_begin(struct play *play, const cJSON *skip_until)
{
    int64_t begin = 0;
    const cJSON *event = NULL, *time = NULL;
    if (skip_until)
        return scaled(play, skip_until);
    cJSON_ArrayForEach(event, play->events)
    {
        cJSON_ArrayForEach(time, vec_member(event, "times"))
        {
            int64_t at = scaled(play, time);
            begin = at < begin ? at : begin;
        }
    }
    return begin - BEFORE_ALL;
}

static bool set_up(struct play *play, const cJSON *skip_until)
{
    peri_error err;
    const cJSON *event = NULL;
    int64_t begin = clock_begin(play, skip_until);
    int rc = peri_scheduler_open(&play->scheduler, &err);
    cJSON_ArrayForEach(event, play->events)
    {
        if (rc == PERI_OK && vec_known(play->file, event, "event", "name times enabled"))
            add_event(play, event, begin);
    }
    if (rc == PERI_OK)
        rc = peri_scheduler_start(play->scheduler, begin, &err);
    if (rc != PERI_OK)
        vec_fail(play->file, "starting: %s", err.text);
    return !play->file->failed;
}

static void tear_down(struct play *play)
{
    while (play->count > 0)
        peri_event_release(play->made[--play->count]);
    peri_scheduler_close(play->scheduler);
}

/* --- scans --- */

/* Take what is due up to a time, inclusive: pairs of an event's name and its time. */
static cJSON *scan(struct play *play, int64_t limit)
{
    peri_error err;
    cJSON *fired = cJSON_CreateArray();
    int rc = peri_scheduler_admit(play->scheduler, &err);
    vec_need_memory(fired != NULL);
    for (;;) {
        int64_t due = 0;
        peri_event *event = NULL;
        if (rc == PERI_OK)
            rc = peri_scheduler_take(play->scheduler, limit, &event, &due, &err);
        if (rc != PERI_OK)
            vec_fail(play->file, "%s: %s", play->place, err.text);
        if (rc != PERI_OK || !event)
            return fired;
        cJSON *pair = cJSON_CreateArray();
        cJSON_AddItemToArray(pair, cJSON_CreateString(event->name));
        cJSON_AddItemToArray(pair, cJSON_CreateNumber((double)due / UNIT_NS));
        cJSON_AddItemToArray(fired, pair);
        peri_event_release(event);
    }
}

static void play_call(struct play *play, const cJSON *call)
{
    const char *op = vec_need_text(play->file, call, "op");
    if (!op || !vec_known(play->file, call, play->place, "op t fires"))
        return;
    bool strictly = strcmp(op, "scan_past") == 0;
    if (!strictly && strcmp(op, "set_time") != 0 && strcmp(op, "live_scan") != 0) {
        vec_fail(play->file, "op '%s' is not known", op);
        return;
    }
    int64_t limit = scaled(play, vec_need(play->file, call, "t")) - (strictly ? 1 : 0);
    cJSON *fired = scan(play, limit);
    vec_compare_json(play->file, play->place, vec_need(play->file, call, "fires"), fired);
    cJSON_Delete(fired);
}

static void play_calls(struct play *play, const cJSON *calls)
{
    const cJSON *call = NULL;
    int index = 0;
    cJSON_ArrayForEach(call, calls)
    {
        snprintf(play->place, sizeof play->place, "calls[%d]", index++);
        if (!play->file->failed)
            play_call(play, call);
    }
}

/* --- kinds --- */

/* Names of the events in the order in which they fire next, each once. */
static void compare_order(struct play *play, const cJSON *expect)
{
    cJSON *order = cJSON_CreateArray(), *fired = NULL;
    const cJSON *pair = NULL;
    vec_need_memory(order != NULL);
    snprintf(play->place, sizeof play->place, "expect_order");
    fired = scan(play, PERI_NEVER - 1);
    cJSON_ArrayForEach(pair, fired)
    {
        const cJSON *name = cJSON_GetArrayItem(pair, 0), *seen = NULL;
        bool is_new = true;
        cJSON_ArrayForEach(seen, order) is_new = is_new && !cJSON_Compare(seen, name, true);
        if (is_new)
            cJSON_AddItemToArray(order, cJSON_Duplicate(name, true));
    }
    vec_compare_json(play->file, "expect_order", expect, order);
    cJSON_Delete(order);
    cJSON_Delete(fired);
}

/* timeline, resort: events, calls that make them fire, and perhaps the order after these. */
static void play_timeline(struct play *play, const cJSON *vector)
{
    const cJSON *order = vec_member(vector, "expect_order");
    play->events = vec_need_items(play->file, vector, "events");
    if (!vec_known(play->file, vector, "vector", "kind events calls expect_order") ||
        (!order && !vec_need_items(play->file, vector, "calls")) || play->file->failed ||
        !set_up(play, NULL))
        return;
    play_calls(play, vec_member(vector, "calls"));
    if (order)
        compare_order(play, order);
}

/* skip, next: one event, given by its times; what it shows as its next time. */
static void play_next(struct play *play, const cJSON *vector)
{
    const cJSON *skip_until = vec_member(vector, "skip_until");
    const cJSON *fired_count = vec_member(vector, "expect_fired");
    const cJSON *next = vec_need(play->file, vector, "expect_next");
    cJSON *event = cJSON_CreateObject(), *events = cJSON_CreateArray();
    vec_need_memory(event && events);
    vec_need_array(play->file, vector, "times");
    if (vec_member(vector, "calls"))
        vec_need_items(play->file, vector, "calls");
    if (fired_count && !skip_until)
        vec_fail(play->file, "expect_fired without skip_until");
    cJSON_AddItemToObject(event, "times", cJSON_Duplicate(vec_member(vector, "times"), true));
    cJSON_AddItemToArray(events, event);
    play->events = events;
    if (vec_known(play->file, vector, "vector",
                  "kind times calls skip_until expect_next expect_fired") &&
        set_up(play, skip_until)) {
        /* Whatever was skipped must not fire either. */
        snprintf(play->place, sizeof play->place, "expect_fired");
        cJSON *fired = skip_until ? scan(play, scaled(play, skip_until) - 1) : cJSON_CreateArray();
        play_calls(play, vec_member(vector, "calls"));
        if (fired_count)
            vec_compare_int(play->file, "expect_fired", fired_count, cJSON_GetArraySize(fired));
        cJSON_Delete(fired);
        cJSON *got = play->made[0]->next_utc == PERI_NEVER
                         ? cJSON_CreateNull()
                         : cJSON_CreateNumber((double)play->made[0]->next_utc / UNIT_NS);
        vec_compare_json(play->file, "expect_next", next, got);
        cJSON_Delete(got);
    }
    cJSON_Delete(events);
}

/* identity: events with equal fields are different objects; removing one leaves the other. */
static void play_identity(struct play *play, const cJSON *vector)
{
    const cJSON *expect = vec_member(vector, "expect_equal");
    peri_error err;
    play->events = vec_need_array(play->file, vector, "events");
    if (!vec_known(play->file, vector, "vector", "kind events expect_equal calls") ||
        !vec_need(play->file, vector, "expect_equal") || !set_up(play, NULL))
        return;
    if (play->count != 2) {
        vec_fail(play->file, "identity is of two events");
        return;
    }
    bool equal = play->made[0] == play->made[1] || play->made[0]->id == play->made[1]->id;
    if (peri_scheduler_admit(play->scheduler, &err) != PERI_OK)
        vec_fail(play->file, "%s", err.text);
    play_calls(play, vec_member(vector, "calls"));
    if (!vec_member(vector, "calls")) {
        peri_scheduler_remove(play->scheduler, play->made[0]);
        equal = equal || play->made[1]->removed;
    }
    cJSON *got = cJSON_CreateBool(equal);
    vec_compare_json(play->file, "expect_equal", expect, got);
    cJSON_Delete(got);
}

void vec_play_schedule(vec_file *file, const cJSON *vector)
{
    struct play play = {.file = file};
    const char *kind = vec_need_text(file, vector, "kind");
    if (!kind)
        return;
    if (strcmp(kind, "timeline") == 0 || strcmp(kind, "resort") == 0)
        play_timeline(&play, vector);
    else if (strcmp(kind, "skip") == 0 || strcmp(kind, "next") == 0)
        play_next(&play, vector);
    else if (strcmp(kind, "identity") == 0)
        play_identity(&play, vector);
    else if (strcmp(kind, "count") == 0 || strcmp(kind, "scenario") == 0)
        vec_play_scenario(file, vector);
    else
        vec_fail(file, "kind '%s' is not known", kind);
    tear_down(&play);
}
