/* time_rules_every.c - times of a day that lie a span apart, worked out one at a time. Layer 3. */
#include <stdio.h>
#include <string.h>

#include "schedule/time_rule_kinds.h"

typedef struct every_rule {
    peri_time_rule head;
    int64_t span; /* ns, > 0 */
    const peri_zone *zone;
} every_rule;

/* The number of the first time of a day at or after an offset into it. */
static int64_t step_from(int64_t span, int64_t into_day)
{
    return into_day <= 0 ? 0 : (into_day - 1) / span + 1;
}

/* The local time from which the clock, at an instant of a repeated hour, shows new times again. */
static int64_t repeat_end(const peri_zone *zone, int64_t utc_ns)
{
    int64_t back = peri_zone_span_at(zone, utc_ns).from_utc;
    return back + peri_zone_span_at(zone, back - 1).offset;
}

/* The first time of a day from a step on whose first occurrence comes after an instant. Gaps and
   repeated hours are jumped over whole, since a span may be as short as a nanosecond. */
static int64_t time_from_step(const every_rule *every, int64_t midnight, int64_t step,
                              int64_t after_utc)
{
    while (step <= (PERI_DAY - 1) / every->span) {
        int64_t local = midnight + step * every->span, first, second;
        peri_local_kind kind = peri_zone_match(every->zone, local, &first, &second);
        if (kind != PERI_LOCAL_SKIPPED && first > after_utc)
            return first;
        int64_t resume = kind == PERI_LOCAL_SKIPPED ? peri_zone_to_local(every->zone, first)
                                                    : repeat_end(every->zone, after_utc);
        int64_t next = step_from(every->span, resume - midnight);
        step = next > step ? next : step + 1;
    }
    return PERI_NEVER;
}

/* Local times rise with the steps and so do their first occurrences, so the first step to look at
   follows from the local time of after_utc. */
static int next_every(const peri_time_rule *rule, peri_date date, int64_t after_utc,
                      int64_t *out_utc, peri_error *err)
{
    const every_rule *every = (const every_rule *)rule;
    const int64_t midnight = peri_time_at(date, 0);
    int64_t step = 0;
    (void)err;
    if (after_utc >= midnight + 2 * PERI_DAY) /* the day is over in every zone */
        return PERI_OK;
    if (after_utc >= midnight - PERI_DAY) { /* it may have begun */
        int64_t into_day = peri_zone_to_local(every->zone, after_utc) - midnight;
        if (into_day >= PERI_DAY)
            return PERI_OK;
        step = step_from(every->span, into_day + 1);
    }
    *out_utc = time_from_step(every, midnight, step, after_utc);
    return PERI_OK;
}

int peri_time_rule_every(int64_t span_ns, const peri_zone *zone, peri_time_rule **out,
                         peri_error *err)
{
    static const peri_time_rule_kind kind = {next_every, NULL, NULL};
    char minutes[PERI_SPAN_TEXT], name[PERI_SPAN_TEXT + 16];
    peri_span_text(span_ns, PERI_MINUTE, minutes);
    if (span_ns < 0 && strcmp(minutes, "0") == 0)
        return peri_fail(err, PERI_EINVAL,
                         "TimeRules.Every: the span was below 0 minutes, expected more than 0");
    if (span_ns <= 0)
        return peri_fail(err, PERI_EINVAL,
                         "TimeRules.Every: the span was %s%s minutes, expected more than 0",
                         span_ns < 0 ? "-" : "", minutes);
    snprintf(name, sizeof name, "Every %s min", minutes);
    every_rule *rule = (every_rule *)peri_time_rule_new(&kind, sizeof *rule, name);
    if (!rule)
        return peri_time_rule_no_memory(name, err);
    rule->head.bounds = (peri_time_bounds){true, true, 0, PERI_DAY, zone};
    rule->span = span_ns;
    rule->zone = zone;
    *out = &rule->head;
    return PERI_OK;
}
