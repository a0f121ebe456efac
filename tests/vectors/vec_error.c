/* vec_error.c - the vectors' words for errors, and the status codes they stand for. */
#include "vec_error.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"

/* LEAN's two kinds of argument errors are one status here; a null argument is refused by the Lua
   face, before any C code sees it. */
static const struct word {
    const char *word;
    int rc;
} words[] = {
    {"argument", PERI_EINVAL},         {"out_of_range", PERI_EINVAL},
    {"argument_null", PERI_ESCRIPT},   {"invalid_operation", PERI_EDENIED},
    {"key_not_found", PERI_ENOTFOUND}, {"storage_limit", PERI_ELIMIT},
};

static const struct word *find(const char *word)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i].word, word) == 0)
            return &words[i];
    return NULL;
}

bool vec_error_is(const char *word)
{
    return find(word) != NULL;
}

bool vec_error_fits(const char *word, int rc)
{
    const struct word *known = find(word);
    return known && known->rc == rc;
}

const char *vec_error_word(int rc)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].rc == rc)
            return words[i].word;
    return rc == PERI_OK ? "no error" : "another error";
}
