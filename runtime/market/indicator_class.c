/* indicator_class.c - what several kinds of indicators have: checks of parameters, no state.
 * Layer 2. */
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

const char *peri_indicator_check_nothing(const double *params)
{
    (void)params;
    return NULL;
}

size_t peri_indicator_no_state(const double *params)
{
    (void)params;
    return 0;
}

void peri_indicator_reset_nothing(void *state, const double *params)
{
    (void)state;
    (void)params;
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
