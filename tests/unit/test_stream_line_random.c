/* test_stream_line_random.c - random records, written as lines in random ways and read back. */
#include "check.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "market/number.h"
#include "stream/stream_line.h"
#include "time/civil.h"

enum {
    CASES = 20000,
    MOST_MEMBERS = 16
};

/* The members of a line, to be shuffled. */
struct writer {
    check_rng *rng;
    char members[MOST_MEMBERS][400];
    int n;
};

static bool maybe(check_rng *rng)
{
    return check_random(rng) & 1;
}

static void shuffle(struct writer *w)
{
    for (int i = w->n - 1; i > 0; i--) {
        char swap[sizeof w->members[0]];
        int j = (int)check_random_in(w->rng, 0, i);
        memcpy(swap, w->members[i], sizeof swap);
        memcpy(w->members[i], w->members[j], sizeof swap);
        memcpy(w->members[j], swap, sizeof swap);
    }
}

/* ---- values ---- */

/* Any magnitude, any number of digits. */
static double random_price(check_rng *rng)
{
    double x = ldexp(check_random_unit(rng) + 0x1p-60, (int)check_random_in(rng, -60, 60));
    switch (check_random_in(rng, 0, 2)) {
    case 0:
        return floor(x) + 1;
    case 1:
        return (double)check_random_in(rng, 1, 100000000) / 100;
    default:
        return x;
    }
}

static void put_number(struct writer *w, const char *name, double value)
{
    char text[PERI_NUMBER_TEXT];
    peri_number_format(value, text);
    snprintf(w->members[w->n++], sizeof w->members[0], "\"%s\":%s", name, text);
}

static int64_t random_time(check_rng *rng)
{
    int64_t first = peri_time_at(peri_date_make(1700, 1, 2), 0);
    int64_t last = peri_time_at(peri_date_make(2250, 12, 30), 0);
    int64_t unit[] = {1, 1000, 1000000, PERI_SECOND};
    int64_t u = unit[check_random_in(rng, 0, 3)];
    return check_random_in(rng, first / u, last / u) * u;
}

static void put_text_time(struct writer *w, const char *name, int64_t time)
{
    char text[PERI_TIME_TEXT], zone[16] = "";
    int64_t minutes = 0;
    if (maybe(w->rng)) {
        minutes = check_random_in(w->rng, -1439, 1439);
        int64_t size = minutes < 0 ? -minutes : minutes;
        snprintf(zone, sizeof zone, "%c%02d:%02d", minutes < 0 ? '-' : '+', (int)(size / 60),
                 (int)(size % 60));
    } else if (maybe(w->rng)) {
        strcpy(zone, "Z");
    }
    peri_time_format(time + minutes * PERI_MINUTE, text);
    if (maybe(w->rng))
        text[10] = 'T';
    snprintf(w->members[w->n++], sizeof w->members[0], "\"%s\":\"%s%s\"", name, text, zone);
}

/* As a number in one of the units that can carry it, else as text. */
static void put_time(struct writer *w, const char *name, int64_t time)
{
    static const struct {
        int64_t unit, least, below;
    } units[] = {{PERI_SECOND, 100000000, INT64_C(100000000000)},
                 {1000000, INT64_C(100000000000), INT64_C(100000000000000)},
                 {1000, INT64_C(100000000000000), INT64_C(100000000000000000)},
                 {1, INT64_C(100000000000000000), INT64_MAX}};
    int i = (int)check_random_in(w->rng, 0, 5);
    if (i < 4 && time % units[i].unit == 0) {
        int64_t value = time / units[i].unit, size = value < 0 ? -value : value;
        if (size >= units[i].least && size < units[i].below) {
            snprintf(w->members[w->n++], sizeof w->members[0], "\"%s\":%" PRId64, name, value);
            return;
        }
    }
    put_text_time(w, name, time);
}

static void put_ticker(struct writer *w, char *ticker)
{
    static const char *const pieces[][2] = {
        {"A", "A"}, {"z", "\\u007a"},        {"7", "7"}, {"-", "-"},       {"\"", "\\\""},
        {"€", "€"}, {"😀", "\\ud83d\\ude00"}, {" ", " "}, {"é", "\\u00E9"}, {".", "."},
    };
    char json[300] = "";
    size_t wanted = (size_t)check_random_in(w->rng, 1, 64);
    ticker[0] = '\0';
    while (strlen(ticker) < wanted) {
        int last = ticker[0] ? 9 : 8; /* no dot at the beginning */
        const char *const *piece = pieces[check_random_in(w->rng, 0, last)];
        if (strlen(ticker) + strlen(piece[0]) > 64)
            break;
        strcat(ticker, piece[0]);
        strcat(json, piece[1]);
    }
    snprintf(w->members[w->n++], sizeof w->members[0], "\"symbol\":\"%s\"", json);
}

static void put_unknown(struct writer *w)
{
    static const char *const members[] = {"\"exchange\":\"Q\"", "\"id\":12345678901234567890",
                                          "\"Price\":null",     "\"\":false",
                                          "\"id\":\"[{\\\"\"",  "\"seq\":1e5"};
    snprintf(w->members[w->n++], sizeof w->members[0], "%s",
             members[check_random_in(w->rng, 0, 5)]);
}

/* ---- records ---- */

static double between(check_rng *rng, double low, double high)
{
    double x = low + (high - low) * check_random_unit(rng);
    return x < low ? low : x > high ? high : x;
}

static void random_bar(struct writer *w, peri_stream_item *item)
{
    double a = random_price(w->rng), b = maybe(w->rng) ? a : random_price(w->rng);
    item->low = a < b ? a : b;
    item->high = a < b ? b : a;
    item->open = between(w->rng, item->low, item->high);
    item->close = between(w->rng, item->low, item->high);
    put_number(w, "open", item->open);
    put_number(w, "high", item->high);
    put_number(w, "low", item->low);
    put_number(w, "close", item->close);
    if (maybe(w->rng))
        put_number(w, "volume", item->volume = random_price(w->rng) - 0x1p-70);
    if (maybe(w->rng)) {
        item->end_ns = item->time_ns + check_random_in(w->rng, 1, PERI_DAY / 2);
        put_time(w, "end", item->end_ns);
    }
}

static void random_trade(struct writer *w, peri_stream_item *item)
{
    item->open = item->high = item->low = item->close = random_price(w->rng);
    put_number(w, "price", item->close);
    if (maybe(w->rng))
        put_number(w, "size", item->volume = random_price(w->rng));
}

static void random_quote(struct writer *w, peri_stream_item *item)
{
    int64_t sides = check_random_in(w->rng, 1, 3);
    double a = random_price(w->rng), b = random_price(w->rng);
    if (sides & 1)
        put_number(w, "bid", item->bid = a < b ? a : b);
    if (sides & 2)
        put_number(w, "ask", item->ask = a < b ? b : a);
    if (maybe(w->rng))
        put_number(w, maybe(w->rng) ? "bid_size" : "bidSize",
                   item->bid_size = random_price(w->rng));
    if (maybe(w->rng))
        put_number(w, maybe(w->rng) ? "ask_size" : "askSize",
                   item->ask_size = random_price(w->rng));
}

static void random_item(struct writer *w, peri_stream_item *item)
{
    static const char *const words[] = {"", "bar", "trade", "quote", "time"};
    memset(item, 0, sizeof *item);
    item->kind = (peri_stream_kind)check_random_in(w->rng, PERI_STREAM_BAR, PERI_STREAM_TIME);
    item->time_ns = random_time(w->rng);
    put_time(w, "time", item->time_ns);
    if (item->kind == PERI_STREAM_BAR)
        random_bar(w, item);
    else if (item->kind == PERI_STREAM_TRADE)
        random_trade(w, item);
    else if (item->kind == PERI_STREAM_QUOTE)
        random_quote(w, item);
    if (item->kind != PERI_STREAM_TIME)
        put_ticker(w, item->ticker);
    if (item->kind == PERI_STREAM_TIME || maybe(w->rng))
        snprintf(w->members[w->n++], sizeof w->members[0], "\"type\":\"%s\"", words[item->kind]);
    for (int64_t i = check_random_in(w->rng, 0, 2); i > 0; i--)
        put_unknown(w);
}

static void write_line(struct writer *w, peri_buf *out)
{
    static const char *const blanks[] = {"", " ", "\t", "  "};
    const char *blank = blanks[check_random_in(w->rng, 0, 3)];
    shuffle(w);
    out->len = 0;
    peri_buf_printf(out, "%s{", blank);
    for (int i = 0; i < w->n; i++)
        peri_buf_printf(out, "%s%s%s", i > 0 ? "," : "", blank, w->members[i]);
    peri_buf_printf(out, "%s}%s", blank, maybe(w->rng) ? "\r" : "");
}

static bool is_equal(const peri_stream_item *a, const peri_stream_item *b)
{
    return a->kind == b->kind && strcmp(a->ticker, b->ticker) == 0 && a->time_ns == b->time_ns &&
           a->end_ns == b->end_ns && memcmp(&a->open, &b->open, sizeof(double[4])) == 0 &&
           a->volume == b->volume && memcmp(&a->bid, &b->bid, sizeof(double[4])) == 0 &&
           a->line == b->line;
}

SUITE(stream_line_reads_back_what_was_written)
{
    peri_buf line;
    peri_buf_init(&line);
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        check_rng rng = {seed};
        struct writer w = {.rng = &rng, .n = 0};
        peri_stream_item want, got;
        peri_error err = {.text = ""};
        random_item(&w, &want);
        write_line(&w, &line);
        int rc = peri_stream_line_parse(line.data, line.len, &got, &err);
        if (!CHECK("reads back", rc == PERI_OK && is_equal(&got, &want))) {
            printf("seed %" PRIu64 ": %s\n%s\n", seed, peri_buf_str(&line), err.text);
            break;
        }
    }
    peri_buf_deinit(&line);
}
