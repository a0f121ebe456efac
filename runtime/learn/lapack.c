/* lapack.c - the one door to LAPACK and BLAS. Layer 4. */
#include "learn/lapack.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cblas.h>
#include <lapack.h>

#include "base/mem.h"

/* OpenBLAS is loaded when the first kernel asks for it: most runs have none, and to relocate it is
   half of what a program's start takes. */
static struct {
    bool there;
    char why[256]; /* it is not */
    __typeof__(LAPACK_dgelsd) *dgelsd;
    __typeof__(openblas_set_num_threads) *set_num_threads;
} blas;

static _Atomic(void (*)(void)) gate;

/* One kernel at a time. OpenBLAS without threads takes its work space from a list of its own, and
   looks for a free place on it with neither lock nor atomic operation (memory.c of 0.3.21, built
   without USE_LOCKING): two threads that look at once get the same memory, and wrong numbers. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

void peri_lapack_set_gate(void (*passes)(void))
{
    atomic_store(&gate, passes);
}

/* Find a function; `function` is the address of a pointer to it. */
static bool find(void *library, const char *name, void *function)
{
    void *found = dlsym(library, name);
    memcpy(function, &found, sizeof found);
    return found;
}

/* A variant with threads of its own begins them here: they take no signal of the program. */
static void *open_library(const char *name)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return library;
}

static void load(void)
{
    void *library = open_library(PERI_OPENBLAS);
    if (!library) /* it lies elsewhere than where this was built */
        library = open_library("libopenblas.so.0");
    blas.there = library && find(library, "dgelsd_", &blas.dgelsd) &&
                 find(library, "openblas_set_num_threads", &blas.set_num_threads);
    if (blas.there)
        blas.set_num_threads(1);
    else
        snprintf(blas.why, sizeof blas.why, "%s", dlerror()); /* NOLINT: under the once */
}

static int begin(peri_error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return blas.there ? PERI_OK
                      : peri_fail(err, PERI_ENOTFOUND, "OpenBLAS cannot be loaded: %s", blas.why);
}

/* What DGELSD is called with; its work space. */
struct least_squares {
    lapack_int n, p, rows_of_b, rank, info;
    double rcond;
    double *a, *b, *singular_values, *work;
    lapack_int *integers;
};

/* lwork -1: only ask how much work space is needed, work[0] and integers[0] receive it. The lock is
   held. */
static void call(struct least_squares *s, lapack_int lwork)
{
    lapack_int one = 1;
    blas.dgelsd(&s->n, &s->p, &one, s->a, &s->n, s->b, &s->rows_of_b, s->singular_values, &s->rcond,
                &s->rank, s->work, &lwork, s->integers, &s->info);
}

/* The lock is held. */
static int solve(struct least_squares *s, peri_error *err)
{
    double work_size = 0.0;
    lapack_int integers_size = 0;
    size_t values = (size_t)(s->n < s->p ? s->n : s->p);
    int rc = PERI_OK;
    s->work = &work_size;
    s->integers = &integers_size;
    call(s, -1);
    s->singular_values = peri_calloc(values, sizeof *s->singular_values);
    s->work = peri_calloc((size_t)work_size, sizeof *s->work);
    s->integers = peri_calloc((size_t)integers_size, sizeof *s->integers);
    if (!s->singular_values || !s->work || !s->integers)
        rc = peri_fail(err, PERI_ENOMEM, "no memory for least squares of %d x %d numbers", s->n,
                       s->p);
    void (*pass)(void) = atomic_load(&gate);
    if (rc == PERI_OK && pass)
        pass();
    if (rc == PERI_OK)
        call(s, (lapack_int)work_size);
    if (rc == PERI_OK && s->info != 0)
        rc = peri_fail(err, PERI_EINVAL, "the singular values of %d x %d numbers do not converge",
                       s->n, s->p);
    peri_free(s->singular_values);
    peri_free(s->work);
    peri_free(s->integers);
    return rc;
}

int peri_lapack_least_squares(double *a, size_t n, size_t p, double *b, double rcond, size_t *rank,
                              peri_error *err)
{
    if (n > INT_MAX || p > INT_MAX)
        return peri_fail(err, PERI_ELIMIT, "least squares of %zu x %zu numbers: %d is the most", n,
                         p, INT_MAX);
    struct least_squares s = {.n = (lapack_int)n, .p = (lapack_int)p, .rcond = rcond};
    s.rows_of_b = s.n > s.p ? s.n : s.p;
    s.a = a;
    s.b = b;
    int rc = begin(err);
    if (rc == PERI_OK) {
        pthread_mutex_lock(&one_at_a_time);
        rc = solve(&s, err);
        pthread_mutex_unlock(&one_at_a_time);
    }
    if (rc == PERI_OK)
        *rank = (size_t)s.rank;
    return rc;
}
