/* text_file.c - reading lines with one fixed buffer. Layer 2. */
#include "market/text_file.h"

#include "base/mem.h"
#include "market/source_state.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BUFFER = PERI_TEXT_LINE + 1
};

int peri_text_file_open(peri_text_file *file, const char *path, peri_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        int code = errno == ENOENT || errno == ENOTDIR ? PERI_ENOTFOUND : PERI_EIO;
        return peri_fail_errno(err, code, "cannot open '%s'", path);
    }
    char *buffer = peri_alloc(BUFFER);
    if (!buffer) {
        close(fd);
        return peri_fail(err, PERI_ENOMEM, "cannot read '%s': out of memory", path);
    }
    struct stat st;
    int64_t size = fstat(fd, &st) == 0 ? (int64_t)st.st_size : 0;
    *file = (peri_text_file){.path = path, .fd = fd, .size = size, .buffer = buffer};
    return PERI_OK;
}

void peri_text_file_close(peri_text_file *file)
{
    close(file->fd);
    peri_free(file->buffer);
}

/* Read more behind the unread bytes, which move to the front; there must be room. */
static int fill(peri_text_file *file, peri_error *err)
{
    file->filled -= file->at;
    memmove(file->buffer, file->buffer + file->at, file->filled);
    file->at = 0;
    ssize_t got;
    do {
        got = read(file->fd, file->buffer + file->filled, BUFFER - file->filled);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return peri_fail_errno(err, PERI_EIO, "cannot read '%s'", file->path);
    if (file->sum)
        peri_source_sum_add(file->sum, file->buffer + file->filled, (size_t)got);
    file->filled += (size_t)got;
    file->ended = got == 0;
    return PERI_OK;
}

/* Drop bytes up to and including the next line feed. */
static int skip_rest(peri_text_file *file, peri_error *err)
{
    for (;;) {
        const char *rest = file->buffer + file->at;
        const char *feed = memchr(rest, '\n', file->filled - file->at);
        if (feed) {
            file->at += (size_t)(feed - rest) + 1;
            return PERI_OK;
        }
        file->at = file->filled;
        if (file->ended)
            return PERI_OK;
        int rc = fill(file, err);
        if (rc != PERI_OK)
            return rc;
    }
}

/* Pass over a line that does not fit. */
static int cut_line(peri_text_file *file, peri_text_line *line, peri_error *err)
{
    *line = (peri_text_line){.text = "", .len = 0, .cut = true};
    int rc = skip_rest(file, err);
    return rc == PERI_OK ? 1 : rc;
}

int peri_text_file_next(peri_text_file *file, peri_text_line *line, peri_error *err)
{
    size_t seen = 0; /* unread bytes known to hold no line feed */
    for (;;) {
        const char *text = file->buffer + file->at;
        size_t unread = file->filled - file->at;
        const char *feed = memchr(text + seen, '\n', unread - seen);
        if (feed || (file->ended && unread > 0)) {
            size_t len = feed ? (size_t)(feed - text) : unread;
            *line = (peri_text_line){.text = text, .len = len};
            file->at += len + (feed != NULL);
            return 1;
        }
        if (file->ended)
            return 0;
        if (unread == BUFFER)
            return cut_line(file, line, err);
        seen = unread;
        int rc = fill(file, err);
        if (rc != PERI_OK)
            return rc;
    }
}
