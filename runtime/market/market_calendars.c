/* market_calendars.c - the table of markets and built-in calendars. Layer 2. */
#include "market/market_calendars.h"

#include "base/words.h"

#include <string.h>

/* Arrays, not literals: one address for each calendar. */
static const char nyse[] = "nyse", cme[] = "cme", forex[] = "forex", crypto[] = "crypto",
                  hkex[] = "hkex", lse[] = "lse", xetra[] = "xetra", jpx[] = "jpx";

/* LEAN calls Hong Kong's market hkfe for futures and indices; its cash market has several names. */
static const peri_market_calendar_row rows[] = {
    {"Equity", "usa", nyse},        {"Equity", "hkex hkse hkfe", hkex},
    {"Equity", "lse", lse},         {"Equity", "xetra eurex", xetra},
    {"Equity", "jpx tse", jpx},     {"Option", "usa", nyse},
    {"Index", "usa", nyse},         {"Index", "hkex hkse hkfe", hkex},
    {"Index", "lse", lse},          {"Index", "xetra eurex", xetra},
    {"Index", "jpx tse", jpx},      {"Future", "cme cbot nymex comex cfe", cme},
    {"Future", "hkfe", hkex},       {"Forex", NULL, forex},
    {"Cfd", NULL, forex},           {"Crypto", NULL, crypto},
    {"CryptoFuture", NULL, crypto},
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

const char *peri_market_calendar(const char *type, const char *market)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const peri_market_calendar_row *row = &rows[i];
        if (peri_word_is(row->type, strlen(row->type), type) &&
            (!row->markets || holds(row->markets, market)))
            return row->calendar;
    }
    return NULL;
}
