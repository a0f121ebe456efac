/* tape.c - reading a tape, and believing it. Layer 2. */
#include "market/tape.h"

#include "base/mem.h"
#include "market/tape_format.h"
#include "store/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

struct peri_tape {
    int fd;     /* owned */
    char *path; /* owned; NULL: none */
    size_t size;
    peri_tape_header header;
    char *directory;         /* the pieces, the sums, then the text, shape [text_len]; owned */
    peri_tape_piece *pieces; /* in it */
    const char *text;        /* in it */
    uint64_t *sums;          /* shape [chunks], owned */
    uint64_t sound;          /* a chunk that was found to be, plus one; 0: none */
};

static size_t row_bytes(const peri_tape *tape)
{
    return 8 * peri_tape_words(tape->header.form);
}

/* Whether the header is one, and its counts fill the file exactly. */
static bool header_fits(const peri_tape *tape, peri_tape_form form)
{
    const peri_tape_header *h = &tape->header;
    uint64_t sum = peri_digest_fast(h, offsetof(peri_tape_header, header_sum), 0);
    if (memcmp(h->magic, PERI_TAPE_MAGIC, sizeof h->magic) != 0 || h->order != PERI_TAPE_ORDER ||
        h->header_sum != sum)
        return false;
    if (h->form.numbers != form.numbers || h->form.has_text != form.has_text)
        return false;
    uint64_t left = tape->size - sizeof *h;
    if (h->rows > left / row_bytes(tape))
        return false;
    left -= h->rows * row_bytes(tape);
    if (peri_tape_chunks(h->rows) > left / sizeof(uint64_t))
        return false;
    left -= peri_tape_chunks(h->rows) * sizeof(uint64_t);
    return h->pieces <= left / sizeof(peri_tape_piece) &&
           h->text_len == left - h->pieces * sizeof(peri_tape_piece);
}

static bool piece_fits(const peri_tape *tape, const peri_tape_piece *piece)
{
    const peri_tape_header *h = &tape->header;
    return piece->first <= h->rows && piece->rows <= h->rows - piece->first &&
           piece->says_len < PERI_TAPE_MOST_TEXT && piece->says <= h->text_len &&
           piece->says_len <= h->text_len - piece->says && piece->seen >= 0 && piece->bad >= 0;
}

/* All of a stretch of the file, or an errno. */
static int read_at(int fd, uint64_t offset, void *bytes, size_t len)
{
    char *to = bytes;
    while (len > 0) {
        const ssize_t n = pread(fd, to, len, (off_t)offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? errno : EIO;
        to += n;
        offset += (uint64_t)n;
        len -= (size_t)n;
    }
    return 0;
}

/* Read the directory, if it is the one that was written. */
static bool load_directory(peri_tape *tape)
{
    const peri_tape_header *h = &tape->header;
    const size_t pieces = h->pieces * sizeof(peri_tape_piece),
                 sums = peri_tape_chunks(h->rows) * sizeof(uint64_t),
                 len = pieces + sums + h->text_len;
    tape->directory = peri_alloc(len);
    tape->sums = peri_alloc(sums > 0 ? sums : 1);
    if (!tape->directory || !tape->sums ||
        read_at(tape->fd, sizeof *h + h->rows * row_bytes(tape), tape->directory, len) != 0 ||
        peri_digest_fast(tape->directory, len, 0) != h->directory_sum)
        return false;
    memcpy(tape->sums, tape->directory + pieces, sums);
    tape->pieces = (peri_tape_piece *)(void *)tape->directory;
    tape->text = tape->directory + pieces + sums;
    return true;
}

/* Read the directory, and see whether the tape was made of the key. */
static bool take_directory(peri_tape *tape, const char *key)
{
    const peri_tape_header *h = &tape->header;
    const size_t key_len = strlen(key) + 1;
    if (!load_directory(tape) || h->text_len < key_len || memcmp(tape->text, key, key_len) != 0)
        return false;
    for (size_t i = 0; i < h->pieces; i++)
        if (!piece_fits(tape, &tape->pieces[i]) ||
            (i > 0 && tape->pieces[i].date <= tape->pieces[i - 1].date))
            return false;
    return true;
}

/* The lowest number that is free tells how many are taken. */
static bool is_in_lower_half(int fd)
{
    struct rlimit limit;
    return fd >= 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0 && (rlim_t)fd < limit.rlim_cur / 2;
}

bool peri_tape_has_room(void)
{
    const int fd = open("/", O_PATH | O_CLOEXEC);
    const bool has = is_in_lower_half(fd);
    if (fd >= 0)
        close(fd);
    return has;
}

peri_tape *peri_tape_open(int fd, const char *path, const char *key, peri_tape_form form)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < (off_t)sizeof(peri_tape_header))
        return NULL;
    peri_tape *tape = peri_calloc(1, sizeof *tape);
    if (!tape)
        return NULL;
    tape->size = (size_t)st.st_size;
    tape->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    tape->path = path ? peri_strdup(path) : NULL;
    if (tape->fd >= 0 && (tape->path || !path) &&
        read_at(tape->fd, 0, &tape->header, sizeof tape->header) == 0 && header_fits(tape, form) &&
        take_directory(tape, key))
        return tape;
    peri_tape_close(tape);
    return NULL;
}

void peri_tape_close(peri_tape *tape)
{
    if (!tape)
        return;
    if (tape->fd >= 0)
        close(tape->fd);
    peri_free(tape->path);
    peri_free(tape->directory);
    peri_free(tape->sums);
    peri_free(tape);
}

const char *peri_tape_path(const peri_tape *tape)
{
    return tape->path;
}

const peri_tape_piece *peri_tape_pieces(const peri_tape *tape, size_t *n)
{
    *n = tape->header.pieces;
    return tape->pieces;
}

void peri_tape_end_directory(peri_tape *tape)
{
    peri_free(tape->directory);
    tape->directory = NULL;
    tape->pieces = NULL;
    tape->header.pieces = 0;
}

const char *peri_tape_says(const peri_tape *tape, const peri_tape_piece *piece)
{
    return tape->text + piece->says;
}

uint64_t peri_tape_rows(const peri_tape *tape)
{
    return tape->header.rows;
}

int peri_tape_skim(const peri_tape *tape, uint64_t chunk, uint64_t *rows, size_t *n)
{
    const uint64_t first = chunk * PERI_TAPE_CHUNK, left = tape->header.rows - first;
    *n = left < PERI_TAPE_CHUNK ? (size_t)left : PERI_TAPE_CHUNK;
    return read_at(tape->fd, sizeof tape->header + first * row_bytes(tape), rows,
                   *n * row_bytes(tape));
}

int peri_tape_read(const peri_tape *tape, uint64_t chunk, uint64_t *rows, size_t *n)
{
    const int error = peri_tape_skim(tape, chunk, rows, n);
    if (error != 0)
        return error;
    const uint64_t sum = peri_digest_fast(rows, *n * row_bytes(tape), 0);
    return sum == tape->sums[chunk] ? 0 : PERI_TAPE_CHANGED;
}

int peri_tape_peek(const peri_tape *tape, uint64_t row, int64_t *utc_ns)
{
    return read_at(tape->fd, sizeof tape->header + row * row_bytes(tape), utc_ns, sizeof *utc_ns);
}

bool peri_tape_is_sound(peri_tape *tape, const peri_tape_piece *piece)
{
    uint64_t *rows = peri_alloc(PERI_TAPE_CHUNK * row_bytes(tape));
    const uint64_t end = piece->rows > 0 ? peri_tape_chunks(piece->first + piece->rows) : 0;
    bool sound = rows != NULL;
    for (uint64_t chunk = piece->first / PERI_TAPE_CHUNK; sound && chunk < end; chunk++) {
        size_t n;
        if (chunk + 1 == tape->sound)
            continue;
        sound = peri_tape_read(tape, chunk, rows, &n) == 0;
        tape->sound = sound ? chunk + 1 : tape->sound;
    }
    peri_free(rows);
    return sound;
}
