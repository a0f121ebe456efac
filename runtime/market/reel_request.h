/* reel_request.h - for the readers of files: tapes of them onto reels, and what is on these into a
   series. Layer 2. */
#ifndef PERI_REEL_REQUEST_H
#define PERI_REEL_REQUEST_H

#include "market/reel.h"
#include "market/tape_cache.h"

/*
 * Get a tape and hang it onto a reel.
 *
 * what, path  what is read how, and the file or folder; with the options they make the key
 * request     all but its key
 * possible    false: there can be no tape, the reel is as it was
 * Returns as peri_tape_cache_get.
 */
int peri_reel_request(peri_reel *reel, const peri_read_options *options, const char *what,
                      const char *path, const peri_tape_request *request, bool *possible,
                      peri_read_report *report, peri_error *err);

/*
 * Append all that a reader would read, when the options have a cache that keeps.
 *
 * done  false: it is to be read from the file; series and report are as they were
 * Returns PERI_OK, or what is wrong with the files.
 */
int peri_reel_read_csv(const char *path, const peri_read_options *options, peri_series *series,
                       bool *done, peri_read_report *report, peri_error *err);
/* series, quotes  one of them */
int peri_reel_read_lean(const peri_lean_symbol *symbol, const peri_read_options *options,
                        peri_series *series, peri_quote_series *quotes, bool *done,
                        peri_read_report *report, peri_error *err);

#endif
