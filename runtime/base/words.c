/* words.c - ASCII letters without a locale, and lists of words in a text. Layer 0. */
#include "base/words.h"

#include <string.h>

char peri_lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

void peri_lower_text(char *text)
{
    for (; *text; text++)
        *text = peri_lower(*text);
}

bool peri_word_is(const char *text, size_t len, const char *word)
{
    for (size_t i = 0; i < len; i++)
        if (word[i] == '\0' || peri_lower(text[i]) != peri_lower(word[i]))
            return false;
    return word[len] == '\0';
}

const char *peri_word_next(const char **at, size_t *len)
{
    const char *word = *at + strspn(*at, " ");
    *len = strcspn(word, " ");
    *at = word + *len;
    return *len > 0 ? word : NULL;
}
