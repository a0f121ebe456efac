/* test_symbol_properties.c - currencies, lots and price steps: rows, defaults, damage. */
#include "base/mem.h"
#include "check.h"
#include "market/symbol_properties.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER                                                                                     \
    "market,symbol,type,description,quote_currency,contract_multiplier,minimum_price_variation,"   \
    "lot_size,market_ticker,minimum_order_size,price_magnifier,strike_multiplier\n"

static const char good[] =
    HEADER "\r\n#\r\n# a comment, with commas, in it\r\n"
           "usa,[*],equity,,USD,1,0.01,1\r\n"
           "oanda,EURUSD,forex,EUR/USD,USD,1,0.00001,1\n"
           "fxcm,EURUSD,forex,EUR/USD,USD,1,0.00001,1000\n"
           "oanda,DE30EUR,cfd,Germany 30,EUR,1,0.1,0.1\n"
           "coinbase,BTCUSD,crypto,Bitcoin,USD,1,0.01,0.00000001,BTC-USD,0.000016\n"
           "coinbase,1INCHBTC,crypto,1inch,BTC,1,0.0000001,0.01,1INCH-BTC,,\n"
           "  kraken , XBTUSDT ,crypto,x, USDT ,1,1e-1,1E-8,,,100,2\n"
           "coinbase,BAD,crypto,,USD,1,0,1\n";

static const char *folder_with(const char *name, const char *bytes, size_t len)
{
    static char folder[400];
    char path[500];
    snprintf(folder, sizeof folder, "%s/%s", check_tmp(), name);
    snprintf(path, sizeof path, "%s/symbol-properties/symbol-properties-database.csv", folder);
    check_write(path, bytes, (long)len);
    return folder;
}

static peri_symbol_database *open_text(const char *name, const char *text)
{
    peri_symbol_database *database = NULL;
    peri_error err = {0, ""};
    CHECK_INT(name,
              peri_symbol_database_open(folder_with(name, text, strlen(text)), &database, &err),
              PERI_OK);
    CHECK_STR(name, err.text, "");
    return database;
}

struct wanted {
    peri_security_type type;
    const char *market, *ticker, *quote, *base;
    double tick, lot;
    bool is_known;
};

static void check_wanted(const peri_symbol_database *database, const struct wanted *w)
{
    peri_symbol_properties p = {.lot_size = 0};
    peri_error err = {0, ""};
    CHECK_INT(w->ticker,
              peri_symbol_properties_get(database, w->type, w->market, w->ticker, &p, &err),
              PERI_OK);
    CHECK_STR(w->ticker, err.text, "");
    CHECK_STR(w->ticker, p.quote_currency, w->quote);
    CHECK_STR(w->ticker, p.base_currency, w->base);
    CHECK(w->ticker, p.tick == w->tick && p.lot_size == w->lot);
    CHECK(w->ticker, p.multiplier == 1);
    CHECK(w->ticker, p.is_known == w->is_known);
}

SUITE(symbol_properties_rows)
{
    static const struct wanted rows[] = {
        {PERI_TYPE_EQUITY, "usa", "SPY", "USD", "", 0.01, 1, true},
        {PERI_TYPE_FOREX, "oanda", "EURUSD", "USD", "EUR", 0.00001, 1, true},
        {PERI_TYPE_FOREX, "OANDA", "eurusd", "USD", "EUR", 0.00001, 1, true},
        {PERI_TYPE_FOREX, "fxcm", "EURUSD", "USD", "EUR", 0.00001, 1000, true},
        {PERI_TYPE_CFD, "oanda", "DE30EUR", "EUR", "", 0.1, 0.1, true},
        {PERI_TYPE_CRYPTO, "coinbase", "BTCUSD", "USD", "BTC", 0.01, 1e-8, true},
        {PERI_TYPE_CRYPTO, "coinbase", "1INCHBTC", "BTC", "1INCH", 0.0000001, 0.01, true},
        {PERI_TYPE_CRYPTO, "kraken", "XBTUSDT", "USDT", "XBT", 0.1, 1e-8, true},
        /* without a row */
        {PERI_TYPE_FOREX, "oanda", "eurgbp", "GBP", "EUR", 0.00001, 1, false},
        {PERI_TYPE_FOREX, "oanda", "USDJPY", "JPY", "USD", 0.001, 1, false},
        {PERI_TYPE_CRYPTO, "coinbase", "ETHUSD", "USD", "ETH", 0.01, 1e-8, false},
        {PERI_TYPE_CFD, "oanda", "XAUUSD", "USD", "", 0.01, 1, false},
        {PERI_TYPE_EQUITY, "lse", "VOD", "USD", "", 0.01, 1, false},
        {PERI_TYPE_BASE, "", "X", "USD", "", 0.01, 1, false},
    };
    peri_symbol_database *database = open_text("properties", good);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_wanted(database, &rows[i]);
    peri_symbol_database_close(database);
}

/* Descriptions and names at the exchange; a long one is cut at a whole character. */
SUITE(symbol_properties_texts)
{
    char wide[200] = "", text[sizeof HEADER + 2 * sizeof wide + 100];
    for (int i = 0; i < 64; i++)
        strcat(wide, "\xc3\xa4");
    snprintf(text, sizeof text, "%susa,WIDE,equity,%s,USD,1,0.01,1\nusa,ODD,equity,x%s,USD,1,1,1\n",
             HEADER, wide, wide);
    peri_symbol_database *database = open_text("texts", good);
    peri_symbol_properties p;
    CHECK_INT(
        "there",
        peri_symbol_properties_get(database, PERI_TYPE_CRYPTO, "coinbase", "BTCUSD", &p, NULL),
        PERI_OK);
    CHECK_STR("description", p.description, "Bitcoin");
    CHECK_STR("at the exchange", p.market_ticker, "BTC-USD");
    peri_symbol_properties_get(database, PERI_TYPE_EQUITY, "usa", "SPY", &p, NULL);
    CHECK_STR("none is written", p.description, "");
    CHECK_STR("nor this", p.market_ticker, "");
    peri_symbol_database_close(database);
    database = open_text("wide_texts", text);
    peri_symbol_properties_get(database, PERI_TYPE_EQUITY, "usa", "WIDE", &p, NULL);
    CHECK_INT("cut before a character", strlen(p.description), PERI_SYMBOL_TEXT - 2);
    peri_symbol_properties_get(database, PERI_TYPE_EQUITY, "usa", "ODD", &p, NULL);
    CHECK_INT("as much as there is room for", strlen(p.description), PERI_SYMBOL_TEXT - 1);
    peri_symbol_database_close(database);
}

SUITE(symbol_properties_without_a_file)
{
    static const struct wanted rows[] = {
        {PERI_TYPE_EQUITY, "usa", "SPY", "USD", "", 0.01, 1, false},
        {PERI_TYPE_FOREX, "oanda", "EURUSD", "USD", "EUR", 0.00001, 1, false},
        {PERI_TYPE_CRYPTO, "coinbase", "BTCEUR", "EUR", "BTC", 0.01, 1e-8, false},
    };
    const char *const roots[] = {NULL, "/nowhere/at/all"};
    for (size_t i = 0; i < 2; i++) {
        peri_symbol_database *database = NULL;
        CHECK_INT("no file", peri_symbol_database_open(roots[i], &database, NULL), PERI_OK);
        for (size_t k = 0; database && k < sizeof rows / sizeof rows[0]; k++)
            check_wanted(database, &rows[k]);
        peri_symbol_properties p = {.lot_size = 7};
        peri_error err = {0, ""};
        CHECK_INT(
            "an unknown pair",
            peri_symbol_properties_get(database, PERI_TYPE_CRYPTO, "binance", "BTCUSDT", &p, &err),
            PERI_ENOTFOUND);
        CHECK_HAS("an unknown pair", err.text,
                  "nothing tells the quote currency of Crypto "
                  "'BTCUSDT' at 'binance': no row in '");
        CHECK_INT("no pair",
                  peri_symbol_properties_get(database, PERI_TYPE_FOREX, "oanda", "EUR", &p, &err),
                  PERI_ENOTFOUND);
        CHECK_INT(
            "no letters",
            peri_symbol_properties_get(database, PERI_TYPE_FOREX, "oanda", "EUR/1,2", &p, &err),
            PERI_ENOTFOUND);
        CHECK("untouched", p.lot_size == 7);
        peri_symbol_database_close(database);
    }
    peri_symbol_database_close(NULL);
}

SUITE(symbol_properties_files_that_are_refused)
{
    static const struct row {
        const char *name, *text, *says;
    } rows[] = {
        {"no header", "usa,[*],equity,,USD,1,0.01,1\n",
         "database.csv:1: header was 'usa,[*],equity,,USD,1,0.01,1'; expected 'market,symbol,"},
        {"another header", "\n# x\nmarket,symbol,kind,description,a,b,c,d\n",
         "database.csv:3: header was 'market,symbol,kind,"},
        {"no symbol", HEADER "usa\n", "database.csv:2: row was 'usa'; expected market,symbol,type"},
        {"two fields", HEADER "\nusa,SPY\n", "database.csv:3: row was 'usa,SPY'"},
        {"an empty symbol", HEADER "usa,,equity,,USD,1,1,1\n", "database.csv:2: row was 'usa,,eq"},
        {"bytes", HEADER "\xff\xfe\n", "database.csv:2: row was '\\xff\\xfe'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_symbol_database *database = NULL;
        peri_error err = {0, ""};
        const char *folder = folder_with("properties_bad", rows[i].text, strlen(rows[i].text));
        int64_t live = peri_mem_live();
        CHECK_INT(rows[i].name, peri_symbol_database_open(folder, &database, &err), PERI_EFORMAT);
        CHECK_HAS(rows[i].name, err.text, rows[i].says);
        CHECK_HAS(rows[i].name, err.text, "properties_bad/symbol-properties/symbol-properties-");
        CHECK("untouched", database == NULL);
        CHECK_INT("no leak", peri_mem_live(), live);
    }
    peri_symbol_database *database = NULL;
    peri_error err = {0, ""};
    size_t len = strlen(HEADER) + 300000;
    char *longest = malloc(len + 1);
    memset(longest, 'a', len);
    memcpy(longest, HEADER, strlen(HEADER));
    CHECK_INT(
        "too long",
        peri_symbol_database_open(folder_with("properties_bad", longest, len), &database, &err),
        PERI_EFORMAT);
    CHECK_HAS("too long", err.text, "database.csv:2: row is longer than 262143 bytes");
    free(longest);
}

SUITE(symbol_properties_rows_that_are_refused)
{
    static const struct row {
        const char *row, *says;
    } rows[] = {
        {"usa,SPY,equity,,USD,1,0.01\n", ":2: row has 7 fields; expected 8 to 12"},
        {"usa,SPY,equity,a,b,USD,1,0.01,1,,,,\n", ":2: row has 13 fields; expected 8 to 12"},
        {"usa,SPY,equity,,USD,0,0.01,1\n", ":2: contract_multiplier was '0'; expected a number"},
        {"usa,SPY,equity,,USD,1,-1,1\n", ":2: minimum_price_variation was '-1'; expected a number "
                                         "above 0"},
        {"usa,SPY,equity,,USD,1,nan,1\n", ":2: minimum_price_variation was 'nan'; expected"},
        {"usa,SPY,equity,,USD,1,0.01,\n", ":2: lot_size was ''; expected a number above 0"},
        {"usa,SPY,equity,,USD,1,0.01,1e999\n", ":2: lot_size was '1e999'; expected"},
        {"usa,SPY,equity,,,1,0.01,1\n", ":2: quote_currency was ''; expected a currency like"},
        {"usa,SPY,equity,,U D,1,0.01,1\n", ":2: quote_currency was 'U D'; expected a currency"},
        {"usa,SPY,equity,,aaaaaaaaaaaaaaaaaaaaaaaa,1,0.01,1\n", ":2: quote_currency was 'aaaa"},
        {"usa,SPY,equity,,USD,1,1,1\n\nusa,IBM,equity,,USD,1,1,1\nUSA,spy,Equity,,USD,1,1,1\n",
         ":5: 'equity,usa,spy' is there already, in line 2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[600];
        peri_symbol_properties p = {.lot_size = 7};
        peri_error err = {0, ""};
        snprintf(text, sizeof text, HEADER "%s", rows[i].row);
        peri_symbol_database *database = open_text("properties_row", text);
        CHECK_INT(rows[i].says,
                  peri_symbol_properties_get(database, PERI_TYPE_EQUITY, "usa", "SPY", &p, &err),
                  PERI_EFORMAT);
        CHECK_HAS(rows[i].says, err.text, rows[i].says);
        CHECK_HAS(rows[i].says, err.text, "symbol-properties-database.csv:");
        CHECK("untouched", p.lot_size == 7);
        CHECK_INT("nobody asked for it",
                  peri_symbol_properties_get(database, PERI_TYPE_EQUITY, "usa", "QQQ", &p, &err),
                  PERI_OK);
        peri_symbol_database_close(database);
    }
}

SUITE(symbol_properties_without_memory)
{
    const char *folder = folder_with("properties_memory", good, strlen(good));
    int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc != PERI_OK; nth++) {
        peri_symbol_database *database = NULL;
        peri_error err = {0, ""};
        peri_mem_fail_at(nth);
        rc = peri_symbol_database_open(folder, &database, &err);
        peri_mem_fail_at(0);
        if (rc != PERI_OK) {
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
            CHECK_HAS("says so", err.text, "memory");
        }
        peri_symbol_database_close(database);
        CHECK_INT("no leak", peri_mem_live(), live);
    }
}

/* Every row of the recorded database for the types there are. */
SUITE(symbol_properties_recorded)
{
    static const struct wanted some[] = {
        {PERI_TYPE_EQUITY, "usa", "SPY", "USD", "", 0.01, 1, true},
        {PERI_TYPE_FOREX, "oanda", "EURUSD", "USD", "EUR", 0.00001, 1, true},
        {PERI_TYPE_FOREX, "fxcm", "EURUSD", "USD", "EUR", 0.00001, 1000, true},
        {PERI_TYPE_CFD, "oanda", "DE30EUR", "EUR", "", 0.1, 0.1, true},
    };
    static const peri_security_type types[] = {PERI_TYPE_EQUITY, PERI_TYPE_FOREX, PERI_TYPE_CFD,
                                               PERI_TYPE_CRYPTO};
    char path[600], row[1000];
    if (!check_shared()) {
        check_skip("symbol properties", "no shared folder");
        return;
    }
    peri_symbol_database *database = NULL;
    snprintf(path, sizeof path, "%s/lean-data", check_shared());
    CHECK_INT("read", peri_symbol_database_open(path, &database, NULL), PERI_OK);
    for (size_t i = 0; database && i < sizeof some / sizeof some[0]; i++)
        check_wanted(database, &some[i]);
    snprintf(path, sizeof path, "%s/lean-data/symbol-properties/symbol-properties-database.csv",
             check_shared());
    FILE *file = fopen(path, "r");
    int found = 0;
    while (database && file && fgets(row, sizeof row, file)) {
        char market[40], symbol[40], type[40];
        if (row[0] == '#' || sscanf(row, "%39[^,],%39[^,],%39[^,],", market, symbol, type) != 3)
            continue;
        for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
            peri_symbol_properties p = {.is_known = false};
            const char *name = peri_security_type_name(types[i]);
            if ((type[0] | 32) != (name[0] | 32) || strcmp(type + 1, name + 1) != 0)
                continue;
            CHECK_INT(symbol,
                      peri_symbol_properties_get(database, types[i], market, symbol, &p, NULL),
                      PERI_OK);
            CHECK(symbol, p.is_known && p.tick > 0 && p.lot_size > 0);
            found++;
        }
    }
    CHECK("there are many", found > 8000);
    if (file)
        fclose(file);
    peri_symbol_database_close(database);
}
