/* test_reel_rows.c - an instant is found among the rows of a piece, wherever that lies in chunks.
 */
#include <stdio.h>

#include "check.h"
#include "market/reel_internal.h"
#include "tape_kit.h"

enum {
    PIECES = 9,
    ASKS = 60 /* of each */
};

static const peri_tape_form form = {.numbers = 1};
static const size_t sizes[PIECES] = {1, 511, 513, 1, 900, 1024, 3, 1537, 512};

/* Times ascend in a piece only: each begins before the one in front of it. */
static void write_pieces(FILE *file, check_rng *rng)
{
    const peri_source_state state = {0};
    const peri_read_report report = {0};
    const peri_time_text time = {.time_ns = 0};
    peri_tape_writer *writer = tape_kit_begin(file, form);
    for (int piece = 0; piece < PIECES; piece++) {
        int64_t at = -10000 * piece;
        for (size_t i = 0; i < sizes[piece]; i++) {
            const double number = (double)i;
            at += check_random_in(rng, 1, 9);
            peri_tape_writer_row(writer, at, &number, &time);
        }
        CHECK_INT("a piece", peri_tape_writer_end_piece(writer, piece, &state, &report, NULL),
                  PERI_OK);
    }
    tape_kit_finish(writer);
}

/* The same one row after the other. */
static uint64_t count_before(peri_reel_rows *rows, const peri_tape *tape, uint64_t first,
                             uint64_t end, int64_t utc_ns)
{
    uint64_t row = first;
    size_t n;
    while (row < end && (int64_t)peri_reel_rows_from(rows, tape, row, &n)[0] < utc_ns)
        row++;
    return row - first;
}

static void ask(peri_reel_rows *rows, const peri_tape *tape, const peri_tape_piece *piece,
                check_rng *rng, uint64_t seed)
{
    const uint64_t end = piece->first + piece->rows;
    for (int i = 0; i < ASKS; i++) {
        const int64_t at = check_random_in(rng, piece->first_utc_ns - 2, piece->last_utc_ns + 2);
        const uint64_t want = count_before(rows, tape, piece->first, end, at);
        rows->tape = NULL; /* nothing is in memory */
        if (!CHECK_INT("rows before", peri_reel_rows_before(rows, tape, piece->first, end, at),
                       want))
            printf("seed %llu, piece %lld, instant %lld\n", (unsigned long long)seed,
                   (long long)piece->date, (long long)at);
    }
    CHECK_INT("all", peri_reel_rows_before(rows, tape, piece->first, end, INT64_MAX), piece->rows);
    CHECK_INT("none", peri_reel_rows_before(rows, tape, piece->first, end, INT64_MIN), 0);
}

SUITE(reel_rows_finds_an_instant_in_a_piece)
{
    const uint64_t seed = 20261130;
    check_rng rng = {seed};
    peri_reel_rows rows;
    size_t n;
    FILE *file = tape_kit_file();
    write_pieces(file, &rng);
    peri_tape *tape = tape_kit_open(file, form);
    CHECK_INT("rows", peri_reel_rows_init(&rows, peri_tape_words(form)), PERI_OK);
    const peri_tape_piece *pieces = peri_tape_pieces(tape, &n);
    CHECK_INT("pieces", n, PIECES);
    for (size_t i = 0; i < n; i++)
        ask(&rows, tape, &pieces[i], &rng, seed);
    CHECK_INT("nothing was lost", rows.fault, 0);
    peri_reel_rows_deinit(&rows);
    peri_tape_close(tape);
    fclose(file);
}
