/* wake.c - see wake.h. Layer 0. */
#include "base/wake.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

enum {
    SECOND_NS = 1000000000,
    SLACK_NS = 1000
};

int peri_wake_open(peri_wake *wake, peri_error *err)
{
    int ends[2];
    *wake = (peri_wake){0, 0};
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return peri_fail_errno(err, PERI_EIO, "no pipe to wake a waiting thread with");
    *wake = (peri_wake){.read_fd = ends[0], .write_fd = ends[1]};
    return PERI_OK;
}

/* The second end of a pipe is never descriptor 0. */
void peri_wake_close(peri_wake *wake)
{
    if (wake->write_fd > 0) {
        close(wake->read_fd);
        close(wake->write_fd);
    }
    *wake = (peri_wake){0, 0};
}

void peri_wake_fire(const peri_wake *wake)
{
    int saved = errno;
    while (wake->write_fd > 0 && write(wake->write_fd, "", 1) < 0 && errno == EINTR)
        ; /* a full pipe is fired already */
    errno = saved;
}

static struct timespec span(int64_t ns)
{
    return (struct timespec){.tv_sec = ns / SECOND_NS, .tv_nsec = ns % SECOND_NS};
}

/* One poll until `until`; as poll returns. */
static int poll_until(struct pollfd *fds, int64_t until)
{
    if (until == INT64_MAX)
        return ppoll(fds, 2, NULL, NULL);
    int64_t left = until - peri_clock_monotonic(NULL);
    const struct timespec wait = span(left < 0 ? 0 : left);
    return ppoll(fds, 2, &wait, NULL);
}

int peri_wake_wait(const peri_wake *wake, int fd, short events, int64_t wait_ns)
{
    struct pollfd fds[2] = {{.fd = wake->read_fd, .events = POLLIN}, {.fd = fd, .events = events}};
    int64_t now = peri_clock_monotonic(NULL);
    int64_t until = wait_ns < INT64_MAX - now ? now + wait_ns : INT64_MAX;
    int n;
    do
        n = poll_until(fds, until);
    while (n < 0 && (errno == EINTR || errno == EAGAIN || errno == ENOMEM));
    if (n > 0 && fds[0].revents)
        return PERI_EINTERRUPT;
    return n == 0 ? PERI_ENOTFOUND : PERI_OK;
}

/* -- sharply -------------------------------------------------------------------------------- */

static int poll_sharply(struct pollfd *fired, const struct timespec *most)
{
    int slack = prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0);
    prctl(PR_SET_TIMERSLACK, SLACK_NS, 0, 0, 0);
    int n = ppoll(fired, 1, most, NULL);
    if (slack > 0)
        prctl(PR_SET_TIMERSLACK, (unsigned long)slack, 0, 0, 0);
    return n;
}

bool peri_wake_rest(const peri_wake *wake, int64_t ns)
{
    struct pollfd fired = {.fd = wake->read_fd, .events = POLLIN};
    const struct timespec most = span(ns);
    char bytes[64];
    if (poll_sharply(&fired, &most) <= 0)
        return false;
    while (read(wake->read_fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes)
        continue;
    return true;
}
