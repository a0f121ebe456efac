/* test_tape_copy.c - pieces of a tape that become pieces of another one. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "tape_kit.h"

enum {
    NUMBERS = TAPE_KIT_MOST_NUMBERS
};

static const peri_tape_form form = {.numbers = NUMBERS, .has_text = 0};

/* A piece of rows that no other one has. */
static void write_piece(peri_tape_writer *writer, int64_t date, size_t rows)
{
    tape_kit_piece(writer, date, date * 1000000, rows);
}

static peri_tape *finish(FILE *file, peri_tape_writer *writer)
{
    tape_kit_finish(writer);
    return tape_kit_open(file, form);
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
        if ((int64_t)words[0] != piece->date * 1000000 + (int64_t)i || numbers[0] != (double)i ||
            numbers[1] != (double)piece->date)
            return false;
    }
    return true;
}

/* Pieces of the old tape lie anywhere in its chunks; in the new one a piece in front moves them. */
static void copy_behind(size_t front)
{
    static const size_t sizes[] = {1, 511, 512, 0, 513, 1, 900, 1024, 3, 1537};
    FILE *from = tape_kit_file(), *to = tape_kit_file();
    peri_tape_writer *writer = tape_kit_begin(from, form);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        write_piece(writer, 10 + (int64_t)i, sizes[i]);
    peri_tape *old = finish(from, writer);
    size_t n;
    const peri_tape_piece *pieces = peri_tape_pieces(old, &n);
    CHECK_INT("all pieces", (int64_t)n, (int64_t)(sizeof sizes / sizeof sizes[0]));
    writer = tape_kit_begin(to, form);
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
