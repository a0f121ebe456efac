/* test_feed_growth.c - series that grow while the feed hands them out, and forget their front. */
#include "base/mem.h"
#include "check.h"
#include "engine/feed.h"

#include <stdio.h>
#include <string.h>

enum {
    SYMBOLS = 4,
    ROUNDS = 3000
};

/* Symbols whose bars arrive bit by bit, and how many were handed out of each. */
struct kit {
    peri_feed *feed;
    peri_security securities[SYMBOLS];
    peri_series series[SYMBOLS];
    int64_t last_end[SYMBOLS]; /* that came in */
    int64_t counted[SYMBOLS];  /* bars in, by their volume */
    int64_t taken[SYMBOLS];
    size_t forgotten[SYMBOLS];
};

static void open_kit(struct kit *kit)
{
    memset(kit, 0, sizeof *kit);
    CHECK_INT("opens", peri_feed_open(&kit->feed, NULL), PERI_OK);
    for (int i = 0; i < SYMBOLS; i++) {
        kit->securities[i].resolution = PERI_RES_SECOND;
        peri_series_init(&kit->series[i]);
        CHECK_INT("added", peri_feed_add(kit->feed, &kit->securities[i], &kit->series[i], 0, NULL),
                  PERI_OK);
    }
    peri_feed_set_fills(kit->feed, false);
    peri_feed_start(kit->feed, 0, INT64_MAX);
}

static void close_kit(struct kit *kit)
{
    peri_feed_close(kit->feed);
    for (int i = 0; i < SYMBOLS; i++)
        peri_series_deinit(&kit->series[i]);
}

/* One more bar of a symbol, numbered by its volume; behind `now` at least. */
static void grow(struct kit *kit, check_rng *rng, int i, int64_t now)
{
    int64_t from = kit->last_end[i] > now ? kit->last_end[i] : now;
    int64_t end = from + check_random_in(rng, 1, 5);
    peri_bar bar = {end - 1, end, 1, 1, 1, 1, (double)++kit->counted[i]};
    CHECK_INT("room", peri_series_add(&kit->series[i], &bar), PERI_OK);
    kit->last_end[i] = end;
    peri_feed_grown(kit->feed, i, 0);
}

/* Drop some of the bars that were handed out. */
static void forget(struct kit *kit, check_rng *rng, int i)
{
    int64_t there = kit->taken[i] - (int64_t)kit->forgotten[i];
    size_t n = there > 0 ? (size_t)check_random_in(rng, 0, there) : 0;
    peri_feed_forget(kit->feed, i, 0, n);
    peri_series_drop_front(&kit->series[i], n);
    kit->forgotten[i] += n;
}

/* The earliest end of what came in and was not handed out. */
static int64_t earliest(const struct kit *kit)
{
    int64_t first = PERI_NEVER;
    for (int i = 0; i < SYMBOLS; i++) {
        size_t next = (size_t)kit->taken[i] - kit->forgotten[i];
        if (next < kit->series[i].n && kit->series[i].bars[next].end_ns < first)
            first = kit->series[i].bars[next].end_ns;
    }
    return first;
}

static bool take(struct kit *kit)
{
    int64_t first = earliest(kit);
    bool right = peri_feed_next_time(kit->feed) == first;
    const peri_slice *slice = peri_feed_take(kit->feed);
    right = right && slice->time_ns == first;
    for (size_t k = 0; k < slice->count; k++) {
        int32_t i = slice->present[k];
        right = right && slice->items[i].is_new && slice->items[i].bar->end_ns == first &&
                slice->items[i].bar->volume == (double)++kit->taken[i];
    }
    return right && slice->count > 0 && earliest(kit) != first;
}

SUITE(feed_hands_out_what_grows)
{
    struct kit kit;
    const uint64_t seed = 41;
    check_rng rng = {seed};
    int64_t live = peri_mem_live(), now = 0;
    bool right = true;
    open_kit(&kit);
    for (int round = 0; round < ROUNDS && right; round++) {
        int i = (int)check_random_in(&rng, 0, SYMBOLS - 1);
        switch (check_random_in(&rng, 0, 4)) {
        case 0:
            forget(&kit, &rng, i);
            break;
        case 1:
        case 2:
            grow(&kit, &rng, i, now);
            break;
        default:
            if (peri_feed_next_time(kit.feed) != PERI_NEVER) {
                now = peri_feed_next_time(kit.feed);
                right = take(&kit);
            } else {
                right = earliest(&kit) == PERI_NEVER;
            }
        }
        if (!right)
            printf("seed %llu, round %d\n", (unsigned long long)seed, round);
    }
    CHECK("as a plain merge", right);
    CHECK("bars were handed out", kit.taken[0] > 100 && kit.forgotten[0] > 50);
    close_kit(&kit);
    CHECK_INT("no block left", peri_mem_live(), live);
}

SUITE(feed_hands_late_bars_out_now)
{
    struct kit kit;
    open_kit(&kit);
    peri_bar bar = {4, 5, 1, 1, 1, 1, 1};
    CHECK_INT("room", peri_series_add(&kit.series[0], &bar), PERI_OK);
    peri_feed_grown(kit.feed, 0, 0);
    const peri_slice *slice = peri_feed_take_late(kit.feed, 9);
    CHECK_INT("the time is now", slice->time_ns, 9);
    CHECK_INT("the bar keeps its own", slice->items[0].bar->end_ns, 5);
    close_kit(&kit);
}
