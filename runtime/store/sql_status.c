/* sql_status.c - see sql_status.h. Layer 2. */
#include "store/sql_status.h"

int peri_sql_status(sqlite3 *handle)
{
    switch (handle ? sqlite3_extended_errcode(handle) & 0xFF : SQLITE_NOMEM) {
    case SQLITE_NOMEM:
        return PERI_ENOMEM;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_CONSTRAINT: /* two values with one id, say: it is damaged */
    case SQLITE_ERROR:      /* our SQL does not fit the tables found */
        return PERI_EFORMAT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return PERI_ESTATE;
    case SQLITE_TOOBIG:
        return PERI_ELIMIT;
    default:
        return PERI_EIO;
    }
}
