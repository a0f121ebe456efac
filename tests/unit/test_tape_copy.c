/* test_tape_copy.c - pieces of a tape that become pieces of another one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "check.h"
#include "market/tape_writer.h"

enum {
    NUMBERS = 5
};

static const peri_tape_form form = {.numbers = NUMBERS, .has_text = 0};

static FILE *new_file(void)
{
    FILE *file = tmpfile();
    if (!file)
        abort();
    return file;
}

/* A piece of rows that no other one has. */
static void write_piece(peri_tape_writer *writer, int64_t date, size_t rows)
{
    const peri_source_state state = {0};
    const peri_read_report report = {.rows = (int64_t)rows};
    peri_error err;
    for (size_t i = 0; i < rows; i++) {
        const double numbers[NUMBERS] = {(double)date, (double)i, 3, 4, 5};
        const peri_time_text time = {.time_ns = 0};
        peri_tape_writer_row(writer, date * 1000000 + (int64_t)i, numbers, &time);
    }
    CHECK_INT("a piece", peri_tape_writer_end_piece(writer, date, &state, &report, &err), PERI_OK);
}

static peri_tape_writer *begin(FILE *file)
{
    peri_tape_writer *writer = NULL;
    peri_error err;
    CHECK_INT("begins", peri_tape_writer_open(fileno(file), "key", form, &writer, &err), PERI_OK);
    return writer;
}

static peri_tape *finish(FILE *file, peri_tape_writer *writer)
{
    CHECK("is written", peri_tape_writer_finish(writer));
    peri_tape_writer_close(writer);
    peri_tape *tape = peri_tape_open(fileno(file), NULL, "key", form);
    CHECK("opens", tape != NULL);
    return tape;
}

/* Whether each row of a piece is what write_piece made. */
static bool holds_its_rows(const peri_tape *tape, const peri_tape_piece *piece)
{
    uint64_t chunk[PERI_TAPE_CHUNK * (1 + NUMBERS)];
    for (uint64_t i = 0; i < piece->rows; i++) {
        const uint64_t row = piece->first + i;
        size_t n;
        double numbers[2];
        if (peri_tape_read(tape, row / PERI_TAPE_CHUNK, chunk, &n) != 0)
            return false;
        const uint64_t *words = chunk + row % PERI_TAPE_CHUNK * (1 + NUMBERS);
        memcpy(numbers, words + 1, sizeof numbers);
        if ((int64_t)words[0] != piece->date * 1000000 + (int64_t)i ||
            numbers[0] != (double)piece->date || numbers[1] != (double)i)
            return false;
    }
    return true;
}

/* Pieces of the old tape lie anywhere in its chunks; in the new one a piece in front moves them. */
static void copy_behind(size_t front)
{
    static const size_t sizes[] = {1, 511, 512, 0, 513, 1, 900, 1024, 3, 1537};
    FILE *from = new_file(), *to = new_file();
    peri_tape_writer *writer = begin(from);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        write_piece(writer, 10 + (int64_t)i, sizes[i]);
    peri_tape *old = finish(from, writer);
    size_t n;
    const peri_tape_piece *pieces = peri_tape_pieces(old, &n);
    CHECK_INT("all pieces", (int64_t)n, (int64_t)(sizeof sizes / sizeof sizes[0]));
    writer = begin(to);
    write_piece(writer, 1, front);
    for (size_t i = 0; i < n; i++) {
        peri_error err;
        CHECK_INT("copied", peri_tape_writer_copy(writer, old, &pieces[i], &pieces[i].state, &err),
                  PERI_OK);
    }
    peri_tape *tape = finish(to, writer);
    pieces = peri_tape_pieces(tape, &n);
    CHECK_INT("and the one in front", (int64_t)n, (int64_t)(sizeof sizes / sizeof sizes[0]) + 1);
    for (size_t i = 0; i < n; i++) {
        CHECK_INT("its size", (int64_t)pieces[i].rows, (int64_t)(i > 0 ? sizes[i - 1] : front));
        CHECK("its rows", holds_its_rows(tape, &pieces[i]));
        CHECK("its sums", peri_tape_is_sound(tape, &pieces[i]));
    }
    peri_tape_close(old);
    peri_tape_close(tape);
    fclose(from);
    fclose(to);
}

SUITE(tape_copies_pieces)
{
    const int64_t live = peri_mem_live();
    copy_behind(0);
    copy_behind(1);
    copy_behind(5);
    copy_behind(511);
    copy_behind(512);
    copy_behind(777);
    CHECK_INT("nothing leaks", peri_mem_live(), live);
}
