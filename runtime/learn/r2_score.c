/* r2_score.c - how much of the spread of targets a model explains. Layer 4. */
#include "learn/r2_score.h"

#include "learn/mean.h"

double peri_r2_score(const double *y, const double *predicted, size_t n)
{
    double mean = peri_mean(y, n), errors = 0.0, spread = 0.0;
    for (size_t i = 0; i < n; i++) {
        errors += (y[i] - predicted[i]) * (y[i] - predicted[i]);
        spread += (y[i] - mean) * (y[i] - mean);
    }
    if (spread > 0.0)
        return 1.0 - errors / spread;
    return errors > 0.0 ? 0.0 : 1.0;
}
