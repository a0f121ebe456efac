/* lapack.h - the one door to LAPACK and BLAS. Layer 4.
 *
 * What runs behind it cannot be interrupted. OpenBLAS is told to use one thread, the caller's: the
 * strategy's core stays its own. Threads that call at once wait for each other, since OpenBLAS
 * without threads is not safe between them. Results are the same bytes on the same type of
 * processor only.
 */
#ifndef PERI_LAPACK_H
#define PERI_LAPACK_H

#include <stddef.h>

#include "base/error.h"

/*
 * Least squares: the x of smallest norm among those that minimise |a x - b|, by singular values
 * (DGELSD).
 *
 * a      shape [n, p], column-major, n and p >= 1, finite; destroyed
 * b      room for max(n, p) numbers. In: the first n, finite. Out: x in the first p
 * rcond  singular values up to rcond times the largest one count as 0
 * rank   receives how many do not
 *
 * Returns PERI_OK, PERI_ENOMEM, PERI_ELIMIT (n or p is above INT_MAX), PERI_EINVAL (no
 * convergence) or PERI_ENOTFOUND (there is no OpenBLAS to load); a and b are undefined then.
 * Thread: any; waits while another one computes, for as long as its kernel takes; nothing
 * interrupts the wait.
 */
int peri_lapack_least_squares(double *a, size_t n, size_t p, double *b, double rcond, size_t *rank,
                              peri_error *err);

/* Tests: called on each thread that is about to compute, when no other one does. NULL: nothing is.
   Thread: any. */
void peri_lapack_set_gate(void (*gate)(void));

#endif
