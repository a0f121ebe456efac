/* play_leaky_bucket.c - vectors of kind leakybucket: what an allowance gives over time. */
#include "vec_kit.h"

#include <stdio.h>
#include <string.h>

#include "train/leaky_bucket.h"

#define MILLISECOND 1e6 /* ns */

/* One vector being played. */
struct play {
    vec_file *file;
    peri_bucket bucket;
    int64_t now; /* ns */
    bool waits;  /* a consume that blocked */
    peri_bucket_wait wait;
    char place[64]; /* "steps[3] consume" */
};

static void compare_available(struct play *play, const cJSON *step, const char *key)
{
    char what[96];
    const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, key);
    snprintf(what, sizeof what, "%s: available", play->place);
    if (expect)
        vec_compare_int(play->file, what, expect,
                        play->bucket.unlimited ? INT64_MAX : play->bucket.available);
}

static void step_try(struct play *play, const cJSON *step)
{
    bool taken = false;
    peri_error err;
    const char *error = vec_text(play->file, step, "expect_error", NULL);
    int rc = peri_bucket_try_consume(&play->bucket, vec_need_int(play->file, step, "n"), play->now,
                                     &taken, &err);
    if (vec_compare_error(play->file, play->place, error, rc, &err)) {
        cJSON *got = cJSON_CreateBool(taken);
        vec_need_memory(got != NULL);
        vec_compare_json(play->file, play->place, vec_need(play->file, step, "expect"), got);
        cJSON_Delete(got);
    }
    compare_available(play, step, "expect_available");
}

static void step_consume(struct play *play, const cJSON *step)
{
    peri_error err;
    peri_bucket_wait wait;
    const char *error = vec_text(play->file, step, "expect_error", NULL);
    int64_t timeout = vec_int(play->file, step, "timeout_ms", -1);
    if (play->waits) {
        vec_fail(play->file, "%s: another consume waits already", play->place);
        return;
    }
    int rc = peri_bucket_wait_begin(&play->bucket, vec_need_int(play->file, step, "n"), timeout,
                                    play->now, &wait, &err);
    if (vec_compare_error(play->file, play->place, error, rc, &err)) {
        static const char *const words[] = {"done", "blocks", "times_out"};
        peri_bucket_state state = peri_bucket_wait_poll(&play->bucket, &wait, play->now);
        const char *expect = vec_need_text(play->file, step, "expect");
        if (expect && strcmp(expect, words[state]) != 0)
            vec_fail(play->file, "%s: expected %s, got %s", play->place, expect, words[state]);
        play->waits = state == PERI_BUCKET_BLOCKED;
        play->wait = wait;
    }
    compare_available(play, step, "expect_available");
}

/* Expectations about the waiting consume; the one that is not written is false. */
static void compare_waiting(struct play *play, const cJSON *step, peri_bucket_state state)
{
    bool completes = vec_flag(play->file, step, "blocked_consume_completes", false);
    bool times_out = vec_flag(play->file, step, "blocked_consume_times_out", false);
    if (completes != (state == PERI_BUCKET_DONE))
        vec_fail(play->file, "%s: blocked_consume_completes: expected %s, got the contrary",
                 play->place, completes ? "true" : "false");
    if (times_out != (state == PERI_BUCKET_TIMED_OUT))
        vec_fail(play->file, "%s: blocked_consume_times_out: expected %s, got the contrary",
                 play->place, times_out ? "true" : "false");
}

static void step_advance(struct play *play, const cJSON *step)
{
    bool said = vec_member(step, "blocked_consume_completes") ||
                vec_member(step, "blocked_consume_times_out");
    int64_t span = vec_ns(play->file, "ms", vec_need_number(play->file, step, "ms"), MILLISECOND);
    if (__builtin_add_overflow(play->now, span, &play->now)) {
        vec_fail(play->file, "%s: the time lies beyond 292 years", play->place);
        play->now = INT64_MAX;
    }
    if (!play->waits) {
        if (said)
            vec_fail(play->file, "%s: no consume waits", play->place);
        return;
    }
    peri_bucket_state state = peri_bucket_wait_poll(&play->bucket, &play->wait, play->now);
    play->waits = state == PERI_BUCKET_BLOCKED;
    compare_waiting(play, step, state);
}

static void step_available(struct play *play, const cJSON *step)
{
    if (vec_need(play->file, step, "expect"))
        compare_available(play, step, "expect");
}

/* What a step of an op may say, and what plays it. */
static const struct op {
    const char *name, *members;
    void (*play)(struct play *play, const cJSON *step);
} ops[] = {
    {"advance", "op ms blocked_consume_completes blocked_consume_times_out", step_advance},
    {"try_consume", "op n expect expect_error expect_available", step_try},
    {"consume", "op n timeout_ms expect expect_error expect_available", step_consume},
    {"available", "op expect", step_available},
};

static void play_step(struct play *play, const cJSON *step)
{
    const char *name = vec_need_text(play->file, step, "op");
    const struct op *op = NULL;
    for (size_t i = 0; name && i < sizeof ops / sizeof *ops; i++)
        if (strcmp(ops[i].name, name) == 0)
            op = &ops[i];
    if (!op) {
        vec_fail(play->file, "op '%s' is not known", name ? name : "");
        return;
    }
    if (!vec_known(play->file, step, play->place, op->members) ||
        !vec_no_nulls(play->file, step, play->place))
        return;
    if (vec_member(step, "expect") && vec_member(step, "expect_error"))
        vec_fail(play->file, "%s: has both expect and expect_error", play->place);
    op->play(play, step);
}

static bool open_bucket(struct play *play, const cJSON *vector)
{
    peri_error err;
    if (cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(vector, "capacity"))) {
        peri_bucket_init_unlimited(&play->bucket);
        return true;
    }
    int64_t interval =
        vec_ns(play->file, "refill_interval_ms",
               vec_need_number(play->file, vector, "refill_interval_ms"), MILLISECOND);
    int rc = peri_bucket_init(&play->bucket, vec_need_int(play->file, vector, "capacity"),
                              vec_need_int(play->file, vector, "refill_amount"), interval,
                              play->now, &err);
    if (rc != PERI_OK)
        vec_fail(play->file, "%s", err.text);
    return !play->file->failed;
}

void vec_play_bucket(vec_file *file, const cJSON *vector)
{
    struct play play = {.file = file};
    const cJSON *step = NULL, *steps = vec_need_items(file, vector, "steps");
    int index = 0;
    if (!vec_known(file, vector, "vector", "capacity refill_amount refill_interval_ms steps") ||
        !open_bucket(&play, vector))
        return;
    cJSON_ArrayForEach(step, steps)
    {
        const char *op = cJSON_GetStringValue(vec_member(step, "op"));
        snprintf(play.place, sizeof play.place, "steps[%d] %.40s", index++, op ? op : "?");
        play_step(&play, step);
    }
}
