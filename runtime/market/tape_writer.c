/* tape_writer.c - see tape_writer.h. Layer 2. */
#include "market/tape_writer.h"

#include "base/buf.h"
#include "base/mem.h"
#include "market/tape_format.h"
#include "market/tape_pack.h"
#include "store/digest.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
    /* Words that are written at once. The system caches what came in large pieces in large pieces:
       a run that reads them back is some hundredths faster than with a write a chunk. */
    BLOCK = 1 << 15
};

struct peri_tape_writer {
    int fd;
    bool failed; /* a write did; nothing more is written */
    peri_tape_form form;
    size_t words;
    uint64_t *chunk; /* that is being made; shape [PERI_TAPE_CHUNK * words], owned */
    size_t in_chunk; /* rows */
    uint64_t *block; /* of packed chunks; shape [BLOCK], owned */
    size_t in_block; /* words */
    uint64_t rows;   /* in all, those of the chunk included */
    uint64_t packed; /* bytes of all packed chunks, those of the block included */
    uint64_t first;  /* row of the piece that is being made */
    peri_buf chunks; /* their entries */
    int64_t first_utc_ns, last_utc_ns; /* of the piece's rows */
    peri_tape_piece *pieces;
    size_t n, cap;
    peri_buf text;
};

static void write_bytes(peri_tape_writer *writer, const void *bytes, size_t len)
{
    const char *at = bytes;
    while (len > 0 && !writer->failed) {
        ssize_t done = write(writer->fd, at, len);
        if (done < 0 && errno == EINTR)
            continue;
        writer->failed = done <= 0;
        at += done > 0 ? done : 0;
        len -= done > 0 ? (size_t)done : 0;
    }
}

int peri_tape_writer_open(int fd, const char *key, peri_tape_form form, peri_tape_writer **out,
                          peri_error *err)
{
    assert(peri_tape_words(form) <= PERI_TAPE_MOST_WORDS);
    const peri_tape_header no_header = {.rows = 0};
    peri_tape_writer *writer = peri_calloc(1, sizeof *writer);
    if (writer) {
        writer->fd = fd;
        writer->form = form;
        writer->words = peri_tape_words(form);
        writer->chunk = peri_alloc(sizeof *writer->chunk * writer->words * PERI_TAPE_CHUNK);
        writer->block = peri_alloc(sizeof *writer->block * BLOCK);
        peri_buf_init(&writer->chunks);
        peri_buf_init(&writer->text);
        peri_buf_add(&writer->text, key, strlen(key) + 1);
    }
    if (!writer || !writer->chunk || !writer->block || writer->text.failed) {
        peri_tape_writer_close(writer);
        return peri_fail(err, PERI_ENOMEM, "no memory to keep what was read");
    }
    write_bytes(writer, &no_header, sizeof no_header);
    *out = writer;
    return PERI_OK;
}

void peri_tape_writer_close(peri_tape_writer *writer)
{
    if (!writer)
        return;
    peri_free(writer->chunk);
    peri_free(writer->block);
    peri_free(writer->pieces);
    peri_buf_deinit(&writer->chunks);
    peri_buf_deinit(&writer->text);
    peri_free(writer);
}

static void end_block(peri_tape_writer *writer)
{
    write_bytes(writer, writer->block, sizeof *writer->block * writer->in_block);
    writer->in_block = 0;
}

/* Pack the rows that make a chunk. */
static void end_chunk(peri_tape_writer *writer)
{
    if (writer->in_chunk == 0)
        return;
    if (writer->in_block > BLOCK - PERI_TAPE_MOST_PACKED)
        end_block(writer);
    uint64_t *packed = writer->block + writer->in_block;
    const size_t len = peri_tape_pack(writer->form, writer->chunk, writer->in_chunk, packed),
                 bytes = sizeof *packed * len;
    const peri_tape_chunk entry = {.at = sizeof(peri_tape_header) + writer->packed,
                                   .sum = peri_digest_fast(packed, bytes, 0),
                                   .first_utc_ns = (int64_t)writer->chunk[0]};
    peri_buf_add(&writer->chunks, &entry, sizeof entry);
    writer->in_block += len;
    writer->packed += bytes;
    writer->in_chunk = 0;
}

/* Rows were put behind those of the chunk, at most to its end. */
static void count_rows(peri_tape_writer *writer, size_t n)
{
    writer->rows += n;
    writer->in_chunk += n;
    if (writer->in_chunk == PERI_TAPE_CHUNK)
        end_chunk(writer);
}

static uint64_t *next_row(const peri_tape_writer *writer)
{
    return writer->chunk + writer->words * writer->in_chunk;
}

void peri_tape_writer_row(peri_tape_writer *writer, int64_t utc_ns, const double *numbers,
                          const peri_time_text *time)
{
    uint64_t *row = next_row(writer);
    row[0] = (uint64_t)utc_ns;
    memcpy(row + 1, numbers, sizeof *numbers * writer->form.numbers);
    if (writer->form.has_text) {
        uint64_t *text = row + 1 + writer->form.numbers;
        text[0] = (uint64_t)time->time_ns;
        text[1] = (uint64_t)time->is_date | (uint64_t)time->is_utc << 1;
    }
    if (writer->rows == writer->first)
        writer->first_utc_ns = utc_ns;
    writer->last_utc_ns = utc_ns;
    count_rows(writer, 1);
}

static int add_piece(peri_tape_writer *writer, const peri_tape_piece *piece, const char *says,
                     peri_error *err)
{
    void *pieces = writer->pieces;
    int rc = peri_grow(&pieces, &writer->cap, writer->n + 1, sizeof *piece);
    writer->pieces = pieces;
    peri_tape_piece *added = rc == PERI_OK ? &writer->pieces[writer->n] : NULL;
    if (added) {
        *added = *piece;
        added->says = writer->text.len;
        peri_buf_add(&writer->text, says, piece->says_len);
    }
    if (!added || writer->text.failed)
        return peri_fail(err, PERI_ENOMEM, "no memory to keep what was read");
    writer->n++;
    writer->first = writer->rows;
    writer->first_utc_ns = writer->last_utc_ns = 0;
    return PERI_OK;
}

int peri_tape_writer_end_piece(peri_tape_writer *writer, int64_t date,
                               const peri_source_state *state, const peri_read_report *report,
                               peri_error *err)
{
    const peri_tape_piece piece = {.date = date,
                                   .state = *state,
                                   .first = writer->first,
                                   .rows = writer->rows - writer->first,
                                   .first_utc_ns = writer->first_utc_ns,
                                   .last_utc_ns = writer->last_utc_ns,
                                   .seen = report->rows,
                                   .bad = report->bad_rows,
                                   .says_len = strlen(report->first_bad)};
    return add_piece(writer, &piece, report->first_bad, err);
}

/* Add rows as they lie on a tape. */
static void add_rows(peri_tape_writer *writer, const uint64_t *rows, size_t n)
{
    while (n > 0) {
        const size_t room = PERI_TAPE_CHUNK - writer->in_chunk;
        const size_t take = n < room ? n : room;
        memcpy(next_row(writer), rows, 8 * writer->words * take);
        count_rows(writer, take);
        rows += writer->words * take;
        n -= take;
    }
}

/* Add a piece's rows from one of them to the end of its chunk. Returns how many. `rows` has room
   for a chunk. */
static size_t copy_chunk(peri_tape_writer *writer, const peri_tape *tape,
                         const peri_tape_piece *piece, uint64_t row, uint64_t *rows)
{
    size_t n;
    const size_t skipped = (size_t)(row % PERI_TAPE_CHUNK);
    const uint64_t left = piece->first + piece->rows - row;
    if (peri_tape_read(tape, row / PERI_TAPE_CHUNK, rows, &n) != 0) {
        writer->failed = true;
        return 0;
    }
    const size_t take = n - skipped < left ? n - skipped : (size_t)left;
    add_rows(writer, rows + writer->words * skipped, take);
    return take;
}

int peri_tape_writer_copy(peri_tape_writer *writer, const peri_tape *tape,
                          const peri_tape_piece *piece, const peri_source_state *state,
                          peri_error *err)
{
    peri_tape_piece copy = *piece;
    uint64_t *rows = peri_alloc(8 * writer->words * PERI_TAPE_CHUNK);
    copy.state = *state;
    copy.first = writer->rows;
    if (!rows)
        return peri_fail(err, PERI_ENOMEM, "no memory to keep what was read");
    for (uint64_t row = piece->first; row < piece->first + piece->rows && !writer->failed;)
        row += copy_chunk(writer, tape, piece, row, rows);
    peri_free(rows);
    return add_piece(writer, &copy, peri_tape_says(tape, piece), err);
}

/* Write the header over the empty one at the front. */
static void write_header(peri_tape_writer *writer, uint64_t directory_sum)
{
    peri_tape_header header = {.magic = PERI_TAPE_MAGIC,
                               .order = PERI_TAPE_ORDER,
                               .form = writer->form,
                               .rows = writer->rows,
                               .pieces = writer->n,
                               .text_len = writer->text.len,
                               .packed = writer->packed,
                               .directory_sum = directory_sum};
    header.header_sum = peri_digest_fast(&header, offsetof(peri_tape_header, header_sum), 0);
    if (!writer->failed && pwrite(writer->fd, &header, sizeof header, 0) != sizeof header)
        writer->failed = true;
}

bool peri_tape_writer_finish(peri_tape_writer *writer)
{
    peri_buf directory;
    end_chunk(writer);
    end_block(writer);
    peri_buf_init(&directory);
    peri_buf_add(&directory, writer->pieces, writer->n * sizeof *writer->pieces);
    peri_buf_add(&directory, writer->chunks.data, writer->chunks.len);
    peri_buf_add(&directory, writer->text.data, writer->text.len);
    write_bytes(writer, directory.data, directory.len);
    write_header(writer, peri_digest_fast(directory.data, directory.len, 0));
    writer->failed |= directory.failed || writer->chunks.failed;
    peri_buf_deinit(&directory);
    return !writer->failed;
}
