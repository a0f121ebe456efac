/* hours_database.h - LEAN's market-hours database: which entries a file has, and where. Layer 2. */
#ifndef PERI_HOURS_DATABASE_H
#define PERI_HOURS_DATABASE_H

#include <stddef.h>

#include "market/hours_entry.h"

/* A file that was read; immutable. */
typedef struct peri_hours_database peri_hours_database;

/* An entry nobody has looked into yet: borrowed, as long as the database. */
typedef struct peri_hours_record {
    const char *name; /* "Equity-usa-[*]", as the file writes it, without resolving escapes */
    const char *json; /* its value, len bytes; not terminated */
    size_t len;
} peri_hours_record;

/*
 * Read a whole database. Its JSON must be valid everywhere; what the entries say is looked at
 * only when they are asked for.
 *
 * path  of a file of at most 64 MB (copied)
 * out   owned by the caller (peri_hours_database_close)
 * Returns PERI_OK; PERI_ENOTFOUND (no such file); PERI_EIO (not a regular file, or not readable);
 * PERI_EFORMAT (not JSON, no object "entries", too long); PERI_ENOMEM. Texts name the file.
 */
int peri_hours_database_read(const char *path, peri_hours_database **out, peri_error *err);
void peri_hours_database_close(peri_hours_database *database); /* NULL is allowed */

/* All entries, in the file's order. */
const peri_hours_record *peri_hours_database_records(const peri_hours_database *database,
                                                     size_t *n);

/* The entry Type-market-ticker, in any case of letters; of several equal ones the last. NULL when
   there is none. The general entry of a market has the ticker "[*]". */
const peri_hours_record *peri_hours_database_find(const peri_hours_database *database,
                                                  const char *type, const char *market,
                                                  const char *ticker);

/* What an entry says (peri_hours_entry_deinit). Returns PERI_OK, PERI_EFORMAT (text names file,
   entry, field and value) or PERI_ENOMEM, with out empty. */
int peri_hours_database_entry(const peri_hours_database *database, const peri_hours_record *record,
                              peri_hours_entry *out, peri_error *err);

/* Put file and entry before the text in err; returns err's code. err must not be NULL. */
int peri_hours_database_blame(const peri_hours_database *database, const peri_hours_record *record,
                              peri_error *err);

#endif
