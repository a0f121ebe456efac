/* codec.c - see codec.h. Layer 0. */
#include "base/codec.h"

#include <string.h>

enum {
    WIDTH = 8 /* bytes of a number */
};

peri_codec peri_codec_write(peri_buf *out)
{
    return (peri_codec){.out = out};
}

peri_codec peri_codec_read(const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    return (peri_codec){.at = at, .end = at ? at + len : at};
}

/* The next n bytes to read, NULL when there are not so many. */
static const unsigned char *next(peri_codec *codec, uint64_t n)
{
    const unsigned char *at = codec->at;
    if (codec->failed || !at || (uint64_t)(codec->end - at) < n) {
        codec->failed = true;
        return NULL;
    }
    codec->at += n;
    return at;
}

static void write_int(peri_codec *codec, uint64_t value)
{
    unsigned char bytes[WIDTH];
    for (int i = 0; i < WIDTH; i++)
        bytes[i] = (unsigned char)(value >> (8 * i));
    peri_buf_add(codec->out, bytes, sizeof bytes);
}

static uint64_t read_int(peri_codec *codec)
{
    const unsigned char *bytes = next(codec, WIDTH);
    uint64_t value = 0;
    for (int i = 0; bytes && i < WIDTH; i++)
        value |= (uint64_t)bytes[i] << (8 * i);
    return value;
}

void peri_code_int(peri_codec *codec, int64_t *value)
{
    if (codec->out)
        write_int(codec, (uint64_t)*value);
    else
        *value = (int64_t)read_int(codec);
}

/* A whole number of least..most in a wider field; least when it is none. */
static int64_t code_range(peri_codec *codec, int64_t value, int64_t least, int64_t most)
{
    peri_code_int(codec, &value);
    if (value >= least && value <= most)
        return value;
    codec->failed = true;
    return 0;
}

void peri_code_int32(peri_codec *codec, int32_t *value)
{
    *value = (int32_t)code_range(codec, *value, INT32_MIN, INT32_MAX);
}

void peri_code_bool(peri_codec *codec, bool *value)
{
    *value = code_range(codec, *value, 0, 1) == 1;
}

void peri_code_real(peri_codec *codec, double *value)
{
    int64_t bits;
    memcpy(&bits, value, sizeof bits);
    peri_code_int(codec, &bits);
    memcpy(value, &bits, sizeof bits);
}

static void read_text(peri_codec *codec, char *text, size_t cap)
{
    uint64_t len = read_int(codec);
    text[0] = '\0';
    if (len >= cap)
        codec->failed = true;
    const unsigned char *bytes = next(codec, len);
    if (!bytes)
        return;
    memcpy(text, bytes, (size_t)len);
    text[len] = '\0';
    if (strlen(text) != len)
        codec->failed = true;
}

void peri_code_text(peri_codec *codec, char *text, size_t cap)
{
    if (!codec->out) {
        read_text(codec, text, cap);
        return;
    }
    size_t len = strlen(text);
    write_int(codec, len);
    peri_buf_add(codec->out, text, len);
}

bool peri_codec_is_done(const peri_codec *codec)
{
    return !codec->failed && codec->at == codec->end;
}
