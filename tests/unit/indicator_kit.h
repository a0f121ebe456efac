/* indicator_kit.h - what the tests of indicators share: making, feeding, random input. */
#ifndef PERI_TEST_INDICATOR_KIT_H
#define PERI_TEST_INDICATOR_KIT_H

#include <stddef.h>

#include "check.h"
#include "market/indicator.h"

/* An indicator of a known kind on the close; the test ends when it can not be made. */
peri_indicator *kit_make(const char *name, double p0, double p1, double p2, double p3);

/* Feed one value, at a time one second after the last; returns the current value. */
double kit_feed(peri_indicator *indicator, double value);

/* Valid random parameters of any class, by the names it gives them. */
void kit_params(const peri_indicator_class *cls, check_rng *rng, double *params);

/* A random walk of n bars in cents, so that equal prices come up. */
void kit_bars(check_rng *rng, peri_bar *bars, size_t n);

/* Number of outputs of a class; the place of one of them. */
size_t kit_width(const peri_indicator_class *cls);
size_t kit_output(const peri_indicator_class *cls, const char *name);

#endif
