/* market_calendars.c - the table of markets and built-in calendars. Layer 2. */
#include "market/market_calendars.h"

#include "base/words.h"

#include <string.h>

/* Arrays, not literals: one address for each calendar. */
static const char nyse[] = "nyse", cme[] = "cme", forex[] = "forex", crypto[] = "crypto",
                  hkex[] = "hkex", lse[] = "lse", xetra[] = "xetra", jpx[] = "jpx";

/* LEAN calls Hong Kong's market hkfe for futures and indices; its cash market has several names. */
static const peri_market_calendar_row rows[] = {
    {"Equity", "usa", nyse, NULL},        {"Equity", "hkex hkse hkfe", hkex, NULL},
    {"Equity", "lse", lse, NULL},         {"Equity", "xetra eurex", xetra, NULL},
    {"Equity", "jpx tse", jpx, NULL},     {"Option", "usa", nyse, NULL},
    {"Index", "usa", nyse, NULL},         {"Index", "hkex hkse hkfe", hkex, NULL},
    {"Index", "lse", lse, NULL},          {"Index", "xetra eurex", xetra, NULL},
    {"Index", "jpx tse", jpx, NULL},      {"Future", "cme cbot nymex comex cfe", cme, NULL},
    {"Future", "hkfe", hkex, NULL},       {"Forex", "fxcm", forex, "UTC-05"},
    {"Forex", NULL, forex, "UTC"},        {"Cfd", "fxcm", forex, "UTC-05"},
    {"Cfd", NULL, forex, "UTC"},          {"Crypto", NULL, crypto, NULL},
    {"CryptoFuture", NULL, crypto, NULL},
};

static bool holds(const char *markets, const char *market)
{
    size_t len;
    for (const char *word; (word = peri_word_next(&markets, &len));)
        if (peri_word_is(word, len, market))
            return true;
    return false;
}

const peri_market_calendar_row *peri_market_calendar_rows(size_t *n)
{
    *n = sizeof rows / sizeof *rows;
    return rows;
}

static const peri_market_calendar_row *find_row(const char *type, const char *market)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const peri_market_calendar_row *row = &rows[i];
        if (peri_word_is(row->type, strlen(row->type), type) &&
            (!row->markets || holds(row->markets, market)))
            return row;
    }
    return NULL;
}

const char *peri_market_calendar(const char *type, const char *market)
{
    const peri_market_calendar_row *row = find_row(type, market);
    return row ? row->calendar : NULL;
}

const char *peri_market_data_zone(const char *type, const char *market)
{
    const peri_market_calendar_row *row = find_row(type, market);
    return row ? row->data_zone : NULL;
}
