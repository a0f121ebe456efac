/* test_scheduler_vectors.c - LEAN's timelines: which of some events fire at which scan. */
#include "rule_kit.h"
#include "shared_json.h"

#include "schedule/scheduler.h"

#include <math.h>
#include <string.h>

enum {
    MOST_TIMES = 200
};

/* Times of the vectors count minutes from some day on, in tenths. */
static int64_t vector_time(const cJSON *number)
{
    return PERI_DAY + llround(number->valuedouble * 10) * (PERI_MINUTE / 10);
}

/* Adds an event of a list of times, unless that is empty. */
static void add(peri_scheduler *scheduler, const char *name, const cJSON *times)
{
    int64_t items[MOST_TIMES];
    size_t n = 0;
    peri_date_rule *dates = NULL;
    peri_time_rule *list = NULL;
    peri_event *event = NULL;
    for (const cJSON *item = times ? times->child : NULL; item && n < MOST_TIMES; item = item->next)
        items[n++] = vector_time(item);
    if (n == 0)
        return;
    CHECK(name,
          peri_date_rule_every_day(&dates, NULL) == PERI_OK &&
              peri_time_rule_list(items, n, &list, NULL) == PERI_OK &&
              peri_scheduler_add(scheduler, name, dates, list, 0, 0, 0, &event, NULL) == PERI_OK);
    peri_date_rule_free(dates);
    peri_time_rule_free(list);
}

/* A scan fires what is due at its time; one over the past what was due before. */
static void check_call(const char *id, peri_scheduler *scheduler, const cJSON *call)
{
    bool past = strcmp(shared_text(call, "op", ""), "scan_past") == 0;
    int64_t limit = vector_time(cJSON_GetObjectItemCaseSensitive(call, "t")) - past, due = 0;
    peri_event *event = NULL;
    CHECK_INT(id, peri_scheduler_admit(scheduler, NULL), PERI_OK);
    for (const cJSON *want = shared_first(call, "fires"); want; want = want->next) {
        CHECK_INT(id, peri_scheduler_take(scheduler, limit, &event, &due, NULL), PERI_OK);
        CHECK(id, event != NULL);
        if (!event)
            return;
        CHECK_STR(id, event->name, want->child->valuestring);
        CHECK_INT(id, due, vector_time(want->child->next));
        peri_event_release(event);
    }
    CHECK_INT(id, peri_scheduler_take(scheduler, limit, &event, &due, NULL), PERI_OK);
    CHECK(id, event == NULL);
    peri_event_release(event);
}

static void check_timeline(const cJSON *vector, int64_t start)
{
    const char *id = shared_text(vector, "id", "?");
    peri_scheduler *scheduler = NULL;
    if (!CHECK(id, peri_scheduler_open(&scheduler, NULL) == PERI_OK))
        return;
    for (const cJSON *event = shared_first(vector, "events"); event; event = event->next)
        add(scheduler, shared_text(event, "name", "?"),
            cJSON_GetObjectItemCaseSensitive(event, "times"));
    CHECK_INT(id, peri_scheduler_start(scheduler, start, NULL), PERI_OK);
    for (const cJSON *call = shared_first(vector, "calls"); call; call = call->next)
        check_call(id, scheduler, call);
    peri_scheduler_close(scheduler);
}

/* What is next after skipping to a time. */
static void check_next(const cJSON *vector)
{
    const char *id = shared_text(vector, "id", "?");
    const cJSON *until = cJSON_GetObjectItemCaseSensitive(vector, "skip_until");
    const cJSON *want = cJSON_GetObjectItemCaseSensitive(vector, "expect_next");
    peri_scheduler *scheduler = NULL;
    if (!CHECK(id, peri_scheduler_open(&scheduler, NULL) == PERI_OK))
        return;
    add(scheduler, "e", cJSON_GetObjectItemCaseSensitive(vector, "times"));
    CHECK_INT(id, peri_scheduler_start(scheduler, until ? vector_time(until) : 0, NULL), PERI_OK);
    CHECK_INT(id, peri_scheduler_admit(scheduler, NULL), PERI_OK);
    CHECK_INT(id, peri_scheduler_next_time(scheduler),
              cJSON_IsNumber(want) ? vector_time(want) : PERI_NEVER);
    peri_scheduler_close(scheduler);
}

SUITE(scheduler_equals_leans_vectors)
{
    int used = 0;
    cJSON *json = shared_json("vectors/schedule.json");
    if (!json)
        return;
    for (const cJSON *vector = shared_first(json, "vectors"); vector; vector = vector->next) {
        const char *kind = shared_text(vector, "kind", "");
        if (strcmp(kind, "timeline") == 0)
            check_timeline(vector, 0);
        else if (strcmp(kind, "skip") == 0 || strcmp(kind, "next") == 0)
            check_next(vector);
        else
            continue;
        used++;
    }
    CHECK_INT("all of these kinds", used, 13);
    cJSON_Delete(json);
}
