/* test_stream_source.c - names of sources, and what is said where none can be opened. */
#include "check.h"
#include "stream_kit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "stream/stream.h"
#include "stream/stream_source.h"
#include "time/civil.h"

SUITE(stream_source_names)
{
    peri_stream_source source;
    CHECK_INT("input", peri_stream_source_parse("-", 7, &source, NULL), PERI_OK);
    CHECK_INT("kind", source.kind, PERI_STREAM_INPUT);
    CHECK_INT("descriptor", source.fd, 7);
    CHECK_STR("name", source.name, "standard input");
    CHECK_INT("unix", peri_stream_source_parse("unix:a b/c", 0, &source, NULL), PERI_OK);
    CHECK_INT("kind", source.kind, PERI_STREAM_UNIX);
    CHECK_STR("path", source.path, "a b/c");
    CHECK_STR("name", source.name, "unix:a b/c");
    CHECK_INT("tcp", peri_stream_source_parse("tcp:localhost:9000", 0, &source, NULL), PERI_OK);
    CHECK_INT("kind", source.kind, PERI_STREAM_TCP);
    CHECK_STR("host", source.host, "localhost");
    CHECK_STR("port", source.port, "9000");
    CHECK_INT("IPv6", peri_stream_source_parse("tcp:[::1]:65535", 0, &source, NULL), PERI_OK);
    CHECK_STR("host", source.host, "::1");
    CHECK_STR("port", source.port, "65535");
    CHECK_STR("name", source.name, "tcp:[::1]:65535");
    CHECK_INT("a name in brackets", peri_stream_source_parse("tcp:[a]:1", 0, &source, NULL),
              PERI_OK);
    CHECK_STR("host", source.host, "a");
}

#define FORMS "; expected - (standard input), unix:/path, tcp:host:port or tcp:[address]:port"

SUITE(stream_source_bad_names)
{
    static const char *const rows[][2] = {
        {"", "source '': not a source" FORMS},
        {"--", "source '--': not a source" FORMS},
        {"/tmp/a", "source '/tmp/a': not a source" FORMS},
        {"TCP:a:1", "source 'TCP:a:1': not a source" FORMS},
        {"a\nb", "source 'a\\x0Ab': not a source" FORMS},
        {"unix:", "source 'unix:': the path is missing" FORMS},
        {"tcp:", "source 'tcp:': the host is missing" FORMS},
        {"tcp::1", "source 'tcp::1': the host is missing" FORMS},
        {"tcp:a", "source 'tcp:a': the port is missing" FORMS},
        {"tcp:a:", "source 'tcp:a:': the port is not a number from 1 to 65535" FORMS},
        {"tcp:a:0", "the port is not a number from 1 to 65535"},
        {"tcp:a:65536", "the port is not a number from 1 to 65535"},
        {"tcp:a:100000", "the port is not a number from 1 to 65535"},
        {"tcp:a: 1", "the port is not a number from 1 to 65535"},
        {"tcp:a:+1", "the port is not a number from 1 to 65535"},
        {"tcp:a:http", "the port is not a number from 1 to 65535"},
        {"tcp:::1:9000", "the host is missing"},
        {"tcp:fe80::1:9000", "the host has a colon, so it must stand in brackets"},
        {"tcp:[::1]", "the port is missing"},
        {"tcp:[::1]9000", "the port is missing"},
        {"tcp:[]:9000", "the host is missing"},
        {"tcp:[::1:9000", "the address has no closing ]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_stream_source source;
        peri_error err;
        CHECK_INT(rows[i][0], peri_stream_source_parse(rows[i][0], 0, &source, &err), PERI_EINVAL);
        CHECK_HAS(rows[i][0], err.text, rows[i][1]);
    }
}

SUITE(stream_source_long_names)
{
    peri_stream_source source;
    peri_error err;
    char text[400];
    snprintf(text, sizeof text, "unix:/%0106d", 0);
    CHECK_INT("107 bytes", peri_stream_source_parse(text, 0, &source, &err), PERI_OK);
    snprintf(text, sizeof text, "unix:/%0107d", 0);
    CHECK_INT("108 bytes", peri_stream_source_parse(text, 0, &source, &err), PERI_EINVAL);
    CHECK_HAS("says", err.text, "longer than 107 bytes");
    snprintf(text, sizeof text, "tcp:%0253d:1", 0);
    CHECK_INT("253 bytes", peri_stream_source_parse(text, 0, &source, &err), PERI_OK);
    snprintf(text, sizeof text, "tcp:%0254d:1", 0);
    CHECK_INT("254 bytes", peri_stream_source_parse(text, 0, &source, &err), PERI_EINVAL);
    CHECK_HAS("says", err.text, "the host is longer than 253 bytes");
}

static void check_refusal(const char *spec, const char *says)
{
    peri_stream_source source;
    peri_wake wake;
    peri_error err = {.text = ""};
    int fd = -1;
    CHECK_INT(spec, peri_stream_source_parse(spec, 0, &source, &err), PERI_OK);
    CHECK_INT("wake", peri_wake_open(&wake, &err), PERI_OK);
    CHECK_INT(spec, peri_stream_source_open(&source, &wake, &fd, &err), PERI_EIO);
    CHECK_INT("none", fd, -1);
    CHECK_HAS(spec, err.text, says);
    peri_wake_close(&wake);
}

/* The host's name has an empty part, which no name server can be asked for. */
SUITE(stream_source_that_is_not_there)
{
    char spec[300], says[400];
    snprintf(spec, sizeof spec, "unix:%.80s/no", check_tmp());
    snprintf(says, sizeof says, "cannot connect to %s: No such file or directory", spec);
    check_refusal(spec, says);
    check_refusal("unix:/dev/null", "cannot connect to unix:/dev/null: Connection refused");
    check_refusal("tcp:127.0.0.1:1", "cannot connect to tcp:127.0.0.1:1: Connection refused");
    check_refusal("tcp:no..name:1", "cannot connect to tcp:no..name:1: the host was not found: ");
}

SUITE(stream_source_socket)
{
    char spec[200];
    peri_stream_source source;
    peri_wake wake;
    int fd = -1, on = 0, listener = stream_kit_listen_tcp(spec, sizeof spec);
    socklen_t size = sizeof on;
    CHECK_INT("wake", peri_wake_open(&wake, NULL), PERI_OK);
    CHECK_INT(spec, peri_stream_source_parse(spec, 0, &source, NULL), PERI_OK);
    CHECK_INT("connects", peri_stream_source_open(&source, &wake, &fd, NULL), PERI_OK);
    CHECK("does not block", fcntl(fd, F_GETFL) & O_NONBLOCK);
    CHECK("is not inherited", fcntl(fd, F_GETFD) & FD_CLOEXEC);
    CHECK_INT("asks", getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, &size), 0);
    CHECK_INT("notices a peer that is gone", on, 1);
    peri_stream_source_close(&source, fd);
    CHECK_INT("closed", fcntl(fd, F_GETFD), -1);
    peri_wake_close(&wake);
    close(listener);
}

/* Who asked does not wait; the thread that looks up ends by itself and gives all back. */
SUITE(stream_resolve_is_left)
{
    peri_wake wake;
    peri_error err;
    int64_t live = peri_mem_live();
    CHECK_INT("wake", peri_wake_open(&wake, NULL), PERI_OK);
    peri_wake_fire(&wake);
    for (int i = 0; i < 20; i++) {
        struct addrinfo *list = NULL;
        CHECK_INT("left", peri_stream_resolve("localhost", "1", &wake, PERI_NEVER, &list, &err),
                  PERI_EINTERRUPT);
        CHECK("none", !list);
    }
    for (int i = 0; i < 10000 && peri_mem_live() != live; i++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    CHECK_INT("all is given back", peri_mem_live(), live);
    peri_wake_close(&wake);
}

SUITE(stream_resolve_without_memory)
{
    peri_wake wake;
    peri_error err;
    struct addrinfo *list = NULL;
    CHECK_INT("wake", peri_wake_open(&wake, NULL), PERI_OK);
    peri_mem_fail_at(1);
    CHECK_INT("refused", peri_stream_resolve("localhost", "1", &wake, PERI_NEVER, &list, &err),
              PERI_ENOMEM);
    peri_mem_fail_at(0);
    peri_wake_close(&wake);
}

/* ---- options of a stream ---- */

static void check_options(peri_stream_options options, const char *says)
{
    peri_stream *stream = NULL;
    peri_error err;
    CHECK_INT(says, peri_stream_open(&options, &stream, &err), PERI_EINVAL);
    CHECK_HAS(says, err.text, says);
    CHECK("none", !stream);
}

SUITE(stream_options_are_checked)
{
    int64_t live = peri_mem_live();
    check_options((peri_stream_options){.source = "tcp"}, "source 'tcp': not a source");
    check_options((peri_stream_options){.source = "-", .fd = -1},
                  "source '-': no descriptor to read");
    check_options((peri_stream_options){.source = "-", .queue = 1000001},
                  "the queue of a stream was 1000001 records long; expected 1 to 1000000");
    check_options((peri_stream_options){.source = "-", .first_wait_ns = -1},
                  "the waits of a stream were -1 ns and 30000000000 ns at the longest");
    check_options((peri_stream_options){.source = "-", .first_wait_ns = 3, .longest_wait_ns = 2},
                  "the waits of a stream were 3 ns and 2 ns at the longest");
    CHECK_INT("all is given back", peri_mem_live(), live);
}

SUITE(stream_open_without_memory)
{
    peri_stream_options options = {.source = "-", .queue = 4};
    int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long n = 1; rc != PERI_OK && n < 20; n++) {
        peri_stream *stream = NULL;
        peri_error err = {.code = PERI_OK};
        peri_mem_fail_at(n);
        rc = peri_stream_open(&options, &stream, &err);
        peri_mem_fail_at(0);
        CHECK("fails or is good", rc == PERI_OK || (rc == PERI_ENOMEM && err.code == rc));
        peri_stream_close(stream);
        CHECK_INT("gives all back", peri_mem_live(), live);
    }
    CHECK_INT("in the end", rc, PERI_OK);
}
