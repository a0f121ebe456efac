/* linear_regression.h - ordinary least squares: y is about x . coef + intercept. Layer 4.
 *
 * A kernel: plain memory in, plain memory out, no Lua state. It does not look up while it computes:
 * a training that is cancelled, or over its limit, ends when the kernel has returned.
 */
#ifndef PERI_LINEAR_REGRESSION_H
#define PERI_LINEAR_REGRESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "learn/samples.h"

/*
 * Fit by singular values, which bear columns that depend on each other: of all solutions the one
 * with the smallest coefficients is taken. With an intercept, X and y are centred first.
 *
 * samples    with targets; any n >= 1 and p >= 1, also n < p
 * coef       receives the coefficients, shape [p]
 * intercept  receives the intercept; 0 without fit_intercept
 * rank       receives the rank of (centred) X: singular values up to epsilon * max(n, p) times the
 *            largest one count as 0
 *
 * Returns PERI_OK; PERI_EINVAL (X or y is not finite, with the place; or so large that the
 * result is not), PERI_ENOMEM (it needs room for another n * p numbers) or PERI_ELIMIT. Nothing is
 * written on failure. Thread: any; several at once. Time: O(n p min(n, p)).
 * Source: scikit-learn's LinearRegression, whose rcond is the same since 1.6.
 */
int peri_linear_regression_fit(const peri_samples *samples, bool fit_intercept, double *coef,
                               double *intercept, size_t *rank, peri_error *err);

/*
 * Predict the target of each sample. out receives shape [n].
 *
 * Returns PERI_OK, or PERI_EINVAL (X is not finite, or a prediction is not: names the row), with
 * out undefined then. Thread: any. A row's result does not depend on the other rows.
 */
int peri_linear_regression_predict(const peri_samples *samples, const double *coef,
                                   double intercept, double *out, peri_error *err);

#endif
