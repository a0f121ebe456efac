/* time_rules_joined.c - time rules made of others: all of them together, or some of their times.
 * Layer 3. */
#include "base/buf.h"
#include "schedule/time_rule_kinds.h"

typedef struct union_rule {
    peri_time_rule head;
    size_t n;
    peri_time_rule *parts[]; /* held */
} union_rule;

typedef struct filter_rule {
    peri_time_rule head;
    peri_time_rule *of;    /* held */
    peri_time_rule *owner; /* held: the rule whose function this one borrows; NULL: its own */
    peri_rule_function keep;
    const peri_hours *hours; /* borrowed; NULL: `keep` decides */
    bool extended;
} filter_rule;

static int next_of_union(const peri_time_rule *rule, peri_date date, int64_t after_utc,
                         int64_t *out_utc, peri_error *err)
{
    const union_rule *all = (const union_rule *)rule;
    for (size_t i = 0; i < all->n; i++) {
        int64_t utc;
        int rc = peri_time_rule_next(all->parts[i], date, after_utc, &utc, err);
        if (rc != PERI_OK)
            return rc;
        if (utc < *out_utc)
            *out_utc = utc;
    }
    return PERI_OK;
}

static void release_union(peri_time_rule *rule)
{
    const union_rule *all = (const union_rule *)rule;
    for (size_t i = 0; i < all->n; i++)
        peri_time_rule_free(all->parts[i]);
}

/* Two rules of one zone keep the order of dates when all their times fit in one day; one that does
   not depend on dates keeps none beside another. */
static peri_time_bounds joined_bounds(peri_time_bounds a, peri_time_bounds b)
{
    int64_t width;
    if (!a.dated || !b.dated) {
        peri_time_bounds of_dates = a.dated ? a : b;
        of_dates.orderly = false;
        return of_dates;
    }
    peri_time_bounds both = {true, false, a.first < b.first ? a.first : b.first,
                             a.last > b.last ? a.last : b.last, a.zone == b.zone ? a.zone : NULL};
    both.orderly = a.orderly && b.orderly && both.zone &&
                   !__builtin_sub_overflow(both.last, both.first, &width) && width <= PERI_DAY;
    return both;
}

/* A rule with the names joined by commas and room for n parts; NULL when memory is short. */
static union_rule *union_new(peri_time_rule *const *rules, size_t n)
{
    static const peri_time_rule_kind kind = {next_of_union, NULL, release_union};
    union_rule *all = NULL;
    peri_buf name;
    peri_buf_init(&name);
    for (size_t i = 0; i < n; i++)
        peri_buf_printf(&name, "%s%s", i > 0 ? "," : "", rules[i]->name);
    if (!name.failed)
        all = (union_rule *)peri_time_rule_new(&kind, sizeof *all + n * sizeof(peri_time_rule *),
                                               peri_buf_str(&name));
    peri_buf_deinit(&name);
    return all;
}

int peri_time_rule_union(peri_time_rule *const *rules, size_t n, peri_time_rule **out,
                         peri_error *err)
{
    if (n == 0)
        return peri_fail(err, PERI_EINVAL,
                         "joined time rules: none was given, expected at least 1");
    for (size_t i = 0; i < n; i++)
        if (rules[i]->nature == PERI_TIMES_OF_FUNCTION)
            return peri_fail(err, PERI_EINVAL,
                             "joined time rules: %.200s was a rule of a function, expected one "
                             "without",
                             rules[i]->name);
    union_rule *all = union_new(rules, n);
    if (!all)
        return peri_fail(err, PERI_ENOMEM, "%zu joined time rules: no memory", n);
    all->n = n;
    for (size_t i = 0; i < n; i++) {
        const peri_time_bounds *bounds = &rules[i]->bounds;
        all->parts[i] = peri_time_rule_retain(rules[i]);
        all->head.bounds = i == 0 ? *bounds : joined_bounds(all->head.bounds, *bounds);
    }
    *out = &all->head;
    return PERI_OK;
}

/* Asks for one time; *after receives the instant up to which none is kept when that is not. */
static int is_kept(const filter_rule *filter, int64_t utc, bool *kept, int64_t *after,
                   peri_error *err)
{
    *after = utc;
    if (!filter->hours)
        return filter->keep.keep(filter->keep.ctx, utc, kept, err);
    peri_hours_span span = peri_hours_span_at(filter->hours, utc, filter->extended);
    *kept = span.open;
    *after = span.until_utc - 1;
    return PERI_OK;
}

static int next_kept(const peri_time_rule *rule, peri_date date, int64_t after_utc,
                     int64_t *out_utc, peri_error *err)
{
    const filter_rule *filter = (const filter_rule *)rule;
    for (;;) {
        int64_t utc;
        bool kept = true;
        int rc = peri_time_rule_next(filter->of, date, after_utc, &utc, err);
        if (rc == PERI_OK && utc != PERI_NEVER)
            rc = is_kept(filter, utc, &kept, &after_utc, err);
        if (rc != PERI_OK)
            return rc;
        if (kept) {
            *out_utc = utc;
            return PERI_OK;
        }
    }
}

static void release_filter(peri_time_rule *rule)
{
    filter_rule *filter = (filter_rule *)rule;
    if (!filter->hours && !filter->owner && filter->keep.release)
        filter->keep.release(filter->keep.ctx);
    peri_time_rule_free(filter->of);
    peri_time_rule_free(filter->owner);
}

static int begin_filter(const peri_time_rule *rule, const peri_date_rule *dates, peri_date from,
                        peri_time_rule **out, peri_error *err);

/* A rule with the fields of `parts`; it holds `of` and `owner` once more. */
static int filter_new(filter_rule parts, peri_time_rule **out, peri_error *err)
{
    static const peri_time_rule_kind kind = {next_kept, begin_filter, release_filter};
    filter_rule *rule = (filter_rule *)peri_time_rule_new(&kind, sizeof *rule, parts.of->name);
    if (!rule)
        return peri_time_rule_no_memory(parts.of->name, err);
    peri_time_rule_retain(parts.of);
    if (parts.owner)
        peri_time_rule_retain(parts.owner);
    parts.head = rule->head;
    parts.head.bounds = parts.of->bounds;
    if (parts.of->nature != PERI_TIMES_NOW) /* Now may become the start, which nobody asked for */
        parts.head.nature = parts.of->nature;
    *rule = parts;
    *out = &rule->head;
    return PERI_OK;
}

/* The same condition on what the rule inside has become. */
static int begin_filter(const peri_time_rule *rule, const peri_date_rule *dates, peri_date from,
                        peri_time_rule **out, peri_error *err)
{
    filter_rule parts = *(const filter_rule *)rule;
    peri_time_rule *of;
    int rc = peri_time_rule_begin(parts.of, dates, from, &of, err);
    if (rc != PERI_OK)
        return rc;
    if (of == parts.of) {
        *out = peri_time_rule_retain(rule);
    } else {
        parts.of = of;
        parts.owner = peri_time_rule_retain(rule);
        rc = filter_new(parts, out, err);
        peri_time_rule_free(parts.owner);
    }
    peri_time_rule_free(of);
    return rc;
}

int peri_time_rule_where(const peri_time_rule *of, peri_rule_function keep, peri_time_rule **out,
                         peri_error *err)
{
    peri_time_rule *held = peri_time_rule_retain(of);
    filter_rule parts = {.of = held, .keep = keep};
    int rc = filter_new(parts, out, err);
    peri_time_rule_free(held);
    if (rc != PERI_OK && keep.release)
        keep.release(keep.ctx);
    return rc;
}

int peri_time_rule_during(const peri_time_rule *of, const peri_rule_market *market,
                          peri_time_rule **out, peri_error *err)
{
    peri_time_rule *held = peri_time_rule_retain(of);
    filter_rule parts = {.of = held, .hours = market->hours, .extended = market->extended};
    int rc = filter_new(parts, out, err);
    peri_time_rule_free(held);
    return rc;
}
