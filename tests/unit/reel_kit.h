/* reel_kit.h - CSV files with random holes, as a series and as a reel. */
#ifndef PERI_TEST_REEL_KIT_H
#define PERI_TEST_REEL_KIT_H

#include "check.h"
#include "market/reel.h"
#include "market/tape_cache.h"
#include "reading_kit.h"

/* Write n minute bars from 2013-10-07 00:00 UTC on, with holes of a random length now and then.
   Returns the path, borrowed until the next file is written. */
const char *reel_write_csv(const char *name, int64_t n, check_rng *rng);

/* The reel of a CSV file, finished; NULL when there is none or it is not sound. The error is in
   r->err, the counts in r->report. */
peri_reel *reel_of_csv(struct reading *r, const char *path, int *rc);

/* The only file of a folder of tapes, borrowed until the next call; NULL: there is none, or more.
 */
const char *reel_only_file(const char *folder);

bool reel_same_bars(const peri_series *a, const peri_series *b);

#endif
