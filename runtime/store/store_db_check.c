/* store_db_check.c - looking for damage in the store's file. Layer 2. */
#include "store/store_db_internal.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

enum {
    VERIFY_BYTES = 64 * 1024 * 1024 /* a larger file is not read as a whole when it is opened */
};

/* One row, one number; PERI_OK leaves 0 when there is no row. */
static int ask_number(const peri_store_db *db, sqlite3 *handle, const char *sql, sqlite3_int64 *out,
                      peri_error *err)
{
    sqlite3_stmt *query = NULL;
    *out = 0;
    int code = sqlite3_prepare_v2(handle, sql, -1, &query, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(query);
    if (code == SQLITE_ROW)
        *out = sqlite3_column_int64(query, 0);
    int rc =
        code == SQLITE_ROW || code == SQLITE_DONE ? PERI_OK : peri_store_db_fail(db, handle, err);
    sqlite3_finalize(query);
    return rc;
}

static int look_at_structure(const peri_store_db *db, sqlite3 *handle, const char *pragma,
                             char *problem, size_t room, peri_error *err)
{
    sqlite3_stmt *query = NULL;
    problem[0] = '\0';
    int code = sqlite3_prepare_v2(handle, pragma, -1, &query, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(query);
    const char *text = code == SQLITE_ROW ? (const char *)sqlite3_column_text(query, 0) : NULL;
    int rc = text ? PERI_OK : peri_store_db_fail(db, handle, err);
    if (text && strstr(text, "error code=7")) /* SQLITE_NOMEM is told as if it were damage */
        rc = peri_store_db_no_memory(db, err);
    else if (text && sqlite3_stricmp(text, "ok") != 0)
        snprintf(problem, room, "%s", text);
    sqlite3_finalize(query);
    return rc;
}

/* SQLite's own look at the file's structure; problem is "" when it is whole. It tells of a page
   that it had no memory for as of a damaged one: what is damaged is so at a second look too. */
static int check_structure(const peri_store_db *db, sqlite3 *handle, const char *pragma,
                           char *problem, size_t room, peri_error *err)
{
    int rc = look_at_structure(db, handle, pragma, problem, room, err);
    if (rc == PERI_OK && problem[0])
        rc = look_at_structure(db, handle, pragma, problem, room, err);
    return rc;
}

/* -- values --------------------------------------------------------------------------------- */

/* The first problem is the one that is told. */
static void tell(peri_store_health *health, const char *text)
{
    int room = (int)sizeof health->problem - 1;
    if (!health->problem[0])
        snprintf(health->problem, sizeof health->problem, "%.*s", room, text);
}

/* Reads the value under a key, for its sum only. */
static int check_value(peri_store_db *db, const char *key, peri_store_health *health,
                       peri_error *err)
{
    peri_store_item item = {.size = 0};
    bool found = false;
    char *bytes = NULL;
    peri_error why;
    int rc = peri_store_db_get(db, key, &found, &bytes, &item, &why);
    peri_free(bytes);
    if (rc == PERI_OK && found) {
        health->counted.objects++;
        health->counted.bytes += item.size;
    } else if (rc == PERI_OK) {
        health->damaged++;
        tell(health, "the index names a value that is not there");
    } else if (rc == PERI_EFORMAT) {
        health->damaged++;
        tell(health, why.text);
    } else {
        return peri_fail(err, rc, "%s", why.text);
    }
    return PERI_OK;
}

static int check_values(peri_store_db *db, peri_store_health *health, peri_error *err)
{
    peri_store_list list = {NULL, 0};
    int rc = peri_store_db_list(db, "", &list, err);
    for (size_t i = 0; rc == PERI_OK && i < list.n; i++)
        rc = check_value(db, list.items[i].key, health, err);
    peri_store_list_free(&list);
    return rc;
}

/* Values that no key leads to take room and count nowhere. */
static int check_orphans(peri_store_db *db, peri_store_health *health, peri_error *err)
{
    sqlite3_int64 orphans = 0;
    int rc = ask_number(db, db->handle,
                        "SELECT count(*) FROM value WHERE id NOT IN"
                        " (SELECT id FROM object WHERE key < x'')",
                        &orphans, err);
    if (rc == PERI_OK && orphans > 0)
        tell(health, "there are values without a key");
    return rc;
}

static void compare_counters(peri_store_health *health)
{
    const peri_quota *counted = &health->counted, *recorded = &health->recorded;
    if (health->problem[0] || health->damaged > 0 ||
        (counted->objects == recorded->objects && counted->bytes == recorded->bytes))
        return;
    snprintf(health->problem, sizeof health->problem,
             "the counters say %lld objects and %lld bytes, there are %lld and %lld",
             (long long)recorded->objects, (long long)recorded->bytes, (long long)counted->objects,
             (long long)counted->bytes);
}

/* Damage found on the way is a finding, not a failure. */
static int as_finding(int rc, const peri_error *why, peri_store_health *health, peri_error *err)
{
    if (rc == PERI_OK)
        return rc;
    if (rc != PERI_EFORMAT)
        return peri_fail(err, rc, "%s", why->text);
    tell(health, why->text);
    return PERI_OK;
}

int peri_store_db_check(peri_store_db *db, peri_store_health *health, peri_error *err)
{
    peri_store_health found = {.damaged = 0};
    peri_error why;
    memset(db->known, 0, sizeof db->known); /* every value is compared with its sum */
    int rc = check_structure(db, db->handle, "PRAGMA integrity_check(1)", found.problem,
                             sizeof found.problem, &why);
    rc = as_finding(rc, &why, &found, err);
    if (rc == PERI_OK)
        rc = as_finding(peri_store_db_usage(db, &found.recorded, &why), &why, &found, err);
    if (rc == PERI_OK)
        rc = as_finding(check_values(db, &found, &why), &why, &found, err);
    if (rc == PERI_OK)
        rc = as_finding(check_orphans(db, &found, &why), &why, &found, err);
    if (rc != PERI_OK)
        return rc;
    compare_counters(&found);
    *health = found;
    return PERI_OK;
}

/* -- at the opening ------------------------------------------------------------------------- */

/* The first value whose bytes do not have their sum. */
static int verify_values(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    static const char sql[] = "SELECT key, sum, bytes, kind FROM object LEFT JOIN value"
                              " ON value.id = object.id WHERE key < x''";
    sqlite3_stmt *query = NULL;
    int code = sqlite3_prepare_v2(handle, sql, -1, &query, NULL);
    int rc = code == SQLITE_OK ? PERI_OK : peri_store_db_fail(db, handle, err);
    while (rc == PERI_OK && (code = sqlite3_step(query)) == SQLITE_ROW) {
        const void *value = sqlite3_column_blob(query, 2);
        size_t size = (size_t)sqlite3_column_bytes(query, 2);
        const char *key = (const char *)sqlite3_column_text(query, 0);
        const char *kind = sqlite3_column_blob(query, 3);
        if (!key ||
            peri_store_db_sum(key, strlen(key), kind, (size_t)sqlite3_column_bytes(query, 3),
                              value ? value : "", size) != sqlite3_column_int64(query, 1))
            rc = peri_fail(err, PERI_EFORMAT,
                           "store '%s': the value of '%s' is damaged: its bytes are not those "
                           "that were saved",
                           db->path, key ? key : "");
    }
    if (rc == PERI_OK && code != SQLITE_DONE)
        rc = peri_store_db_fail(db, handle, err);
    sqlite3_finalize(query);
    return rc;
}

/* The totals, and the ids of new values, come from one row. */
static int verify_totals(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    sqlite3_int64 right = 0;
    int rc = ask_number(db, handle,
                        "SELECT sum = (SELECT count(*) FROM object WHERE key < x'') AND"
                        " size = (SELECT coalesce(sum(size), 0) FROM object WHERE key < x'') AND"
                        " id >= (SELECT coalesce(max(id), 0) FROM value)"
                        " FROM object WHERE key = x''",
                        &right, err);
    if (rc == PERI_OK && !right)
        rc = peri_fail(err, PERI_EFORMAT, "store '%s': damaged: its totals are wrong", db->path);
    return rc;
}

static int verify_all(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    char problem[256];
    int rc = check_structure(db, handle, "PRAGMA quick_check(1)", problem, sizeof problem, err);
    if (rc == PERI_OK && problem[0])
        rc = peri_fail(err, PERI_EFORMAT, "store '%s': damaged: %s", db->path, problem);
    if (rc == PERI_OK)
        rc = verify_values(db, handle, err);
    return rc == PERI_OK ? verify_totals(db, handle, err) : rc;
}

int peri_store_db_verify(const peri_store_db *db, sqlite3 *handle, peri_error *err)
{
    static const char sql[] = "SELECT page_count * page_size FROM pragma_page_count, "
                              "pragma_page_size";
    sqlite3_int64 size = 0;
    int rc = ask_number(db, handle, sql, &size, err);
    if (rc == PERI_OK && size <= VERIFY_BYTES)
        rc = verify_all(db, handle, err);
    return rc;
}
