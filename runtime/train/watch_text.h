/* watch_text.h - why a step or a training was stopped. Layer 3. */
#ifndef PERI_WATCH_TEXT_H
#define PERI_WATCH_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "train/leaky_bucket.h"
#include "train/time_limit.h"

enum {
    PERI_WATCH_TEXT = 256
};

/* The step, or set-up, took longer than its limit. now: real time, ns. Thread: any. */
void peri_watch_say_step(const peri_time_limit *limit, bool is_setup, int64_t now,
                         char out[PERI_WATCH_TEXT]);

/* The allowance is used up. server: its name; simulated: the bucket's time is. Thread: any. */
void peri_watch_say_bucket(const peri_time_limit *limit, const peri_bucket *bucket,
                           const char *server, bool simulated, int64_t now,
                           char out[PERI_WATCH_TEXT]);

#endif
