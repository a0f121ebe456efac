/* lean_path.h - where LEAN's folder layout keeps the data of a symbol. Layer 2. */
#ifndef PERI_LEAN_PATH_H
#define PERI_LEAN_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "market/bar.h"
#include "market/security.h"
#include "time/civil.h"

/* A symbol in a data folder; all text borrowed. */
typedef struct peri_lean_symbol {
    const char *root;            /* the data folder */
    peri_security_type type;     /* not PERI_TYPE_BASE */
    const char *market, *ticker; /* in any case; files and folders are lower case */
} peri_lean_symbol;

typedef enum peri_lean_kind {
    PERI_LEAN_TRADE,
    PERI_LEAN_QUOTE
} peri_lean_kind;

/* One of the streams of data of a symbol. */
typedef struct peri_lean_stream {
    peri_lean_kind kind;
    peri_resolution resolution;
} peri_lean_stream;

/*
 * True when LEAN's layout has such a stream at all, and so when a subscription opens it: equity by
 * tick, second and minute trades and quotes, by hour and day trades only; forex and CFD quotes;
 * crypto both.
 */
bool peri_lean_has_stream(peri_security_type type, peri_lean_stream stream);

/* True for a folder with a zip a day (tick, second, minute), false for one zip (hour, daily). */
bool peri_lean_is_folder(peri_lean_stream stream);

/* Stored prices are multiples of one over this: 10000 for equities, else 1. */
double peri_lean_price_unit(peri_security_type type);

/*
 * Append the path of a symbol's data: a zip or a folder of zips.
 *
 * path  receives the text; its `failed` tells of missing memory
 * Returns PERI_OK; PERI_EINVAL: market or ticker can not be the name of a file; PERI_ENOTFOUND:
 * there is no such stream (text names type, market and resolution).
 */
int peri_lean_path(peri_buf *path, const peri_lean_symbol *symbol, peri_lean_stream stream,
                   peri_error *err);

/* Append the name of a day's zip in that folder: `/20131007_trade.zip`. */
void peri_lean_path_day(peri_buf *path, peri_lean_kind kind, peri_date date);

/* Append the pattern of those names, with a star for the day. */
void peri_lean_path_kind(peri_buf *path, peri_lean_kind kind);

/*
 * List the days that have a zip of a kind.
 *
 * out, n  receive the dates in ascending order (owned by the caller: peri_free)
 * Returns PERI_OK; PERI_ENOTFOUND or PERI_EIO (folder); PERI_EFORMAT: the name of a zip is no date;
 * PERI_ENOMEM.
 */
int peri_lean_days(const char *folder, peri_lean_kind kind, peri_date **out, size_t *n,
                   peri_error *err);

#endif
