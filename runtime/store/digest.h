/* digest.h - sums over bytes: one against damage, others to compare by. Layer 2. */
#ifndef PERI_DIGEST_H
#define PERI_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum {
    PERI_SHA256_TEXT = 64 + 1, /* hex digits and terminator */
    PERI_MD5_TEXT = 32 + 1
};

/* XXH3-64, which finds damage at the speed of memory; no defence against forgery. The seed goes
   into the sum: 0, or the sum of what came before. Thread: any. */
uint64_t peri_digest_fast(const void *bytes, size_t len, uint64_t seed);

/* The sum of bytes that come in parts: peri_digest_fast of all of them, with seed 0. Thread: one at
   a time per stream. */
typedef struct peri_digest_stream peri_digest_stream;
peri_digest_stream *peri_digest_stream_open(void); /* owned by the caller; NULL: no memory */
void peri_digest_stream_close(peri_digest_stream *stream); /* NULL is allowed */
void peri_digest_stream_add(peri_digest_stream *stream, const void *bytes, size_t len);
uint64_t peri_digest_stream_sum(const peri_digest_stream *stream); /* so far */

/* SHA-256 (FIPS 180-4) as lower-case hex digits. Thread: any. */
void peri_digest_sha256(const void *bytes, size_t len, char out[PERI_SHA256_TEXT]);

/* MD5 (RFC 1321) of bytes that come in parts: to compare with others' sums, no defence against
   forgery. Thread: one at a time per stream. */
typedef struct peri_digest_md5 peri_digest_md5;
peri_digest_md5 *peri_digest_md5_open(void); /* owned by the caller; NULL: no memory */
void peri_digest_md5_add(peri_digest_md5 *stream, const void *bytes, size_t len);
/* End it: out receives the sum as lower-case hex digits. Closes the stream. */
void peri_digest_md5_finish(peri_digest_md5 *stream, char out[PERI_MD5_TEXT]);

#endif
