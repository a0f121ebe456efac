/* ind_macd.c - MACD: distance of a fast from a slow average, and its own average. Layer 2. */
#include "market/average.h"
#include "market/indicator_class.h"

struct macd {
    peri_averager fast, slow, signal;
    double room[];
};

enum {
    FAST,
    SLOW,
    SIGNAL,
    AVERAGE
};

static const char *check(const double *params)
{
    if (!peri_indicator_is_period(params[FAST]))
        return PERI_INDICATOR_NO_PERIOD("fast");
    if (!peri_indicator_is_period(params[SLOW]))
        return PERI_INDICATOR_NO_PERIOD("slow");
    if (!peri_indicator_is_period(params[SIGNAL]))
        return PERI_INDICATOR_NO_PERIOD("signal");
    if (!(params[FAST] < params[SLOW]))
        return "fast must be less than slow";
    if (!peri_indicator_is_average(params[AVERAGE]))
        return "average must be 0 (simple), 1 (exponential) or 2 (Wilders)";
    return NULL;
}

static size_t room_of(const double *params, int which)
{
    return peri_average_room((peri_average)params[AVERAGE], (size_t)params[which]);
}

static size_t state_size(const double *params)
{
    size_t room = room_of(params, FAST) + room_of(params, SLOW) + room_of(params, SIGNAL);
    return sizeof(struct macd) + room * sizeof(double);
}

static void reset(void *state, const double *params)
{
    struct macd *s = state;
    peri_average kind = (peri_average)params[AVERAGE];
    double *slow_room = s->room + room_of(params, FAST);
    double *signal_room = slow_room + room_of(params, SLOW);
    peri_average_reset(&s->fast, kind, (size_t)params[FAST], s->room);
    peri_average_reset(&s->slow, kind, (size_t)params[SLOW], slow_room);
    peri_average_reset(&s->signal, kind, (size_t)params[SIGNAL], signal_room);
}

static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct macd *s = state;
    (void)params;
    (void)bar;
    double fast = peri_average_add(&s->fast, value);
    double slow = peri_average_add(&s->slow, value);
    double macd = fast - slow;
    /* fast < slow, so that a ready slow average means both are. */
    if (s->slow.ready)
        peri_average_add(&s->signal, macd);
    outputs[0] = macd;
    outputs[1] = s->signal.value;
    outputs[2] = s->signal.ready ? macd - s->signal.value : 0.0;
    outputs[3] = fast;
    outputs[4] = slow;
    return s->signal.ready;
}

const peri_indicator_class peri_indicator_macd = {
    .name = "MACD",
    .params = "fast,slow,signal,average",
    .outputs = {"Current", "Signal", "Histogram", "Fast", "Slow"},
    .check = check,
    .state_size = state_size,
    .reset = reset,
    .update = update,
};
