/* reader.h - what every reader of price files is asked and what it reports. Layer 2. */
#ifndef PERI_READER_H
#define PERI_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "market/bar.h"
#include "market/lean_path.h"
#include "market/quote_bar.h"
#include "market/tick.h"
#include "time/hours.h"
#include "time/zone.h"

typedef struct peri_tape_cache peri_tape_cache; /* tape_cache.h */
typedef struct peri_reel peri_reel;             /* reel.h */

/* What the rows of a tape are (tape.h). A row is its instant, its numbers and, of days, what was
   written. */
typedef struct peri_tape_form {
    uint32_t numbers;  /* fields behind the time */
    uint32_t has_text; /* 1: two more words, the written time and how it was written */
} peri_tape_form;

typedef struct peri_read_options {
    peri_resolution resolution; /* length of a bar; decides its end */
    const peri_zone *zone;      /* zone of times written without an offset (borrowed); need not be
                                   that of the exchange */
    const peri_hours *hours;   /* exchange (borrowed). A daily bar then runs from its date's regular
                                  open to its close, and bars wholly outside the sessions are left
                                  out (daily: dates without a session); always open: kept all, a
                                  daily bar ends at the next midnight of `zone` */
    bool whole_days;           /* a daily bar runs from midnight to midnight of `zone` also where
                                  the exchange has sessions; left out when it meets none */
    bool extended;             /* sessions include pre- and post-market */
    int64_t from_ns, until_ns; /* keep bars with end >= from and start <= until (UTC) */
    bool skip_bad_rows;        /* count what cannot be read instead of failing */
    peri_tape_cache *cache;    /* where what was parsed is kept (borrowed); NULL: nowhere */
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
 * options  with a cache that keeps, rows come out of it when the file is what it was
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
 * Read trade bars from LEAN's folder layout: daily and hour from one zip
 * (ROOT/equity/usa/daily/spy.zip, ROOT/crypto/coinbase/hour/btcusd_trade.zip), minute and second
 * from one zip a day (ROOT/equity/usa/minute/spy/YYYYMMDD_trade.zip). Prices of equities are stored
 * x 10000 and returned as stored / 10000, without adjustment; a day that has no file has no bars.
 *
 * options  its zone is that of the data; the cache as for peri_csv_read
 *
 * Returns as peri_csv_read (a bad row is named ZIP(ENTRY):LINE:COLUMN; a damaged zip, or one with
 * other than one entry, is PERI_EFORMAT, never skipped); PERI_ENOTFOUND when there is no zip, or no
 * folder, for the ticker (text names the path), or LEAN keeps no such data (peri_lean_has_stream);
 * PERI_EINVAL when market or ticker cannot name a file. Only the days that touch [from, until] are
 * opened.
 */
int peri_lean_read(const peri_lean_symbol *symbol, const peri_read_options *options,
                   peri_series *series, peri_read_report *report, peri_error *err);

/*
 * As peri_lean_read for quote bars: rows `time`, then open, high, low, close and last size of the
 * bid and again of the ask. A side whose prices are blank or 0 is absent; a row without any side is
 * bad. A bid above the ask is taken as it is: what brokers quote at a turn of the market.
 */
int peri_lean_read_quotes(const peri_lean_symbol *symbol, const peri_read_options *options,
                          peri_quote_series *series, peri_read_report *report, peri_error *err);

/*
 * As peri_lean_read for ticks, whose rows are told by the symbol's type (market/row.h) and may
 * share a time. Those the vendor marked as suspicious are kept, with their mark. The options'
 * resolution does not matter.
 */
int peri_lean_read_ticks(const peri_lean_symbol *symbol, peri_lean_kind kind,
                         const peri_read_options *options, peri_tick_series *series,
                         peri_read_report *report, peri_error *err);

/*
 * Hang what peri_lean_read (of trades) or peri_lean_read_quotes would read onto a reel, by way of
 * the cache of the options.
 *
 * possible  receives whether that could be done; where it cannot, those functions do
 * Returns as they do.
 */
int peri_lean_reel(const peri_lean_symbol *symbol, peri_lean_kind kind,
                   const peri_read_options *options, peri_reel *reel, bool *possible,
                   peri_read_report *report, peri_error *err);
/* The same for peri_csv_read. */
int peri_csv_reel(const char *path, const peri_read_options *options, peri_reel *reel,
                  bool *possible, peri_read_report *report, peri_error *err);

/* What tapes hold of trades and quotes that are read with some options. */
peri_tape_form peri_tape_form_for(peri_lean_kind kind, const peri_read_options *options);

/* True when there is a zip or folder for a stream of a symbol (a folder may lack its kind). */
bool peri_lean_has(const peri_lean_symbol *symbol, peri_lean_stream stream);

#endif
