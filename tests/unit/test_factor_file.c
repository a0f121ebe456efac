/* test_factor_file.c - factors, dividends and splits. */
#include "check.h"
#include "corporate_kit.h"

#include "base/mem.h"
#include "market/factor_file.h"
#include "time/calendars.h"

#include <stdio.h>
#include <string.h>

#define TAIL "20501231,1,1,0\n"

static int parse(const char *text, peri_factor_file **file, peri_error *err)
{
    return peri_factor_file_parse("f.csv", text, strlen(text), file, err);
}

SUITE(factor_file_factors)
{
    static const struct {
        const char *name;
        int date;
        double adjusted, split;
    } rows[] = {
        {"before the first row", 19900101, 0.25, 0.5},
        {"on the first row", 20100104, 0.25, 0.5},
        {"behind it", 20100105, 0.4, 0.5},
        {"on a row", 20110103, 0.4, 0.5},
        {"the day after", 20110104, 0.8, 1},
        {"behind the second", 20120104, 1, 1},
        {"the last row", 20501231, 1, 1},
        {"behind all", 20510101, 1, 1},
    };
    peri_factor_file *file;
    peri_error err;
    int rc =
        parse("20100104,0.5,0.5,10\n20110103,0.8,0.5,20\n20120103,0.8,1,10\n" TAIL, &file, &err);
    if (!CHECK_INT("reads", rc, PERI_OK))
        return;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_date date = day(rows[i].date);
        CHECK(rows[i].name,
              peri_factor_file_factor(file, PERI_NORMALIZATION_ADJUSTED, date) == rows[i].adjusted);
        CHECK(rows[i].name, peri_factor_file_factor(file, PERI_NORMALIZATION_SPLIT_ADJUSTED,
                                                    date) == rows[i].split);
        CHECK(rows[i].name, peri_factor_file_factor(file, PERI_NORMALIZATION_TOTAL_RETURN, date) ==
                                rows[i].split);
        CHECK(rows[i].name, peri_factor_file_factor(file, PERI_NORMALIZATION_RAW, date) == 1);
    }
    peri_factor_file_close(file);
}

/* With the decimals of the texts, of the row that holds and of those before it. */
SUITE(factor_file_exact)
{
    static const struct {
        const char *name;
        int date;
        size_t back;
        peri_normalization mode;
        const char *want; /* NULL: there is none */
    } rows[] = {
        {"adjusted", 20100104, 0, PERI_NORMALIZATION_ADJUSTED, "0.031423769712360"},
        {"split alone", 20100104, 0, PERI_NORMALIZATION_SPLIT_ADJUSTED, "0.03571430"},
        {"total return", 20100104, 0, PERI_NORMALIZATION_TOTAL_RETURN, "0.03571430"},
        {"raw", 20100104, 0, PERI_NORMALIZATION_RAW, "1"},
        {"raw has no row before", 20110104, 1, PERI_NORMALIZATION_RAW, NULL},
        {"before the first row", 20100104, 1, PERI_NORMALIZATION_ADJUSTED, NULL},
        {"an exponent", 20110103, 0, PERI_NORMALIZATION_ADJUSTED, "0.008"},
        {"and the row before", 20110103, 1, PERI_NORMALIZATION_ADJUSTED, "0.031423769712360"},
        {"the last row", 20120104, 0, PERI_NORMALIZATION_ADJUSTED, "1"},
        {"the row before the last", 20120104, 1, PERI_NORMALIZATION_ADJUSTED, "1.000"},
        {"far back", 20120104, 3, PERI_NORMALIZATION_ADJUSTED, "0.031423769712360"},
        {"too far", 20120104, 4, PERI_NORMALIZATION_ADJUSTED, NULL},
        {"behind all", 20510101, 0, PERI_NORMALIZATION_ADJUSTED, "1"},
    };
    peri_factor_file *file;
    int rc =
        parse("20100104,0.8798652,0.03571430,10\n20110103,8e-3,1,20\n20120103,1.000,1,10\n" TAIL,
              &file, NULL);
    if (!CHECK_INT("reads", rc, PERI_OK))
        return;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_exact factor = peri_exact_make(5, 1);
        char text[PERI_EXACT_TEXT];
        const bool found =
            peri_factor_file_exact(file, rows[i].mode, day(rows[i].date), rows[i].back, &factor);
        peri_exact_text(&factor, text);
        CHECK(rows[i].name, found == (rows[i].want != NULL));
        CHECK_STR(rows[i].name, text, rows[i].want ? rows[i].want : "0.5");
    }
    peri_factor_file_close(file);
}

SUITE(factor_file_events)
{
    peri_factor_file *file;
    peri_error err;
    size_t n;
    int rc = parse("\xef\xbb\xbf"
                   "20100104,0.5,0.25,1\r\n\r\n 20100108 , 0.5 , 0.25 , 10 \r\n"
                   "20110103,0.625,0.25,21\n20120103,0.625,0.5,33\n20130103,1.25,1,40\n"
                   "20140103,1,1,50\n20501231,1,1,0",
                   &file, &err);
    if (!CHECK_INT("byte-order mark, carriage returns, blanks, no last line feed", rc, PERI_OK))
        return;
    const peri_dividend *dividends = peri_factor_file_dividends(file, &n);
    if (CHECK_INT("dividends", n, 3)) {
        CHECK_INT("the first row is none", dividends[0].row_date, day(20100108));
        CHECK("10 - 10 x 0.5 / 0.625", dividends[0].distribution == 2);
        CHECK("reference", dividends[0].reference == 10);
        CHECK_INT("with a split", dividends[1].row_date, day(20120103));
        CHECK("33 / 2", dividends[1].distribution == 16.5);
        CHECK("the factor falls: negative", dividends[2].distribution == -10);
    }
    CHECK("paid up to the row's day", peri_factor_file_paid(file, 0, day(20120103)) == 2);
    CHECK("and the day after", peri_factor_file_paid(file, 0, day(20120104)) == 18.5);
    CHECK("since a row's day it counts",
          peri_factor_file_paid(file, day(20100108), day(20110101)) == 2);
    CHECK("since the day after, not",
          peri_factor_file_paid(file, day(20100109), day(20110101)) == 0);
    CHECK("backwards is nothing", peri_factor_file_paid(file, day(20130101), day(20100101)) == 0);
    const peri_split *splits = peri_factor_file_splits(file, &n);
    if (CHECK_INT("splits", n, 2)) {
        CHECK_INT("warned on the row's day", splits[0].row_date, day(20110103));
        CHECK("2:1", splits[0].factor == 0.5 && splits[0].reference == 21);
        CHECK_INT("with a dividend", splits[1].row_date, day(20120103));
    }
    peri_factor_file_close(file);
}

/* Cents are rounded half to even where the decimal numbers are exactly between two. */
SUITE(factor_file_cents)
{
    static const struct {
        const char *price, *reference;
        double want;
    } rows[] = {
        {"0.9985", "10", 0.02},            /* 0.015 */
        {"0.9975", "10", 0.02},            /* 0.025 */
        {"0.9965", "10", 0.04},            /* 0.035 */
        {"0.99749999", "10", 0.03},        /* 0.0250001 */
        {"0.99750001", "10", 0.02},        /* 0.0249999 */
        {"1.0025", "10", -0.02},           /* -0.025 */
        {"0.5", "2469135.79", 1234567.90}, /* .895 */
        {"0.9999", "10", 0},               /* 0.001: an event of nothing */
        {"1.0001", "10", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[128];
        peri_factor_file *file;
        size_t n;
        snprintf(text, sizeof text, "20100104,%s,1,%s\n" TAIL, rows[i].price, rows[i].reference);
        if (!CHECK_INT(text, parse(text, &file, NULL), PERI_OK))
            continue;
        const peri_dividend *dividends = peri_factor_file_dividends(file, &n);
        if (CHECK_INT(text, n, 1)) {
            CHECK_NEAR(text, dividends[0].distribution, rows[i].want, 0);
        }
        peri_factor_file_close(file);
    }
}

SUITE(factor_file_damage)
{
    static const struct {
        const char *name, *text, *says;
    } rows[] = {
        {"empty", "", "f.csv:1:1: file was empty; expected rows: yyyyMMdd,price factor,"},
        {"only blank lines", "\r\n \n", "f.csv:1:1: file was empty"},
        {"three fields", "20100104,1,1\n" TAIL,
         "f.csv:1:1: row '20100104,1,1' has 3 fields; expected 4"},
        {"five fields", "20100104,1,1,1,1\n" TAIL, "has 5 fields; expected 4"},
        {"one field", "20100104\n", "has 1 field; expected 4"},
        {"cut in a row", "20100104,1,1,1\n20501231,1", ":2:1: row '20501231,1' has 2 fields"},
        {"cut behind a comma", "20100104,1,1,1\n20501231,1,1,",
         "f.csv:2:14: reference price was ''; expected a price from 0 to 1e9"},
        {"cut between rows", "20100104,1,1,1\n20110104,1,1,1\n\n",
         "f.csv:2:1: the last row was of 20110104; expected 20501231,1,1,0"},
        {"a header", "date,price,split,ref\n",
         "f.csv:1:1: date was 'date'; expected a date as yyyyMMdd"},
        {"dashes", "2010-01-04,1,1,1\n", "date was '2010-01-04'; expected a date as yyyyMMdd"},
        {"no such day", "20100230,1,1,1\n", "date was '20100230'"},
        {"year 0", "00000101,1,1,1\n", "date was '00000101'"},
        {"unsorted", "20100104,1,1,1\n20100103,1,1,1\n" TAIL,
         "f.csv:2:1: date was '20100103'; expected a date after the row before (20100104)"},
        {"twice", TAIL TAIL, "f.csv:2:1: date was '20501231'; expected a date after"},
        {"price 0", "20100104,0,1,1\n" TAIL,
         "f.csv:1:10: price factor was '0'; expected a factor from 1e-9 to 1e9"},
        {"price negative", "20100104,-1,1,1\n" TAIL, ":1:10: price factor was '-1'"},
        {"price NaN", "20100104,NaN,1,1\n" TAIL, "price factor was 'NaN'"},
        {"price infinite", "20100104,inf,1,1\n" TAIL, "price factor was 'inf'"},
        {"price overflows", "20100104,1e999,1,1\n" TAIL, "price factor was '1e999'"},
        {"price absurd", "20100104,1e10,1,1\n" TAIL, "price factor was '1e10'"},
        {"price tiny", "20100104,1e-10,1,1\n" TAIL, "price factor was '1e-10'"},
        {"price text", "20100104,1x,1,1\n" TAIL, "price factor was '1x'"},
        {"price with a comma", "20100104,0,5,1,1\n" TAIL, "has 5 fields"},
        {"split 0", "20100104,1,0,1\n" TAIL, "f.csv:1:12: split factor was '0'"},
        {"split absurd", "20100104,1,2e9,1\n" TAIL, "split factor was '2e9'"},
        {"split empty", "20100104,1,,1\n" TAIL, "f.csv:1:12: split factor was ''"},
        {"reference negative", "20100104,1,1,-0.01\n" TAIL,
         "f.csv:1:14: reference price was '-0.01'; expected a price from 0 to 1e9"},
        {"reference NaN", "20100104,1,1,nan\n" TAIL, "reference price was 'nan'"},
        {"reference absurd", "20100104,1,1,1e300\n" TAIL, "reference price was '1e300'"},
        {"an event without a price", "20100104,1,0.5,0\n" TAIL,
         "f.csv:2:1: the factors changed behind the row of 20100104, whose reference price was 0"},
        {"control bytes", "20100104,\x01\xff,1,1\n", "price factor was '\\x01\\xff'"},
        {"old line ends", "20100104,1,1,1\r20501231,1,1,0\r", "has 7 fields"},
    };
    int64_t live = peri_mem_live();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_factor_file *file = NULL;
        peri_error err = {0};
        CHECK_INT(rows[i].name, parse(rows[i].text, &file, &err), PERI_EFORMAT);
        CHECK_HAS(rows[i].name, err.text, rows[i].says);
        CHECK(rows[i].name, file == NULL);
    }
    peri_factor_file *file = NULL;
    peri_error err = {0};
    CHECK_INT("a zero byte", peri_factor_file_parse("f.csv", "2010\0", 5, &file, &err),
              PERI_EFORMAT);
    CHECK_INT("no leak", peri_mem_live(), live);
}

static char *overlong(void)
{
    static char text[300000];
    memset(text, '1', sizeof text);
    return text;
}

SUITE(factor_file_paths)
{
    char root[512];
    peri_factor_file *file;
    peri_error err = {0};
    size_t n;
    int64_t live = peri_mem_live();
    snprintf(root, sizeof root, "%s/factors", check_tmp());
    check_write("factors/equity/usa/factor_files/abc.csv", "20100104,1,1,1\n" TAIL, 30);
    check_write("factors/equity/usa/factor_files/bad.csv", "2010", 4);
    check_write("factors/equity/usa/factor_files/long.csv", overlong(), 300000);
    CHECK_INT("any case", peri_factor_file_open(root, "USA", "ABC", &file, &err), PERI_OK);
    CHECK("rows", peri_factor_file_rows(file, &n) && n == 2);
    peri_factor_file_close(file);
    CHECK_INT("no file", peri_factor_file_open(root, "usa", "none", &file, &err), PERI_OK);
    CHECK_STR("is no failure", err.text, "");
    peri_factor_file_rows(file, &n);
    CHECK_INT("has no rows", n, 0);
    peri_factor_file_dividends(file, &n);
    CHECK_INT("no dividends", n, 0);
    CHECK("and factor 1", peri_factor_file_factor(file, PERI_NORMALIZATION_ADJUSTED, 0) == 1);
    CHECK("and nothing paid", peri_factor_file_paid(file, 0, 20000) == 0);
    peri_factor_file_close(file);
    CHECK_INT("no root", peri_factor_file_open("/nowhere", "usa", "abc", &file, &err), PERI_OK);
    peri_factor_file_close(file);
    CHECK_INT("damaged", peri_factor_file_open(root, "usa", "bad", &file, &err), PERI_EFORMAT);
    CHECK_HAS("names the file", err.text,
              "factors/equity/usa/factor_files/bad.csv:1:1: row '2010'");
    CHECK_INT("too long", peri_factor_file_open(root, "usa", "long", &file, &err), PERI_EFORMAT);
    CHECK_HAS("too long", err.text, "long.csv:1:1: row is longer than 262143 bytes");
    CHECK_INT("path", peri_factor_file_open(root, "usa", "../abc", &file, &err), PERI_EINVAL);
    CHECK_HAS("path", err.text, "ticker was '../abc'; expected the name of a file");
    CHECK_INT("market", peri_factor_file_open(root, "", "abc", &file, &err), PERI_EINVAL);
    CHECK_HAS("market", err.text, "market was ''");
    CHECK("nothing on failure", file == NULL);
    check_write("factors/equity/usa/factor_files/folder.csv/x", "", 0);
    CHECK_INT("a folder", peri_factor_file_open(root, "usa", "folder", &file, &err), PERI_EIO);
    CHECK_INT("no leak", peri_mem_live(), live);
}

SUITE(factor_file_without_memory)
{
    char root[512];
    int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    snprintf(root, sizeof root, "%s/factors", check_tmp());
    check_write("factors/equity/usa/factor_files/mem.csv", "20100104,0.5,0.5,1\n" TAIL, 34);
    for (long nth = 1; rc != PERI_OK && nth < 100; nth++) {
        peri_factor_file *file = NULL;
        peri_error err = {0};
        peri_mem_fail_at(nth);
        rc = peri_factor_file_open(root, "usa", "mem", &file, &err);
        peri_mem_fail_at(0);
        if (rc != PERI_OK) {
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
            CHECK_HAS("says so", err.text, "memory");
            CHECK("nothing", file == NULL);
        }
        peri_factor_file_close(file);
        CHECK_INT("no leak", peri_mem_live(), live);
    }
    CHECK_INT("succeeds in the end", rc, PERI_OK);
}

static void check_recorded(const char *root, const char *name)
{
    peri_factor_file *file;
    peri_error err = {0};
    size_t n;
    CHECK_INT(name, peri_factor_file_open(root, "usa", name, &file, &err), PERI_OK);
    CHECK_STR(name, err.text, "");
    if (!file)
        return;
    const peri_factor_row *rows = peri_factor_file_rows(file, &n);
    CHECK(name, n >= 1 && rows[n - 1].price == 1 && rows[n - 1].split == 1);
    peri_factor_file_close(file);
}

/* Counts and sums as computed apart, in decimal arithmetic, of the recorded files. */
SUITE(factor_file_recorded)
{
    static const struct {
        const char *name;
        size_t rows, dividends, splits;
        double paid;
        int first, first_cents, last, last_cents;
    } wanted[] = {
        {"spy", 96, 94, 0, 69.76, 19980319, 31, 20210318, 128},
        {"aapl", 41, 35, 4, 39.78, 20120808, 265, 20210204, 20},
        {"ibm", 96, 93, 1, 65.80, 19980205, 20, 20210208, 163},
        {"twx", 64, 58, 5, 20.57, 19980527, 27, 20180406, 40},
        {"aig", 81, 75, 4, 20.72, 19980303, 8, 20210312, 32},
        {"tap.a", 55, 53, 0, 17.57, 20050223, 32, 20200305, 57},
    };
    const char *root = recorded_data("recorded factor files");
    if (!root)
        return;
    CHECK("all are read", each_csv(root, "factor_files", check_recorded) > 20);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        peri_factor_file *file;
        size_t n;
        if (peri_factor_file_open(root, "usa", wanted[i].name, &file, NULL) != PERI_OK)
            continue; /* told above */
        peri_factor_file_rows(file, &n);
        CHECK_INT(wanted[i].name, n, wanted[i].rows);
        peri_factor_file_splits(file, &n);
        CHECK_INT(wanted[i].name, n, wanted[i].splits);
        const peri_dividend *dividends = peri_factor_file_dividends(file, &n);
        if (CHECK_INT(wanted[i].name, n, wanted[i].dividends)) {
            CHECK_INT(wanted[i].name, dividends[0].row_date, day(wanted[i].first));
            CHECK(wanted[i].name, dividends[0].distribution == wanted[i].first_cents / 100.0);
            CHECK_INT(wanted[i].name, dividends[n - 1].row_date, day(wanted[i].last));
            CHECK(wanted[i].name, dividends[n - 1].distribution == wanted[i].last_cents / 100.0);
        }
        CHECK_NEAR(wanted[i].name, peri_factor_file_paid(file, 0, day(20220101)), wanted[i].paid,
                   0);
        peri_factor_file_close(file);
    }
}

SUITE(factor_file_recorded_split)
{
    const char *root = recorded_data("recorded split");
    peri_factor_file *file = NULL;
    peri_zones *zones = NULL;
    peri_hours *hours = NULL;
    size_t n;
    if (!root || peri_factor_file_open(root, "usa", "AAPL", &file, NULL) != PERI_OK)
        return;
    peri_zones_open(&zones, NULL);
    peri_calendar_make(zones, "nyse", &hours, NULL);
    const peri_split *splits = peri_factor_file_splits(file, &n);
    if (CHECK_INT("splits of AAPL", n, 4)) {
        CHECK_INT("7:1, warned on", splits[2].row_date, day(20140606));
        CHECK_INT("occurred on", peri_hours_next_trading_day(hours, splits[2].row_date),
                  day(20140609));
        CHECK_NEAR("7:1", splits[2].factor, 0.1428572, 1e-15);
        CHECK("close before", splits[2].reference == 645.57);
        CHECK("4:1", splits[3].factor == 0.25);
        CHECK_INT("over a weekend", peri_hours_next_trading_day(hours, splits[3].row_date),
                  day(20200831));
    }
    CHECK("the day before", peri_factor_file_factor(file, PERI_NORMALIZATION_ADJUSTED,
                                                    day(20140606)) == 0.9011818 * 0.03571430);
    CHECK("the day of it", peri_factor_file_factor(file, PERI_NORMALIZATION_ADJUSTED,
                                                   day(20140609)) == 0.9011818 * 0.25);
    peri_factor_file_close(file);
    peri_hours_close(hours);
    peri_zones_close(zones);
}
