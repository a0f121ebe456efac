/* tape_kit.c - see tape_kit.h. */
#include "tape_kit.h"

#include <stdlib.h>

#include "check.h"

FILE *tape_kit_file(void)
{
    FILE *file = tmpfile();
    if (!file)
        abort();
    return file;
}

peri_tape_writer *tape_kit_begin(FILE *file, peri_tape_form form)
{
    peri_tape_writer *writer = NULL;
    CHECK_INT("begins", peri_tape_writer_open(fileno(file), TAPE_KIT_KEY, form, &writer, NULL),
              PERI_OK);
    return writer;
}

void tape_kit_finish(peri_tape_writer *writer)
{
    CHECK("is written", peri_tape_writer_finish(writer));
    peri_tape_writer_close(writer);
}

void tape_kit_piece(peri_tape_writer *writer, int64_t date, int64_t first_ns, size_t rows)
{
    const peri_source_state state = {0};
    const peri_read_report report = {.rows = (int64_t)rows};
    const peri_time_text time = {.time_ns = 0};
    for (size_t i = 0; i < rows; i++) {
        const double numbers[TAPE_KIT_MOST_NUMBERS] = {(double)i, (double)date, 3, 4, 5};
        peri_tape_writer_row(writer, first_ns + (int64_t)i, numbers, &time);
    }
    CHECK_INT("a piece", peri_tape_writer_end_piece(writer, date, &state, &report, NULL), PERI_OK);
}

peri_tape *tape_kit_open(FILE *file, peri_tape_form form)
{
    peri_tape *tape = peri_tape_open(fileno(file), NULL, TAPE_KIT_KEY, form);
    CHECK("opens", tape != NULL);
    return tape;
}
