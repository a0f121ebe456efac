/* time_rules.c - what time rules share; single times of a day, Now, and lists. Layer 3. */
#include "schedule/time_rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "schedule/time_rule_kinds.h"

typedef struct at_rule {
    peri_time_rule head;
    int64_t span; /* ns since 00:00 */
    const peri_zone *zone;
} at_rule;

typedef struct now_rule {
    peri_time_rule head;
    int64_t utc;
} now_rule;

typedef struct list_rule {
    peri_time_rule head;
    size_t n;
    int64_t times[]; /* ascending, each once */
} list_rule;

int64_t peri_saturated_sum(int64_t a, int64_t b)
{
    int64_t sum;
    if (!__builtin_add_overflow(a, b, &sum))
        return sum;
    return b < 0 ? INT64_MIN : INT64_MAX;
}

void peri_span_text(int64_t span, int64_t unit, char out[PERI_SPAN_TEXT])
{
    uint64_t length = span < 0 ? 0 - (uint64_t)span : (uint64_t)span;
    uint64_t per = (uint64_t)unit;
    uint64_t hundredths = length / per * 100 + (length % per * 200 + per) / (2 * per);
    uint64_t whole = hundredths / 100, rest = hundredths % 100;
    if (rest == 0)
        snprintf(out, PERI_SPAN_TEXT, "%" PRIu64, whole);
    else if (rest % 10 == 0)
        snprintf(out, PERI_SPAN_TEXT, "%" PRIu64 ".%" PRIu64, whole, rest / 10);
    else
        snprintf(out, PERI_SPAN_TEXT, "%" PRIu64 ".%02" PRIu64, whole, rest);
}

peri_time_rule *peri_time_rule_new(const peri_time_rule_kind *kind, size_t size, const char *name)
{
    peri_time_rule *rule = peri_calloc(1, size);
    char *own_name = peri_strdup(name);
    if (!rule || !own_name) {
        peri_free(rule);
        peri_free(own_name);
        return NULL;
    }
    rule->kind = kind;
    rule->holders = 1;
    rule->name = own_name;
    return rule;
}

int peri_time_rule_no_memory(const char *name, peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "time rule %.200s: no memory", name);
}

peri_time_rule *peri_time_rule_retain(const peri_time_rule *rule)
{
    peri_time_rule *held = (peri_time_rule *)rule; /* the count is no part of the value */
    held->holders++;
    return held;
}

void peri_time_rule_free(peri_time_rule *rule)
{
    if (!rule || --rule->holders > 0)
        return;
    if (rule->kind->release)
        rule->kind->release(rule);
    peri_free(rule->name);
    peri_free(rule);
}

const char *peri_time_rule_name(const peri_time_rule *rule)
{
    return rule->name;
}

bool peri_time_rule_is_now(const peri_time_rule *rule)
{
    return rule->nature == PERI_TIMES_NOW;
}

bool peri_time_rule_is_list(const peri_time_rule *rule)
{
    return rule->nature == PERI_TIMES_LISTED;
}

int peri_time_rule_begin(const peri_time_rule *rule, const peri_date_rule *dates, peri_date from,
                         peri_time_rule **out, peri_error *err)
{
    if (rule->kind->begin)
        return rule->kind->begin(rule, dates, from, out, err);
    *out = peri_time_rule_retain(rule);
    return PERI_OK;
}

int peri_time_rule_next(const peri_time_rule *rule, peri_date date, int64_t after_utc,
                        int64_t *out_utc, peri_error *err)
{
    int64_t utc = PERI_NEVER;
    int rc = rule->kind->next(rule, date, after_utc, &utc, err);
    if (rc == PERI_OK)
        *out_utc = utc > after_utc ? utc : PERI_NEVER;
    return rc;
}

static int next_at(const peri_time_rule *rule, peri_date date, int64_t after_utc, int64_t *out_utc,
                   peri_error *err)
{
    const at_rule *at = (const at_rule *)rule;
    int64_t local;
    (void)after_utc;
    (void)err;
    if (!__builtin_add_overflow(peri_time_at(date, 0), at->span, &local))
        *out_utc = peri_zone_to_utc(at->zone, local); /* else such a day never comes */
    return PERI_OK;
}

static int at_new(const char *name, int64_t span, const peri_zone *zone, peri_time_rule **out,
                  peri_error *err)
{
    static const peri_time_rule_kind kind = {next_at, NULL, NULL};
    at_rule *rule = (at_rule *)peri_time_rule_new(&kind, sizeof *rule, name);
    if (!rule)
        return peri_time_rule_no_memory(name, err);
    rule->head.bounds = (peri_time_bounds){true, true, span, span, zone};
    rule->span = span;
    rule->zone = zone;
    *out = &rule->head;
    return PERI_OK;
}

int peri_time_rule_at(int64_t time_of_day_ns, const peri_zone *zone, peri_time_rule **out,
                      peri_error *err)
{
    char hours[PERI_SPAN_TEXT], name[PERI_SPAN_TEXT + 1];
    peri_span_text(time_of_day_ns, PERI_HOUR, hours);
    bool minus = time_of_day_ns < 0 && strcmp(hours, "0") != 0;
    snprintf(name, sizeof name, "%s%s", minus ? "-" : "", hours);
    return at_new(name, time_of_day_ns, zone, out, err);
}

int peri_time_rule_noon(const peri_zone *zone, peri_time_rule **out, peri_error *err)
{
    return at_new("Noon", 12 * PERI_HOUR, zone, out, err);
}

int peri_time_rule_midnight(const peri_zone *zone, peri_time_rule **out, peri_error *err)
{
    return at_new("Midnight", 0, zone, out, err);
}

static int next_now(const peri_time_rule *rule, peri_date date, int64_t after_utc, int64_t *out_utc,
                    peri_error *err)
{
    (void)date;
    (void)after_utc;
    (void)err;
    *out_utc = ((const now_rule *)rule)->utc;
    return PERI_OK;
}

int peri_time_rule_now(int64_t now_utc, peri_time_rule **out, peri_error *err)
{
    static const peri_time_rule_kind kind = {next_now, NULL, NULL};
    now_rule *rule = (now_rule *)peri_time_rule_new(&kind, sizeof *rule, "Now");
    if (!rule)
        return peri_time_rule_no_memory("Now", err);
    rule->head.nature = PERI_TIMES_NOW;
    rule->utc = now_utc;
    *out = &rule->head;
    return PERI_OK;
}

static int next_listed(const peri_time_rule *rule, peri_date date, int64_t after_utc,
                       int64_t *out_utc, peri_error *err)
{
    const list_rule *list = (const list_rule *)rule;
    size_t lo = 0, hi = list->n;
    (void)date;
    (void)err;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (list->times[mid] <= after_utc)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < list->n)
        *out_utc = list->times[lo];
    return PERI_OK;
}

int peri_time_rule_listed(const char *name, const int64_t *times_utc, size_t n,
                          peri_time_rule **out, peri_error *err)
{
    static const peri_time_rule_kind kind = {next_listed, NULL, NULL};
    list_rule *list = NULL;
    if (n <= (SIZE_MAX - sizeof *list) / sizeof *times_utc)
        list = (list_rule *)peri_time_rule_new(&kind, sizeof *list + n * sizeof *times_utc, name);
    if (!list)
        return peri_time_rule_no_memory(name, err);
    list->head.nature = PERI_TIMES_LISTED;
    list->n = n;
    if (n > 0)
        memcpy(list->times, times_utc, n * sizeof *times_utc);
    *out = &list->head;
    return PERI_OK;
}

int peri_time_rule_list(const int64_t *times_utc, size_t n, peri_time_rule **out, peri_error *err)
{
    peri_times times = {NULL, 0, 0};
    int rc = n > 0 ? PERI_OK
                   : peri_fail(err, PERI_EINVAL,
                               "list of times: no time was given, expected at least 1");
    for (size_t i = 0; rc == PERI_OK && i < n; i++)
        if (peri_times_add(&times, times_utc[i]) != PERI_OK)
            rc = peri_fail(err, PERI_ENOMEM, "list of %zu times: no memory", n);
    peri_times_sort(&times);
    if (rc == PERI_OK)
        rc = peri_time_rule_listed("List", times.items, times.n, out, err);
    peri_times_deinit(&times);
    return rc;
}
