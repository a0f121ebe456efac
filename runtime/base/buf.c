/* buf.c - growing byte buffer. Layer 0. */
#include "base/buf.h"

#include "base/error.h"
#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void peri_buf_init(peri_buf *buf)
{
    *buf = (peri_buf){NULL, 0, 0, 0};
}

void peri_buf_deinit(peri_buf *buf)
{
    peri_free(buf->data);
    peri_buf_init(buf);
}

/* Room for len more bytes and the terminator; false when there is no memory. */
static int reserve(peri_buf *buf, size_t len)
{
    if (buf->failed)
        return 0;
    void *data = buf->data;
    if (len >= (size_t)-1 - buf->len || peri_grow(&data, &buf->cap, buf->len + len + 1, 1)) {
        buf->failed = 1;
        return 0;
    }
    buf->data = data;
    return 1;
}

void peri_buf_add(peri_buf *buf, const void *bytes, size_t len)
{
    if (!reserve(buf, len))
        return;
    if (len > 0)
        memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void peri_buf_text(peri_buf *buf, const char *text)
{
    peri_buf_add(buf, text, strlen(text));
}

void peri_buf_byte(peri_buf *buf, char byte)
{
    peri_buf_add(buf, &byte, 1);
}

void peri_buf_vprintf(peri_buf *buf, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    if (len >= 0 && reserve(buf, (size_t)len)) {
        vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

void peri_buf_printf(peri_buf *buf, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    peri_buf_vprintf(buf, fmt, args);
    va_end(args);
}

const char *peri_buf_str(const peri_buf *buf)
{
    return buf->data ? buf->data : "";
}
