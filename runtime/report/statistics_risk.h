/* statistics_risk.h - the part of the statistics that is made of daily samples. Layer 5. */
#ifndef PERI_STATISTICS_RISK_H
#define PERI_STATISTICS_RISK_H

#include <math.h>

#include "report/statistics.h"

static inline double peri_finite_or_0(double value)
{
    return isfinite(value) ? value : 0.0;
}

/* 0 where there is no denominator. */
static inline double peri_ratio_or_0(double over, double under)
{
    return under == 0.0 ? 0.0 : peri_finite_or_0(over / under);
}

/* Daily samples that carry a whole day of trading: all but the first two. */
size_t peri_statistics_whole_days(const peri_record *record);

/* Fill in the ratios of return and risk; at least two whole days. Each is finite. */
void peri_statistics_risk(const peri_record *record, peri_statistics *out);

#endif
