/* sql_file.c - see sql_file.h. Layer 2. */
#include "store/sql_file.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/log_mover.h"
#include "store/parent_folder.h"
#include "store/sql_frozen.h"
#include "store/sql_status.h"

struct peri_sql_file {
    const peri_sql_form *form;
    char *path;
    sqlite3 *handle;
    peri_log_mover mover;
};

const char *peri_sql_file_path(const peri_sql_file *file)
{
    return file->path;
}

int peri_sql_file_fail(peri_sql_file *file, peri_error *err)
{
    const char *what = file->form->what;
    int status = peri_sql_status(file->handle);
    if (status == PERI_ESTATE)
        return peri_fail(err, status, "%s '%s': another writer kept it for over %d ms", what,
                         file->path, file->form->busy_ms);
    return peri_fail(err, status, "%s '%s': %s", what, file->path,
                     file->handle ? sqlite3_errmsg(file->handle) : "no memory");
}

int peri_sql_file_exec(peri_sql_file *file, const char *sql, peri_error *err)
{
    if (sqlite3_exec(file->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
        return PERI_OK;
    return peri_sql_file_fail(file, err);
}

int peri_sql_file_prepare(peri_sql_file *file, const char *sql, sqlite3_stmt **slot,
                          peri_error *err)
{
    if (*slot || sqlite3_prepare_v3(file->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, slot, NULL) ==
                     SQLITE_OK)
        return PERI_OK;
    return peri_sql_file_fail(file, err);
}

int peri_sql_file_run(peri_sql_file *file, sqlite3_stmt *statement, peri_error *err)
{
    int rc = sqlite3_step(statement) == SQLITE_DONE ? PERI_OK : peri_sql_file_fail(file, err);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return rc;
}

/* -- tables --------------------------------------------------------------------------------- */

/* What the file says of itself; 0 for a new one. */
struct identity {
    uint32_t application;
    int version, tables;
};

static int read_identity(peri_sql_file *file, struct identity *found, peri_error *err)
{
    static const char sql[] = "SELECT (SELECT application_id FROM pragma_application_id),"
                              " (SELECT user_version FROM pragma_user_version), count(*)"
                              " FROM sqlite_schema";
    sqlite3_stmt *query = NULL;
    bool ok = sqlite3_prepare_v2(file->handle, sql, -1, &query, NULL) == SQLITE_OK &&
              sqlite3_step(query) == SQLITE_ROW;
    if (ok)
        *found = (struct identity){(uint32_t)sqlite3_column_int64(query, 0),
                                   sqlite3_column_int(query, 1), sqlite3_column_int(query, 2)};
    int rc = ok ? PERI_OK : peri_sql_file_fail(file, err);
    sqlite3_finalize(query);
    return rc;
}

/* *is_new: it has no tables yet. */
static int identify(peri_sql_file *file, bool *is_new, peri_error *err)
{
    const peri_sql_form *form = file->form;
    struct identity is = {0, 0, 0};
    int rc = read_identity(file, &is, err);
    if (rc != PERI_OK)
        return rc;
    *is_new = is.application == 0 && is.version == 0 && is.tables == 0;
    if (!*is_new && is.application != form->application_id)
        return peri_fail(err, PERI_EFORMAT, "%s '%s': it belongs to something else", form->what,
                         file->path);
    if (!*is_new && is.version != form->version)
        return peri_fail(err, PERI_EFORMAT,
                         "%s '%s': written by another version of perigee (schema %d, expected %d)",
                         form->what, file->path, is.version, form->version);
    return PERI_OK;
}

/* Another process may make them at the same moment, so inside the transaction one looks again. */
static int make_tables(peri_sql_file *file, peri_error *err)
{
    bool is_new = true;
    char stamp[96];
    snprintf(stamp, sizeof stamp, "PRAGMA application_id = %lu; PRAGMA user_version = %d",
             (unsigned long)file->form->application_id, file->form->version);
    int rc = peri_sql_file_exec(file, "PRAGMA journal_mode = WAL", err);
    if (rc == PERI_OK)
        rc = peri_sql_file_exec(file, "BEGIN IMMEDIATE", err);
    if (rc != PERI_OK)
        return rc;
    rc = identify(file, &is_new, err);
    if (rc == PERI_OK && is_new)
        rc = peri_sql_file_exec(file, file->form->tables, err);
    if (rc == PERI_OK && is_new)
        rc = peri_sql_file_exec(file, stamp, err);
    if (rc == PERI_OK)
        rc = peri_sql_file_exec(file, "COMMIT", err);
    if (rc != PERI_OK)
        sqlite3_exec(file->handle, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

static int set_up(peri_sql_file *file, peri_error *err)
{
    bool is_new = false;
    sqlite3_busy_timeout(file->handle, file->form->busy_ms);
    int rc = identify(file, &is_new, err);
    if (rc == PERI_OK && is_new)
        rc = make_tables(file, err);
    if (rc == PERI_OK)
        rc = peri_sql_file_exec(
            file, file->form->on_disk ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
            err);
    if (rc == PERI_OK)
        peri_log_mover_watch(&file->mover, file->handle, file->path);
    return rc;
}

/* -- life ----------------------------------------------------------------------------------- */

static int open_handle(peri_sql_file *file, const char *name, int flags, peri_error *err)
{
    if (sqlite3_open_v2(name, &file->handle, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return peri_sql_file_fail(file, err);
    return set_up(file, err);
}

static int open_frozen(peri_sql_file *file, peri_error *err)
{
    peri_buf uri;
    peri_buf_init(&uri);
    peri_sql_frozen_uri(file->path, &uri);
    sqlite3_close(file->handle);
    file->handle = NULL;
    int rc =
        uri.failed
            ? peri_fail(err, PERI_ENOMEM, "%s '%s': no memory", file->form->what, file->path)
            : open_handle(file, peri_buf_str(&uri), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
    peri_buf_deinit(&uri);
    return rc;
}

static int connect(peri_sql_file *file, bool create, peri_error *err)
{
    int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
    if (!create && access(file->path, F_OK) != 0 && errno == ENOENT)
        return peri_fail(err, PERI_ENOTFOUND, "%s '%s': there is none", file->form->what,
                         file->path);
    int rc = create ? peri_parent_folder_create(file->path, err) : PERI_OK;
    if (rc != PERI_OK)
        return peri_fail_prefix(err, "%s '%s': ", file->form->what, file->path);
    rc = open_handle(file, file->path, flags, err);
    if (rc == PERI_EIO && !create && peri_sql_is_frozen(file->path))
        rc = open_frozen(file, err);
    return rc;
}

int peri_sql_file_open(const peri_sql_form *form, const char *path, bool create,
                       peri_sql_file **out, peri_error *err)
{
    peri_sql_file *file = peri_calloc(1, sizeof *file);
    *out = NULL;
    if (file)
        file->path = peri_strdup(path);
    if (!file || !file->path) {
        peri_free(file);
        return peri_fail(err, PERI_ENOMEM, "%s '%s': no memory", form->what, path);
    }
    file->form = form;
    int rc = connect(file, create, err);
    if (rc == PERI_OK)
        *out = file;
    else
        peri_sql_file_close(file);
    return rc;
}

void peri_sql_file_close(peri_sql_file *file)
{
    if (!file)
        return;
    peri_log_mover_stop(&file->mover);
    sqlite3_close(file->handle);
    peri_free(file->path);
    peri_free(file);
}
