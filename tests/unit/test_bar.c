/* test_bar.c - resolutions, series of bars, prices of a security. */
#include "base/mem.h"
#include "check.h"
#include "market/bar.h"
#include "market/security.h"

#include <stdlib.h>

static peri_bar bar_ending(int64_t end_ns)
{
    return (peri_bar){end_ns - 1, end_ns, 2, 4, 1, 3, 100};
}

SUITE(bar_resolutions)
{
    static const struct row {
        peri_resolution resolution;
        int64_t ns;
        const char *name;
    } rows[] = {
        {PERI_RES_SECOND, INT64_C(1000000000), "Second"},
        {PERI_RES_MINUTE, INT64_C(60000000000), "Minute"},
        {PERI_RES_HOUR, INT64_C(3600000000000), "Hour"},
        {PERI_RES_DAILY, INT64_C(86400000000000), "Daily"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(rows[i].name, peri_resolution_ns(rows[i].resolution), rows[i].ns);
        CHECK_STR(rows[i].name, peri_resolution_name(rows[i].resolution), rows[i].name);
    }
}

SUITE(bar_series_grows_and_is_found)
{
    peri_series series;
    int64_t live = peri_mem_live();
    peri_series_init(&series);
    CHECK_INT("empty: none after", peri_series_after(&series, 0), 0);
    for (int64_t i = 1; i <= 1000; i++) {
        peri_bar bar = bar_ending(i * 10);
        CHECK_INT("added", peri_series_add(&series, &bar), PERI_OK);
    }
    CHECK_INT("bars", series.n, 1000);
    CHECK("volume is kept", series.bars[999].volume == 100);
    CHECK_INT("before all", peri_series_after(&series, INT64_MIN), 0);
    CHECK_INT("just before an end", peri_series_after(&series, 49), 4);
    CHECK_INT("at an end: the one behind", peri_series_after(&series, 50), 5);
    CHECK_INT("at the last end", peri_series_after(&series, 10000), 1000);
    CHECK_INT("behind all", peri_series_after(&series, INT64_MAX), 1000);
    peri_series_deinit(&series);
    CHECK_INT("no block left", peri_mem_live(), live);
    CHECK("empty again", series.bars == NULL && series.n == 0 && series.cap == 0);
}

SUITE(bar_series_after_equals_a_linear_search)
{
    const uint64_t seed = 11;
    check_rng rng = {seed};
    peri_series series;
    peri_series_init(&series);
    int64_t end = 0;
    for (int i = 0; i < 300; i++) {
        end += check_random_in(&rng, 1, 5);
        peri_bar bar = bar_ending(end);
        peri_series_add(&series, &bar);
    }
    for (int64_t time = -2; time < end + 2; time++) {
        size_t want = 0;
        while (want < series.n && series.bars[want].end_ns <= time)
            want++;
        if (!CHECK_INT("seed 11", peri_series_after(&series, time), want))
            break;
    }
    peri_series_deinit(&series);
}

SUITE(bar_series_room)
{
    peri_series series;
    peri_bar bar = bar_ending(10);
    int64_t live = peri_mem_live();
    peri_series_init(&series);
    CHECK_INT("room", peri_series_reserve(&series, 100), PERI_OK);
    CHECK_INT("exactly", series.cap, 100);
    CHECK_INT("enough already", peri_series_reserve(&series, 50), PERI_OK);
    CHECK_INT("stays", series.cap, 100);
    peri_series_add(&series, &bar);
    peri_series_trim(&series);
    CHECK_INT("trimmed", series.cap, 1);
    CHECK_INT("bar stays", series.bars[0].end_ns, 10);
    CHECK_INT("too many", peri_series_reserve(&series, SIZE_MAX / 8), PERI_ENOMEM);
    CHECK_INT("nothing changed", series.cap, 1);
    series.n = 0;
    peri_series_trim(&series);
    CHECK_INT("an empty series holds no block", peri_mem_live(), live);
    peri_series_deinit(&series);
}

SUITE(bar_series_without_memory)
{
    peri_series series;
    peri_bar bar = bar_ending(10);
    peri_series_init(&series);
    peri_mem_fail_at(1);
    CHECK_INT("first bar", peri_series_add(&series, &bar), PERI_ENOMEM);
    CHECK("as before", series.n == 0 && series.cap == 0);
    peri_mem_fail_at(1);
    CHECK_INT("room", peri_series_reserve(&series, 4), PERI_ENOMEM);
    peri_series_add(&series, &bar);
    peri_mem_fail_at(1);
    peri_series_trim(&series);
    peri_mem_fail_at(0);
    CHECK_INT("a trim that fails loses nothing", series.bars[0].end_ns, 10);
    peri_series_deinit(&series);
}

SUITE(security_takes_prices)
{
    peri_security security = {.ticker = NULL, .leverage = 1, .lot_size = 1};
    peri_bar bar = {1, 2, 10, 12, 9, 11, 500};
    peri_security_update(&security, &bar);
    CHECK("has data", security.has_data);
    CHECK("price is the close", security.price == 11 && security.close == 11);
    CHECK("open, high, low", security.open == 10 && security.high == 12 && security.low == 9);
    CHECK("volume", security.volume == 500);
    CHECK_INT("last bar", security.last_bar.end_ns, 2);
    CHECK("the rest is left alone", security.leverage == 1 && security.lot_size == 1);
}

static peri_quote_bar quotes_ending(int64_t end_ns, double bid, double ask)
{
    return (peri_quote_bar){end_ns - 1,
                            end_ns,
                            {bid, bid, bid, bid, bid > 0 ? 3 : 0},
                            {ask, ask, ask, ask, ask > 0 ? 4 : 0}};
}

SUITE(security_takes_quotes)
{
    static const struct {
        const char *name;
        peri_security_type type;
        bool has_data;     /* of quotes alone */
        double price;      /* of them */
        double with_trade; /* when a trade at 11 comes with them */
        double close;
    } rows[] = {
        {"equity", PERI_TYPE_EQUITY, false, 0, 11, 11},
        {"custom data", PERI_TYPE_BASE, false, 0, 11, 11},
        {"forex", PERI_TYPE_FOREX, true, 20.5, 20.5, 20.5},
        {"cfd", PERI_TYPE_CFD, true, 20.5, 20.5, 20.5},
        {"crypto", PERI_TYPE_CRYPTO, true, 20.5, 11, 20.5},
    };
    const peri_quote_bar quotes = quotes_ending(10, 20, 21);
    const peri_bar trade = {1, 10, 10, 12, 9, 11, 500};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_security security = {.type = rows[i].type, .leverage = 1, .lot_size = 1};
        peri_security_update_quote(&security, &quotes);
        CHECK(rows[i].name, security.has_data == rows[i].has_data && !security.has_trade);
        CHECK(rows[i].name, security.price == rows[i].price);
        CHECK(rows[i].name, security.bid_price == 20 && security.ask_price == 21);
        peri_security_update(&security, &trade);
        peri_security_update_quote(&security, &quotes);
        CHECK(rows[i].name, security.price == rows[i].with_trade);
        CHECK(rows[i].name, security.close == rows[i].close);
    }
}

SUITE(security_takes_one_side)
{
    peri_security security = {.type = PERI_TYPE_FOREX, .leverage = 1, .lot_size = 1};
    const peri_quote_bar both = quotes_ending(10, 20, 21), bid = quotes_ending(11, 22, 0);
    peri_security_update_quote(&security, &both);
    peri_security_update_quote(&security, &bid);
    CHECK("the side that is there", security.price == 22 && security.bid_price == 22);
    CHECK("the other stays", security.ask_price == 21 && security.ask_size == 4);
}
