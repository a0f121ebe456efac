/* test_hours_book.c - which hours a symbol gets: database, joined entries, built-in calendars. */
#include "check.h"

#include "base/mem.h"
#include "market/hours_book.h"
#include "market/hours_text.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct kit {
    peri_zones *zones;
    peri_hours_book *book;
};

static void kit_open(struct kit *kit, const char *data_dir)
{
    *kit = (struct kit){NULL, NULL};
    CHECK_INT("zones", peri_zones_open(&kit->zones, NULL), PERI_OK);
    CHECK_INT("book", peri_hours_book_open(kit->zones, data_dir, &kit->book, NULL), PERI_OK);
}

static void kit_close(struct kit *kit)
{
    peri_hours_book_close(kit->book);
    peri_zones_close(kit->zones);
}

/* Hours that must be there; NULL after a failed check. */
static const peri_hours *get(struct kit *kit, const char *type, const char *market,
                             const char *ticker)
{
    const peri_hours *hours = NULL;
    peri_error err = {0, ""};
    int rc = peri_hours_book_get(kit->book, type, market, ticker, &hours, &err);
    CHECK_STR(type, err.text, "");
    CHECK_INT(market, rc, PERI_OK);
    return hours;
}

/* A refusal's whole text. */
static void check_refused(struct kit *kit, const char *type, const char *market, const char *ticker,
                          int code, const char *says)
{
    const peri_hours *hours = NULL;
    peri_error err = {0, ""};
    CHECK_INT(says, peri_hours_book_get(kit->book, type, market, ticker, &hours, &err), code);
    CHECK_HAS(says, err.text, says);
    CHECK("untouched", hours == NULL);
    CHECK_INT("no error record", peri_hours_book_get(kit->book, type, market, ticker, &hours, NULL),
              code);
}

/* Write a database into a data folder of the given name; returns the folder, borrowed until the
   next call. */
static const char *data_folder(const char *name, const char *json)
{
    static char folder[400];
    char path[500];
    snprintf(folder, sizeof folder, "%s/%s", check_tmp(), name);
    mkdir(folder, 0700);
    snprintf(path, sizeof path, "%s/market-hours", folder);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/market-hours/market-hours-database.json", folder);
    check_write(path, json, (long)strlen(json));
    return folder;
}

SUITE(hours_book_maps_markets_to_calendars)
{
    static const struct {
        const char *type, *market, *same_as_type, *same_as_market, *zone;
    } rows[] = {
        {"Equity", "usa", "Equity", "usa", "America/New_York"},
        {"eQUITY", "USA", "Equity", "usa", "America/New_York"},
        {"Option", "usa", "Equity", "usa", "America/New_York"},
        {"Index", "usa", "Equity", "usa", "America/New_York"},
        {"Equity", "hkex", "Equity", "hkex", "Asia/Hong_Kong"},
        {"Equity", "hkse", "Equity", "hkex", "Asia/Hong_Kong"},
        {"Equity", "hkfe", "Equity", "hkex", "Asia/Hong_Kong"},
        {"Index", "hkfe", "Equity", "hkex", "Asia/Hong_Kong"},
        {"Future", "hkfe", "Equity", "hkex", "Asia/Hong_Kong"},
        {"Equity", "lse", "Equity", "lse", "Europe/London"},
        {"Index", "lse", "Equity", "lse", "Europe/London"},
        {"Equity", "xetra", "Equity", "xetra", "Europe/Berlin"},
        {"Index", "eurex", "Equity", "xetra", "Europe/Berlin"},
        {"Equity", "tse", "Equity", "jpx", "Asia/Tokyo"},
        {"Index", "jpx", "Equity", "jpx", "Asia/Tokyo"},
        {"Future", "cme", "Future", "cme", "America/New_York"},
        {"Future", "cbot", "Future", "cme", "America/New_York"},
        {"Future", "NYMEX", "Future", "cme", "America/New_York"},
        {"Future", "comex", "Future", "cme", "America/New_York"},
        {"Future", "cfe", "Future", "cme", "America/New_York"},
        {"Forex", "oanda", "Forex", "fxcm", "America/New_York"},
        {"Cfd", "wherever", "Forex", "fxcm", "America/New_York"},
        {"Crypto", "kraken", "Crypto", "binance", "UTC"},
        {"CryptoFuture", "bybit", "Crypto", "binance", "UTC"},
    };
    struct kit kit;
    kit_open(&kit, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const peri_hours *hours = get(&kit, rows[i].type, rows[i].market, "ANY");
        if (!hours)
            continue;
        CHECK(rows[i].market,
              hours == get(&kit, rows[i].same_as_type, rows[i].same_as_market, NULL));
        CHECK_STR(rows[i].market, peri_zone_name(peri_hours_zone(hours)), rows[i].zone);
    }
    CHECK("forex is not nyse",
          get(&kit, "Forex", "oanda", NULL) != get(&kit, "Equity", "usa", NULL));
    kit_close(&kit);
}

SUITE(hours_book_refuses_unknown_markets)
{
    struct kit kit;
    kit_open(&kit, NULL);
    check_refused(&kit, "Future", "us", "ES", PERI_ENOTFOUND,
                  "no hours are known for 'Future-us-ES': market was 'us', expected one of cme, "
                  "cbot, nymex, comex, cfe, hkfe");
    check_refused(&kit, "Option", "cme", NULL, PERI_ENOTFOUND,
                  "no hours are known for 'Option-cme': market was 'cme', expected one of usa");
    check_refused(&kit, "Stock", "usa", NULL, PERI_ENOTFOUND,
                  "no hours are known for 'Stock-usa': type was 'Stock', expected one of Equity, "
                  "Option, Index, Future, Forex, Cfd, Crypto, CryptoFuture");
    check_refused(&kit, "Equity", "us", NULL, PERI_ENOTFOUND, "market was 'us'");
    check_refused(&kit, "Equity", "usab", NULL, PERI_ENOTFOUND, "market was 'usab'");
    check_refused(&kit, "Cryptos", "usa", NULL, PERI_ENOTFOUND, "type was 'Cryptos'");
    check_refused(&kit, "Equity", "", NULL, PERI_ENOTFOUND, "'Equity-': market was ''");
    kit_close(&kit);
}

/* A market with a general entry, special ones, and others that are damaged. */
static const char database[] =
    "{\"entries\": {\"Future-cme-[*]\": {\"exchangeTimeZone\": \"America/Chicago\","
    " \"monday\": [{\"start\": \"08:30:00\", \"end\": \"15:15:00\", \"state\": \"market\"}],"
    " \"wednesday\": [{\"start\": \"08:30:00\", \"end\": \"15:15:00\", \"state\": \"market\"}],"
    " \"holidays\": [\"1/6/2020\"], \"earlyCloses\": {\"1/13/2020\": \"12:00:00\","
    " \"1/20/2020\": \"12:00:00\"}, \"lateOpens\": {\"1/27/2020\": \"10:00:00\"}},"
    "\"Future-cme-ES\": {\"exchangeTimeZone\": \"UTC-05\","
    " \"monday\": [{\"start\": \"09:00:00\", \"end\": \"16:00:00\", \"state\": \"market\"}],"
    " \"tuesday\": [{\"start\": \"09:00:00\", \"end\": \"16:00:00\", \"state\": \"market\"}],"
    " \"holidays\": [\"2/3/2020\"], \"earlyCloses\": {\"1/20/2020\": \"14:00:00\"},"
    " \"lateOpens\": {\"1/13/2020\": \"09:30:00\", \"1/27/2020\": \"11:00:00\"}},"
    "\"Future-cme-BAD\": {\"exchangeTimeZone\": \"UTC\", \"holidays\": [\"1/32/2020\"]},"
    "\"Future-cme-LOST\": {\"exchangeTimeZone\": \"America/Chicagoo\"},"
    "\"Future-wrong-[*]\": 5,"
    "\"Future-wrong-OWN\": {\"exchangeTimeZone\": \"UTC\"},"
    "\"Index-asx-XJO\": {\"exchangeTimeZone\": \"Australia/Sydney\","
    " \"friday\": [{\"start\": \"10:00:00\", \"end\": \"16:00:00\", \"state\": \"market\"}]},"
    "\"Base-empty-[*]\": {\"exchangeTimeZone\": \"UTC\"},"
    "\"odd\": 1}}";

/* Sessions of a date as "09:00-16:00 ...". */
static const char *sessions_of(const peri_hours *hours, int year, int month, int day)
{
    static char text[200];
    peri_session_time sessions[PERI_DAY_SESSIONS + 1];
    size_t n = peri_hours_sessions(hours, peri_date_make(year, month, day), sessions), len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        char open[PERI_HOURS_TIME_TEXT], close[PERI_HOURS_TIME_TEXT];
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s-%s", i > 0 ? " " : "",
                                peri_hours_time_text(sessions[i].open, open),
                                peri_hours_time_text(sessions[i].close, close));
    }
    return text;
}

SUITE(hours_book_joins_entries)
{
    struct kit kit;
    kit_open(&kit, data_folder("joined", database));
    const peri_hours *general = get(&kit, "Future", "cme", NULL);
    const peri_hours *own = get(&kit, "Future", "cme", "ES");
    if (general && own) {
        CHECK_STR("name", peri_hours_name(general), "Future-cme-[*]");
        CHECK_STR("name", peri_hours_name(own), "Future-cme-ES");
        CHECK_STR("zone", peri_zone_name(peri_hours_zone(general)), "America/Chicago");
        CHECK_STR("zone", peri_zone_name(peri_hours_zone(own)), "UTC-05");
        CHECK_STR("plain", sessions_of(general, 2020, 2, 3), "08:30-15:15");
        CHECK_STR("plain", sessions_of(own, 2020, 2, 10), "09:00-16:00");
        CHECK_STR("own week", sessions_of(own, 2020, 1, 7), "09:00-16:00");
        CHECK_STR("own week only", sessions_of(own, 2020, 1, 8), "");
        CHECK_STR("the market's holiday", sessions_of(general, 2020, 1, 6), "");
        CHECK_STR("joined", sessions_of(own, 2020, 1, 6), "");
        CHECK_STR("own holiday", sessions_of(own, 2020, 2, 3), "");
        CHECK_STR("early close", sessions_of(general, 2020, 1, 13), "08:30-12:00");
        CHECK_STR("joined, late open its own", sessions_of(own, 2020, 1, 13), "09:30-12:00");
        CHECK_STR("early close", sessions_of(general, 2020, 1, 20), "08:30-12:00");
        CHECK_STR("the own one wins", sessions_of(own, 2020, 1, 20), "09:00-14:00");
        CHECK_STR("late open", sessions_of(general, 2020, 1, 27), "10:00-15:15");
        CHECK_STR("the own one wins", sessions_of(own, 2020, 1, 27), "11:00-16:00");
    }
    CHECK("the same again", get(&kit, "FUTURE", "CME", "es") == own);
    CHECK("without a ticker", get(&kit, "Future", "cme", "NQ") == general);
    CHECK("by its own name", get(&kit, "Future", "cme", "[*]") == general);
    CHECK("they differ", general != own);
    kit_close(&kit);
}

SUITE(hours_book_prefers_the_database)
{
    struct kit kit, plain;
    kit_open(&kit, data_folder("preferred", database));
    kit_open(&plain, NULL);
    const peri_hours *sydney = get(&kit, "Index", "asx", "XJO");
    if (sydney) {
        CHECK_STR("without general entry", peri_hours_name(sydney), "Index-asx-XJO");
        CHECK_STR("without general entry", sessions_of(sydney, 2020, 1, 3), "10:00-16:00");
    }
    const peri_hours *built_in = get(&kit, "Future", "cbot", NULL);
    const peri_hours *us = get(&kit, "Equity", "usa", "SPY"),
                     *same = get(&plain, "Equity", "usa", NULL);
    if (us && same && built_in) {
        CHECK_STR("not in the database", peri_hours_name(us), peri_hours_name(same));
        CHECK("no entry's name", !strchr(peri_hours_name(built_in), '-'));
    }
    const peri_hours *empty = get(&kit, "Base", "empty", NULL);
    if (empty)
        CHECK_STR("no sessions at all", sessions_of(empty, 2020, 1, 3), "");
    kit_close(&kit);
    kit_close(&plain);
}

SUITE(hours_book_reports_the_database)
{
    struct kit kit;
    kit_open(&kit, data_folder("damaged", database));
    check_refused(&kit, "Future", "cme", "BAD", PERI_EFORMAT,
                  "/damaged/market-hours/market-hours-database.json': entry 'Future-cme-BAD': "
                  "holidays[0] was '1/32/2020', expected a date");
    check_refused(&kit, "Future", "cme", "LOST", PERI_EFORMAT,
                  "entry 'Future-cme-LOST': exchangeTimeZone: ");
    check_refused(&kit, "Future", "cme", "LOST", PERI_EFORMAT, "America/Chicagoo");
    check_refused(&kit, "Future", "wrong", NULL, PERI_EFORMAT,
                  "entry 'Future-wrong-[*]': the entry was a number, expected an object");
    check_refused(&kit, "Future", "wrong", "OWN", PERI_EFORMAT,
                  "entry 'Future-wrong-[*]': the entry was a number, expected an object");
    check_refused(&kit, "Index", "asx", "ABC", PERI_ENOTFOUND,
                  "no hours are known for 'Index-asx-ABC': market was 'asx', expected one of usa, "
                  "hkex, hkse, hkfe, lse, xetra, eurex, jpx, tse");
    check_refused(&kit, "Future", "us", "ES", PERI_ENOTFOUND,
                  "expected one of cme, cbot, nymex, comex, cfe, hkfe, wrong");
    check_refused(&kit, "base", "usa", NULL, PERI_ENOTFOUND,
                  "'base-usa': market was 'usa', expected one of empty");
    check_refused(&kit, "Stock", "usa", NULL, PERI_ENOTFOUND,
                  "expected one of Equity, Option, Index, Future, Forex, Cfd, Crypto, "
                  "CryptoFuture, Base");
    CHECK("the others do no harm", get(&kit, "Future", "cme", "ES") != NULL);
    kit_close(&kit);
    kit_open(&kit, data_folder("no-json", "{\"entries\": "));
    check_refused(&kit, "Equity", "usa", "SPY", PERI_EFORMAT,
                  "/no-json/market-hours/market-hours-database.json': JSON at byte 13: ");
    kit_close(&kit);
}

SUITE(hours_book_does_without_a_file)
{
    char path[500];
    struct kit kit;
    snprintf(path, sizeof path, "%s/no-such-data", check_tmp());
    kit_open(&kit, path);
    CHECK("no folder", get(&kit, "Equity", "usa", "SPY") != NULL);
    kit_close(&kit);
    kit_open(&kit, check_tmp());
    CHECK("no file", get(&kit, "Crypto", "kraken", "BTCUSD") != NULL);
    kit_close(&kit);
    snprintf(path, sizeof path, "%s/folder", check_tmp());
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/folder/market-hours", check_tmp());
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/folder/market-hours/market-hours-database.json", check_tmp());
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/folder", check_tmp());
    kit_open(&kit, path);
    check_refused(&kit, "Equity", "usa", "SPY", PERI_EIO, "' was a folder, expected a file");
    kit_close(&kit);
    peri_hours_book_close(NULL);
}

SUITE(hours_book_always_open)
{
    struct kit kit;
    const peri_zone *utc, *tokyo;
    const peri_hours *a = NULL, *b = NULL, *c = NULL;
    kit_open(&kit, NULL);
    CHECK_INT("zone", peri_zone_get(kit.zones, "UTC", &utc, NULL), PERI_OK);
    CHECK_INT("zone", peri_zone_get(kit.zones, "Asia/Tokyo", &tokyo, NULL), PERI_OK);
    CHECK_INT("utc", peri_hours_book_always(kit.book, utc, &a, NULL), PERI_OK);
    CHECK_INT("tokyo", peri_hours_book_always(kit.book, tokyo, &b, NULL), PERI_OK);
    CHECK_INT("utc again", peri_hours_book_always(kit.book, utc, &c, NULL), PERI_OK);
    CHECK("one per zone", a && a == c && a != b);
    if (a && b) {
        CHECK("open", peri_hours_is_always_open(a) && peri_hours_is_always_open(b));
        CHECK("of the zone", peri_hours_zone(b) == tokyo);
    }
    kit_close(&kit);
}

SUITE(hours_book_data_zones)
{
    static const char json[] =
        "{\"entries\": {"
        "\"Forex-oanda-[*]\": {\"dataTimeZone\": \"UTC\","
        " \"exchangeTimeZone\": \"America/New_York\"},"
        "\"Cfd-oanda-[*]\": {\"exchangeTimeZone\": \"America/New_York\"},"
        "\"Cfd-oanda-DE30EUR\": {\"dataTimeZone\": \"UTC-05\","
        " \"exchangeTimeZone\": \"Europe/Berlin\"},"
        "\"Cfd-oanda-BAD\": {\"dataTimeZone\": \"Mars\", \"exchangeTimeZone\": \"UTC\"}}}";
    static const struct {
        const char *type, *market, *ticker, *data_zone, *zone;
    } rows[] = {
        {"Forex", "oanda", "EURUSD", "UTC", "America/New_York"},
        {"Cfd", "oanda", "XAUUSD", "America/New_York", "America/New_York"},
        {"Cfd", "oanda", "DE30EUR", "UTC-05", "Europe/Berlin"},
        {"Cfd", "oanda", "de30eur", "UTC-05", "Europe/Berlin"},
        {"Forex", "fxcm", "EURUSD", "UTC-05", "America/New_York"}, /* built-in from here on */
        {"Forex", "elsewhere", NULL, "UTC", "America/New_York"},
        {"Cfd", "fxcm", "XAUUSD", "UTC-05", "America/New_York"},
        {"Crypto", "coinbase", "BTCUSD", "UTC", "UTC"},
        {"Equity", "usa", "SPY", "America/New_York", "America/New_York"},
    };
    struct kit kit;
    kit_open(&kit, data_folder("zones", json));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const peri_zone *zone = NULL;
        int rc = peri_hours_book_data_zone(kit.book, rows[i].type, rows[i].market, rows[i].ticker,
                                           &zone, NULL);
        CHECK_INT(rows[i].type, rc, PERI_OK);
        if (zone)
            CHECK_STR(rows[i].market, peri_zone_name(zone), rows[i].data_zone);
        const peri_hours *hours = get(&kit, rows[i].type, rows[i].market, rows[i].ticker);
        if (hours)
            CHECK_STR(rows[i].market, peri_zone_name(peri_hours_zone(hours)), rows[i].zone);
    }
    check_refused(&kit, "Cfd", "oanda", "BAD", PERI_EFORMAT,
                  "entry 'Cfd-oanda-BAD': dataTimeZone: ");
    const peri_zone *zone = NULL;
    peri_error err = {0, ""};
    CHECK_INT("no such market",
              peri_hours_book_data_zone(kit.book, "Equity", "x", "A", &zone, &err), PERI_ENOTFOUND);
    CHECK_HAS("no such market", err.text, "market was 'x'");
    CHECK("untouched", zone == NULL);
    kit_close(&kit);
}

/* All kinds of questions, with one allocation that fails. */
static int ask_all(peri_zones *zones, const char *folder, peri_error *err)
{
    peri_hours_book *book = NULL;
    const peri_hours *hours;
    const peri_zone *utc;
    int rc = peri_zone_get(zones, "UTC", &utc, err);
    if (rc == PERI_OK)
        rc = peri_hours_book_open(zones, folder, &book, err);
    if (rc == PERI_OK)
        rc = peri_hours_book_get(book, "Future", "cme", "ES", &hours, err);
    if (rc == PERI_OK)
        rc = peri_hours_book_get(book, "Crypto", "kraken", NULL, &hours, err);
    if (rc == PERI_OK)
        rc = peri_hours_book_data_zone(book, "Forex", "fxcm", NULL, &utc, err);
    if (rc == PERI_OK)
        rc = peri_hours_book_always(book, utc, &hours, err);
    if (rc == PERI_OK) {
        rc = peri_hours_book_get(book, "Future", "us", NULL, &hours, err);
        rc = rc == PERI_ENOTFOUND ? PERI_OK : rc;
    }
    peri_hours_book_close(book);
    return rc;
}

SUITE(hours_book_out_of_memory)
{
    const char *folder = data_folder("memory", database);
    peri_zones *zones = NULL;
    peri_error err = {0, ""};
    CHECK_INT("zones", peri_zones_open(&zones, NULL), PERI_OK);
    CHECK_INT("zones that stay", ask_all(zones, folder, &err), PERI_OK);
    int64_t before = peri_mem_live();
    for (long nth = 1;; nth++) {
        peri_mem_fail_at(nth);
        int rc = ask_all(zones, folder, &err);
        peri_mem_fail_at(0);
        CHECK_INT("no leak", peri_mem_live(), before);
        if (rc == PERI_OK) {
            CHECK("there are places that fail", nth > 20);
            break;
        }
        if (!CHECK_INT("only ENOMEM", rc, PERI_ENOMEM))
            break;
        CHECK_HAS("text", err.text, "no memory");
    }
    peri_zones_close(zones);
}
