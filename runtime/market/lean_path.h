/* lean_path.h - where LEAN's folder layout keeps US equity trade bars. Layer 2. */
#ifndef PERI_LEAN_PATH_H
#define PERI_LEAN_PATH_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "market/bar.h"
#include "time/civil.h"

/*
 * Append the path of a ticker's bars: a zip for daily and hour, a folder of zips for minute and
 * second.
 *
 * path  receives the text; its `failed` tells of missing memory
 * Returns PERI_OK, or PERI_EINVAL: the ticker can not be the name of a file.
 */
int peri_lean_path(peri_buf *path, const char *root, const char *ticker, peri_resolution resolution,
                   peri_error *err);

/* Append the name of a day's zip in that folder: `/20131007_trade.zip`. */
void peri_lean_path_day(peri_buf *path, peri_date date);

/*
 * List the days that have a zip of trades.
 *
 * out, n  receive the dates in ascending order (owned by the caller: peri_free)
 * Returns PERI_OK; PERI_ENOTFOUND or PERI_EIO (folder); PERI_EFORMAT: the name of a zip is no date;
 * PERI_ENOMEM.
 */
int peri_lean_days(const char *folder, peri_date **out, size_t *n, peri_error *err);

#endif
