/* digest.c - sums over bytes. Layer 2. */
#include "store/digest.h"

#include "base/mem.h"

#include <nettle/md5.h>
#include <nettle/sha2.h>

#if __has_include(<xxh_x86dispatch.h>) /* the same sums, by the widest registers of the processor  \
                                        */
#include <xxh_x86dispatch.h>

__attribute__((target("avx"))) static void clear_upper_halves(void)
{
    __builtin_ia32_vzeroupper();
}

/* XXH3 leaves the upper halves of wide registers in use (0.8.1), and while they are, each
   instruction on the lower ones has to keep them: a run that sums its prices block by block took
   8 % longer. */
static void leave_wide_registers(void)
{
    if (__builtin_cpu_supports("avx"))
        clear_upper_halves();
}
#else
#include <xxhash.h>

static void leave_wide_registers(void)
{
}
#endif

uint64_t peri_digest_fast(const void *bytes, size_t len, uint64_t seed)
{
    const uint64_t sum = XXH3_64bits_withSeed(bytes, len, seed);
    leave_wide_registers();
    return sum;
}

/* Of XXH3, which is opaque here. */
struct peri_digest_stream {
    XXH3_state_t *state;
};

peri_digest_stream *peri_digest_stream_open(void)
{
    peri_digest_stream *stream = peri_calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    stream->state = XXH3_createState();
    if (stream->state && XXH3_64bits_reset(stream->state) == XXH_OK)
        return stream;
    peri_digest_stream_close(stream);
    return NULL;
}

void peri_digest_stream_close(peri_digest_stream *stream)
{
    if (!stream)
        return;
    XXH3_freeState(stream->state);
    peri_free(stream);
}

void peri_digest_stream_add(peri_digest_stream *stream, const void *bytes, size_t len)
{
    XXH3_64bits_update(stream->state, bytes, len);
    leave_wide_registers();
}

uint64_t peri_digest_stream_sum(const peri_digest_stream *stream)
{
    return XXH3_64bits_digest(stream->state);
}

/* Lower-case, terminated: 2 * len + 1 bytes. */
static void write_hex(const unsigned char *bytes, size_t len, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * len] = '\0';
}

void peri_digest_sha256(const void *bytes, size_t len, char out[PERI_SHA256_TEXT])
{
    unsigned char sum[SHA256_DIGEST_SIZE];
    struct sha256_ctx ctx;
    sha256_init(&ctx);
    sha256_update(&ctx, len, bytes);
    sha256_digest(&ctx, sizeof sum, sum);
    write_hex(sum, sizeof sum, out);
}

struct peri_digest_md5 {
    struct md5_ctx ctx;
};

peri_digest_md5 *peri_digest_md5_open(void)
{
    peri_digest_md5 *stream = peri_calloc(1, sizeof *stream);
    if (stream)
        md5_init(&stream->ctx);
    return stream;
}

void peri_digest_md5_add(peri_digest_md5 *stream, const void *bytes, size_t len)
{
    md5_update(&stream->ctx, len, bytes);
}

void peri_digest_md5_finish(peri_digest_md5 *stream, char out[PERI_MD5_TEXT])
{
    unsigned char sum[MD5_DIGEST_SIZE];
    md5_digest(&stream->ctx, sizeof sum, sum);
    write_hex(sum, sizeof sum, out);
    peri_free(stream);
}
