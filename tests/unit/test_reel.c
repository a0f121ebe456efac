/* test_reel.c - bars read a window at a time are those of the whole file. */
#include "base/mem.h"
#include "engine/feed.h"
#include "reel_kit.h"

#include <stdio.h>
#include <string.h>

enum {
    ROWS = 5000,
    SEEKS = 300
};

/* A file as a series and as a reel without a cache's folder. */
struct pair {
    struct reading r;
    peri_reel *reel;
};

static void open_pair(struct pair *pair, check_rng *rng, bool exchange)
{
    int rc = PERI_EIO;
    reading_setup(&pair->r, PERI_RES_MINUTE);
    if (exchange)
        reading_use_exchange(&pair->r);
    const char *path = reel_write_csv("reel.csv", ROWS, rng);
    CHECK_INT("whole",
              peri_csv_read(path, &pair->r.options, &pair->r.series, &pair->r.report, NULL),
              PERI_OK);
    const peri_read_report whole = pair->r.report;
    pair->r.report = (peri_read_report){0};
    CHECK_INT("cache", peri_tape_cache_open(NULL, &pair->r.options.cache, NULL), PERI_OK);
    pair->reel = reel_of_csv(&pair->r, path, &rc);
    CHECK_INT("reel", rc, PERI_OK);
    CHECK("there", pair->reel != NULL);
    CHECK_INT("rows", pair->r.report.rows, whole.rows);
    CHECK_INT("kept", pair->r.report.kept, whole.kept);
    CHECK_INT("outside", pair->r.report.outside, whole.outside);
}

static void close_pair(struct pair *pair)
{
    peri_reel_close(pair->reel);
    peri_tape_cache_close(pair->r.options.cache);
    reading_teardown(&pair->r);
}

static int64_t random_instant(const struct pair *pair, check_rng *rng)
{
    const peri_series *s = &pair->r.series;
    const int64_t from = s->bars[0].start_ns / PERI_MINUTE - 10;
    const int64_t until = s->bars[s->n - 1].end_ns / PERI_MINUTE + 10;
    return check_random_in(rng, from, until) * PERI_MINUTE + check_random_in(rng, 0, 1);
}

/* From an instant on, the windows are the rest of the series, none with more than a window. */
static bool windows_follow(struct pair *pair, peri_reel_reader *reader, int64_t time_ns)
{
    const peri_series *window = peri_reel_reader_trades(reader), *whole = &pair->r.series;
    size_t at = peri_series_after(whole, time_ns);
    bool right = true;
    peri_reel_reader_seek(reader, time_ns);
    do {
        right &= window->n <= PERI_REEL_WINDOW && at + window->n <= whole->n &&
                 memcmp(window->bars, whole->bars + at, window->n * sizeof *window->bars) == 0;
        at += window->n;
    } while (right && peri_reel_reader_next(reader));
    return right && at == whole->n && !peri_reel_reader_next(reader);
}

static void check_windows(bool exchange, uint64_t seed)
{
    struct pair pair;
    check_rng rng = {seed};
    peri_reel_reader *reader = NULL;
    const int64_t live = peri_mem_live();
    open_pair(&pair, &rng, exchange);
    CHECK_INT("reader", peri_reel_reader_open(pair.reel, &reader, NULL), PERI_OK);
    const int64_t held = peri_mem_live();
    bool right = windows_follow(&pair, reader, INT64_MIN);
    for (int i = 0; i < SEEKS / 10 && right; i++)
        right = windows_follow(&pair, reader, random_instant(&pair, &rng));
    if (!CHECK("windows are the series", right))
        printf("seed %llu\n", (unsigned long long)seed);
    CHECK_INT("no more memory than at the begin", peri_mem_live(), held);
    peri_reel_reader_close(reader);
    close_pair(&pair);
    CHECK_INT("no block left", peri_mem_live(), live);
}

SUITE(reel_windows_are_the_series)
{
    check_windows(false, 71);
    check_windows(true, 72);
}

/* What History would take out of the whole series. */
static void select_whole(const peri_series *whole, int64_t periods, int64_t from_ns,
                         int64_t until_ns, peri_series *out)
{
    size_t last = peri_series_after(whole, until_ns), first = 0;
    if (periods > 0)
        first = (size_t)periods < last ? last - (size_t)periods : 0;
    else
        while (first < last && whole->bars[first].start_ns < from_ns)
            first++;
    for (size_t i = first; i < last; i++)
        peri_series_add(out, &whole->bars[i]);
}

static bool stretch_is_right(struct pair *pair, check_rng *rng)
{
    peri_series got, want;
    const int64_t a = random_instant(pair, rng), b = random_instant(pair, rng);
    const int64_t periods = check_random_in(rng, 0, 2) > 0 ? check_random_in(rng, 1, 1200) : 0;
    peri_series_init(&got);
    peri_series_init(&want);
    select_whole(&pair->r.series, periods, a < b ? a : b, a < b ? b : a, &want);
    int rc = peri_reel_read(pair->reel, periods, a < b ? a : b, a < b ? b : a, &got, NULL, NULL);
    const bool right = rc == PERI_OK && reel_same_bars(&got, &want);
    peri_series_deinit(&got);
    peri_series_deinit(&want);
    return right;
}

SUITE(reel_reads_stretches_over_windows)
{
    const uint64_t seed = 73;
    for (int exchange = 0; exchange < 2; exchange++) {
        struct pair pair;
        check_rng rng = {seed + (uint64_t)exchange};
        bool right = true;
        open_pair(&pair, &rng, exchange);
        for (int i = 0; i < SEEKS && right; i++)
            right = stretch_is_right(&pair, &rng);
        if (!CHECK("as the series", right))
            printf("seed %llu\n", (unsigned long long)(seed + (uint64_t)exchange));
        close_pair(&pair);
    }
}

/* Take all slices of a feed over a series, and of one over a reader: they are the same. */
static bool slices_are_same(peri_feed *whole, peri_feed *wound, size_t *taken)
{
    while (peri_feed_next_time(whole) != PERI_NEVER) {
        if (peri_feed_next_time(wound) != peri_feed_next_time(whole))
            return false;
        const peri_slice *a = peri_feed_take(whole), *b = peri_feed_take(wound);
        if (a->count != b->count || a->points != b->points ||
            a->items[0].is_new != b->items[0].is_new ||
            memcmp(a->items[0].bar, b->items[0].bar, sizeof *a->items[0].bar) != 0)
            return false;
        ++*taken;
    }
    return peri_feed_next_time(wound) == PERI_NEVER;
}

static bool feeds_are_same(struct pair *pair, int64_t from_ns, int64_t until_ns, size_t *taken)
{
    const peri_security security = {
        .resolution = PERI_RES_MINUTE, .fill_forward = true, .hours = pair->r.options.hours};
    peri_feed *whole = NULL, *wound = NULL;
    peri_reel_reader *reader = NULL;
    peri_feed_open(&whole, NULL);
    peri_feed_open(&wound, NULL);
    peri_reel_reader_open(pair->reel, &reader, NULL);
    peri_feed_add(whole, &security, &pair->r.series, from_ns, NULL);
    const peri_feed_stream window = {.security = &security,
                                     .form = {PERI_RES_MINUTE, true, false},
                                     .trades = peri_reel_reader_trades(reader),
                                     .reader = reader};
    peri_feed_add_stream(wound, &window, from_ns, NULL);
    peri_feed_start(whole, from_ns, until_ns);
    peri_feed_start(wound, from_ns, until_ns);
    bool right = slices_are_same(whole, wound, taken);
    if (right) { /* removed and added again */
        peri_feed_remove(whole, 0);
        peri_feed_remove(wound, 0);
        peri_feed_restart(whole, 0, from_ns + PERI_HOUR);
        peri_feed_restart(wound, 0, from_ns + PERI_HOUR);
        peri_feed_start(whole, from_ns, until_ns);
        peri_feed_start(wound, from_ns, until_ns);
        right = slices_are_same(whole, wound, taken);
    }
    peri_feed_close(whole);
    peri_feed_close(wound);
    peri_reel_reader_close(reader);
    return right;
}

SUITE(reel_feeds_the_same_slices)
{
    const uint64_t seed = 75;
    for (int exchange = 0; exchange < 2; exchange++) {
        struct pair pair;
        check_rng rng = {seed + (uint64_t)exchange};
        size_t taken = 0;
        bool right = true;
        open_pair(&pair, &rng, exchange);
        for (int i = 0; i < 10 && right; i++) {
            const int64_t a = random_instant(&pair, &rng), b = random_instant(&pair, &rng);
            right = feeds_are_same(&pair, a < b ? a : b, a < b ? b : a, &taken);
        }
        if (!CHECK("slices", right))
            printf("seed %llu\n", (unsigned long long)(seed + (uint64_t)exchange));
        CHECK("many of them", taken > 1000);
        close_pair(&pair);
    }
}

SUITE(reel_facts)
{
    struct pair pair;
    check_rng rng = {77};
    open_pair(&pair, &rng, false);
    const peri_reel_facts *facts = peri_reel_facts_of(pair.reel);
    const peri_series *whole = &pair.r.series;
    CHECK_INT("bars", facts->bars, whole->n);
    CHECK_INT("first", facts->first_ns, whole->bars[0].start_ns);
    CHECK_INT("last", facts->last_ns, whole->bars[whole->n - 1].start_ns);
    CHECK_INT("closest", facts->closest_ns, PERI_MINUTE);
    close_pair(&pair);
}
