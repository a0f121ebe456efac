/* test_feed_quotes.c - trades and quotes of one symbol in one slice, each filled on its own. */
#include "base/mem.h"
#include "check.h"
#include "engine/feed.h"
#include "reading_kit.h"

#include <stdio.h>
#include <string.h>

enum {
    SYMBOLS = 3,
    BARS = 400
};

struct kit {
    struct reading reading;
    peri_feed *feed;
    peri_security securities[SYMBOLS];
    peri_series trades[SYMBOLS];
    peri_quote_series quotes[SYMBOLS];
};

static void add_trade(struct kit *kit, int i, int64_t minute)
{
    const peri_bar bar = {
        (minute - 1) * PERI_MINUTE, minute * PERI_MINUTE, 1, 1, 1, 1, (double)minute};
    CHECK_INT("room", peri_series_add(&kit->trades[i], &bar), PERI_OK);
}

static void add_quote(struct kit *kit, int i, int64_t minute)
{
    const peri_quote_side side = {1, 1, 1, 1, (double)minute};
    const peri_quote_bar bar = {(minute - 1) * PERI_MINUTE, minute * PERI_MINUTE, side, side};
    CHECK_INT("room", peri_quote_series_add(&kit->quotes[i], &bar), PERI_OK);
}

/* Bars of the first security are minutes. */
static void open_kit_of(struct kit *kit, bool fills, peri_resolution others)
{
    memset(kit, 0, sizeof *kit);
    reading_setup(&kit->reading, PERI_RES_MINUTE);
    CHECK_INT("opens", peri_feed_open(&kit->feed, NULL), PERI_OK);
    for (int i = 0; i < SYMBOLS; i++) {
        kit->securities[i] = (peri_security){.index = i,
                                             .resolution = i == 0 ? PERI_RES_MINUTE : others,
                                             .hours = kit->reading.always,
                                             .fill_forward = fills};
        CHECK_INT("trades", peri_feed_add(kit->feed, &kit->securities[i], &kit->trades[i], 0, NULL),
                  PERI_OK);
        const peri_feed_stream quotes = {.index = i, .quotes = &kit->quotes[i]};
        CHECK_INT("quotes", peri_feed_add_stream(kit->feed, &quotes, 0, NULL), PERI_OK);
    }
}

static void open_kit(struct kit *kit, bool fills)
{
    open_kit_of(kit, fills, PERI_RES_MINUTE);
}

static void close_kit(struct kit *kit)
{
    peri_feed_close(kit->feed);
    for (int i = 0; i < SYMBOLS; i++) {
        peri_series_deinit(&kit->trades[i]);
        peri_quote_series_deinit(&kit->quotes[i]);
    }
    reading_teardown(&kit->reading);
}

/* What a slice holds, as text: "0tq 2q" for trades and quotes of 0, quotes of 2; a capital: filled.
 */
static const char *shown(const peri_slice *slice)
{
    static char text[128];
    size_t used = 0;
    text[0] = '\0';
    for (size_t k = 0; k < slice->count; k++) {
        int32_t i = slice->present[k];
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%d", k ? " " : "", i);
        if (slice->items[i].bar)
            text[used++] = slice->items[i].is_new ? 't' : 'T';
        if (slice->items[i].quote)
            text[used++] = slice->items[i].quote_is_new ? 'q' : 'Q';
        text[used] = '\0';
    }
    return text;
}

SUITE(feed_quotes_fill_on_their_own)
{
    static const char *const want[] = {"0t",        "0Tq",       "0TQ 1q",
                                       "0tQ 1Q 2t", "0Tq 1Q 2T", "0TQ 1Q 2T"};
    struct kit kit;
    open_kit(&kit, true);
    add_trade(&kit, 0, 1);
    add_quote(&kit, 0, 2);
    add_quote(&kit, 1, 3);
    add_trade(&kit, 0, 4);
    add_trade(&kit, 2, 4);
    add_quote(&kit, 0, 5);
    peri_feed_start(kit.feed, 0, 5 * PERI_MINUTE);
    for (int64_t minute = 1; minute <= 6; minute++) {
        CHECK_INT("time", peri_feed_next_time(kit.feed), minute * PERI_MINUTE);
        const peri_slice *slice = peri_feed_take(kit.feed);
        CHECK_STR("slice", shown(slice), want[minute - 1]);
        if (minute == 3) {
            CHECK_INT("points", (int64_t)slice->points, 3);
            CHECK_INT("a filled quote ends now", slice->items[0].quote->end_ns, 3 * PERI_MINUTE);
            CHECK_INT("and begins a step before", slice->items[0].quote->start_ns, 2 * PERI_MINUTE);
            CHECK_NEAR("its size is that of before", slice->items[0].quote->bid.last_size, 2, 0);
        }
    }
    CHECK("the end", peri_feed_next_time(kit.feed) == PERI_NEVER);
    close_kit(&kit);
}

SUITE(feed_quotes_of_a_removed_symbol)
{
    struct kit kit;
    open_kit(&kit, true);
    add_quote(&kit, 0, 1);
    add_quote(&kit, 1, 1);
    add_quote(&kit, 1, 3);
    peri_feed_start(kit.feed, 0, 10 * PERI_MINUTE);
    CHECK_STR("both", shown(peri_feed_take(kit.feed)), "0q 1q");
    peri_feed_remove(kit.feed, 1);
    CHECK_STR("one", shown(peri_feed_take(kit.feed)), "0Q");
    peri_feed_restart(kit.feed, 1, 3 * PERI_MINUTE);
    peri_feed_start(kit.feed, 2 * PERI_MINUTE, 10 * PERI_MINUTE);
    CHECK_STR("again", shown(peri_feed_take(kit.feed)), "0Q 1q");
    close_kit(&kit);
}

/* Without fills: exactly the bars, in order of time, then symbol. */
SUITE(feed_quotes_as_a_plain_merge)
{
    const uint64_t seed = 1129;
    check_rng rng = {seed};
    struct kit kit;
    int64_t bars = 0, handed = 0, last = -1;
    bool right = true;
    open_kit(&kit, false);
    for (int i = 0; i < SYMBOLS; i++)
        for (int64_t minute = 1; minute <= BARS; minute++) {
            if (check_random_in(&rng, 0, 2) == 0)
                add_trade(&kit, i, minute);
            if (check_random_in(&rng, 0, 2) == 0)
                add_quote(&kit, i, minute);
        }
    for (int i = 0; i < SYMBOLS; i++)
        bars += (int64_t)(kit.trades[i].n + kit.quotes[i].n);
    peri_feed_start(kit.feed, 0, INT64_MAX);
    size_t next_trade[SYMBOLS] = {0}, next_quote[SYMBOLS] = {0};
    while (peri_feed_next_time(kit.feed) != PERI_NEVER && right) {
        const peri_slice *slice = peri_feed_take(kit.feed);
        right = slice->time_ns > last && slice->count > 0;
        last = slice->time_ns;
        handed += (int64_t)slice->points;
        for (size_t k = 0; k < slice->count && right; k++) {
            int32_t i = slice->present[k];
            right = (k == 0 || slice->present[k - 1] < i) &&
                    (slice->items[i].bar || slice->items[i].quote);
            if (slice->items[i].bar)
                right = right && slice->items[i].bar == &kit.trades[i].bars[next_trade[i]++] &&
                        slice->items[i].bar->end_ns == last;
            if (slice->items[i].quote)
                right = right && slice->items[i].quote == &kit.quotes[i].bars[next_quote[i]++] &&
                        slice->items[i].quote->end_ns == last;
        }
    }
    if (!right)
        printf("seed %llu, at %lld\n", (unsigned long long)seed, (long long)last);
    CHECK("as a plain merge", right);
    CHECK_INT("all bars", handed, bars);
    close_kit(&kit);
}

SUITE(feed_quotes_without_memory)
{
    struct kit kit;
    int64_t live = peri_mem_live();
    open_kit(&kit, true);
    int refused = 0;
    for (int nth = 1; nth < 12; nth++) {
        peri_quote_series none = {NULL, 0, 0};
        peri_security security = {.index = SYMBOLS, .hours = kit.reading.always};
        peri_series series = {NULL, 0, 0};
        peri_mem_fail_at(nth);
        int rc = peri_feed_add(kit.feed, &security, &series, 0, NULL);
        if (rc == PERI_OK)
            rc = peri_feed_add_stream(
                kit.feed, &(peri_feed_stream){.index = SYMBOLS, .quotes = &none}, 0, NULL);
        peri_mem_fail_at(0);
        refused += rc == PERI_ENOMEM;
        if (rc == PERI_OK)
            break;
        if (peri_feed_next_time(kit.feed) != PERI_NEVER)
            CHECK("nothing to hand out", false);
        close_kit(&kit);
        open_kit(&kit, true);
    }
    CHECK("was refused at times", refused > 0);
    close_kit(&kit);
    CHECK_INT("no block left", peri_mem_live(), live);
}

/* Over holidays many rows of a factor file may mean the same morning. */
SUITE(feed_actions_many_at_once)
{
    enum {
        MANY = 50
    };
    struct kit kit;
    peri_action items[2][MANY] = {{{0}}};
    const peri_actions actions[2] = {{items[0], MANY, MANY}, {items[1], 2, 2}};
    open_kit(&kit, false);
    for (int s = 0; s < 2; s++) {
        for (size_t i = 0; i < MANY; i++)
            items[s][i] = (peri_action){.time_ns = i == 0 && s == 0 ? PERI_MINUTE : 2 * PERI_MINUTE,
                                        .security = s};
        const peri_feed_stream stream = {.index = s, .actions = &actions[s]};
        CHECK_INT("actions", peri_feed_add_stream(kit.feed, &stream, 0, NULL), PERI_OK);
    }
    peri_feed_start(kit.feed, 0, 10 * PERI_MINUTE);
    CHECK_INT("one", (int64_t)peri_feed_take(kit.feed)->action_count, 1);
    const peri_slice *slice = peri_feed_take(kit.feed);
    CHECK_INT("all others", (int64_t)slice->action_count, MANY - 1 + 2);
    CHECK("in order", slice->actions[0] == &items[0][1] && slice->actions[MANY] == &items[1][1]);
    close_kit(&kit);
}

/* A symbol that is gone does not say how finely the others are filled. */
SUITE(feed_fills_by_those_that_are_there)
{
    struct kit kit;
    open_kit_of(&kit, true, PERI_RES_HOUR);
    add_trade(&kit, 0, 60);
    add_trade(&kit, 1, 60);
    peri_feed_start(kit.feed, 0, PERI_DAY);
    CHECK_STR("both", shown(peri_feed_take(kit.feed)), "0t 1t");
    CHECK_STR("by the minute", shown(peri_feed_take(kit.feed)), "0T 1T");
    peri_feed_remove(kit.feed, 0);
    CHECK_STR("the next one was made before", shown(peri_feed_take(kit.feed)), "1T");
    CHECK_INT("by the hour then", peri_feed_next_time(kit.feed), 2 * PERI_HOUR);
    close_kit(&kit);
}
