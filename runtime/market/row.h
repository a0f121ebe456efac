/* row.h - from rows of text to items of a series: what all readers share. Layer 2. */
#ifndef PERI_ROW_H
#define PERI_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "market/bar_span.h"
#include "market/quote_bar.h"
#include "market/reader.h"
#include "market/tick.h"

/* Fields are numbered by each kind of row on its own; 0 is the time in all of them. */
enum {
    PERI_ROW_TIME = 0,
    PERI_ROW_MOST_FIELDS = 11
};

typedef enum peri_bar_field {
    PERI_ROW_OPEN = 1,
    PERI_ROW_HIGH,
    PERI_ROW_LOW,
    PERI_ROW_CLOSE,
    PERI_ROW_VOLUME,
    PERI_ROW_BAR_FIELDS
} peri_bar_field;

typedef struct peri_row_column {
    int64_t at; /* 0, 1, ... from the left */
    int field;
} peri_row_column;

typedef enum peri_row_clock {
    PERI_ROW_CLOCK_TEXT,         /* the forms of peri_time_parse */
    PERI_ROW_CLOCK_MILLISECONDS, /* ms since local midnight of `date`; whole ones but for ticks */
} peri_row_clock;

struct peri_tape_writer; /* tape_writer.h */

/* The rows of one stream, which may come from several files. */
typedef struct peri_rows {
    /* What the rows look like; set by the reader. */
    peri_row_column columns[PERI_ROW_MOST_FIELDS]; /* those that are used, from left to right */
    int column_count;
    int64_t width;     /* fields a row has */
    double price_unit; /* prices are stored as multiples of 1 / price_unit */
    peri_row_clock clock;
    peri_date date; /* with PERI_ROW_CLOCK_MILLISECONDS */

    /* Where the next row stands; set by the reader at the start of a file. */
    const char *name; /* in messages (borrowed) */
    int64_t line;     /* line read last, 0 before the first */

    /* What is known so far; left to row.c and the form. */
    const struct peri_row_form *form; /* row_form.h */
    peri_bar_spans spans;
    union {
        peri_series *bars;
        peri_quote_series *quotes;
        peri_tick_series *ticks;
        struct peri_tape_writer *tape;
    } into;     /* borrowed */
    size_t had; /* items that were in the series before */
    bool has_last;
    int64_t last_utc;    /* the instant of the last good row */
    int64_t last_end_ns; /* of the last item in the series; INT64_MIN: there is none */
    peri_read_report report;
} peri_rows;

/* Start a stream of rows `time,open,high,low,close,volume` with times as text and plain prices. */
void peri_rows_into_bars(peri_rows *rows, const peri_read_options *options, peri_series *series);

/*
 * Start a stream of rows `time,`, then `open,high,low,close,size` of the bid and again of the ask.
 * A side whose four prices are blank or 0 is absent; a row without any side is bad.
 */
void peri_rows_into_quotes(peri_rows *rows, const peri_read_options *options,
                           peri_quote_series *series);

/* The same rows onto a tape: all that are good, whether the options want them or not. */
void peri_rows_bars_onto_tape(peri_rows *rows, const peri_read_options *options,
                              struct peri_tape_writer *tape);
void peri_rows_quotes_onto_tape(peri_rows *rows, const peri_read_options *options,
                                struct peri_tape_writer *tape);

/* What a good row of these holds on a tape: its numbers in the order of its fields. */
enum {
    PERI_ROW_BAR_NUMBERS = 5,
    PERI_ROW_QUOTE_NUMBERS = 10
};
static inline peri_bar peri_row_bar_of(const double *numbers, int64_t start_ns, int64_t end_ns)
{
    return (peri_bar){start_ns, end_ns, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]};
}
peri_quote_bar peri_row_quote_of(const double *numbers, int64_t start_ns, int64_t end_ns);

/* Which fields a row of a tick has. */
typedef enum peri_tick_layout {
    PERI_TICKS_EQUITY_TRADE, /* time,price,size,exchange,condition,suspicious */
    PERI_TICKS_EQUITY_QUOTE, /* time,bid,size,ask,size,exchange,condition,suspicious */
    PERI_TICKS_TRADE,        /* time,price,size */
    PERI_TICKS_QUOTE,        /* time,bid,size,ask,size */
    PERI_TICKS_BID_ASK,      /* time,bid,ask */
} peri_tick_layout;

/* Start a stream of ticks; the options' resolution does not matter. A condition is hexadecimal,
   suspicious 0 or 1; a side whose price is blank or 0 is absent. */
void peri_rows_into_ticks(peri_rows *rows, const peri_read_options *options,
                          peri_tick_layout layout, peri_tick_series *series);

/*
 * Take the next line: count it, and unless it is empty add its item to the series if it is wanted.
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
int peri_rows_expect_bars(peri_rows *rows, int64_t bytes, size_t len, peri_error *err);

/*
 * End the stream. With PERI_OK the counts are added to the report; else the series gets its former
 * length back and the report stays. Returns rc.
 */
int peri_rows_finish(peri_rows *rows, int rc, peri_read_report *report);

#endif
