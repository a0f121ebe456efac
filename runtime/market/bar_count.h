/* bar_count.h - so many bars back, counted through the hours of a market. Layer 2.
   Source: lean-engine facts, 2.7 and 2.8. */
#ifndef PERI_BAR_COUNT_H
#define PERI_BAR_COUNT_H

#include <stdint.h>

#include "market/security.h"

/*
 * Where to begin for the last `bars` bars (>= 1) of a resolution that can end by an instant (UTC):
 * those that end after the result. Bars are those that fall into the market's sessions, at least
 * partly, whether data are there or not; the extended ones where the security has those, but not of
 * hours.
 *
 * Ticks count as one a second, as in LEAN. Returns UTC ns, or INT64_MIN when they reach back before
 * 1900, or before all sessions.
 */
int64_t peri_bars_back(const peri_security *security, peri_resolution resolution, int64_t bars,
                       int64_t end_ns);

#endif
