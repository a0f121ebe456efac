/* test_lean_quotes.c - quote bars in LEAN's folders. */
#include "base/mem.h"
#include "check.h"
#include "lean_kit.h"
#include "reading_kit.h"
#include "time/calendars.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct quotes {
    struct reading r;
    peri_lean_symbol symbol;
    peri_quote_series series;
};

/* EURUSD of oanda: times in UTC, an exchange in New York that is closed at weekends. */
static void setup(struct quotes *q, peri_resolution resolution, const char *folder)
{
    reading_setup(&q->r, resolution);
    peri_hours_close(q->r.exchange);
    q->r.exchange = NULL;
    CHECK_INT("calendar", peri_calendar_make(q->r.zones, "forex", &q->r.exchange, NULL), PERI_OK);
    q->r.options.hours = q->r.exchange;
    q->r.options.whole_days = true;
    snprintf(q->r.root, sizeof q->r.root, "%s/%s", check_tmp(), folder);
    q->symbol = (peri_lean_symbol){q->r.root, PERI_TYPE_FOREX, "oanda", "EURUSD"};
    peri_quote_series_init(&q->series);
}

static void use_us_equity(struct quotes *q)
{
    reading_use_exchange(&q->r);
    peri_hours_close(q->r.exchange);
    CHECK_INT("calendar", peri_calendar_make(q->r.zones, "nyse", &q->r.exchange, NULL), PERI_OK);
    q->r.options.hours = q->r.exchange;
    q->r.options.whole_days = false;
    q->symbol.type = PERI_TYPE_EQUITY;
    q->symbol.market = "usa";
    q->symbol.ticker = "SPY";
}

static void teardown(struct quotes *q)
{
    peri_quote_series_deinit(&q->series);
    reading_teardown(&q->r);
}

static int read_quotes(struct quotes *q)
{
    q->r.err.text[0] = '\0';
    return peri_lean_read_quotes(&q->symbol, &q->r.options, &q->series, &q->r.report, &q->r.err);
}

static bool is_side_sound(const peri_quote_side *s)
{
    if (s->close == 0)
        return s->open == 0 && s->high == 0 && s->low == 0 && s->last_size == 0;
    return s->low > 0 && s->low <= s->open && s->open <= s->high && s->low <= s->close &&
           s->close <= s->high && isfinite(s->high) && s->last_size >= 0 && isfinite(s->last_size);
}

/* Every bar keeps what quote_bar.h promises. */
static bool is_sound(const peri_quote_series *series)
{
    for (size_t i = 0; i < series->n; i++) {
        const peri_quote_bar *b = &series->bars[i];
        if (!is_side_sound(&b->bid) || !is_side_sound(&b->ask) ||
            (b->bid.close == 0 && b->ask.close == 0) || b->start_ns >= b->end_ns ||
            (i > 0 && b[-1].end_ns >= b->end_ns))
            return false;
    }
    return true;
}

#define TWO_HOURS                                                                                  \
    "20140501 00:00,1.3868,1.387,1.386,1.3869,0,1.3869,1.3871,1.3861,1.387,0\n"                    \
    "20140501 01:00,1.3869,1.388,1.3868,1.3878,5.5,1.387,1.3881,1.3869,1.3879,7\n"

SUITE(lean_quotes_hour)
{
    struct quotes q;
    setup(&q, PERI_RES_HOUR, "quotes_hour");
    lean_zip(q.r.root, "forex/oanda/hour/eurusd.zip", 1, TWO_HOURS);
    CHECK_INT("read", read_quotes(&q), PERI_OK);
    CHECK_STR("read", q.r.err.text, "");
    if (CHECK_INT("bars", q.series.n, 2)) {
        const peri_quote_bar *bar = &q.series.bars[1];
        CHECK_INT("start in the data's zone", bar->start_ns, utc_at("2014-05-01 01:00"));
        CHECK_INT("end", bar->end_ns, utc_at("2014-05-01 02:00"));
        CHECK("bid", bar->bid.open == 1.3869 && bar->bid.high == 1.388 && bar->bid.low == 1.3868 &&
                         bar->bid.close == 1.3878 && bar->bid.last_size == 5.5);
        CHECK("ask", bar->ask.open == 1.387 && bar->ask.high == 1.3881 && bar->ask.low == 1.3869 &&
                         bar->ask.close == 1.3879 && bar->ask.last_size == 7);
    }
    CHECK_INT("rows", q.r.report.rows, 2);
    CHECK_INT("kept", q.r.report.kept, 2);
    CHECK_INT("room", q.series.cap, 2);
    teardown(&q);
}

/* Friday 2014-05-02 to Monday: forex of the built-in calendar closes on Friday at 17:00. */
SUITE(lean_quotes_outside_the_sessions)
{
    struct quotes q;
    setup(&q, PERI_RES_HOUR, "quotes_sessions");
    lean_zip(q.r.root, "forex/oanda/hour/eurusd.zip", 1,
             "20140502 20:00,1,1,1,1,0,1,1,1,1,0\n"   /* until 17:00 in New York */
             "20140502 21:00,1,1,1,1,0,1,1,1,1,0\n"   /* closed */
             "20140504 20:00,1,1,1,1,0,1,1,1,1,0\n"   /* closed */
             "20140504 21:00,1,1,1,1,0,1,1,1,1,0\n"); /* from 17:00 in New York */
    CHECK_INT("read", read_quotes(&q), PERI_OK);
    CHECK_INT("kept", q.series.n, 2);
    CHECK_INT("outside", q.r.report.outside, 2);
    if (q.series.n == 2)
        CHECK_INT("Sunday", q.series.bars[1].start_ns, utc_at("2014-05-04 21:00"));
    teardown(&q);
}

SUITE(lean_quotes_of_days_run_from_midnight_to_midnight)
{
    struct quotes q;
    setup(&q, PERI_RES_DAILY, "quotes_daily");
    lean_zip(q.r.root, "forex/oanda/daily/eurusd.zip", 1,
             "20140502 00:00,1,1,1,1,0,1,1,1,1,0\n"
             "20140503 00:00,1,1,1,1,0,1,1,1,1,0\n" /* a Saturday */
             "20140504 00:00,1,1,1,1,0,1,1,1,1,0\n");
    CHECK_INT("read", read_quotes(&q), PERI_OK);
    CHECK_STR("read", q.r.err.text, "");
    if (CHECK_INT("kept", q.series.n, 2)) {
        CHECK_INT("from midnight", q.series.bars[0].start_ns, utc_at("2014-05-02"));
        CHECK_INT("to midnight", q.series.bars[0].end_ns, utc_at("2014-05-03"));
        CHECK_INT("a Sunday that opens", q.series.bars[1].end_ns, utc_at("2014-05-05"));
    }
    CHECK_INT("closed all day", q.r.report.outside, 1);
    /* fxcm's files are at a fixed offset */
    q.symbol.market = "FXCM";
    q.series.n = 0;
    peri_zone_get(q.r.zones, "UTC-05", &q.r.options.zone, NULL);
    lean_zip(q.r.root, "forex/fxcm/daily/eurusd.zip", 1, "20140502 00:00,1,1,1,1,0,1,1,1,1,0\n");
    CHECK_INT("read", read_quotes(&q), PERI_OK);
    if (CHECK_INT("kept", q.series.n, 1)) {
        CHECK_INT("from midnight", q.series.bars[0].start_ns, utc_at("2014-05-02 05:00"));
        CHECK_INT("to midnight", q.series.bars[0].end_ns, utc_at("2014-05-03 05:00"));
    }
    teardown(&q);
}

SUITE(lean_quotes_of_equities)
{
    struct quotes q;
    setup(&q, PERI_RES_MINUTE, "quotes_equity");
    use_us_equity(&q);
    q.r.options.extended = true;
    lean_zip(q.r.root, "equity/usa/minute/spy/20131007_trade.zip", 1, "not read\n");
    lean_zip(q.r.root, "equity/usa/minute/spy/20131007_quote.zip", 1,
             "14400000,1688000,1688100,1687900,1688000,200,,,,,0\n"
             "14460000,0,0,0,0,0,1688100,1688200,1688000,1688123,300\n"
             "34200000, ,,,,,1688100,1688200,1688000,1688123,\n"
             "34260000,1688000,1688000,1688000,1688000,7,0,0.0,,0,400\r\n");
    lean_zip(q.r.root, "equity/usa/minute/spy/20131008_quote.zip", 1,
             "14400000,1688000,1688100,1687900,1688000,200,1,1,1,1,0");
    CHECK_INT("read", read_quotes(&q), PERI_OK);
    CHECK_STR("read", q.r.err.text, "");
    if (CHECK_INT("bars", q.series.n, 5)) {
        const peri_quote_bar *bars = q.series.bars;
        CHECK("a bid alone", bars[0].bid.high == 168.81 && bars[0].ask.close == 0);
        CHECK("an ask alone", bars[1].bid.low == 0 && bars[1].ask.close == 168.8123);
        CHECK("blanks", bars[2].bid.open == 0 && bars[2].ask.last_size == 0);
        CHECK("0 and blanks", bars[3].ask.open == 0 && bars[3].ask.last_size == 0);
        CHECK("sizes are not scaled", bars[3].bid.last_size == 7);
        CHECK_INT("of the next day", bars[4].start_ns, utc_at("2013-10-08 08:00"));
        CHECK("sound", is_sound(&q.series));
    }
    q.r.options.extended = false;
    q.series.n = 0;
    CHECK_INT("read", read_quotes(&q), PERI_OK);
    CHECK_INT("regular ones", q.series.n, 2);
    /* the folder is there, its quotes are not; and LEAN has none by the hour */
    q.symbol.ticker = "IBM";
    q.series.n = 0;
    lean_zip(q.r.root, "equity/usa/minute/ibm/20131007_trade.zip", 1, "not read\n");
    CHECK_INT("no quotes", read_quotes(&q), PERI_OK);
    CHECK_INT("no quotes", q.series.n, 0);
    q.r.options.resolution = PERI_RES_HOUR;
    CHECK_INT("never any", read_quotes(&q), PERI_ENOTFOUND);
    CHECK_HAS("never any", q.r.err.text, "which has no Hour data of quotes");
    teardown(&q);
}

SUITE(lean_crypto_has_both)
{
    struct quotes q;
    setup(&q, PERI_RES_DAILY, "quotes_crypto");
    q.r.options.hours = q.r.always;
    q.symbol = (peri_lean_symbol){q.r.root, PERI_TYPE_CRYPTO, "Coinbase", "BTCUSD"};
    lean_zip(q.r.root, "crypto/coinbase/daily/btcusd_quote.zip", 1,
             "20150427 00:00,219.16,219.83,219.16,219.58,5.8133,219.18,220.03,219.18,219.6,0.01\n");
    CHECK_INT("quotes", read_quotes(&q), PERI_OK);
    CHECK_INT("quotes", q.series.n, 1);
    const peri_lean_stream trades = {.kind = PERI_LEAN_TRADE, .resolution = PERI_RES_DAILY};
    const peri_lean_stream quotes = {.kind = PERI_LEAN_QUOTE, .resolution = PERI_RES_DAILY};
    CHECK("no trades yet", !peri_lean_has(&q.symbol, trades));
    CHECK("but quotes", peri_lean_has(&q.symbol, quotes));
    lean_zip(q.r.root, "crypto/coinbase/daily/btcusd_trade.zip", 1,
             "20150427 00:00,219.16,219.83,219.16,219.58,5.8133\n");
    CHECK_INT("trades", peri_lean_read(&q.symbol, &q.r.options, &q.r.series, &q.r.report, NULL),
              PERI_OK);
    if (CHECK_INT("trades", q.r.series.n, 1)) {
        CHECK("plain prices", q.r.series.bars[0].high == 219.83);
        CHECK_INT("a day of UTC", q.r.series.bars[0].end_ns, utc_at("2015-04-28"));
    }
    teardown(&q);
}

#define GOOD_SIDE "1.3,1.4,1.2,1.35,1"
#define AT "eurusd.zip(rows0.csv):1:"

SUITE(lean_quotes_say_what_is_wrong)
{
    static const struct row {
        const char *name, *text, *says;
    } rows[] = {
        {"a trade bar", "20140501 00:00,1,1,1,1,5\n", AT "1: row has 6 fields; expected 11"},
        {"a field too many", "20140501 00:00," GOOD_SIDE "," GOOD_SIDE ",1\n",
         AT "1: row has 12 fields; expected 11"},
        {"text for a price", "20140501 00:00," GOOD_SIDE ",1.3,x,1.2,1.3,1\n",
         AT "39: ask high was 'x'; expected a number"},
        {"not a number", "20140501 00:00,nan,1,1,1,1," GOOD_SIDE "\n",
         AT "16: bid open was 'nan'; expected a number"},
        {"infinite", "20140501 00:00,1,1e999,1,1,1," GOOD_SIDE "\n",
         AT "18: bid high was '1e999'; expected a finite number"},
        {"a price is missing", "20140501 00:00,1,1,,1,1," GOOD_SIDE "\n",
         AT "20: bid low was ''; expected a price above 0"},
        {"a price is 0", "20140501 00:00," GOOD_SIDE ",1,1,1,0,1\n",
         "ask close was '0'; expected a price above 0"},
        {"below 0", "20140501 00:00,-1,-1,-1,-1,1," GOOD_SIDE "\n",
         "bid open was '-1'; expected a price above 0"},
        {"high below low", "20140501 00:00,1,1,2,1,1," GOOD_SIDE "\n",
         AT "18: bid high was 1, below bid low 2"},
        {"open above high", "20140501 00:00,3,2,1,1,1," GOOD_SIDE "\n",
         "bid open was 3, above bid high 2"},
        {"close below low", "20140501 00:00," GOOD_SIDE ",2,2,2,1,1\n",
         "ask close was 1, below ask low 2"},
        {"size below 0", "20140501 00:00," GOOD_SIDE ",1,1,1,1,-1\n",
         "last ask size was '-1'; expected 0 or more"},
        {"size of an absent side", "20140501 00:00,,,,,-2," GOOD_SIDE "\n",
         "last bid size was '-2'; expected 0 or more"},
        {"no side", "20140501 00:00,,,,,0,0,0,0,0,0\n",
         AT "16: bid open was ''; expected prices of the bid, of the ask or of both"},
        {"a day", "20140501," GOOD_SIDE "," GOOD_SIDE "\n", "expected a date with a time of day"},
        {"a month 13", "20141301 00:00," GOOD_SIDE "," GOOD_SIDE "\n", "time was '20141301 00:00'"},
        {"the same time twice", TWO_HOURS "20140501 01:00," GOOD_SIDE "," GOOD_SIDE "\n",
         "eurusd.zip(rows0.csv):3:1: time was '20140501 01:00'; expected a time after the row "
         "before (2014-05-01 01:00:00)"},
        {"backwards", TWO_HOURS "20140430 23:00," GOOD_SIDE "," GOOD_SIDE "\n",
         "eurusd.zip(rows0.csv):3:1: time was '20140430 23:00'; expected a time after"},
        {"bytes", "\xff\xfe\n", AT "1: row has 1 field; expected 11"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct quotes q;
        setup(&q, PERI_RES_HOUR, "quotes_wrong");
        lean_zip(q.r.root, "forex/oanda/hour/eurusd.zip", 1, rows[i].text);
        int64_t live = peri_mem_live();
        CHECK_INT(rows[i].name, read_quotes(&q), PERI_EFORMAT);
        CHECK_HAS(rows[i].name, q.r.err.text, rows[i].says);
        CHECK_HAS(rows[i].name, q.r.err.text, "quotes_wrong/forex/oanda/hour/eurusd.zip");
        CHECK_INT("nothing is added", q.series.n, 0);
        CHECK_INT("nothing is counted", q.r.report.rows, 0);
        peri_quote_series_deinit(&q.series);
        CHECK_INT("no leak", peri_mem_live(), live);
        q.r.options.skip_bad_rows = true;
        CHECK_INT(rows[i].name, read_quotes(&q), PERI_OK);
        CHECK_INT("counted instead", q.r.report.bad_rows, 1);
        CHECK_HAS("the first is told", q.r.report.first_bad, rows[i].says);
        CHECK_INT("the good ones stay", q.r.report.kept, q.r.report.rows - 1);
        teardown(&q);
    }
}

SUITE(lean_quotes_add_to_a_series)
{
    struct quotes q;
    setup(&q, PERI_RES_HOUR, "quotes_add");
    lean_zip(q.r.root, "forex/oanda/hour/eurusd.zip", 1, TWO_HOURS);
    CHECK_INT("once", read_quotes(&q), PERI_OK);
    CHECK_INT("again", read_quotes(&q), PERI_EFORMAT);
    CHECK_HAS("again", q.r.err.text,
              "expected a bar that ends after the one before (2014-05-01 02:00:00 UTC)");
    CHECK_INT("as before", q.series.n, 2);
    lean_zip(q.r.root, "forex/oanda/hour/eurusd.zip", 1,
             "20140501 02:00," GOOD_SIDE "," GOOD_SIDE "\n");
    CHECK_INT("what follows", read_quotes(&q), PERI_OK);
    CHECK_INT("what follows", q.series.n, 3);
    CHECK("sound", is_sound(&q.series));
    teardown(&q);
}

SUITE(lean_quotes_damaged_bytes)
{
    check_rng rng = {4711};
    struct quotes q;
    size_t len;
    char path[1024];
    setup(&q, PERI_RES_HOUR, "quotes_bytes");
    q.r.options.skip_bad_rows = true;
    snprintf(path, sizeof path, "%s",
             lean_zip(q.r.root, "forex/oanda/hour/eurusd.zip", 1, TWO_HOURS));
    char *good = lean_slurp(path, &len);
    char *bytes = malloc(len);
    for (int i = 0; bytes && i < 1000; i++) {
        memcpy(bytes, good, len);
        for (int64_t n = check_random_in(&rng, 1, 4); n > 0; n--)
            bytes[check_random_in(&rng, 0, (int64_t)len - 1)] = (char)check_random(&rng);
        check_write(path, bytes, i % 10 == 0 ? check_random_in(&rng, 0, (int64_t)len) : (long)len);
        q.series.n = 0;
        int rc = read_quotes(&q);
        if (!CHECK("OK, or an error that names the zip (seed 4711)",
                   rc == PERI_OK || strstr(q.r.err.text, "eurusd.zip")) ||
            !CHECK("sound", is_sound(&q.series)))
            break;
    }
    free(bytes);
    free(good);
    teardown(&q);
}

SUITE(lean_quotes_without_memory)
{
    struct quotes q;
    setup(&q, PERI_RES_MINUTE, "quotes_memory");
    lean_zip(q.r.root, "forex/oanda/minute/eurusd/20140501_quote.zip", 1,
             "0," GOOD_SIDE "," GOOD_SIDE "\n60000," GOOD_SIDE "," GOOD_SIDE "\n");
    int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc != PERI_OK; nth++) {
        peri_mem_fail_at(nth);
        rc = read_quotes(&q);
        peri_mem_fail_at(0);
        if (rc != PERI_OK) {
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
            CHECK_HAS("says so", q.r.err.text, "memory");
            CHECK_INT("as before", q.series.n, 0);
        }
        peri_quote_series_deinit(&q.series);
        CHECK_INT("no leak", peri_mem_live(), live);
    }
    teardown(&q);
}
