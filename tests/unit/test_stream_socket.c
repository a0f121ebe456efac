/* test_stream_socket.c - a stream over sockets: connections lost and made anew, many lines. */
#include "stream_kit.h"

#include "check.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "time/civil.h"

#define LINE(price) "{\"symbol\":\"A\",\"time\":1704205800,\"price\":" price "}"

static peri_stream_counts counts_of(const stream_kit *kit)
{
    peri_stream_counts counts;
    peri_stream_get(kit->stream, &counts);
    return counts;
}

/* Close a connection so that the other side gets a reset. */
static void reset(int fd)
{
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    CHECK("linger", setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0);
    close(fd);
}

static void reconnects(int listener, const char *spec)
{
    stream_kit kit;
    peri_stream_item items[3];
    char text[300];
    stream_kit_open(&kit, (peri_stream_options){.source = spec});
    int fd = stream_kit_accept(listener);
    snprintf(text, sizeof text, "connected to %s", spec);
    CHECK("says", stream_kit_told(&kit, text));
    stream_kit_say(fd, LINE("1") "\r\n" LINE("0") "\n");
    CHECK("one", stream_kit_take(&kit, items, 1));
    CHECK("a bad line", stream_kit_told(&kit, "line 2: price was 0"));
    stream_kit_say(fd, LINE("2"));
    close(fd);
    CHECK("cut", stream_kit_told(&kit, "line 3: cut off by the end of the connection (bad lines so "
                                       "far: 2)"));
    snprintf(text, sizeof text, "lost %s: closed by the other side; trying again in 0.001 s", spec);
    CHECK("says", stream_kit_told(&kit, text));
    fd = stream_kit_accept(listener);
    snprintf(text, sizeof text, "connected to %s", spec);
    CHECK("again", stream_kit_told(&kit, text));
    stream_kit_say(fd, LINE("3") "\n" LINE("4") "\n");
    CHECK("two", stream_kit_take(&kit, items + 1, 2));
    CHECK_INT("the first", items[0].line, 1);
    CHECK_INT("lines go on", items[1].line, 4);
    CHECK_NEAR("the last", items[2].close, 4, 0);
    CHECK_INT("reconnects", counts_of(&kit).reconnects, 1);
    CHECK_STR("first bad", counts_of(&kit).first_bad,
              "line 2: price was 0; expected a number above 0");
    CHECK("sockets never end", !peri_stream_has_ended(kit.stream));
    stream_kit_close(&kit);
    close(fd);
    close(listener);
}

SUITE(stream_unix_socket_reconnects)
{
    char spec[200];
    int fds = stream_kit_open_fds();
    int listener = stream_kit_listen_unix("feed", spec, sizeof spec);
    reconnects(listener, spec);
    CHECK("all is closed", stream_kit_open_fds() <= fds);
}

SUITE(stream_tcp_socket_reconnects)
{
    char spec[200];
    int listener = stream_kit_listen_tcp(spec, sizeof spec);
    reconnects(listener, spec);
}

/* A name is looked up on a thread of its own. */
SUITE(stream_tcp_by_name)
{
    stream_kit kit;
    peri_stream_item item;
    char digits[200], spec[200];
    int listener = stream_kit_listen_tcp(digits, sizeof digits);
    snprintf(spec, sizeof spec, "tcp:localhost%s", strrchr(digits, ':'));
    stream_kit_open(&kit, (peri_stream_options){.source = spec});
    int fd = stream_kit_accept(listener);
    stream_kit_say(fd, LINE("1") "\n");
    CHECK("one", stream_kit_take(&kit, &item, 1));
    stream_kit_close(&kit);
    close(fd);
    close(listener);
}

SUITE(stream_reset_is_told)
{
    stream_kit kit;
    peri_stream_item item;
    char spec[200], text[300];
    int listener = stream_kit_listen_tcp(spec, sizeof spec);
    stream_kit_open(&kit, (peri_stream_options){.source = spec});
    int fd = stream_kit_accept(listener);
    stream_kit_say(fd, LINE("1") "\n");
    CHECK("one", stream_kit_take(&kit, &item, 1));
    reset(fd);
    snprintf(text, sizeof text, "lost %s: Connection reset by peer; trying again in 0.001 s", spec);
    CHECK("says", stream_kit_told(&kit, text));
    stream_kit_close(&kit);
    close(listener);
}

/* Nobody listens: waits double up to the longest, and once somebody does all is well. */
SUITE(stream_waits_double)
{
    static const char *const waits[] = {"0.001", "0.002", "0.004", "0.005", "0.005"};
    stream_kit kit;
    peri_stream_item item;
    char spec[200], text[300];
    int fds = stream_kit_open_fds();
    int listener = stream_kit_listen_unix("late", spec, sizeof spec);
    close(listener);
    unlink(spec + strlen("unix:"));
    stream_kit_open(&kit, (peri_stream_options){.source = spec,
                                                .first_wait_ns = 1000000,
                                                .longest_wait_ns = 5000000});
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        snprintf(text, sizeof text,
                 "cannot connect to %s: No such file or directory; trying again in %s s", spec,
                 waits[i]);
        CHECK(waits[i], stream_kit_told(&kit, text));
    }
    listener = stream_kit_listen_unix("late", spec, sizeof spec);
    for (int i = 0; i < 2; i++) { /* the first brings nothing, the second a line */
        int fd = stream_kit_accept(listener);
        if (i > 0) {
            stream_kit_say(fd, LINE("1") "\n");
            CHECK("one", stream_kit_take(&kit, &item, 1));
        }
        close(fd);
        CHECK("lost", stream_kit_told(&kit, i > 0 ? "trying again in 0.001 s"
                                                  : "closed by the other "
                                                    "side; trying again in 0.005 s"));
    }
    stream_kit_close(&kit);
    close(listener);
    CHECK("all is closed", stream_kit_open_fds() <= fds);
}

/* ---- many lines ---- */

enum {
    MANY = 100000
};

/* A sender that hangs up now and then behind a whole line. */
struct sender {
    int fd;
    int64_t from, to;
    bool whole_lines; /* a write a line; else in odd pieces */
    bool ok;
};

static void *send_many(void *arg)
{
    struct sender *sender = arg;
    char bytes[8192];
    size_t n = 0, piece = 0;
    sender->ok = true;
    for (int64_t i = sender->from; i <= sender->to; i++) {
        n += stream_kit_line(bytes + n, i);
        bool flush = n > sizeof bytes - STREAM_KIT_LINE || i == sender->to;
        if (!flush)
            continue;
        for (size_t at = 0; at < n; at += piece) {
            piece = sender->whole_lines ? n : 1 + (at * 7919 + (size_t)i) % 3000;
            piece = piece < n - at ? piece : n - at;
            sender->ok = sender->ok && stream_kit_write(sender->fd, bytes + at, piece);
        }
        n = 0;
    }
    close(sender->fd);
    return NULL;
}

/* Take trades from..to; false when one is missing, twice or wrong. */
static bool take_all(stream_kit *kit, int64_t from, int64_t to)
{
    char ticker[32];
    for (int64_t i = from; i <= to; i++) {
        peri_stream_item item;
        if (!stream_kit_take(kit, &item, 1))
            return false;
        snprintf(ticker, sizeof ticker, "T%lld", (long long)(i % 7));
        if (item.close != (double)i + 0.5 || item.line != i || strcmp(item.ticker, ticker) != 0)
            return false;
    }
    return true;
}

SUITE(stream_many_lines_through_a_small_queue)
{
    stream_kit kit;
    char spec[200];
    pthread_t thread;
    int listener = stream_kit_listen_unix("many", spec, sizeof spec);
    stream_kit_open(&kit, (peri_stream_options){.source = spec, .queue = 16});
    for (int part = 0; part < 4; part++) {
        struct sender sender = {.fd = stream_kit_accept(listener),
                                .from = part * (MANY / 4) + 1,
                                .to = (part + 1) * (MANY / 4),
                                .whole_lines = part % 2};
        pthread_create(&thread, NULL, send_many, &sender);
        CHECK("complete and in order", take_all(&kit, sender.from, sender.to));
        pthread_join(thread, NULL);
        CHECK("sent", sender.ok);
    }
    peri_stream_counts counts = counts_of(&kit);
    CHECK_INT("lines", counts.lines, MANY);
    CHECK_INT("items", counts.items, MANY);
    CHECK_INT("bad", counts.bad_lines, 0);
    CHECK_INT("dropped", counts.dropped, 0);
    stream_kit_close(&kit);
    close(listener);
}

SUITE(stream_many_lines_through_a_pipe)
{
    stream_kit kit;
    int ends[2];
    pthread_t thread;
    CHECK("pipe", pipe2(ends, O_CLOEXEC) == 0);
    struct sender sender = {.fd = ends[1], .from = 1, .to = MANY};
    stream_kit_open(&kit, (peri_stream_options){.source = "-", .fd = ends[0], .queue = 16});
    pthread_create(&thread, NULL, send_many, &sender);
    CHECK("complete and in order", take_all(&kit, 1, MANY));
    pthread_join(thread, NULL);
    CHECK("sent", sender.ok);
    CHECK("the end", stream_kit_ended(&kit));
    stream_kit_close(&kit);
    close(ends[0]);
}

/* ---- closing ---- */

SUITE(stream_closes_while_a_socket_is_silent)
{
    stream_kit kit;
    char spec[200];
    int listener = stream_kit_listen_tcp(spec, sizeof spec);
    stream_kit_open(&kit, (peri_stream_options){.source = spec});
    int fd = stream_kit_accept(listener);
    CHECK("connected", stream_kit_told(&kit, "connected to "));
    stream_kit_close(&kit);
    close(fd);
    close(listener);
}

SUITE(stream_closes_while_it_backs_off)
{
    stream_kit kit;
    stream_kit_open(&kit, (peri_stream_options){.source = "unix:/dev/null",
                                                .first_wait_ns = PERI_HOUR,
                                                .longest_wait_ns = PERI_HOUR});
    CHECK("waits", stream_kit_told(&kit, "Connection refused; trying again in 3600 s"));
    stream_kit_close(&kit);
}

/* Nobody accepts, and the line of those who wait is full: connecting takes until its limit. */
SUITE(stream_closes_while_it_connects)
{
    stream_kit kit;
    char spec[200];
    peri_stream_message message;
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    int fillers[4], listener = stream_kit_listen_tcp(spec, sizeof spec);
    CHECK("address", getsockname(listener, (struct sockaddr *)&address, &size) == 0);
    for (int i = 0; i < 4; i++) {
        fillers[i] = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        connect(fillers[i], (struct sockaddr *)&address, size);
    }
    stream_kit_open(&kit, (peri_stream_options){.source = spec});
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    CHECK("not connected, not refused", !peri_stream_next_message(kit.stream, &message));
    stream_kit_close(&kit);
    for (int i = 0; i < 4; i++)
        close(fillers[i]);
    close(listener);
}
