/* indicator_class.c - checks of the parameters that several kinds of indicators have. Layer 2. */
#include "market/indicator_class.h"

#include <math.h>

bool peri_indicator_is_period(double value)
{
    return value >= 1 && value <= PERI_INDICATOR_PERIOD_MAX && floor(value) == value;
}

bool peri_indicator_is_average(double value)
{
    return value >= PERI_AVERAGE_SIMPLE && value <= PERI_AVERAGE_WILDERS && floor(value) == value;
}

const char *peri_indicator_check_period(const double *params)
{
    return peri_indicator_is_period(params[0]) ? NULL : PERI_INDICATOR_NO_PERIOD("period");
}

const char *peri_indicator_check_two_periods(const double *params, const char *first,
                                             const char *second)
{
    if (!peri_indicator_is_period(params[0]))
        return first;
    return peri_indicator_is_period(params[1]) ? NULL : second;
}

int64_t peri_indicator_lookback_period(const double *params)
{
    return (int64_t)params[0];
}

const char *peri_indicator_check_period_average(const double *params)
{
    const char *problem = peri_indicator_check_period(params);
    if (!problem && !peri_indicator_is_average(params[1]))
        problem = "average must be 0 (simple), 1 (exponential) or 2 (Wilders)";
    return problem;
}
