/* row_quote.c - rows of quote bars. Layer 2. */
#include "market/row_form.h"

enum {
    BID = 1, /* open, high, low, close and size of a side follow each other */
    ASK = 6,
    CLOSE = 3,
    SIZE = 4,
    FIELDS = 11
};

static const char *const names[] = {"time",      "bid open",      "bid high",     "bid low",
                                    "bid close", "last bid size", "ask open",     "ask high",
                                    "ask low",   "ask close",     "last ask size"};

/* A side is absent when it has no price at all. */
static bool is_absent(const peri_row *row, int open)
{
    const double *x = row->number + open;
    return x[0] == 0 && x[1] == 0 && x[2] == 0 && x[CLOSE] == 0;
}

static int check_side(const peri_rows *rows, peri_row *row, int open)
{
    if (!is_absent(row, open))
        return peri_row_check_prices(rows, row, open);
    int rc = peri_row_check_amount(rows, row, open + SIZE);
    row->number[open + SIZE] = 0;
    return rc;
}

static int check_quote(const peri_rows *rows, peri_row *row)
{
    int rc = check_side(rows, row, BID);
    if (rc == PERI_OK)
        rc = check_side(rows, row, ASK);
    if (rc == PERI_OK && is_absent(row, BID) && is_absent(row, ASK))
        rc = peri_row_fail(rows, row, BID, "prices of the bid, of the ask or of both");
    return rc;
}

static peri_quote_side side_of(const double *x)
{
    return (peri_quote_side){x[0], x[1], x[2], x[CLOSE], x[SIZE]};
}

peri_quote_bar peri_row_quote_of(const double *numbers, int64_t start_ns, int64_t end_ns)
{
    return (peri_quote_bar){.start_ns = start_ns,
                            .end_ns = end_ns,
                            .bid = side_of(numbers),
                            .ask = side_of(numbers + ASK - BID)};
}

static int add_quote(peri_rows *rows, const peri_row *row, int64_t start_ns, int64_t end_ns)
{
    const peri_quote_bar bar = peri_row_quote_of(row->number + BID, start_ns, end_ns);
    return peri_quote_series_add(rows->into.quotes, &bar);
}

static void end_quotes(peri_rows *rows, bool keep)
{
    if (keep)
        peri_quote_series_trim(rows->into.quotes);
    else
        rows->into.quotes->n = rows->had;
}

static const peri_row_form quote_form = {.names = names,
                                         .blank_is_zero = true,
                                         .check = check_quote,
                                         .add = add_quote,
                                         .end = end_quotes};

static const peri_row_form raw_form = {.names = names,
                                       .blank_is_zero = true,
                                       .is_raw = true,
                                       .check = check_quote,
                                       .add = peri_row_add_raw,
                                       .end = peri_row_end_raw};

void peri_rows_quotes_onto_tape(peri_rows *rows, const peri_read_options *options,
                                struct peri_tape_writer *tape)
{
    peri_rows_init(rows, &raw_form, options, FIELDS);
    rows->into.tape = tape;
}

void peri_rows_into_quotes(peri_rows *rows, const peri_read_options *options,
                           peri_quote_series *series)
{
    peri_rows_init(rows, &quote_form, options, FIELDS);
    rows->into.quotes = series;
    rows->had = series->n;
    if (series->n > 0)
        rows->last_end_ns = series->bars[series->n - 1].end_ns;
}
