/* deviation.c - standard deviation over a sliding window, old values never subtracted. Layer 2. */
#include "market/deviation.h"

#include <math.h>

/* Let x be the count-th value of a spread. */
static void include(peri_spread *spread, double x, size_t count)
{
    double before = (x - spread->mean.high) - spread->mean.rest;
    peri_exact_sum_add(&spread->mean, before / (double)count);
    double after = (x - spread->mean.high) - spread->mean.rest;
    spread->squares += before * after;
}

void peri_deviation_reset(peri_deviation *deviation, size_t period, peri_spread *slots)
{
    *deviation = (peri_deviation){.slots = slots};
    peri_window_reset(&deviation->window, period);
}

/* Turn the slots, all young, into spreads of a slot and those behind it. */
static void fold(peri_deviation *d)
{
    peri_spread tail = {0};
    for (size_t i = d->window.period; i-- > 0;) {
        include(&tail, d->slots[i].mean.high, d->window.period - i);
        d->slots[i] = tail;
    }
    d->young = (peri_spread){0};
}

/* Squared distances from the common mean of the older values and the young ones. */
static double joined_squares(const peri_deviation *d)
{
    const peri_spread *older = &d->slots[d->window.next];
    double period = (double)d->window.period;
    double young = (double)d->window.next;
    double apart =
        (d->young.mean.high - older->mean.high) + (d->young.mean.rest - older->mean.rest);
    return older->squares + d->young.squares + apart * apart * (period - young) * young / period;
}

double peri_deviation_add(peri_deviation *deviation, double x)
{
    peri_deviation *d = deviation;
    d->slots[d->window.next].mean.high = x;
    include(&d->young, x, d->window.next + 1);
    double squares = d->young.squares;
    if (peri_window_step(&d->window))
        fold(d);
    else if (d->window.full)
        squares = joined_squares(d);
    return sqrt(squares / (double)peri_window_count(&d->window));
}
