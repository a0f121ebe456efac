/* kernel_gate.c - see kernel_gate.h. */
#include "kernel_gate.h"

#include <pthread.h>
#include <time.h>

#include "learn/lapack.h"

enum {
    PATIENCE_S = 20, /* only a test that fails waits so long */
    ALONE_MS = 40
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
    peri_lapack_set_gate(pass);
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

bool kernel_gate_is_kept_by_one(void)
{
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_nsec += ALONE_MS * 1000000L;
    end.tv_sec += end.tv_nsec / 1000000000L;
    end.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&lock);
    while (inside < 2 && change_before(&end))
        ;
    bool one = inside == 1;
    pthread_mutex_unlock(&lock);
    return one;
}

void kernel_gate_open(void)
{
    pthread_mutex_lock(&lock);
    closed = false;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}
