/* test_csv_reader.c - price files: what is read from them. */
#include "check.h"
#include "market/number.h"
#include "reading_kit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER "date,open,high,low,close,volume\n"
#define GOOD_ROW "2020-01-02,1,2,0.5,1.5,10\n"

SUITE(csv_reads_bars)
{
    struct reading r;
    reading_setup(&r, PERI_RES_MINUTE);
    CHECK_INT("read",
              reading_csv_text(&r,
                               "time,open,high,low,close,volume\n"
                               "2020-01-01 00:00:00,100.00000,100.04123,99.98000,100.01234,4711\n"
                               "2020-01-01 00:01:00,1e2,1.01e2,99,100,0\n"),
              PERI_OK);
    CHECK_INT("bars", r.series.n, 2);
    CHECK_INT("no room beyond", r.series.cap, 2);
    const peri_bar *bar = &r.series.bars[0];
    CHECK("prices", bar->open == 100 && bar->high == 100.04123 && bar->low == 99.98 &&
                        bar->close == 100.01234 && bar->volume == 4711);
    CHECK_INT("start", bar->start_ns, utc_at("2020-01-01"));
    CHECK_INT("end", bar->end_ns, utc_at("2020-01-01 00:01:00"));
    CHECK_INT("rows", r.report.rows, 2);
    CHECK_INT("kept", r.report.kept, 2);
    CHECK_INT("bad", r.report.bad_rows, 0);
    CHECK_INT("outside", r.report.outside, 0);
    reading_teardown(&r);
}

SUITE(csv_header_forms)
{
    static const struct row {
        const char *name, *text;
        double close, volume; /* of the one bar */
    } rows[] = {
        {"upper case", "DATE,OPEN,HIGH,LOW,CLOSE,VOLUME\n" GOOD_ROW, 1.5, 10},
        {"mixed case", "Date,Open,High,Low,Close,Volume\n" GOOD_ROW, 1.5, 10},
        {"datetime", "datetime,open,high,low,close,volume\n" GOOD_ROW, 1.5, 10},
        {"timestamp", "timestamp,open,high,low,close,volume\n" GOOD_ROW, 1.5, 10},
        {"other order", "volume,close,low,high,open,time\n10,1.5,0.5,2,1,2020-01-02\n", 1.5, 10},
        {"further columns in front, between and behind",
         "symbol,date,open,high,low,close,Adj Close,volume,note\n"
         "SPY,2020-01-02,1,2,0.5,1.5,9.9,10,hello\n",
         1.5, 10},
        {"no volume", "date,open,high,low,close\n2020-01-02,1,2,0.5,1.5\n", 1.5, 0},
        {"no volume, another column", "date,open,high,low,close,x\n2020-01-02,1,2,.5,1.5,7\n", 1.5,
         0},
        {"CR LF", "date,open,high,low,close,volume\r\n2020-01-02,1,2,0.5,1.5,10\r\n", 1.5, 10},
        {"no final newline", HEADER "2020-01-02,1,2,0.5,1.5,10", 1.5, 10},
        {"byte-order mark", "\xef\xbb\xbf" HEADER GOOD_ROW, 1.5, 10},
        {"empty lines", "\n  \r\n" HEADER "\n\r\n" GOOD_ROW "\n   \n\n", 1.5, 10},
        {"spaces", " date , open,high ,low,close,volume\n2020-01-02 , 1, 2 ,0.5,1.5, 10 \n", 1.5,
         10},
        {"plus sign and exponent", HEADER "20200102,1,+2,5E-1,15e-1,1.0e1\n", 1.5, 10},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct reading r;
        reading_setup(&r, PERI_RES_DAILY);
        CHECK_INT(rows[i].name, reading_csv_text(&r, rows[i].text), PERI_OK);
        CHECK_STR(rows[i].name, r.err.text, "");
        if (CHECK_INT(rows[i].name, r.series.n, 1)) {
            const peri_bar *bar = r.series.bars;
            CHECK(rows[i].name, bar->open == 1 && bar->high == 2 && bar->low == 0.5);
            CHECK(rows[i].name, bar->close == rows[i].close && bar->volume == rows[i].volume);
            CHECK_INT(rows[i].name, bar->start_ns, utc_at("2020-01-02"));
            CHECK_INT(rows[i].name, bar->end_ns, utc_at("2020-01-03"));
        }
        CHECK_INT(rows[i].name, r.report.rows, 1);
        reading_teardown(&r);
    }
}

SUITE(csv_skips_bad_rows)
{
    struct reading r;
    reading_setup(&r, PERI_RES_DAILY);
    r.options.skip_bad_rows = true;
    CHECK_INT("read",
              reading_csv_text(&r, HEADER "2020-01-02,1,2,1,1,10\n"
                                          "2020-01-09,1,0,1,1,10\n" /* must not move the order */
                                          "2020-01-03,1,2,1,1,10\n"
                                          "garbage\n"
                                          "2020-01-01,1,2,1,1,10\n"
                                          "2020-01-04,1,2,1,1,10\n"),
              PERI_OK);
    CHECK_INT("rows", r.report.rows, 6);
    CHECK_INT("kept", r.report.kept, 3);
    CHECK_INT("bad", r.report.bad_rows, 3);
    CHECK_INT("bars", r.series.n, 3);
    CHECK_HAS("the first is told", r.report.first_bad,
              "/x.csv:3:14: high was '0'; expected a price above 0");
    CHECK_INT("a header is not a row", reading_csv_text(&r, "a,b\n1,2\n"), PERI_EFORMAT);
    CHECK_INT("another file", reading_csv_text(&r, HEADER "2020-01-05,1,2,1,1,10\nbad\n"), PERI_OK);
    CHECK_INT("counts are added", r.report.rows, 8);
    CHECK_INT("counts are added", r.report.bad_rows, 4);
    CHECK_HAS("the first of all stays", r.report.first_bad, "/x.csv:3:14:");
    reading_teardown(&r);
}

SUITE(csv_appends_behind_what_is_there)
{
    struct reading r;
    reading_setup(&r, PERI_RES_DAILY);
    CHECK_INT("first", reading_csv_text(&r, HEADER GOOD_ROW), PERI_OK);
    CHECK_INT("an older row", reading_csv_text(&r, HEADER "2020-01-01,1,2,1,1,1\n"), PERI_EFORMAT);
    CHECK_HAS("an older row", r.err.text,
              "x.csv:2:1: time was '2020-01-01'; expected a bar that ends after the one before "
              "(2020-01-03 00:00:00 UTC)");
    CHECK_INT("bad after good", reading_csv_text(&r, HEADER "2020-01-03,1,2,1,1,1\nx\n"),
              PERI_EFORMAT);
    CHECK_INT("nothing has changed", r.series.n, 1);
    CHECK_INT("nothing has changed", r.report.kept, 1);
    CHECK_INT("second", reading_csv_text(&r, HEADER "2020-01-03,1,2,1,1,1\n"), PERI_OK);
    CHECK_INT("bars", r.series.n, 2);
    CHECK_INT("no rows", reading_csv_text(&r, HEADER), PERI_OK);
    CHECK_INT("bars", r.series.n, 2);
    reading_teardown(&r);
}

SUITE(csv_span_that_is_asked_for)
{
    static const char text[] = HEADER "2020-01-01,1,2,1,1,1\n2020-01-02,1,2,1,1,2\n"
                                      "2020-01-03,1,2,1,1,3\n2020-01-04,1,2,1,1,4\n";
    struct reading r;
    reading_setup(&r, PERI_RES_DAILY);
    r.options.from_ns = utc_at("2020-01-03"); /* the end of January 2nd's bar */
    r.options.until_ns = utc_at("2020-01-03");
    CHECK_INT("read", reading_csv_text(&r, text), PERI_OK);
    CHECK_INT("both bounds are inside", r.series.n, 2);
    CHECK("the second and third", r.series.bars[0].volume == 2 && r.series.bars[1].volume == 3);
    CHECK_INT("outside", r.report.outside, 2);
    CHECK_INT("rows", r.report.rows, 4);
    r.options.from_ns = utc_at("2020-01-03") + 1;
    r.options.until_ns = utc_at("2020-01-03") - 1;
    CHECK_INT("read", reading_csv_text(&r, text), PERI_OK);
    CHECK_INT("none", r.series.n, 2);
    reading_teardown(&r);
}

SUITE(csv_lines_across_chunks)
{
    struct reading r;
    const int n = 20000; /* 1.2 MB: several chunks */
    char *text = malloc((size_t)n * 80);
    if (!text)
        return;
    reading_setup(&r, PERI_RES_SECOND);
    size_t len = (size_t)sprintf(text, HEADER);
    for (int i = 0; i < n; i++)
        len += (size_t)sprintf(text + len, "%lld,%d.25,%d.5,%d,%d.125,%d%s", 1577836800LL + i,
                               i + 1, i + 1, i + 1, i + 1, i, i % 3 ? "\n" : "\r\n");
    CHECK_INT("read", reading_csv(&r, text, len), PERI_OK);
    bool same = r.series.n == (size_t)n;
    for (size_t i = 0; same && i < r.series.n; i++)
        same = r.series.bars[i].volume == (double)i && r.series.bars[i].low == (double)(i + 1) &&
               r.series.bars[i].start_ns == utc_at("2020-01-01") + (int64_t)i * PERI_SECOND;
    CHECK("each row as written", same);
    free(text);
    reading_teardown(&r);
}

/* decode(encode(x)) == x, for random bars written with the shortest digits. */
SUITE(csv_reads_back_what_was_written)
{
    check_rng rng = {31};
    struct reading r;
    char *text = malloc(400 * 200);
    if (!text)
        return;
    reading_setup(&r, PERI_RES_MINUTE);
    peri_bar want[400];
    size_t len = (size_t)sprintf(text, "Close,time,High,x,Open,Low,Volume\n");
    int64_t time = utc_at("1999-12-31");
    for (int i = 0; i < 400; i++) {
        time += check_random_in(&rng, 1, 5000) * PERI_MINUTE;
        double x[5];
        double scale = pow(10, (double)check_random_in(&rng, -6, 9));
        x[0] = scale * (1 + check_random_unit(&rng)); /* low */
        x[1] = x[0] * (1 + check_random_unit(&rng));  /* high */
        x[2] = x[0] + (x[1] - x[0]) * check_random_unit(&rng);
        x[3] = x[0] + (x[1] - x[0]) * check_random_unit(&rng);
        x[4] = check_random_unit(&rng) * 1e9;
        char s[5][PERI_NUMBER_TEXT], when[PERI_TIME_TEXT];
        for (int k = 0; k < 5; k++)
            peri_number_format(x[k], s[k]);
        peri_time_format(time, when);
        len +=
            (size_t)sprintf(text + len, "%s,%s,%s,,%s,%s,%s\n", s[3], when, s[1], s[2], s[0], s[4]);
        want[i] = (peri_bar){time, time + PERI_MINUTE, x[2], x[1], x[0], x[3], x[4]};
    }
    CHECK_INT("seed 31", reading_csv(&r, text, len), PERI_OK);
    CHECK("seed 31", r.series.n == 400 && memcmp(r.series.bars, want, sizeof want) == 0);
    free(text);
    reading_teardown(&r);
}
