/* buf.h - a growing byte buffer for building text. Layer 0. */
#ifndef PERI_BUF_H
#define PERI_BUF_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Bytes [0, len) of data are the content; data is NULL while empty, else terminated by a zero
 * that is not counted. Once an allocation fails, `failed` is set, further calls do nothing, and
 * the content stays what it was: check once at the end.
 */
typedef struct peri_buf {
    char *data;
    size_t len;
    size_t cap;
    int failed;
} peri_buf;

void peri_buf_init(peri_buf *buf);   /* an empty buffer in the caller's storage */
void peri_buf_deinit(peri_buf *buf); /* gives the memory back; the buffer is empty again */
void peri_buf_add(peri_buf *buf, const void *bytes, size_t len);
void peri_buf_text(peri_buf *buf, const char *text);
void peri_buf_byte(peri_buf *buf, char byte);
void peri_buf_printf(peri_buf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void peri_buf_vprintf(peri_buf *buf, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));

/* The content as a terminated string ("" when empty); borrowed until the next change. */
const char *peri_buf_str(const peri_buf *buf);

#endif
