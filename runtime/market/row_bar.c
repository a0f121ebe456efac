/* row_bar.c - rows of trade bars. Layer 2. */
#include "market/row_form.h"

static int check_bar(const peri_rows *rows, peri_row *row)
{
    return peri_row_check_prices(rows, row, PERI_ROW_OPEN);
}

static int add_bar(peri_rows *rows, const peri_row *row, int64_t start_ns, int64_t end_ns)
{
    const peri_bar bar = peri_row_bar_of(row->number + PERI_ROW_OPEN, start_ns, end_ns);
    return peri_series_add(rows->into.bars, &bar);
}

static void end_bars(peri_rows *rows, bool keep)
{
    if (keep)
        peri_series_trim(rows->into.bars);
    else
        rows->into.bars->n = rows->had;
}

static const char *const names[] = {"time", "open", "high", "low", "close", "volume"};

static const peri_row_form bar_form = {
    .names = names, .check = check_bar, .add = add_bar, .end = end_bars};

static const peri_row_form raw_form = {.names = names,
                                       .is_raw = true,
                                       .check = check_bar,
                                       .add = peri_row_add_raw,
                                       .end = peri_row_end_raw};

void peri_rows_bars_onto_tape(peri_rows *rows, const peri_read_options *options,
                              struct peri_tape_writer *tape)
{
    peri_rows_init(rows, &raw_form, options, PERI_ROW_BAR_FIELDS);
    rows->into.tape = tape;
}

void peri_rows_into_bars(peri_rows *rows, const peri_read_options *options, peri_series *series)
{
    peri_rows_init(rows, &bar_form, options, PERI_ROW_BAR_FIELDS);
    rows->into.bars = series;
    rows->had = series->n;
    if (series->n > 0)
        rows->last_end_ns = series->bars[series->n - 1].end_ns;
}

int peri_rows_expect_bars(peri_rows *rows, int64_t bytes, size_t len, peri_error *err)
{
    enum {
        MOST = 1 << 20
    }; /* bars: a first row that is not like the others must not cost much */
    uint64_t n = (uint64_t)(bytes > 0 ? bytes : 0) / (len + 1);
    n += n / 64 + 1; /* the first row is often a little longer than the others */
    size_t room = n < MOST ? (size_t)n : MOST;
    if (peri_series_reserve(rows->into.bars, rows->into.bars->n + room) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "%s: out of memory for %zu bars", rows->name, room);
    return PERI_OK;
}
