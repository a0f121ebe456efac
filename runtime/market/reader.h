/* reader.h - what every reader of price files is asked and what it reports. Layer 2. */
#ifndef PERI_READER_H
#define PERI_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "market/bar.h"
#include "time/hours.h"
#include "time/zone.h"

typedef struct peri_read_options {
    peri_resolution resolution; /* length of a bar; decides its end */
    const peri_zone *zone;      /* zone of times written without an offset (borrowed) */
    const peri_hours *hours;   /* exchange (borrowed). A daily bar then runs from its date's regular
                                  open to its close, and bars wholly outside the sessions are left
                                  out (daily: dates without a session); always open: kept all, a
                                  daily bar ends at the next midnight of `zone` */
    bool extended;             /* sessions include pre- and post-market */
    int64_t from_ns, until_ns; /* keep bars with end >= from and start <= until (UTC) */
    bool skip_bad_rows;        /* count what cannot be read instead of failing */
} peri_read_options;

typedef struct peri_read_report {
    int64_t rows;        /* rows seen, header and empty lines excluded */
    int64_t kept;        /* bars added to the series */
    int64_t bad_rows;    /* rows skipped as unreadable (skip_bad_rows) */
    int64_t outside;     /* good rows outside the span asked for, or outside sessions */
    char first_bad[512]; /* the message of the first bad row, else "" */
} peri_read_report;

/*
 * Read a CSV file: a header `date|time,open,high,low,close,volume` (any case, any order, further
 * columns ignored, volume may be missing: 0), then one bar a row, ascending in time. Commas; CR LF
 * allowed; a byte-order mark and empty lines are skipped. The time is the bar's start: see
 * peri_time_parse for its forms.
 *
 * series  bars are appended (nothing is removed on failure)
 * report  counts, added to what is there (init with {0})
 *
 * Returns PERI_OK; PERI_ENOTFOUND or PERI_EIO (file); PERI_EFORMAT: header without a needed column,
 * or a bad row: "FILE:LINE:COLUMN: open was 'abc'; expected a number". A row is bad when it has
 * more or fewer fields than the header or more than 262143 bytes, when a field is not a finite
 * number, a price is <= 0, volume < 0, high < low, open or close outside [low, high], when a time
 * cannot be read or is not after the row before it. PERI_ENOMEM.
 */
int peri_csv_read(const char *path, const peri_read_options *options, peri_series *series,
                  peri_read_report *report, peri_error *err);

/*
 * Read US equity trade bars from LEAN's folder layout: daily and hour from
 * ROOT/equity/usa/{daily,hour}/TICKER.zip, minute and second from one zip a day in
 * ROOT/equity/usa/{minute,second}/TICKER/YYYYMMDD_trade.zip. Prices are stored x 10000 and returned
 * as stored / 10000, without adjustment; a day that has no file has no bars.
 *
 * ticker  any case; the files are lower case
 *
 * Returns as peri_csv_read (a bad row is named ZIP(ENTRY):LINE:COLUMN; a damaged zip, or one with
 * other than one entry, is PERI_EFORMAT, never skipped); PERI_ENOTFOUND when there is no zip, or no
 * folder, for the ticker (text names the path); PERI_EINVAL when the ticker cannot name a file.
 * Only the days that touch [from, until] are opened.
 */
int peri_lean_read(const char *root, const char *ticker, const peri_read_options *options,
                   peri_series *series, peri_read_report *report, peri_error *err);

/* True when peri_lean_read would find a zip or folder for the ticker at this resolution. */
bool peri_lean_has(const char *root, const char *ticker, peri_resolution resolution);

#endif
