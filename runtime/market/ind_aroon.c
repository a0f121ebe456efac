/* ind_aroon.c - AROON: how long ago the highest and the lowest price of a period were. Layer 2.
 * Source: the behaviour of LEAN's AroonOscillator. */
#include "market/indicator_class.h"
#include "market/window.h"

/* The last period + 1 prices; the newest of those that are highest is `age` prices old. */
struct side {
    peri_window window;
    size_t age;
    double *prices; /* shape [period + 1] */
};

struct aroon {
    struct side up, down;
    double room[];
};

static const char *check(const double *params)
{
    return peri_indicator_check_two_periods(params, PERI_INDICATOR_NO_PERIOD("upPeriod"),
                                            PERI_INDICATOR_NO_PERIOD("downPeriod"));
}

static size_t state_size(const double *params)
{
    return sizeof(struct aroon) + ((size_t)params[0] + (size_t)params[1] + 2) * sizeof(double);
}

static void reset_side(struct side *side, size_t period, double *prices)
{
    peri_window_reset(&side->window, period + 1);
    side->age = 0;
    side->prices = prices;
}

static void reset(void *state, const double *params)
{
    struct aroon *s = state;
    const size_t up = (size_t)params[0];
    reset_side(&s->up, up, s->room);
    reset_side(&s->down, (size_t)params[1], s->room + up + 1);
}

static double price_ago(const struct side *side, size_t age)
{
    return side->prices[peri_window_slot(&side->window, age)];
}

/* Take the next price: 100 when it is the highest, down to 0 when that is a period ago. Amortised
   O(1) unless prices fall for ever, then O(period). */
static double take(struct side *side, double price)
{
    const size_t n = peri_window_count(&side->window);
    const double highest = n > 0 ? price_ago(side, side->age) : price;
    const size_t period = side->window.period - 1;
    side->prices[side->window.next] = price;
    peri_window_step(&side->window);
    if (price >= highest) {
        side->age = 0;
    } else if (++side->age > period) {
        side->age = 0;
        for (size_t age = 1; age <= period; age++)
            if (price_ago(side, age) > price_ago(side, side->age))
                side->age = age;
    }
    return 100.0 * (double)(period - side->age) / (double)period;
}

static bool update(void *state, const double *params, const peri_bar *bar, double value,
                   double *outputs)
{
    struct aroon *s = state;
    (void)params;
    (void)value;
    outputs[1] = take(&s->up, bar->high);
    outputs[2] = take(&s->down, -bar->low);
    outputs[0] = outputs[1] - outputs[2];
    return s->up.window.full && s->down.window.full;
}

const peri_indicator_class peri_indicator_aroon = {
    .name = "AROON",
    .params = "upPeriod,downPeriod",
    .outputs = {"Current", "AroonUp", "AroonDown"},
    .needs_bar = true,
    .check = check,
    .state_size = state_size,
    .reset = reset,
    .update = update,
};
