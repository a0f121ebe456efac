/*
 * SQLite files that are not ours to write, in folders where SQLite cannot keep its lock file: they
 * can only be read as what does not change. Any thread. Layer 2.
 */
#ifndef PERI_SQL_FROZEN_H
#define PERI_SQL_FROZEN_H

#include <stdbool.h>

#include "base/buf.h"

/* True for a file at `path` that may be read and not written, and has all that was saved in it:
   its write-ahead log is absent or empty. Without memory: false. */
bool peri_sql_is_frozen(const char *path);

/* Appends the name by which SQLite opens it (with SQLITE_OPEN_URI) as what does not change.
   Without memory: uri->failed. */
void peri_sql_frozen_uri(const char *path, peri_buf *uri);

#endif
