/* play_scenario.c - vectors of kind schedule that are whole algorithms: runs and compares them. */
#include <stdio.h>
#include <string.h>

#include "scenario.h"
#include "train/time_limit.h"
#include "vec_lua.h"

/* --- what the strategy said --- */

static peri_times times_said(const vec_lua *lua, const char *kind)
{
    peri_times times = {NULL, 0, 0};
    for (size_t i = 0; i < lua->n; i++)
        if (strcmp(lua->said[i].kind, kind) == 0)
            vec_need_memory(peri_times_add(&times, lua->said[i].time) == PERI_OK);
    return times;
}

/* How often it said a thing; of any name, when name is NULL. */
static int64_t count_said(const vec_lua *lua, const char *kind, const char *name)
{
    int64_t n = 0;
    for (size_t i = 0; i < lua->n; i++)
        n +=
            strcmp(lua->said[i].kind, kind) == 0 && (!name || strcmp(lua->said[i].name, name) == 0);
    return n;
}

/* A list of times in the algorithm's zone. */
static void compare_said_times(vec_file *file, const char *what, const cJSON *expect,
                               const vec_lua *lua, const char *kind)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, expect) if (cJSON_IsString(item) && strchr(item->valuestring, 'Z'))
        vec_fail(file, "%s: '%s' is no local time", what, item->valuestring);
    peri_times got = times_said(lua, kind);
    vec_compare_times(file, what, expect, &got);
    peri_times_deinit(&got);
}

/* The one thing of a kind and name that was said: its time. */
static void compare_said_time(vec_file *file, const cJSON *expect, const vec_lua *lua,
                              const char *kind, const char *name)
{
    int64_t got = PERI_NEVER;
    for (size_t i = 0; i < lua->n; i++)
        if (strcmp(lua->said[i].kind, kind) == 0 && strcmp(lua->said[i].name, name) == 0)
            got = lua->said[i].time;
    vec_compare_time(file, expect->string, expect, got);
}

/* --- expectations --- */

typedef void comparison(vec_file *file, const cJSON *expect, const vec_lua *lua);

static void compare_training_runs(vec_file *file, const cJSON *expect, const vec_lua *lua)
{
    vec_compare_int(file, expect->string, expect, count_said(lua, "train", NULL));
}

/* Times of trainings, or of events where nothing is trained. */
static void compare_algorithm_times(vec_file *file, const cJSON *expect, const vec_lua *lua)
{
    bool trains = count_said(lua, "train", NULL) > 0;
    compare_said_times(file, expect->string, expect, lua, trains ? "train" : "event");
}

static void compare_event_times(vec_file *file, const cJSON *expect, const vec_lua *lua)
{
    compare_said_times(file, expect->string, expect, lua, "event");
}

static void compare_event_utc(vec_file *file, const cJSON *expect, const vec_lua *lua)
{
    peri_times got = {NULL, 0, 0};
    for (size_t i = 0; i < lua->n; i++)
        if (strcmp(lua->said[i].kind, "event") == 0)
            vec_need_memory(peri_times_add(&got, lua->said[i].utc) == PERI_OK);
    vec_compare_times(file, expect->string, expect, &got);
    peri_times_deinit(&got);
}

static void compare_ends_of_day(vec_file *file, const cJSON *expect, const vec_lua *lua)
{
    compare_said_times(file, expect->string, expect, lua, "day");
}

/* What was said before that date was said while warming up, and nothing after it. */
static void compare_warming(vec_file *file, const cJSON *expect, const vec_lua *lua)
{
    peri_date from = 0;
    bool before = false, after = false;
    if (!vec_date(file, expect, &from))
        return;
    for (size_t i = 0; i < lua->n; i++) {
        bool should_warm = lua->said[i].time < peri_time_at(from, 0);
        before = before || should_warm;
        after = after || !should_warm;
        if (lua->said[i].warming != should_warm) {
            char time[PERI_TIME_TEXT];
            peri_time_format(lua->said[i].time, time);
            vec_fail(file, "not_warming_up_from: expected %s, got IsWarmingUp = %s at %s",
                     expect->valuestring, lua->said[i].warming ? "true" : "false", time);
            return;
        }
    }
    if (!before || !after)
        vec_fail(file, "not_warming_up_from: expected %s, got nothing %s it", expect->valuestring,
                 before ? "after" : "before");
}

static void compare_finished(vec_file *file, const cJSON *expect, const vec_lua *lua)
{
    vec_compare_int(file, expect->string, expect, count_said(lua, "finished", NULL));
}

static void compare_calls(vec_file *file, const cJSON *expect, const vec_lua *lua)
{
    cJSON *got = cJSON_CreateArray();
    vec_need_memory(got != NULL);
    for (size_t i = 0; i < lua->n && strcmp(lua->said[i].kind, "data") != 0; i++)
        if (strcmp(lua->said[i].kind, "train") == 0 || strcmp(lua->said[i].kind, "event") == 0)
            cJSON_AddItemToArray(got, cJSON_CreateString(lua->said[i].name));
    vec_compare_json(file, expect->string, expect, got);
    cJSON_Delete(got);
    if (count_said(lua, "data", NULL) == 0)
        vec_fail(file, "%s: there was no OnData", expect->string);
}

static void compare_next(vec_file *file, const cJSON *expect, const vec_lua *lua)
{
    compare_said_time(file, expect, lua, "next", "");
}

static void compare_range_start(vec_file *file, const cJSON *expect, const vec_lua *lua)
{
    compare_said_time(file, expect, lua, "range", "start");
}

static void compare_range_end(vec_file *file, const cJSON *expect, const vec_lua *lua)
{
    compare_said_time(file, expect, lua, "range", "end");
}

static void compare_status(vec_file *file, const cJSON *expect, const vec_lua *lua)
{
    const char *got = lua->rc == PERI_OK ? "Completed" : "RuntimeError";
    const char *want = cJSON_GetStringValue(expect);
    if (!want || strcmp(want, got) != 0)
        vec_fail(file, "status: expected %s, got %s %s", want ? want : "a text", got,
                 lua->rc == PERI_OK ? "" : lua->err.text);
}

static const struct {
    const char *name;
    comparison *compare;
} comparisons[] = {
    {"training_runs", compare_training_runs},
    {"algorithm_times_local", compare_algorithm_times},
    {"event_times_local", compare_event_times},
    {"event_times_utc", compare_event_utc},
    {"on_end_of_day_local", compare_ends_of_day},
    {"not_warming_up_from", compare_warming},
    {"on_warmup_finished_calls", compare_finished},
    {"calls_before_first_on_data", compare_calls},
    {"next_utc", compare_next},
    {"range_start", compare_range_start},
    {"range_end", compare_range_end},
    {"status", compare_status},
};

/* A ticker: how often its day ended; a name of a count's event: how often it fired. */
static bool compare_named(const scenario *scene, const cJSON *expect, const vec_lua *lua)
{
    bool is_count = strcmp(vec_text(scene->file, scene->vector, "kind", ""), "count") == 0;
    bool is_ticker = strspn(expect->string, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(expect->string);
    if (!is_count && !is_ticker)
        return false;
    vec_compare_int(scene->file, expect->string, expect,
                    count_said(lua, is_count ? "event" : "day", expect->string));
    return true;
}

static void compare_all(const scenario *scene, const vec_lua *lua)
{
    const cJSON *item = NULL;
    if (lua->rc != PERI_OK && !vec_member(scene->expect, "status"))
        vec_fail(scene->file, "the run failed: %s", lua->err.text);
    cJSON_ArrayForEach(item, scene->expect)
    {
        bool known = false;
        for (size_t i = 0; !known && i < sizeof comparisons / sizeof comparisons[0]; i++) {
            known = strcmp(item->string, comparisons[i].name) == 0;
            if (known)
                comparisons[i].compare(scene->file, item, lua);
        }
        if (!known && !compare_named(scene, item, lua))
            vec_fail(scene->file, "expectation '%s' is not known", item->string);
    }
    if (!scene->expect->child)
        vec_fail(scene->file, "'expect' is empty");
}

/* --- a training that takes long --- */

/* What the configuration says; LEAN's own keys end in the same words, with hyphens. */
struct limits {
    double loop_minutes, capacity, amount, interval_minutes; /* capacity < 0: no bucket */
};

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    if (end_len > len)
        return false;
    for (text += len - end_len; *text != '\0'; text++, end++)
        if ((*text == '-' ? '_' : *text) != *end)
            return false;
    return true;
}

static void read_limits(const scenario *scene, const cJSON *config, struct limits *out)
{
    const struct {
        const char *end;
        double *value;
    } known[] = {{"loop_limit_minutes", &out->loop_minutes},
                 {"time_loop_maximum", &out->loop_minutes},
                 {"capacity", &out->capacity},
                 {"refill_amount", &out->amount},
                 {"interval_minutes", &out->interval_minutes}};
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, config)
    {
        bool found = cJSON_IsObject(item) && strcmp(item->string, "bucket") == 0;
        for (size_t i = 0; i < sizeof known / sizeof known[0] && cJSON_IsNumber(item); i++) {
            if (!found && ends_with(item->string, known[i].end)) {
                *known[i].value = item->valuedouble;
                found = true;
            }
        }
        if (!found)
            vec_fail(scene->file, "config '%s' is not known", item->string);
    }
}

/* Nobody sleeps here: the limit is asked about a clock that shows the end of the sleep. */
static void compare_sleep(const scenario *scene)
{
    struct limits limits = {10, -1, 0, 1440};
    peri_bucket bucket;
    peri_time_limit limit;
    peri_error err;
    const cJSON *config = vec_member(scene->vector, "config");
    read_limits(scene, config, &limits);
    read_limits(scene, vec_member(config, "bucket"), &limits);
    int64_t interval =
        vec_ns(scene->file, "interval_minutes", limits.interval_minutes, (double)PERI_MINUTE);
    int64_t loop =
        vec_ns(scene->file, "loop_limit_minutes", limits.loop_minutes, (double)PERI_MINUTE);
    int64_t end = vec_ns(scene->file, "sleep", scene->sleep_minutes, (double)PERI_MINUTE);
    if (limits.capacity >= 0 &&
        peri_bucket_init(&bucket, vec_ns(scene->file, "capacity", limits.capacity, 1),
                         vec_ns(scene->file, "refill_amount", limits.amount, 1), interval, 0,
                         &err) != PERI_OK)
        vec_fail(scene->file, "%s", err.text);
    if (scene->file->failed || !vec_known(scene->file, scene->expect, "expect", "status"))
        return;
    peri_time_limit_init(&limit, loop, limits.capacity >= 0 ? &bucket : NULL);
    peri_time_limit_begin_step(&limit, 0);
    peri_time_limit_begin_training(&limit, 0);
    bool within = peri_time_limit_check(&limit, end, NULL) == PERI_LIMIT_WITHIN;
    vec_lua lua = {.rc = within ? PERI_OK : PERI_ESCRIPT};
    snprintf(lua.err.text, sizeof lua.err.text, "(the training took too long)");
    compare_status(scene->file, vec_need(scene->file, scene->expect, "status"), &lua);
}

/* --- playing --- */

static const cJSON *expectations(vec_file *file, const cJSON *vector)
{
    const cJSON *expect = vec_need(file, vector, "expect");
    const char *same = vec_text(file, expect, "same_as", NULL);
    if (!same)
        return expect;
    if (strcmp(same, "the previous scenario") != 0 || !file->previous)
        vec_fail(file, "same_as '%s' is not known", same);
    vec_known(file, expect, "expect", "same_as");
    return vec_need(file, file->previous, "expect");
}

static void run(scenario *scene)
{
    vec_lua lua;
    if (scene->sleep_minutes > 0) {
        compare_sleep(scene);
        return;
    }
    if (vec_member(scene->vector, "config")) {
        vec_fail(scene->file, "'config' is for a training that sleeps only");
        return;
    }
    if (vec_lua_run(scene->file, peri_buf_str(&scene->lua), scene->data_dir, &lua)) {
        compare_all(scene, &lua);
        vec_lua_free(&lua);
    }
}

void vec_play_scenario(vec_file *file, const cJSON *vector)
{
    scenario scene = {
        .file = file, .vector = vector, .sleep_minutes = -1, .data_dir = file->data_dir};
    if (!vec_known(file, vector, "vector",
                   "kind start end timezone data setup config now_utc exchange expect"))
        return;
    scene.expect = expectations(file, vector);
    peri_buf_init(&scene.lua);
    if (!file->failed && scenario_write(&scene))
        run(&scene);
    peri_buf_deinit(&scene.lua);
}
