/* map_book.h - which map file a ticker belongs to. Layer 2.
 *
 * The file named by a ticker is its own only while the stock is called so: NWSA is in the file
 * tfcfa.csv, and aol.csv does not exist since AOL became TWX. All files of the folder are read,
 * once, when the first ticker asks for more than its own file can tell.
 */
#ifndef PERI_MAP_BOOK_H
#define PERI_MAP_BOOK_H

#include "base/error.h"
#include "market/map_file.h"

typedef struct peri_map_book peri_map_book;

/*
 * A book of the map files in ROOT/equity/MARKET/map_files; nothing is read yet.
 *
 * root, market  copied
 * out           owned by the caller (peri_map_book_close); NULL on failure
 * Returns PERI_OK, PERI_EINVAL (market cannot be part of a path) or PERI_ENOMEM. Thread: one at a
 * time per book.
 */
int peri_map_book_open(const char *root, const char *market, peri_map_book **out, peri_error *err);
void peri_map_book_close(peri_map_book *book); /* NULL is allowed */

/*
 * Find the map of the stock that was called `ticker` on a date: among the rows of all files with
 * that ticker the first one of the date or later, else the last one. A stock that began after the
 * date, or a ticker no file knows, has a map without a file.
 *
 * ticker  in any case
 * date    LEAN takes today's for AddEquity; the same for any run: 2050-12-31
 * out     owned by the caller (peri_map_file_close), not tied to the book; NULL on failure
 * Returns as peri_map_file_open. When other files are read, a damaged one is a failure, too, since
 * it might be the one.
 */
int peri_map_book_find(peri_map_book *book, const char *ticker, peri_date date, peri_map_file **out,
                       peri_error *err);

#endif
