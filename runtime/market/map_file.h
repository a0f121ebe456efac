/* map_file.h - LEAN's map file of a stock: the tickers it has had. Layer 2.
 *
 * Rows `yyyyMMdd,ticker[,exchange]`, ascending. The first row is the first day with data and its
 * ticker; the ticker of each later row holds up to and including its date. The file is named by the
 * last ticker, with `.1`, `.2` behind it where a ticker was used again by another stock.
 */
#ifndef PERI_MAP_FILE_H
#define PERI_MAP_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "time/civil.h"

/* A stretch of days with one ticker, both ends included. */
typedef struct peri_map_period {
    const char *ticker; /* lower case; borrowed, as long as the map */
    peri_date first, last;
} peri_map_period;

/* Immutable once made; any number of threads. */
typedef struct peri_map_file peri_map_file;

/*
 * Read ROOT/equity/MARKET/map_files/NAME.csv (market and name in lower case in the path, whatever
 * is given). No file: the name itself is the ticker, for ever; that is no failure. To find the file
 * of a ticker that may be an old one, see map_book.h.
 *
 * out  owned by the caller (peri_map_file_close); NULL on failure
 * Returns PERI_OK; PERI_EINVAL: market or name cannot be part of a path; PERI_EFORMAT
 * ("FILE:LINE:COLUMN: ticker was '../x'; expected ..."): a row of other than two or three fields,
 * dates not ascending, a ticker that is no name of a file, fewer than two rows; PERI_EIO;
 * PERI_ENOMEM.
 */
int peri_map_file_open(const char *root, const char *market, const char *name, peri_map_file **out,
                       peri_error *err);

/* The same from a text in memory. path: what messages call it; name: as above. */
int peri_map_file_parse(const char *path, const char *name, const char *text, size_t len,
                        peri_map_file **out, peri_error *err);

/* A map without a file: a stock that always had one ticker. PERI_OK or PERI_ENOMEM. */
int peri_map_file_make(const char *name, peri_map_file **out, peri_error *err);

void peri_map_file_close(peri_map_file *map); /* NULL is allowed */

/* True when there is a file. */
bool peri_map_file_is_there(const peri_map_file *map);

/* Name of the file, lower case: "goog", "twx.1"; also the name of its factor file. Borrowed. */
const char *peri_map_file_name(const peri_map_file *map);

/*
 * The periods from the first day to the last, shape [*n >= 1], touching each other; neighbours have
 * different tickers. Without a file one, over all dates. A rename is an event of the first trading
 * day after the end of a period that is not the last: peri_hours_next_trading_day(hours, p.last).
 */
const peri_map_period *peri_map_file_periods(const peri_map_file *map, size_t *n);

/*
 * What a stock is known by for ever (security_id.h): its first ticker, lower case, without `.1`
 * behind it, and its first date: 1899-12-30 without a file. Borrowed.
 */
const char *peri_map_file_first_ticker(const peri_map_file *map);
peri_date peri_map_file_first_date(const peri_map_file *map);

/* The last day with data; false when the stock is still listed (2050-12-31, or no file). */
bool peri_map_file_delisting(const peri_map_file *map, peri_date *last);

#endif
