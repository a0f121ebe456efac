/* sql_status.h - SQLite's result codes as perigee's. Layer 2. */
#ifndef PERI_SQL_STATUS_H
#define PERI_SQL_STATUS_H

#include <sqlite3.h>

#include "base/error.h"

/* The last failure of a connection: PERI_ENOMEM (also of handle NULL), PERI_EFORMAT (damaged, or no
   file of ours), PERI_ESTATE (kept by another writer), PERI_ELIMIT (too big for SQLite), PERI_EIO.
   Thread: the connection's. */
int peri_sql_status(sqlite3 *handle);

#endif
