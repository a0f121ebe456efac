/* time_rules.c - instants of a day, worked out one at a time. Layer 3. */
#include "schedule/time_rules.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"

typedef enum rule_kind {
    RULE_AT,
    RULE_EVERY,
    RULE_NOW
} rule_kind;

struct peri_time_rule {
    rule_kind kind;
    int64_t span;          /* at: from 00:00; every: between times; now: the instant, UTC. ns */
    const peri_zone *zone; /* borrowed; NULL for now */
    char name[48];
};

static int rule_new(peri_time_rule rule, peri_time_rule **out, peri_error *err)
{
    peri_time_rule *made = peri_alloc(sizeof *made);
    if (!made)
        return peri_fail(err, PERI_ENOMEM, "time rule %s: no memory", rule.name);
    *made = rule;
    *out = made;
    return PERI_OK;
}

/*
 * A span in some unit with at most two decimals: "9.52", "10", "-0.5"; halves are rounded away
 * from zero as .NET's "0.##" does.
 */
static void span_text(int64_t span, int64_t unit, char *out, size_t size)
{
    uint64_t length = span < 0 ? 0 - (uint64_t)span : (uint64_t)span;
    uint64_t per = (uint64_t)unit;
    uint64_t hundredths = length / per * 100 + (length % per * 200 + per) / (2 * per);
    const char *sign = span < 0 && hundredths > 0 ? "-" : "";
    if (hundredths % 100 == 0)
        snprintf(out, size, "%s%" PRIu64, sign, hundredths / 100);
    else if (hundredths % 10 == 0)
        snprintf(out, size, "%s%" PRIu64 ".%" PRIu64, sign, hundredths / 100, hundredths / 10 % 10);
    else
        snprintf(out, size, "%s%" PRIu64 ".%02" PRIu64, sign, hundredths / 100, hundredths % 100);
}

int peri_time_rule_at(int64_t time_of_day_ns, const peri_zone *zone, peri_time_rule **out,
                      peri_error *err)
{
    peri_time_rule rule = {RULE_AT, time_of_day_ns, zone, ""};
    span_text(time_of_day_ns, PERI_HOUR, rule.name, sizeof rule.name);
    return rule_new(rule, out, err);
}

int peri_time_rule_every(int64_t span_ns, const peri_zone *zone, peri_time_rule **out,
                         peri_error *err)
{
    peri_time_rule rule = {RULE_EVERY, span_ns, zone, ""};
    char minutes[32];
    span_text(span_ns, PERI_MINUTE, minutes, sizeof minutes);
    if (span_ns <= 0)
        return peri_fail(err, PERI_EINVAL,
                         "TimeRules.Every: the span was %s minutes, expected more than 0",
                         span_ns < 0 && minutes[0] != '-' ? "below 0" : minutes);
    snprintf(rule.name, sizeof rule.name, "Every %s min", minutes);
    return rule_new(rule, out, err);
}

int peri_time_rule_noon(const peri_zone *zone, peri_time_rule **out, peri_error *err)
{
    return rule_new((peri_time_rule){RULE_AT, 12 * PERI_HOUR, zone, "Noon"}, out, err);
}

int peri_time_rule_midnight(const peri_zone *zone, peri_time_rule **out, peri_error *err)
{
    return rule_new((peri_time_rule){RULE_AT, 0, zone, "Midnight"}, out, err);
}

int peri_time_rule_now(int64_t now_utc, peri_time_rule **out, peri_error *err)
{
    return rule_new((peri_time_rule){RULE_NOW, now_utc, NULL, "Now"}, out, err);
}

void peri_time_rule_free(peri_time_rule *rule)
{
    peri_free(rule);
}

int peri_time_rule_copy(const peri_time_rule *rule, peri_time_rule **out, peri_error *err)
{
    return rule_new(*rule, out, err);
}

const char *peri_time_rule_name(const peri_time_rule *rule)
{
    return rule->name;
}

bool peri_time_rule_is_now(const peri_time_rule *rule)
{
    return rule->kind == RULE_NOW;
}

static bool next_at(const peri_time_rule *rule, peri_date date, int64_t *out_utc)
{
    int64_t local;
    if (__builtin_add_overflow(peri_time_at(date, 0), rule->span, &local))
        return false; /* such a day never comes */
    *out_utc = peri_zone_to_utc(rule->zone, local);
    return true;
}

/* The number of the first time of a day at or after an offset into it. */
static int64_t step_from(const peri_time_rule *rule, int64_t into_day)
{
    return into_day <= 0 ? 0 : (into_day - 1) / rule->span + 1;
}

/* The local time from which the clock, at an instant of a repeated hour, shows new times again. */
static int64_t repeat_end(const peri_zone *zone, int64_t utc_ns)
{
    int64_t back = peri_zone_span_at(zone, utc_ns).from_utc;
    return back + peri_zone_span_at(zone, back - 1).offset;
}

/*
 * Local times rise with the steps and so do their first occurrences, so the first step to look at
 * follows from the local time of after_utc; gaps and repeated hours are jumped over whole, since
 * a span may be as short as a nanosecond.
 */
static bool next_every(const peri_time_rule *rule, peri_date date, int64_t after_utc,
                       int64_t *out_utc)
{
    const int64_t midnight = peri_time_at(date, 0);
    int64_t step = 0;
    if (after_utc >= midnight + 2 * PERI_DAY) /* the day is over in every zone */
        return false;
    if (after_utc >= midnight - PERI_DAY) { /* it may have begun */
        int64_t into_day = peri_zone_to_local(rule->zone, after_utc) - midnight;
        if (into_day >= PERI_DAY)
            return false;
        step = step_from(rule, into_day + 1);
    }
    while (step <= (PERI_DAY - 1) / rule->span) {
        int64_t local = midnight + step * rule->span, first, second;
        peri_local_kind kind = peri_zone_match(rule->zone, local, &first, &second);
        if (kind != PERI_LOCAL_SKIPPED && first > after_utc) {
            *out_utc = first;
            return true;
        }
        int64_t resume = kind == PERI_LOCAL_SKIPPED ? peri_zone_to_local(rule->zone, first)
                                                    : repeat_end(rule->zone, after_utc);
        int64_t next = step_from(rule, resume - midnight);
        step = next > step ? next : step + 1;
    }
    return false;
}

bool peri_time_rule_next(const peri_time_rule *rule, peri_date date, int64_t after_utc,
                         int64_t *out_utc)
{
    int64_t utc = rule->span;
    if (rule->kind == RULE_EVERY)
        return next_every(rule, date, after_utc, out_utc);
    if (rule->kind == RULE_AT && !next_at(rule, date, &utc))
        return false;
    if (utc <= after_utc)
        return false;
    *out_utc = utc;
    return true;
}
