/* row.h - from a row of text to a bar of a series: what all readers share. Layer 2. */
#ifndef PERI_ROW_H
#define PERI_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/bar_span.h"
#include "market/reader.h"

typedef enum peri_row_field {
    PERI_ROW_OPEN,
    PERI_ROW_HIGH,
    PERI_ROW_LOW,
    PERI_ROW_CLOSE,
    PERI_ROW_VOLUME,
    PERI_ROW_TIME,
    PERI_ROW_FIELDS
} peri_row_field;

typedef struct peri_row_column {
    int64_t at; /* 0, 1, ... from the left */
    peri_row_field field;
} peri_row_column;

typedef enum peri_row_clock {
    PERI_ROW_CLOCK_TEXT,         /* the forms of peri_time_parse */
    PERI_ROW_CLOCK_MILLISECONDS, /* whole ms since local midnight of `date` */
} peri_row_clock;

/* The rows of one stream, which may come from several files. */
typedef struct peri_rows {
    /* What the rows look like; set by the reader. */
    peri_row_column columns[PERI_ROW_FIELDS]; /* those that are used, from left to right */
    int column_count;
    int64_t width;     /* fields a row has */
    double price_unit; /* prices are stored as multiples of 1 / price_unit */
    peri_row_clock clock;
    peri_date date; /* with PERI_ROW_CLOCK_MILLISECONDS */

    /* Where the next row stands; set by the reader at the start of a file. */
    const char *name; /* in messages (borrowed) */
    int64_t line;     /* line read last, 0 before the first */

    /* What is known so far; left to row.c. */
    peri_bar_spans spans;
    peri_series *series; /* borrowed */
    size_t had;          /* bars that were in the series before */
    bool has_last;
    int64_t last_utc; /* the instant of the last good row */
    peri_read_report report;
} peri_rows;

/* Start a stream of rows `time,open,high,low,close,volume` with times as text and plain prices. */
void peri_rows_init(peri_rows *rows, const peri_read_options *options, peri_series *series);

/*
 * Take the next line: count it, and unless it is empty add its bar to the series if it is wanted.
 *
 * line  need not be terminated (borrowed); a carriage return at its end is ignored
 * Returns PERI_OK (also for a bad row that is skipped), PERI_EFORMAT (NAME:LINE:COLUMN: ...) or
 * PERI_ENOMEM.
 */
int peri_rows_take(peri_rows *rows, const char *line, size_t len, peri_error *err);

/* As peri_rows_take for a line that the reader could not keep since it was too long. */
int peri_rows_take_overlong(peri_rows *rows, int64_t max_len, peri_error *err);

/* Take all lines of a text in memory. */
int peri_rows_take_text(peri_rows *rows, const char *text, size_t len, peri_error *err);

/* Make room for the bars of a file of which about `bytes` are left, the first row taking `len`. */
int peri_rows_expect(peri_rows *rows, int64_t bytes, size_t len, peri_error *err);

/*
 * End the stream. With PERI_OK the counts are added to the report; else the series gets its former
 * length back and the report stays. Returns rc.
 */
int peri_rows_finish(peri_rows *rows, int rc, peri_read_report *report);

#endif
