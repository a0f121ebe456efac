/* stream_wait.c - see stream_wait.h. Layer 3. */
#include "stream/stream_wait.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "time/civil.h"

int peri_stream_wake_open(peri_stream_wake *wake, peri_error *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return peri_fail_errno(err, PERI_EIO, "no pipe to wake the reader of a stream with");
    *wake = (peri_stream_wake){.read_fd = ends[0], .write_fd = ends[1]};
    return PERI_OK;
}

void peri_stream_wake_close(peri_stream_wake *wake)
{
    close(wake->read_fd);
    close(wake->write_fd);
}

void peri_stream_wake_fire(const peri_stream_wake *wake)
{
    while (write(wake->write_fd, "", 1) < 0 && errno == EINTR)
        ; /* a full pipe is fired already */
}

/* One poll until `until`; as poll returns. */
static int poll_until(struct pollfd *fds, int64_t until)
{
    if (until == PERI_NEVER)
        return ppoll(fds, 2, NULL, NULL);
    int64_t left = until - peri_clock_monotonic(NULL);
    left = left < 0 ? 0 : left;
    struct timespec wait = {.tv_sec = left / PERI_SECOND, .tv_nsec = left % PERI_SECOND};
    return ppoll(fds, 2, &wait, NULL);
}

int peri_stream_wait(int fd, short events, const peri_stream_wake *wake, int64_t wait_ns)
{
    struct pollfd fds[2] = {{.fd = wake->read_fd, .events = POLLIN}, {.fd = fd, .events = events}};
    int64_t now = peri_clock_monotonic(NULL);
    int64_t until = wait_ns < PERI_NEVER - now ? now + wait_ns : PERI_NEVER;
    int n;
    do
        n = poll_until(fds, until);
    while (n < 0 && (errno == EINTR || errno == EAGAIN || errno == ENOMEM));
    if (n > 0 && fds[0].revents)
        return PERI_EINTERRUPT;
    return n == 0 ? PERI_ENOTFOUND : PERI_OK;
}
