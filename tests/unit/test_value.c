/* test_value.c - what the codecs share: places, tapes, base64, UTF-8, number texts. */
#include "check.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "random_value.h"
#include "store/base64.h"
#include "store/utf8.h"
#include "store/value_place.h"
#include "store/value_text.h"

SUITE(value_place_grammar)
{
    /* steps: k key, v value, { } [ ] containers; the last one must fail */
    static const struct {
        const char *steps, *says;
    } rows[] = {
        {"k", "T: a key outside an object"},
        {"[k", "T: a key outside an object"},
        {"{kk", "T: a key follows a key, expected a value"},
        {"{v", "T: a value in an object without its key"},
        {"{kv{", "T: a value in an object without its key"},
        {"{k}", "T: an object ends behind a key, expected a value"},
        {"{]", "T: the end of an array that is not open"},
        {"[}", "T: the end of an object that is not open"},
        {"]", "T: the end of an array that is not open"},
        {"vv", "T: a second value after the end of the document"},
        {"[][", "T: a second value after the end of the document"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_value_place place = {0};
        peri_error err = {0, ""};
        int rc = PERI_OK;
        for (const char *step = rows[i].steps; *step; step++) {
            CHECK_INT(rows[i].steps, rc, PERI_OK);
            if (*step == 'k')
                rc = peri_value_place_key(&place, "T", &err);
            else if (*step == 'v')
                rc = peri_value_place_value(&place, "T", &err);
            else if (*step == '{' || *step == '[')
                rc = peri_value_place_open(&place, *step == '{', "T", &err);
            else
                rc = peri_value_place_close(&place, *step == '}', "T", &err);
        }
        CHECK_INT(rows[i].steps, rc, PERI_ESTATE);
        CHECK_HAS(rows[i].steps, err.text, rows[i].says);
    }
}

SUITE(value_tape_replays)
{
    for (uint64_t seed = 1; seed <= 300; seed++) {
        check_rng rng = {seed};
        peri_value_tape tape, copy;
        peri_value_tape_init(&tape);
        peri_value_tape_init(&copy);
        random_document(&rng, true, &tape);
        peri_value_sink to = peri_value_tape_sink(&copy);
        CHECK_INT("played", peri_value_tape_play(&tape, &to, NULL), PERI_OK);
        CHECK("the copy is equal", same_tape(&tape, &copy));
        peri_value_tape_deinit(&tape);
        peri_value_tape_deinit(&copy);
    }
}

SUITE(value_tape_out_of_memory)
{
    int64_t before = peri_mem_live();
    peri_value_tape tape;
    peri_error err = {0, ""};
    peri_value_tape_init(&tape);
    peri_value_sink to = peri_value_tape_sink(&tape);
    CHECK_INT("recorded", to.null(to.ctx, &err), PERI_OK);
    peri_mem_fail_at(1);
    CHECK_INT("string", to.string(to.ctx, "0123456789", 10, &err), PERI_ENOMEM);
    peri_mem_fail_at(0);
    CHECK_HAS("text", err.text, "no memory for a ");
    char *events = tape_text(&tape);
    CHECK_STR("what was there stays", events, "null");
    peri_free(events);
    peri_value_tape_deinit(&tape);
    CHECK_INT("no leak", peri_mem_live(), before);
}

SUITE(base64_texts)
{
    static const struct {
        const char *bytes, *text;
    } rows[] = {/* RFC 4648, 10 */
                {"", ""},
                {"f", "Zg=="},
                {"fo", "Zm8="},
                {"foo", "Zm9v"},
                {"foob", "Zm9vYg=="},
                {"fooba", "Zm9vYmE="},
                {"foobar", "Zm9vYmFy"},
                {"\xFB\xFF", "+/8="}};
    static const char *const bad[] = {
        "Z", "Zg", "Zg=", "Z===", "====", "Zg==Zg==x", "Zg=a", "Zm_v"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peri_buf text, back;
        peri_buf_init(&text);
        peri_buf_init(&back);
        peri_base64_encode(rows[i].bytes, strlen(rows[i].bytes), &text);
        CHECK_STR(rows[i].text, peri_buf_str(&text), rows[i].text);
        CHECK(rows[i].text, peri_base64_decode(rows[i].text, strlen(rows[i].text), &back));
        CHECK_STR(rows[i].text, peri_buf_str(&back), rows[i].bytes);
        peri_buf_deinit(&text);
        peri_buf_deinit(&back);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        peri_buf back;
        peri_buf_init(&back);
        CHECK(bad[i], !peri_base64_decode(bad[i], strlen(bad[i]), &back));
        peri_buf_deinit(&back);
    }
}

SUITE(utf8_characters)
{
    static const struct {
        const char *bytes;
        size_t good;
        const char *shown;
    } rows[] = {
        {"", 0, ""},
        {"abc", 3, "abc"},
        {"\xC3\xA9", 2, "\xC3\xA9"},
        {"\xF4\x8F\xBF\xBF", 4, "\xF4\x8F\xBF\xBF"},
        {"a\xC0\x80", 1, "a\\xC0\\x80"},
        {"\xE0\x80\x80", 0, "\\xE0\\x80\\x80"},
        {"\xED\xA0\x80", 0, "\\xED\\xA0\\x80"},
        {"\xF4\x90\x80\x80", 0, "\\xF4\\x90\\x80\\x80"},
        {"\xF5", 0, "\\xF5"},
        {"\xE2\x82", 0, "\\xE2\\x82"},
        {"\xE2(\xA1", 0, "\\xE2(\\xA1"},
        {"a\nb\x7F", 4, "a\\x0Ab\\x7F"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char shown[64];
        size_t len = strlen(rows[i].bytes);
        CHECK_INT(rows[i].shown, peri_utf8_check(rows[i].bytes, len), rows[i].good);
        peri_utf8_show(rows[i].bytes, len, shown, sizeof shown);
        CHECK_STR(rows[i].shown, shown, rows[i].shown);
    }
    char cut[8];
    peri_utf8_show("abcdefghij", 10, cut, sizeof cut);
    CHECK_STR("cut", cut, "abcd...");
}

SUITE(value_number_texts)
{
    static const struct {
        double value;
        const char *text;
    } rows[] = {{1.0, "1.0"},     {-0.0, "-0.0"},    {0.1, "0.1"},
                {100.0, "100.0"}, {1e300, "1e+300"}, {-2.5e-7, "-2.5e-07"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[PERI_VALUE_TEXT];
        double back = 7;
        size_t len = peri_value_real_text(rows[i].value, text);
        CHECK_INT(rows[i].text, len, strlen(text));
        CHECK(rows[i].text, peri_value_real_read(text, text + len, &back));
        CHECK(rows[i].text, memcmp(&back, &rows[i].value, sizeof back) == 0);
        CHECK("tells that it is real", strpbrk(text, ".e") != NULL);
    }
    static const char *const bad[] = {"",
                                      "-",
                                      "+1",
                                      "1.0",
                                      "1 ",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t out = 7;
        CHECK(bad[i], !peri_value_integer_read(bad[i], bad[i] + strlen(bad[i]), &out) && out == 7);
    }
}
