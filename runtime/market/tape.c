/* tape.c - mapping a tape, and believing it. Layer 2. */
#include "market/tape.h"

#include "base/mem.h"
#include "market/tape_format.h"
#include "store/digest.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct peri_tape {
    char *bytes; /* mapped */
    size_t size;
    peri_tape_header header; /* copies: what was checked stays so */
    peri_tape_piece *pieces; /* shape [header.pieces], owned */
    const uint64_t *rows;    /* in the map */
    const char *text;        /* in the map */
};

uint64_t peri_tape_sum(uint64_t sum, const void *rows, size_t bytes)
{
    return peri_digest_fast(rows, bytes, sum);
}

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

/* Copy the directory, if it is the one that was written and made of the key. */
static bool take_directory(peri_tape *tape, const char *key)
{
    const peri_tape_header *h = &tape->header;
    const char *directory = tape->bytes + sizeof *h + h->rows * row_bytes(tape);
    const size_t len = h->pieces * sizeof(peri_tape_piece), key_len = strlen(key) + 1;
    tape->rows = (const uint64_t *)(const void *)(tape->bytes + sizeof *h);
    tape->text = directory + len;
    if (h->text_len < key_len || memcmp(tape->text, key, key_len) != 0 ||
        peri_digest_fast(directory, len + h->text_len, 0) != h->directory_sum)
        return false;
    tape->pieces = peri_alloc(len + 1);
    if (!tape->pieces)
        return false;
    memcpy(tape->pieces, directory, len);
    for (size_t i = 0; i < h->pieces; i++)
        if (!piece_fits(tape, &tape->pieces[i]) ||
            (i > 0 && tape->pieces[i].date <= tape->pieces[i - 1].date))
            return false;
    return true;
}

peri_tape *peri_tape_map(int fd, const char *key, peri_tape_form form)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < (off_t)sizeof(peri_tape_header))
        return NULL;
    peri_tape *tape = peri_calloc(1, sizeof *tape);
    if (!tape)
        return NULL;
    tape->size = (size_t)st.st_size;
    void *bytes = mmap(NULL, tape->size, PROT_READ, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED) {
        peri_free(tape);
        return NULL;
    }
    tape->bytes = bytes;
    memcpy(&tape->header, tape->bytes, sizeof tape->header);
    if (header_fits(tape, form) && take_directory(tape, key))
        return tape;
    peri_tape_close(tape);
    return NULL;
}

void peri_tape_close(peri_tape *tape)
{
    if (!tape)
        return;
    munmap(tape->bytes, tape->size);
    peri_free(tape->pieces);
    peri_free(tape);
}

const peri_tape_piece *peri_tape_pieces(const peri_tape *tape, size_t *n)
{
    *n = tape->header.pieces;
    return tape->pieces;
}

void peri_tape_end_directory(peri_tape *tape)
{
    peri_free(tape->pieces);
    tape->pieces = NULL;
    tape->header.pieces = 0;
}

const char *peri_tape_says(const peri_tape *tape, const peri_tape_piece *piece)
{
    return tape->text + piece->says;
}

const uint64_t *peri_tape_row(const peri_tape *tape, uint64_t row)
{
    return tape->rows + row * peri_tape_words(tape->header.form);
}

bool peri_tape_is_sound(const peri_tape *tape, const peri_tape_piece *piece)
{
    uint64_t sum = 0;
    for (uint64_t at = 0; at < piece->rows; at += PERI_TAPE_CHUNK) {
        const uint64_t left = piece->rows - at;
        const size_t n = left < PERI_TAPE_CHUNK ? (size_t)left : PERI_TAPE_CHUNK;
        sum = peri_tape_sum(sum, peri_tape_row(tape, piece->first + at), n * row_bytes(tape));
        if ((at / PERI_TAPE_CHUNK) % 16 == 15)
            peri_tape_drop(tape, piece->first + at - (uint64_t)15 * PERI_TAPE_CHUNK,
                           piece->first + at + n);
    }
    return sum == piece->sum;
}

void peri_tape_drop(const peri_tape *tape, uint64_t first, uint64_t last)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t from = sizeof tape->header + first * row_bytes(tape);
    size_t until = sizeof tape->header + last * row_bytes(tape);
    from -= from % page; /* what lies before it on the page is read anew as well */
    until -= until % page;
    if (until > from)
        (void)madvise(tape->bytes + from, until - from, MADV_DONTNEED);
}
