/* time_limit.c - see time_limit.h; every request is put at its own instant, however late it is
 * found out. Layer 3. */
#include "train/time_limit.h"

#include "time/civil.h"

/* time + n * length for n, length >= 0, at most PERI_NEVER; unsigned, as n * length alone may be
   longer than half of the clock. */
static int64_t later(int64_t time, int64_t n, int64_t length)
{
    uint64_t room = (uint64_t)PERI_NEVER - (uint64_t)time;
    if (length > 0 && (uint64_t)n > room / (uint64_t)length)
        return PERI_NEVER;
    return (int64_t)((uint64_t)time + (uint64_t)n * (uint64_t)length);
}

/* The last instant within the step's limit, as far as minutes were granted; PERI_NEVER also when no
   step has begun. */
static int64_t end_of_limit(const peri_time_limit *limit)
{
    if (limit->step_limit == PERI_NEVER)
        return PERI_NEVER;
    return later(later(limit->step_began, 1, limit->step_limit), limit->granted, PERI_MINUTE);
}

static bool always_grants(const peri_time_limit *limit)
{
    return !limit->bucket || limit->bucket->unlimited;
}

/* The instant of the next request, PERI_NEVER when none will be made. */
static int64_t request_time(const peri_time_limit *limit)
{
    if (limit->refused || (!always_grants(limit) && limit->bucket->capacity == 0))
        return PERI_NEVER;
    return limit->next_request;
}

static bool take_one(peri_time_limit *limit, int64_t at)
{
    bool taken = false;
    int64_t now = limit->bucket_now == PERI_NEVER ? at : limit->bucket_now;
    if (limit->take)
        return limit->take(limit->take_ctx, limit->bucket, now);
    return peri_bucket_try_consume(limit->bucket, 1, now, &taken, NULL) == PERI_OK && taken;
}

static void grant(peri_time_limit *limit, int64_t n)
{
    limit->granted += n;
    limit->training_granted += n;
    limit->next_request = later(limit->next_request, n, PERI_MINUTE);
}

/* The requests due by now, each at its own instant, as long as the step is within its limit. */
static void make_requests(peri_time_limit *limit, int64_t now)
{
    for (;;) {
        int64_t at = request_time(limit);
        if (at == PERI_NEVER || at > now || at > end_of_limit(limit))
            return;
        if (always_grants(limit)) /* as each grant moves the end too, the others due follow */
            grant(limit, (int64_t)(((uint64_t)now - (uint64_t)at) / (uint64_t)PERI_MINUTE) + 1);
        else if (take_one(limit, at))
            grant(limit, 1);
        else
            limit->refused = true;
    }
}

void peri_time_limit_init(peri_time_limit *limit, int64_t step_limit_ns, peri_bucket *bucket)
{
    *limit = (peri_time_limit){
        .step_limit = step_limit_ns,
        .bucket = bucket,
        .step_began = PERI_NEVER,
        .bucket_now = PERI_NEVER,
    };
    peri_time_limit_end_training(limit);
}

void peri_time_limit_begin_step(peri_time_limit *limit, int64_t now_ns)
{
    peri_time_limit_end_training(limit);
    limit->step_began = now_ns;
    limit->granted = 0;
}

void peri_time_limit_begin_training(peri_time_limit *limit, int64_t now_ns)
{
    limit->training_began = now_ns;
    limit->next_request = later(now_ns, 1, PERI_MINUTE);
    limit->training_granted = 0;
    limit->refused = false;
}

int64_t peri_time_limit_minutes(const peri_time_limit *limit)
{
    return limit->training_granted;
}

void peri_time_limit_end_training(peri_time_limit *limit)
{
    limit->training_began = PERI_NEVER;
    limit->next_request = PERI_NEVER;
    limit->refused = false;
}

peri_limit_state peri_time_limit_check(peri_time_limit *limit, int64_t now_ns, int64_t *stopped_at)
{
    make_requests(limit, now_ns);
    int64_t end = end_of_limit(limit);
    if (!limit->refused && now_ns <= end)
        return PERI_LIMIT_WITHIN;
    if (stopped_at)
        *stopped_at = limit->refused ? limit->next_request : end;
    return limit->refused ? PERI_LIMIT_BUCKET : PERI_LIMIT_STEP;
}

int64_t peri_time_limit_next(const peri_time_limit *limit)
{
    if (limit->refused)
        return PERI_NEVER;
    int64_t request = request_time(limit), passed = later(end_of_limit(limit), 1, 1);
    return request < passed ? request : passed;
}
