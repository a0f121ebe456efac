/* row_form.h - what a kind of row brings along, and what row.c offers it. Layer 2. */
#ifndef PERI_ROW_FORM_H
#define PERI_ROW_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/row.h"

/* A row while it is read. */
typedef struct peri_row {
    const char *text, *end;
    const char *field[PERI_ROW_MOST_FIELDS]; /* where each begins; NULL when there is none */
    double number[PERI_ROW_MOST_FIELDS];     /* as written; 0 where there is no such field */
    peri_time_text time;
    peri_error *err;
} peri_row;

/* A kind of row. */
typedef struct peri_row_form {
    const char *const *names; /* of the fields, in messages */
    unsigned text_fields;     /* bit f: field f is not a number, and left to `check` */
    bool blank_is_zero;       /* a number may be left out */
    bool is_tick;             /* an instant instead of a span; several may share one */
    bool is_raw;              /* all good rows are wanted, whatever the span and the sessions are */

    /* Look at the numbers and bring prices into units of the quote currency, in row->number.
       Returns PERI_OK or PERI_EFORMAT. */
    int (*check)(const peri_rows *rows, peri_row *row);
    /* Add the row's item to the series. Returns PERI_OK or PERI_ENOMEM, without text. */
    int (*add)(peri_rows *rows, const peri_row *row, int64_t start_ns, int64_t end_ns);
    /* The stream ends: give back room that is not used, or forget what it added. */
    void (*end)(peri_rows *rows, bool keep);
} peri_row_form;

/* Start a stream whose fields stand in the order of their numbers; `into` and what it held are the
   form's to set. */
void peri_rows_init(peri_rows *rows, const peri_row_form *form, const peri_read_options *options,
                    int fields);

/* Refuse a field: "open was 'abc'; expected a number". Returns PERI_EFORMAT. */
int peri_row_fail(const peri_rows *rows, const peri_row *row, int field, const char *expected);

/* Refuse a price that does not fit another one: "open was 12, above high 11". */
int peri_row_fail_pair(const peri_rows *rows, const peri_row *row, int field, const char *relation,
                       int other);

/* The text of a field without the blanks around it. */
const char *peri_row_text(const peri_row *row, int field, size_t *len);

/*
 * Check the prices of four fields in a row, open, high, low and close, and the amount behind them,
 * and bring the prices into units of the quote currency.
 */
int peri_row_check_prices(const peri_rows *rows, peri_row *row, int open);

/* For forms that put good rows on a tape as they are: what is behind the time in the order of the
   fields. */
int peri_row_add_raw(peri_rows *rows, const peri_row *row, int64_t start_ns, int64_t end_ns);
void peri_row_end_raw(peri_rows *rows, bool keep);

/* Check that a field holds an amount, finite and 0 or more. */
int peri_row_check_amount(const peri_rows *rows, const peri_row *row, int field);

#endif
