/* test_security_id.c - LEAN's identifiers; those expected are LEAN's own. */
#include "check.h"
#include "corporate_kit.h"

#include "market/security_id.h"

#include <string.h>

SUITE(security_id_values)
{
    static const struct {
        const char *ticker, *market;
        int type, date;
        const char *want;
    } rows[] = {
        {"SPY", "usa", 1, 19980102, "SPY R735QTJ8XC9X"},
        {"aapl", "USA", 1, 19980102, "AAPL R735QTJ8XC9X"},
        {"IBM", "usa", 1, 19980102, "IBM R735QTJ8XC9X"},
        {"goocv", "usa", 1, 20140327, "GOOCV VP83T1ZUHROL"},
        {"EURUSD", "oanda", 4, 18991230, "EURUSD 8G"},
        {"BTCUSD", "coinbase", 7, 18991230, "BTCUSD 2XR"},
        {"SHY", "usa", 1, 18991230, "SHY 2T"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[PERI_SECURITY_ID_TEXT];
        CHECK_INT(rows[i].want,
                  peri_security_id(rows[i].ticker, rows[i].market, rows[i].type, day(rows[i].date),
                                   out, NULL),
                  PERI_OK);
        CHECK_STR(rows[i].want, out, rows[i].want);
    }
    CHECK_INT("bybit", peri_security_id_market("Bybit"), 37);
}

SUITE(security_id_refusals)
{
    static const char long_ticker[] =
        "ABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDE";
    static const struct {
        const char *ticker, *market;
        int type, date;
        const char *says;
    } rows[] = {
        {"", "usa", 1, 19980102, "ticker was ''"},
        {"a b", "usa", 1, 19980102, "ticker was 'a b'"},
        {long_ticker, "usa", 1, 19980102, "expected 1 to 64 printable bytes"},
        {"SPY", "nowhere", 1, 19980102, "market was 'nowhere', which LEAN has no number for"},
        {"SPY", "us", 1, 19980102, "market was 'us'"},
        {"SPY", "usa", -1, 19980102, "security type was -1; expected 0 to 99"},
        {"SPY", "usa", 100, 19980102, "security type was 100"},
        {"SPY", "usa", 1, 18991229, "was -1 days after 1899-12-30; expected 0 to 99999"},
        {"SPY", "usa", 1, 22501231, "days after 1899-12-30"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[PERI_SECURITY_ID_TEXT] = "untouched";
        peri_error err = {0};
        CHECK_INT(rows[i].says,
                  peri_security_id(rows[i].ticker, rows[i].market, rows[i].type, day(rows[i].date),
                                   out, &err),
                  PERI_EINVAL);
        CHECK_HAS(rows[i].says, err.text, rows[i].says);
        CHECK_STR(rows[i].says, out, "untouched");
    }
    char out[PERI_SECURITY_ID_TEXT];
    CHECK_INT("the longest",
              peri_security_id(long_ticker + 1, "interactivebrokers", 99, day(20991231), out, NULL),
              PERI_OK);
    CHECK("fits", strlen(out) < PERI_SECURITY_ID_TEXT);
}
