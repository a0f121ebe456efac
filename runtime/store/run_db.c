/* run_db.c - see run_db.h. Layer 2. */
#include "store/run_db.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/digest.h"
#include "store/parent_folder.h"
#include "store/sql_file.h"

enum {
    LOOK_MS = 10 /* between two looks at a lock that another process has */
};

static const peri_sql_form form = {
    .what = "live run's file",
    .application_id = 0x5045524C, /* "PERL" */
    .version = 1,
    .tables =
        "CREATE TABLE record(kind INTEGER NOT NULL, id INTEGER NOT NULL, sum INTEGER NOT NULL,"
        " body BLOB NOT NULL, PRIMARY KEY(kind, id)) WITHOUT ROWID;",
    .on_disk = false,
    .busy_ms = 5000, /* of the thread that moves the log */
};

enum statement {
    BEGIN,
    COMMIT,
    PUT,
    STATEMENTS
};

struct peri_run_db {
    int lock; /* file descriptor of the lock's file; its lock ends with the process */
    peri_sql_file *file;
    sqlite3_stmt *statements[STATEMENTS];
};

/* -- keeping others out --------------------------------------------------------------------- */

/* As flock. */
static int wait_for_lock(int lock, int wait_ms)
{
    const struct timespec pause = {0, LOOK_MS * 1000000L};
    int result = flock(lock, LOCK_EX | LOCK_NB);
    for (int waited = 0; result != 0 && errno == EWOULDBLOCK && waited < wait_ms;
         waited += LOOK_MS) {
        nanosleep(&pause, NULL);
        result = flock(lock, LOCK_EX | LOCK_NB);
    }
    return result;
}

static int take_lock(peri_run_db *db, const char *name, const char *path, int wait_ms,
                     peri_error *err)
{
    db->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (db->lock < 0)
        return peri_fail_errno(err, PERI_EIO, "live run's file '%s': cannot make '%s'", path, name);
    if (wait_for_lock(db->lock, wait_ms) == 0)
        return PERI_OK;
    if (errno != EWOULDBLOCK)
        return peri_fail_errno(err, PERI_EIO, "live run's file '%s': cannot lock '%s'", path, name);
    return peri_fail(err, PERI_ESTATE,
                     "live run's file '%s': this run is at work in another process; give a second "
                     "one another --name",
                     path);
}

static int lock_run(peri_run_db *db, const char *path, int wait_ms, peri_error *err)
{
    peri_buf name;
    int rc = peri_parent_folder_create(path, err);
    if (rc != PERI_OK)
        return peri_fail_prefix(err, "live run's file '%s': ", path);
    peri_buf_init(&name);
    peri_buf_printf(&name, "%s.lock", path);
    rc = name.failed ? peri_fail(err, PERI_ENOMEM, "live run's file '%s': no memory", path)
                     : take_lock(db, peri_buf_str(&name), path, wait_ms, err);
    peri_buf_deinit(&name);
    return rc;
}

/* -- life ----------------------------------------------------------------------------------- */

static int prepare(peri_run_db *db, peri_error *err)
{
    static const char *const sql[STATEMENTS] = {
        [BEGIN] = "BEGIN IMMEDIATE",
        [COMMIT] = "COMMIT",
        [PUT] = "INSERT OR REPLACE INTO record VALUES(?1, ?2, ?3, ?4)",
    };
    int rc = PERI_OK;
    for (int i = 0; i < STATEMENTS && rc == PERI_OK; i++)
        rc = peri_sql_file_prepare(db->file, sql[i], &db->statements[i], err);
    return rc;
}

int peri_run_db_open(const char *path, int wait_ms, peri_run_db **out, peri_error *err)
{
    peri_run_db *db = peri_calloc(1, sizeof *db);
    *out = NULL;
    if (!db)
        return peri_fail(err, PERI_ENOMEM, "live run's file '%s': no memory", path);
    db->lock = -1;
    int rc = lock_run(db, path, wait_ms, err);
    if (rc == PERI_OK)
        rc = peri_sql_file_open(&form, path, true, &db->file, err);
    if (rc == PERI_OK)
        rc = prepare(db, err);
    if (rc == PERI_OK)
        *out = db;
    else
        peri_run_db_close(db);
    return rc;
}

void peri_run_db_close(peri_run_db *db)
{
    if (!db)
        return;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(db->statements[i]);
    peri_sql_file_close(db->file);
    if (db->lock >= 0)
        close(db->lock);
    peri_free(db);
}

/* -- records -------------------------------------------------------------------------------- */

int peri_run_db_begin(peri_run_db *db, peri_error *err)
{
    return peri_sql_file_run(db->file, db->statements[BEGIN], err);
}

int peri_run_db_commit(peri_run_db *db, peri_error *err)
{
    return peri_sql_file_run(db->file, db->statements[COMMIT], err);
}

void peri_run_db_rollback(peri_run_db *db)
{
    peri_sql_file_exec(db->file, "ROLLBACK", NULL);
}

/* Of what a record is and says: one that has changed, or stands for another, does not have it. */
static int64_t sum_of(int kind, int64_t id, const void *bytes, size_t len)
{
    uint64_t place = peri_digest_fast("", 0, (uint64_t)id) + (uint64_t)kind;
    return (int64_t)peri_digest_fast(len > 0 ? bytes : "", len, place);
}

int peri_run_db_put(peri_run_db *db, int kind, int64_t id, const void *bytes, size_t len,
                    peri_error *err)
{
    sqlite3_stmt *put = db->statements[PUT];
    sqlite3_bind_int(put, 1, kind);
    sqlite3_bind_int64(put, 2, id);
    sqlite3_bind_int64(put, 3, sum_of(kind, id, bytes, len));
    sqlite3_bind_blob64(put, 4, len > 0 ? bytes : "", len, SQLITE_STATIC);
    return peri_sql_file_run(db->file, put, err);
}

int peri_run_db_clear(peri_run_db *db, peri_error *err)
{
    return peri_sql_file_exec(db->file, "DELETE FROM record", err);
}

struct walk {
    peri_run_db *db;
    int kind;
    int (*visit)(void *ctx, int64_t id, const void *bytes, size_t len, peri_error *err);
    void *ctx;
};

static int visit_row(const struct walk *walk, sqlite3_stmt *row, peri_error *err)
{
    int64_t id = sqlite3_column_int64(row, 0), sum = sqlite3_column_int64(row, 1);
    const void *bytes = sqlite3_column_blob(row, 2);
    size_t len = (size_t)sqlite3_column_bytes(row, 2);
    if (sum_of(walk->kind, id, bytes, len) == sum)
        return walk->visit(walk->ctx, id, bytes, len, err);
    return peri_fail(err, PERI_EFORMAT,
                     "live run's file '%s': the saved run is damaged: record %d/%lld"
                     " (--state fresh begins anew)",
                     peri_sql_file_path(walk->db->file), walk->kind, (long long)id);
}

int peri_run_db_each(peri_run_db *db, int kind,
                     int (*visit)(void *ctx, int64_t id, const void *bytes, size_t len,
                                  peri_error *err),
                     void *ctx, peri_error *err)
{
    sqlite3_stmt *query = NULL;
    const struct walk walk = {db, kind, visit, ctx};
    int code = SQLITE_DONE;
    int rc = peri_sql_file_prepare(
        db->file, "SELECT id, sum, body FROM record WHERE kind = ?1 ORDER BY id", &query, err);
    if (rc == PERI_OK)
        sqlite3_bind_int(query, 1, kind);
    while (rc == PERI_OK && (code = sqlite3_step(query)) == SQLITE_ROW)
        rc = visit_row(&walk, query, err);
    if (rc == PERI_OK && code != SQLITE_DONE)
        rc = peri_sql_file_fail(db->file, err);
    sqlite3_finalize(query);
    return rc;
}
