/* security_id.c - identifiers of securities. Layer 2. */
#include "market/security_id.h"

#include "base/words.h"
#include "market/corporate_path.h"
#include "market/excerpt.h"

#include <stdint.h>
#include <string.h>

static const struct market {
    const char *name;
    int number;
} markets[] = {
    {"usa", 1},       {"fxcm", 2},       {"oanda", 3},
    {"dukascopy", 4}, {"bitfinex", 5},   {"cmeglobex", 6},
    {"nymex", 7},     {"cbot", 8},       {"ice", 9},
    {"cboe", 10},     {"india", 11},     {"gdax", 12},
    {"kraken", 13},   {"bittrex", 14},   {"bithumb", 15},
    {"binance", 16},  {"poloniex", 17},  {"coinone", 18},
    {"hitbtc", 19},   {"okcoin", 20},    {"bitstamp", 21},
    {"comex", 22},    {"cme", 23},       {"sgx", 24},
    {"hkfe", 25},     {"nyseliffe", 26}, {"cfe", 33},
    {"ftx", 34},      {"ftxus", 35},     {"binanceus", 36},
    {"bybit", 37},    {"coinbase", 38},  {"interactivebrokers", 39},
    {"eurex", 40},    {"ose", 41},       {"dydx", 42},
};

int peri_security_id_market(const char *market)
{
    for (size_t i = 0; i < sizeof markets / sizeof *markets; i++)
        if (peri_word_is(market, strlen(market), markets[i].name))
            return markets[i].number;
    return -1;
}

/* Of an ASCII letter; others stay as they are. */
static char upper(char c)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (c < 'a' || c > 'z')
        return c;
    return letters[c - 'a'];
}

/* Write a number to base 36, terminated. */
static void write_base36(uint64_t number, char *out)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    char reversed[16];
    int n = 0;
    do {
        reversed[n++] = digits[number % 36];
        number /= 36;
    } while (number > 0);
    while (n > 0)
        *out++ = reversed[--n];
    *out = '\0';
}

static int check(const char *ticker, const char *market, int type, int64_t days, peri_error *err)
{
    char shown[PERI_EXCERPT_TEXT];
    if (!peri_corporate_is_name(ticker, strlen(ticker)))
        return peri_fail(err, PERI_EINVAL, "ticker was '%s'; expected 1 to %d printable bytes",
                         peri_excerpt(ticker, strlen(ticker), shown), PERI_TICKER_MAX);
    if (peri_security_id_market(market) < 0)
        return peri_fail(err, PERI_EINVAL, "market was '%s', which LEAN has no number for",
                         peri_excerpt(market, strlen(market), shown));
    if (type < 0 || type > 99)
        return peri_fail(err, PERI_EINVAL, "security type was %d; expected 0 to 99", type);
    if (days < 0 || days > 99999)
        return peri_fail(err, PERI_EINVAL,
                         "first date of '%s' was %lld days after 1899-12-30; expected 0 to 99999",
                         ticker, (long long)days);
    return PERI_OK;
}

int peri_security_id(const char *ticker, const char *market, int type, peri_date first_date,
                     char *out, peri_error *err)
{
    int64_t days = (int64_t)first_date - peri_date_make(1899, 12, 30);
    int rc = check(ticker, market, type, days, err);
    if (rc != PERI_OK)
        return rc;
    for (; *ticker; ticker++)
        *out++ = upper(*ticker);
    *out++ = ' ';
    uint64_t number = (uint64_t)days * UINT64_C(100000000000000) +
                      (uint64_t)peri_security_id_market(market) * 100 + (uint64_t)type;
    write_base36(number, out);
    return PERI_OK;
}
