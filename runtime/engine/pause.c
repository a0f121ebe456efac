/* pause.c - see pause.h. Layer 5. */
#include "engine/pause.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "time/civil.h"

enum {
    SLACK_NS = 1000
};

int peri_pause_open(peri_pause *pause, peri_error *err)
{
    if (pipe(pause->ends) != 0) {
        *pause = (peri_pause){{0, 0}};
        return peri_fail_errno(err, PERI_EIO, "no pipe to wait at");
    }
    for (int i = 0; i < 2; i++) {
        fcntl(pause->ends[i], F_SETFL, O_NONBLOCK);
        fcntl(pause->ends[i], F_SETFD, FD_CLOEXEC);
    }
    return PERI_OK;
}

void peri_pause_close(peri_pause *pause)
{
    for (int i = 0; i < 2 && pause->ends[1] > 0; i++)
        close(pause->ends[i]);
    *pause = (peri_pause){{0, 0}};
}

/* ppoll that ends on time: by default Linux lets a thread wait 50 us longer than it asked for. */
static int poll_sharply(struct pollfd *called, const struct timespec *most)
{
    int slack = prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0);
    prctl(PR_SET_TIMERSLACK, SLACK_NS, 0, 0, 0);
    int n = ppoll(called, 1, most, NULL);
    if (slack > 0)
        prctl(PR_SET_TIMERSLACK, (unsigned long)slack, 0, 0, 0);
    return n;
}

bool peri_pause_wait(peri_pause *pause, int64_t ns)
{
    struct pollfd called = {.fd = pause->ends[0], .events = POLLIN};
    struct timespec most = {.tv_sec = ns / PERI_SECOND, .tv_nsec = ns % PERI_SECOND};
    char bytes[64];
    if (poll_sharply(&called, &most) <= 0)
        return false;
    while (read(pause->ends[0], bytes, sizeof bytes) == (ssize_t)sizeof bytes)
        continue;
    return true;
}

void peri_pause_call(peri_pause *pause)
{
    int saved = errno;
    if (pause->ends[1] > 0 && write(pause->ends[1], "", 1) < 0)
        errno = saved; /* it is full: called often enough */
    errno = saved;
}
