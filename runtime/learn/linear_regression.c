/* linear_regression.c - ordinary least squares: y is about x . coef + intercept. Layer 4. */
#include "learn/linear_regression.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "learn/lapack.h"
#include "learn/mean.h"

/* The memory of a fit. */
struct fit {
    double *a;     /* X, centred, column-major; then destroyed */
    double *b;     /* y, centred; then the coefficients */
    double *means; /* of the columns of X */
    double y_mean;
};

static bool allocate(struct fit *fit, size_t n, size_t p)
{
    if (n > SIZE_MAX / sizeof(double) / p)
        return false;
    fit->a = peri_alloc(n * p * sizeof(double));
    fit->b = peri_alloc((n > p ? n : p) * sizeof(double));
    fit->means = peri_calloc(p, sizeof(double));
    return fit->a && fit->b && fit->means;
}

/* Take its mean from each number; returns it. */
static double centre(double *numbers, size_t n)
{
    double mean = peri_mean(numbers, n);
    for (size_t i = 0; i < n; i++)
        numbers[i] -= mean;
    return mean;
}

static void load(struct fit *fit, const peri_samples *s, bool fit_intercept)
{
    for (size_t i = 0; i < s->n; i++)
        for (size_t j = 0; j < s->p; j++)
            fit->a[j * s->n + i] = s->x[i * s->p + j];
    memcpy(fit->b, s->y, s->n * sizeof *fit->b);
    if (!fit_intercept)
        return;
    for (size_t j = 0; j < s->p; j++)
        fit->means[j] = centre(fit->a + j * s->n, s->n);
    fit->y_mean = centre(fit->b, s->n);
}

static bool all_finite(const double *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(numbers[i]))
            return false;
    return true;
}

/* LAPACK may loop for ever on what is not finite, and differences of huge numbers are not. */
static int check_loaded(const struct fit *fit, const peri_samples *s, peri_error *err)
{
    if (all_finite(fit->a, s->n * s->p) && all_finite(fit->b, s->n))
        return PERI_OK;
    return peri_fail(err, PERI_EINVAL, "the numbers of X or y are too large");
}

static int finish(const struct fit *fit, size_t p, double *coef, double *intercept, peri_error *err)
{
    double constant = fit->y_mean;
    for (size_t j = 0; j < p; j++)
        constant -= fit->b[j] * fit->means[j];
    if (!isfinite(constant) || !all_finite(fit->b, p))
        return peri_fail(err, PERI_EINVAL, "the numbers of X or y are too large");
    memcpy(coef, fit->b, p * sizeof *coef);
    *intercept = constant;
    return PERI_OK;
}

int peri_linear_regression_fit(const peri_samples *s, bool fit_intercept, double *coef,
                               double *intercept, size_t *rank, peri_error *err)
{
    struct fit fit = {0};
    size_t found = 0;
    int rc = peri_samples_check(s, err);
    if (rc != PERI_OK)
        return rc;
    if (!allocate(&fit, s->n, s->p)) {
        rc = peri_fail(err, PERI_ENOMEM, "no memory to fit %zu x %zu numbers", s->n, s->p);
        goto done;
    }
    load(&fit, s, fit_intercept);
    rc = check_loaded(&fit, s, err);
    if (rc != PERI_OK)
        goto done;
    rc = peri_lapack_least_squares(fit.a, s->n, s->p, fit.b,
                                   DBL_EPSILON * (double)(s->n > s->p ? s->n : s->p), &found, err);
    if (rc == PERI_OK)
        rc = finish(&fit, s->p, coef, intercept, err);
    if (rc == PERI_OK)
        *rank = found;
done:
    peri_free(fit.a);
    peri_free(fit.b);
    peri_free(fit.means);
    return rc;
}

int peri_linear_regression_predict(const peri_samples *s, const double *coef, double intercept,
                                   double *out, peri_error *err)
{
    int rc = peri_samples_check(s, err);
    for (size_t i = 0; i < s->n && rc == PERI_OK; i++) {
        const double *row = s->x + i * s->p;
        double sum = intercept;
        for (size_t j = 0; j < s->p; j++)
            sum += row[j] * coef[j];
        out[i] = sum;
        if (!isfinite(sum))
            rc = peri_fail(err, PERI_EINVAL, "the prediction for X[%zu] is not finite", i + 1);
    }
    return rc;
}
