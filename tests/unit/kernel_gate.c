/* kernel_gate.c - a DGELSD of the test program's own, which stands before the library's. */
#include "kernel_gate.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include <lapack.h>

enum {
    PATIENCE_S = 20 /* only a test that fails waits so long */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool closed;
static int inside;

/* Wait for a change, the lock held; false when none comes before the time. */
static bool change_before(const struct timespec *end)
{
    return pthread_cond_timedwait(&changed, &lock, end) == 0;
}

static struct timespec end_of_patience(void)
{
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += PATIENCE_S;
    return end;
}

static void pass(void)
{
    struct timespec end = end_of_patience();
    pthread_mutex_lock(&lock);
    inside++;
    pthread_cond_broadcast(&changed);
    while (closed && change_before(&end))
        ;
    inside--;
    pthread_mutex_unlock(&lock);
}

void kernel_gate_close(void)
{
    pthread_mutex_lock(&lock);
    closed = true;
    pthread_mutex_unlock(&lock);
}

bool kernel_gate_wait(int n)
{
    struct timespec end = end_of_patience();
    pthread_mutex_lock(&lock);
    while (inside < n && change_before(&end))
        ;
    bool came = inside >= n;
    pthread_mutex_unlock(&lock);
    return came;
}

void kernel_gate_open(void)
{
    pthread_mutex_lock(&lock);
    closed = false;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

void LAPACK_dgelsd(lapack_int const *m, lapack_int const *n, lapack_int const *nrhs, double *A,
                   lapack_int const *lda, double *B, lapack_int const *ldb, double *S,
                   double const *rcond, lapack_int *rank, double *work, lapack_int const *lwork,
                   lapack_int *iwork, lapack_int *info)
{
    __typeof__(&LAPACK_dgelsd) library;
    void *symbol = dlsym(RTLD_NEXT, "dgelsd_");
    memcpy(&library, &symbol, sizeof library);
    if (*lwork != -1) /* not only asking for the size of its work space */
        pass();
    library(m, n, nrhs, A, lda, B, ldb, S, rcond, rank, work, lwork, iwork, info);
}
