/* test_stream.c - a stream over a pipe or file: lines, the queue, the end, closing. */
#include "stream_kit.h"

#include "check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

#define LINE(price) "{\"symbol\":\"A\",\"time\":1704205800,\"price\":" price "}"

/* A stream that reads what is written to the end that is returned. */
static int open_pipe(stream_kit *kit, int *read_end, peri_stream_options options)
{
    int ends[2];
    CHECK("pipe", pipe2(ends, O_CLOEXEC) == 0);
    options.source = "-";
    options.fd = *read_end = ends[0];
    stream_kit_open(kit, options);
    return ends[1];
}

static void close_pipe(stream_kit *kit, int read_end, int write_end)
{
    stream_kit_close(kit);
    if (write_end >= 0)
        close(write_end);
    CHECK("the stream leaves its input open", close(read_end) == 0);
}

static peri_stream_counts counts_of(const stream_kit *kit)
{
    peri_stream_counts counts;
    peri_stream_get(kit->stream, &counts);
    return counts;
}

SUITE(stream_pipe_to_its_end)
{
    stream_kit kit;
    peri_stream_item items[4];
    peri_stream_message message;
    int read_end, fd = open_pipe(&kit, &read_end, (peri_stream_options){.queue = 100});
    stream_kit_say(fd, "\xEF\xBB\xBF" LINE("1") "\r\n\n \r\n" LINE("2") "\n" LINE("3"));
    CHECK("two whole lines", stream_kit_take(&kit, items, 2));
    CHECK("not at its end", !peri_stream_has_ended(kit.stream));
    close(fd);
    CHECK("the last has no newline", stream_kit_take(&kit, items + 2, 1));
    for (int i = 0; i < 3; i++) {
        static const int lines[] = {1, 4, 5};
        CHECK_INT("kind", items[i].kind, PERI_STREAM_TRADE);
        CHECK_NEAR("price", items[i].close, i + 1, 0);
        CHECK_INT("line", items[i].line, lines[i]);
    }
    CHECK("the end", stream_kit_ended(&kit));
    CHECK("nothing said", !peri_stream_next_message(kit.stream, &message));
    peri_stream_counts counts = counts_of(&kit);
    CHECK_INT("lines", counts.lines, 5);
    CHECK_INT("items", counts.items, 3);
    CHECK_INT("bad", counts.bad_lines, 0);
    CHECK_STR("none bad", counts.first_bad, "");
    close_pipe(&kit, read_end, -1);
}

SUITE(stream_has_ended_when_all_is_taken)
{
    stream_kit kit;
    peri_stream_item item;
    int read_end, fd = open_pipe(&kit, &read_end, (peri_stream_options){.queue = 1});
    stream_kit_say(fd, LINE("1") "\n" LINE("2"));
    close(fd);
    CHECK("one", stream_kit_take(&kit, &item, 1));
    CHECK("two", stream_kit_take(&kit, &item, 1));
    CHECK_NEAR("in order", item.close, 2, 0);
    CHECK("the end", stream_kit_ended(&kit));
    close_pipe(&kit, read_end, -1);
}

static void check_message(stream_kit *kit, peri_stream_level level, const char *text)
{
    peri_stream_message message = {.text = ""};
    CHECK(text, peri_stream_next_message(kit->stream, &message));
    CHECK_STR("text", message.text, text);
    CHECK_INT("level", message.level, level);
}

SUITE(stream_bad_lines_are_told)
{
    stream_kit kit;
    peri_stream_item item;
    int read_end, fd = open_pipe(&kit, &read_end, (peri_stream_options){.queue = 1});
    stream_kit_say(fd, "\n" LINE("-1") "\n");
    for (int i = 2; i < 2500; i++)
        stream_kit_say(fd, "rubbish\n");
    stream_kit_say(fd, LINE("7") "\n");
    CHECK("a good one behind them", stream_kit_take(&kit, &item, 1));
    CHECK_INT("its line", item.line, 2501);
    check_message(&kit, PERI_STREAM_WARNING,
                  "line 2: price was -1; expected a number above 0 (bad lines so far: 1)");
    for (int i = 2; i <= 10; i++) {
        char text[128];
        snprintf(text, sizeof text,
                 "line %d: JSON at byte 1: expected a value, was 'r' (bad lines so far: %d)", i + 1,
                 i);
        check_message(&kit, PERI_STREAM_WARNING, text);
    }
    check_message(&kit, PERI_STREAM_WARNING,
                  "line 1001: JSON at byte 1: expected a value, was 'r' (bad lines so far: 1000)");
    check_message(&kit, PERI_STREAM_WARNING,
                  "line 2001: JSON at byte 1: expected a value, was 'r' (bad lines so far: 2000)");
    peri_stream_message message;
    CHECK("no more", !peri_stream_next_message(kit.stream, &message));
    peri_stream_counts counts = counts_of(&kit);
    CHECK_INT("lines", counts.lines, 2501);
    CHECK_INT("items", counts.items, 1);
    CHECK_INT("bad", counts.bad_lines, 2499);
    CHECK_STR("the first", counts.first_bad, "line 2: price was -1; expected a number above 0");
    close_pipe(&kit, read_end, fd);
}

SUITE(stream_long_lines)
{
    enum {
        MOST = 64 * 1024
    };
    stream_kit kit;
    peri_stream_item items[2];
    char *text = peri_alloc(4 * MOST);
    int read_end, fd = open_pipe(&kit, &read_end, (peri_stream_options){.queue = 10});
    int n = snprintf(text, MOST, LINE("1"));
    memset(text + n, ' ', 4 * MOST - (size_t)n);
    CHECK("just not too long", stream_kit_write(fd, text, MOST) && stream_kit_say(fd, "\r\n"));
    CHECK("too long", stream_kit_write(fd, text, MOST + 1) && stream_kit_say(fd, "\n"));
    CHECK("far too long", stream_kit_write(fd, text, 4 * MOST) && stream_kit_say(fd, "\n"));
    CHECK("good again", stream_kit_say(fd, LINE("2") "\n"));
    CHECK("two", stream_kit_take(&kit, items, 2));
    CHECK_INT("the first", items[0].line, 1);
    CHECK_INT("the last", items[1].line, 4);
    CHECK("said", stream_kit_told(&kit, "line 2: longer than 65536 bytes (bad lines so far: 1)"));
    CHECK("said", stream_kit_told(&kit, "line 3: longer than 65536 bytes (bad lines so far: 2)"));
    stream_kit_write(fd, text, 2 * MOST);
    close(fd);
    CHECK("without an end", stream_kit_told(&kit, "line 5: longer than 65536 bytes"));
    CHECK("the end", stream_kit_ended(&kit));
    close_pipe(&kit, read_end, -1);
    peri_free(text);
}

SUITE(stream_byte_by_byte)
{
    stream_kit kit;
    peri_stream_item items[3];
    static const char text[] = LINE("1") "\r\n" LINE("2") "\n\n" LINE("3") "\n";
    int read_end, fd = open_pipe(&kit, &read_end, (peri_stream_options){.queue = 10});
    for (size_t i = 0; i < sizeof text - 1; i++) {
        CHECK("written", stream_kit_write(fd, text + i, 1));
        if (i % 16 == 0) /* let the reader come in between */
            nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
    }
    CHECK("all", stream_kit_take(&kit, items, 3));
    CHECK_INT("the last", items[2].line, 4);
    CHECK_INT("none is bad", counts_of(&kit).bad_lines, 0);
    close_pipe(&kit, read_end, fd);
}

SUITE(stream_drops_the_oldest)
{
    stream_kit kit;
    peri_stream_item items[16];
    char line[STREAM_KIT_LINE];
    int read_end, fd = open_pipe(&kit, &read_end, (peri_stream_options){.queue = 16, .drop = true});
    for (int64_t i = 1; i <= 1000; i++)
        stream_kit_write(fd, line, stream_kit_line(line, i));
    close(fd);
    CHECK("all is read though nobody takes", stream_kit_counted(&kit, 1000, 984));
    CHECK("sixteen", stream_kit_take(&kit, items, 16));
    CHECK("the end", stream_kit_ended(&kit));
    for (int i = 0; i < 16; i++)
        CHECK_INT("the newest", items[i].line, 985 + i);
    CHECK_INT("dropped", counts_of(&kit).dropped, 984);
    CHECK_INT("items", counts_of(&kit).items, 1000);
    close_pipe(&kit, read_end, -1);
}

/* ---- inputs that are no pipes ---- */

SUITE(stream_of_a_file)
{
    static const char text[] = LINE("1") "\n" LINE("2");
    stream_kit kit;
    peri_stream_item items[2];
    int fd = open(check_write("stream.jsonl", text, sizeof text - 1), O_RDONLY | O_CLOEXEC);
    stream_kit_open(&kit, (peri_stream_options){.source = "-", .fd = fd});
    CHECK("two", stream_kit_take(&kit, items, 2));
    CHECK("the end", stream_kit_ended(&kit));
    close_pipe(&kit, fd, -1);
}

SUITE(stream_of_nothing)
{
    stream_kit kit;
    peri_stream_message message;
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    stream_kit_open(&kit, (peri_stream_options){.source = "-", .fd = fd});
    CHECK("the end", stream_kit_ended(&kit));
    CHECK("nothing said", !peri_stream_next_message(kit.stream, &message));
    close_pipe(&kit, fd, -1);
}

SUITE(stream_that_cannot_be_read)
{
    stream_kit kit;
    int fd = open(check_tmp(), O_RDONLY | O_CLOEXEC);
    stream_kit_open(&kit, (peri_stream_options){.source = "-", .fd = fd});
    CHECK("the end", stream_kit_ended(&kit));
    CHECK("says", stream_kit_told(&kit, "lost standard input: Is a directory"));
    close_pipe(&kit, fd, -1);
    stream_kit_open(&kit, (peri_stream_options){.source = "-", .fd = 1000000});
    CHECK("the end", stream_kit_ended(&kit));
    CHECK("says", stream_kit_told(&kit, "lost standard input: Bad file descriptor"));
    stream_kit_close(&kit);
}

SUITE(stream_of_a_terminal)
{
    stream_kit kit;
    peri_stream_item item;
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) {
        check_skip("terminal", "there is no pseudo terminal");
        return;
    }
    char name[64];
    CHECK("name", ptsname_r(master, name, sizeof name) == 0);
    int fd = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    stream_kit_open(&kit, (peri_stream_options){.source = "-", .fd = fd});
    stream_kit_say(master, LINE("1") "\n");
    CHECK("a line", stream_kit_take(&kit, &item, 1));
    stream_kit_say(master, "\4"); /* Ctrl-D */
    CHECK("the end", stream_kit_ended(&kit));
    close_pipe(&kit, fd, -1);
    close(master);
}

/* What blocks stays blocking and the other way round: others may read there too. */
SUITE(stream_leaves_its_input_as_it_is)
{
    for (int flag = 0; flag <= O_NONBLOCK; flag += O_NONBLOCK) {
        stream_kit kit;
        peri_stream_item item;
        int ends[2];
        CHECK("pipe", pipe2(ends, O_CLOEXEC | flag) == 0);
        int before = fcntl(ends[0], F_GETFL);
        stream_kit_open(&kit, (peri_stream_options){.source = "-", .fd = ends[0]});
        stream_kit_say(ends[1], LINE("1") "\n");
        CHECK("a line", stream_kit_take(&kit, &item, 1));
        CHECK_INT("as it was", fcntl(ends[0], F_GETFL), before);
        close_pipe(&kit, ends[0], ends[1]);
    }
}

/* ---- closing ---- */

SUITE(stream_closes_while_it_waits_for_data)
{
    stream_kit kit;
    int read_end, fd = open_pipe(&kit, &read_end, (peri_stream_options){.queue = 1});
    stream_kit_say(fd, "\n{");
    CHECK("reads", stream_kit_counted(&kit, 1, 0));
    close_pipe(&kit, read_end, fd);
}

SUITE(stream_closes_while_its_queue_is_full)
{
    stream_kit kit;
    int read_end, fd = open_pipe(&kit, &read_end, (peri_stream_options){.queue = 1});
    stream_kit_say(fd, LINE("1") "\n" LINE("2") "\n" LINE("3") "\n");
    CHECK("reads", stream_kit_counted(&kit, 2, 0));
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    CHECK_INT("the third must wait", counts_of(&kit).lines, 2);
    close_pipe(&kit, read_end, fd);
}

SUITE(stream_closes_in_any_state)
{
    peri_stream *stream = NULL;
    int64_t live = peri_mem_live();
    int fds = stream_kit_open_fds();
    peri_stream_options options = {.source = "-", .queue = 3};
    peri_stream_close(NULL);
    CHECK_INT("opens", peri_stream_open(&options, &stream, NULL), PERI_OK);
    CHECK("has not ended", !peri_stream_has_ended(stream));
    peri_stream_close(stream); /* never started */
    for (int i = 0; i < 100; i++) {
        stream_kit kit;
        int read_end, fd = open_pipe(&kit, &read_end, (peri_stream_options){.queue = 2});
        for (int j = 0; j < i % 5; j++)
            stream_kit_say(fd, i % 2 ? LINE("1") "\n" : "x\n");
        if (i % 3 == 0) {
            close(fd);
            fd = -1;
        }
        close_pipe(&kit, read_end, fd);
    }
    CHECK_INT("all is given back", peri_mem_live(), live);
    CHECK("all is closed", stream_kit_open_fds() <= fds);
}

SUITE(stream_starts_once)
{
    stream_kit kit;
    peri_error err;
    int read_end, fd = open_pipe(&kit, &read_end, (peri_stream_options){.queue = 1});
    CHECK_INT("refused", peri_stream_start(kit.stream, &err), PERI_ESTATE);
    CHECK_STR("says", err.text, "standard input is being read already");
    close_pipe(&kit, read_end, fd);
}
