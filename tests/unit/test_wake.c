/* test_wake.c - waits for a time, a descriptor, or a call. */
#include "check.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/wake.h"

SUITE(wake_wait)
{
    peri_wake wake, other;
    CHECK_INT("opens", peri_wake_open(&wake, NULL), PERI_OK);
    CHECK_INT("opens", peri_wake_open(&other, NULL), PERI_OK);
    CHECK_INT("at once", peri_wake_wait(&wake, -1, 0, 0), PERI_ENOTFOUND);
    CHECK_INT("soon", peri_wake_wait(&wake, other.read_fd, POLLIN, 2000000), PERI_ENOTFOUND);
    peri_wake_fire(&other);
    CHECK_INT("an event", peri_wake_wait(&wake, other.read_fd, POLLIN, INT64_MAX), PERI_OK);
    for (int i = 0; i < 100000; i++) /* more than a pipe holds */
        peri_wake_fire(&wake);
    CHECK_INT("woken first", peri_wake_wait(&wake, other.read_fd, POLLIN, INT64_MAX),
              PERI_EINTERRUPT);
    CHECK_INT("still", peri_wake_wait(&wake, -1, 0, INT64_MAX), PERI_EINTERRUPT);
    peri_wake_close(&other);
    peri_wake_close(&wake);
}

SUITE(wake_rest)
{
    peri_wake wake;
    CHECK_INT("opens", peri_wake_open(&wake, NULL), PERI_OK);
    int64_t begin = peri_clock_monotonic(NULL);
    CHECK("nobody calls", !peri_wake_rest(&wake, 2000000));
    CHECK("the time has passed", peri_clock_monotonic(NULL) - begin >= 2000000);
    for (int i = 0; i < 1000; i++) /* more than one read takes */
        peri_wake_fire(&wake);
    CHECK("called before", peri_wake_rest(&wake, INT64_MAX));
    CHECK("once only", !peri_wake_rest(&wake, 0));
    for (int i = 0; i < 64; i++) /* as many as one read takes */
        peri_wake_fire(&wake);
    CHECK("called before", peri_wake_rest(&wake, INT64_MAX));
    CHECK("once only", !peri_wake_rest(&wake, 0));
    peri_wake_close(&wake);
}

/* The slack is the thread's, and others of its waits keep it. */
SUITE(wake_rest_keeps_slack)
{
    peri_wake wake;
    int before = prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0);
    CHECK_INT("opens", peri_wake_open(&wake, NULL), PERI_OK);
    CHECK_INT("sets", prctl(PR_SET_TIMERSLACK, 70000UL, 0, 0, 0), 0);
    peri_wake_rest(&wake, 1000);
    CHECK_INT("as it was", prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0), 70000);
    prctl(PR_SET_TIMERSLACK, (unsigned long)before, 0, 0, 0);
    peri_wake_close(&wake);
}

static void *fire(void *arg)
{
    peri_wake_fire(arg);
    return NULL;
}

SUITE(wake_from_a_thread)
{
    peri_wake wake;
    pthread_t thread;
    CHECK_INT("opens", peri_wake_open(&wake, NULL), PERI_OK);
    CHECK_INT("starts", pthread_create(&thread, NULL, fire, &wake), 0);
    CHECK("called", peri_wake_rest(&wake, INT64_MAX));
    pthread_join(thread, NULL);
    peri_wake_close(&wake);
}

static const peri_wake *of_handler;

static void on_signal(int signal)
{
    (void)signal;
    peri_wake_fire(of_handler);
}

/* A handler must leave errno as what it interrupted needs it, also when the pipe is full. */
SUITE(wake_from_a_handler)
{
    peri_wake wake;
    struct sigaction action = {.sa_handler = on_signal}, before;
    CHECK_INT("opens", peri_wake_open(&wake, NULL), PERI_OK);
    of_handler = &wake;
    sigaction(SIGUSR2, &action, &before);
    errno = ENOTDIR;
    for (int i = 0; i < 100000; i++)
        raise(SIGUSR2);
    CHECK_INT("errno stays", errno, ENOTDIR);
    CHECK("called", peri_wake_rest(&wake, INT64_MAX));
    sigaction(SIGUSR2, &before, NULL);
    peri_wake_close(&wake);
}

SUITE(wake_not_open)
{
    peri_wake wake = {0, 0};
    errno = ENOTDIR;
    peri_wake_fire(&wake);
    CHECK_INT("nothing happened", errno, ENOTDIR);
    peri_wake_close(&wake);
    CHECK_INT("opens", peri_wake_open(&wake, NULL), PERI_OK);
    peri_wake_close(&wake);
    peri_wake_fire(&wake); /* to nobody */
    peri_wake_close(&wake);
}

SUITE(wake_without_descriptors)
{
    struct rlimit before, none;
    peri_wake wake = {5, 6};
    peri_error err = {0, ""};
    getrlimit(RLIMIT_NOFILE, &before);
    none = before;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_NOFILE, &none);
    CHECK_INT("refused", peri_wake_open(&wake, &err), PERI_EIO);
    setrlimit(RLIMIT_NOFILE, &before);
    CHECK_HAS("why", err.text, "no pipe to wake a waiting thread with");
    CHECK_INT("not open", wake.write_fd, 0);
}
