/* consolidator_span.c - bars of a length of time. Layer 2. */
#include "market/consolidator_class.h"

#include "time/civil.h"

enum {
    DAYS_BEFORE_1970 = 719162, /* from year 1 on: LEAN's lengths are counted from there */
    TICK = 100                 /* ns: LEAN's unit of time */
};

struct span {
    int64_t length_ns;
    int64_t origin_ns; /* rest of 1970-01-01 by the length, counted from year 1 */
    bool starts_daily; /* counted from start_ns, a time of the day */
    int64_t start_ns;
};

/* Local time rounded down to a multiple of the length since the last start of a day's count. */
static int64_t round_down_daily(const struct span *span, int64_t local_ns)
{
    int64_t since = (local_ns - span->start_ns) % PERI_DAY;
    since += since < 0 ? PERI_DAY : 0;
    return local_ns - since % span->length_ns;
}

/* Local time rounded down to a multiple of the length. */
static int64_t round_down(const struct span *span, int64_t local_ns)
{
    if (span->starts_daily)
        return round_down_daily(span, local_ns);
    int64_t rest = local_ns % span->length_ns;
    rest = (rest < 0 ? rest + span->length_ns : rest) + span->origin_ns;
    return local_ns - rest % span->length_ns;
}

static bool place(peri_consolidator *consolidator, const peri_bar *bar, int64_t *start_ns,
                  int64_t *end_ns)
{
    const struct span *span = (const struct span *)consolidator->state;
    peri_zone_cursor *zone = &consolidator->zone;
    int64_t local = peri_zone_cursor_to_local(zone, bar->start_ns);
    int64_t begin = span->length_ns > PERI_DAY ? local : round_down(span, local);
    *start_ns = bar->start_ns - (local - begin);
    if (span->length_ns == PERI_DAY)
        *start_ns = peri_zone_cursor_to_utc(zone, begin); /* midnight, whatever the clock did */
    *end_ns = span->length_ns < PERI_DAY ? *start_ns + span->length_ns
                                         : peri_zone_cursor_to_utc(zone, begin + span->length_ns);
    if (*end_ns < bar->end_ns) { /* the input reaches beyond it */
        *start_ns = bar->start_ns;
        *end_ns = bar->start_ns + span->length_ns;
    }
    return true;
}

static int update(peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    const struct span *span = (const struct span *)consolidator->state;
    if (bar->end_ns - bar->start_ns > span->length_ns && !consolidator->has_last &&
        !consolidator->has_working)
        return peri_fail(
            err, PERI_EINVAL,
            "bars of '%s' of %g minutes cannot be joined into bars of %g minutes (such "
            "bars come of the subscription, or of a resolution given to SetWarmUp)",
            consolidator->security->ticker, (double)(bar->end_ns - bar->start_ns) / PERI_MINUTE,
            (double)span->length_ns / PERI_MINUTE);
    return peri_consolidator_update_by_time(consolidator, bar, place, err);
}

static const peri_consolidator_class span_class = {
    .name = "span", .state_size = sizeof(struct span), .update = update, .by_time = true};

/* *span is the state of *out; NULL: that failed. */
static int make(int64_t length_ns, peri_consolidator **out, struct span **span, peri_error *err)
{
    void *state;
    *out = NULL;
    *span = NULL;
    if (length_ns < TICK || length_ns > 36600 * PERI_DAY)
        return peri_fail(err, PERI_EINVAL,
                         "the length of a bar was %g s, expected 1e-07 s to 36600 days",
                         (double)length_ns / PERI_SECOND);
    int rc = peri_consolidator_make(&span_class, out, &state, err);
    if (rc != PERI_OK)
        return rc;
    int64_t ticks = length_ns / TICK;
    *span = state;
    (*span)->length_ns = ticks * TICK;
    (*out)->longest_ns = length_ns;
    (*span)->origin_ns = DAYS_BEFORE_1970 * (PERI_DAY / TICK) % ticks * TICK;
    return PERI_OK;
}

int peri_consolidator_new_span(int64_t length_ns, peri_consolidator **out, peri_error *err)
{
    struct span *span;
    return make(length_ns, out, &span, err);
}

int peri_consolidator_new_span_at(int64_t length_ns, int64_t start_ns, peri_consolidator **out,
                                  peri_error *err)
{
    *out = NULL;
    if (length_ns > PERI_DAY)
        return peri_fail(err, PERI_EINVAL,
                         "the length of a bar was %g hours; one with a start time lasts a day at "
                         "most",
                         (double)length_ns / PERI_HOUR);
    if (start_ns < 0 || start_ns >= PERI_DAY)
        return peri_fail(err, PERI_EINVAL,
                         "the start time of a bar was %g hours, expected a time of the day",
                         (double)start_ns / PERI_HOUR);
    struct span *span;
    const int rc = make(length_ns, out, &span, err);
    if (!span)
        return rc;
    span->starts_daily = true;
    span->start_ns = start_ns;
    return PERI_OK;
}
