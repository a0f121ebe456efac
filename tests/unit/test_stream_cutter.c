/* test_stream_cutter.c - lines out of bytes that come in pieces of any size. */
#include "check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "stream/stream_cutter.h"

/* Feed a whole text in pieces of at most `piece` bytes; what comes out is written into out as
   "[line]", "[!]" for one that is too long, "<rest>" for what has no end. */
static void cut(const char *text, size_t len, size_t piece, char *out)
{
    peri_stream_cutter *cutter = peri_calloc(1, sizeof *cutter);
    const char *line;
    size_t n, room;
    while (len > 0) {
        char *to = peri_stream_cutter_room(cutter, &room);
        n = len < piece ? len : piece;
        n = n < room ? n : room;
        CHECK("there is room", room > 0);
        memcpy(to, text, n);
        peri_stream_cutter_add(cutter, n);
        text += n;
        len -= n;
        while (peri_stream_cutter_next(cutter, &line, &n))
            out += line ? sprintf(out, "[%.*s]", (int)n, line) : sprintf(out, "[!]");
    }
    if (peri_stream_cutter_rest(cutter, &line, &n))
        out += line ? sprintf(out, "<%.*s>", (int)n, line) : sprintf(out, "<!>");
    CHECK("nothing twice", !peri_stream_cutter_rest(cutter, &line, &n));
    *out = '\0';
    peri_free(cutter);
}

SUITE(stream_cutter_cuts)
{
    static const char *const rows[][2] = {
        {"", ""},
        {"\n", "[]"},
        {"a", "<a>"},
        {"a\nb\n", "[a][b]"},
        {"a\r\nb\r\n\r\n", "[a][b][]"},
        {"a\rb\r\r\nc\r", "[a\rb\r]<c>"},
        {"\n\na", "[][]<a>"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (size_t piece = 1; piece < 12; piece++) {
            char out[64];
            cut(rows[i][0], strlen(rows[i][0]), piece, out);
            CHECK_STR(rows[i][0], out, rows[i][1]);
        }
}

/* Around the longest length, in pieces that end everywhere near it. */
SUITE(stream_cutter_drops_what_is_too_long)
{
    enum {
        MOST = 4 * PERI_STREAM_LINE
    };
    char *text = peri_alloc(MOST + 16), *out = peri_alloc(MOST + 64);
    static const size_t lens[] = {PERI_STREAM_LINE - 1,     PERI_STREAM_LINE,
                                  PERI_STREAM_LINE + 1,     PERI_STREAM_LINE + 2,
                                  2 * PERI_STREAM_LINE - 1, 2 * PERI_STREAM_LINE,
                                  2 * PERI_STREAM_LINE + 1, MOST};
    static const size_t pieces[] = {PERI_STREAM_LINE - 1, PERI_STREAM_LINE, PERI_STREAM_LINE + 1,
                                    2 * PERI_STREAM_LINE, 4096};
    for (size_t i = 0; i < sizeof lens / sizeof lens[0] * 4; i++)
        for (size_t j = 0; j < sizeof pieces / sizeof pieces[0]; j++) {
            size_t len = lens[i / 4];
            bool is_long = len > PERI_STREAM_LINE;
            const char *end = (const char *[]){"\nz\n", "\r\nz\n", "", "\r"}[i % 4];
            memset(text, 'a', len);
            strcpy(text + len, end);
            cut(text, len + strlen(end), pieces[j], out);
            const char *tail = i % 4 < 2 ? "][z]" : ">";
            size_t kept = is_long ? 1 : len;
            CHECK_INT("first", out[1], is_long ? '!' : 'a');
            CHECK_INT("length", strlen(out), 1 + kept + strlen(tail));
            CHECK_STR("behind it", out + 1 + kept, tail);
        }
    peri_free(text);
    peri_free(out);
}

/* However the bytes are cut, the same lines come out. */
SUITE(stream_cutter_does_not_care_for_pieces)
{
    for (uint64_t seed = 1; seed <= 300; seed++) {
        check_rng rng = {seed};
        char text[2000], whole[6000], pieces[6000];
        size_t len = (size_t)check_random_in(&rng, 0, sizeof text);
        for (size_t i = 0; i < len; i++)
            text[i] = "abc\r\n\nxyz"[check_random_in(&rng, 0, 8)];
        cut(text, len, len + 1, whole);
        cut(text, len, (size_t)check_random_in(&rng, 1, 40), pieces);
        if (!CHECK_STR("same", pieces, whole))
            printf("seed %" PRIu64 "\n", seed);
    }
}
