/* samples.h - what models are fitted to and predict from: a matrix and its targets. Layer 4. */
#ifndef PERI_SAMPLES_H
#define PERI_SAMPLES_H

#include <stddef.h>

#include "base/error.h"

/* n samples of p features each, and the target of each sample. */
typedef struct peri_samples {
    size_t n, p;     /* at least 1 */
    const double *x; /* shape [n, p], row-major (borrowed) */
    const double *y; /* shape [n] (borrowed); NULL where only features are needed */
} peri_samples;

/*
 * The door of every kernel: no empty shape, no NaN, no infinity.
 *
 * Returns PERI_OK, or PERI_EINVAL: "X[3][2] was nan, expected a finite number", with row and column
 * counted from 1. Thread: any.
 */
int peri_samples_check(const peri_samples *samples, peri_error *err);

#endif
