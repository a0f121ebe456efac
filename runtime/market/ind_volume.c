/* ind_volume.c - OBV, volumes with the sign of the close's change, summed up; VWAP, the mean of
 * prices weighted by volume. Layer 2. Source: the behaviour of LEAN's OnBalanceVolume and
 * VolumeWeightedAveragePriceIndicator. */
#include "market/average.h"
#include "market/indicator_class.h"

/* --- OBV --- */

struct obv {
    bool started; /* close holds a price */
    double close;
    peri_exact_sum sum;
};

static const char *check_nothing(const double *params)
{
    (void)params;
    return NULL;
}

static size_t obv_size(const double *params)
{
    (void)params;
    return sizeof(struct obv);
}

static void reset_obv(void *state, const double *params)
{
    (void)params;
    *(struct obv *)state = (struct obv){.started = false};
}

static bool update_obv(void *state, const double *params, const peri_bar *bar, double value,
                       double *outputs)
{
    struct obv *s = state;
    (void)params;
    (void)value;
    if (!s->started || bar->close > s->close)
        peri_exact_sum_add(&s->sum, bar->volume);
    else if (bar->close < s->close)
        peri_exact_sum_add(&s->sum, -bar->volume);
    s->started = true;
    s->close = bar->close;
    outputs[0] = peri_exact_sum_value(&s->sum);
    return true;
}

const peri_indicator_class peri_indicator_obv = {
    .name = "OBV",
    .params = "",
    .outputs = {"Current"},
    .needs_bar = true,
    .check = check_nothing,
    .state_size = obv_size,
    .reset = reset_obv,
    .update = update_obv,
};

/* --- VWAP --- */

struct vwap {
    peri_averager value, volume;
    double room[];
};

static size_t vwap_size(const double *params)
{
    const size_t room = peri_average_room(PERI_AVERAGE_SIMPLE, (size_t)params[0]);
    return sizeof(struct vwap) + 2 * room * sizeof(double);
}

static void reset_vwap(void *state, const double *params)
{
    struct vwap *s = state;
    const size_t period = (size_t)params[0];
    peri_average_reset(&s->value, PERI_AVERAGE_SIMPLE, period, s->room);
    peri_average_reset(&s->volume, PERI_AVERAGE_SIMPLE, period,
                       s->room + peri_average_room(PERI_AVERAGE_SIMPLE, period));
}

/* Without any volume the bar's own price. */
static bool update_vwap(void *state, const double *params, const peri_bar *bar, double value,
                        double *outputs)
{
    struct vwap *s = state;
    (void)params;
    (void)value;
    const double price = (bar->open + bar->high + bar->low + bar->close) / 4;
    const double weighted = peri_average_add(&s->value, price * bar->volume);
    const double volume = peri_average_add(&s->volume, bar->volume);
    outputs[0] = volume > 0 ? weighted / volume : price;
    return s->value.ready;
}

const peri_indicator_class peri_indicator_vwap = {
    .name = "VWAP",
    .params = "period",
    .outputs = {"Current"},
    .needs_bar = true,
    .check = peri_indicator_check_period,
    .state_size = vwap_size,
    .reset = reset_vwap,
    .update = update_vwap,
};
