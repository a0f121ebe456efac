/* date_rules.c - dates as a mask of weekdays, from a first date on or from a list. Layer 3. */
#include "schedule/date_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

enum {
    EVERY_WEEKDAY = 0x7f
};

struct peri_date_rule {
    char *name;
    unsigned weekdays; /* bit per weekday; 0: the list counts */
    size_t n;
    peri_date dates[]; /* ascending, each once */
};

static const char *const weekday_names[7] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                             "Thursday", "Friday", "Saturday"};

static int date_order(const void *a, const void *b)
{
    peri_date x = *(const peri_date *)a, y = *(const peri_date *)b;
    return (x > y) - (x < y);
}

static int no_memory(const char *rule, peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "date rule %s: no memory", rule);
}

/* A rule with a copy of the name and of n dates, as they are. NULL when memory is short. */
static peri_date_rule *rule_new(const char *name, unsigned weekdays, const peri_date *dates,
                                size_t n)
{
    peri_date_rule *rule = NULL;
    if (n <= (SIZE_MAX - sizeof *rule) / sizeof *dates)
        rule = peri_alloc(sizeof *rule + n * sizeof *dates);
    if (!rule)
        return NULL;
    rule->weekdays = weekdays;
    rule->n = n;
    if (n > 0)
        memcpy(rule->dates, dates, n * sizeof *dates);
    rule->name = peri_strdup(name);
    if (!rule->name) {
        peri_free(rule);
        return NULL;
    }
    return rule;
}

static int one_date(const char *name, peri_date date, peri_date_rule **out, peri_error *err)
{
    peri_date_rule *rule = rule_new(name, 0, &date, 1);
    if (!rule)
        return no_memory(name, err);
    *out = rule;
    return PERI_OK;
}

/* Sorts, drops repeated dates, and names the rule by what is left. */
static bool settle_list(peri_date_rule *rule)
{
    peri_buf name;
    char text[PERI_TIME_TEXT];
    size_t kept = 0;
    qsort(rule->dates, rule->n, sizeof rule->dates[0], date_order);
    peri_buf_init(&name);
    for (size_t i = 0; i < rule->n; i++) {
        if (i > 0 && rule->dates[i] == rule->dates[i - 1])
            continue;
        if (kept > 0)
            peri_buf_byte(&name, ',');
        peri_buf_add(&name, text, peri_date_format(rule->dates[i], text));
        rule->dates[kept++] = rule->dates[i];
    }
    char *copy = name.failed ? NULL : peri_strdup(peri_buf_str(&name));
    peri_buf_deinit(&name);
    if (!copy)
        return false;
    peri_free(rule->name);
    rule->name = copy;
    rule->n = kept;
    return true;
}

int peri_date_rule_on(const peri_date *dates, size_t n, peri_date_rule **out, peri_error *err)
{
    if (n == 0)
        return peri_fail(err, PERI_EINVAL, "DateRules.On: no date was given, expected at least 1");
    for (size_t i = 0; i < n; i++)
        if (dates[i] < peri_date_make(1700, 1, 1) || dates[i] > peri_date_make(2250, 12, 31))
            return peri_fail(err, PERI_EINVAL,
                             "DateRules.On: date %zu lies %d days from 1970-01-01, expected a date "
                             "of the years 1700 to 2250",
                             i + 1, (int)dates[i]);
    peri_date_rule *rule = rule_new("", 0, dates, n);
    if (!rule || !settle_list(rule)) {
        peri_date_rule_free(rule);
        return no_memory("On", err);
    }
    *out = rule;
    return PERI_OK;
}

int peri_date_rule_today(peri_date today, peri_date_rule **out, peri_error *err)
{
    return one_date("TodayOnly", today, out, err);
}

int peri_date_rule_tomorrow(peri_date today, peri_date_rule **out, peri_error *err)
{
    return one_date("TomorrowOnly", today + 1, out, err);
}

int peri_date_rule_every_day(peri_date_rule **out, peri_error *err)
{
    peri_date_rule *rule = rule_new("EveryDay", EVERY_WEEKDAY, NULL, 0);
    if (!rule)
        return no_memory("EveryDay", err);
    *out = rule;
    return PERI_OK;
}

int peri_date_rule_every(const int *weekdays, size_t n, peri_date_rule **out, peri_error *err)
{
    char name[80]; /* all seven take 57 bytes */
    size_t len = 0;
    unsigned mask = 0;
    if (n == 0)
        return peri_fail(err, PERI_EINVAL,
                         "DateRules.Every: no weekday was given, expected at least 1");
    for (size_t i = 0; i < n; i++) {
        if (weekdays[i] < PERI_SUNDAY || weekdays[i] > PERI_SATURDAY)
            return peri_fail(err, PERI_EINVAL,
                             "DateRules.Every: weekday was %d, expected 0 (Sunday) to 6 (Saturday)",
                             weekdays[i]);
        if (mask & 1u << weekdays[i])
            continue;
        len += (size_t)snprintf(name + len, sizeof name - len, "%s%s", len > 0 ? "," : "",
                                weekday_names[weekdays[i]]);
        mask |= 1u << weekdays[i];
    }
    peri_date_rule *rule = rule_new(name, mask, NULL, 0);
    if (!rule)
        return no_memory("Every", err);
    *out = rule;
    return PERI_OK;
}

void peri_date_rule_free(peri_date_rule *rule)
{
    if (!rule)
        return;
    peri_free(rule->name);
    peri_free(rule);
}

int peri_date_rule_copy(const peri_date_rule *rule, peri_date_rule **out, peri_error *err)
{
    peri_date_rule *copy = rule_new(rule->name, rule->weekdays, rule->dates, rule->n);
    if (!copy)
        return no_memory(rule->name, err);
    *out = copy;
    return PERI_OK;
}

const char *peri_date_rule_name(const peri_date_rule *rule)
{
    return rule->name;
}

/* The first of the list that is >= from; n when there is none. */
static size_t list_find(const peri_date_rule *rule, peri_date from)
{
    size_t lo = 0, hi = rule->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (rule->dates[mid] < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

bool peri_date_rule_next(const peri_date_rule *rule, peri_date from, peri_date *out)
{
    const peri_date last = peri_date_make(2050, 12, 31);
    peri_date date = from;
    if (from > last)
        return false;
    if (rule->weekdays == 0) {
        size_t at = list_find(rule, from);
        if (at == rule->n)
            return false;
        date = rule->dates[at];
    } else {
        for (int weekday = peri_date_weekday(from); !(rule->weekdays & 1u << weekday);
             weekday = (weekday + 1) % 7)
            date++;
    }
    if (date > last)
        return false;
    *out = date;
    return true;
}
