/* lean_source.h - what a symbol's prices are read from in LEAN's layout: of a US equity the files
 * of all names it had, scaled by its factor file; of others its own files as they are. Layer 5. */
#ifndef PERI_LEAN_SOURCE_H
#define PERI_LEAN_SOURCE_H

#include "base/error.h"
#include "market/factor_file.h"
#include "market/lean_path.h"
#include "market/map_book.h"
#include "market/quote_bar.h"
#include "market/reader.h"

typedef struct peri_lean_source {
    peri_lean_symbol symbol;   /* borrowed texts; its ticker is the one that was asked for; NULL: it
                                  was not opened */
    peri_map_file *map;        /* owned; NULL: no US equity */
    peri_factor_file *factors; /* owned */
    peri_normalization mode;
} peri_lean_source;

/*
 * Find the names and factors of a symbol.
 *
 * book  of the symbol's market
 * out   is closed by the caller, also after a failure (peri_lean_source_close)
 * Returns PERI_OK (also when there is neither file), or what the files fail with. Thread: one at a
 * time per book.
 */
int peri_lean_source_open(peri_map_book *book, peri_lean_symbol symbol, peri_normalization mode,
                          peri_lean_source *out, peri_error *err);
/* A symbol that has one name for ever, and no factors. Nothing is touched. */
peri_lean_source peri_lean_source_plain(peri_lean_symbol symbol);
void peri_lean_source_close(peri_lean_source *source); /* one that was never opened is allowed */

/* Whether any of its names has bars of a resolution: of trades or, of what is no equity, of quotes.
 */
bool peri_lean_source_has(const peri_lean_source *source, peri_resolution resolution);

/* Whether any of its names has data of a stream: a zip, or a folder with one of that kind. If not,
   what was looked for is appended to `tried`, ", " between two. */
bool peri_lean_source_look(const peri_lean_source *source, peri_lean_stream stream,
                           peri_buf *tried);

/* As peri_lean_read and peri_lean_read_quotes, over all names, scaled. PERI_EFORMAT also when a
   scaled price is none. On failure nothing is appended. */
int peri_lean_source_read(const peri_lean_source *source, const peri_read_options *options,
                          peri_series *series, peri_read_report *report, peri_error *err);
int peri_lean_source_read_quotes(const peri_lean_source *source, const peri_read_options *options,
                                 peri_quote_series *series, peri_read_report *report,
                                 peri_error *err);
/* The same of ticks, of trades and of quotes in one series; of one time trades come first. One of
   the two kinds may be missing, or both. */
int peri_lean_source_read_ticks(const peri_lean_source *source, const peri_read_options *options,
                                peri_tick_series *series, peri_read_report *report,
                                peri_error *err);

/*
 * The same as a reel, over all names, scaled.
 *
 * out  receives it (owned by the caller); NULL when it has to be read as a series, which then also
 *      tells what is wrong
 */
int peri_lean_source_reel(const peri_lean_source *source, peri_lean_kind kind,
                          const peri_read_options *options, peri_reel **out,
                          peri_read_report *report, peri_error *err);

#endif
