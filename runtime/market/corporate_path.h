/* corporate_path.h - where LEAN's folder layout keeps map and factor files. Layer 2. */
#ifndef PERI_CORPORATE_PATH_H
#define PERI_CORPORATE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

enum {
    PERI_TICKER_MAX = 64 /* bytes of a ticker in files */
};

/* True when a word can be the name of a file without leading out of its folder: 1 to 64 bytes of
   printable ASCII, no slashes, no dot in front. It need not be terminated. */
bool peri_corporate_is_name(const char *word, size_t len);

/*
 * Append ROOT/equity/MARKET/FOLDER/NAME.csv, market and name in lower case; without a name
 * ROOT/equity/MARKET/FOLDER.
 *
 * folder  "map_files" or "factor_files"
 * name    may be NULL
 * Returns PERI_OK; PERI_EINVAL: market or name cannot be part of a path; PERI_ENOMEM.
 */
int peri_corporate_path(peri_buf *path, const char *root, const char *market, const char *folder,
                        const char *name, peri_error *err);

#endif
