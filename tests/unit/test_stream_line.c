/* test_stream_line.c - lines of market data: what they may be, and what is said of the others. */
#include "check.h"

#include <locale.h>
#include <string.h>

#include "base/mem.h"
#include "stream/stream_line.h"
#include "time/civil.h"

#define NOON INT64_C(1704205800000000000) /* 2024-01-02 14:30:00 UTC */

static int parse(const char *text, peri_stream_item *item, peri_error *err)
{
    memset(item, 0x5A, sizeof *item);
    memset(err, 0, sizeof *err);
    return peri_stream_line_parse(text, strlen(text), item, err);
}

/* ---- good lines ---- */

static const struct good {
    const char *name, *text;
    peri_stream_item item;
} good[] = {
    {"trade",
     "{\"type\":\"trade\",\"symbol\":\"AAPL\",\"time\":\"2024-01-02T14:30:00Z\",\"price\":185.5,"
     "\"size\":100}",
     {PERI_STREAM_TRADE, "AAPL", NOON, 0, 185.5, 185.5, 185.5, 185.5, 100, 0, 0, 0, 0, 0}},
    {"trade by its price, no size",
     "{\"price\":2,\"time\":1704205800,\"symbol\":\"BTC-USD\"}",
     {PERI_STREAM_TRADE, "BTC-USD", NOON, 0, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0}},
    {"a price decides before a bid",
     "{\"price\":2,\"bid\":-1,\"open\":3,\"time\":1704205800,\"symbol\":\"A\"}",
     {PERI_STREAM_TRADE, "A", NOON, 0, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0}},
    {"quote",
     "{\"type\":\"quote\",\"symbol\":\"EURUSD\",\"time\":1704205800000,\"bid\":1.25,\"ask\":1.5,"
     "\"bid_size\":3,\"ask_size\":0}",
     {PERI_STREAM_QUOTE, "EURUSD", NOON, 0, 0, 0, 0, 0, 0, 1.25, 1.5, 3, 0, 0}},
    {"quote of one side",
     "{\"symbol\":\"E\",\"time\":1704205800000000,\"ask\":1.5,\"askSize\":7,\"bidSize\":0.5}",
     {PERI_STREAM_QUOTE, "E", NOON, 0, 0, 0, 0, 0, 0, 0, 1.5, 0.5, 7, 0}},
    {"quote, bid equals ask",
     "{\"symbol\":\"E\",\"time\":1704205800000000,\"ask\":1.5,\"bid\":1.5}",
     {PERI_STREAM_QUOTE, "E", NOON, 0, 0, 0, 0, 0, 0, 1.5, 1.5, 0, 0, 0}},
    {"bar",
     "{\"type\":\"bar\",\"symbol\":\"SPY\",\"time\":\"2024-01-02 14:30\",\"open\":2,\"high\":4,"
     "\"low\":1,\"close\":3,\"volume\":1e3,\"end\":\"2024-01-02 14:31\"}",
     {PERI_STREAM_BAR, "SPY", NOON, NOON + PERI_MINUTE, 2, 4, 1, 3, 1000, 0, 0, 0, 0, 0}},
    {"bar by its open; no end, no volume",
     "{\"symbol\":\"SPY\",\"time\":1704205800000000000,\"open\":2,\"high\":2,\"low\":2,"
     "\"close\":2}",
     {PERI_STREAM_BAR, "SPY", NOON, 0, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0}},
    {"time",
     "{\"type\":\"time\",\"time\":\"2024-01-02T15:30:00+01:00\"}",
     {PERI_STREAM_TIME, "", NOON, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"time with a symbol that is none",
     "{\"type\":\"time\",\"symbol\":7,\"time\":1704205800.0}",
     {PERI_STREAM_TIME, "", NOON, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"a fraction of seconds, as written",
     "{\"type\":\"time\",\"time\":1704205800.123456}",
     {PERI_STREAM_TIME, "", NOON + 123456000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"nanoseconds as text",
     "{\"type\":\"time\",\"time\":\"2024-01-02T14:30:00.123456789Z\"}",
     {PERI_STREAM_TIME, "", NOON + 123456789, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"an epoch number as text",
     "{\"type\":\"time\",\"time\":\"1704205800\"}",
     {PERI_STREAM_TIME, "", NOON, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"before 1970",
     "{\"type\":\"time\",\"time\":-100000000}",
     {PERI_STREAM_TIME, "", INT64_C(-100000000000000000), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"a date",
     "{\"type\":\"time\",\"time\":\"1970-01-02\"}",
     {PERI_STREAM_TIME, "", PERI_DAY, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"unknown members, null, blanks, a carriage return, a mark",
     "\xEF\xBB\xBF {\"x\":1, \"x\":\"y\", \"type\":null, \"Price\":true, "
     "\"bid\":null,\"size\":null,"
     "\t\"price\":2,\"time\":1704205800,\"symbol\":\"A\"} \r",
     {PERI_STREAM_TRADE, "A", NOON, 0, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0}},
    {"escapes",
     "{\"\\u0070rice\":2,\"time\":1704205800,\"symbol\":\"\\u20ac.\\ud83d\\ude00\\\" \"}",
     {PERI_STREAM_TRADE, "€.😀\" ", NOON, 0, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0}},
    {"64 bytes of symbol",
     "{\"price\":2,\"time\":1704205800,\"symbol\":"
     "\"0123456789012345678901234567890123456789012345678901234567890123\"}",
     {PERI_STREAM_TRADE, "0123456789012345678901234567890123456789012345678901234567890123", NOON,
      0, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0}},
    {"the smallest price",
     "{\"price\":5e-324,\"size\":-0.0,\"time\":1704205800,\"symbol\":\"A\"}",
     {PERI_STREAM_TRADE, "A", NOON, 0, 5e-324, 5e-324, 5e-324, 5e-324, 0, 0, 0, 0, 0, 0}},
    {"empty", "", {PERI_STREAM_NONE, "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"blank", " \t \r", {PERI_STREAM_NONE, "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    {"only a mark", "\xEF\xBB\xBF\r", {PERI_STREAM_NONE, "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
};

static void check_item(const char *name, const peri_stream_item *got, const peri_stream_item *want)
{
    CHECK_INT(name, got->kind, want->kind);
    CHECK_STR(name, got->ticker, want->ticker);
    CHECK_INT(name, got->time_ns, want->time_ns);
    CHECK_INT(name, got->end_ns, want->end_ns);
    CHECK(name, memcmp(&got->open, &want->open, sizeof(double[4])) == 0);
    CHECK(name, memcmp(&got->volume, &want->volume, sizeof(double)) == 0);
    CHECK(name, memcmp(&got->bid, &want->bid, sizeof(double[4])) == 0);
    CHECK_INT(name, got->line, 0);
}

SUITE(stream_line_reads_what_is_good)
{
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        peri_stream_item item;
        peri_error err;
        CHECK_INT(good[i].name, parse(good[i].text, &item, &err), PERI_OK);
        CHECK_STR(good[i].name, err.text, "");
        check_item(good[i].name, &item, &good[i].item);
    }
}

/* A comma for the point, as in many countries, changes nothing. */
SUITE(stream_line_knows_no_locale)
{
    peri_stream_item item;
    peri_error err;
    char before[64];
    strcpy(before, setlocale(LC_ALL, NULL));
    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "fr_FR.UTF-8"))
        check_skip("locale", "no locale with a decimal comma is installed");
    CHECK_INT("reads", parse(good[0].text, &item, &err), PERI_OK);
    check_item("the same", &item, &good[0].item);
    CHECK("refused",
          parse("{\"price\":-0.5,\"symbol\":\"A\",\"time\":1704205800}", &item, &err) < 0);
    CHECK_STR("the same text", err.text, "price was -0.5; expected a number above 0");
    setlocale(LC_ALL, before);
}

/* ---- bad lines ---- */

#define AT "\"symbol\":\"A\",\"time\":1704205800,"
#define BAR(open, high, low, close)                                                                \
    "{" AT "\"type\":\"bar\",\"open\":" open ",\"high\":" high ",\"low\":" low ",\"close\":" close
#define EPOCH "an epoch number of 9 to 19 digits, with a fraction only if it counts seconds"

static const struct bad {
    const char *name, *text, *says;
} bad[] = {
    {"no price", "{" AT "\"type\":\"trade\"}", "price is missing"},
    {"price is null", "{" AT "\"type\":\"trade\",\"price\":null}", "price is missing"},
    {"price below 0", "{" AT "\"price\":-1}", "price was -1; expected a number above 0"},
    {"price 0", "{" AT "\"price\":0}", "price was 0; expected a number above 0"},
    {"price as text", "{" AT "\"price\":\"1.5\"}", "price was '1.5'; expected a number above 0"},
    {"price true", "{" AT "\"price\":true}", "price was true; expected a number above 0"},
    {"a long text",
     "{" AT "\"price\":\"0123456789012345678901234567890123456789012345678901234567890"
     "1234567890123456789012345678901234567890\"}",
     "price was '012345678901234567890123456789012345678901234567890123456789012345...'; expected"},
    {"size below 0", "{" AT "\"price\":1,\"size\":-2.5}",
     "size was -2.5; expected a number of 0 or more"},
    {"size as text", "{" AT "\"price\":1,\"size\":\"many\"}",
     "size was 'many'; expected a number of 0 or more"},
    {"price too large", "{" AT "\"price\":1e400}", "too large for a double"},

    {"no symbol", "{\"time\":1704205800,\"price\":1}", "symbol is missing"},
    {"empty symbol", "{\"time\":1704205800,\"price\":1,\"symbol\":\"\"}",
     "symbol was ''; expected text of 1 to 64 bytes without control characters, '/' and '\\', not "
     "beginning with '.'"},
    {"symbol of 65 bytes",
     "{\"time\":1704205800,\"price\":1,\"symbol\":"
     "\"01234567890123456789012345678901234567890123456789012345678901234\"}",
     "symbol was '01234567890123456789012345678901234567890123456789012345678901234'; expected"},
    {"symbol with /", "{\"time\":1704205800,\"price\":1,\"symbol\":\"a/b\"}",
     "symbol was 'a/b'; expected"},
    {"symbol with \\", "{\"time\":1704205800,\"price\":1,\"symbol\":\"a\\\\b\"}",
     "symbol was 'a\\b'; expected"},
    {"symbol with .", "{\"time\":1704205800,\"price\":1,\"symbol\":\".a\"}",
     "symbol was '.a'; expected"},
    {"symbol with a zero", "{\"time\":1704205800,\"price\":1,\"symbol\":\"a\\u0000b\"}",
     "symbol was 'a\\x00b'; expected"},
    {"symbol with DEL", "{\"time\":1704205800,\"price\":1,\"symbol\":\"a\x7f\"}",
     "symbol was 'a\\x7F'; expected"},
    {"symbol with C1", "{\"time\":1704205800,\"price\":1,\"symbol\":\"a\\u0085\"}",
     "symbol was 'a\\xC2\\x85'; expected"},
    {"symbol is a number", "{\"time\":1704205800,\"price\":1,\"symbol\":700}",
     "symbol was 700; expected text"},

    {"no time", "{\"symbol\":\"A\",\"price\":1}", "time is missing"},
    {"no time in time", "{\"type\":\"time\"}", "time is missing"},
    {"a month", "{\"type\":\"time\",\"time\":\"2024-13-01\"}",
     "time was '2024-13-01'; expected a month from 01 to 12"},
    {"no time at all", "{\"type\":\"time\",\"time\":\"noon\"}",
     "time was 'noon'; expected a date such as 2013-10-07"},
    {"a long time",
     "{\"type\":\"time\",\"time\":\"2024-01-02T14:30:00.0000000000000000000000000000000000000000000"
     "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000Z\"}",
     "expected a fraction of 1 to 9 digits"},
    {"time is true", "{\"type\":\"time\",\"time\":true}",
     "time was true; expected a time as text, or an epoch number"},
    {"few digits", "{\"type\":\"time\",\"time\":12345}", "time was 12345; expected a date such as"},
    {"a date as a number", "{\"type\":\"time\",\"time\":20240102}",
     "time was 20240102; expected " EPOCH},
    {"a fraction of ms", "{\"type\":\"time\",\"time\":1704205800000.5}",
     "time was 1704205800000.5; expected " EPOCH},
    {"with an exponent", "{\"type\":\"time\",\"time\":1.7e18}", "time was 1.7e+18; expected "},
    {"too far", "{\"type\":\"time\",\"time\":9223372036854775807}",
     "time was 9223372036854775807; expected an epoch number between the years 1700 and 2250"},
    {"the least integer", "{\"type\":\"time\",\"time\":-9223372036854775808}",
     "time was -9223372036854775808; expected an epoch number between the years 1700 and 2250"},
    {"too early by its offset", "{\"type\":\"time\",\"time\":\"1700-01-01T00:00+00:01\"}",
     "expected a year from 1700 to 2250"},
    {"too late by its offset", "{\"type\":\"time\",\"time\":\"2250-12-31T23:59-00:01\"}",
     "expected a year from 1700 to 2250"},

    {"no bid, no ask", "{" AT "\"type\":\"quote\",\"bid_size\":1}",
     "bid and ask are missing; expected one of them"},
    {"bid 0", "{" AT "\"bid\":0,\"ask\":1}", "bid was 0; expected a number above 0"},
    {"ask as text", "{" AT "\"bid\":1,\"ask\":\"\"}", "ask was ''; expected a number above 0"},
    {"ask below bid", "{" AT "\"bid\":1.5,\"ask\":1.25}", "ask was 1.25, below bid 1.5"},
    {"bid_size", "{" AT "\"bid\":1.5,\"bidSize\":-1}",
     "bid_size was -1; expected a number of 0 or more"},
    {"ask_size", "{" AT "\"bid\":1.5,\"ask_size\":false}",
     "ask_size was false; expected a number of 0 or more"},

    {"no open", "{" AT "\"type\":\"bar\"}", "open is missing"},
    {"no high", "{" AT "\"open\":1}", "high is missing"},
    {"no low", "{" AT "\"close\":1,\"open\":1,\"high\":1}", "low is missing"},
    {"no close", "{" AT "\"open\":1,\"high\":1,\"low\":1}", "close is missing"},
    {"open 0", BAR("0", "1", "1", "1") "}", "open was 0; expected a number above 0"},
    {"high", BAR("1", "-1.5", "1", "1") "}", "high was -1.5; expected a number above 0"},
    {"low", BAR("1", "1", "0.0", "1") "}", "low was 0; expected a number above 0"},
    {"close", BAR("1", "1", "1", "false") "}", "close was false; expected a number above 0"},
    {"high below low", BAR("1", "1", "2", "1") "}", "high was 1, below low 2"},
    {"open above high", BAR("3", "2", "1", "1") "}", "open was 3, above high 2"},
    {"open below low", BAR("0.5", "2", "1", "1") "}", "open was 0.5, below low 1"},
    {"close above high", BAR("2", "2", "1", "2.5") "}", "close was 2.5, above high 2"},
    {"close below low", BAR("2", "2", "1", "0.5") "}", "close was 0.5, below low 1"},
    {"volume", BAR("1", "1", "1", "1") ",\"volume\":-7}",
     "volume was -7; expected a number of 0 or more"},
    {"end at the start", BAR("1", "1", "1", "1") ",\"end\":1704205800}",
     "end was 1704205800; expected a time after the bar's time, its start"},
    {"end is no time", BAR("1", "1", "1", "1") ",\"end\":\"later\"}",
     "end was 'later'; expected a date such as"},

    {"type", "{" AT "\"type\":\"tick\",\"price\":1}",
     "type was 'tick'; expected bar, trade, quote or time"},
    {"type, large letters", "{" AT "\"type\":\"Trade\",\"price\":1}",
     "type was 'Trade'; expected bar, trade, quote or time"},
    {"type is a number", "{" AT "\"type\":1,\"price\":1}",
     "type was 1; expected bar, trade, quote or time"},
    {"no type", "{" AT "\"high\":1}",
     "type is missing, and so are price, bid, ask, open and close, which could tell it"},
    {"an empty object", "{}", "type is missing, and so are price"},

    {"twice", "{" AT "\"price\":1,\"price\":1}", "price is given twice; expected it once"},
    {"twice, null", "{" AT "\"price\":null,\"price\":1}", "price is given twice; expected it once"},
    {"twice by two names", "{" AT "\"bid\":1,\"bid_size\":1,\"bidSize\":1}",
     "bid_size is given twice; expected it once"},
    {"an array within", "{" AT "\"price\":[1]}",
     "price was an array; expected a flat object, nothing nested"},
    {"an object in a member not known", "{" AT "\"price\":1,\"exchange\":{\"id\":1}}",
     "exchange was an object; expected a flat object, nothing nested"},
    {"an array", "[1]", "the line was an array; expected a JSON object"},
    {"a string", "\"trade\"", "the line was a string; expected a JSON object"},
    {"a number", "17", "the line was a number; expected a JSON object"},
    {"true", "true", "the line was true; expected a JSON object"},
    {"null", "null", "the line was null; expected a JSON object"},
    {"CSV", "AAPL,1,2", "JSON at byte 1: expected a value, was 'A'"},
    {"cut", "{" AT "\"price\":1", "JSON at byte 42: expected ',' or '}', was the end of the text"},
    {"two objects", "{" AT "\"price\":1}{}", "expected the end of the text, was '{'"},
    {"not UTF-8", "{\"symbol\":\"\xff\"}", "JSON at byte 12: a string is not UTF-8"},
    {"NaN", "{" AT "\"price\":NaN}", "expected a value, was 'N'"},
    {"bytes behind the carriage return", "{" AT "\"price\":1}\r!", "expected the end of the text"},
};

SUITE(stream_line_says_why_not)
{
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        peri_stream_item item, untouched;
        peri_error err;
        memset(&untouched, 0x5A, sizeof untouched);
        CHECK_INT(bad[i].name, parse(bad[i].text, &item, &err), PERI_EFORMAT);
        CHECK_INT(bad[i].name, err.code, PERI_EFORMAT);
        CHECK_HAS(bad[i].name, err.text, bad[i].says);
        CHECK(bad[i].name, memcmp(&item, &untouched, sizeof item) == 0);
        CHECK_INT(bad[i].name,
                  peri_stream_line_parse(bad[i].text, strlen(bad[i].text), &item, NULL),
                  PERI_EFORMAT);
    }
}

SUITE(stream_line_nested_deep)
{
    char deep[1000];
    peri_stream_item item;
    peri_error err;
    memset(deep, '[', sizeof deep);
    CHECK_INT("refused", peri_stream_line_parse(deep, sizeof deep, &item, &err), PERI_EFORMAT);
    CHECK_STR("says", err.text, "the line is nested too deep; expected a flat JSON object");
}

/* A zero byte in the text is a byte like others, and no end. */
SUITE(stream_line_zero_byte)
{
    static const char text[] = "{\"type\":\"time\",\"time\":1704205800}\0";
    peri_stream_item item;
    peri_error err;
    CHECK_INT("without", peri_stream_line_parse(text, sizeof text - 2, &item, &err), PERI_OK);
    CHECK_INT("with", peri_stream_line_parse(text, sizeof text - 1, &item, &err), PERI_EFORMAT);
    CHECK_HAS("says", err.text, "expected the end of the text, was '\\x00'");
}

SUITE(stream_line_without_memory)
{
    int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long n = 1; rc != PERI_OK; n++) {
        peri_stream_item item;
        peri_error err = {.code = PERI_OK};
        peri_mem_fail_at(n);
        rc = parse(good[0].text, &item, &err);
        peri_mem_fail_at(0);
        CHECK("fails or is good", rc == PERI_OK || (rc == PERI_ENOMEM && err.code == rc));
        CHECK_INT("gives all back", peri_mem_live(), live);
        if (n > 100)
            break;
    }
    CHECK_INT("in the end", rc, PERI_OK);
}
