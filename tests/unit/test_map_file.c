/* test_map_file.c - the tickers of a stock, and which file knows one. */
#include "check.h"
#include "corporate_kit.h"

#include "base/mem.h"
#include "market/map_book.h"
#include "market/map_file.h"
#include "market/security_id.h"
#include "time/calendars.h"

#include <stdio.h>
#include <string.h>

static int parse(const char *name, const char *text, peri_map_file **map, peri_error *err)
{
    return peri_map_file_parse("m.csv", name, text, strlen(text), map, err);
}

static const char *ticker_on(const peri_map_file *map, int date)
{
    size_t n;
    const peri_map_period *periods = peri_map_file_periods(map, &n);
    for (size_t i = 0; i < n; i++)
        if (periods[i].first <= day(date) && day(date) <= periods[i].last)
            return periods[i].ticker;
    return "none";
}

SUITE(map_file_tickers)
{
    static const struct {
        int date;
        const char *want;
    } rows[] = {{19990309, "none"}, {19990310, "qqq"}, {20041130, "qqq"}, {20041201, "qqqq"},
                {20110322, "qqqq"}, {20110323, "qqq"}, {20501231, "qqq"}, {20510101, "none"}};
    peri_map_file *map;
    peri_error err = {0};
    size_t n;
    peri_date last;
    int rc = parse("QQQ",
                   "\xef\xbb\xbf"
                   "19990310,QQQ,Q\r\n\r\n20020101,qqq\r\n20041130,qqq,Q\n20110322, qqqq ,Q\n"
                   "20501231,qqq,",
                   &map, &err);
    CHECK_STR("byte-order mark, cases, blanks, no last line feed", err.text, "");
    if (!CHECK_INT("reads", rc, PERI_OK))
        return;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_STR("ticker of a date", ticker_on(map, rows[i].date), rows[i].want);
    const peri_map_period *periods = peri_map_file_periods(map, &n);
    if (CHECK_INT("rows of the same ticker are one period", n, 3)) {
        CHECK_INT("first", periods[0].first, day(19990310));
        CHECK_INT("last", periods[0].last, day(20041130));
        CHECK_INT("they touch", periods[1].first, day(20041201));
    }
    CHECK("is there", peri_map_file_is_there(map));
    CHECK_STR("name", peri_map_file_name(map), "qqq");
    CHECK_STR("first ticker", peri_map_file_first_ticker(map), "qqq");
    CHECK_INT("first date", peri_map_file_first_date(map), day(19990310));
    CHECK("listed", !peri_map_file_delisting(map, &last));
    peri_map_file_close(map);
}

SUITE(map_file_delisted)
{
    peri_map_file *map;
    peri_date last = 0;
    CHECK_INT("reads", parse("fb.1", "19990929,fb.1\n20030328,fb.1\n", &map, NULL), PERI_OK);
    CHECK("delisted", peri_map_file_delisting(map, &last));
    CHECK_INT("on", last, day(20030328));
    CHECK_STR("name", peri_map_file_name(map), "fb.1");
    CHECK_STR("the first ticker has no number behind it", peri_map_file_first_ticker(map), "fb");
    peri_map_file_close(map);
    CHECK_INT("reads", parse("x", "20000103,brk.b\n20501231,3.14x\n", &map, NULL), PERI_OK);
    CHECK_STR("only numbers are taken off", peri_map_file_first_ticker(map), "brk.b");
    peri_map_file_close(map);
}

SUITE(map_file_damage)
{
    static const struct {
        const char *name, *text, *says;
    } rows[] = {
        {"empty", "", "m.csv:1:1: file was empty; expected rows: yyyyMMdd,ticker[,exchange]"},
        {"one field", "20000103\n", "m.csv:1:1: row '20000103' has 1 field; expected 2 or 3"},
        {"four fields", "20000103,a,Q,1\n", "has 4 fields; expected 2 or 3"},
        {"no date", "spy,20000103\n", "m.csv:1:1: date was 'spy'; expected a date as yyyyMMdd"},
        {"a time", "20000103 00:00,a\n", "date was '20000103 00:00'"},
        {"no such day", "20001301,a\n", "date was '20001301'"},
        {"unsorted", "20000103,a\n20501231,a\n20100104,b\n",
         "m.csv:3:1: date was '20100104'; expected a date after the row before (20501231)"},
        {"twice", "20000103,a\n20000103,a\n", "m.csv:2:1: date was '20000103'"},
        {"no ticker", "20000103,\n", "m.csv:1:10: ticker was ''; expected a name like 'spy'"},
        {"a path", "20000103,../a\n", "m.csv:1:10: ticker was '../a'"},
        {"a slash", "20000103,a/b\n", "ticker was 'a/b'"},
        {"a blank", "20000103,a b\n", "ticker was 'a b'"},
        {"not ASCII", "20000103,\xc3\xa4\n", "ticker was '\\xc3\\xa4'"},
        {"too long",
         "20000103,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
         "ticker was 'aaaa"},
        {"one row", "20000103,a\n", "m.csv:1:1: file had one row; expected at least two"},
        {"cut in a row", "20000103,a\n205012", "m.csv:2:1: row '205012' has 1 field"},
    };
    int64_t live = peri_mem_live();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_map_file *map = NULL;
        peri_error err = {0};
        CHECK_INT(rows[i].name, parse("a", rows[i].text, &map, &err), PERI_EFORMAT);
        CHECK_HAS(rows[i].name, err.text, rows[i].says);
        CHECK(rows[i].name, map == NULL);
    }
    CHECK_INT("no leak", peri_mem_live(), live);
}

static void write_map(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "maps/equity/usa/map_files/%s", name);
    check_write(path, text, (long)strlen(text));
}

/* A folder in which AOL became TWX, an older TWX was delisted, and CAT was used twice. */
static const char *make_folder(void)
{
    static char root[512];
    snprintf(root, sizeof root, "%s/maps", check_tmp());
    write_map("twx.1.csv", "19980102,twx\n20010111,twx\n");
    write_map("twx.csv", "19980102,aol,N\n20031015,aol,N\n20180615,twx,N\n");
    write_map("cat.csv", "20100104,cat\n20501231,cat\n");
    write_map("dog.csv", "19980102,cat\n20050103,cat\n20501231,dog\n");
    write_map("notes.txt", "not read");
    return root;
}

SUITE(map_file_paths)
{
    const char *root = make_folder();
    peri_map_file *map;
    peri_error err = {0};
    size_t n;
    peri_date last;
    int64_t live = peri_mem_live();
    CHECK_INT("any case", peri_map_file_open(root, "USA", "TWX", &map, &err), PERI_OK);
    CHECK_STR("first", peri_map_file_first_ticker(map), "aol");
    peri_map_file_close(map);
    CHECK_INT("no file", peri_map_file_open(root, "usa", "Shy", &map, &err), PERI_OK);
    CHECK("is not there", !peri_map_file_is_there(map));
    CHECK_STR("the ticker, for ever", ticker_on(map, 17000101), "shy");
    CHECK_STR("the ticker, for ever", ticker_on(map, 22501231), "shy");
    CHECK_INT("first date", peri_map_file_first_date(map), day(18991230));
    CHECK_STR("first ticker", peri_map_file_first_ticker(map), "shy");
    CHECK("listed", !peri_map_file_delisting(map, &last));
    peri_map_file_periods(map, &n);
    CHECK_INT("periods", n, 1);
    peri_map_file_close(map);
    CHECK_INT("path", peri_map_file_open(root, "usa", "../twx", &map, &err), PERI_EINVAL);
    CHECK_INT("market", peri_map_file_open(root, "u/s", "twx", &map, &err), PERI_EINVAL);
    CHECK_HAS("market", err.text, "market was 'u/s'");
    CHECK_INT("no leak", peri_mem_live(), live);
}

SUITE(map_book_lookups)
{
    static const struct {
        const char *name, *ticker;
        int date;
        const char *want, *first;
    } rows[] = {
        {"the present name", "DOG", 20501231, "dog", "cat"},
        {"a former one", "AOL", 20501231, "twx", "aol"},
        {"while it held", "aol", 20030101, "twx", "aol"},
        {"delisted, the later one", "twx", 20501231, "twx", "aol"},
        {"the older stock on its days", "twx", 20000103, "twx.1", "twx"},
        {"its last day", "twx", 20010111, "twx.1", "twx"},
        {"the day after", "twx", 20010112, "twx", "aol"},
        {"used again", "cat", 20501231, "cat", "cat"},
        {"its former owner", "cat", 20050103, "dog", "cat"},
        {"on no one's day: began later", "cat", 20070101, "cat", "cat"},
        {"before all", "aol", 19900101, "aol", "aol"},
        {"unknown", "SHY", 20501231, "shy", "shy"},
        {"by the file's own name", "twx.1", 20501231, "twx.1", "twx"},
    };
    const char *root = make_folder();
    peri_map_book *book;
    int64_t live = peri_mem_live();
    CHECK_INT("opens", peri_map_book_open(root, "usa", &book, NULL), PERI_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_map_file *map;
        peri_error err = {0};
        CHECK_INT(rows[i].name,
                  peri_map_book_find(book, rows[i].ticker, day(rows[i].date), &map, &err), PERI_OK);
        CHECK_STR(rows[i].name, err.text, "");
        if (!map)
            continue;
        CHECK_STR(rows[i].name, peri_map_file_name(map), rows[i].want);
        CHECK_STR(rows[i].name, peri_map_file_first_ticker(map), rows[i].first);
        bool began_later = rows[i].date == 20070101 || rows[i].date == 19900101;
        if (began_later)
            CHECK(rows[i].name, !peri_map_file_is_there(map));
        peri_map_file_close(map);
    }
    peri_map_book_close(book);
    CHECK_INT("no leak", peri_mem_live(), live);
}

SUITE(map_book_damage)
{
    char root[512];
    peri_map_book *book;
    peri_map_file *map = NULL;
    peri_error err = {0};
    int64_t live = peri_mem_live();
    snprintf(root, sizeof root, "%s/maps_bad", check_tmp());
    check_write("maps_bad/equity/usa/map_files/bad.csv", "2000", 4);
    check_write("maps_bad/equity/usa/map_files/good.csv", "20000103,good\n20501231,good\n", 28);
    CHECK_INT("opens", peri_map_book_open(root, "usa", &book, &err), PERI_OK);
    CHECK_INT("a sure one", peri_map_book_find(book, "good", day(20501231), &map, &err), PERI_OK);
    peri_map_file_close(map);
    for (int i = 0; i < 2; i++) {
        CHECK_INT("any other", peri_map_book_find(book, "x", day(20501231), &map, &err),
                  PERI_EFORMAT);
        CHECK_HAS("names the file", err.text, "map_files/bad.csv:1:1: row '2000' has 1 field");
        CHECK("nothing", map == NULL);
    }
    CHECK_INT("path", peri_map_book_find(book, "../x", 0, &map, &err), PERI_EINVAL);
    peri_map_book_close(book);
    CHECK_INT("market", peri_map_book_open(root, "..", &book, &err), PERI_EINVAL);
    CHECK("nothing", book == NULL);
    CHECK_INT("no folder", peri_map_book_open("/nowhere", "usa", &book, &err), PERI_OK);
    CHECK_INT("no folder", peri_map_book_find(book, "x", 0, &map, &err), PERI_OK);
    peri_map_file_close(map);
    peri_map_book_close(book);
    CHECK_INT("no leak", peri_mem_live(), live);
}

/* Open a book and look a former ticker up. */
static int look_up(const char *root, peri_error *err)
{
    peri_map_book *book;
    peri_map_file *map = NULL;
    int rc = peri_map_book_open(root, "usa", &book, err);
    if (rc == PERI_OK)
        rc = peri_map_book_find(book, "AOL", day(20501231), &map, err);
    CHECK("a map, or a failure", (rc == PERI_OK) == (map != NULL));
    peri_map_file_close(map);
    peri_map_book_close(book);
    return rc;
}

SUITE(map_book_without_memory)
{
    const char *root = make_folder();
    int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc != PERI_OK && nth < 1000; nth++) {
        peri_error err = {0};
        peri_mem_fail_at(nth);
        rc = look_up(root, &err);
        peri_mem_fail_at(0);
        if (rc != PERI_OK) {
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
            CHECK_HAS("says so", err.text, "memory");
        }
        CHECK_INT("no leak", peri_mem_live(), live);
    }
    CHECK_INT("succeeds in the end", rc, PERI_OK);
}

static void check_recorded(const char *root, const char *name)
{
    peri_map_file *map;
    peri_error err = {0};
    size_t n;
    CHECK_INT(name, peri_map_file_open(root, "usa", name, &map, &err), PERI_OK);
    CHECK_STR(name, err.text, "");
    if (!map)
        return;
    const peri_map_period *periods = peri_map_file_periods(map, &n);
    CHECK(name, peri_map_file_is_there(map));
    for (size_t i = 0; i < n; i++) {
        CHECK(name, periods[i].first <= periods[i].last);
        CHECK(name, i == 0 || periods[i].first == periods[i - 1].last + 1);
    }
    peri_map_file_close(map);
}

SUITE(map_file_recorded)
{
    static const struct {
        const char *ticker, *file, *id;
        size_t periods;
        int delisted;
    } rows[] = {
        {"GOOG", "goog", "GOOCV VP83T1ZUHROL", 2, 0},
        {"GOOCV", "goog", "GOOCV VP83T1ZUHROL", 2, 0},
        {"SPY", "spy", "SPY R735QTJ8XC9X", 1, 0},
        {"GOOGL", "googl", NULL, 2, 0},
        {"NWSA", "tfcfa", NULL, 3, 20190320},
        {"FOXA", "tfcfa", NULL, 3, 20190320},
        {"AOL", "twx", NULL, 2, 20180615},
        {"NB", "bac", NULL, 2, 0},
        {"QQQQ", "qqq", NULL, 3, 0},
        {"AAA", "aaa", NULL, 1, 0},
        {"SHY", "shy", "SHY 2T", 1, 0},
    };
    const char *root = recorded_data("recorded map files");
    peri_map_book *book;
    if (!root)
        return;
    CHECK("all are read", each_csv(root, "map_files", check_recorded) > 20);
    CHECK_INT("opens", peri_map_book_open(root, "usa", &book, NULL), PERI_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *name = rows[i].ticker;
        peri_map_file *map;
        peri_date last = 0;
        size_t n;
        char id[PERI_SECURITY_ID_TEXT];
        if (!CHECK_INT(name, peri_map_book_find(book, name, day(20501231), &map, NULL), PERI_OK))
            continue;
        CHECK_STR(name, peri_map_file_name(map), rows[i].file);
        peri_map_file_periods(map, &n);
        CHECK_INT(name, n, rows[i].periods);
        CHECK(name, peri_map_file_delisting(map, &last) == (rows[i].delisted != 0));
        CHECK_INT(name, last, rows[i].delisted ? day(rows[i].delisted) : 0);
        peri_security_id(peri_map_file_first_ticker(map), "usa", 1, peri_map_file_first_date(map),
                         id, NULL);
        if (rows[i].id)
            CHECK_STR(name, id, rows[i].id);
        peri_map_file_close(map);
    }
    peri_map_book_close(book);
}

SUITE(map_file_recorded_rename)
{
    const char *root = recorded_data("recorded rename");
    peri_map_file *map = NULL;
    peri_zones *zones = NULL;
    peri_hours *hours = NULL;
    size_t n;
    if (!root || peri_map_file_open(root, "usa", "goog", &map, NULL) != PERI_OK)
        return;
    peri_zones_open(&zones, NULL);
    peri_calendar_make(zones, "nyse", &hours, NULL);
    const peri_map_period *periods = peri_map_file_periods(map, &n);
    CHECK_STR("on the last day", ticker_on(map, 20140402), "goocv");
    CHECK_STR("the day after", ticker_on(map, 20140403), "goog");
    CHECK_INT("day of the event", peri_hours_next_trading_day(hours, periods[0].last),
              day(20140403));
    peri_map_file_close(map);
    peri_hours_close(hours);
    peri_zones_close(zones);
}
