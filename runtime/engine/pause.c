/* pause.c - see pause.h. Layer 5. */
#include "engine/pause.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "time/civil.h"

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

bool peri_pause_wait(peri_pause *pause, int64_t ns)
{
    struct pollfd called = {.fd = pause->ends[0], .events = POLLIN};
    struct timespec most = {.tv_sec = ns / PERI_SECOND, .tv_nsec = ns % PERI_SECOND};
    char bytes[64];
    if (ppoll(&called, 1, &most, NULL) <= 0)
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
