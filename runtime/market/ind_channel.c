/* ind_channel.c - the lowest and highest prices of the last bars: DCH, the channel between them,
 * and WILR, where the close lies in it. Layer 2. Source: the behaviour of LEAN's DonchianChannel
 * and WilliamsPercentR. */
#include "market/extreme.h"
#include "market/indicator_class.h"

struct channel {
    peri_extreme high, low;
    double slots[];
};

static const char *check(const double *params)
{
    return peri_indicator_check_two_periods(params, PERI_INDICATOR_NO_PERIOD("upperPeriod"),
                                            PERI_INDICATOR_NO_PERIOD("lowerPeriod"));
}

static size_t size_of(double upper, double lower)
{
    return sizeof(struct channel) + ((size_t)upper + (size_t)lower) * sizeof(double);
}

static void reset_to(struct channel *s, double upper, double lower)
{
    peri_extreme_reset(&s->high, (size_t)upper, s->slots);
    peri_extreme_reset(&s->low, (size_t)lower, s->slots + (size_t)upper);
}

static size_t channel_size(const double *params)
{
    return size_of(params[0], params[1]);
}

static void reset_channel(void *state, const double *params)
{
    reset_to(state, params[0], params[1]);
}

static bool update_channel(void *state, const double *params, const peri_bar *bar, double value,
                           double *outputs)
{
    struct channel *s = state;
    (void)params;
    (void)value;
    outputs[1] = peri_extreme_highest(&s->high, bar->high);
    outputs[2] = peri_extreme_lowest(&s->low, bar->low);
    outputs[0] = (outputs[1] + outputs[2]) / 2.0;
    return s->high.window.full && s->low.window.full;
}

static size_t williams_size(const double *params)
{
    return size_of(params[0], params[0]);
}

static void reset_williams(void *state, const double *params)
{
    reset_to(state, params[0], params[0]);
}

/* From 0 at the highest to -100 at the lowest; 0 until it is ready. */
static bool update_williams(void *state, const double *params, const peri_bar *bar, double value,
                            double *outputs)
{
    struct channel *s = state;
    const double high = peri_extreme_highest(&s->high, bar->high);
    const double low = peri_extreme_lowest(&s->low, bar->low);
    (void)params;
    (void)value;
    outputs[0] =
        s->high.window.full && high > low ? -100.0 * (high - bar->close) / (high - low) : 0.0;
    return s->high.window.full;
}

const peri_indicator_class peri_indicator_dch = {
    .name = "DCH",
    .params = "upperPeriod,lowerPeriod",
    .outputs = {"Current", "UpperBand", "LowerBand"},
    .needs_bar = true,
    .check = check,
    .state_size = channel_size,
    .reset = reset_channel,
    .update = update_channel,
};

const peri_indicator_class peri_indicator_wilr = {
    .name = "WILR",
    .params = "period",
    .outputs = {"Current"},
    .needs_bar = true,
    .check = peri_indicator_check_period,
    .state_size = williams_size,
    .reset = reset_williams,
    .update = update_williams,
};
