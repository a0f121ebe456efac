/* hours_book.h - the hours of every symbol: LEAN's database where there is one, else the built-in
 * calendars. Layer 2. */
#ifndef PERI_HOURS_BOOK_H
#define PERI_HOURS_BOOK_H

#include "base/error.h"
#include "time/hours.h"

/* Owns all hours it hands out. Thread: one at a time. */
typedef struct peri_hours_book peri_hours_book;

/*
 * Make a book. No file is touched before the first peri_hours_book_get.
 *
 * zones     must outlive the book (borrowed)
 * data_dir  folder whose market-hours/market-hours-database.json is used when it exists (copied);
 *           NULL: built-in calendars only
 * Returns PERI_OK or PERI_ENOMEM.
 */
int peri_hours_book_open(peri_zones *zones, const char *data_dir, peri_hours_book **out,
                         peri_error *err);
void peri_hours_book_close(peri_hours_book *book); /* NULL is allowed; frees every hours of it */

/*
 * Find hours: the database's entry Type-market-ticker, else Type-market-[*], each joined with the
 * market's general entry (holidays united; early closes and late opens of the special entry win);
 * else the built-in calendar of that type and market. Hours of the database are named by their
 * entry ("Future-cme-[*]"), built-in ones by their exchange.
 *
 * type    LEAN's name: "Equity", "Forex", "Future", "Crypto", "Index", "Cfd", ... (any case)
 * market  "usa", "cme", "oanda", "hkex", ... (any case)
 * ticker  may be NULL: the market in general
 * out     the same pointer for the same hours (borrowed until the book is closed)
 * Returns PERI_OK; PERI_ENOTFOUND (no such market: text names the symbol and the markets there are
 * for that type); PERI_EFORMAT, PERI_EIO (the database: text names file, entry and what is wrong);
 * PERI_ENOMEM.
 */
int peri_hours_book_get(peri_hours_book *book, const char *type, const char *market,
                        const char *ticker, const peri_hours **out, peri_error *err);

/*
 * The zone of the times in a symbol's files: the dataTimeZone of the entry its hours come from, or
 * the exchange's when the entry has none; of the built-in calendars UTC for currencies and CFDs
 * (of fxcm UTC-05), for others the exchange's.
 *
 * out  borrowed, as long as the zones of the book
 * Returns as peri_hours_book_get.
 */
int peri_hours_book_data_zone(peri_hours_book *book, const char *type, const char *market,
                              const char *ticker, const peri_zone **out, peri_error *err);

/* Hours of a market that never closes, with the days of a zone; one per zone. */
int peri_hours_book_always(peri_hours_book *book, const peri_zone *zone, const peri_hours **out,
                           peri_error *err);

#endif
