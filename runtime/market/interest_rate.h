/* interest_rate.h - the risk-free rate of the data folder, for the statistics. Layer 2. */
#ifndef PERI_INTEREST_RATE_H
#define PERI_INTEREST_RATE_H

#include <stddef.h>

#include "base/error.h"
#include "time/civil.h"

/* A rate and the first day it holds on. */
typedef struct peri_rate_change {
    peri_date from;
    double rate; /* yearly, as a fraction */
} peri_rate_change;

typedef struct peri_interest_rates {
    peri_rate_change *changes; /* shape [n], ascending by date; owned */
    size_t n, cap;
} peri_interest_rates;

/*
 * Read ROOT/alternative/interest-rate/usa/interest-rate.csv: a header, then `yyyy-MM-dd,percent` a
 * row, ascending. No file: no changes, and every rate is 0.
 *
 * rates  zero-initialised; owned by the caller (peri_interest_rates_deinit), empty on failure
 * Returns PERI_OK, PERI_EFORMAT (file, line, value), PERI_EIO or PERI_ENOMEM.
 */
int peri_interest_rates_read(const char *root, peri_interest_rates *rates, peri_error *err);
void peri_interest_rates_deinit(peri_interest_rates *rates);

/* The rate on a day: that of the last change up to it; before the first one, the first one's. */
double peri_interest_rate_on(const peri_interest_rates *rates, peri_date date);

#endif
