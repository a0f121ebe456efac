/* suggest.h - "did you mean" for names a script misspelt. Layer 6. */
#ifndef PERI_SUGGEST_H
#define PERI_SUGGEST_H

#include <lua.h>
#include <stddef.h>

/* The best of the names offered so far; of equally near ones the first in byte order, so that the
   order in which a table is walked does not matter. */
typedef struct peri_suggestion {
    const char *wanted; /* (borrowed) */
    int distance;
    char best[96]; /* "" while nothing near was offered */
} peri_suggestion;

void peri_suggest_init(peri_suggestion *suggestion, const char *wanted);

/* Offer a name; prefix ("table.") is shown before it but not compared, may be NULL. */
void peri_suggest_offer(peri_suggestion *suggestion, const char *prefix, const char *name);

/* Offer the string keys of the table at an index. Needs 2 free stack slots. */
void peri_suggest_offer_keys(peri_suggestion *suggestion, lua_State *L, int index,
                             const char *prefix);

/* Write "; did you mean 'x'?" or "" into out. */
void peri_suggest_text(const peri_suggestion *suggestion, char *out, size_t cap);

/*
 * What to add to a Lua error message about a nil value with a name ("attempt to call a nil value
 * (global 'SetCahs')"): a proposal from the names a script sees, the reason why a part of the
 * standard library is missing, or "". Raises nothing; needs 10 free stack slots.
 */
void peri_suggest_for_message(lua_State *L, const char *message, char *out, size_t cap);

#endif
