/* date_rules_function.c - dates that functions of the strategy give or keep. Layer 3. */
#include "base/mem.h"
#include "schedule/date_rule_kinds.h"

typedef struct function_rule {
    peri_date_rule head;
    peri_rule_function function; /* owned */
} function_rule;

typedef struct where_rule {
    peri_date_rule head;
    peri_date_rule *of;    /* held */
    peri_date_rule *owner; /* held: the rule whose function this one borrows; NULL: its own */
    peri_rule_function keep;
} where_rule;

static void release_function(const peri_rule_function *function)
{
    if (function->release)
        function->release(function->ctx);
}

static int next_of_function(const peri_date_rule *rule, peri_date from, peri_date *out,
                            peri_error *err)
{
    (void)from;
    (void)out;
    return peri_fail(err, PERI_ESTATE, "date rule %.200s: its function was not called yet",
                     rule->name);
}

/* The days a function gave, as a rule; those before `from` or after the last date are dropped. */
static int list_of_times(const char *name, peri_times *times, peri_date from, peri_date_rule **out,
                         peri_error *err)
{
    size_t n = 0;
    peri_date *dates = peri_calloc(times->n, sizeof *dates);
    if (!dates)
        return peri_fail(err, PERI_ENOMEM, "date rule %.200s: no memory for %zu dates", name,
                         times->n);
    peri_times_sort(times);
    for (size_t i = 0; i < times->n; i++) {
        peri_date date = peri_time_date(times->items[i]);
        if (date >= from && date <= peri_last_rule_date() && (n == 0 || dates[n - 1] != date))
            dates[n++] = date;
    }
    int rc = peri_date_rule_list(name, dates, n, out, err);
    peri_free(dates);
    return rc;
}

static int begin_function(const peri_date_rule *rule, peri_date from, peri_date_rule **out,
                          peri_error *err)
{
    const peri_rule_function *function = &((const function_rule *)rule)->function;
    const peri_date last = peri_last_rule_date();
    peri_times times = {NULL, 0, 0};
    int rc = from <= last ? function->dates(function->ctx, from, last, &times, err) : PERI_OK;
    if (rc == PERI_OK)
        rc = list_of_times(rule->name, &times, from, out, err);
    peri_times_deinit(&times);
    return rc;
}

static void release_function_rule(peri_date_rule *rule)
{
    release_function(&((function_rule *)rule)->function);
}

int peri_date_rule_function(const char *name, peri_rule_function function, peri_date_rule **out,
                            peri_error *err)
{
    static const peri_date_rule_kind kind = {next_of_function, begin_function,
                                             release_function_rule};
    function_rule *rule = (function_rule *)peri_date_rule_new(&kind, sizeof *rule, name);
    if (!rule) {
        release_function(&function);
        return peri_date_rule_no_memory(name, err);
    }
    rule->function = function;
    *out = &rule->head;
    return PERI_OK;
}

static int next_kept(const peri_date_rule *rule, peri_date from, peri_date *out, peri_error *err)
{
    const where_rule *where = (const where_rule *)rule;
    for (;;) {
        peri_date date;
        bool kept = true;
        int rc = peri_date_rule_next(where->of, from, &date, err);
        if (rc == PERI_OK && date != PERI_NO_DATE)
            rc = where->keep.keep(where->keep.ctx, peri_time_at(date, 0), &kept, err);
        if (rc != PERI_OK)
            return rc;
        if (kept) {
            *out = date;
            return PERI_OK;
        }
        from = date + 1;
    }
}

static int begin_where(const peri_date_rule *rule, peri_date from, peri_date_rule **out,
                       peri_error *err);

static void release_where_rule(peri_date_rule *rule)
{
    where_rule *where = (where_rule *)rule;
    if (!where->owner)
        release_function(&where->keep);
    peri_date_rule_free(where->of);
    peri_date_rule_free(where->owner);
}

/* `of` is held by the rule from here on; not when this fails. */
static int where_new(peri_date_rule *of, const peri_date_rule *owner,
                     const peri_rule_function *keep, peri_date_rule **out, peri_error *err)
{
    static const peri_date_rule_kind kind = {next_kept, begin_where, release_where_rule};
    where_rule *where = (where_rule *)peri_date_rule_new(&kind, sizeof *where, of->name);
    if (!where)
        return peri_date_rule_no_memory(of->name, err);
    where->of = of;
    where->owner = owner ? peri_date_rule_retain(owner) : NULL;
    where->keep = *keep;
    *out = &where->head;
    return PERI_OK;
}

/* The same condition on what the rule inside has become. */
static int begin_where(const peri_date_rule *rule, peri_date from, peri_date_rule **out,
                       peri_error *err)
{
    const where_rule *where = (const where_rule *)rule;
    peri_date_rule *of;
    int rc = peri_date_rule_begin(where->of, from, &of, err);
    if (rc != PERI_OK)
        return rc;
    if (of == where->of) {
        *out = peri_date_rule_retain(rule);
        peri_date_rule_free(of);
        return PERI_OK;
    }
    rc = where_new(of, rule, &where->keep, out, err);
    if (rc != PERI_OK)
        peri_date_rule_free(of);
    return rc;
}

int peri_date_rule_where(const peri_date_rule *of, peri_rule_function keep, peri_date_rule **out,
                         peri_error *err)
{
    peri_date_rule *held = of ? peri_date_rule_retain(of) : NULL;
    int rc = of ? PERI_OK : peri_date_rule_every_day(&held, err);
    if (rc == PERI_OK)
        rc = where_new(held, NULL, &keep, out, err);
    if (rc != PERI_OK) {
        peri_date_rule_free(held);
        release_function(&keep);
    }
    return rc;
}
