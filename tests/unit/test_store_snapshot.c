/* test_store_snapshot.c - a store seen as it was when it was opened. */
#include "check.h"
#include "store_kit.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

static const peri_store_options snapshot = {.quota = {100, 1000000}, .snapshot = true};

static size_t count_keys(peri_store *store)
{
    peri_store_list list = {NULL, 0};
    CHECK_INT("keys", peri_store_keys(store, NULL, 0, &list, NULL), PERI_OK);
    size_t n = list.n;
    peri_store_list_free(&list);
    return n;
}

SUITE(store_snapshot_hides_later_saves)
{
    char path[STORE_PATH];
    peri_store *other = store_open(store_path(path, "snap_snap.db"), NULL);
    store_save(other, "a", "old", NULL);
    store_save(other, "gone", "here", NULL);
    peri_store *store = store_open(path, &snapshot);
    store_save(other, "a", "new", NULL);
    store_save(other, "b", "added", NULL);
    store_delete(other, "gone");
    store_expect(store, "a", "old");
    store_expect(store, "b", NULL);
    store_expect(store, "gone", "here");
    CHECK_INT("keys", (long long)count_keys(store), 2);
    CHECK_INT("refresh", peri_store_refresh(store, NULL), PERI_OK);
    store_expect(store, "a", "new");
    store_expect(store, "b", "added");
    store_expect(store, "gone", NULL);
    CHECK_INT("keys", (long long)count_keys(store), 2);
    peri_store_close(store);
    peri_store_close(other);
}

SUITE(store_snapshot_shows_own_saves)
{
    char path[STORE_PATH];
    bool existed = true;
    peri_store *other = store_open(store_path(path, "snap_own.db"), NULL);
    store_save(other, "a", "old", NULL);
    peri_store *store = store_open(path, &snapshot);
    CHECK_INT("save", store_save(store, "a", "mine", NULL), PERI_OK);
    CHECK_INT("save", store_save(store, "mine", "too", NULL), PERI_OK);
    store_expect(store, "a", "mine");
    store_expect(other, "a", "mine");
    store_expect(other, "mine", "too");
    store_delete(store, "mine");
    store_expect(store, "mine", NULL);
    store_expect(other, "mine", NULL);
    store_save(other, "theirs", "x", NULL);
    CHECK_INT("delete", peri_store_delete(store, "theirs", 6, &existed, NULL), PERI_OK);
    CHECK("it was not to be seen", !existed);
    peri_store_close(store);
    store_expect_usage(other, 1, 4);
    peri_store_close(other);
}

SUITE(store_snapshot_of_no_file)
{
    char path[STORE_PATH];
    peri_store *store = store_open(store_path(path, "snap_later.db"), &snapshot);
    store_expect(store, "a", NULL);
    peri_store *other = store_open(path, NULL);
    store_save(other, "a", "theirs", NULL);
    store_expect(store, "a", NULL);
    CHECK_INT("save", store_save(store, "b", "mine", NULL), PERI_OK);
    store_expect(store, "b", "mine");
    store_expect(other, "b", "mine");
    CHECK_INT("refresh", peri_store_refresh(store, NULL), PERI_OK);
    store_expect(store, "a", "theirs");
    store_expect(store, "b", "mine");
    peri_store_close(other);
    peri_store_close(store);
}

/* The quota is that of the file, whatever is to be seen of it. */
SUITE(store_snapshot_quota)
{
    char path[STORE_PATH];
    const peri_store_options small = {.quota = {2, 100}, .snapshot = true};
    peri_store *store = store_open(store_path(path, "snap_quota.db"), &small);
    peri_store *other = store_open(path, NULL);
    store_save(other, "a", "1", NULL);
    store_save(other, "b", "1", NULL);
    CHECK_INT("full", store_save(store, "c", "1", NULL), PERI_ELIMIT);
    store_expect(store, "c", NULL);
    peri_store_close(other);
    peri_store_close(store);
}

SUITE(store_snapshot_in_transactions)
{
    char path[STORE_PATH];
    peri_error err = {0, ""};
    peri_store *store = store_open(store_path(path, "snap_both.db"), &snapshot);
    store_save(store, "k", "0", NULL);
    CHECK_INT("begin", peri_store_begin(store, NULL), PERI_OK);
    store_save(store, "k", "1", NULL);
    CHECK_INT("begin", peri_store_begin(store, NULL), PERI_OK);
    store_save(store, "k", "2", NULL);
    store_expect(store, "k", "2");
    CHECK_INT("refresh", peri_store_refresh(store, &err), PERI_ESTATE);
    CHECK_HAS("text", err.text, "snap_both.db': cannot be refreshed in a transaction");
    CHECK_INT("end", peri_store_end(store, false, NULL), PERI_OK);
    store_expect(store, "k", "1");
    CHECK_INT("end", peri_store_end(store, false, NULL), PERI_OK);
    store_expect(store, "k", "0");
    CHECK_INT("begin", peri_store_begin(store, NULL), PERI_OK);
    store_save(store, "k", "3", NULL);
    CHECK_INT("end", peri_store_end(store, true, NULL), PERI_OK);
    store_expect(store, "k", "3");
    CHECK_INT("refresh", peri_store_refresh(store, NULL), PERI_OK);
    store_expect(store, "k", "3");
    peri_store_close(store);
}

/* Large values are more than SQLite keeps in memory, so the copy goes through its own file. */
SUITE(store_snapshot_of_large_values)
{
    enum {
        SIZE = 3 * 1024 * 1024
    };
    char path[STORE_PATH], key[16], *bytes = NULL;
    size_t len = 0;
    static char value[SIZE];
    peri_store *other = store_open(store_path(path, "snap_large.db"), NULL);
    peri_store_options options = {.quota = {100, 100000000}, .snapshot = true};
    for (int i = 0; i < 5; i++) {
        memset(value, 'a' + i, SIZE);
        snprintf(key, sizeof key, "v%d", i);
        CHECK_INT(key, peri_store_save(other, key, 2, value, SIZE, PERI_STORE_BYTES, NULL),
                  PERI_OK);
    }
    peri_store *store = store_open(path, &options);
    for (int i = 0; i < 5; i++) {
        snprintf(key, sizeof key, "v%d", i);
        store_delete(other, key);
        CHECK_INT(key, peri_store_read(store, key, 2, &bytes, &len, NULL, NULL), PERI_OK);
        CHECK_INT("length", (long long)len, SIZE);
        CHECK("content", bytes[0] == 'a' + i && bytes[SIZE - 1] == 'a' + i);
        peri_free(bytes);
    }
    peri_store_close(store);
    peri_store_close(other);
}
