/* test_words.c - letters without a locale, words in a list. */
#include "check.h"

#include "base/words.h"
#include "time/civil.h"

#include <string.h>

SUITE(words_lower)
{
    char text[] = "Az@[`{ \xc3\x84 09";
    peri_lower_text(text);
    CHECK_STR("ASCII letters only", text, "az@[`{ \xc3\x84 09");
    for (int c = 0; c < 256; c++) {
        bool is_capital = c >= 'A' && c <= 'Z';
        CHECK_INT("each byte", (unsigned char)peri_lower((char)c), is_capital ? c + 32 : c);
    }
}

SUITE(words_compared)
{
    CHECK("in any case", peri_word_is("NASDAQ usa", 6, "nasdaq"));
    CHECK("whole", !peri_word_is("nasdaq", 5, "nasdaq"));
    CHECK("no longer", !peri_word_is("nasdaqx", 7, "nasdaq"));
    CHECK("empty", peri_word_is("", 0, ""));
    CHECK("not empty", !peri_word_is("", 0, "a"));
}

SUITE(words_of_a_list)
{
    const char *at = "  one two  three ", *word;
    size_t len;
    word = peri_word_next(&at, &len);
    CHECK("one", word && len == 3 && memcmp(word, "one", 3) == 0);
    word = peri_word_next(&at, &len);
    CHECK("two", word && len == 3 && memcmp(word, "two", 3) == 0);
    word = peri_word_next(&at, &len);
    CHECK("three", word && len == 5 && memcmp(word, "three", 5) == 0);
    CHECK("no more", !peri_word_next(&at, &len));
    CHECK("nor later", !peri_word_next(&at, &len));
}

SUITE(weekday_names)
{
    CHECK_STR("first", peri_weekday_name(PERI_SUNDAY), "Sunday");
    CHECK_STR("last", peri_weekday_name(PERI_SATURDAY), "Saturday");
    CHECK_STR("of a date", peri_weekday_name(peri_date_weekday(peri_date_make(2026, 11, 23))),
              "Monday");
}
