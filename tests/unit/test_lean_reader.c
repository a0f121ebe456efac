/* test_lean_reader.c - LEAN's folders of zips: made here, and the recorded ones beside. */
#include "base/mem.h"
#include "check.h"
#include "lean_kit.h"
#include "reading_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Times and sessions of US equities, below a folder of the test's own. */
static void setup(struct reading *r, peri_resolution resolution, const char *folder)
{
    reading_setup(r, resolution);
    reading_use_exchange(r);
    snprintf(r->root, sizeof r->root, "%s/%s", check_tmp(), folder);
}

static peri_lean_symbol us_equity(const char *root, const char *ticker)
{
    return (peri_lean_symbol){root, PERI_TYPE_EQUITY, "usa", ticker};
}

static int read_ticker(struct reading *r, const char *ticker)
{
    r->err.text[0] = '\0';
    const peri_lean_symbol symbol = us_equity(r->root, ticker);
    return peri_lean_read(&symbol, &r->options, &r->series, &r->report, &r->err);
}

static bool has_trades(const char *root, const char *ticker, peri_resolution resolution)
{
    const peri_lean_symbol symbol = us_equity(root, ticker);
    const peri_lean_stream trades = {.kind = PERI_LEAN_TRADE, .resolution = resolution};
    return peri_lean_has(&symbol, trades);
}

/* Write ROOT/equity/usa/NAME, a zip with some entries of the same content. */
static const char *make_zip(const struct reading *r, const char *name, int entries,
                            const char *content)
{
    char below[512];
    snprintf(below, sizeof below, "equity/usa/%s", name);
    return lean_zip(r->root, below, entries, content);
}

#define DAY_ROWS                                                                                   \
    "20131003 00:00,1690000,1691234,1680000.5,1685000,1000\n"                                      \
    "20131004 00:00,1685000,1700001,1684999,1690000,2000\n"

SUITE(lean_daily)
{
    struct reading r;
    setup(&r, PERI_RES_DAILY, "lean_daily");
    make_zip(&r, "daily/spy.zip", 1, DAY_ROWS);
    CHECK_INT("any case", read_ticker(&r, "SpY"), PERI_OK);
    CHECK_STR("any case", r.err.text, "");
    if (CHECK_INT("bars", r.series.n, 2)) {
        const peri_bar *bar = r.series.bars;
        CHECK("prices", bar->open == 169 && bar->high == 169.1234 && bar->close == 168.5);
        CHECK("a fraction of the stored unit", bar->low == 1680000.5 / 10000);
        CHECK("volume is not scaled", bar->volume == 1000);
        CHECK_INT("open of the session", bar->start_ns, utc_at("2013-10-03 13:30"));
        CHECK_INT("close of the session", bar->end_ns, utc_at("2013-10-03 20:00"));
        CHECK("nearest double", bar[1].high == 170.0001 && bar[1].low == 168.4999);
    }
    CHECK_INT("rows", r.report.rows, 2);
    CHECK_INT("kept", r.report.kept, 2);
    reading_teardown(&r);
}

SUITE(lean_hour)
{
    struct reading r;
    setup(&r, PERI_RES_HOUR, "lean_hour");
    make_zip(&r, "hour/spy.zip", 1,
             "20131003 08:00,1690000,1690000,1690000,1690000,1\n"
             "20131003 09:00,1690000,1690000,1690000,1690000,2\n"
             "20131003 15:00,1690000,1690000,1690000,1690000,3\n"
             "20131003 16:00,1690000,1690000,1690000,1690000,4\n");
    CHECK_INT("read", read_ticker(&r, "spy"), PERI_OK);
    CHECK_INT("overlapping the session", r.series.n, 2);
    CHECK_INT("starts at the full hour", r.series.bars[0].start_ns, utc_at("2013-10-03 13:00"));
    CHECK_INT("ends an hour later", r.series.bars[0].end_ns, utc_at("2013-10-03 14:00"));
    CHECK_INT("outside", r.report.outside, 2);
    reading_teardown(&r);
}

#define MINUTE_ROW(ms) #ms ",1690000,1690000,1690000,1690000,1\n"

/* Three days of two minutes each; the first has a pre-market one, too. */
static void make_days(const struct reading *r)
{
    make_zip(r, "minute/ibm/20131008_trade.zip", 1, MINUTE_ROW(34200000) MINUTE_ROW(57540000));
    make_zip(r, "minute/ibm/20131004_trade.zip", 1,
             MINUTE_ROW(14400000) MINUTE_ROW(34200000) MINUTE_ROW(57540000));
    make_zip(r, "minute/ibm/20131007_trade.zip", 1, MINUTE_ROW(34200000) MINUTE_ROW(57540000));
    make_zip(r, "minute/ibm/20131007_quote.zip", 1, "not read\n");
    make_zip(r, "minute/ibm/2013100_trade.zip", 1, "not read\n");
    make_zip(r, "minute/ibm/20131007_trade.zip.part", 1, "not read\n");
}

SUITE(lean_minute)
{
    struct reading r;
    setup(&r, PERI_RES_MINUTE, "lean_minute");
    make_days(&r);
    CHECK_INT("read", read_ticker(&r, "IBM"), PERI_OK);
    CHECK_STR("read", r.err.text, "");
    if (CHECK_INT("days in order", r.series.n, 6)) {
        CHECK_INT("first", r.series.bars[0].start_ns, utc_at("2013-10-04 13:30"));
        CHECK_INT("first ends", r.series.bars[0].end_ns, utc_at("2013-10-04 13:31"));
        CHECK_INT("last", r.series.bars[5].start_ns, utc_at("2013-10-08 19:59"));
    }
    CHECK_INT("pre-market", r.report.outside, 1);
    CHECK_INT("room", r.series.cap, 6);
    r.options.extended = true;
    r.series.n = 0;
    CHECK_INT("read", read_ticker(&r, "ibm"), PERI_OK);
    CHECK_INT("with pre-market", r.series.n, 7);
    CHECK_INT("counts are added", r.report.rows, 14);
    reading_teardown(&r);
}

SUITE(lean_opens_only_days_of_the_span)
{
    struct reading r;
    setup(&r, PERI_RES_MINUTE, "lean_span");
    make_days(&r);
    /* would fail if they were opened */
    make_zip(&r, "minute/ibm/20131003_trade.zip", 2, "x\n");
    make_zip(&r, "minute/ibm/20131009_trade.zip", 2, "x\n");
    r.options.from_ns = utc_at("2013-10-04 13:31");
    r.options.until_ns = utc_at("2013-10-07 13:30");
    CHECK_INT("read", read_ticker(&r, "ibm"), PERI_OK);
    CHECK_STR("read", r.err.text, "");
    if (CHECK_INT("bounds are inside", r.series.n, 3)) {
        CHECK_INT("ends at from", r.series.bars[0].end_ns, utc_at("2013-10-04 13:31"));
        CHECK_INT("starts at until", r.series.bars[2].start_ns, utc_at("2013-10-07 13:30"));
    }
    CHECK_INT("rows of the two days", r.report.rows, 5);
    r.options.until_ns = utc_at("2013-10-09 04:00"); /* midnight in New York */
    r.series.n = 0;
    CHECK_INT("one day more", read_ticker(&r, "ibm"), PERI_EFORMAT);
    CHECK_HAS("one day more", r.err.text, "20131009_trade.zip' has 2 entries; expected 1");
    reading_teardown(&r);
}

SUITE(lean_day_of_a_clock_change)
{
    struct reading r;
    setup(&r, PERI_RES_SECOND, "lean_clock");
    r.options.hours = r.always;
    make_zip(&r, "second/spy/20131103_trade.zip", 1, MINUTE_ROW(0) MINUTE_ROW(43200000));
    CHECK_INT("read", read_ticker(&r, "spy"), PERI_OK);
    CHECK_INT("bars", r.series.n, 2);
    CHECK_INT("before the change", r.series.bars[0].start_ns, utc_at("2013-11-03 04:00"));
    CHECK_INT("noon on the clock", r.series.bars[1].start_ns, utc_at("2013-11-03 17:00"));
    CHECK_INT("a second", r.series.bars[1].end_ns, utc_at("2013-11-03 17:00:01"));
    reading_teardown(&r);
}

SUITE(lean_says_what_is_wrong)
{
    static const struct row {
        const char *name;
        int entries;
        const char *text, *says;
    } rows[] = {
        {"two entries", 2, DAY_ROWS, "daily/spy.zip' has 2 entries; expected 1"},
        {"a header", 1, "date,open,high,low,close,volume\n",
         "daily/spy.zip(rows0.csv):1:1: time was 'date'; expected a date"},
        {"text for a price", 1, DAY_ROWS "20131007 00:00,abc,1,1,1,1\n",
         "daily/spy.zip(rows0.csv):3:16: open was 'abc'; expected a number"},
        {"a field is missing", 1, "20131007 00:00,1,1,1,1\n",
         "spy.zip(rows0.csv):1:1: row has 5 fields; expected 6"},
        {"a quote bar", 1, "20131007 00:00,1,1,1,1,1,1,1,1,1,1\n",
         "spy.zip(rows0.csv):1:1: row has 11 fields; expected 6"},
        {"high below low, as prices", 1, "20131007 00:00,20000,15000,20000,20000,1\n",
         "spy.zip(rows0.csv):1:22: high was 1.5, below low 2"},
        {"zero price", 1, "20131007 00:00,0,1,0,1,1\n", "open was '0'; expected a price above 0"},
        {"too small for a double", 1, "20131007 00:00,1,1,1e-323,1,1\n",
         "low was '1e-323'; expected a price above 0"},
        {"backwards", 1, DAY_ROWS DAY_ROWS,
         "spy.zip(rows0.csv):3:1: time was '20131003 00:00'; expected a time after the row before "
         "(2013-10-04 00:00:00)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct reading r;
        setup(&r, PERI_RES_DAILY, "lean_wrong");
        make_zip(&r, "daily/spy.zip", rows[i].entries, rows[i].text);
        int64_t live = peri_mem_live();
        CHECK_INT(rows[i].name, read_ticker(&r, "SPY"), PERI_EFORMAT);
        CHECK_HAS(rows[i].name, r.err.text, rows[i].says);
        CHECK_HAS(rows[i].name, r.err.text, "lean_wrong/equity/usa/daily/spy.zip");
        CHECK_INT(rows[i].name, r.series.n, 0);
        CHECK_INT(rows[i].name, r.report.rows, 0);
        peri_series_deinit(&r.series);
        CHECK_INT(rows[i].name, peri_mem_live(), live);
        reading_teardown(&r);
    }
}

SUITE(lean_milliseconds)
{
    static const char *const wrong[] = {"-1", "86400000", "0.5", "1e99", "", "abc", "09:30"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct reading r;
        char text[128];
        setup(&r, PERI_RES_MINUTE, "lean_ms");
        snprintf(text, sizeof text, "%s,1,1,1,1,1\n", wrong[i]);
        make_zip(&r, "minute/spy/20131007_trade.zip", 1, text);
        CHECK_INT(wrong[i], read_ticker(&r, "SPY"), PERI_EFORMAT);
        snprintf(text, sizeof text,
                 ":1:1: time was '%s'; expected whole milliseconds since midnight, 0 to 86399999",
                 wrong[i]);
        CHECK_HAS(wrong[i], r.err.text, text);
        reading_teardown(&r);
    }
}

SUITE(lean_skips_bad_rows)
{
    struct reading r;
    setup(&r, PERI_RES_DAILY, "lean_skip");
    r.options.skip_bad_rows = true;
    make_zip(&r, "daily/spy.zip", 1, "bad\n" DAY_ROWS "20131007 00:00,1,1,1,NaN,1");
    CHECK_INT("read", read_ticker(&r, "SPY"), PERI_OK);
    CHECK_INT("bars", r.series.n, 2);
    CHECK_INT("bad", r.report.bad_rows, 2);
    CHECK_HAS("first", r.report.first_bad, "spy.zip(rows0.csv):1:1: row has 1 field; expected 6");
    reading_teardown(&r);
}

SUITE(lean_what_is_missing)
{
    struct reading r;
    setup(&r, PERI_RES_DAILY, "lean_missing");
    make_zip(&r, "daily/spy.zip", 1, DAY_ROWS);
    make_zip(&r, "minute/spy/20131007_trade.zip", 1, MINUTE_ROW(34200000));
    CHECK("zip is there", has_trades(r.root, "SPY", PERI_RES_DAILY));
    CHECK("folder is there", has_trades(r.root, "spy", PERI_RES_MINUTE));
    CHECK("no such zip", !has_trades(r.root, "SPY", PERI_RES_HOUR));
    CHECK("no such folder", !has_trades(r.root, "SPY", PERI_RES_SECOND));
    CHECK("no such ticker", !has_trades(r.root, "IBM", PERI_RES_DAILY));
    CHECK("a path is no ticker", !has_trades(r.root, "../daily/spy", PERI_RES_DAILY));
    CHECK("no such root", !has_trades("/nowhere/at/all", "SPY", PERI_RES_DAILY));

    CHECK_INT("zip", read_ticker(&r, "IBM"), PERI_ENOTFOUND);
    CHECK_HAS("zip", r.err.text, "lean_missing/equity/usa/daily/ibm.zip': No such file");
    r.options.resolution = PERI_RES_MINUTE;
    CHECK_INT("folder", read_ticker(&r, "IBM"), PERI_ENOTFOUND);
    CHECK_HAS("folder", r.err.text, "lean_missing/equity/usa/minute/ibm': No such file");
    r.options.from_ns = utc_at("2014-01-01");
    CHECK_INT("no day in the span", read_ticker(&r, "SPY"), PERI_OK);
    CHECK_INT("no bars", r.series.n, 0);
    make_zip(&r, "minute/spy/20131340_trade.zip", 1, "x\n");
    CHECK_INT("no date", read_ticker(&r, "SPY"), PERI_EFORMAT);
    CHECK_HAS("no date", r.err.text, "20131340_trade.zip': 20131340 is no date; expected YYYYMMDD");
    reading_teardown(&r);
}

SUITE(lean_names_that_are_no_tickers)
{
    static const char *const wrong[] = {"",     "..",   ".spy", "../spy",  "a/b",
                                        "a\\b", "a\nb", "a b",  "\xc3\xa4"};
    struct reading r;
    setup(&r, PERI_RES_DAILY, "lean_names");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        CHECK_INT(wrong[i], read_ticker(&r, wrong[i]), PERI_EINVAL);
        CHECK_HAS(wrong[i], r.err.text, "'; expected a name like 'SPY' or 'BRK.B'");
    }
    CHECK_HAS("shown harmless", r.err.text, "ticker was '\\xc3\\xa4'");
    char longest[66];
    memset(longest, 'A', 65);
    longest[65] = '\0';
    CHECK_INT("65 letters", read_ticker(&r, longest), PERI_EINVAL);
    CHECK_INT("64 letters", read_ticker(&r, longest + 1), PERI_ENOTFOUND);
    CHECK_INT("a class of shares", read_ticker(&r, "BRK.B"), PERI_ENOTFOUND);
    CHECK_HAS("lower case", r.err.text, "/daily/brk.b.zip'");
    reading_teardown(&r);
}

SUITE(lean_damaged_zips)
{
    struct reading r;
    size_t len;
    char path[1024];
    setup(&r, PERI_RES_DAILY, "lean_damaged");
    snprintf(path, sizeof path, "%s", make_zip(&r, "daily/spy.zip", 1, DAY_ROWS DAY_ROWS));
    char *good = lean_slurp(path, &len);
    static const struct row {
        const char *name;
        int keep_percent;
        const char *says;
    } rows[] = {
        {"empty", 0, "cannot read zip '"},
        {"half", 50, "cannot read zip '"},
        {"without its end", 95, "cannot read zip '"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_write(path, good, (long)len * rows[i].keep_percent / 100);
        CHECK_INT(rows[i].name, read_ticker(&r, "SPY"), PERI_EFORMAT);
        CHECK_HAS(rows[i].name, r.err.text, rows[i].says);
        CHECK_HAS(rows[i].name, r.err.text, "lean_damaged/equity/usa/daily/spy.zip");
    }
    check_write(path, "this is no zip at all", 21);
    CHECK_INT("text", read_ticker(&r, "SPY"), PERI_EFORMAT);
    CHECK_HAS("text", r.err.text, "spy.zip': Not a zip archive");
    static const char no_entry[22] = "PK\5\6"; /* nothing but the end of a directory */
    check_write(path, no_entry, sizeof no_entry);
    CHECK_INT("no entry", read_ticker(&r, "SPY"), PERI_EFORMAT);
    CHECK_HAS("no entry", r.err.text, "spy.zip' has 0 entries; expected 1");
    good[60] ^= 1; /* within the compressed rows: the checksum finds it */
    check_write(path, good, (long)len);
    CHECK_INT("one bit", read_ticker(&r, "SPY"), PERI_EFORMAT);
    CHECK_HAS("one bit", r.err.text, "cannot read zip '");
    free(good);
    reading_teardown(&r);
}

SUITE(lean_damaged_bytes)
{
    check_rng rng = {815};
    struct reading r;
    size_t len;
    char path[1024];
    setup(&r, PERI_RES_DAILY, "lean_bytes");
    snprintf(path, sizeof path, "%s", make_zip(&r, "daily/spy.zip", 1, DAY_ROWS));
    char *good = lean_slurp(path, &len);
    char *bytes = malloc(len);
    for (int i = 0; bytes && i < 2000; i++) {
        memcpy(bytes, good, len);
        for (int64_t n = check_random_in(&rng, 1, 4); n > 0; n--)
            bytes[check_random_in(&rng, 0, (int64_t)len - 1)] = (char)check_random(&rng);
        check_write(path, bytes, i % 10 == 0 ? check_random_in(&rng, 0, (int64_t)len) : (long)len);
        int rc = read_ticker(&r, "SPY");
        r.series.n = 0;
        if (!CHECK("OK, or an error that names the zip (seed 815)",
                   rc == PERI_OK || strstr(r.err.text, "spy.zip")))
            break;
    }
    free(bytes);
    free(good);
    reading_teardown(&r);
}

SUITE(lean_without_memory)
{
    static const peri_resolution resolutions[] = {PERI_RES_DAILY, PERI_RES_MINUTE};
    for (int i = 0; i < 2; i++) {
        struct reading r;
        setup(&r, resolutions[i], "lean_memory");
        make_zip(&r, "daily/ibm.zip", 1, DAY_ROWS);
        make_days(&r);
        int64_t live = peri_mem_live();
        int rc = PERI_ENOMEM;
        for (long nth = 1; rc != PERI_OK; nth++) {
            peri_mem_fail_at(nth);
            rc = read_ticker(&r, "ibm");
            peri_mem_fail_at(0);
            if (rc != PERI_OK) {
                CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
                CHECK_HAS("says so", r.err.text, "memory");
                CHECK_INT("as before", r.series.n, 0);
            }
            peri_series_deinit(&r.series);
            CHECK_INT("no leak", peri_mem_live(), live);
        }
        reading_teardown(&r);
    }
}

/* Counts as of the recorded sample data. Its only bars outside the regular sessions are 46 hours
   behind the early closes of 1998 to 2008. */
SUITE(lean_recorded_data)
{
    static const struct row {
        const char *ticker;
        peri_resolution resolution;
        bool extended;
        int64_t rows, outside;
        const char *first_start;
        double first_open, first_close;
    } rows[] = {
        {"SPY", PERI_RES_DAILY, false, 5849, 0, "1998-01-02 14:30", 97.31, 97.36},
        {"AAPL", PERI_RES_DAILY, false, 5849, 0, "1998-01-02 14:30", 13.63, 16.25},
        {"SPY", PERI_RES_HOUR, false, 40832, 46, "1998-01-02 14:00", 97.31, 97.03},
        {"SPY", PERI_RES_MINUTE, true, 5786, 0, NULL, 0, 0},
        {"IBM", PERI_RES_SECOND, true, 26505, 0, NULL, 0, 0},
    };
    const char *shared = check_shared();
    if (!shared) {
        check_skip("sample data", "no shared folder");
        return;
    }
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct reading r;
        setup(&r, rows[i].resolution, "");
        snprintf(r.root, sizeof r.root, "%s/lean-data", shared);
        r.options.extended = rows[i].extended;
        CHECK_INT(rows[i].ticker, read_ticker(&r, rows[i].ticker), PERI_OK);
        CHECK_STR(rows[i].ticker, r.err.text, "");
        CHECK_INT(rows[i].ticker, r.report.rows, rows[i].rows);
        CHECK_INT(rows[i].ticker, r.report.kept + r.report.outside, rows[i].rows);
        CHECK_INT(rows[i].ticker, r.report.outside, rows[i].outside);
        if (rows[i].first_start && r.series.n > 0) {
            CHECK_INT(rows[i].ticker, r.series.bars[0].start_ns, utc_at(rows[i].first_start));
            CHECK(rows[i].ticker, r.series.bars[0].open == rows[i].first_open &&
                                      r.series.bars[0].close == rows[i].first_close);
        }
        reading_teardown(&r);
    }
}
