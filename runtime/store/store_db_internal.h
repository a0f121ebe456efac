/* store_db_internal.h - what the files of the store's database share; nobody else includes it.
   Layer 2. */
#ifndef PERI_STORE_DB_INTERNAL_H
#define PERI_STORE_DB_INTERNAL_H

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

#include "store/log_mover.h"
#include "store/store_db.h"

/* Statements are prepared once, at first use. */
enum peri_statement {
    PERI_SQL_BEGIN_WRITE,
    PERI_SQL_BEGIN_READ,
    PERI_SQL_BEGIN_INNER,
    PERI_SQL_COMMIT,
    PERI_SQL_ROLLBACK,
    PERI_SQL_UNDO_INNER,
    PERI_SQL_END_INNER,
    PERI_SQL_ADD_VALUE,
    PERI_SQL_SAVE_VALUE,
    PERI_SQL_SAVE_OBJECT,
    PERI_SQL_READ,
    PERI_SQL_REMOVE_VALUE,
    PERI_SQL_REMOVE_OBJECT,
    PERI_SQL_CONTAINS,
    PERI_SQL_LIST,
    PERI_SQL_TOTALS, /* what there is beside one key, and the ids of it and of the last value */
    PERI_SQL_RECORD, /* how much there is now */
    PERI_SQL_COUNT
};

enum {
    PERI_STORE_DB_KNOWN = 1024
};

/* A large value that this connection has saved, or has read and found whole. */
struct peri_store_known {
    int64_t id, sum;
};

enum {
    PERI_STORE_LOG_HEADER = 12 /* words of 4 bytes */
};

/* A read transaction that stays open between reads. The database's lock guards what is not atomic
   and not the thread's. */
typedef struct peri_store_hold {
    const volatile uint32_t *header; /* of the log's index, in shared memory; NULL: no holding */
    uint32_t seen[PERI_STORE_LOG_HEADER]; /* as it was at the last read */
    atomic_ulong turns;                   /* counts begins and ends: odd while one is held */
    int64_t until_ns;                     /* on the monotonic clock: when the next read ends it */
    bool running, no_thread;
    pthread_t thread;     /* which ends a hold that no read ends */
    pthread_mutex_t gate; /* the thread's: guards what follows; taken after the database's */
    pthread_cond_t changed;
    bool idle, stop; /* idle: no hold to wait for */
} peri_store_hold;

struct peri_store_db {
    pthread_mutex_t *lock; /* of its owner; NULL: nobody else uses the file */
    char *path;
    int busy_ms;
    bool unchecked;
    sqlite3 *handle; /* NULL until an operation needs the file */
    sqlite3_stmt *statements[PERI_SQL_COUNT];
    peri_log_mover mover;
    peri_store_hold hold;
    struct peri_store_known known[PERI_STORE_DB_KNOWN]; /* large values, by their id's last bits */
};

/* -- errors (store_db_error.c) -------------------------------------------------------------- */

/* The last failure of a connection as ours; handle NULL: no memory. */
int peri_store_db_fail(const peri_store_db *db, sqlite3 *handle, peri_error *err);
int peri_store_db_no_memory(const peri_store_db *db, peri_error *err);

/* Run SQL without rows on a connection that is being set up. */
int peri_store_db_exec(const peri_store_db *db, sqlite3 *handle, const char *sql, peri_error *err);

/* -- schema (store_db_schema.c) ------------------------------------------------------------- */

/* Reads only, so that a file that is not ours stays as it is. *version: of the schema; 0: there are
   no tables yet. Fails when another program, or a newer version of this one, wrote the file. */
int peri_store_db_identify(const peri_store_db *db, sqlite3 *handle, int *version, peri_error *err);

/* Make the tables, or bring those of an older version up to date; another process may do the same
   at the same moment. */
int peri_store_db_upgrade(const peri_store_db *db, sqlite3 *handle, peri_error *err);

/* Make the tables in a database that nobody else sees. */
int peri_store_db_create_tables(const peri_store_db *db, sqlite3 *handle, peri_error *err);

enum {
    PERI_STORE_SCHEMA = 2
};

/* -- checks (store_db_check.c) -------------------------------------------------------------- */

/* PERI_EFORMAT when something is damaged in a file of moderate size, else PERI_OK. */
int peri_store_db_verify(const peri_store_db *db, sqlite3 *handle, peri_error *err);

/* -- held reads (store_db_hold.c) ----------------------------------------------------------- */

/* Learn where the header of the log's index is, once the file is open. Without it nothing is held.
 */
void peri_store_hold_find(peri_store_db *db);

/* Before each query that is not part of a change: it reads what is in the file now, in the
   transaction that is held when the file is as it was then. */
void peri_store_hold_next(peri_store_db *db);

/* Before anything else is done with the connection, and after a failed read. */
void peri_store_hold_end(peri_store_db *db);

/* Ends the thread, waiting for it. The database's lock must not be held. */
void peri_store_hold_stop(peri_store_db *db);

/* -- statements (store_db.c) ---------------------------------------------------------------- */

/* The statement, with its key bound unless NULL; NULL when SQLite refuses. */
sqlite3_stmt *peri_store_db_statement(peri_store_db *db, enum peri_statement which,
                                      const char *key);

/* Ends a use of a statement: nothing borrowed stays bound, no read lock stays taken. */
void peri_store_db_done(sqlite3_stmt *used);

/* What a change of one key begins with. */
typedef struct peri_store_totals {
    peri_quota others; /* what is stored under other keys */
    int64_t id;        /* of the key's value; 0: there is no such key */
    int64_t last_id;   /* given to a value so far */
} peri_store_totals;

/* key NULL: none is left out. */
int peri_store_db_totals(peri_store_db *db, const char *key, peri_store_totals *totals,
                         peri_error *err);

/* The sum of a value, which also covers the key and the name of the kind: a damaged directory would
   otherwise give a sound value under a wrong name. */
int64_t peri_store_db_sum(const char *key, size_t key_len, const char *kind, size_t kind_len,
                          const void *bytes, size_t len);

/* The kind a column names; one that a later version may have added reads as bytes. */
enum peri_store_kind peri_store_db_kind(sqlite3_stmt *row, int column);

#endif
