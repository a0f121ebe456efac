/* average.c - simple, exponential and Wilders moving averages over a stream. Layer 2. */
#include "market/average.h"

size_t peri_average_room(peri_average kind, size_t period)
{
    return kind == PERI_AVERAGE_SIMPLE ? period : 0;
}

static double weight_of(peri_average kind, size_t period)
{
    return kind == PERI_AVERAGE_WILDERS ? 1.0 / (double)period : 2.0 / ((double)period + 1.0);
}

void peri_average_reset(peri_averager *averager, peri_average kind, size_t period, double *slots)
{
    *averager =
        (peri_averager){.kind = kind, .keep = 1.0 - weight_of(kind, period), .slots = slots};
    peri_window_reset(&averager->window, period);
}

/* Turn the slots, all young, into sums of a slot and those behind it. */
static void fold(peri_averager *a)
{
    peri_exact_sum tail = {0};
    for (size_t i = a->window.period; i-- > 0;) {
        peri_exact_sum_add(&tail, a->slots[i]);
        a->slots[i] = peri_exact_sum_value(&tail);
    }
    a->young = (peri_exact_sum){0};
}

static double add_simple(peri_averager *a, double x)
{
    a->slots[a->window.next] = x;
    peri_exact_sum_add(&a->young, x);
    double sum = peri_exact_sum_value(&a->young);
    if (peri_window_step(&a->window)) {
        fold(a);
        a->ready = true;
    } else if (a->ready) {
        sum += a->slots[a->window.next];
    }
    a->value = sum / (double)peri_window_count(&a->window);
    return a->value;
}

static double add_exponential(peri_averager *a, double x)
{
    if (a->ready) {
        /* This form is exact when x equals the old value, and when nothing is kept (period 1). */
        a->value = x - a->keep * (x - a->value);
        return a->value;
    }
    peri_exact_sum_add(&a->young, x);
    a->ready = peri_window_step(&a->window);
    a->value = peri_exact_sum_value(&a->young) / (double)peri_window_count(&a->window);
    return a->value;
}

double peri_average_add(peri_averager *averager, double x)
{
    if (averager->kind == PERI_AVERAGE_SIMPLE)
        return add_simple(averager, x);
    return add_exponential(averager, x);
}
