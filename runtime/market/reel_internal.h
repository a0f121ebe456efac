/* reel_internal.h - what reel.c, reel_rows.c and reel_reader.c share. Layer 2. */
#ifndef PERI_REEL_INTERNAL_H
#define PERI_REEL_INTERNAL_H

#include "market/reel.h"

/* The rows of a piece. */
typedef struct peri_reel_part {
    const peri_tape *tape; /* one of the reel's */
    uint64_t first, rows;
    int64_t first_utc_ns, last_utc_ns; /* of its first and last row */
    int64_t from_ns, until_ns;
} peri_reel_part;

struct peri_reel {
    peri_read_options options;
    peri_tape_form form;
    size_t words;
    peri_tape **tapes; /* shape [tape_count], owned */
    size_t tape_count, tape_cap;
    peri_reel_part *parts; /* shape [part_count]; none is empty */
    size_t part_count, part_cap;
    bool scales;
    peri_normalizer normalizer;
    peri_reel_facts facts;
};

/* Rows of a tape, as they lie there, a chunk at a time. */
typedef struct peri_reel_rows {
    size_t words; /* of a row */
    const peri_tape *tape;
    uint64_t first; /* rows [first, first + n) of it are in memory */
    size_t n;
    bool skims;            /* what is read is not compared with its sums */
    peri_tape_parts parts; /* of what is skimmed */
    uint64_t *values;      /* shape [PERI_TAPE_CHUNK * words], owned */
    int fault; /* what the first read that failed returned; then all rows are of zeros */
} peri_reel_rows;

int peri_reel_rows_init(peri_reel_rows *rows, size_t words); /* PERI_OK, PERI_ENOMEM */
void peri_reel_rows_deinit(peri_reel_rows *rows);
/* Row `row` of a tape. It stays until another one is asked for; behind it, and in memory as well,
   lie *n - 1 further ones. */
const uint64_t *peri_reel_rows_from(peri_reel_rows *rows, const peri_tape *tape, uint64_t row,
                                    size_t *n);
/* How many of the rows [first, end) of a tape, which ascend in time, lie before an instant. */
uint64_t peri_reel_rows_before(peri_reel_rows *rows, const peri_tape *tape, uint64_t first,
                               uint64_t end, int64_t utc_ns);

struct peri_reel_reader {
    peri_reel *reel;
    peri_read_options options; /* with the span of the part */
    peri_bar_spans spans;
    size_t part;  /* of the next row; part_count: behind the last */
    uint64_t row; /* counted in the part */
    int64_t outside;
    peri_reel_rows rows;
    bool shows_second; /* which of the buffers is shown */
    peri_series trades, trade_buffers[2];
    peri_quote_series quotes, quote_buffers[2];
};

static inline bool peri_reel_has_quotes(const peri_reel *reel)
{
    return reel->form.numbers == PERI_ROW_QUOTE_NUMBERS;
}

/* When a bar starts and ends. */
typedef struct peri_reel_stretch {
    int64_t start_ns, end_ns;
} peri_reel_stretch;

/* Fill the buffer that is not shown, and show it, even when nothing is left. Returns PERI_OK;
   PERI_EFORMAT when a scaled price is none: not behind peri_reel_finish; PERI_EIO. */
int peri_reel_reader_fill(peri_reel_reader *reader, peri_error *err);
/* The same without the bars: receives when *n of them start and end, shape [PERI_REEL_WINDOW]; *n
   is 0 only when none is left. Of a reader that fills no buffer before it is rewound. */
int peri_reel_reader_stretches(peri_reel_reader *reader, peri_reel_stretch *stretches, size_t *n,
                               peri_error *err);
/* To the begin, forgetting what was read. */
void peri_reel_reader_rewind(peri_reel_reader *reader);
size_t peri_reel_reader_count(const peri_reel_reader *reader); /* bars of the window */

#endif
