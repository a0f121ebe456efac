/* test_tape_damage.c - a tape that says of itself what cannot be is none, though its sums are
 * right, and chunks that are not what was written are found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "market/tape_format.h"
#include "market/tape_pack.h"
#include "store/digest.h"
#include "tape_kit.h"

enum {
    KEY_LEN = sizeof TAPE_KIT_KEY,
    FIRST_NS = 1000 /* instant of the first row of a piece */
};

static const peri_tape_form form = {.numbers = 1};

/* A tape of pieces of so many rows, with dates from 1 on. */
static FILE *write_tape(const size_t *rows, size_t pieces)
{
    FILE *file = tape_kit_file();
    peri_tape_writer *writer = tape_kit_begin(file, form);
    for (size_t i = 0; i < pieces; i++)
        tape_kit_piece(writer, (int64_t)i + 1, FIRST_NS, rows[i]);
    tape_kit_finish(writer);
    return file;
}

/* Whether the file is a tape. */
static bool opens(FILE *file)
{
    peri_tape *tape = peri_tape_open(fileno(file), NULL, TAPE_KIT_KEY, form);
    const bool is_one = tape != NULL;
    peri_tape_close(tape);
    return is_one;
}

static void read_from(FILE *file, size_t at, void *bytes, size_t len)
{
    CHECK("read", fseek(file, (long)at, SEEK_SET) == 0 && fread(bytes, 1, len, file) == len);
}

static void write_to(FILE *file, size_t at, const void *bytes, size_t len)
{
    CHECK("written", fseek(file, (long)at, SEEK_SET) == 0 && fwrite(bytes, 1, len, file) == len &&
                         fflush(file) == 0);
}

/* Date the two pieces of a tape; all sums are right. */
static void date_pieces(FILE *file, int64_t first, int64_t second)
{
    static unsigned char directory[4096];
    peri_tape_header header;
    peri_tape_piece pieces[2];
    read_from(file, 0, &header, sizeof header);
    const size_t len = header.pieces * sizeof *pieces +
                       peri_tape_chunks(header.rows) * sizeof(peri_tape_chunk) + header.text_len;
    CHECK("small", header.pieces == 2 && len <= sizeof directory);
    read_from(file, sizeof header + header.packed, directory, len);
    memcpy(pieces, directory, sizeof pieces);
    pieces[0].date = first;
    pieces[1].date = second;
    memcpy(directory, pieces, sizeof pieces);
    header.directory_sum = peri_digest_fast(directory, len, 0);
    header.header_sum = peri_digest_fast(&header, offsetof(peri_tape_header, header_sum), 0);
    write_to(file, 0, &header, sizeof header);
    write_to(file, sizeof header + header.packed, directory, len);
}

/* Pieces are looked up by bisection. */
SUITE(tape_refuses_dates_that_do_not_ascend)
{
    static const struct {
        const char *name;
        int64_t first, second;
        bool opens;
    } rows[] = {{"as they are", 1, 2, true},
                {"others that ascend", -5, 7, true},
                {"the same twice", 2, 2, false},
                {"back by one", 2, 1, false},
                {"far back", INT64_MAX, INT64_MIN, false}};
    FILE *file = write_tape((const size_t[]){3, 4}, 2);
    CHECK("as it was written", opens(file));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        date_pieces(file, rows[i].first, rows[i].second);
        CHECK_INT(rows[i].name, opens(file), rows[i].opens);
    }
    fclose(file);
}

/* A tape without pieces of one row, whose only chunk has so many words; all sums are right. */
static FILE *write_long_chunk(size_t words)
{
    FILE *file = tape_kit_file();
    unsigned char directory[sizeof(peri_tape_chunk) + KEY_LEN];
    uint64_t *packed = calloc(words, sizeof *packed);
    if (!packed)
        abort();
    peri_tape_header header = {.magic = PERI_TAPE_MAGIC,
                               .order = PERI_TAPE_ORDER,
                               .form = form,
                               .rows = 1,
                               .text_len = KEY_LEN,
                               .packed = words * sizeof *packed};
    const peri_tape_chunk chunk = {.at = sizeof header,
                                   .sum = peri_digest_fast(packed, words * sizeof *packed, 0)};
    memcpy(directory, &chunk, sizeof chunk);
    memcpy(directory + sizeof chunk, TAPE_KIT_KEY, KEY_LEN);
    header.directory_sum = peri_digest_fast(directory, sizeof directory, 0);
    header.header_sum = peri_digest_fast(&header, offsetof(peri_tape_header, header_sum), 0);
    write_to(file, 0, &header, sizeof header);
    write_to(file, sizeof header, packed, words * sizeof *packed);
    write_to(file, sizeof header + words * sizeof *packed, directory, sizeof directory);
    free(packed);
    return file;
}

/* What reads a chunk has room for the longest that can be. */
SUITE(tape_refuses_a_chunk_that_is_too_long)
{
    static const struct {
        const char *name;
        size_t words;
        bool opens;
    } rows[] = {{"short", 8, true},
                {"the longest", PERI_TAPE_MOST_PACKED, true},
                {"a word more", PERI_TAPE_MOST_PACKED + 1, false},
                {"much more", (size_t)16 * PERI_TAPE_MOST_PACKED, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        FILE *file = write_long_chunk(rows[i].words);
        CHECK_INT(rows[i].name, opens(file), rows[i].opens);
        fclose(file);
    }
}

/* Change the instants of a chunk by as much, where nothing else of it can tell. */
static void move_instants(FILE *file, size_t at, int64_t by)
{
    peri_tape_column column;
    read_from(file, at, &column, sizeof column);
    CHECK_INT("instants", column.kind, PERI_COLUMN_STEPS);
    column.base += by;
    write_to(file, at, &column, sizeof column);
}

/* Nothing vouches for what is skimmed but where the chunk begins. */
SUITE(tape_skims_no_instants_that_were_moved)
{
    static uint64_t rows[PERI_TAPE_CHUNK * 2];
    size_t n;
    FILE *file = write_tape((const size_t[]){10}, 1);
    peri_tape *tape = tape_kit_open(file, form);
    CHECK_INT("times", peri_tape_skim(tape, 0, PERI_TAPE_TIMES, rows, &n), 0);
    CHECK_INT("the first", rows[0], FIRST_NS);
    move_instants(file, sizeof(peri_tape_header), 1);
    CHECK_INT("later times", peri_tape_skim(tape, 0, PERI_TAPE_TIMES, rows, &n), PERI_TAPE_CHANGED);
    CHECK_INT("and numbers", peri_tape_skim(tape, 0, PERI_TAPE_ALL, rows, &n), PERI_TAPE_CHANGED);
    move_instants(file, sizeof(peri_tape_header), -2);
    CHECK_INT("earlier times", peri_tape_skim(tape, 0, PERI_TAPE_TIMES, rows, &n),
              PERI_TAPE_CHANGED);
    move_instants(file, sizeof(peri_tape_header), 1);
    CHECK_INT("as they were", peri_tape_skim(tape, 0, PERI_TAPE_TIMES, rows, &n), 0);
    peri_tape_close(tape);
    fclose(file);
}

/* Where a chunk begins in the file. */
static size_t place_of(FILE *file, uint64_t chunk)
{
    peri_tape_header header;
    peri_tape_chunk entry;
    read_from(file, 0, &header, sizeof header);
    read_from(file,
              sizeof header + header.packed + header.pieces * sizeof(peri_tape_piece) +
                  chunk * sizeof entry,
              &entry, sizeof entry);
    return entry.at;
}

/* A chunk that was found sound vouches for itself only. */
SUITE(tape_looks_at_the_chunks_of_each_piece)
{
    size_t n;
    FILE *file = write_tape((const size_t[]){PERI_TAPE_CHUNK, PERI_TAPE_CHUNK, 5}, 3);
    peri_tape *tape = tape_kit_open(file, form);
    const peri_tape_piece *pieces = peri_tape_pieces(tape, &n);
    CHECK_INT("pieces", n, 3);
    move_instants(file, place_of(file, 1), 1);
    CHECK("the first", peri_tape_is_sound(tape, &pieces[0]));
    CHECK("the second is damaged", !peri_tape_is_sound(tape, &pieces[1]));
    CHECK("the last", peri_tape_is_sound(tape, &pieces[2]));
    CHECK("the second still is", !peri_tape_is_sound(tape, &pieces[1]));
    peri_tape_close(tape);
    fclose(file);
}
