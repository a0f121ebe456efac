/* training_db.c - see training_db.h. Layer 2. */
#include "store/training_db.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "store/sql_file.h"

enum {
    MOST_KEPT = 10000 /* trainings; older ones are forgotten */
};

static const peri_sql_form form = {
    .what = "training file",
    .application_id = 0x50455254, /* "PERT" */
    .version = 1,
    .tables = "CREATE TABLE allowance(id INTEGER PRIMARY KEY CHECK(id = 1), server TEXT NOT NULL,"
              " available INTEGER NOT NULL, next_refill INTEGER NOT NULL);"
              "CREATE TABLE training(id INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL,"
              " name TEXT NOT NULL, due INTEGER NOT NULL, began INTEGER NOT NULL,"
              " duration INTEGER NOT NULL DEFAULT -1, minutes INTEGER NOT NULL DEFAULT 0,"
              " outcome TEXT NOT NULL DEFAULT 'running', error TEXT NOT NULL DEFAULT '');",
    .on_disk = true,
    .busy_ms = 5000,
};

struct peri_training_db {
    pthread_mutex_t lock; /* guards the file: one call at a time */
    peri_sql_file *file;
};

int peri_training_db_open(const char *path, bool create, peri_training_db **out, peri_error *err)
{
    peri_training_db *db = peri_calloc(1, sizeof *db);
    *out = NULL;
    if (!db || pthread_mutex_init(&db->lock, NULL) != 0) {
        peri_free(db);
        return peri_fail(err, PERI_ENOMEM, "training file '%s': no memory", path);
    }
    int rc = peri_sql_file_open(&form, path, create, &db->file, err);
    if (rc == PERI_OK)
        *out = db;
    else
        peri_training_db_close(db);
    return rc;
}

void peri_training_db_close(peri_training_db *db)
{
    if (!db)
        return;
    peri_sql_file_close(db->file);
    pthread_mutex_destroy(&db->lock);
    peri_free(db);
}

/* Prepared for one use: these calls come once a minute. */
static int one_use(peri_training_db *db, const char *sql, sqlite3_stmt **out, peri_error *err)
{
    *out = NULL;
    return peri_sql_file_prepare(db->file, sql, out, err);
}

static int run_once(peri_training_db *db, sqlite3_stmt *statement, peri_error *err)
{
    int rc = peri_sql_file_run(db->file, statement, err);
    sqlite3_finalize(statement);
    return rc;
}

static void bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

static const char *text_of(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return text ? text : "";
}

/* -- the allowance -------------------------------------------------------------------------- */

static int read_level(peri_training_db *db, bool *known, peri_training_level *level,
                      peri_error *err)
{
    sqlite3_stmt *query;
    int rc = one_use(db, "SELECT server, available, next_refill FROM allowance WHERE id = 1",
                     &query, err);
    if (rc != PERI_OK)
        return rc;
    int code = sqlite3_step(query);
    *known = code == SQLITE_ROW;
    if (*known) {
        snprintf(level->server, sizeof level->server, "%s", text_of(query, 0));
        level->available = sqlite3_column_int64(query, 1);
        level->next_refill = sqlite3_column_int64(query, 2);
    } else if (code != SQLITE_DONE) {
        rc = peri_sql_file_fail(db->file, err);
    }
    sqlite3_finalize(query);
    return rc;
}

int peri_training_db_level(peri_training_db *db, bool *known, peri_training_level *level,
                           peri_error *err)
{
    pthread_mutex_lock(&db->lock);
    int rc = read_level(db, known, level, err);
    pthread_mutex_unlock(&db->lock);
    return rc;
}

static int write_level(peri_training_db *db, const peri_training_level *level, peri_error *err)
{
    sqlite3_stmt *save;
    int rc = one_use(db, "INSERT OR REPLACE INTO allowance VALUES(1, ?1, ?2, ?3)", &save, err);
    if (rc != PERI_OK)
        return rc;
    bind_text(save, 1, level->server);
    sqlite3_bind_int64(save, 2, level->available);
    sqlite3_bind_int64(save, 3, level->next_refill);
    return run_once(db, save, err);
}

static int add_minutes(peri_training_db *db, int64_t id, int64_t minutes, peri_error *err)
{
    sqlite3_stmt *add;
    int rc = one_use(db, "UPDATE training SET minutes = minutes + ?2 WHERE id = ?1", &add, err);
    if (rc != PERI_OK)
        return rc;
    sqlite3_bind_int64(add, 1, id);
    sqlite3_bind_int64(add, 2, minutes);
    return run_once(db, add, err);
}

static int change_locked(peri_training_db *db,
                         int64_t (*change)(void *ctx, bool known, peri_training_level *level),
                         void *ctx, int64_t id, peri_error *err)
{
    peri_training_level level = {"", 0, 0};
    bool known = false;
    int rc = read_level(db, &known, &level, err);
    int64_t minutes = rc == PERI_OK ? change(ctx, known, &level) : -1;
    if (minutes >= 0)
        rc = write_level(db, &level, err);
    if (rc == PERI_OK && minutes > 0 && id != 0)
        rc = add_minutes(db, id, minutes, err);
    return rc == PERI_OK ? peri_sql_file_exec(db->file, "COMMIT", err) : rc;
}

int peri_training_db_change(peri_training_db *db,
                            int64_t (*change)(void *ctx, bool known, peri_training_level *level),
                            void *ctx, int64_t id, peri_error *err)
{
    pthread_mutex_lock(&db->lock);
    int rc = peri_sql_file_exec(db->file, "BEGIN IMMEDIATE", err);
    if (rc == PERI_OK) {
        rc = change_locked(db, change, ctx, id, err);
        if (rc != PERI_OK)
            peri_sql_file_exec(db->file, "ROLLBACK", NULL);
    }
    pthread_mutex_unlock(&db->lock);
    return rc;
}

/* -- the history ---------------------------------------------------------------------------- */

static int forget_old(peri_training_db *db, int64_t newest, peri_error *err)
{
    sqlite3_stmt *forget;
    int rc = one_use(db, "DELETE FROM training WHERE id <= ?1", &forget, err);
    if (rc != PERI_OK)
        return rc;
    sqlite3_bind_int64(forget, 1, newest - MOST_KEPT);
    return run_once(db, forget, err);
}

int peri_training_db_begin(peri_training_db *db, const peri_training_record *record, int64_t *id,
                           peri_error *err)
{
    static const char sql[] = "INSERT INTO training(run, name, due, began)"
                              " VALUES(?1, ?2, ?3, ?4) RETURNING id";
    sqlite3_stmt *add;
    pthread_mutex_lock(&db->lock);
    int rc = one_use(db, sql, &add, err);
    if (rc == PERI_OK) {
        bind_text(add, 1, record->run);
        bind_text(add, 2, record->name);
        sqlite3_bind_int64(add, 3, record->due_ns);
        sqlite3_bind_int64(add, 4, record->began_ns);
        rc = sqlite3_step(add) == SQLITE_ROW ? PERI_OK : peri_sql_file_fail(db->file, err);
        *id = rc == PERI_OK ? sqlite3_column_int64(add, 0) : 0;
        if (rc == PERI_OK && sqlite3_step(add) != SQLITE_DONE) /* commits */
            rc = peri_sql_file_fail(db->file, err);
        sqlite3_finalize(add);
    }
    if (rc == PERI_OK && *id % 100 == 0)
        rc = forget_old(db, *id, err);
    pthread_mutex_unlock(&db->lock);
    return rc;
}

int peri_training_db_end(peri_training_db *db, const peri_training_record *record, peri_error *err)
{
    static const char sql[] = "UPDATE training SET duration = ?2, minutes = ?3, outcome = ?4,"
                              " error = ?5 WHERE id = ?1";
    sqlite3_stmt *end;
    pthread_mutex_lock(&db->lock);
    int rc = one_use(db, sql, &end, err);
    if (rc == PERI_OK) {
        sqlite3_bind_int64(end, 1, record->id);
        sqlite3_bind_int64(end, 2, record->duration_ns);
        sqlite3_bind_int64(end, 3, record->minutes);
        bind_text(end, 4, record->outcome);
        bind_text(end, 5, record->error);
        rc = run_once(db, end, err);
    }
    pthread_mutex_unlock(&db->lock);
    return rc;
}

int peri_training_db_lose(peri_training_db *db, const char *run, peri_error *err)
{
    static const char sql[] = "UPDATE training SET outcome = 'lost', error = 'the process died'"
                              " WHERE outcome = 'running' AND run = ?1";
    sqlite3_stmt *lose;
    pthread_mutex_lock(&db->lock);
    int rc = one_use(db, sql, &lose, err);
    if (rc == PERI_OK) {
        bind_text(lose, 1, run);
        rc = run_once(db, lose, err);
    }
    pthread_mutex_unlock(&db->lock);
    return rc;
}

static void hand_out(sqlite3_stmt *row, void (*visit)(void *ctx, const peri_training_record *),
                     void *ctx)
{
    const peri_training_record record = {
        .id = sqlite3_column_int64(row, 0),
        .run = text_of(row, 1),
        .name = text_of(row, 2),
        .due_ns = sqlite3_column_int64(row, 3),
        .began_ns = sqlite3_column_int64(row, 4),
        .duration_ns = sqlite3_column_int64(row, 5),
        .minutes = sqlite3_column_int64(row, 6),
        .outcome = text_of(row, 7),
        .error = text_of(row, 8),
    };
    visit(ctx, &record);
}

int peri_training_db_list(peri_training_db *db, const char *run, int64_t most,
                          void (*visit)(void *ctx, const peri_training_record *record), void *ctx,
                          peri_error *err)
{
    static const char sql[] =
        "SELECT * FROM (SELECT id, run, name, due, began, duration, minutes, outcome, error"
        " FROM training WHERE ?1 IS NULL OR run = ?1 ORDER BY id DESC LIMIT ?2) ORDER BY id";
    sqlite3_stmt *query;
    pthread_mutex_lock(&db->lock);
    int rc = one_use(db, sql, &query, err);
    if (rc == PERI_OK) {
        int code;
        if (run)
            bind_text(query, 1, run);
        sqlite3_bind_int64(query, 2, most);
        while ((code = sqlite3_step(query)) == SQLITE_ROW)
            hand_out(query, visit, ctx);
        if (code != SQLITE_DONE)
            rc = peri_sql_file_fail(db->file, err);
        sqlite3_finalize(query);
    }
    pthread_mutex_unlock(&db->lock);
    return rc;
}
