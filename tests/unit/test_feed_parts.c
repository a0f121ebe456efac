/* test_feed_parts.c - several subscriptions of one security in a feed. */
#include "base/mem.h"
#include "check.h"
#include "engine/feed.h"
#include "reading_kit.h"

#include <stdio.h>
#include <string.h>

enum {
    SYMBOLS = 3,
    PARTS = 2
};

/* Minutes are the first subscription of each security, hours a further one of that in the middle.
 */
struct kit {
    struct reading reading;
    peri_feed *feed;
    peri_security securities[SYMBOLS];
    peri_series minutes[SYMBOLS], hours;
    peri_quote_series minute_quotes, hour_quotes;
};

static void add_bar(peri_series *series, int64_t end_minute, int64_t length, double value)
{
    const peri_bar bar = {.start_ns = (end_minute - length) * PERI_MINUTE,
                          .end_ns = end_minute * PERI_MINUTE,
                          .open = value,
                          .high = value,
                          .low = value,
                          .close = value,
                          .volume = value};
    CHECK_INT("room", peri_series_add(series, &bar), PERI_OK);
}

static void add_quote(peri_quote_series *series, int64_t end_minute, int64_t length)
{
    const peri_quote_side side = {1, 1, 1, 1, 1};
    const peri_quote_bar bar = {(end_minute - length) * PERI_MINUTE, end_minute * PERI_MINUTE, side,
                                side};
    CHECK_INT("room", peri_quote_series_add(series, &bar), PERI_OK);
}

static peri_feed_stream part_of(const struct kit *kit, bool fills)
{
    return (peri_feed_stream){.index = 1,
                              .part = 1,
                              .security = &kit->securities[1],
                              .form = {PERI_RES_HOUR, fills, false}};
}

static int add_part(struct kit *kit, bool fills, int64_t from_ns)
{
    peri_feed_stream hours = part_of(kit, fills), quotes = part_of(kit, fills);
    hours.trades = &kit->hours;
    quotes.quotes = &kit->hour_quotes;
    int rc = peri_feed_add_stream(kit->feed, &hours, from_ns, NULL);
    return rc == PERI_OK ? peri_feed_add_stream(kit->feed, &quotes, from_ns, NULL) : rc;
}

static void open_kit(struct kit *kit, bool fills)
{
    memset(kit, 0, sizeof *kit);
    reading_setup(&kit->reading, PERI_RES_MINUTE);
    CHECK_INT("opens", peri_feed_open(&kit->feed, NULL), PERI_OK);
    for (int i = 0; i < SYMBOLS; i++) {
        kit->securities[i] = (peri_security){.index = i,
                                             .resolution = PERI_RES_MINUTE,
                                             .hours = kit->reading.always,
                                             .fill_forward = fills};
        CHECK_INT("minutes",
                  peri_feed_add(kit->feed, &kit->securities[i], &kit->minutes[i], 0, NULL),
                  PERI_OK);
    }
    const peri_feed_stream quotes = {.index = 1, .quotes = &kit->minute_quotes};
    CHECK_INT("quotes", peri_feed_add_stream(kit->feed, &quotes, 0, NULL), PERI_OK);
}

static void close_kit(struct kit *kit)
{
    peri_feed_close(kit->feed);
    for (int i = 0; i < SYMBOLS; i++)
        peri_series_deinit(&kit->minutes[i]);
    peri_series_deinit(&kit->hours);
    peri_quote_series_deinit(&kit->minute_quotes);
    peri_quote_series_deinit(&kit->hour_quotes);
    reading_teardown(&kit->reading);
}

/* What is shown, and behind a bar the parts: "0t 1t | 1.1t 1.0t", a capital: filled. */
static const char *shown(const peri_slice *slice)
{
    static char text[256];
    size_t used = 0;
    text[0] = '\0';
    for (size_t k = 0; k < slice->count; k++) {
        const int32_t i = slice->present[k];
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%d", k ? " " : "", i);
        if (slice->items[i].bar)
            text[used++] = slice->items[i].is_new ? 't' : 'T';
        if (slice->items[i].quote)
            text[used++] = slice->items[i].quote_is_new ? 'q' : 'Q';
        text[used] = '\0';
    }
    for (size_t k = 0; k < slice->part_count; k++) {
        const peri_slice_part *part = &slice->parts[k];
        used += (size_t)snprintf(text + used, sizeof text - used, "%s %d.%d", k ? "" : " |",
                                 part->security, part->part);
        text[used++] = (char)((part->bar ? 't' : 'q') + (part->is_new ? 0 : 'T' - 't'));
        text[used] = '\0';
    }
    return text;
}

SUITE(feed_parts_end_together)
{
    struct kit kit;
    open_kit(&kit, false);
    CHECK_INT("one more", add_part(&kit, false, 0), PERI_OK);
    for (int i = 0; i < SYMBOLS; i++) {
        add_bar(&kit.minutes[i], 59, 1, 1);
        add_bar(&kit.minutes[i], 60, 1, 2);
    }
    add_bar(&kit.hours, 60, 60, 60);
    add_bar(&kit.hours, 120, 60, 61);
    add_quote(&kit.minute_quotes, 60, 1);
    add_quote(&kit.hour_quotes, 60, 60);
    peri_feed_start(kit.feed, 0, PERI_DAY);
    const peri_slice *slice = peri_feed_take(kit.feed);
    CHECK_STR("a minute", shown(slice), "0t 1t 2t | 1.0t");
    slice = peri_feed_take(kit.feed);
    CHECK_STR("both: the longer first, trades first", shown(slice),
              "0t 1tq 2t | 1.1t 1.0t 1.1q 1.0q");
    CHECK_INT("each is a data point", (int64_t)slice->points, 6);
    CHECK("the shortest is shown", slice->items[1].bar == &kit.minutes[1].bars[1] &&
                                       slice->items[1].quote == &kit.minute_quotes.bars[0]);
    CHECK("the other is there", slice->parts[0].bar == &kit.hours.bars[0]);
    slice = peri_feed_take(kit.feed);
    CHECK_STR("where the finer one has none", shown(slice), "1t | 1.1t");
    CHECK_NEAR("the longer is shown", slice->items[1].bar->close, 61, 0);
    CHECK("the end", peri_feed_next_time(kit.feed) == PERI_NEVER);
    close_kit(&kit);
}

/* At the step of the finest of all; each subscription says whether it is filled. */
SUITE(feed_parts_fill_on_their_own)
{
    for (int fills = 0; fills < 2; fills++) {
        struct kit kit;
        open_kit(&kit, !fills);
        CHECK_INT("one more", add_part(&kit, fills, 0), PERI_OK);
        add_bar(&kit.hours, 60, 60, 60);
        add_bar(&kit.minutes[1], 60, 1, 1);
        add_bar(&kit.minutes[1], 62, 1, 2);
        peri_feed_start(kit.feed, 0, PERI_DAY);
        CHECK_STR("both", shown(peri_feed_take(kit.feed)), "1t | 1.1t 1.0t");
        const peri_slice *slice = peri_feed_take(kit.feed);
        CHECK_STR("one", shown(slice), fills ? "1T | 1.1T" : "1T | 1.0T");
        CHECK_INT("a minute later", slice->time_ns, 61 * PERI_MINUTE);
        CHECK_INT("as long as its own", slice->items[1].bar->end_ns - slice->items[1].bar->start_ns,
                  fills ? PERI_HOUR : PERI_MINUTE);
        CHECK_STR("and so on", shown(peri_feed_take(kit.feed)),
                  fills ? "1t | 1.1T 1.0t" : "1t | 1.0t");
        close_kit(&kit);
    }
}

SUITE(feed_parts_come_and_go)
{
    struct kit kit;
    open_kit(&kit, true);
    for (int64_t minute = 58; minute <= 62; minute++)
        add_bar(&kit.minutes[1], minute, 1, 1);
    add_bar(&kit.minutes[2], 58, 1, 1);
    for (int64_t hour = 0; hour <= 2; hour++)
        add_bar(&kit.hours, 60 * hour, 60, 60);
    peri_feed_start(kit.feed, 0, PERI_DAY);
    CHECK_STR("alone", shown(peri_feed_take(kit.feed)), "1t 2t");
    CHECK_INT("added", add_part(&kit, true, 58 * PERI_MINUTE + 1), PERI_OK);
    peri_feed_start(kit.feed, 58 * PERI_MINUTE, PERI_DAY);
    CHECK_STR("no bar of before", shown(peri_feed_take(kit.feed)), "1t 2T | 1.0t");
    CHECK_STR("the next one", shown(peri_feed_take(kit.feed)), "1t 2T | 1.1t 1.0t");
    peri_feed_remove(kit.feed, 1);
    CHECK_STR("all are gone", shown(peri_feed_take(kit.feed)), "2T");
    peri_feed_restart(kit.feed, 1, 62 * PERI_MINUTE);
    peri_feed_start(kit.feed, 61 * PERI_MINUTE, PERI_DAY);
    CHECK_STR("and come back", shown(peri_feed_take(kit.feed)), "1t 2T | 1.0t");
    for (int64_t minute = 63; minute < 120; minute++)
        (void)peri_feed_take(kit.feed);
    CHECK_STR("both", shown(peri_feed_take(kit.feed)), "1T 2T | 1.1t 1.0T");
    close_kit(&kit);
}

/* A dividend is a data point of each subscription, and comes once. */
SUITE(feed_parts_share_actions)
{
    struct kit kit;
    peri_action item = {.time_ns = PERI_MINUTE, .security = 1};
    const peri_actions actions = {&item, 1, 1};
    const peri_feed_stream stream = {.index = 1, .actions = &actions};
    open_kit(&kit, false);
    CHECK_INT("actions", peri_feed_add_stream(kit.feed, &stream, 0, NULL), PERI_OK);
    CHECK_INT("one more", add_part(&kit, false, 0), PERI_OK);
    peri_feed_start(kit.feed, 0, PERI_DAY);
    const peri_slice *slice = peri_feed_take(kit.feed);
    CHECK_INT("once", (int64_t)slice->action_count, 1);
    CHECK_INT("points", (int64_t)slice->points, PARTS);
    close_kit(&kit);
}

/* Data that come in make each of them grow. */
SUITE(feed_parts_grow)
{
    struct kit kit;
    open_kit(&kit, true);
    peri_feed_set_fills(kit.feed, false);
    CHECK_INT("one more", add_part(&kit, true, 0), PERI_OK);
    peri_feed_start(kit.feed, 0, PERI_DAY);
    add_bar(&kit.hours, 60, 60, 1);
    peri_feed_grown(kit.feed, 1, 1);
    add_bar(&kit.minutes[1], 59, 1, 1);
    peri_feed_grown(kit.feed, 1, 0);
    CHECK_STR("the minute", shown(peri_feed_take(kit.feed)), "1t | 1.0t");
    CHECK_STR("the hour", shown(peri_feed_take(kit.feed)), "1t | 1.1t");
    peri_feed_forget(kit.feed, 1, 1, 1);
    peri_series_drop_front(&kit.hours, 1);
    add_bar(&kit.hours, 120, 60, 2);
    peri_feed_grown(kit.feed, 1, 1);
    CHECK_NEAR("another one", peri_feed_take(kit.feed)->items[1].bar->close, 2, 0);
    close_kit(&kit);
}

SUITE(feed_parts_without_memory)
{
    const int64_t live = peri_mem_live();
    int refused = 0, rc = PERI_ENOMEM;
    for (int nth = 1; nth < 20 && rc != PERI_OK; nth++) {
        struct kit kit;
        open_kit(&kit, true);
        peri_mem_fail_at(nth);
        rc = add_part(&kit, true, 0);
        peri_mem_fail_at(0);
        refused += rc == PERI_ENOMEM;
        peri_feed_start(kit.feed, 0, PERI_DAY);
        CHECK("nothing to hand out", peri_feed_next_time(kit.feed) == PERI_NEVER);
        close_kit(&kit);
    }
    CHECK_INT("at last", rc, PERI_OK);
    CHECK("was refused at times", refused > 0);
    CHECK_INT("no block left", peri_mem_live(), live);
}
