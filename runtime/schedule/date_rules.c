/* date_rules.c - what date rules share; lists of dates and masks of weekdays. Layer 3. */
#include "schedule/date_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "schedule/date_rule_kinds.h"

enum {
    EVERY_WEEKDAY = 0x7f
};

typedef struct list_rule {
    peri_date_rule head;
    size_t n;
    peri_date dates[]; /* ascending, each once */
} list_rule;

typedef struct weekday_rule {
    peri_date_rule head;
    unsigned weekdays; /* bit per weekday, not 0 */
} weekday_rule;

peri_date peri_last_rule_date(void)
{
    return peri_date_make(2050, 12, 31);
}

int peri_date_rule_no_memory(const char *name, peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "date rule %.200s: no memory", name);
}

peri_date_rule *peri_date_rule_new(const peri_date_rule_kind *kind, size_t size, const char *name)
{
    peri_date_rule *rule = peri_calloc(1, size);
    char *own_name = peri_strdup(name);
    if (!rule || !own_name) {
        peri_free(rule);
        peri_free(own_name);
        return NULL;
    }
    *rule = (peri_date_rule){kind, 1, own_name};
    return rule;
}

peri_date_rule *peri_date_rule_retain(const peri_date_rule *rule)
{
    peri_date_rule *held = (peri_date_rule *)rule; /* the count is no part of the value */
    held->holders++;
    return held;
}

void peri_date_rule_free(peri_date_rule *rule)
{
    if (!rule || --rule->holders > 0)
        return;
    if (rule->kind->release)
        rule->kind->release(rule);
    peri_free(rule->name);
    peri_free(rule);
}

const char *peri_date_rule_name(const peri_date_rule *rule)
{
    return rule->name;
}

int peri_date_rule_begin(const peri_date_rule *rule, peri_date from, peri_date_rule **out,
                         peri_error *err)
{
    if (rule->kind->begin)
        return rule->kind->begin(rule, from, out, err);
    *out = peri_date_rule_retain(rule);
    return PERI_OK;
}

int peri_date_rule_next(const peri_date_rule *rule, peri_date from, peri_date *out, peri_error *err)
{
    const peri_date last = peri_last_rule_date();
    peri_date date = PERI_NO_DATE;
    int rc = from <= last ? rule->kind->next(rule, from, &date, err) : PERI_OK;
    if (rc == PERI_OK)
        *out = date <= last ? date : PERI_NO_DATE;
    return rc;
}

static int next_listed(const peri_date_rule *rule, peri_date from, peri_date *out, peri_error *err)
{
    const list_rule *list = (const list_rule *)rule;
    size_t lo = 0, hi = list->n;
    (void)err;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (list->dates[mid] < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < list->n)
        *out = list->dates[lo];
    return PERI_OK;
}

int peri_date_rule_list(const char *name, const peri_date *dates, size_t n, peri_date_rule **out,
                        peri_error *err)
{
    static const peri_date_rule_kind kind = {next_listed, NULL, NULL};
    list_rule *list = NULL;
    if (n <= (SIZE_MAX - sizeof *list) / sizeof *dates)
        list = (list_rule *)peri_date_rule_new(&kind, sizeof *list + n * sizeof *dates, name);
    if (!list)
        return peri_date_rule_no_memory(name, err);
    list->n = n;
    if (n > 0)
        memcpy(list->dates, dates, n * sizeof *dates);
    *out = &list->head;
    return PERI_OK;
}

static int date_order(const void *a, const void *b)
{
    peri_date x = *(const peri_date *)a, y = *(const peri_date *)b;
    return (x > y) - (x < y);
}

/* Sorts, drops repeated dates, and joins the texts of what is left. Returns how many those are. */
static size_t settle(peri_date *dates, size_t n, peri_buf *name)
{
    char text[PERI_TIME_TEXT];
    size_t kept = 0;
    qsort(dates, n, sizeof *dates, date_order);
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && dates[i] == dates[kept - 1])
            continue;
        if (kept > 0)
            peri_buf_byte(name, ',');
        peri_buf_add(name, text, peri_date_format(dates[i], text));
        dates[kept++] = dates[i];
    }
    return kept;
}

static int list_of_any(const peri_date *dates, size_t n, peri_date_rule **out, peri_error *err)
{
    peri_buf name;
    peri_date *sorted = peri_calloc(n, sizeof *sorted);
    if (!sorted)
        return peri_date_rule_no_memory("On", err);
    memcpy(sorted, dates, n * sizeof *sorted);
    peri_buf_init(&name);
    size_t kept = settle(sorted, n, &name);
    int rc = name.failed ? peri_date_rule_no_memory("On", err)
                         : peri_date_rule_list(peri_buf_str(&name), sorted, kept, out, err);
    peri_buf_deinit(&name);
    peri_free(sorted);
    return rc;
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
    return list_of_any(dates, n, out, err);
}

int peri_date_rule_today(peri_date today, peri_date_rule **out, peri_error *err)
{
    return peri_date_rule_list("TodayOnly", &today, 1, out, err);
}

int peri_date_rule_tomorrow(peri_date today, peri_date_rule **out, peri_error *err)
{
    peri_date tomorrow = today + 1;
    return peri_date_rule_list("TomorrowOnly", &tomorrow, 1, out, err);
}

static int next_weekday(const peri_date_rule *rule, peri_date from, peri_date *out, peri_error *err)
{
    unsigned weekdays = ((const weekday_rule *)rule)->weekdays;
    (void)err;
    for (int weekday = peri_date_weekday(from); !(weekdays & 1u << weekday);
         weekday = (weekday + 1) % 7)
        from++;
    *out = from;
    return PERI_OK;
}

static int weekdays_new(const char *name, unsigned weekdays, peri_date_rule **out, peri_error *err)
{
    static const peri_date_rule_kind kind = {next_weekday, NULL, NULL};
    weekday_rule *rule = (weekday_rule *)peri_date_rule_new(&kind, sizeof *rule, name);
    if (!rule)
        return peri_date_rule_no_memory(name, err);
    rule->weekdays = weekdays;
    *out = &rule->head;
    return PERI_OK;
}

int peri_date_rule_every_day(peri_date_rule **out, peri_error *err)
{
    return weekdays_new("EveryDay", EVERY_WEEKDAY, out, err);
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
                                peri_weekday_name(weekdays[i]));
        mask |= 1u << weekdays[i];
    }
    return weekdays_new(name, mask, out, err);
}
