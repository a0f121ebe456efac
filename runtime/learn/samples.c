/* samples.c - what models are fitted to and predict from. Layer 4. */
#include "learn/samples.h"

#include <math.h>

/* Index of the first number that is not finite, n when all are. */
static size_t first_odd(const double *numbers, size_t n)
{
    size_t i = 0;
    while (i < n && isfinite(numbers[i]))
        i++;
    return i;
}

/* The sign of a nan differs between machines. */
static const char *name_of(double odd)
{
    if (isnan(odd))
        return "nan";
    return odd > 0.0 ? "inf" : "-inf";
}

int peri_samples_check(const peri_samples *s, peri_error *err)
{
    if (s->n < 1 || s->p < 1)
        return peri_fail(err, PERI_EINVAL,
                         "X has %zu rows of %zu numbers, expected at least 1 of 1", s->n, s->p);
    size_t at = first_odd(s->x, s->n * s->p);
    if (at < s->n * s->p)
        return peri_fail(err, PERI_EINVAL, "X[%zu][%zu] was %s, expected a finite number",
                         at / s->p + 1, at % s->p + 1, name_of(s->x[at]));
    at = s->y ? first_odd(s->y, s->n) : s->n;
    if (at < s->n)
        return peri_fail(err, PERI_EINVAL, "y[%zu] was %s, expected a finite number", at + 1,
                         name_of(s->y[at]));
    return PERI_OK;
}
