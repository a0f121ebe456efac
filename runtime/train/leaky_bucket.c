/* leaky_bucket.c - see leaky_bucket.h; differences of times are unsigned, so none overflows.
 * Layer 3.
 */
#include "train/leaky_bucket.h"

#include "time/civil.h"

static int check_setting(const char *what, int64_t value, int64_t least, peri_error *err)
{
    if (value >= least)
        return PERI_OK;
    return peri_fail(err, PERI_EINVAL, "bucket: the %s was %lld, expected %lld or more", what,
                     (long long)value, (long long)least);
}

int peri_bucket_init(peri_bucket *bucket, int64_t capacity, int64_t amount, int64_t interval_ns,
                     int64_t now_ns, peri_error *err)
{
    int rc = check_setting("capacity", capacity, 0, err);
    if (rc == PERI_OK)
        rc = check_setting("refill amount", amount, 0, err);
    if (rc == PERI_OK)
        rc = check_setting("refill interval in ns", interval_ns, 1, err);
    if (rc != PERI_OK)
        return rc;
    *bucket = (peri_bucket){
        .capacity = capacity,
        .amount = amount,
        .interval = interval_ns,
        .available = capacity,
        .next_refill = now_ns > PERI_NEVER - interval_ns ? PERI_NEVER : now_ns + interval_ns,
    };
    return PERI_OK;
}

void peri_bucket_init_unlimited(peri_bucket *bucket)
{
    *bucket = (peri_bucket){
        .unlimited = true,
        .capacity = INT64_MAX,
        .interval = PERI_NEVER,
        .available = INT64_MAX,
        .next_refill = PERI_NEVER,
    };
}

/* What `intervals` + 1 refills bring into the room left, without forming a product that overflows.
 */
static int64_t credit_of(const peri_bucket *bucket, uint64_t intervals)
{
    int64_t room = bucket->capacity - bucket->available;
    if (bucket->amount == 0)
        return 0;
    if (intervals >= (uint64_t)(room / bucket->amount))
        return room;
    return bucket->amount * (int64_t)(intervals + 1);
}

static void refill(peri_bucket *bucket, int64_t now)
{
    if (now < bucket->next_refill || bucket->next_refill == PERI_NEVER)
        return;
    uint64_t late = (uint64_t)now - (uint64_t)bucket->next_refill;
    uint64_t interval = (uint64_t)bucket->interval;
    bucket->available += credit_of(bucket, late / interval);
    int64_t last = now - (int64_t)(late % interval); /* the last point of the grid until now */
    bucket->next_refill =
        last > PERI_NEVER - bucket->interval ? PERI_NEVER : last + bucket->interval;
}

peri_bucket peri_bucket_at(peri_bucket bucket, int64_t now_ns)
{
    if (!bucket.unlimited)
        refill(&bucket, now_ns);
    return bucket;
}

static int check_tokens(const peri_bucket *bucket, int64_t n, peri_error *err)
{
    if (bucket->unlimited || (n >= 1 && n <= bucket->capacity))
        return PERI_OK;
    if (bucket->capacity == 0)
        return peri_fail(err, PERI_EINVAL, "bucket: %lld tokens were asked for, but it holds none",
                         (long long)n);
    return peri_fail(err, PERI_EINVAL, "bucket: %lld tokens were asked for, expected 1 to %lld",
                     (long long)n, (long long)bucket->capacity);
}

int peri_bucket_try_consume(peri_bucket *bucket, int64_t n, int64_t now_ns, bool *taken,
                            peri_error *err)
{
    int rc = check_tokens(bucket, n, err);
    if (rc != PERI_OK)
        return rc;
    if (!bucket->unlimited) {
        refill(bucket, now_ns);
        if (n > bucket->available) {
            *taken = false;
            return PERI_OK;
        }
        bucket->available -= n;
    }
    *taken = true;
    return PERI_OK;
}

int peri_bucket_wait_begin(const peri_bucket *bucket, int64_t n, int64_t timeout_ms, int64_t now_ns,
                           peri_bucket_wait *wait, peri_error *err)
{
    if (timeout_ms < -1)
        return peri_fail(err, PERI_EINVAL,
                         "bucket: the timeout was %lld ms, expected -1 (for ever) or more",
                         (long long)timeout_ms);
    int rc = check_tokens(bucket, n, err);
    if (rc == PERI_OK)
        *wait = (peri_bucket_wait){.n = n, .began = now_ns, .timeout_ms = timeout_ms};
    return rc;
}

static bool is_over(const peri_bucket_wait *wait, int64_t now)
{
    const uint64_t ms = PERI_SECOND / 1000;
    if (wait->timeout_ms < 0 || now <= wait->began)
        return false;
    uint64_t passed = (uint64_t)now - (uint64_t)wait->began;
    uint64_t timeout = (uint64_t)wait->timeout_ms;
    return passed / ms > timeout || (passed / ms == timeout && passed % ms > 0);
}

peri_bucket_state peri_bucket_wait_poll(peri_bucket *bucket, const peri_bucket_wait *wait,
                                        int64_t now_ns)
{
    bool taken = false;
    if (peri_bucket_try_consume(bucket, wait->n, now_ns, &taken, NULL) == PERI_OK && taken)
        return PERI_BUCKET_DONE;
    return is_over(wait, now_ns) ? PERI_BUCKET_TIMED_OUT : PERI_BUCKET_BLOCKED;
}
