/* factor_file.c - reading factors, and the dividends and splits they tell of. Layer 2. */
#include "market/factor_file.h"

#include "base/buf.h"
#include "base/mem.h"
#include "market/corporate_path.h"
#include "market/dated_rows.h"

#include <math.h>
#include <string.h>

const peri_name peri_normalization_names[] = {
    {"Raw", PERI_NORMALIZATION_RAW},
    {"Adjusted", PERI_NORMALIZATION_ADJUSTED},
    {"SplitAdjusted", PERI_NORMALIZATION_SPLIT_ADJUSTED},
    {"TotalReturn", PERI_NORMALIZATION_TOTAL_RETURN},
    {NULL, 0},
};

static const double LEAST_FACTOR = 1e-9, LARGEST_FACTOR = 1e9;
static const double LARGEST_PRICE = 1e9;

struct peri_factor_file {
    peri_factor_row *rows; /* shape [n], owned */
    size_t n, cap;
    peri_dividend *dividends; /* shape [dividend_count], owned */
    size_t dividend_count;
    double *paid; /* shape [dividend_count + 1]: sum of the distributions before each; owned */
    peri_split *splits; /* shape [split_count], owned */
    size_t split_count;
    long last_line; /* where the last row stood */
};

/* ---- rows ---- */

static int read_factor(const peri_dated_row *row, size_t field, const char *field_name, double *out,
                       peri_exact *exact, peri_error *err)
{
    const peri_csv_field *text = &row->fields[field];
    if (peri_dated_row_number(row, field, out) && *out >= LEAST_FACTOR && *out <= LARGEST_FACTOR) {
        if (!peri_exact_parse(text->text, text->len, exact))
            *exact = peri_exact_natural(*out); /* 1e-3, or longer than a decimal */
        return PERI_OK;
    }
    return peri_dated_row_fail(row, field, field_name, "a factor from 1e-9 to 1e9", err);
}

static int read_row(const peri_dated_row *text, peri_factor_row *row, peri_error *err)
{
    row->date = text->date;
    int rc = read_factor(text, 1, "price factor", &row->price, &row->exact_price, err);
    if (rc == PERI_OK)
        rc = read_factor(text, 2, "split factor", &row->split, &row->exact_split, err);
    if (rc != PERI_OK)
        return rc;
    if (!peri_dated_row_number(text, 3, &row->reference) || row->reference < 0 ||
        row->reference > LARGEST_PRICE)
        return peri_dated_row_fail(text, 3, "reference price", "a price from 0 to 1e9", err);
    return PERI_OK;
}

static bool same_factors(const peri_factor_row *a, const peri_factor_row *b)
{
    return a->price == b->price && a->split == b->split;
}

/* A row that tells of an event needs the price it was worth: checked when the next row is known. */
static int check_reference(const peri_dated_row *text, const peri_factor_row *before,
                           const peri_factor_row *row, peri_error *err)
{
    if (before->reference > 0 || same_factors(before, row))
        return PERI_OK;
    int year, month, day;
    peri_date_split(before->date, &year, &month, &day);
    return peri_fail(err, PERI_EFORMAT,
                     "%s:%ld:1: the factors changed behind the row of %04d%02d%02d, whose "
                     "reference price was 0; expected the close of that day",
                     text->name, text->line, year, month, day);
}

static int take_row(void *context, const peri_dated_row *text, peri_error *err)
{
    peri_factor_file *file = context;
    peri_factor_row row;
    int rc = read_row(text, &row, err);
    if (rc == PERI_OK && file->n > 0)
        rc = check_reference(text, &file->rows[file->n - 1], &row, err);
    if (rc != PERI_OK)
        return rc;
    void *rows = file->rows;
    if (peri_grow(&rows, &file->cap, file->n + 1, sizeof row) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "%s:%ld: no memory for the factors", text->name,
                         text->line);
    file->rows = rows;
    file->rows[file->n++] = row;
    file->last_line = text->line;
    return PERI_OK;
}

/* ---- events ---- */

/* To cents, half to even. The text has at most 7 decimals of a factor and some of a price, so what
   is closer to a half than that is one that binary numbers cannot hold. */
static double to_cents(double amount)
{
    double cents = amount * 100, down = floor(cents);
    if (fabs(cents - down - 0.5) < 5e-8)
        cents = down + 0.5;
    return nearbyint(cents) / 100 + 0.0; /* no negative zero */
}

/* Source: LEAN's dividend: what the close loses when it is scaled by the ratio of the factors. */
static peri_dividend dividend_of(const peri_factor_row *row, const peri_factor_row *next)
{
    double left = row->reference * row->price / next->price;
    return (peri_dividend){row->date, to_cents(row->reference - left), row->reference};
}

static int make_events(peri_factor_file *file, peri_error *err)
{
    size_t dividends = 0, splits = 0;
    for (size_t i = 0; i + 1 < file->n; i++) {
        dividends += file->rows[i].price != file->rows[i + 1].price;
        splits += file->rows[i].split != file->rows[i + 1].split;
    }
    file->dividends = peri_calloc(dividends + 1, sizeof *file->dividends);
    file->paid = peri_calloc(dividends + 1, sizeof *file->paid);
    file->splits = peri_calloc(splits + 1, sizeof *file->splits);
    if (!file->dividends || !file->paid || !file->splits)
        return peri_fail(err, PERI_ENOMEM, "no memory for the dividends and splits");
    for (size_t i = 0; i + 1 < file->n; i++) {
        const peri_factor_row *row = &file->rows[i], *next = row + 1;
        if (row->price != next->price) {
            size_t at = file->dividend_count++;
            file->dividends[at] = dividend_of(row, next);
            file->paid[at + 1] = file->paid[at] + file->dividends[at].distribution;
        }
        if (row->split != next->split)
            file->splits[file->split_count++] =
                (peri_split){row->date, row->split / next->split, row->reference};
    }
    return PERI_OK;
}

/* ---- files ---- */

static const peri_dated_taker factor_rows = {
    .what = "yyyyMMdd,price factor,split factor,reference price",
    .least_fields = 4,
    .fields = 4,
    .take = take_row,
};

/* A file of which the end is missing would give wrong factors to all that is before. */
static int check_end(const char *name, const peri_factor_file *file, peri_error *err)
{
    int year, month, day;
    peri_date last = file->rows[file->n - 1].date;
    if (last == peri_date_make(2050, 12, 31))
        return PERI_OK;
    peri_date_split(last, &year, &month, &day);
    return peri_fail(err, PERI_EFORMAT,
                     "%s:%ld:1: the last row was of %04d%02d%02d; expected 20501231,1,1,0 (is the "
                     "file cut?)",
                     name, file->last_line, year, month, day);
}

/* Read a file, or a text when there is one. */
static int fill(const char *name, const char *text, size_t len, peri_factor_file *file,
                peri_error *err)
{
    peri_dated_taker taker = factor_rows;
    taker.context = file;
    int rc = text ? peri_dated_rows_parse(name, text, len, &taker, err)
                  : peri_dated_rows_read(name, &taker, err);
    if (!text && rc == PERI_ENOTFOUND)
        rc = PERI_OK;
    else if (rc == PERI_OK)
        rc = check_end(name, file, err);
    return rc == PERI_OK ? make_events(file, err) : rc;
}

static int make(const char *name, const char *text, size_t len, peri_factor_file **out,
                peri_error *err)
{
    *out = NULL;
    peri_factor_file *file = peri_calloc(1, sizeof *file);
    if (!file)
        return peri_fail(err, PERI_ENOMEM, "no memory for '%s'", name);
    int rc = fill(name, text, len, file, err);
    if (rc == PERI_OK)
        *out = file;
    else
        peri_factor_file_close(file);
    return rc;
}

int peri_factor_file_open(const char *root, const char *market, const char *name,
                          peri_factor_file **out, peri_error *err)
{
    peri_buf path;
    *out = NULL;
    peri_buf_init(&path);
    int rc = peri_corporate_path(&path, root, market, "factor_files", name, err);
    if (rc == PERI_OK)
        rc = make(peri_buf_str(&path), NULL, 0, out, err);
    peri_buf_deinit(&path);
    return rc;
}

int peri_factor_file_parse(const char *name, const char *text, size_t len, peri_factor_file **out,
                           peri_error *err)
{
    return make(name, text, len, out, err);
}

void peri_factor_file_close(peri_factor_file *file)
{
    if (!file)
        return;
    peri_free(file->rows);
    peri_free(file->dividends);
    peri_free(file->paid);
    peri_free(file->splits);
    peri_free(file);
}

/* ---- questions ---- */

const peri_factor_row *peri_factor_file_rows(const peri_factor_file *file, size_t *n)
{
    *n = file->n;
    return file->rows;
}

const peri_dividend *peri_factor_file_dividends(const peri_factor_file *file, size_t *n)
{
    *n = file->dividend_count;
    return file->dividends;
}

const peri_split *peri_factor_file_splits(const peri_factor_file *file, size_t *n)
{
    *n = file->split_count;
    return file->splits;
}

/* The first row with that date or a later one; file->n: none. */
static size_t row_of(const peri_factor_file *file, peri_date date)
{
    size_t from = 0, until = file->n;
    while (from < until) {
        size_t middle = from + (until - from) / 2;
        if (file->rows[middle].date < date)
            from = middle + 1;
        else
            until = middle;
    }
    return from;
}

double peri_factor_file_factor(const peri_factor_file *file, peri_normalization mode,
                               peri_date date)
{
    const size_t at = row_of(file, date);
    if (at == file->n || mode == PERI_NORMALIZATION_RAW)
        return 1;
    const peri_factor_row *row = &file->rows[at];
    return mode == PERI_NORMALIZATION_ADJUSTED ? row->price * row->split : row->split;
}

bool peri_factor_file_exact(const peri_factor_file *file, peri_normalization mode, peri_date date,
                            size_t back, peri_exact *out)
{
    const size_t at = row_of(file, date);
    const bool is_plain = at == file->n || mode == PERI_NORMALIZATION_RAW;
    if (back > at || (is_plain && back > 0))
        return false;
    if (is_plain) {
        *out = peri_exact_make(1, 0);
        return true;
    }
    const peri_factor_row *row = &file->rows[at - back];
    if (mode == PERI_NORMALIZATION_ADJUSTED)
        return peri_exact_product(&row->exact_price, &row->exact_split, out);
    *out = row->exact_split;
    return true;
}

/* How many dividends have a row before a date. */
static size_t dividends_before(const peri_factor_file *file, peri_date date)
{
    size_t from = 0, until = file->dividend_count;
    while (from < until) {
        size_t middle = from + (until - from) / 2;
        if (file->dividends[middle].row_date < date)
            from = middle + 1;
        else
            until = middle;
    }
    return from;
}

double peri_factor_file_paid(const peri_factor_file *file, peri_date since, peri_date date)
{
    if (date <= since)
        return 0;
    /* sums of cents: what subtracting adds is taken off again */
    return to_cents(file->paid[dividends_before(file, date)] -
                    file->paid[dividends_before(file, since)]);
}
