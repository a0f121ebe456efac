/* test_store_rows.c - rows that contradict each other: what no program of ours has written. */
#include "check.h"

#include <sqlite3.h>
#include <string.h>

#include "store_kit.h"

/* Changes the file behind the back of an open store. */
static void change_behind(const char *path, const char *sql)
{
    sqlite3 *handle = NULL;
    CHECK_INT("sqlite opens", sqlite3_open(path, &handle), SQLITE_OK);
    CHECK_INT(sql, sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

/* A key without its value: a save that changed no row must not count as one. */
SUITE(store_key_without_value)
{
    char path[STORE_PATH];
    peri_error err = {0};
    char *bytes = NULL;
    size_t len = 0;
    peri_store *store = store_open(store_path(path, "row-no-value.db"), NULL);
    CHECK_INT("saved", store_save(store, "a", "one", NULL), PERI_OK);
    CHECK_INT("saved", store_save(store, "b", "two", NULL), PERI_OK);
    change_behind(path, "DELETE FROM value WHERE id = (SELECT id FROM object WHERE key = 'a')");
    CHECK_INT("not saved", store_save(store, "a", "three", &err), PERI_EFORMAT);
    CHECK("says why", strstr(err.text, "damaged: a key has no value") != NULL);
    CHECK("names the file", strstr(err.text, path) != NULL);
    CHECK_INT("not read", peri_store_read(store, "a", 1, &bytes, &len, NULL, &err), PERI_EFORMAT);
    CHECK("names the key", strstr(err.text, "'a'") != NULL);
    CHECK_INT("others are", store_save(store, "b", "four", NULL), PERI_OK);
    store_expect(store, "b", "four");
    peri_store_close(store);
}

/* A value where the next one will go: it must not be taken for the new one, or written over. */
SUITE(store_value_without_key)
{
    char path[STORE_PATH];
    peri_error err = {0};
    peri_store *store = store_open(store_path(path, "row-no-key.db"), NULL);
    CHECK_INT("saved", store_save(store, "a", "one", NULL), PERI_OK);
    change_behind(path, "INSERT INTO value(id, bytes) SELECT max(id) + 1, x'00' FROM value");
    CHECK("not saved", store_save(store, "b", "two", &err) != PERI_OK);
    CHECK("names the file", strstr(err.text, path) != NULL);
    store_expect(store, "b", NULL);
    store_expect(store, "a", "one");
    peri_store_close(store);
}
