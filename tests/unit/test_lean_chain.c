/* test_lean_chain.c - reading across renames: which ticker is read for which days. */
#include "check.h"
#include "corporate_kit.h"
#include "reading_kit.h"

#include "market/lean_chain.h"
#include "market/map_book.h"
#include "market/price_scale.h"

#include <stdio.h>
#include <string.h>

/* What a reader was asked for: "ticker first last, " in days of New York. */
struct asked {
    char text[512];
    const char *missing, *broken; /* tickers */
};

static int note(void *context, const char *ticker, const peri_read_options *options,
                peri_error *err)
{
    struct asked *asked = context;
    size_t len = strlen(asked->text);
    char from[PERI_TIME_TEXT] = "-", until[PERI_TIME_TEXT] = "-";
    if (options->from_ns != INT64_MIN)
        peri_time_format(peri_zone_to_local(options->zone, options->from_ns - 1), from);
    if (options->until_ns != PERI_NEVER)
        peri_time_format(peri_zone_to_local(options->zone, options->until_ns + 1), until);
    snprintf(asked->text + len, sizeof asked->text - len, "%s %.13s %.13s, ", ticker, from, until);
    if (asked->missing && strstr(asked->missing, ticker))
        return peri_fail(err, PERI_ENOTFOUND, "no %s", ticker);
    if (asked->broken && strcmp(asked->broken, ticker) == 0)
        return peri_fail(err, PERI_EFORMAT, "bad %s", ticker);
    return PERI_OK;
}

static const char renames[] = "20000103,a\n20040101,a\n20100630,bb\n20501231,c\n";

static int chain(struct reading *r, const char *text, struct asked *asked)
{
    peri_map_file *map;
    int rc = text ? peri_map_file_parse("m.csv", "c", text, strlen(text), &map, NULL)
                  : peri_map_file_make("c", &map, NULL);
    r->err = (peri_error){0};
    if (rc == PERI_OK)
        rc = peri_lean_chain(map, &r->options, note, asked, &r->err);
    peri_map_file_close(map);
    return rc;
}

SUITE(lean_chain_days)
{
    struct reading r;
    struct asked asked = {.text = ""};
    reading_setup(&r, PERI_RES_MINUTE);
    reading_use_exchange(&r);
    CHECK_INT("all", chain(&r, renames, &asked), PERI_OK);
    CHECK_STR("each ticker for its days", asked.text,
              "a 2000-01-03 00 2004-01-02 00, bb 2004-01-02 00 2010-07-01 00, "
              "c 2010-07-01 00 2051-01-01 00, ");
    asked.text[0] = '\0';
    r.options.from_ns = utc_at("2005-06-01 14:00") + 1;
    r.options.until_ns = utc_at("2010-07-01 15:00") - 1;
    CHECK_INT("a span", chain(&r, renames, &asked), PERI_OK);
    CHECK_STR("only what it meets", asked.text,
              "bb 2005-06-01 10 2010-07-01 00, c 2010-07-01 00 2010-07-01 11, ");
    asked.text[0] = '\0';
    r.options.from_ns = utc_at("1990-01-01");
    r.options.until_ns = utc_at("1999-01-01");
    CHECK_INT("before all", chain(&r, renames, &asked), PERI_OK);
    CHECK_STR("before all", asked.text, "");
    r.options.from_ns = utc_at("2010-07-01 04:00"); /* midnight in New York */
    r.options.until_ns = utc_at("2010-07-01 04:00");
    CHECK_INT("a midnight", chain(&r, renames, &asked), PERI_OK);
    CHECK_STR("bars that end and that begin there", asked.text,
              "bb 2010-06-30 23 2010-07-01 00, c 2010-07-01 00 2010-07-01 00, ");
    asked.text[0] = '\0';
    r.options.from_ns = utc_at("1990-01-01");
    r.options.until_ns = utc_at("1999-01-01");
    CHECK_INT("no map", chain(&r, NULL, &asked), PERI_OK);
    CHECK_STR("as it was asked for", asked.text, "c 1989-12-31 18 1998-12-31 19, ");
    reading_teardown(&r);
}

SUITE(lean_chain_what_is_missing)
{
    struct reading r;
    struct asked asked = {.text = "", .missing = "a c"};
    reading_setup(&r, PERI_RES_DAILY);
    CHECK_INT("one is there", chain(&r, renames, &asked), PERI_OK);
    CHECK_STR("no error is left", r.err.text, "");
    asked.missing = "a bb c";
    CHECK_INT("none", chain(&r, renames, &asked), PERI_ENOTFOUND);
    CHECK_STR("names the last", r.err.text, "no c");
    asked = (struct asked){.text = "", .missing = "a", .broken = "bb"};
    CHECK_INT("a bad one", chain(&r, renames, &asked), PERI_EFORMAT);
    CHECK_STR("says why", r.err.text, "bad bb");
    CHECK("ends the reading", !strstr(asked.text, "c "));
    reading_teardown(&r);
}

static bool is_named(void *context, const char *ticker)
{
    return strcmp(context, ticker) == 0;
}

SUITE(lean_chain_has)
{
    peri_map_file *map;
    char bb[] = "bb", x[] = "x";
    peri_map_file_parse("m.csv", "c", renames, strlen(renames), &map, NULL);
    CHECK("one of them", peri_lean_chain_has(map, is_named, bb));
    CHECK("none", !peri_lean_chain_has(map, is_named, x));
    peri_map_file_close(map);
}

/* ---- with the reader of trade bars ---- */

static int read_trades(void *context, const char *ticker, const peri_read_options *options,
                       peri_error *err)
{
    struct reading *r = context;
    const peri_lean_symbol symbol = {
        .root = r->root, .type = PERI_TYPE_EQUITY, .market = "usa", .ticker = ticker};
    return peri_lean_read(&symbol, options, &r->series, &r->report, err);
}

static int read_stock(struct reading *r, const char *ticker)
{
    peri_map_book *book;
    peri_map_file *map = NULL;
    int rc = peri_map_book_open(r->root, "usa", &book, &r->err);
    if (rc == PERI_OK)
        rc = peri_map_book_find(book, ticker, day(20501231), &map, &r->err);
    if (rc == PERI_OK)
        rc = peri_lean_chain(map, &r->options, read_trades, r, &r->err);
    peri_map_file_close(map);
    peri_map_book_close(book);
    return rc;
}

/* Rows of the recorded zips within the days of their tickers, counted apart. */
SUITE(lean_chain_recorded)
{
    static const struct {
        const char *ticker;
        peri_resolution resolution;
        size_t bars;
        const char *first, *last;
    } rows[] = {
        {"GOOG", PERI_RES_DAILY, 1766, "2014-03-27 13:30", "2021-03-31 13:30"},
        {"GOOGL", PERI_RES_DAILY, 4183, "2004-08-19 13:30", "2021-03-31 13:30"},
        {"WM", PERI_RES_DAILY, 5849, "1998-01-02 14:30", "2021-03-31 13:30"},
        {"FOXA", PERI_RES_DAILY, 4, "2013-06-27 13:30", "2013-07-02 13:30"},
        {"BAC", PERI_RES_DAILY, 5661, "1998-10-01 13:30", "2021-03-31 13:30"},
        {"NWSA", PERI_RES_MINUTE, 1560, "2013-06-27 13:30", "2013-07-02 19:59"},
    };
    const char *root = recorded_data("recorded renames");
    for (size_t i = 0; root && i < sizeof rows / sizeof *rows; i++) {
        struct reading r;
        reading_setup(&r, rows[i].resolution);
        reading_use_exchange(&r);
        snprintf(r.root, sizeof r.root, "%s", root);
        CHECK_INT(rows[i].ticker, read_stock(&r, rows[i].ticker), PERI_OK);
        CHECK_STR(rows[i].ticker, r.err.text, "");
        CHECK(rows[i].ticker, reading_is_sound(&r.series));
        if (CHECK(rows[i].ticker, r.series.n > 0)) {
            CHECK_INT(rows[i].ticker, r.series.bars[0].start_ns, utc_at(rows[i].first));
            CHECK_INT(rows[i].ticker, r.series.bars[r.series.n - 1].start_ns, utc_at(rows[i].last));
        }
        CHECK_INT(rows[i].ticker, r.series.n, rows[i].bars);
        reading_teardown(&r);
    }
}

/* The last price LEAN's own run of BasicTemplateAlgorithm saw at its first order, in full digits.
 */
SUITE(lean_chain_recorded_adjusted)
{
    const char *root = recorded_data("recorded prices, adjusted");
    struct reading r;
    peri_factor_file *factors = NULL;
    if (!root || peri_factor_file_open(root, "usa", "spy", &factors, NULL) != PERI_OK)
        return;
    reading_setup(&r, PERI_RES_MINUTE);
    reading_use_exchange(&r);
    snprintf(r.root, sizeof r.root, "%s", root);
    r.options.from_ns = utc_at("2013-10-07 13:31");
    r.options.until_ns = utc_at("2013-10-07 13:30");
    CHECK_INT("reads", read_stock(&r, "SPY"), PERI_OK);
    const peri_normalizer normalizer = {factors, PERI_NORMALIZATION_ADJUSTED, r.options.zone, 0};
    CHECK_INT("adjusts", peri_normalizer_bars(&normalizer, &r.series, 0, &r.err), PERI_OK);
    if (CHECK_INT("the first minute", r.series.n, 1))
        CHECK_NEAR("as LEAN", r.series.bars[0].close, 144.773077904, 1e-12);
    reading_teardown(&r);
    peri_factor_file_close(factors);
}
