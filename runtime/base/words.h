/* words.h - ASCII letters without a locale, and lists of words in a text. Layer 0. */
#ifndef PERI_WORDS_H
#define PERI_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* The byte in lower case if it is an ASCII letter, else as it is. */
char peri_lower(char c);
/* The same for each byte of a text, in place. */
void peri_lower_text(char *text);

/* True when the first len bytes of `text` are `word`, whole and in any case of ASCII letters. */
bool peri_word_is(const char *text, size_t len, const char *word);

/* The next of some words separated by blanks: moves *at behind it and sets its length; NULL after
   the last one. */
const char *peri_word_next(const char **at, size_t *len);

#endif
