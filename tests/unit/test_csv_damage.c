/* test_csv_damage.c - price files: what is said about bad ones. */
#include "base/mem.h"
#include "check.h"
#include "market/text_file.h"
#include "reading_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER "date,open,high,low,close,volume\n"
#define GOOD_ROW "2020-01-02,1,2,0.5,1.5,10\n"

SUITE(csv_says_what_is_wrong)
{
#define LINE_1 "/x.csv:1:"
#define LINE_3 "/x.csv:3:"
    static const struct row {
        const char *name, *text, *says;
    } rows[] = {
        {"empty file", "",
         "/x.csv: is empty; expected a header like 'date,open,high,low,close,volume'"},
        {"only empty lines", "\n\r\n \n", "/x.csv: is empty; expected a header like"},
        {"semicolons", "date;open;high;low;close;volume\n",
         LINE_1 "5: separator is ';', expected ','"},
        {"tabs", "date\topen\thigh\tlow\tclose\n", LINE_1 "5: separator is a tab, expected ','"},
        {"bars", "date|open\n", LINE_1 "5: separator is '|', expected ','"},
        {"no header", GOOD_ROW,
         LINE_1 "1: header '2020-01-02,1,2,0.5,1.5,10' has no open column; expected a header like "
                "'date,open,high,low,close,volume'"},
        {"no time column", "open,high,low,close\n",
         LINE_1 "1: header 'open,high,low,close' has no "
                "date or time column"},
        {"no close column", "date,open,high,low,Adj Close\n", "has no close column"},
        {"two time columns", "date,time,open,high,low,close\n",
         LINE_1 "6: column 'time' follows column 'date'; expected one date or time column"},
        {"a column twice", "date,open,high,low,close,Close\n",
         LINE_1 "26: column 'close' follows column 'close'; expected one close column"},
        {"header of other bytes",
         "\xff\xfe"
         "d\n",
         LINE_1 "1: header '\\xff\\xfed' has no"},
        {"text for a price", HEADER GOOD_ROW "2020-01-03,abc,2,1,1,1\n",
         LINE_3 "12: open was 'abc'; expected a number"},
        {"nothing for a price", HEADER GOOD_ROW "2020-01-03,1,,1,1,1\n",
         LINE_3 "14: high was ''; expected a number"},
        {"nothing for the volume", HEADER GOOD_ROW "2020-01-03,1,2,1,1,\n",
         LINE_3 "20: volume was ''; expected a number"},
        {"NaN", HEADER GOOD_ROW "2020-01-03,1,2,1,NaN,1\n",
         LINE_3 "18: close was 'NaN'; expected a number"},
        {"infinity", HEADER GOOD_ROW "2020-01-03,1,inf,1,1,1\n",
         LINE_3 "14: high was 'inf'; expected a number"},
        {"too large", HEADER GOOD_ROW "2020-01-03,1,1e999,1,1,1\n",
         LINE_3 "14: high was '1e999'; expected a finite number"},
        {"infinite volume", HEADER GOOD_ROW "2020-01-03,1,1,1,1,1e999\n",
         LINE_3 "20: volume was '1e999'; expected a finite number"},
        {"number and text", HEADER GOOD_ROW "2020-01-03,1,2x,1,1,1\n",
         LINE_3 "14: high was '2x'; expected a number"},
        {"currency", HEADER GOOD_ROW "2020-01-03,$1,2,1,1,1\n",
         LINE_3 "12: open was '$1'; expected a number"},
        {"zero price", HEADER GOOD_ROW "2020-01-03,1,2,0,1,1\n",
         LINE_3 "16: low was '0'; expected a price above 0"},
        {"negative price", HEADER GOOD_ROW "2020-01-03,-1,2,1,1,1\n",
         LINE_3 "12: open was '-1'; expected a price above 0"},
        {"price too small for a double", HEADER GOOD_ROW "2020-01-03,1,2,1,1e-400,1\n",
         "close was '1e-400'; expected a price above 0"},
        {"negative volume", HEADER GOOD_ROW "2020-01-03,1,2,1,1,-5\n",
         LINE_3 "20: volume was '-5'; expected 0 or more"},
        {"high below low", HEADER GOOD_ROW "2020-01-03,9.5,9.1,10.2,9.5,1\n",
         LINE_3 "16: high was 9.1, below low 10.2"},
        {"open above high", HEADER GOOD_ROW "2020-01-03,12,11,9,10,1\n",
         LINE_3 "12: open was 12, above high 11"},
        {"open below low", HEADER GOOD_ROW "2020-01-03,8,11,9,10,1\n",
         LINE_3 "12: open was 8, below low 9"},
        {"close above high", HEADER GOOD_ROW "2020-01-03,10,11,9,11.5,1\n",
         LINE_3 "20: close was 11.5, above high 11"},
        {"close below low", HEADER GOOD_ROW "2020-01-03,10,11,9,8.25,1\n",
         LINE_3 "20: close was 8.25, below low 9"},
        {"a field is missing", HEADER GOOD_ROW "2020-01-03,1,2,1\n",
         LINE_3 "1: row has 4 fields; expected 6"},
        {"cut off in the last line", HEADER GOOD_ROW "2020-0",
         LINE_3 "1: row has 1 field; expected 6"},
        {"decimal commas", HEADER GOOD_ROW "2020-01-03,1,5,2,5,1,0,1,5,10\n",
         LINE_3 "1: row has 10 fields; expected 6"},
        {"a comma too many", HEADER GOOD_ROW "2020-01-03,1,2,1,1,1,\n",
         LINE_3 "1: row has 7 fields; expected 6"},
        {"no such date", HEADER GOOD_ROW "2013-13-40,1,2,1,1,1\n",
         LINE_3 "1: time was '2013-13-40'; expected a"},
        {"day first", HEADER GOOD_ROW "03/01/2020,1,2,1,1,1\n",
         "time was '03/01/2020'; expected a"},
        {"no time", HEADER GOOD_ROW ",1,2,1,1,1\n", LINE_3 "1: time was ''; expected a"},
        {"same time again", HEADER GOOD_ROW GOOD_ROW,
         LINE_3 "1: time was '2020-01-02'; expected a time after the row before "
                "(2020-01-02 00:00:00)"},
        {"backwards", HEADER GOOD_ROW "2020-01-01 12:00,1,2,1,1,1\n",
         "time was '2020-01-01 12:00'; expected a time after the row before (2020-01-02 00:00:00)"},
        {"backwards in UTC", HEADER GOOD_ROW "2020-01-01T00:00:00Z,1,2,1,1,1\n",
         "expected a time after the row before (2020-01-02 00:00:00 UTC)"},
        {"two rows of one day", HEADER GOOD_ROW "2020-01-02 12:00,1,2,1,1,1\n",
         "time was '2020-01-02 12:00'; expected a bar that ends after the one before "
         "(2020-01-03 00:00:00 UTC)"},
        {"beyond the calendar", HEADER GOOD_ROW "2250-12-31T23:00:00-05:00,1,2,1,1,1\n",
         "expected a year from 1700 to 2250"},
        {"a long text is cut",
         HEADER GOOD_ROW "2020-01-03,"
                         "012345678901234567890123456789012345678901234567890123456789x,2,1,1,1\n",
         "was '012345678901234567890123456789012345678901234567890123456789...'; expected"},
        {"control bytes are shown harmless", HEADER GOOD_ROW "2020-01-03,\x1b[2J,2,1,1,1\n",
         "open was '\\x1b[2J'; expected a number"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct reading r;
        reading_setup(&r, PERI_RES_DAILY);
        int64_t live = peri_mem_live();
        CHECK_INT(rows[i].name, reading_csv_text(&r, rows[i].text), PERI_EFORMAT);
        CHECK_INT(rows[i].name, r.err.code, PERI_EFORMAT);
        CHECK_HAS(rows[i].name, r.err.text, rows[i].says);
        CHECK_INT(rows[i].name, r.series.n, 0);
        CHECK_INT(rows[i].name, r.report.rows + r.report.kept, 0);
        peri_series_deinit(&r.series);
        CHECK_INT(rows[i].name, peri_mem_live(), live);
        reading_teardown(&r);
    }
}

SUITE(csv_zero_bytes)
{
    static const char text[] = HEADER "2020-01-02,1\0,2,0.5,1.5,10\n";
    struct reading r;
    reading_setup(&r, PERI_RES_DAILY);
    CHECK_INT("inside a field", reading_csv(&r, text, sizeof text - 1), PERI_EFORMAT);
    CHECK_HAS("inside a field", r.err.text, "open was '1\\x00'; expected a number");
    CHECK_INT("nothing else", reading_csv(&r, "\0\0\0\0", 4), PERI_EFORMAT);
    CHECK_HAS("nothing else", r.err.text, "header '\\x00\\x00\\x00\\x00' has no open column");
    reading_teardown(&r);
}

SUITE(csv_files_that_can_not_be_read)
{
    struct reading r;
    reading_setup(&r, PERI_RES_DAILY);
    char path[512];
    snprintf(path, sizeof path, "%s/missing.csv", check_tmp());
    CHECK_INT("missing", peri_csv_read(path, &r.options, &r.series, &r.report, &r.err),
              PERI_ENOTFOUND);
    CHECK_HAS("missing", r.err.text, "cannot open '/");
    CHECK_HAS("missing", r.err.text, "missing.csv': No such file or directory");
    CHECK_INT("a folder", peri_csv_read(check_tmp(), &r.options, &r.series, &r.report, &r.err),
              PERI_EIO);
    CHECK_HAS("a folder", r.err.text, "cannot read '");
    CHECK_HAS("a folder", r.err.text, "': Is a directory");
    CHECK_INT("nobody listens", peri_csv_read(path, &r.options, &r.series, &r.report, NULL),
              PERI_ENOTFOUND);
    snprintf(path, sizeof path, "%s/under/x.csv", check_write("flat", "", 0));
    CHECK_INT("a file as a folder", peri_csv_read(path, &r.options, &r.series, &r.report, &r.err),
              PERI_ENOTFOUND);
    reading_teardown(&r);
}

SUITE(csv_long_lines)
{
    struct reading r;
    const size_t len = 3u << 20;
    char *text = malloc(len + 256);
    if (!text)
        return;
    reading_setup(&r, PERI_RES_DAILY);
    size_t head = (size_t)sprintf(text, HEADER "2020-01-02,1,2,1,1");
    memset(text + head, ',', len); /* a row of three million columns */
    sprintf(text + head + len, "\n2020-01-03,1,2,1,1,7\n");
    CHECK_INT("too long", reading_csv(&r, text, strlen(text)), PERI_EFORMAT);
    CHECK_HAS("too long", r.err.text,
              "x.csv:2:1: row is longer than 262143 bytes; expected 6 fields");
    r.options.skip_bad_rows = true;
    CHECK_INT("skipped", reading_csv(&r, text, strlen(text)), PERI_OK);
    CHECK_INT("skipped", r.report.bad_rows, 1);
    CHECK("the row behind it is read", r.series.n == 1 && r.series.bars[0].volume == 7);
    text[head + len] = '\0';
    CHECK_INT("skipped up to the end", reading_csv(&r, text, strlen(text)), PERI_OK);
    memset(text, 'x', len);
    text[len] = '\0';
    CHECK_INT("header", reading_csv(&r, text, len), PERI_EFORMAT);
    CHECK_HAS("header", r.err.text, "x.csv:1:1: header is longer than 262143 bytes; expected one");
    free(text);
    reading_teardown(&r);
}

SUITE(csv_longest_lines_that_are_read)
{
    struct reading r;
    char *text = malloc(PERI_TEXT_LINE * 2 + 256);
    if (!text)
        return;
    reading_setup(&r, PERI_RES_DAILY);
    for (int extra = 0; extra < 2; extra++) {
        size_t head = (size_t)sprintf(text, HEADER "2020-01-02,1,2,1,1,");
        size_t digits = PERI_TEXT_LINE - strlen("2020-01-02,1,2,1,1,") + (size_t)extra;
        memset(text + head, '0', digits);
        sprintf(text + head + digits - 2, "42\n2020-01-03,1,2,1,1,7\n");
        r.series.n = 0;
        int rc = reading_csv(&r, text, strlen(text));
        if (extra)
            CHECK_INT("one byte too many", rc, PERI_EFORMAT);
        else
            CHECK("as long as allowed",
                  rc == PERI_OK && r.series.n == 2 && r.series.bars[0].volume == 42);
    }
    free(text);
    reading_teardown(&r);
}

SUITE(csv_without_memory)
{
    struct reading r;
    reading_setup(&r, PERI_RES_DAILY);
    int64_t live = peri_mem_live();
    const char *path = check_write("x.csv", HEADER GOOD_ROW, sizeof HEADER GOOD_ROW - 1);
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc != PERI_OK; nth++) {
        peri_mem_fail_at(nth);
        rc = peri_csv_read(path, &r.options, &r.series, &r.report, &r.err);
        peri_mem_fail_at(0);
        if (rc != PERI_OK) {
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
            CHECK_HAS("says so", r.err.text, "out of memory");
            CHECK_INT("as before", r.series.n, 0);
        }
        peri_series_deinit(&r.series);
        CHECK_INT("no leak", peri_mem_live(), live);
    }
    reading_teardown(&r);
}

/* Change, drop or add a few bytes of a good file. */
static size_t mutate(check_rng *rng, char *text, size_t len)
{
    static const char usual[] = ",,\n\r.-+eE0123456789 ;:TZ\0\xff\"";
    for (int64_t n = check_random_in(rng, 1, 6); n > 0 && len > 1; n--) {
        size_t where = (size_t)check_random_in(rng, 0, (int64_t)len - 1);
        char byte = check_random_in(rng, 0, 3) ? usual[check_random_in(rng, 0, sizeof usual - 2)]
                                               : (char)check_random(rng);
        switch (check_random_in(rng, 0, 3)) {
        case 0:
            memmove(text + where, text + where + 1, len - where - 1);
            len--;
            break;
        case 1:
            memmove(text + where + 1, text + where, len - where);
            text[where] = byte;
            len++;
            break;
        case 2:
            len = check_random_in(rng, 0, 9) == 0 ? where : len;
            break;
        default:
            text[where] = byte;
            break;
        }
    }
    return len;
}

SUITE(csv_damaged_bytes)
{
    static const char good[] = HEADER "2013-10-03,10,12,9,11,100\n2013-10-04,10.5,12,9,11,1e3\n"
                                      "2013-10-07 00:00:00,10,12,9.25,11,0\n1381190400,1,2,1,1,1\n";
    check_rng rng = {4711};
    struct reading r;
    reading_setup(&r, PERI_RES_DAILY);
    reading_use_exchange(&r);
    for (int i = 0; i < 4000; i++) {
        char text[sizeof good + 16];
        memcpy(text, good, sizeof good);
        size_t len = mutate(&rng, text, sizeof good - 1);
        r.options.skip_bad_rows = i % 2;
        r.series.n = 0;
        int rc = reading_csv(&r, text, len);
        bool told = rc == PERI_OK || (rc == PERI_EFORMAT && strstr(r.err.text, "x.csv:"));
        if (!CHECK("OK, or an error with a text (seed 4711)", told) ||
            !CHECK("sound bars (seed 4711)", reading_is_sound(&r.series)))
            break;
    }
    reading_teardown(&r);
}
