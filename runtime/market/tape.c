/* tape.c - reading a tape, and believing it. Layer 2. */
#include "market/tape.h"

#include "base/mem.h"
#include "market/tape_format.h"
#include "market/tape_pack.h"
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
    char *directory;         /* the pieces, the chunks, then the text, shape [text_len]; owned */
    peri_tape_piece *pieces; /* in it */
    const char *text;        /* in it */
    peri_tape_chunk *chunks; /* shape [chunks], owned */
    uint64_t sound;          /* a chunk that was found to be, plus one; 0: none */
};

/* Whether the header is one, and its counts fill the file exactly. */
static bool header_fits(const peri_tape *tape, peri_tape_form form)
{
    const peri_tape_header *h = &tape->header;
    uint64_t sum = peri_digest_fast(h, offsetof(peri_tape_header, header_sum), 0);
    if (memcmp(h->magic, PERI_TAPE_MAGIC, sizeof h->magic) != 0 || h->order != PERI_TAPE_ORDER ||
        h->header_sum != sum)
        return false;
    if (h->form.numbers != form.numbers || h->form.has_text != form.has_text ||
        peri_tape_words(form) > PERI_TAPE_MOST_WORDS)
        return false;
    uint64_t left = tape->size - sizeof *h;
    if (h->packed > left)
        return false;
    left -= h->packed;
    if (peri_tape_chunks(h->rows) > left / sizeof(peri_tape_chunk))
        return false;
    left -= peri_tape_chunks(h->rows) * sizeof(peri_tape_chunk);
    return h->pieces <= left / sizeof(peri_tape_piece) &&
           h->text_len == left - h->pieces * sizeof(peri_tape_piece);
}

/* Where a chunk ends in the file. */
static uint64_t end_of(const peri_tape *tape, uint64_t chunk)
{
    const peri_tape_header *h = &tape->header;
    return chunk + 1 < peri_tape_chunks(h->rows) ? tape->chunks[chunk + 1].at
                                                 : sizeof *h + h->packed;
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
                 chunks = peri_tape_chunks(h->rows) * sizeof(peri_tape_chunk),
                 len = pieces + chunks + h->text_len;
    tape->directory = peri_alloc(len);
    tape->chunks = peri_alloc(chunks > 0 ? chunks : 1);
    if (!tape->directory || !tape->chunks ||
        read_at(tape->fd, sizeof *h + h->packed, tape->directory, len) != 0 ||
        peri_digest_fast(tape->directory, len, 0) != h->directory_sum)
        return false;
    memcpy(tape->chunks, tape->directory + pieces, chunks);
    tape->pieces = (peri_tape_piece *)(void *)tape->directory;
    tape->text = tape->directory + pieces + chunks;
    return true;
}

/* Whether the chunks fill their part of the file, and none is larger than one can be. */
static bool chunks_fit(const peri_tape *tape)
{
    const uint64_t n = peri_tape_chunks(tape->header.rows);
    uint64_t at = sizeof tape->header;
    for (uint64_t i = 0; i < n; i++) {
        const uint64_t end = end_of(tape, i);
        if (tape->chunks[i].at != at || end < at || (end - at) % sizeof(uint64_t) != 0 ||
            (end - at) / sizeof(uint64_t) > PERI_TAPE_MOST_PACKED)
            return false;
        at = end;
    }
    return at == sizeof tape->header + tape->header.packed;
}

/* Read the directory, and see whether the tape was made of the key. */
static bool take_directory(peri_tape *tape, const char *key)
{
    const peri_tape_header *h = &tape->header;
    const size_t key_len = strlen(key) + 1;
    if (!load_directory(tape) || !chunks_fit(tape) || h->text_len < key_len ||
        memcmp(tape->text, key, key_len) != 0)
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
    peri_free(tape->chunks);
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

int64_t peri_tape_chunk_begins(const peri_tape *tape, uint64_t chunk)
{
    return tape->chunks[chunk].first_utc_ns;
}

/* A chunk as the file has it now, shape [PERI_TAPE_MOST_PACKED]. Returns 0 or the errno. */
static int fetch(const peri_tape *tape, uint64_t chunk, uint64_t *packed, size_t *words)
{
    const uint64_t at = tape->chunks[chunk].at, len = end_of(tape, chunk) - at;
    *words = (size_t)len / sizeof *packed;
    return read_at(tape->fd, at, packed, (size_t)len);
}

static bool has_its_sum(const peri_tape *tape, uint64_t chunk, const uint64_t *packed, size_t words)
{
    return peri_digest_fast(packed, words * sizeof *packed, 0) == tape->chunks[chunk].sum;
}

/* Take a chunk apart that has its sum, unless nothing vouches for it. */
static int take(const peri_tape *tape, uint64_t chunk, bool sums, peri_tape_parts parts,
                uint64_t *rows, size_t *n)
{
    const uint64_t left = tape->header.rows - chunk * PERI_TAPE_CHUNK;
    uint64_t packed[PERI_TAPE_MOST_PACKED];
    size_t words;
    *n = left < PERI_TAPE_CHUNK ? (size_t)left : PERI_TAPE_CHUNK;
    const int error = fetch(tape, chunk, packed, &words);
    if (error != 0)
        return error;
    if ((sums && !has_its_sum(tape, chunk, packed, words)) ||
        !peri_tape_unpack(tape->header.form, packed, words, *n, parts, rows) ||
        (int64_t)rows[0] != tape->chunks[chunk].first_utc_ns)
        return PERI_TAPE_CHANGED;
    return 0;
}

int peri_tape_skim(const peri_tape *tape, uint64_t chunk, peri_tape_parts parts, uint64_t *rows,
                   size_t *n)
{
    return take(tape, chunk, false, parts, rows, n);
}

int peri_tape_read(const peri_tape *tape, uint64_t chunk, uint64_t *rows, size_t *n)
{
    return take(tape, chunk, true, PERI_TAPE_ALL, rows, n);
}

bool peri_tape_is_sound(peri_tape *tape, const peri_tape_piece *piece)
{
    const uint64_t end = piece->rows > 0 ? peri_tape_chunks(piece->first + piece->rows) : 0;
    bool sound = true;
    for (uint64_t chunk = piece->first / PERI_TAPE_CHUNK; sound && chunk < end; chunk++) {
        uint64_t packed[PERI_TAPE_MOST_PACKED];
        size_t words;
        if (chunk + 1 == tape->sound)
            continue;
        sound = fetch(tape, chunk, packed, &words) == 0 && has_its_sum(tape, chunk, packed, words);
        tape->sound = sound ? chunk + 1 : tape->sound;
    }
    return sound;
}
