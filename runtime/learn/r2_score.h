/* r2_score.h - how much of the spread of targets a model explains. Layer 4. */
#ifndef PERI_R2_SCORE_H
#define PERI_R2_SCORE_H

#include <stddef.h>

/*
 * The coefficient of determination: 1 less the sum of squared errors over the sum of squared
 * distances from the mean. 1 is perfect, 0 as good as the mean, below 0 worse.
 *
 * y, predicted  shape [n], finite (borrowed)
 * n             at least 1; of one target nothing can be said, but the rule below holds
 *
 * Targets that are all equal have no spread: then 1 when every error is 0, else 0, as
 * scikit-learn's r2_score. Not finite when the squares overflow. Thread: any.
 */
double peri_r2_score(const double *y, const double *predicted, size_t n);

#endif
