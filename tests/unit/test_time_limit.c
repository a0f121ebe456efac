/* test_time_limit.c - LEAN's vectors, and that asking rarely gives what watching all along does. */
#include "check.h"
#include "shared_json.h"

#include "time/civil.h"
#include "train/time_limit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MS (PERI_SECOND / 1000)

/* ---- vectors ---- */

static double number_of(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    CHECK(key, cJSON_IsNumber(item));
    return item ? item->valuedouble : 0.0;
}

static const char *name_of(peri_limit_state state)
{
    static const char *const names[] = {"completes", "loop", "bucket"};
    return names[state];
}

/* One training in a step of its own, asked every `every` ns and at its end. */
static void run_vector(peri_time_limit *limit, const cJSON *run, int64_t every, const char *id)
{
    int64_t start = (int64_t)number_of(run, "start_ms") * MS, stopped_at = -1;
    int64_t end = start + (int64_t)number_of(run, "duration_ms") * MS;
    peri_time_limit_begin_step(limit, start);
    peri_time_limit_begin_training(limit, start);
    peri_limit_state state = PERI_LIMIT_WITHIN;
    for (int64_t now = start; now < end && state == PERI_LIMIT_WITHIN; now += every)
        state = peri_time_limit_check(limit, now, &stopped_at);
    if (state == PERI_LIMIT_WITHIN)
        state = peri_time_limit_check(limit, end, &stopped_at);
    CHECK_STR(id, name_of(state), shared_text(run, "because", "completes"));
    CHECK_INT(id, limit->granted, number_of(run, "minutes_granted"));
    CHECK_INT(id, limit->bucket->available, number_of(run, "available_after"));
    if (state != PERI_LIMIT_WITHIN)
        CHECK_INT(id, stopped_at - start, (int64_t)number_of(run, "stopped_at_ms") * MS);
    peri_time_limit_end_training(limit);
}

static void replay(const cJSON *vector, int64_t every)
{
    const char *id = shared_text(vector, "id", "no id");
    const cJSON *settings = cJSON_GetObjectItemCaseSensitive(vector, "bucket");
    peri_bucket bucket;
    CHECK_INT(id,
              peri_bucket_init(&bucket, (int64_t)number_of(settings, "capacity"),
                               (int64_t)number_of(settings, "refill_amount"),
                               (int64_t)number_of(settings, "interval_minutes") * PERI_MINUTE, 0,
                               NULL),
              PERI_OK);
    peri_time_limit limit;
    double minutes = number_of(vector, "loop_limit_minutes");
    peri_time_limit_init(&limit, llround(minutes * (double)PERI_MINUTE), &bucket);
    for (const cJSON *run = shared_first(vector, "runs"); run; run = run->next)
        run_vector(&limit, run, every, id);
}

SUITE(time_limit_vectors)
{
    cJSON *json = shared_json("vectors/timelimit.json");
    for (const cJSON *vector = shared_first(json, "vectors"); vector; vector = vector->next) {
        replay(vector, 100 * MS);
        replay(vector, 7 * PERI_MINUTE + 1);
        replay(vector, PERI_DAY);
    }
    cJSON_Delete(json);
}

/* ---- the model: a clock of 100 ms, at each tick of which everything is looked at ---- */

enum {
    TICK_MS = 100,
    MINUTE_TICKS = 600,
    NO_LIMIT = -1, /* of the step */
    TICKS = 60 * MINUTE_TICKS,
    ACT_TICKS = 4 * MINUTE_TICKS /* something begins or ends that often at least */
};

enum allowance {
    BUCKET,
    UNLIMITED,
    NO_BUCKET
};

struct model {
    enum allowance allowance;
    int64_t step_limit;                          /* ticks or NO_LIMIT */
    int64_t capacity, amount, interval;          /* interval in ticks */
    int64_t tokens, shown;                       /* now, and when they were last looked at */
    int64_t step_began, training_began, granted; /* ticks, -1: none */
    peri_limit_state state;
    int64_t stopped_at;
};

/* The last tick within the step's limit. */
static int64_t model_end(const struct model *model)
{
    if (model->step_limit == NO_LIMIT || model->step_began < 0)
        return INT64_MAX;
    return model->step_began + model->step_limit + model->granted * MINUTE_TICKS;
}

static void model_request(struct model *model, int64_t now)
{
    if (model->allowance == BUCKET && model->capacity == 0)
        return;
    if (model->allowance == BUCKET && model->tokens == 0) {
        model->state = PERI_LIMIT_BUCKET;
        model->stopped_at = now;
    } else {
        model->granted++;
        model->tokens -= model->allowance == BUCKET ? 1 : 0;
    }
    model->shown = model->tokens;
}

static void model_judge(struct model *model, int64_t now)
{
    if (model->state != PERI_LIMIT_WITHIN || now <= model_end(model))
        return;
    model->state = PERI_LIMIT_STEP;
    model->stopped_at = model_end(model);
}

static void model_tick(struct model *model, int64_t now)
{
    if (now > 0 && now % model->interval == 0)
        model->tokens = model->tokens + model->amount < model->capacity
                            ? model->tokens + model->amount
                            : model->capacity;
    int64_t trained = model->training_began < 0 ? 0 : now - model->training_began;
    if (trained > 0 && trained % MINUTE_TICKS == 0 && model->state == PERI_LIMIT_WITHIN &&
        now <= model_end(model))
        model_request(model, now);
    model_judge(model, now);
}

static void model_end_training(struct model *model, int64_t now)
{
    model->training_began = -1;
    if (model->state == PERI_LIMIT_BUCKET)
        model->state = PERI_LIMIT_WITHIN;
    model_judge(model, now);
}

static void model_begin_step(struct model *model, int64_t now)
{
    model->training_began = -1;
    model->granted = 0;
    model->state = PERI_LIMIT_WITHIN;
    model->step_began = now;
}

/* ---- the model beside two limits: one asked at every tick, one asked now and then ---- */

struct asked {
    peri_bucket bucket;
    peri_time_limit limit;
};

static int64_t ns(int64_t ticks)
{
    return ticks * (TICK_MS * MS);
}

static void make_model(struct model *model, check_rng *rng)
{
    static const enum allowance kinds[] = {BUCKET, BUCKET, BUCKET, UNLIMITED, NO_BUCKET};
    *model = (struct model){
        .allowance = kinds[check_random_in(rng, 0, 4)],
        .step_limit = check_random_in(rng, 0, 9) == 0 ? NO_LIMIT : check_random_in(rng, 0, 3000),
        .capacity = check_random_in(rng, 0, 6),
        .amount = check_random_in(rng, 0, 3),
        .interval = check_random_in(rng, 1, 4000),
        .step_began = -1,
        .training_began = -1,
    };
    if (check_random_in(rng, 0, 2) == 0) /* so that requests, refills and limits meet */
        model->step_limit = check_random_in(rng, 1, 4) * MINUTE_TICKS;
    if (check_random_in(rng, 0, 2) == 0)
        model->interval = check_random_in(rng, 1, 6) * MINUTE_TICKS;
    model->tokens = model->capacity;
    model->shown = model->capacity;
}

static void make_asked(struct asked *asked, const struct model *model)
{
    peri_bucket_init(&asked->bucket, model->capacity, model->amount, ns(model->interval), 0, NULL);
    if (model->allowance == UNLIMITED)
        peri_bucket_init_unlimited(&asked->bucket);
    peri_time_limit_init(&asked->limit,
                         model->step_limit == NO_LIMIT ? PERI_NEVER : ns(model->step_limit),
                         model->allowance == NO_BUCKET ? NULL : &asked->bucket);
}

/* As CHECK_INT, but counts differences only: there are millions of comparisons. */
static bool same_int(const char *what, int64_t got, int64_t want)
{
    return got == want || CHECK_INT(what, got, want);
}

/* Ask at a tick and compare the answer, and what it left behind, with the model. */
static bool agrees(struct asked *asked, const struct model *model, int64_t now)
{
    int64_t stopped_at = -7;
    peri_limit_state state = peri_time_limit_check(&asked->limit, ns(now), &stopped_at);
    bool same = same_int("state", state, model->state) &&
                same_int("granted", asked->limit.granted, model->granted);
    if (same && state != PERI_LIMIT_WITHIN)
        same = same_int("stopped at", stopped_at, ns(model->stopped_at));
    else if (same)
        same = same_int("untouched while within", stopped_at, -7);
    if (same && model->allowance == BUCKET)
        same = same_int("available", asked->bucket.available, model->shown);
    return same;
}

/* The same answer and nothing done until the instant foretold, something new then. */
static bool foretells(const struct asked *asked, int64_t now)
{
    struct asked before = *asked, at = *asked;
    if (asked->limit.bucket) {
        before.limit.bucket = &before.bucket;
        at.limit.bucket = &at.bucket;
    }
    int64_t next = peri_time_limit_next(&asked->limit);
    peri_limit_state state = peri_time_limit_check(&at.limit, now, NULL);
    if (next <= now)
        return same_int("only what is over lies in the past", state, PERI_LIMIT_STEP);
    peri_limit_state just_before = peri_time_limit_check(&before.limit, next - 1, NULL);
    bool same = same_int("nothing new before", just_before, state) &&
                same_int("no grant before", before.limit.granted, asked->limit.granted) &&
                same_int("no take before", before.bucket.available, asked->bucket.available);
    if (!same || next == PERI_NEVER)
        return same;
    bool is_new = peri_time_limit_check(&at.limit, next, NULL) != state ||
                  at.limit.granted != asked->limit.granted;
    return same_int("something new then", is_new, true);
}

static void begin_something(struct model *model, struct asked *often, struct asked *rarely,
                            bool step, int64_t now)
{
    if (step) {
        model_begin_step(model, now);
        peri_time_limit_begin_step(&often->limit, ns(now));
        peri_time_limit_begin_step(&rarely->limit, ns(now));
    } else {
        model->training_began = now;
        peri_time_limit_begin_training(&often->limit, ns(now));
        peri_time_limit_begin_training(&rarely->limit, ns(now));
    }
}

/* A random hour of steps and trainings; false after a difference. */
static bool watch_together(check_rng *rng)
{
    struct model model;
    struct asked often, rarely;
    make_model(&model, rng);
    make_asked(&often, &model);
    make_asked(&rarely, &model);
    int64_t pace = check_random_in(rng, 50, 6000), rarity = check_random_in(rng, 1, 8000);
    for (int64_t now = 0; now < TICKS; now++) {
        model_tick(&model, now);
        if (!agrees(&often, &model, now))
            return false;
        if (check_random_in(rng, 0, rarity) == 0 &&
            !(agrees(&rarely, &model, now) && foretells(&rarely, ns(now))))
            return false;
        bool acts = check_random_in(rng, 0, pace) == 0 || (now + 1) % ACT_TICKS == 0;
        if (acts && model.training_began >= 0) {
            if (!agrees(&rarely, &model, now))
                return false;
            model_end_training(&model, now);
            peri_time_limit_end_training(&often.limit);
            peri_time_limit_end_training(&rarely.limit);
            acts = check_random_in(rng, 0, 1) == 0; /* the next may begin at the same instant */
        }
        if (acts)
            begin_something(&model, &often, &rarely, check_random_in(rng, 0, 3) == 0, now);
    }
    return agrees(&rarely, &model, TICKS - 1);
}

SUITE(time_limit_asked_rarely_equals_watched)
{
    for (uint64_t seed = 1; seed <= 150; seed++) {
        check_rng rng = {seed};
        if (!CHECK("asked rarely or always", watch_together(&rng))) {
            printf("     seed %llu\n", (unsigned long long)seed);
            return;
        }
    }
}

/* ---- single cases ---- */

/* A bucket without refills and a limit on it; a step and a training begin at 0. */
static void begin_at_0(peri_time_limit *limit, int64_t step_limit, peri_bucket *bucket,
                       int64_t tokens)
{
    CHECK_INT("made", peri_bucket_init(bucket, tokens, 0, PERI_DAY, 0, NULL), PERI_OK);
    peri_time_limit_init(limit, step_limit, bucket);
    peri_time_limit_begin_step(limit, 0);
    peri_time_limit_begin_training(limit, 0);
}

static void check_at(peri_time_limit *limit, int64_t now, peri_limit_state want, int64_t want_at,
                     const char *what)
{
    int64_t stopped_at = -7;
    CHECK_INT(what, peri_time_limit_check(limit, now, &stopped_at), want);
    CHECK_INT(what, stopped_at, want == PERI_LIMIT_WITHIN ? -7 : want_at);
}

SUITE(time_limit_minutes_at_their_instant)
{
    static const struct {
        int64_t now, granted;
    } rows[] = {
        {0, 0},
        {PERI_MINUTE - 1, 0},
        {PERI_MINUTE, 1},
        {2 * PERI_MINUTE - 1, 1},
        {2 * PERI_MINUTE, 2},
        {3 * PERI_MINUTE, 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_bucket bucket;
        peri_time_limit limit;
        begin_at_0(&limit, 10 * PERI_MINUTE, &bucket, 5);
        for (int twice = 0; twice < 2; twice++) {
            check_at(&limit, rows[i].now, PERI_LIMIT_WITHIN, 0, "within");
            CHECK_INT("granted", limit.granted, rows[i].granted);
            CHECK_INT("taken", bucket.available, 5 - rows[i].granted);
        }
    }
}

SUITE(time_limit_short_step_ends_before_the_first_request)
{
    peri_bucket bucket;
    peri_time_limit limit;
    begin_at_0(&limit, PERI_MINUTE - 1, &bucket, 5);
    check_at(&limit, PERI_MINUTE - 1, PERI_LIMIT_WITHIN, 0, "exactly the limit");
    check_at(&limit, PERI_MINUTE, PERI_LIMIT_STEP, PERI_MINUTE - 1, "1 ns more");
    check_at(&limit, PERI_DAY, PERI_LIMIT_STEP, PERI_MINUTE - 1, "a day later");
    CHECK_INT("nothing was asked for", bucket.available, 5);
    CHECK_INT("without the instant", peri_time_limit_check(&limit, PERI_DAY, NULL),
              PERI_LIMIT_STEP);
    peri_time_limit_init(&limit, 0, &bucket);
    peri_time_limit_begin_step(&limit, 50);
    check_at(&limit, 50, PERI_LIMIT_WITHIN, 0, "a limit of 0, at once");
    check_at(&limit, 51, PERI_LIMIT_STEP, 50, "a limit of 0, 1 ns later");
}

SUITE(time_limit_request_on_the_end_of_the_limit_comes_first)
{
    peri_bucket bucket;
    peri_time_limit limit;
    begin_at_0(&limit, PERI_MINUTE, &bucket, 2);
    check_at(&limit, PERI_MINUTE, PERI_LIMIT_WITHIN, 0, "granted on the end");
    check_at(&limit, 2 * PERI_MINUTE, PERI_LIMIT_WITHIN, 0, "and again");
    check_at(&limit, 3 * PERI_MINUTE - 1, PERI_LIMIT_WITHIN, 0, "within what was granted");
    check_at(&limit, 3 * PERI_MINUTE, PERI_LIMIT_BUCKET, 3 * PERI_MINUTE, "refused on the end");
    CHECK_INT("next", peri_time_limit_next(&limit), PERI_NEVER);
    check_at(&limit, PERI_DAY, PERI_LIMIT_BUCKET, 3 * PERI_MINUTE, "the bucket stays the cause");
    CHECK_INT("asked once", bucket.available, 0);

    begin_at_0(&limit, PERI_MINUTE, &bucket, 2);
    check_at(&limit, PERI_DAY, PERI_LIMIT_BUCKET, 3 * PERI_MINUTE, "asked once, late");
    CHECK_INT("granted", limit.granted, 2);
}

SUITE(time_limit_two_trainings_in_a_step)
{
    peri_bucket bucket;
    peri_time_limit limit;
    begin_at_0(&limit, 2 * PERI_MINUTE, &bucket, 9);
    check_at(&limit, 2 * PERI_MINUTE + 30 * PERI_SECOND, PERI_LIMIT_WITHIN, 0, "first");
    CHECK_INT("two of the first", limit.granted, 2);
    peri_time_limit_end_training(&limit);
    peri_time_limit_begin_training(&limit, 2 * PERI_MINUTE + 30 * PERI_SECOND);
    check_at(&limit, 3 * PERI_MINUTE + 30 * PERI_SECOND - 1, PERI_LIMIT_WITHIN, 0, "free minute");
    CHECK_INT("the second has its own free minute", limit.granted, 2);
    check_at(&limit, 3 * PERI_MINUTE + 30 * PERI_SECOND, PERI_LIMIT_WITHIN, 0, "second");
    CHECK_INT("and asks on its own grid", limit.granted, 3);
    peri_time_limit_end_training(&limit);
    CHECK_INT("the minutes stay with the step", peri_time_limit_next(&limit), 5 * PERI_MINUTE + 1);
    check_at(&limit, 5 * PERI_MINUTE, PERI_LIMIT_WITHIN, 0, "2 + 3 minutes for the step");
    check_at(&limit, PERI_DAY, PERI_LIMIT_STEP, 5 * PERI_MINUTE, "no requests without training");
    peri_time_limit_begin_training(&limit, PERI_DAY);
    check_at(&limit, 2 * PERI_DAY, PERI_LIMIT_STEP, 5 * PERI_MINUTE, "begun too late");
    CHECK_INT("granted", limit.granted, 3);
    CHECK_INT("tokens", bucket.available, 6);
}

SUITE(time_limit_new_step_and_new_training)
{
    peri_bucket bucket;
    peri_time_limit limit;
    begin_at_0(&limit, 10 * PERI_MINUTE, &bucket, 1);
    check_at(&limit, 5 * PERI_MINUTE, PERI_LIMIT_BUCKET, 2 * PERI_MINUTE, "refused");
    peri_time_limit_end_training(&limit);
    check_at(&limit, 5 * PERI_MINUTE, PERI_LIMIT_WITHIN, 0, "the step may go on");
    check_at(&limit, 11 * PERI_MINUTE + 1, PERI_LIMIT_STEP, 11 * PERI_MINUTE, "to its own end");
    peri_time_limit_begin_step(&limit, PERI_HOUR);
    CHECK_INT("what was granted is over", limit.granted, 0);
    CHECK_INT("what was taken is gone", bucket.available, 0);
    CHECK_INT("next", peri_time_limit_next(&limit), PERI_HOUR + 10 * PERI_MINUTE + 1);
    peri_time_limit_begin_training(&limit, PERI_HOUR + 1);
    CHECK_INT("next", peri_time_limit_next(&limit), PERI_HOUR + PERI_MINUTE + 1);
    check_at(&limit, PERI_HOUR + PERI_MINUTE, PERI_LIMIT_WITHIN, 0, "a free minute again");
    check_at(&limit, 2 * PERI_HOUR, PERI_LIMIT_BUCKET, PERI_HOUR + PERI_MINUTE + 1, "still empty");
    peri_time_limit_begin_step(&limit, 2 * PERI_HOUR);
    check_at(&limit, 2 * PERI_HOUR + 10 * PERI_MINUTE, PERI_LIMIT_WITHIN, 0,
             "a new step forgets the training of the old one");
}

SUITE(time_limit_fields_that_others_read)
{
    peri_bucket bucket;
    peri_time_limit limit;
    peri_time_limit_init(&limit, PERI_HOUR, NULL);
    CHECK_INT("no step yet", limit.step_began, PERI_NEVER);
    CHECK_INT("no training yet", limit.training_began, PERI_NEVER);
    begin_at_0(&limit, PERI_HOUR, &bucket, 1);
    CHECK_INT("a step", limit.step_began, 0);
    peri_time_limit_end_training(&limit);
    CHECK_INT("an ended training", limit.training_began, PERI_NEVER);
    peri_time_limit_begin_training(&limit, PERI_MINUTE);
    CHECK_INT("a training", limit.training_began, PERI_MINUTE);
    check_at(&limit, PERI_HOUR, PERI_LIMIT_BUCKET, 3 * PERI_MINUTE, "refused");
    CHECK("refused", limit.refused);
    peri_time_limit_begin_training(&limit, PERI_HOUR);
    check_at(&limit, PERI_HOUR, PERI_LIMIT_WITHIN, 0, "a new training, the old one not ended");
}

SUITE(time_limit_bucket_of_capacity_0)
{
    peri_bucket bucket;
    peri_time_limit limit;
    begin_at_0(&limit, 10 * PERI_MINUTE, &bucket, 0);
    CHECK_INT("next", peri_time_limit_next(&limit), 10 * PERI_MINUTE + 1);
    check_at(&limit, 10 * PERI_MINUTE, PERI_LIMIT_WITHIN, 0, "neither granted nor refused");
    CHECK_INT("granted", limit.granted, 0);
    check_at(&limit, 11 * PERI_MINUTE, PERI_LIMIT_STEP, 10 * PERI_MINUTE, "the step's limit");
    begin_at_0(&limit, PERI_NEVER, &bucket, 0);
    check_at(&limit, PERI_NEVER, PERI_LIMIT_WITHIN, 0, "no limit at all");
    CHECK_INT("next", peri_time_limit_next(&limit), PERI_NEVER);
}

/* Every minute is granted, so a step long enough for the first request never ends. */
SUITE(time_limit_that_never_refuses)
{
    const int64_t from = INT64_C(-150) * 365 * PERI_DAY, until = -from;
    for (int with_bucket = 0; with_bucket < 2; with_bucket++) {
        peri_bucket bucket;
        peri_time_limit limit;
        peri_bucket_init_unlimited(&bucket);
        peri_time_limit_init(&limit, PERI_MINUTE, with_bucket ? &bucket : NULL);
        peri_time_limit_begin_step(&limit, from);
        peri_time_limit_begin_training(&limit, from);
        check_at(&limit, from + 90 * PERI_SECOND, PERI_LIMIT_WITHIN, 0, "a minute and a half");
        CHECK_INT("metered all the same", limit.granted, 1);
        check_at(&limit, until, PERI_LIMIT_WITHIN, 0, "300 years later");
        CHECK_INT("minutes of 300 years", limit.granted, INT64_C(300) * 365 * 24 * 60);
        CHECK_INT("next", peri_time_limit_next(&limit), until + PERI_MINUTE);
        peri_time_limit_end_training(&limit);
        CHECK_INT("end", peri_time_limit_next(&limit), until + PERI_MINUTE + 1);
        peri_time_limit_init(&limit, PERI_MINUTE - 1, with_bucket ? &bucket : NULL);
        peri_time_limit_begin_step(&limit, from);
        peri_time_limit_begin_training(&limit, from);
        check_at(&limit, until, PERI_LIMIT_STEP, from + PERI_MINUTE - 1, "no first request");
        CHECK_INT("granted", limit.granted, 0);
    }
}

SUITE(time_limit_ends_of_the_clock)
{
    peri_bucket bucket;
    peri_time_limit limit;
    peri_time_limit_init(&limit, PERI_HOUR, NULL);
    check_at(&limit, INT64_MAX, PERI_LIMIT_WITHIN, 0, "no step, no training");
    CHECK_INT("next", peri_time_limit_next(&limit), PERI_NEVER);
    peri_time_limit_begin_step(&limit, INT64_MAX - 10);
    peri_time_limit_begin_training(&limit, INT64_MAX - 10);
    check_at(&limit, INT64_MAX, PERI_LIMIT_WITHIN, 0, "the limit lies behind the clock");
    CHECK_INT("next", peri_time_limit_next(&limit), PERI_NEVER);
    CHECK_INT("granted", limit.granted, 0);
    peri_time_limit_begin_step(&limit, INT64_MIN);
    peri_time_limit_begin_training(&limit, INT64_MIN);
    check_at(&limit, INT64_MAX, PERI_LIMIT_WITHIN, 0, "all of the clock");
    CHECK_INT("granted", limit.granted, (int64_t)(UINT64_MAX / (uint64_t)PERI_MINUTE));
    CHECK_INT("next", peri_time_limit_next(&limit), PERI_NEVER);

    peri_time_limit_init(&limit, PERI_NEVER, NULL);
    peri_time_limit_begin_step(&limit, INT64_MIN);
    check_at(&limit, INT64_MAX, PERI_LIMIT_WITHIN, 0, "a step without limit before 1970");

    begin_at_0(&limit, PERI_NEVER, &bucket, INT64_MAX);
    check_at(&limit, 30 * PERI_DAY, PERI_LIMIT_WITHIN, 0, "a month from a full bucket");
    CHECK_INT("granted", limit.granted, 30 * 24 * 60);
    CHECK_INT("left", bucket.available, INT64_MAX - limit.granted);
    begin_at_0(&limit, PERI_NEVER, &bucket, 1);
    check_at(&limit, INT64_MAX, PERI_LIMIT_BUCKET, 2 * PERI_MINUTE, "no limit, but a bucket");
}

SUITE(time_limit_training_outside_of_a_step)
{
    peri_bucket bucket;
    peri_time_limit limit;
    peri_bucket_init(&bucket, 1, 1, 10 * PERI_MINUTE, 0, NULL);
    peri_time_limit_init(&limit, PERI_SECOND, &bucket);
    peri_time_limit_begin_training(&limit, 9 * PERI_MINUTE);
    check_at(&limit, 11 * PERI_MINUTE - 1, PERI_LIMIT_WITHIN, 0, "only the bucket counts");
    CHECK_INT("the refill came while it was full", bucket.available, 0);
    check_at(&limit, PERI_DAY, PERI_LIMIT_BUCKET, 11 * PERI_MINUTE,
             "a refill after the refusal comes too late");
    CHECK_INT("nor is it credited later", bucket.next_refill, 20 * PERI_MINUTE);
}

SUITE(time_limit_clock_that_goes_back)
{
    peri_bucket bucket;
    peri_time_limit limit;
    begin_at_0(&limit, 10 * PERI_MINUTE, &bucket, 5);
    check_at(&limit, 3 * PERI_MINUTE, PERI_LIMIT_WITHIN, 0, "three minutes");
    const peri_time_limit before = limit;
    check_at(&limit, PERI_MINUTE, PERI_LIMIT_WITHIN, 0, "back");
    check_at(&limit, INT64_MIN, PERI_LIMIT_WITHIN, 0, "far back");
    CHECK_INT("granted", limit.granted, before.granted);
    CHECK_INT("next request", limit.next_request, before.next_request);
    CHECK_INT("tokens", bucket.available, 2);
    check_at(&limit, 4 * PERI_MINUTE - 1, PERI_LIMIT_WITHIN, 0, "nothing is asked for twice");
    CHECK_INT("tokens", bucket.available, 2);
    check_at(&limit, PERI_HOUR, PERI_LIMIT_BUCKET, 6 * PERI_MINUTE, "refused");
    check_at(&limit, 0, PERI_LIMIT_BUCKET, 6 * PERI_MINUTE, "a refusal is not taken back");
}
