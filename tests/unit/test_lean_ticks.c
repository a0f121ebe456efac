/* test_lean_ticks.c - ticks in LEAN's folders. */
#include "base/mem.h"
#include "check.h"
#include "lean_kit.h"
#include "reading_kit.h"

#include <stdio.h>
#include <string.h>

struct ticks {
    struct reading r;
    peri_lean_symbol symbol;
    peri_tick_series series;
};

static void setup(struct ticks *t, const char *folder)
{
    reading_setup(&t->r, PERI_RES_DAILY); /* which does not matter */
    reading_use_exchange(&t->r);
    snprintf(t->r.root, sizeof t->r.root, "%s/%s", check_tmp(), folder);
    t->symbol = (peri_lean_symbol){t->r.root, PERI_TYPE_EQUITY, "usa", "IBM"};
    peri_tick_series_init(&t->series);
}

static void teardown(struct ticks *t)
{
    peri_tick_series_deinit(&t->series);
    reading_teardown(&t->r);
}

static int read_ticks(struct ticks *t, peri_lean_kind kind)
{
    t->r.err.text[0] = '\0';
    return peri_lean_read_ticks(&t->symbol, kind, &t->r.options, &t->series, &t->r.report,
                                &t->r.err);
}

SUITE(lean_ticks_trades_of_equities)
{
    struct ticks t;
    setup(&t, "ticks_trades");
    lean_zip(t.r.root, "equity/usa/tick/ibm/20131007_trade.zip", 1,
             "14430270,1815200,283,P,20002020,0\n" /* pre-market */
             "34200000,1815300,100,N,1,0\n"
             "34200000,1815301,200,,fF,1\n" /* at the same time */
             "34200000.367,1815302,0,D,,0\n"
             "57600000,1815302,1,D,0,0\n"); /* the market is closed */
    CHECK_INT("read", read_ticks(&t, PERI_LEAN_TRADE), PERI_OK);
    CHECK_STR("read", t.r.err.text, "");
    if (CHECK_INT("in the session", t.series.n, 3)) {
        const peri_tick *x = t.series.ticks;
        CHECK_INT("time", x[0].time_ns, utc_at("2013-10-07 13:30"));
        CHECK("a trade", x[0].kind == PERI_TICK_TRADE && x[0].price == 181.53 && x[0].size == 100);
        CHECK("marks", x[0].exchange == 'N' && x[0].condition == 1 && !x[0].suspicious);
        CHECK("nothing quoted", x[0].bid == 0 && x[0].ask_size == 0);
        CHECK("other marks", x[1].exchange == '\0' && x[1].condition == 0xff && x[1].suspicious);
        CHECK_INT("a part of a millisecond", x[2].time_ns, x[0].time_ns + 367000);
        CHECK_NEAR("value", peri_tick_value(&x[1]), 181.5301, 1e-12);
    }
    CHECK_INT("outside", t.r.report.outside, 2);
    t.r.options.extended = true;
    t.series.n = 0;
    CHECK_INT("read", read_ticks(&t, PERI_LEAN_TRADE), PERI_OK);
    CHECK_INT("pre- and post-market", t.series.n, 5);
    CHECK_INT("after", peri_tick_series_after(&t.series, utc_at("2013-10-07 13:30")), 3);
    CHECK_INT("after all", peri_tick_series_after(&t.series, PERI_NEVER), 5);
    t.r.options.from_ns = utc_at("2013-10-07 13:30");
    t.r.options.until_ns = utc_at("2013-10-07 13:30");
    t.series.n = 0;
    CHECK_INT("read", read_ticks(&t, PERI_LEAN_TRADE), PERI_OK);
    CHECK_INT("bounds are inside", t.series.n, 2);
    teardown(&t);
}

SUITE(lean_ticks_quotes_of_equities)
{
    struct ticks t;
    setup(&t, "ticks_quotes");
    lean_zip(t.r.root, "equity/usa/tick/ibm/20131007_quote.zip", 1,
             "34200000,0,0,1836300,100,Q,1,0\n"
             "34200001,1800100,300,0,0,P,1,0\n"
             "34200002,1800100,300,1800300,400,P,800,0\n"
             "34200003,,,1800300,400,P,1,1\n");
    CHECK_INT("read", read_ticks(&t, PERI_LEAN_QUOTE), PERI_OK);
    CHECK_STR("read", t.r.err.text, "");
    if (CHECK_INT("ticks", t.series.n, 4)) {
        const peri_tick *x = t.series.ticks;
        CHECK("an ask", x[0].kind == PERI_TICK_QUOTE && x[0].bid == 0 && x[0].ask == 183.63 &&
                            x[0].ask_size == 100 && x[0].price == 0);
        CHECK("a bid", x[1].bid == 180.01 && x[1].bid_size == 300 && x[1].ask == 0);
        CHECK("flags", x[2].condition == 0x800 && x[3].suspicious);
        CHECK("value of one side", peri_tick_value(&x[0]) == 183.63);
        CHECK("value of the other", peri_tick_value(&x[1]) == 180.01);
        CHECK_NEAR("value of both", peri_tick_value(&x[2]), 180.02, 1e-9);
    }
    teardown(&t);
}

SUITE(lean_ticks_of_other_types)
{
    struct ticks t;
    setup(&t, "ticks_other");
    t.r.options.hours = t.r.always;
    peri_zone_get(t.r.zones, "UTC", &t.r.options.zone, NULL);
    t.symbol = (peri_lean_symbol){t.r.root, PERI_TYPE_FOREX, "oanda", "EURUSD"};
    lean_zip(t.r.root, "forex/oanda/tick/eurusd/20140502_quote.zip", 1, "277,1.38694,1.38705\n");
    CHECK_INT("forex", read_ticks(&t, PERI_LEAN_QUOTE), PERI_OK);
    if (CHECK_INT("forex", t.series.n, 1)) {
        CHECK_INT("time", t.series.ticks[0].time_ns, utc_at("2014-05-02 00:00:00.277"));
        CHECK("sides", t.series.ticks[0].bid == 1.38694 && t.series.ticks[0].ask == 1.38705);
    }
    CHECK_INT("no trades", read_ticks(&t, PERI_LEAN_TRADE), PERI_ENOTFOUND);
    CHECK_HAS("no trades", t.r.err.text, "of type Forex, which has no Tick data of trades");
    t.symbol = (peri_lean_symbol){t.r.root, PERI_TYPE_CRYPTO, "coinbase", "BTCUSD"};
    lean_zip(t.r.root, "crypto/coinbase/tick/btcusd/20180404_trade.zip", 1, "5,7000.5,0.25\n");
    lean_zip(t.r.root, "crypto/coinbase/tick/btcusd/20180404_quote.zip", 1,
             "5,7000.5,0.25,7001,3\n");
    t.series.n = 0;
    CHECK_INT("crypto", read_ticks(&t, PERI_LEAN_TRADE), PERI_OK);
    CHECK("crypto", t.series.n == 1 && t.series.ticks[0].price == 7000.5 &&
                        t.series.ticks[0].size == 0.25 && t.series.ticks[0].exchange == '\0');
    t.series.n = 0;
    CHECK_INT("crypto", read_ticks(&t, PERI_LEAN_QUOTE), PERI_OK);
    CHECK("crypto", t.series.n == 1 && t.series.ticks[0].bid_size == 0.25 &&
                        t.series.ticks[0].ask == 7001 && t.series.ticks[0].ask_size == 3);
    teardown(&t);
}

SUITE(lean_ticks_say_what_is_wrong)
{
    static const struct row {
        peri_lean_kind kind;
        const char *text, *says;
    } rows[] = {
        {PERI_LEAN_TRADE, "34200000,1815300,100,N,1\n", ":1:1: row has 5 fields; expected 6"},
        {PERI_LEAN_TRADE, "34200000,0,100,N,1,0\n", "price was '0'; expected a price above 0"},
        {PERI_LEAN_TRADE, "34200000,,100,N,1,0\n", "price was ''; expected a number"},
        {PERI_LEAN_TRADE, "34200000,-5,100,N,1,0\n", "price was '-5'; expected 0 or more"},
        {PERI_LEAN_TRADE, "34200000,1e999,100,N,1,0\n", "price was '1e999'; expected a finite"},
        {PERI_LEAN_TRADE, "34200000,1e-323,1,N,1,0\n",
         "price was '1e-323'; expected a price above"},
        {PERI_LEAN_TRADE, "34200000,1,-1,N,1,0\n", "size was '-1'; expected 0 or more"},
        {PERI_LEAN_TRADE, "34200000,1,1,NYSE,1,0\n", "exchange was 'NYSE'; expected one letter"},
        {PERI_LEAN_TRADE, "34200000,1,1,\xe4,1,0\n", "exchange was '\\xe4'; expected one letter"},
        {PERI_LEAN_TRADE, "34200000,1,1,N,1g,0\n", "condition was '1g'; expected up to 8 hexa"},
        {PERI_LEAN_TRADE, "34200000,1,1,N,123456789,0\n", "condition was '123456789'; expected up"},
        {PERI_LEAN_TRADE, "34200000,1,1,N,1,2\n", "suspicious was '2'; expected 0 or 1"},
        {PERI_LEAN_TRADE, "86400000,1,1,N,1,0\n",
         "expected milliseconds since midnight, 0 to below"},
        {PERI_LEAN_TRADE, "34200001,1,1,N,1,0\n34200000,1,1,N,1,0\n",
         ":2:1: time was '34200000'; expected no time before that of the row before (2013-10-07 "
         "09:30:00.001)"},
        {PERI_LEAN_QUOTE, "34200000,0,0,0,0,Q,1,0\n",
         ":1:10: bid was '0'; expected a price of the bid, of the ask or of both"},
        {PERI_LEAN_QUOTE, "34200000,1,1,-1,0,Q,1,0\n", "ask was '-1'; expected 0 or more"},
        {PERI_LEAN_QUOTE, "34200000,1,1,x,0,Q,1,0\n", "ask was 'x'; expected a number"},
        {PERI_LEAN_QUOTE, "34200000,1,1,1,-4,Q,1,0\n", "ask size was '-4'; expected 0 or more"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ticks t;
        setup(&t, "ticks_wrong");
        lean_zip(t.r.root,
                 rows[i].kind == PERI_LEAN_TRADE ? "equity/usa/tick/ibm/20131007_trade.zip"
                                                 : "equity/usa/tick/ibm/20131007_quote.zip",
                 1, rows[i].text);
        CHECK_INT(rows[i].says, read_ticks(&t, rows[i].kind), PERI_EFORMAT);
        CHECK_HAS(rows[i].says, t.r.err.text, rows[i].says);
        CHECK_HAS(rows[i].says, t.r.err.text, "ticks_wrong/equity/usa/tick/ibm/20131007_");
        CHECK_INT("nothing is added", t.series.n, 0);
        teardown(&t);
    }
}

SUITE(lean_ticks_without_memory)
{
    struct ticks t;
    setup(&t, "ticks_memory");
    lean_zip(t.r.root, "equity/usa/tick/ibm/20131007_trade.zip", 1,
             "34200000,1815300,100,N,1,0\n34200000,1815301,200,,fF,1\n");
    int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc != PERI_OK; nth++) {
        peri_mem_fail_at(nth);
        rc = read_ticks(&t, PERI_LEAN_TRADE);
        peri_mem_fail_at(0);
        if (rc != PERI_OK) {
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
            CHECK_INT("as before", t.series.n, 0);
        }
        peri_tick_series_deinit(&t.series);
        CHECK_INT("no leak", peri_mem_live(), live);
    }
    teardown(&t);
}
