/* random_value.h - random documents and their mutations, for the tests of the codecs. */
#ifndef PERI_TEST_RANDOM_VALUE_H
#define PERI_TEST_RANDOM_VALUE_H

#include "base/buf.h"
#include "check.h"
#include "store/value_tape.h"

/* Record a random document; `any_bytes` lets strings hold bytes that are not UTF-8. */
void random_document(check_rng *rng, bool any_bytes, peri_value_tape *tape);

/* Change, drop or repeat a few random bytes of a text in place; returns the new length, <= len. */
size_t random_mutation(check_rng *rng, char *text, size_t len);

/* A codec of documents: from a tape to text and back. */
typedef struct random_codec {
    int (*parse)(const char *text, size_t len, peri_value_tape *tape, peri_error *err);
    int (*write)(const peri_value_tape *tape, peri_buf *out, peri_error *err);
    bool any_bytes;      /* it can write strings that are not UTF-8 */
    const char *refuses; /* how the text of each refusal begins */
} random_codec;

/* Random documents come back as they were; mutated texts are refused, or come back equal. `least`:
   more than so many of either kind. */
void random_round_trips(const random_codec *codec);
void random_mutations(const random_codec *codec, int n, int least);

/* True when both tapes hold the same events. */
bool same_tape(const peri_value_tape *a, const peri_value_tape *b);

/* The events of a tape as one readable line: "{k:a i:1 r:0.5 [ ] }"; owned by the caller
   (peri_free); real numbers as %.17g, bytes of strings as they are. */
char *tape_text(const peri_value_tape *tape);

#endif
