/* test_lean_path.c - where LEAN keeps what. */
#include "check.h"

#include "market/lean_path.h"

#include <string.h>

enum {
    TICK = PERI_RES_TICK
};

static peri_lean_stream stream_of(peri_lean_kind kind, int resolution)
{
    return (peri_lean_stream){.kind = kind, .resolution = (peri_resolution)resolution};
}

#define TRADE PERI_LEAN_TRADE
#define QUOTE PERI_LEAN_QUOTE
#define NONE NULL

/* Every type at every step, trades and quotes. */
static const struct row {
    peri_security_type type;
    const char *market, *ticker;
    int resolution;
    const char *paths[2]; /* by kind */
} rows[] = {
    {PERI_TYPE_EQUITY, "usa", "SPY", TICK, {"/equity/usa/tick/spy", "/equity/usa/tick/spy"}},
    {PERI_TYPE_EQUITY,
     "USA",
     "SPY",
     PERI_RES_SECOND,
     {"/equity/usa/second/spy", "/equity/usa/second/spy"}},
    {PERI_TYPE_EQUITY,
     "usa",
     "spy",
     PERI_RES_MINUTE,
     {"/equity/usa/minute/spy", "/equity/usa/minute/spy"}},
    {PERI_TYPE_EQUITY, "usa", "BRK.B", PERI_RES_HOUR, {"/equity/usa/hour/brk.b.zip", NONE}},
    {PERI_TYPE_EQUITY, "india", "ABC", PERI_RES_DAILY, {"/equity/india/daily/abc.zip", NONE}},
    {PERI_TYPE_FOREX, "oanda", "EURUSD", TICK, {NONE, "/forex/oanda/tick/eurusd"}},
    {PERI_TYPE_FOREX, "FXCM", "EURUSD", PERI_RES_MINUTE, {NONE, "/forex/fxcm/minute/eurusd"}},
    {PERI_TYPE_FOREX, "oanda", "EURUSD", PERI_RES_HOUR, {NONE, "/forex/oanda/hour/eurusd.zip"}},
    {PERI_TYPE_CFD, "oanda", "DE30EUR", PERI_RES_SECOND, {NONE, "/cfd/oanda/second/de30eur"}},
    {PERI_TYPE_CFD, "oanda", "XAUUSD", PERI_RES_DAILY, {NONE, "/cfd/oanda/daily/xauusd.zip"}},
    {PERI_TYPE_CRYPTO,
     "coinbase",
     "BTCUSD",
     TICK,
     {"/crypto/coinbase/tick/btcusd", "/crypto/coinbase/tick/btcusd"}},
    {PERI_TYPE_CRYPTO,
     "coinbase",
     "BTCUSD",
     PERI_RES_MINUTE,
     {"/crypto/coinbase/minute/btcusd", "/crypto/coinbase/minute/btcusd"}},
    {PERI_TYPE_CRYPTO,
     "bybit",
     "BTCUSDT",
     PERI_RES_HOUR,
     {"/crypto/bybit/hour/btcusdt_trade.zip", "/crypto/bybit/hour/btcusdt_quote.zip"}},
    {PERI_TYPE_CRYPTO,
     "coinbase",
     "BTCUSD",
     PERI_RES_DAILY,
     {"/crypto/coinbase/daily/btcusd_trade.zip", "/crypto/coinbase/daily/btcusd_quote.zip"}},
    {PERI_TYPE_BASE, "", "X", PERI_RES_DAILY, {NONE, NONE}},
};

static void check_path(const struct row *row, peri_lean_kind kind)
{
    const peri_lean_symbol symbol = {"/data", row->type, row->market[0] ? row->market : "usa",
                                     row->ticker};
    const peri_lean_stream stream = stream_of(kind, row->resolution);
    const char *wanted = row->paths[kind];
    peri_error err = {0, ""};
    peri_buf path;
    peri_buf_init(&path);
    CHECK("there is such a stream", peri_lean_has_stream(row->type, stream) == (wanted != NULL));
    int rc = peri_lean_path(&path, &symbol, stream, &err);
    CHECK_INT(row->ticker, rc, wanted ? PERI_OK : PERI_ENOTFOUND);
    if (wanted) {
        CHECK_HAS(row->ticker, peri_buf_str(&path), "/data/");
        CHECK_STR(row->ticker, peri_buf_str(&path) + strlen("/data"), wanted);
        CHECK("a zip or a folder", peri_lean_is_folder(stream) == !strstr(wanted, ".zip"));
    } else {
        CHECK_STR("nothing is added", peri_buf_str(&path), "");
    }
    peri_buf_deinit(&path);
}

SUITE(lean_path_of_every_stream)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_path(&rows[i], TRADE);
        check_path(&rows[i], QUOTE);
    }
}

SUITE(lean_path_says_what_is_wrong)
{
    static const char *const markets[] = {"", "..", "a/b", "us a", "\xc3\xa4"};
    peri_lean_symbol symbol = {"/data", PERI_TYPE_FOREX, "oanda", "EURUSD"};
    peri_error err = {0, ""};
    peri_buf path;
    peri_buf_init(&path);
    CHECK_INT("no trades", peri_lean_path(&path, &symbol, stream_of(TRADE, TICK), &err),
              PERI_ENOTFOUND);
    CHECK_STR("no trades", err.text, "'EURUSD' is of type Forex, which has no Tick data of trades");
    symbol.type = PERI_TYPE_EQUITY;
    CHECK_INT("no quotes", peri_lean_path(&path, &symbol, stream_of(QUOTE, PERI_RES_HOUR), &err),
              PERI_ENOTFOUND);
    CHECK_STR("no quotes", err.text,
              "'EURUSD' is of type Equity, which has no Hour data of quotes");
    for (size_t i = 0; i < sizeof markets / sizeof markets[0]; i++) {
        symbol.market = markets[i];
        CHECK_INT("market", peri_lean_path(&path, &symbol, stream_of(TRADE, PERI_RES_HOUR), &err),
                  PERI_EINVAL);
        CHECK_HAS("market", err.text, "market was '");
        CHECK_HAS("market", err.text, "'; expected a name like 'usa' or 'oanda'");
    }
    CHECK_STR("nothing is added", peri_buf_str(&path), "");
    peri_lean_path_day(&path, QUOTE, peri_date_make(2013, 10, 7));
    peri_lean_path_day(&path, TRADE, peri_date_make(1998, 1, 12));
    CHECK_STR("days", peri_buf_str(&path), "/20131007_quote.zip/19980112_trade.zip");
    peri_buf_deinit(&path);
}

SUITE(lean_price_units)
{
    CHECK("equity", peri_lean_price_unit(PERI_TYPE_EQUITY) == 10000);
    CHECK("forex", peri_lean_price_unit(PERI_TYPE_FOREX) == 1);
    CHECK("cfd", peri_lean_price_unit(PERI_TYPE_CFD) == 1);
    CHECK("crypto", peri_lean_price_unit(PERI_TYPE_CRYPTO) == 1);
}
