/* test_store_versions.c - files that are no object store, or one of another version. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "store_vfs_kit.h"

enum {
    VALUE_MAX = 40 * 1024
};

/* Runs SQL on a file, without the store. */
static void sql(const char *path, const char *text)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    CHECK_INT("sqlite opens", sqlite3_open(path, &db), SQLITE_OK);
    if (!CHECK_INT(text, sqlite3_exec(db, text, NULL, NULL, &why), SQLITE_OK))
        printf("     %s\n", why);
    sqlite3_free(why);
    CHECK_INT("sqlite closes", sqlite3_close(db), SQLITE_OK);
}

static int64_t sql_number(const char *path, const char *text)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *query = NULL;
    int64_t number = -1;
    if (sqlite3_open(path, &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db, text, -1, &query, NULL) == SQLITE_OK &&
        sqlite3_step(query) == SQLITE_ROW)
        number = sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    sqlite3_close(db);
    return number;
}

/* -- files that are refused ------------------------------------------------------------------ */

static void refused(const char *what, int rc, int want, const peri_error *err, const char *text)
{
    CHECK_INT(what, rc, want);
    CHECK_HAS(what, err->text, text);
}

/* Every operation is refused in the same way. */
static void all_refused(const char *path, int want, const char *text)
{
    peri_store_options options = {.quota = {100, 1000000}};
    peri_store *store = NULL;
    char *bytes = NULL;
    size_t len = 0;
    bool found = false;
    peri_store_list list = {NULL, 0};
    peri_store_health health;
    peri_store_stat stat;
    peri_quota used;
    peri_error err = {0, ""};
    CHECK_INT("open", peri_store_open(path, &options, &store, NULL), PERI_OK);
    refused("save", peri_store_save(store, "k", 1, "v", 1, PERI_STORE_TEXT, &err), want, &err,
            text);
    refused("read", peri_store_read(store, "k", 1, &bytes, &len, NULL, &err), want, &err, text);
    refused("delete", peri_store_delete(store, "k", 1, NULL, &err), want, &err, text);
    refused("contains", peri_store_contains(store, "k", 1, &found, &err), want, &err, text);
    refused("keys", peri_store_keys(store, NULL, 0, &list, &err), want, &err, text);
    refused("usage", peri_store_usage(store, &used, &err), want, &err, text);
    refused("describe", peri_store_describe(store, "k", 1, &stat, &err), want, &err, text);
    refused("begin", peri_store_begin(store, &err), want, &err, text);
    refused("check", peri_store_check(store, &health, &err), want, &err, text);
    peri_store_close(store);
    options.snapshot = true;
    refused("snapshot", peri_store_open(path, &options, &store, &err), want, &err, text);
    CHECK("no store", !store);
    options = (peri_store_options){.quota = {100, 1000000}, .unchecked = true};
    CHECK_INT("open", peri_store_open(path, &options, &store, NULL), PERI_OK);
    refused("unchecked", peri_store_read(store, "k", 1, &bytes, &len, NULL, &err), want, &err,
            text);
    peri_store_close(store);
}

/* Refused, and neither the file nor its folder is touched. */
static void refused_untouched(const char *path, const char *reason)
{
    char text[STORE_KIT_PATH + 200];
    size_t len = 0, len_after = 0;
    char *before = store_kit_file(path, &len);
    snprintf(text, sizeof text, "store '%s': %s", path, reason);
    all_refused(path, PERI_EFORMAT, text);
    char *after = store_kit_file(path, &len_after);
    CHECK("the same bytes", before && after && len == len_after && memcmp(before, after, len) == 0);
    snprintf(text, sizeof text, "%s-wal", path);
    CHECK("no log beside it", access(text, F_OK) != 0);
    snprintf(text, sizeof text, "%s-journal", path);
    CHECK("no journal beside it", access(text, F_OK) != 0);
    free(before);
    free(after);
}

static void make_store(char path[STORE_KIT_PATH], const char *folder, store_kit_state *state)
{
    peri_store *store = NULL;
    store_kit_path(path, folder);
    CHECK_INT("open", peri_store_open(path, NULL, &store, NULL), PERI_OK);
    *state = (store_kit_state){{0, 101, 102, 103}};
    for (int key = 1; key <= 3; key++)
        CHECK_INT("save", store_kit_save(store, key, 100 + key, VALUE_MAX, NULL), PERI_OK);
    peri_store_close(store);
}

static void must_show(const char *path, const store_kit_state *state)
{
    peri_store *store = NULL;
    char why[STORE_KIT_TEXT] = "";
    CHECK_INT("open", peri_store_open(path, NULL, &store, NULL), PERI_OK);
    if (!CHECK("all is there",
               store_kit_shows(store, state, VALUE_MAX, why) && store_kit_healthy(store, why)))
        printf("     %s\n", why);
    peri_store_close(store);
}

SUITE(store_of_the_future)
{
    char path[STORE_KIT_PATH];
    store_kit_state state;
    make_store(path, "future", &state);
    sql(path, "PRAGMA user_version = 99");
    refused_untouched(path, "written by a newer version (schema 99), expected schema 2 or older");
    sql(path, "PRAGMA user_version = 2");
    must_show(path, &state);
}

SUITE(store_of_no_store)
{
    char path[STORE_KIT_PATH], text[20000];
    check_rng rng = {7};
    store_kit_path(path, "no_store");
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)check_random_in(&rng, 1, 255);
    store_kit_place(path, text, sizeof text);
    refused_untouched(path, "file is not a database");
    store_kit_place(path, "short", 5);
    refused_untouched(path, "file is not a database");
    unlink(path);
    sql(path, "CREATE TABLE object(key TEXT, value BLOB); INSERT INTO object VALUES('k', 'v')");
    refused_untouched(path, "a database of another program, expected an object store");
    sql(path, "PRAGMA user_version = 2");
    refused_untouched(path, "a database of another program, expected an object store");
    CHECK_INT("its rows stay", sql_number(path, "SELECT count(*) FROM object"), 1);
}

/* One that says to be a store and has other tables is damaged. */
SUITE(store_with_foreign_tables)
{
    char path[STORE_KIT_PATH], text[STORE_KIT_PATH + 20];
    store_kit_path(path, "tables");
    sql(path, "CREATE TABLE object(key TEXT); PRAGMA application_id = 1346720329;"
              "PRAGMA user_version = 2; PRAGMA journal_mode = WAL");
    snprintf(text, sizeof text, "store '%s': ", path);
    all_refused(path, PERI_EFORMAT, text);
}

SUITE(store_in_a_folder_of_its_name)
{
    char path[STORE_KIT_PATH], text[STORE_KIT_PATH + 20];
    store_kit_path(path, "version_folder");
    CHECK("made", mkdir(path, 0777) == 0);
    snprintf(text, sizeof text, "store '%s': ", path);
    all_refused(path, PERI_EIO, text);
    CHECK("still there, and empty", rmdir(path) == 0);
}

SUITE(store_from_an_empty_file)
{
    char path[STORE_KIT_PATH], why[STORE_KIT_TEXT];
    peri_store *store = NULL;
    store_kit_state state = {{0}};
    store_kit_path(path, "empty");
    store_kit_place(path, "", 0);
    CHECK_INT("open", peri_store_open(path, NULL, &store, NULL), PERI_OK);
    CHECK("nothing is in it", store_kit_shows(store, &state, VALUE_MAX, why));
    CHECK_INT("save", store_kit_save(store, 5, 1, VALUE_MAX, NULL), PERI_OK);
    peri_store_close(store);
    state.version[5] = 1;
    must_show(path, &state);
}

/* -- the older version ------------------------------------------------------------------------ */

/* As the program of schema 1 made it. */
static const char schema_1[] =
    "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL;"
    "CREATE TABLE object(key TEXT NOT NULL, kind TEXT NOT NULL, size INTEGER NOT NULL,"
    " value BLOB NOT NULL);"
    "CREATE UNIQUE INDEX object_by_key ON object(key);"
    "CREATE INDEX object_listing ON object(key, size, kind);"
    "PRAGMA application_id = 1346720329;"
    "PRAGMA user_version = 1;";

static void put_1(sqlite3 *db, int key, int64_t version)
{
    sqlite3_stmt *save = NULL;
    size_t len = 0;
    char *bytes = store_kit_value(key, version, VALUE_MAX, &len);
    const char *kind = peri_store_kind_name(store_kit_kind(version));
    CHECK("prepared", sqlite3_prepare_v2(db, "INSERT INTO object VALUES (?1, ?2, ?3, ?4)", -1,
                                         &save, NULL) == SQLITE_OK);
    sqlite3_bind_text(save, 1, store_kit_key(key), -1, SQLITE_STATIC);
    sqlite3_bind_text(save, 2, kind, -1, SQLITE_STATIC);
    sqlite3_bind_int64(save, 3, (sqlite3_int64)len);
    sqlite3_bind_blob64(save, 4, bytes, len, SQLITE_STATIC);
    CHECK_INT("inserted", sqlite3_step(save), SQLITE_DONE);
    sqlite3_finalize(save);
    free(bytes);
}

/* Saves in an order that is not that of the keys, deletes one and leaves a gap. */
static void make_store_1(const char *path, store_kit_state *state)
{
    sqlite3 *db = NULL;
    *state = (store_kit_state){{0}};
    CHECK_INT("sqlite opens", sqlite3_open(path, &db), SQLITE_OK);
    CHECK_INT("schema", sqlite3_exec(db, schema_1, NULL, NULL, NULL), SQLITE_OK);
    for (int i = 0; i < STORE_KIT_KEYS - 1; i++) {
        int key = (i * 7 + 3) % STORE_KIT_KEYS;
        state->version[key] = 40 + i;
        put_1(db, key, 40 + i);
    }
    CHECK_INT("deleted", sqlite3_exec(db, "DELETE FROM object WHERE key = 'k/3'", NULL, NULL, NULL),
              SQLITE_OK);
    CHECK_INT("empty value",
              sqlite3_exec(db, "INSERT INTO object VALUES ('z', 'json', 0, x'')", NULL, NULL, NULL),
              SQLITE_OK);
    state->version[3] = 0;
    CHECK_INT("sqlite closes", sqlite3_close(db), SQLITE_OK);
}

/* The values of the kit are there, beside the empty one, which is taken away. */
static void must_be_migrated(const char *path, const store_kit_state *state)
{
    peri_store *store = NULL;
    char *bytes = NULL;
    size_t len = 7;
    enum peri_store_kind kind = PERI_STORE_BYTES;
    peri_store_stat stat = {.created_ns = 0};
    CHECK_INT("open", peri_store_open(path, NULL, &store, NULL), PERI_OK);
    CHECK_INT("read", peri_store_read(store, "z", 1, &bytes, &len, &kind, NULL), PERI_OK);
    CHECK("an empty JSON", len == 0 && kind == PERI_STORE_JSON);
    peri_free(bytes);
    CHECK_INT("describe", peri_store_describe(store, "z", 1, &stat, NULL), PERI_OK);
    CHECK("it has times", stat.created_ns > 0 && stat.modified_ns >= stat.created_ns);
    CHECK_INT("delete", peri_store_delete(store, "z", 1, NULL, NULL), PERI_OK);
    peri_store_close(store);
    must_show(path, state);
    CHECK_INT("schema", sql_number(path, "PRAGMA user_version"), 2);
}

SUITE(store_of_schema_1)
{
    char path[STORE_KIT_PATH];
    store_kit_state state;
    store_kit_path(path, "old");
    make_store_1(path, &state);
    must_be_migrated(path, &state);
}

SUITE(store_of_schema_1_without_rows)
{
    char path[STORE_KIT_PATH];
    store_kit_path(path, "old_empty");
    sql(path, schema_1);
    must_show(path, &(store_kit_state){{0}});
}

/* -- a migration that fails -------------------------------------------------------------------- */

typedef struct failing_row {
    const char *name;
    unsigned operations;
    int code;
    bool stays;
} failing_row;

static const failing_row failing_rows[] = {
    {"disk full", STORE_KIT_WRITE, SQLITE_FULL, true},
    {"failed write", STORE_KIT_WRITE, SQLITE_IOERR_WRITE, false},
    {"failed sync", STORE_KIT_SYNC, SQLITE_IOERR_FSYNC, true},
    {"failed open", STORE_KIT_OPEN, SQLITE_CANTOPEN, true},
    {"failed delete", STORE_KIT_DELETE, SQLITE_IOERR_DELETE, true},
};

/* Migrates with the nth operation failing; the file stays at version 1 or is wholly at 2. Returns
   whether there was an nth. */
static bool migrate_failing(const failing_row *row, const char *path, const char *old, size_t len,
                            long nth, int *left_old)
{
    peri_store *store = NULL;
    peri_quota used = {0, 0};
    peri_error err = {0, ""};
    store_kit_place(path, old, len);
    store_kit_disk_fails(row->operations, row->code, nth, row->stays);
    CHECK_INT("open", peri_store_open(path, NULL, &store, NULL), PERI_OK);
    int rc = peri_store_usage(store, &used, &err);
    peri_store_close(store);
    bool hit = store_kit_disk_failed();
    store_kit_disk_fails(0, SQLITE_OK, 0, false);
    int64_t version = sql_number(path, "PRAGMA user_version");
    if (rc != PERI_OK) {
        CHECK_INT(row->name, rc, PERI_EIO);
        CHECK_HAS("with the path", err.text, path);
    } else {
        CHECK_INT("all counted", used.objects, STORE_KIT_KEYS - 1);
    }
    CHECK("the old version or the new", version == 1 || version == 2);
    CHECK_INT("the rows",
              sql_number(path, "SELECT count(*) FROM object WHERE key >= 'k'"
                               " AND key < 'zz'"),
              STORE_KIT_KEYS - 1);
    *left_old += rc != PERI_OK && version == 1;
    return hit;
}

SUITE(store_migration_that_fails)
{
    char path[STORE_KIT_PATH];
    store_kit_state state;
    size_t len = 0;
    store_kit_path(path, "old_failing");
    make_store_1(path, &state);
    char *old = store_kit_file(path, &len);
    for (size_t i = 0; old && i < sizeof failing_rows / sizeof *failing_rows; i++) {
        int left_old = 0;
        for (long nth = 1; migrate_failing(&failing_rows[i], path, old, len, nth, &left_old); nth++)
            must_be_migrated(path, &state);
        must_be_migrated(path, &state);
        if (failing_rows[i].operations != STORE_KIT_DELETE)
            CHECK("the old file was left usable", left_old > 0);
    }
    store_kit_disk_heals();
    free(old);
}
