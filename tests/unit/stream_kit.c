/* stream_kit.c - see stream_kit.h. */
#include "stream_kit.h"

#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "time/civil.h"

#define LONGEST (20 * PERI_SECOND)
#define PROMPT (5 * PERI_SECOND) /* half of what a connection may take */

/* ---- streams ---- */

static void arrived(void *ctx)
{
    stream_kit *kit = ctx;
    pthread_mutex_lock(&kit->lock);
    kit->arrivals++;
    pthread_cond_signal(&kit->came);
    pthread_mutex_unlock(&kit->lock);
}

void stream_kit_open(stream_kit *kit, peri_stream_options options)
{
    peri_error err = {.text = ""};
    pthread_condattr_t monotonic;
    memset(kit, 0, sizeof *kit);
    pthread_mutex_init(&kit->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&kit->came, &monotonic);
    pthread_condattr_destroy(&monotonic);
    options.arrived = arrived;
    options.ctx = kit;
    if (options.first_wait_ns == 0) {
        options.first_wait_ns = PERI_SECOND / 1000;
        options.longest_wait_ns = 4 * options.first_wait_ns;
    }
    CHECK_INT("opens", peri_stream_open(&options, &kit->stream, &err), PERI_OK);
    CHECK_INT("starts", peri_stream_start(kit->stream, &err), PERI_OK);
    CHECK_STR("no error", err.text, "");
}

void stream_kit_close(stream_kit *kit)
{
    int64_t began = peri_clock_monotonic(NULL);
    peri_stream_close(kit->stream);
    CHECK("closes promptly", peri_clock_monotonic(NULL) - began < PROMPT);
    pthread_cond_destroy(&kit->came);
    pthread_mutex_destroy(&kit->lock);
}

static unsigned arrivals(stream_kit *kit)
{
    pthread_mutex_lock(&kit->lock);
    unsigned n = kit->arrivals;
    pthread_mutex_unlock(&kit->lock);
    return n;
}

/* Wait for one more than `seen`; false after the longest time. */
static bool await(stream_kit *kit, unsigned seen)
{
    int rc = 0;
    int64_t at = peri_clock_monotonic(NULL) + LONGEST;
    struct timespec until = {.tv_sec = at / PERI_SECOND, .tv_nsec = at % PERI_SECOND};
    pthread_mutex_lock(&kit->lock);
    while (kit->arrivals == seen && rc == 0)
        rc = pthread_cond_timedwait(&kit->came, &kit->lock, &until);
    bool came = kit->arrivals != seen;
    pthread_mutex_unlock(&kit->lock);
    return came;
}

bool stream_kit_take(stream_kit *kit, peri_stream_item *items, size_t n)
{
    while (n > 0) {
        unsigned seen = arrivals(kit);
        size_t got = peri_stream_take(kit->stream, items, n);
        items += got;
        n -= got;
        if (got == 0 && !await(kit, seen))
            return false;
    }
    return true;
}

bool stream_kit_told(stream_kit *kit, const char *part)
{
    for (;;) {
        peri_stream_message message;
        unsigned seen = arrivals(kit);
        while (peri_stream_next_message(kit->stream, &message))
            if (strstr(message.text, part))
                return true;
        if (!await(kit, seen))
            return false;
    }
}

bool stream_kit_ended(stream_kit *kit)
{
    for (;;) {
        unsigned seen = arrivals(kit);
        if (peri_stream_has_ended(kit->stream))
            return true;
        if (!await(kit, seen))
            return false;
    }
}

bool stream_kit_counted(stream_kit *kit, int64_t lines, int64_t dropped)
{
    int64_t began = peri_clock_monotonic(NULL);
    for (;;) {
        peri_stream_counts counts;
        peri_stream_get(kit->stream, &counts);
        if (counts.lines >= lines && counts.dropped >= dropped)
            return true;
        if (peri_clock_monotonic(NULL) - began > LONGEST)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
}

/* ---- senders ---- */

bool stream_kit_write(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n < 0 && errno == ENOTSOCK)
            n = write(fd, bytes, len);
        if (n < 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

bool stream_kit_say(int fd, const char *text)
{
    return stream_kit_write(fd, text, strlen(text));
}

size_t stream_kit_line(char *out, int64_t i)
{
    return (size_t)snprintf(out, STREAM_KIT_LINE,
                            "{\"symbol\":\"T%lld\",\"time\":1704205800000,\"price\":%lld.5}\n",
                            (long long)(i % 7), (long long)i);
}

static int listen_at(const struct sockaddr *address, socklen_t size)
{
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK("listens", fd >= 0 && bind(fd, address, size) == 0 && listen(fd, 0) == 0);
    return fd;
}

int stream_kit_listen_tcp(char *spec, size_t size)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof address;
    int fd = listen_at((struct sockaddr *)&address, len);
    CHECK("has a port", getsockname(fd, (struct sockaddr *)&address, &len) == 0);
    snprintf(spec, size, "tcp:127.0.0.1:%d", ntohs(address.sin_port));
    return fd;
}

int stream_kit_listen_unix(const char *name, char *spec, size_t size)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%.60s/%.40s", check_tmp(), name);
    snprintf(spec, size, "unix:%s", address.sun_path);
    return listen_at((struct sockaddr *)&address, sizeof address);
}

int stream_kit_accept(int listener)
{
    struct pollfd wait = {.fd = listener, .events = POLLIN};
    int n;
    do
        n = poll(&wait, 1, (int)(LONGEST / 1000000));
    while (n < 0 && errno == EINTR);
    int fd = n > 0 ? accept4(listener, NULL, NULL, SOCK_CLOEXEC) : -1;
    CHECK("a connection", fd >= 0);
    return fd;
}

int stream_kit_open_fds(void)
{
    int n = 0;
    DIR *folder = opendir("/proc/self/fd");
    CHECK("lists descriptors", folder != NULL);
    while (folder && readdir(folder))
        n++;
    if (folder)
        closedir(folder);
    return n;
}
