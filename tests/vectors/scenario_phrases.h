/* scenario_phrases.h - the short phrases in which scenarios name rules, put into Lua. */
#ifndef PERI_SCENARIO_PHRASES_H
#define PERI_SCENARIO_PHRASES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum {
    PHRASE_SIZE = 160,
    PHRASE_ARGUMENTS = 6
};

/* "Train(Every Sunday, At 08:00, f) in Initialize" in its parts; a phrase without brackets is all
   head. */
typedef struct phrase {
    char head[PHRASE_SIZE], tail[PHRASE_SIZE];
    char arguments[PHRASE_ARGUMENTS][PHRASE_SIZE];
    size_t n;
} phrase;

bool phrase_split(const char *text, phrase *out);

/* Append the Lua expression of a rule, of a symbol: "EveryDay" -> DateRules.EveryDay(). Return
   whether the phrase is known; out is to be dropped otherwise. */
bool phrase_date_rule(const char *text, peri_buf *out);
bool phrase_time_rule(const char *text, peri_buf *out);
void phrase_symbol(const char *ticker, peri_buf *out);

#endif
