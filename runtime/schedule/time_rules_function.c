/* time_rules_function.c - times that a function of the strategy gives. Layer 3. */
#include "base/mem.h"
#include "schedule/time_rule_kinds.h"

typedef struct function_rule {
    peri_time_rule head;
    peri_rule_function function; /* owned */
} function_rule;

static int next_of_function(const peri_time_rule *rule, peri_date date, int64_t after_utc,
                            int64_t *out_utc, peri_error *err)
{
    (void)date;
    (void)after_utc;
    (void)out_utc;
    return peri_fail(err, PERI_ESTATE, "time rule %.200s: its function was not called yet",
                     rule->name);
}

/* All dates of a rule from one on; *out is to be freed. */
static int all_dates(const peri_date_rule *rule, peri_date from, peri_date **out, size_t *n,
                     peri_error *err)
{
    void *dates = NULL;
    size_t count = 0, cap = 0;
    int rc = PERI_OK;
    for (;;) {
        peri_date date;
        rc = peri_date_rule_next(rule, from, &date, err);
        if (rc != PERI_OK || date == PERI_NO_DATE)
            break;
        if (peri_grow(&dates, &cap, count + 1, sizeof date) != PERI_OK) {
            rc = peri_fail(err, PERI_ENOMEM, "date rule %.200s: no memory for %zu dates",
                           peri_date_rule_name(rule), count + 1);
            break;
        }
        ((peri_date *)dates)[count++] = date;
        from = date + 1;
    }
    *out = dates;
    *n = count;
    return rc;
}

static int begin_function(const peri_time_rule *rule, const peri_date_rule *dates, peri_date from,
                          peri_time_rule **out, peri_error *err)
{
    const peri_rule_function *function = &((const function_rule *)rule)->function;
    peri_times times = {NULL, 0, 0};
    peri_date *list;
    size_t n;
    int rc = all_dates(dates, from, &list, &n, err);
    if (rc == PERI_OK)
        rc = function->times(function->ctx, list, n, &times, err);
    if (rc == PERI_OK) {
        peri_times_sort(&times);
        rc = peri_time_rule_listed(rule->name, times.items, times.n, out, err);
    }
    peri_times_deinit(&times);
    peri_free(list);
    return rc;
}

static void release_function(peri_time_rule *rule)
{
    const peri_rule_function *function = &((const function_rule *)rule)->function;
    if (function->release)
        function->release(function->ctx);
}

int peri_time_rule_function(const char *name, peri_rule_function function, peri_time_rule **out,
                            peri_error *err)
{
    static const peri_time_rule_kind kind = {next_of_function, begin_function, release_function};
    function_rule *rule = (function_rule *)peri_time_rule_new(&kind, sizeof *rule, name);
    if (!rule) {
        if (function.release)
            function.release(function.ctx);
        return peri_time_rule_no_memory(name, err);
    }
    rule->head.nature = PERI_TIMES_OF_FUNCTION;
    rule->function = function;
    *out = &rule->head;
    return PERI_OK;
}
