/* random_value.h - random documents and their mutations, for the tests of the codecs. */
#ifndef PERI_TEST_RANDOM_VALUE_H
#define PERI_TEST_RANDOM_VALUE_H

#include "check.h"
#include "store/value_tape.h"

/* Record a random document; `any_bytes` lets strings hold bytes that are not UTF-8. */
void random_document(check_rng *rng, bool any_bytes, peri_value_tape *tape);

/* Change, drop or repeat a few random bytes of a text in place; returns the new length, <= len. */
size_t random_mutation(check_rng *rng, char *text, size_t len);

/* True when both tapes hold the same events. */
bool same_tape(const peri_value_tape *a, const peri_value_tape *b);

/* The events of a tape as one readable line: "{k:a i:1 r:0.5 [ ] }"; owned by the caller
   (peri_free); real numbers as %.17g, bytes of strings as they are. */
char *tape_text(const peri_value_tape *tape);

#endif
