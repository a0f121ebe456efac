/* market_set.h - the markets that rules without a symbol look at. Layer 3. */
#ifndef PERI_MARKET_SET_H
#define PERI_MARKET_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "time/hours.h"

/* All zero is an empty set. Holds no hours of its own: they must outlive it. */
typedef struct peri_market_set {
    const peri_hours **items; /* shape [n], each once; owned */
    size_t n, cap;
} peri_market_set;

/* Take a market in, once. Markets that never close are left out. Returns PERI_OK or PERI_ENOMEM. */
int peri_market_set_add(peri_market_set *set, const peri_hours *hours, peri_error *err);
void peri_market_set_deinit(peri_market_set *set);

#endif
