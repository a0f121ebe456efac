/* test_ticks.c - ticks of one time as bars, in a security's prices, merged, handed out by the feed.
 */
#include "check.h"

#include "base/mem.h"
#include "engine/feed.h"
#include "market/price_scale.h"
#include "market/security.h"

static const peri_tick rows[] = {
    {.time_ns = 10, .kind = PERI_TICK_TRADE, .price = 5, .size = 1},
    {.time_ns = 10, .kind = PERI_TICK_TRADE, .price = 7, .size = 2},
    {.time_ns = 10, .kind = PERI_TICK_TRADE, .price = 99, .size = 9, .suspicious = true},
    {.time_ns = 10, .kind = PERI_TICK_TRADE, .price = 6, .size = 4},
    {.time_ns = 10, .kind = PERI_TICK_QUOTE, .bid = 4, .bid_size = 10},
    {.time_ns = 10, .kind = PERI_TICK_QUOTE, .ask = 8, .ask_size = 20},
    {.time_ns = 10, .kind = PERI_TICK_QUOTE, .ask = 9, .ask_size = 30},
};

enum {
    ROWS = sizeof rows / sizeof *rows
};

SUITE(ticks_as_bars)
{
    peri_bar trades;
    peri_quote_bar quotes;
    CHECK("trades", peri_ticks_trade_bar(rows, ROWS, &trades));
    CHECK_NEAR("open", trades.open, 5, 0);
    CHECK_NEAR("high", trades.high, 7, 0);
    CHECK_NEAR("low", trades.low, 5, 0);
    CHECK_NEAR("close", trades.close, 6, 0);
    CHECK_NEAR("volume", trades.volume, 7, 0);
    CHECK("quotes", peri_ticks_quote_bar(rows, ROWS, &quotes));
    CHECK_NEAR("bid", quotes.bid.close, 4, 0);
    CHECK_NEAR("first ask", quotes.ask.open, 8, 0);
    CHECK_NEAR("last ask", quotes.ask.close, 9, 0);
    CHECK_NEAR("its size", quotes.ask.last_size, 30, 0);
    CHECK("no trade", !peri_ticks_trade_bar(&rows[4], 3, &trades));
    CHECK("no quote", !peri_ticks_quote_bar(rows, 4, &quotes));
    CHECK("a suspicious one alone", !peri_ticks_trade_bar(&rows[2], 1, &trades));
}

SUITE(ticks_in_prices)
{
    peri_security equity = {.type = PERI_TYPE_EQUITY}, pair = {.type = PERI_TYPE_FOREX};
    peri_security_update_ticks(&equity, rows, ROWS);
    CHECK_NEAR("the last quote, of one side", equity.price, 9, 0);
    CHECK_NEAR("the high as well", equity.high, 9, 0);
    CHECK_NEAR("the last trade's volume", equity.volume, 4, 0);
    CHECK_NEAR("no bid in the last quote", equity.bid_price, 0, 0);
    CHECK_NEAR("ask", equity.ask_price, 9, 0);
    CHECK_NEAR("fills know all bids", equity.last_quote.bid.close, 4, 0);
    CHECK_NEAR("and trades", equity.last_bar.close, 6, 0);
    peri_security_update_ticks(&equity, rows, 4);
    CHECK_NEAR("trades alone", equity.price, 6, 0);
    peri_security_update_ticks(&equity, &rows[2], 1);
    CHECK_NEAR("a suspicious one changes nothing", equity.price, 6, 0);
    peri_security_update_ticks(&pair, &rows[4], 3);
    CHECK_NEAR("a pair's last quote", pair.price, 9, 0);
    const peri_tick both = {
        .time_ns = 11, .kind = PERI_TICK_QUOTE, .bid = 4, .bid_size = 1, .ask = 9, .ask_size = 1};
    peri_security_update_ticks(&pair, &both, 1);
    CHECK_NEAR("a pair's middle", pair.price, 6.5, 0);
}

static peri_tick tick_at(int64_t time_ns, peri_tick_kind kind, double price)
{
    return (peri_tick){.time_ns = time_ns, .kind = kind, .price = price, .bid = price};
}

static void add(peri_tick_series *series, int64_t time_ns, peri_tick_kind kind, double price)
{
    const peri_tick tick = tick_at(time_ns, kind, price);
    CHECK_INT("add", peri_tick_series_add(series, &tick), PERI_OK);
}

SUITE(ticks_merged)
{
    peri_tick_series trades, quotes, all;
    peri_tick_series_init(&trades);
    peri_tick_series_init(&quotes);
    peri_tick_series_init(&all);
    add(&trades, 1, PERI_TICK_TRADE, 1);
    add(&trades, 3, PERI_TICK_TRADE, 3);
    add(&quotes, 1, PERI_TICK_QUOTE, 10);
    add(&quotes, 2, PERI_TICK_QUOTE, 20);
    CHECK_INT("merge", peri_tick_series_merge(&all, &trades, &quotes), PERI_OK);
    const double want[] = {1, 10, 20, 3};
    for (size_t i = 0; i < 4; i++)
        CHECK_NEAR("in order, trades first", all.ticks[i].bid, want[i], 0);
    peri_tick_series_drop_front(&all, 3);
    CHECK_INT("one is left", all.n, 1);
    CHECK_NEAR("the last", all.ticks[0].price, 3, 0);
    peri_tick_series_deinit(&all);
    peri_mem_fail_at(1);
    CHECK_INT("no memory", peri_tick_series_merge(&all, &trades, &quotes), PERI_ENOMEM);
    peri_mem_fail_at(0);
    peri_tick_series_deinit(&all);
    peri_tick_series_deinit(&trades);
    peri_tick_series_deinit(&quotes);
}

/* Ticks beside a security of minutes, whose holes are filled by minutes for all that. */
SUITE(feed_of_ticks)
{
    peri_zones *zones = NULL;
    const peri_zone *utc = NULL;
    peri_hours *hours = NULL;
    peri_feed *feed = NULL;
    const peri_bar minute = {0, PERI_MINUTE, 1, 1, 1, 1, 1};
    peri_series bars, none;
    peri_tick_series ticks;
    peri_series_init(&bars);
    peri_series_init(&none);
    peri_tick_series_init(&ticks);
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    CHECK_INT("zone", peri_zone_get(zones, "UTC", &utc, NULL), PERI_OK);
    CHECK_INT("hours", peri_hours_always(utc, &hours, NULL), PERI_OK);
    const peri_security of_ticks = {
        .resolution = PERI_RES_TICK, .hours = hours, .fill_forward = true};
    const peri_security of_bars = {
        .index = 1, .resolution = PERI_RES_MINUTE, .hours = hours, .fill_forward = true};
    CHECK_INT("bar", peri_series_add(&bars, &minute), PERI_OK);
    add(&ticks, PERI_MINUTE, PERI_TICK_TRADE, 1);
    add(&ticks, PERI_MINUTE, PERI_TICK_QUOTE, 2);
    add(&ticks, PERI_MINUTE + 5, PERI_TICK_TRADE, 3);
    CHECK_INT("open", peri_feed_open(&feed, NULL), PERI_OK);
    CHECK_INT("ticks", peri_feed_add(feed, &of_ticks, &none, 0, NULL), PERI_OK);
    CHECK_INT("ticks", peri_feed_add_stream(feed, &(peri_feed_stream){.ticks = &ticks}, 1, NULL),
              PERI_OK);
    CHECK_INT("bars", peri_feed_add(feed, &of_bars, &bars, 0, NULL), PERI_OK);
    peri_feed_start(feed, 0, 2 * PERI_MINUTE);
    const peri_slice *slice = peri_feed_take(feed);
    CHECK_INT("all of one time", slice->items[0].tick_count, 2);
    CHECK_INT("each is a point", slice->points, 3);
    CHECK_INT("both securities", slice->count, 2);
    slice = peri_feed_take(feed);
    CHECK_INT("the next", slice->time_ns, PERI_MINUTE + 5);
    CHECK("alone", slice->count == 1 && !slice->items[1].bar && slice->items[0].ticks->price > 2);
    add(&ticks, PERI_MINUTE + 7, PERI_TICK_TRADE, 4);
    peri_feed_grown(feed, 0, 0);
    slice = peri_feed_take(feed);
    CHECK_INT("one that came in", slice->time_ns, PERI_MINUTE + 7);
    slice = peri_feed_take(feed);
    CHECK_INT("bars are filled by minutes", slice->time_ns, 2 * PERI_MINUTE);
    CHECK("ticks are not repeated",
          !slice->items[0].ticks && slice->items[1].bar && !slice->items[1].is_new);
    peri_feed_close(feed);
    peri_tick_series_deinit(&ticks);
    peri_series_deinit(&bars);
    peri_hours_close(hours);
    peri_zones_close(zones);
}
