/* consolidator_range.c - bars of a height. Layer 2. */
#include "market/consolidator_class.h"

#include <math.h>

static const double USUAL_STEP = 0.01; /* of a price whose smallest change is not known */

struct range {
    int64_t steps;
    bool classic;
    double step, height; /* 0 before the first bar */
};

static void open_bar(peri_consolidator *consolidator, int64_t at_ns, double open, double volume)
{
    consolidator->working = (peri_bar){at_ns, at_ns, open, open, open, open, volume};
    consolidator->has_working = true;
}

/* Take a value; whether it lies beyond the height: the bar ends at its edge then. */
static bool move(peri_bar *bar, double height, int64_t at_ns, double value, double volume)
{
    bool below = value < bar->low && bar->high - value > height;
    bool above = value > bar->high && value - bar->low > height;
    if (below || above) {
        bar->close = below ? bar->high - height : bar->low + height;
        bar->low = fmin(bar->low, bar->close);
        bar->high = fmax(bar->high, bar->close);
        bar->end_ns = at_ns;
        return true;
    }
    bar->low = fmin(bar->low, value);
    bar->high = fmax(bar->high, value);
    bar->volume += volume;
    return false;
}

/* A bar that is complete, then those beside it up to the value; all but the last one are empty. */
static int complete(peri_consolidator *consolidator, const struct range *range, int64_t at_ns,
                    double value, double volume, peri_error *err)
{
    const double rises = value >= consolidator->working.close ? 1 : -1;
    for (;;) {
        const peri_bar done = consolidator->working;
        int rc = peri_consolidator_emit_working(consolidator, err);
        if (rc != PERI_OK || range->classic)
            return rc;
        double open = rises > 0 ? done.high + range->step : done.low - range->step;
        if (open == (rises > 0 ? done.high : done.low))
            return peri_consolidator_check_open((double)NAN, range->step, value, err);
        open_bar(consolidator, done.end_ns, open, 0);
        bool further = fabs(open - value) > range->height;
        if (!move(&consolidator->working, range->height, at_ns, value, further ? 0 : volume))
            return PERI_OK;
    }
}

static void open_first(peri_consolidator *consolidator, struct range *range, const peri_bar *bar,
                       double value, double volume)
{
    double tick = consolidator->security->tick_size;
    if (range->step == 0) {
        range->step = tick > 0 ? tick : USUAL_STEP;
        range->height = range->step * (double)range->steps;
        value = ceil(value / range->height) * range->height;
    }
    open_bar(consolidator, bar->start_ns, value, volume);
}

static int update(peri_consolidator *consolidator, const peri_bar *bar, peri_error *err)
{
    struct range *range = (struct range *)consolidator->state;
    peri_bar *working = &consolidator->working;
    double value, volume;
    int rc = peri_consolidator_read(consolidator, bar, &value, &volume, err);
    if (rc != PERI_OK)
        return rc;
    if (consolidator->has_working) {
        bool inside = value >= working->low && value <= working->high;
        if (inside && !range->classic)
            return PERI_OK;
        if (move(working, range->height, bar->start_ns, value, volume))
            rc = complete(consolidator, range, bar->start_ns, value, volume, err);
    }
    if (rc == PERI_OK && !consolidator->has_working)
        open_first(consolidator, range, bar, value, volume);
    return rc;
}

static const peri_consolidator_class range_class = {
    .name = "range", .state_size = sizeof(struct range), .update = update};

int peri_consolidator_new_range(int64_t steps, bool classic, peri_consolidator **out,
                                peri_error *err)
{
    void *state;
    *out = NULL;
    if (steps < 1 || steps > INT32_MAX)
        return peri_fail(err, PERI_EINVAL, "the range was %lld steps, expected 1 to 2147483647",
                         (long long)steps);
    int rc = peri_consolidator_make(&range_class, out, &state, err);
    if (rc == PERI_OK)
        *(struct range *)state = (struct range){.steps = steps, .classic = classic};
    return rc;
}
