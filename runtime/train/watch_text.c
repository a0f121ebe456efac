/* watch_text.c - see watch_text.h. Layer 3. */
#include "train/watch_text.h"

#include <stdio.h>

#include "time/civil.h"

static const char *span_text(int64_t ns, char out[48])
{
    double seconds = (double)ns / (double)PERI_SECOND;
    if (seconds < 60)
        snprintf(out, 48, "%.3g seconds", seconds);
    else if (seconds < 7200)
        snprintf(out, 48, "%.4g minute%s", seconds / 60, seconds == 60 ? "" : "s");
    else
        snprintf(out, 48, "%.4g hours", seconds / 3600);
    return out;
}

void peri_watch_say_step(const peri_time_limit *limit, bool is_setup, int64_t now,
                         char out[PERI_WATCH_TEXT])
{
    char after[48], most[48], granted[64] = "";
    span_text(now - limit->step_began, after);
    span_text(limit->step_limit, most);
    if (limit->granted > 0)
        snprintf(granted, sizeof granted, ", with the %lld granted to trainings in it",
                 (long long)limit->granted);
    snprintf(out, PERI_WATCH_TEXT, "stopped after %s: %s may take %s%s (--step-limit)", after,
             is_setup ? "set-up" : "a time step", most, granted);
}

void peri_watch_say_bucket(const peri_time_limit *limit, const peri_bucket *bucket,
                           const char *server, bool simulated, int64_t now,
                           char out[PERI_WATCH_TEXT])
{
    char after[48], wait[48];
    span_text(now - limit->training_began, after);
    span_text(bucket->next_refill - limit->bucket_now, wait);
    snprintf(out, PERI_WATCH_TEXT,
             "stopped after %s: the allowance of %lld minutes of training is used up, %lld come "
             "back in %s%s (--server %s)",
             after, (long long)bucket->capacity, (long long)bucket->amount, wait,
             simulated ? " of simulated time" : "", server);
}
