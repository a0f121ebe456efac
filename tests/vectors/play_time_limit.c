/* play_time_limit.c - vectors of kind timelimit: how long trainings may take. */
#include "vec_kit.h"

#include <stdio.h>
#include <string.h>

#include "train/time_limit.h"

#define MILLISECOND 1000000 /* ns */

/* No run is longer, and none begins later. */
#define LONGEST_MS 3.2e11 /* some ten years */

/* When the limit is asked: the answers must be the same. */
enum watch {
    WATCH_AT_THE_END,
    WATCH_WHAT_COMES_NEXT,
    WATCH_EVERY_100_MS,
    WATCH_ALL
};
static const char *const watch_names[] = {"asked at the end", "asked when something may change",
                                          "asked every 100 ms"};

/* One vector being played. */
struct play {
    vec_file *file;
    peri_bucket bucket;
    peri_time_limit limit;
    enum watch watch;
    char place[64]; /* "runs[3], asked at the end" */
};

static peri_limit_state watch_run(struct play *play, int64_t from, int64_t until,
                                  int64_t *stopped_at)
{
    peri_limit_state state = PERI_LIMIT_WITHIN;
    int64_t at = from;
    while (state == PERI_LIMIT_WITHIN && at < until) {
        int64_t next = until;
        if (play->watch == WATCH_WHAT_COMES_NEXT)
            next = peri_time_limit_next(&play->limit);
        else if (play->watch == WATCH_EVERY_100_MS)
            next = at +
                   (until - from > PERI_DAY ? (until - from) / 100000 : 100 * (int64_t)MILLISECOND);
        /* A limit is passed, not reached: just behind the moment it is seen. */
        at = next <= at ? at + 1 : next;
        at = at > until ? until : at;
        state = peri_time_limit_check(&play->limit, at, stopped_at);
    }
    return state;
}

static void compare_end(struct play *play, const cJSON *run, peri_limit_state state,
                        int64_t stopped_ns)
{
    static const char *const causes[] = {"", "loop", "bucket"};
    const char *outcome = vec_need_text(play->file, run, "outcome");
    const char *because = vec_text(play->file, run, "because", NULL);
    const char *got = state == PERI_LIMIT_WITHIN ? "completes" : "algorithm_stopped";
    const cJSON *stopped_at = vec_member(run, "stopped_at_ms");
    char what[96];
    if (outcome && strcmp(outcome, got) != 0) {
        vec_fail(play->file, "%s: expected %s, got %s", play->place, outcome, got);
        return;
    }
    if (because && strcmp(because, causes[state]) != 0)
        vec_fail(play->file, "%s: because: expected %s, got %s", play->place, because,
                 causes[state]);
    snprintf(what, sizeof what, "%s: stopped_at_ms", play->place);
    if (stopped_at && state == PERI_LIMIT_WITHIN)
        vec_fail(play->file, "%s: expected none for a run that completes", what);
    else if (stopped_at && stopped_ns % MILLISECOND != 0)
        vec_fail(play->file, "%s: got %lld ns, not whole", what, (long long)stopped_ns);
    else if (stopped_at)
        vec_compare_int(play->file, what, stopped_at, stopped_ns / MILLISECOND);
}

static void play_run(struct play *play, const cJSON *run)
{
    char what[96];
    int64_t stopped_at = 0;
    if (!vec_known(play->file, run, play->place,
                   "start_ms duration_ms minutes_granted outcome stopped_at_ms because "
                   "available_after"))
        return;
    double start_ms = vec_need_number(play->file, run, "start_ms");
    double duration_ms = vec_need_number(play->file, run, "duration_ms");
    if (!(start_ms >= 0 && start_ms <= LONGEST_MS && duration_ms >= 0 &&
          duration_ms <= LONGEST_MS)) {
        vec_fail(play->file, "%s: start_ms and duration_ms: expected 0 to ten years", play->place);
        return;
    }
    int64_t start = vec_ns(play->file, "start_ms", start_ms, MILLISECOND);
    int64_t length = vec_ns(play->file, "duration_ms", duration_ms, MILLISECOND);
    peri_time_limit_begin_step(&play->limit, start);
    peri_time_limit_begin_training(&play->limit, start);
    peri_limit_state state = watch_run(play, start, start + length, &stopped_at);
    peri_time_limit_end_training(&play->limit);
    compare_end(play, run, state, stopped_at - start);
    snprintf(what, sizeof what, "%s: minutes_granted", play->place);
    vec_compare_int(play->file, what, vec_need(play->file, run, "minutes_granted"),
                    play->limit.granted);
    const cJSON *after = vec_member(run, "available_after");
    snprintf(what, sizeof what, "%s: available_after", play->place);
    if (after && !play->limit.bucket)
        vec_fail(play->file, "%s: there is no bucket", what);
    else if (after)
        vec_compare_int(play->file, what, after, play->bucket.available);
}

static bool open_bucket(struct play *play, const cJSON *json)
{
    peri_error err;
    if (!vec_known(play->file, json, "bucket", "capacity refill_amount interval_minutes"))
        return false;
    int64_t interval =
        vec_ns(play->file, "interval_minutes",
               vec_need_number(play->file, json, "interval_minutes"), (double)PERI_MINUTE);
    int rc = peri_bucket_init(&play->bucket, vec_need_int(play->file, json, "capacity"),
                              vec_need_int(play->file, json, "refill_amount"), interval, 0, &err);
    if (rc != PERI_OK)
        vec_fail(play->file, "%s", err.text);
    return !play->file->failed;
}

static void play_watched(struct play *play, const cJSON *vector)
{
    int index = 0;
    const cJSON *run = NULL, *bucket = vec_member(vector, "bucket");
    const cJSON *loop = vec_member(vector, "loop_limit_minutes");
    int64_t step_limit = PERI_NEVER;
    if (loop)
        step_limit =
            vec_ns(play->file, "loop_limit_minutes",
                   vec_number(play->file, vector, "loop_limit_minutes", 0), (double)PERI_MINUTE);
    if (bucket && !open_bucket(play, bucket))
        return;
    peri_time_limit_init(&play->limit, step_limit, bucket ? &play->bucket : NULL);
    cJSON_ArrayForEach(run, vec_need_items(play->file, vector, "runs"))
    {
        snprintf(play->place, sizeof play->place, "runs[%d], %s", index++,
                 watch_names[play->watch]);
        play_run(play, run);
    }
}

void vec_play_time_limit(vec_file *file, const cJSON *vector)
{
    if (!vec_known(file, vector, "vector", "loop_limit_minutes bucket runs"))
        return;
    for (int watch = WATCH_AT_THE_END; watch < WATCH_ALL && !file->failed; watch++) {
        struct play play = {.file = file, .watch = (enum watch)watch};
        play_watched(&play, vector);
    }
}
