/* dated_rows.h - files of rows `yyyyMMdd,...` in ascending order, as LEAN's map and factor files.
   Layer 2. */
#ifndef PERI_DATED_ROWS_H
#define PERI_DATED_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "market/csv_fields.h"
#include "time/civil.h"

enum {
    PERI_DATED_FIELDS = 4 /* most fields of a row, the date among them */
};

typedef struct peri_dated_row {
    const char *name;                         /* of the file, in messages (borrowed) */
    long line;                                /* 1, 2, ... */
    const char *text;                         /* where the row begins (borrowed) */
    peri_date date;                           /* later than that of the row before */
    size_t field_count;                       /* 1 .. PERI_DATED_FIELDS */
    peri_csv_field fields[PERI_DATED_FIELDS]; /* [0] is the date */
} peri_dated_row;

/* What takes the rows of a file. */
typedef struct peri_dated_taker {
    const char *what;            /* in messages: "yyyyMMdd,ticker" (static) */
    size_t least_fields, fields; /* how many a row has */
    /* Take one row, which is valid during the call. Returns PERI_OK, or a failure that ends the
       reading. */
    int (*take)(void *context, const peri_dated_row *row, peri_error *err);
    void *context; /* borrowed */
} peri_dated_taker;

/*
 * Hand out the rows of a file, one after the other. A byte-order mark, carriage returns and empty
 * lines are passed over.
 *
 * Returns PERI_OK; PERI_ENOTFOUND when there is no such file, without a text, since that need not
 * be a failure; PERI_EIO; PERI_EFORMAT ("FILE:LINE:COLUMN: ...") when there is no row at all, a row
 * has another number of fields, a date is none or not after the one before; PERI_ENOMEM; or what
 * `take` returned.
 */
int peri_dated_rows_read(const char *path, const peri_dated_taker *taker, peri_error *err);

/* The same with a text in memory, which messages call `name`. */
int peri_dated_rows_parse(const char *name, const char *text, size_t len,
                          const peri_dated_taker *taker, peri_error *err);

/* Refuse a field: "FILE:LINE:COLUMN: price factor was '0'; expected a number above 0". Returns
   PERI_EFORMAT. */
int peri_dated_row_fail(const peri_dated_row *row, size_t field, const char *field_name,
                        const char *expected, peri_error *err);

/* Read a field as a finite number; false when it is none. */
bool peri_dated_row_number(const peri_dated_row *row, size_t field, double *out);

#endif
