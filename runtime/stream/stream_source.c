/* stream_source.c - see stream_source.h. Layer 3. */
#include "stream/stream_source.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/utf8.h"
#include "time/civil.h"

#define CONNECT_LIMIT (10 * PERI_SECOND)

/* ---- names ---- */

static int fail_spec(const char *spec, const char *why, peri_error *err)
{
    char shown[256];
    peri_utf8_show(spec, strlen(spec), shown, sizeof shown);
    return peri_fail(err, PERI_EINVAL,
                     "source '%s': %s; expected - (standard input), unix:/path, tcp:host:port or "
                     "tcp:[address]:port",
                     shown, why);
}

/* What is wrong with the text behind "unix:"; NULL: nothing. */
static const char *read_path(const char *text, peri_stream_source *out)
{
    size_t len = strlen(text);
    if (len == 0)
        return "the path is missing";
    if (len >= sizeof out->path)
        return "the path is longer than 107 bytes, the most that a socket's may have";
    memcpy(out->path, text, len + 1);
    return NULL;
}

static bool is_port(const char *text)
{
    size_t len = strspn(text, "0123456789");
    if (len == 0 || len >= PERI_STREAM_PORT || text[len] != '\0')
        return false;
    long port = strtol(text, NULL, 10);
    return port >= 1 && port <= 65535;
}

/* What is wrong with the text behind "tcp:"; NULL: nothing. */
static const char *read_host(const char *text, peri_stream_source *out)
{
    bool in_brackets = text[0] == '[';
    const char *host = in_brackets ? text + 1 : text;
    size_t len = strcspn(host, in_brackets ? "]" : ":");
    const char *rest = host + len;
    if (in_brackets && *rest++ != ']')
        return "the address has no closing ]";
    if (len == 0)
        return "the host is missing";
    if (len >= sizeof out->host)
        return "the host is longer than 253 bytes";
    if (*rest != ':')
        return "the port is missing";
    if (strchr(rest + 1, ':') && !in_brackets)
        return "the host has a colon, so it must stand in brackets";
    if (!is_port(rest + 1))
        return "the port is not a number from 1 to 65535";
    memcpy(out->host, host, len);
    out->host[len] = '\0';
    snprintf(out->port, sizeof out->port, "%s", rest + 1);
    return NULL;
}

int peri_stream_source_parse(const char *spec, int fd, peri_stream_source *out, peri_error *err)
{
    peri_stream_source source = {.fd = fd};
    const char *why = "not a source";
    if (strcmp(spec, "-") == 0) {
        source.kind = PERI_STREAM_INPUT;
        why = fd < 0 ? "no descriptor to read" : NULL;
    } else if (strncmp(spec, "unix:", 5) == 0) {
        source.kind = PERI_STREAM_UNIX;
        why = read_path(spec + 5, &source);
    } else if (strncmp(spec, "tcp:", 4) == 0) {
        source.kind = PERI_STREAM_TCP;
        why = read_host(spec + 4, &source);
    }
    if (why)
        return fail_spec(spec, why, err);
    if (source.kind == PERI_STREAM_INPUT)
        spec = "standard input";
    peri_utf8_show(spec, strlen(spec), source.name, sizeof source.name);
    *out = source;
    return PERI_OK;
}

/* ---- sockets ---- */

/* Wait until a socket is connected. Returns PERI_EIO with errno set when it cannot be. */
static int await_connection(int fd, const peri_wake *wake, int64_t wait_ns)
{
    int code = 0;
    socklen_t size = sizeof code;
    int rc = peri_wake_wait(wake, fd, POLLOUT, wait_ns);
    if (rc == PERI_EINTERRUPT)
        return rc;
    if (rc == PERI_ENOTFOUND)
        code = ETIMEDOUT;
    else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &size) != 0)
        code = errno;
    errno = code;
    return code == 0 ? PERI_OK : PERI_EIO;
}

/* A try to connect to a free port of this machine may be given that very port to come from, and is
   then connected to itself. */
static bool is_own_echo(int fd)
{
    struct sockaddr_storage here = {.ss_family = AF_UNSPEC}, there = here;
    socklen_t here_size = sizeof here, there_size = sizeof there;
    if (getsockname(fd, (struct sockaddr *)&here, &here_size) != 0 || here.ss_family == AF_UNIX ||
        getpeername(fd, (struct sockaddr *)&there, &there_size) != 0)
        return false;
    return here_size == there_size && memcmp(&here, &there, here_size) == 0;
}

/* A connected socket that does not block. */
static int connect_to(const peri_stream_source *source, const struct sockaddr *address,
                      socklen_t size, const peri_wake *wake, int64_t wait_ns, int *out,
                      peri_error *err)
{
    int rc = PERI_EIO;
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0) {
        if (connect(fd, address, size) == 0)
            rc = PERI_OK;
        else if (errno == EINPROGRESS || errno == EINTR)
            rc = await_connection(fd, wake, wait_ns);
    }
    if (rc == PERI_OK && is_own_echo(fd)) {
        errno = ECONNREFUSED;
        rc = PERI_EIO;
    }
    if (rc == PERI_OK) {
        *out = fd;
        return PERI_OK;
    }
    peri_fail_errno(err, rc, "cannot connect to %s", source->name);
    if (fd >= 0)
        close(fd);
    return rc;
}

static int open_unix(const peri_stream_source *source, const peri_wake *wake, int *fd,
                     peri_error *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, source->path, sizeof address.sun_path);
    return connect_to(source, (const struct sockaddr *)&address, sizeof address, wake,
                      CONNECT_LIMIT, fd, err);
}

/* A peer that is gone without a word is noticed within a minute: we only read, and would wait for
   ever otherwise. */
static void keep_alive(int fd)
{
    const int on = 1, idle_s = 30, every_s = 10, times = 3;
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof idle_s);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &every_s, sizeof every_s);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &times, sizeof times);
}

/* Try the addresses in turn; each gets an even share of the time that is left. */
static int open_tcp(const peri_stream_source *source, const peri_wake *wake, int *fd,
                    peri_error *err)
{
    int64_t until = peri_clock_monotonic(NULL) + CONNECT_LIMIT, left = 0;
    struct addrinfo *list = NULL;
    int rc = peri_stream_resolve(source->host, source->port, wake, CONNECT_LIMIT, &list, err);
    if (rc != PERI_OK)
        return rc == PERI_EIO ? peri_fail_prefix(err, "cannot connect to %s: ", source->name) : rc;
    for (const struct addrinfo *a = list; a; a = a->ai_next)
        left++;
    rc = PERI_EIO;
    for (const struct addrinfo *a = list; a && rc == PERI_EIO; a = a->ai_next) {
        int64_t time = until - peri_clock_monotonic(NULL);
        rc = connect_to(source, a->ai_addr, a->ai_addrlen, wake, time > 0 ? time / left-- : 0, fd,
                        err);
    }
    freeaddrinfo(list);
    if (rc == PERI_OK)
        keep_alive(*fd);
    return rc;
}

int peri_stream_source_open(const peri_stream_source *source, const peri_wake *wake, int *fd,
                            peri_error *err)
{
    switch (source->kind) {
    case PERI_STREAM_UNIX:
        return open_unix(source, wake, fd, err);
    case PERI_STREAM_TCP:
        return open_tcp(source, wake, fd, err);
    default:
        *fd = source->fd;
        return PERI_OK;
    }
}

void peri_stream_source_close(const peri_stream_source *source, int fd)
{
    if (source->kind != PERI_STREAM_INPUT)
        close(fd);
}
