/* test_leaky_bucket.c - LEAN's vectors, a walk of the clock as model, and the ends of 64 bits. */
#include "check.h"
#include "shared_json.h"

#include "time/civil.h"
#include "train/leaky_bucket.h"

#include <stdio.h>
#include <string.h>

#define MS (PERI_SECOND / 1000)
#define CENTURY_AND_A_HALF (INT64_C(150) * 365 * PERI_DAY)

static int64_t number_of(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    CHECK(key, cJSON_IsNumber(item));
    return item ? (int64_t)item->valuedouble : 0;
}

/* A vector under way: its bucket, its clock, and the consumer that still waits (n 0: none). */
struct replay {
    peri_bucket bucket;
    int64_t now;
    peri_bucket_wait wait;
};

static void replay_advance(struct replay *replay, const cJSON *step, const char *id)
{
    replay->now += number_of(step, "ms") * MS;
    if (replay->wait.n == 0)
        return;
    peri_bucket_state want = PERI_BUCKET_BLOCKED;
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(step, "blocked_consume_completes")))
        want = PERI_BUCKET_DONE;
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(step, "blocked_consume_times_out")))
        want = PERI_BUCKET_TIMED_OUT;
    peri_bucket_state got = peri_bucket_wait_poll(&replay->bucket, &replay->wait, replay->now);
    CHECK_INT(id, got, want);
    if (got != PERI_BUCKET_BLOCKED)
        replay->wait.n = 0;
}

static void replay_try(struct replay *replay, const cJSON *step, const char *id)
{
    bool taken = false;
    int rc =
        peri_bucket_try_consume(&replay->bucket, number_of(step, "n"), replay->now, &taken, NULL);
    CHECK_INT(id, rc, PERI_OK);
    CHECK_INT(id, taken, cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(step, "expect")));
}

static void replay_consume(struct replay *replay, const cJSON *step, const char *id)
{
    int rc =
        peri_bucket_wait_begin(&replay->bucket, number_of(step, "n"), number_of(step, "timeout_ms"),
                               replay->now, &replay->wait, NULL);
    bool is_error = cJSON_GetObjectItemCaseSensitive(step, "expect_error") != NULL;
    CHECK_INT(id, rc, is_error ? PERI_EINVAL : PERI_OK);
    if (rc != PERI_OK)
        return;
    bool done =
        peri_bucket_wait_poll(&replay->bucket, &replay->wait, replay->now) == PERI_BUCKET_DONE;
    CHECK_STR(id, done ? "done" : "blocks", shared_text(step, "expect", "neither"));
    if (done)
        replay->wait.n = 0;
}

static void replay_step(struct replay *replay, const cJSON *step, const char *id)
{
    const char *op = shared_text(step, "op", "");
    if (strcmp(op, "advance") == 0)
        replay_advance(replay, step, id);
    else if (strcmp(op, "try_consume") == 0)
        replay_try(replay, step, id);
    else if (strcmp(op, "consume") == 0)
        replay_consume(replay, step, id);
    else if (strcmp(op, "available") == 0)
        CHECK_INT(id, replay->bucket.available, number_of(step, "expect"));
    else
        CHECK_STR(id, op, "a known operation");
    if (cJSON_HasObjectItem(step, "expect_available"))
        CHECK_INT(id, replay->bucket.available, number_of(step, "expect_available"));
}

SUITE(leaky_bucket_vectors)
{
    cJSON *json = shared_json("vectors/leakybucket.json");
    for (const cJSON *vector = shared_first(json, "vectors"); vector; vector = vector->next) {
        struct replay replay = {.now = 0};
        int rc = peri_bucket_init(&replay.bucket, number_of(vector, "capacity"),
                                  number_of(vector, "refill_amount"),
                                  number_of(vector, "refill_interval_ms") * MS, 0, NULL);
        CHECK_INT(shared_text(vector, "id", "id"), rc, PERI_OK);
        for (const cJSON *step = shared_first(vector, "steps"); step; step = step->next)
            replay_step(&replay, step, shared_text(vector, "id", "id"));
    }
    cJSON_Delete(json);
}

/* The same allowance without arithmetic: every ns is walked through once and looked at. */
struct model {
    int64_t capacity, amount, interval, born, available, seen;
};

static void model_walk(struct model *model, int64_t now)
{
    while (model->seen < now) {
        model->seen++;
        if ((model->seen - model->born) % model->interval != 0)
            continue;
        for (int64_t i = 0; i < model->amount && model->available < model->capacity; i++)
            model->available++;
    }
}

/* 1: taken, 0: not, -1: refused as an argument. */
static int model_take(struct model *model, int64_t n, int64_t now)
{
    if (n < 1 || n > model->capacity)
        return -1;
    model_walk(model, now);
    if (n > model->available)
        return 0;
    model->available -= n;
    return 1;
}

static bool same_as_model(const peri_bucket *bucket, const struct model *model)
{
    int64_t next = model->seen + 1;
    while ((next - model->born) % model->interval != 0)
        next++;
    return CHECK_INT("available", bucket->available, model->available) &&
           CHECK_INT("next refill", bucket->next_refill, next);
}

static bool walk_together(check_rng *rng)
{
    struct model model = {
        .capacity = check_random_in(rng, 0, 12),
        .amount = check_random_in(rng, 0, 15),
        .interval = check_random_in(rng, 1, 40),
        .born = check_random_in(rng, -500, 500),
    };
    model.available = model.capacity;
    model.seen = model.born;
    int64_t now = model.born;
    peri_bucket bucket;
    if (!CHECK_INT(
            "made",
            peri_bucket_init(&bucket, model.capacity, model.amount, model.interval, now, NULL),
            PERI_OK))
        return false;
    for (int i = 0; i < 60; i++) {
        now += check_random_in(rng, 0, 9) == 0 ? check_random_in(rng, -200, 300)
                                               : check_random_in(rng, 0, 50);
        int64_t n = check_random_in(rng, -1, model.capacity + 2);
        bool taken = false;
        int rc = peri_bucket_try_consume(&bucket, n, now, &taken, NULL);
        int got = rc == PERI_OK ? taken : -1;
        if (!CHECK_INT("taken", got, model_take(&model, n, now)) || !same_as_model(&bucket, &model))
            return false;
    }
    return true;
}

SUITE(leaky_bucket_equals_a_walk_of_the_clock)
{
    for (uint64_t seed = 1; seed <= 400; seed++) {
        check_rng rng = {seed};
        if (!CHECK("as the walk", walk_together(&rng))) {
            printf("     seed %llu\n", (unsigned long long)seed);
            return;
        }
    }
}

/* A clock that moves ahead only, in steps of less than a refill and of many, gives the same as one
   that is looked at at the end. */
SUITE(leaky_bucket_asked_often_or_once)
{
    for (uint64_t seed = 1; seed <= 200; seed++) {
        check_rng rng = {seed};
        int64_t capacity = check_random_in(&rng, 2, INT64_C(1) << 40);
        peri_bucket often, once;
        peri_bucket_init(&often, capacity, check_random_in(&rng, 0, capacity),
                         check_random_in(&rng, 1, PERI_DAY), 0, NULL);
        bool taken = false;
        peri_bucket_try_consume(&often, capacity - 1, 0, &taken, NULL);
        CHECK("taken", taken);
        once = often;
        int64_t now = 0;
        for (int i = 0; i < 30; i++) {
            now += check_random_in(&rng, 0, 2 * often.interval);
            peri_bucket copy = often;
            peri_bucket_try_consume(&copy, capacity, now, &taken, NULL);
            copy.available += taken ? capacity : 0; /* only its refill is wanted */
            often = copy;
        }
        peri_bucket_try_consume(&once, capacity, now, &taken, NULL);
        once.available += taken ? capacity : 0;
        if (!CHECK_INT("available", often.available, once.available) ||
            !CHECK_INT("next refill", often.next_refill, once.next_refill)) {
            printf("     seed %llu\n", (unsigned long long)seed);
            return;
        }
    }
}

/* An emptied bucket is asked for one token at `now`. */
static const struct extreme {
    const char *what;
    int64_t capacity, amount, interval, born, now;
    int64_t available, next_refill; /* afterwards, had the token not been taken */
} extremes[] = {
    {"the whole clock in refills of 1 ns", 7, 1, 1, INT64_MIN, INT64_MAX, 7, INT64_MAX},
    {"a large refill often", INT64_MAX, INT64_MAX - 1, 1, 0, 5, INT64_MAX, 6},
    {"refills that just do not fill", INT64_MAX, INT64_MAX / 3, 10, 0, 29, INT64_MAX / 3 * 2, 30},
    {"refills that just fill", INT64_MAX, INT64_MAX / 2 + 1, 10, 0, 29, INT64_MAX, 30},
    {"one refill of all there is", INT64_MAX, INT64_MAX, 10, 0, 10, INT64_MAX, 20},
    {"300 years without a question", 90, 15, PERI_DAY, -CENTURY_AND_A_HALF, CENTURY_AND_A_HALF + 1,
     90, CENTURY_AND_A_HALF + PERI_DAY},
    {"300 years, refilled too little", 1000000, 9, PERI_DAY, -CENTURY_AND_A_HALF,
     CENTURY_AND_A_HALF + 1, INT64_C(9) * 300 * 365, CENTURY_AND_A_HALF + PERI_DAY},
    {"a grid beyond the clock", 5, 1, INT64_MAX, 1, INT64_MAX, 0, INT64_MAX},
    {"a grid from the clock's begin", 5, 1, INT64_MAX, INT64_MIN, INT64_MAX - 1, 2, INT64_MAX},
    {"the last refill", 5, 1, 100, INT64_MAX - 150, INT64_MAX - 40, 1, INT64_MAX},
    {"no refill", 5, 0, 1, INT64_MIN, INT64_MAX, 0, INT64_MAX},
};

SUITE(leaky_bucket_ends_of_the_numbers)
{
    for (size_t i = 0; i < sizeof extremes / sizeof extremes[0]; i++) {
        const struct extreme *x = &extremes[i];
        peri_bucket bucket;
        bool taken = false;
        CHECK_INT(x->what,
                  peri_bucket_init(&bucket, x->capacity, x->amount, x->interval, x->born, NULL),
                  PERI_OK);
        peri_bucket_try_consume(&bucket, x->capacity, x->born, &taken, NULL);
        CHECK(x->what, taken && bucket.available == 0);
        CHECK_INT(x->what, peri_bucket_try_consume(&bucket, 1, x->now, &taken, NULL), PERI_OK);
        CHECK_INT(x->what, taken, x->available > 0);
        CHECK_INT(x->what, bucket.available, x->available - taken);
        CHECK_INT(x->what, bucket.next_refill, x->next_refill);
        int64_t left = bucket.available;
        peri_bucket_try_consume(&bucket, 1, x->now, &taken, NULL);
        CHECK_INT("the same instant refills once", bucket.available, left - taken);
    }
}

SUITE(leaky_bucket_clock_that_goes_back)
{
    peri_bucket bucket;
    bool taken = true;
    peri_bucket_init(&bucket, 10, 1, 100, 1000, NULL);
    peri_bucket_try_consume(&bucket, 10, 1000, &taken, NULL);
    peri_bucket_try_consume(&bucket, 5, 1250, &taken, NULL);
    CHECK("not taken", !taken);
    CHECK_INT("two refills", bucket.available, 2);
    const peri_bucket before = bucket;
    CHECK_INT("back", peri_bucket_try_consume(&bucket, 5, 500, &taken, NULL), PERI_OK);
    CHECK("not taken", !taken);
    CHECK_INT("nothing is given", bucket.available, before.available);
    CHECK_INT("the grid stays", bucket.next_refill, before.next_refill);
    peri_bucket_try_consume(&bucket, 5, 1299, &taken, NULL);
    CHECK_INT("nothing is given twice", bucket.available, 2);
    peri_bucket_try_consume(&bucket, 3, 1300, &taken, NULL);
    CHECK("taken at the next point of the grid", taken && bucket.available == 0);
}

SUITE(leaky_bucket_refuses)
{
    peri_error err = {0, ""};
    peri_bucket bucket = {.capacity = 77};
    CHECK_INT("capacity", peri_bucket_init(&bucket, -1, 0, 1, 0, &err), PERI_EINVAL);
    CHECK_STR("capacity", err.text, "bucket: the capacity was -1, expected 0 or more");
    CHECK_INT("amount", peri_bucket_init(&bucket, 0, -2, 1, 0, &err), PERI_EINVAL);
    CHECK_STR("amount", err.text, "bucket: the refill amount was -2, expected 0 or more");
    CHECK_INT("interval", peri_bucket_init(&bucket, 0, 0, 0, 0, &err), PERI_EINVAL);
    CHECK_STR("interval", err.text, "bucket: the refill interval in ns was 0, expected 1 or more");
    CHECK_INT("untouched", bucket.capacity, 77);

    bool taken = true;
    peri_bucket_init(&bucket, 5, 1, 10, 0, NULL);
    peri_bucket_try_consume(&bucket, 5, 0, &taken, NULL);
    CHECK_INT("none", peri_bucket_try_consume(&bucket, 0, 20, &taken, &err), PERI_EINVAL);
    CHECK_STR("none", err.text, "bucket: 0 tokens were asked for, expected 1 to 5");
    CHECK_INT("too many", peri_bucket_try_consume(&bucket, 6, 20, &taken, &err), PERI_EINVAL);
    CHECK_STR("too many", err.text, "bucket: 6 tokens were asked for, expected 1 to 5");
    CHECK("untouched", taken);
    CHECK_INT("no refill", bucket.available, 0);
    CHECK_INT("no refill", bucket.next_refill, 10);

    peri_bucket_wait wait = {.n = 77};
    CHECK_INT("timeout", peri_bucket_wait_begin(&bucket, 1, -2, 0, &wait, &err), PERI_EINVAL);
    CHECK_STR("timeout", err.text, "bucket: the timeout was -2 ms, expected -1 (for ever) or more");
    CHECK_INT("wait", peri_bucket_wait_begin(&bucket, 6, -1, 0, &wait, &err), PERI_EINVAL);
    CHECK_STR("wait", err.text, "bucket: 6 tokens were asked for, expected 1 to 5");
    CHECK_INT("untouched", wait.n, 77);

    peri_bucket_init(&bucket, 0, 1, 10, 0, NULL);
    CHECK_INT("empty", peri_bucket_try_consume(&bucket, 1, 20, &taken, &err), PERI_EINVAL);
    CHECK_STR("empty", err.text, "bucket: 1 tokens were asked for, but it holds none");
}

SUITE(leaky_bucket_unlimited)
{
    static const int64_t amounts[] = {1, 0, -5, INT64_MAX};
    peri_bucket bucket;
    peri_bucket_wait wait;
    peri_bucket_init_unlimited(&bucket);
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        bool taken = false;
        CHECK_INT("asked", peri_bucket_try_consume(&bucket, amounts[i], INT64_MAX, &taken, NULL),
                  PERI_OK);
        CHECK("taken", taken);
        CHECK_INT("wait", peri_bucket_wait_begin(&bucket, amounts[i], 0, 0, &wait, NULL), PERI_OK);
        CHECK_INT("wait", peri_bucket_wait_poll(&bucket, &wait, 0), PERI_BUCKET_DONE);
        CHECK_INT("nothing is counted", bucket.available, INT64_MAX);
        CHECK_INT("capacity", bucket.capacity, INT64_MAX);
    }
}

/* Waits for 1 token of an empty bucket that gets its next one after a second. */
static const struct wait_case {
    const char *what;
    int64_t timeout_ms, began, now;
    peri_bucket_state want;
} waits[] = {
    {"within", 5, 0, 5 * MS, PERI_BUCKET_BLOCKED},
    {"1 ns over", 5, 0, 5 * MS + 1, PERI_BUCKET_TIMED_OUT},
    {"from its own begin", 5, 7, 5 * MS + 7, PERI_BUCKET_BLOCKED},
    {"for ever", -1, 0, PERI_SECOND - 1, PERI_BUCKET_BLOCKED},
    {"0: a clock that stands", 0, 9, 9, PERI_BUCKET_BLOCKED},
    {"0: a clock that moved", 0, 9, 10, PERI_BUCKET_TIMED_OUT},
    {"0: a clock that went back", 0, 9, 8, PERI_BUCKET_BLOCKED},
    {"a clock that went far back", 0, INT64_MAX, INT64_MIN, PERI_BUCKET_BLOCKED},
    {"longest timeout", INT64_MAX, INT64_MIN, PERI_SECOND - 1, PERI_BUCKET_BLOCKED},
    {"half of the clock", 5, INT64_MIN, PERI_SECOND - 1, PERI_BUCKET_TIMED_OUT},
    {"the refill comes with the deadline", 1000, 0, PERI_SECOND, PERI_BUCKET_DONE},
    {"the refill comes long after", 5, 0, PERI_DAY, PERI_BUCKET_DONE},
};

SUITE(leaky_bucket_waits)
{
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        peri_bucket bucket;
        peri_bucket_wait wait;
        bool taken = false;
        peri_bucket_init(&bucket, 1, 1, PERI_SECOND, 0, NULL);
        peri_bucket_try_consume(&bucket, 1, 0, &taken, NULL);
        CHECK_INT(
            waits[i].what,
            peri_bucket_wait_begin(&bucket, 1, waits[i].timeout_ms, waits[i].began, &wait, NULL),
            PERI_OK);
        CHECK_INT(waits[i].what, peri_bucket_wait_poll(&bucket, &wait, waits[i].now),
                  waits[i].want);
        CHECK_INT("what is left", bucket.available, 0);
    }
}
