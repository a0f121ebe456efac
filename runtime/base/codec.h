/* codec.h - the fields of a record as bytes, and back, told once for both directions. Layer 0.
 *
 * A record has one function that names its fields in order; the codec decides whether they are
 * written or read. Integers take eight bytes, least significant first; doubles their own bits; a
 * text its length and its bytes. What is read is what was written, on any machine.
 */
#ifndef PERI_CODEC_H
#define PERI_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

typedef struct peri_codec {
    peri_buf *out;                 /* borrowed; NULL: it reads */
    const unsigned char *at, *end; /* what is left to read (borrowed) */
    bool failed;                   /* bytes that end too early or cannot be such a record; later
                                      fields are then 0 or "" */
} peri_codec;

peri_codec peri_codec_write(peri_buf *out); /* behind what is there; see its `failed` at the end */
peri_codec peri_codec_read(const void *bytes, size_t len);

void peri_code_int(peri_codec *codec, int64_t *value);
void peri_code_int32(peri_codec *codec, int32_t *value); /* one out of its range is a failure */
void peri_code_bool(peri_codec *codec, bool *value);     /* other than 0 and 1 too */
void peri_code_real(peri_codec *codec, double *value);
/* text: terminated, without other zero bytes, in cap > 0 bytes; a longer one is a failure. */
void peri_code_text(peri_codec *codec, char *text, size_t cap);

/* Of a reading codec: nothing failed and nothing is left. */
bool peri_codec_is_done(const peri_codec *codec);

#endif
