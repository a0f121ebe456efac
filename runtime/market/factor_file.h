/* factor_file.h - LEAN's factor file of a stock: its dividends and splits. Layer 2.
 *
 * Rows `yyyyMMdd,priceFactor,splitFactor,referencePrice`, ascending. The factors of a date are
 * those of the first row with that date or a later one. A row's date is the last trading day before
 * a dividend or a split, its reference price the raw close of that day.
 */
#ifndef PERI_FACTOR_FILE_H
#define PERI_FACTOR_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/names.h"
#include "market/exact.h"
#include "time/civil.h"

/* How prices are shown; the numbers are LEAN's. */
typedef enum peri_normalization {
    PERI_NORMALIZATION_RAW = 0,            /* as traded */
    PERI_NORMALIZATION_ADJUSTED = 1,       /* x price factor x split factor */
    PERI_NORMALIZATION_SPLIT_ADJUSTED = 2, /* x split factor */
    PERI_NORMALIZATION_TOTAL_RETURN = 3    /* x split factor + dividends paid so far */
} peri_normalization;
extern const peri_name peri_normalization_names[];

typedef struct peri_factor_row {
    peri_date date;
    double price, split;                 /* factors, 1e-9 .. 1e9 */
    peri_exact exact_price, exact_split; /* the same with the decimals of the text */
    double reference; /* quote currency, 0 .. 1e9; > 0 where the factors change behind the row */
} peri_factor_row;

/* Both are events of the first trading day after row_date: peri_hours_next_trading_day. */
typedef struct peri_dividend {
    peri_date row_date;  /* last trading day before */
    double distribution; /* quote currency a share, rounded to 2 decimals (half to even); may be 0,
                            or negative where the price factor falls */
    double reference;    /* raw close of row_date */
} peri_dividend;

typedef struct peri_split {
    peri_date row_date; /* the split is announced (LEAN: warning) on this day */
    double factor;      /* of the price: 1/7 for 7:1; shares are divided by it */
    double reference;   /* raw close of row_date */
} peri_split;

/* Immutable once made; any number of threads. */
typedef struct peri_factor_file peri_factor_file;

/*
 * Read ROOT/equity/MARKET/factor_files/NAME.csv (market and name in lower case in the path,
 * whatever is given). No file: no factors; that is no failure.
 *
 * name  the ticker, or better peri_map_file_name of its map file
 * out   owned by the caller (peri_factor_file_close); NULL on failure
 * Returns PERI_OK; PERI_EINVAL: market or name cannot be part of a path; PERI_EFORMAT
 * ("FILE:LINE:COLUMN: price factor was '0'; expected ..."): a row of other than four fields, dates
 * not ascending, a factor that is no number from 1e-9 to 1e9, a reference price outside 0 to 1e9
 * (or 0 where it is needed), a last row that is not of 20501231 (the file was cut); PERI_EIO;
 * PERI_ENOMEM.
 */
int peri_factor_file_open(const char *root, const char *market, const char *name,
                          peri_factor_file **out, peri_error *err);

/* The same from a text in memory, which messages call `name`. */
int peri_factor_file_parse(const char *name, const char *text, size_t len, peri_factor_file **out,
                           peri_error *err);

void peri_factor_file_close(peri_factor_file *file); /* NULL is allowed */

/* The rows, shape [*n], ascending by date; borrowed. *n is 0 when there is no file. */
const peri_factor_row *peri_factor_file_rows(const peri_factor_file *file, size_t *n);

/* Dividends and splits, shape [*n], ascending by date; borrowed. */
const peri_dividend *peri_factor_file_dividends(const peri_factor_file *file, size_t *n);
const peri_split *peri_factor_file_splits(const peri_factor_file *file, size_t *n);

/* What raw prices of a date are multiplied by: 1 with RAW, behind the last row, and without a file.
   O(log n). */
double peri_factor_file_factor(const peri_factor_file *file, peri_normalization mode,
                               peri_date date);

/*
 * The same with all decimals of the text: the product has those of both factors.
 *
 * back  0: of the row that holds for the date; 1: of the row before it; ...
 * Returns false, *out untouched, when there is no such row; a factor of 1 without decimals, at 0
 * alone, with RAW, behind the last row and without a file. O(log n).
 */
bool peri_factor_file_exact(const peri_factor_file *file, peri_normalization mode, peri_date date,
                            size_t back, peri_exact *out);

/*
 * The distributions a holder since the close of a day has got up to another: of the dividends with
 * since <= row_date < date. As they were paid: not adjusted for later splits.
 */
double peri_factor_file_paid(const peri_factor_file *file, peri_date since, peri_date date);

#endif
