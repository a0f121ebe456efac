/* test_store_lost.c - a transaction that a failing disk ends, in a store with a snapshot. */
#include "check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store_kit.h"
#include "store_vfs_kit.h"

enum {
    SMALL_KEY = 1,
    BIG_KEY = 2,
    SMALL = 200,
    BIG = 8000000, /* more than SQLite keeps in memory: the file is written before the commit */
    MOMENTS = 12
};

static bool contains(peri_store *store, int key)
{
    bool found = false;
    const char *name = store_kit_key(key);
    CHECK_INT("look", peri_store_contains(store, name, strlen(name), &found, NULL), PERI_OK);
    return found;
}

static int save_big(peri_store *store, peri_error *err)
{
    char *bytes = calloc(1, BIG);
    const char *name = store_kit_key(BIG_KEY);
    int rc = peri_store_save(store, name, strlen(name), bytes, BIG, PERI_STORE_BYTES, err);
    free(bytes);
    return rc;
}

/* A small and a big value as one; true when both were kept. */
static bool save_both(peri_store *store)
{
    peri_error err = {0, ""};
    if (peri_store_begin(store, &err) != PERI_OK)
        return false;
    int rc = store_kit_save(store, SMALL_KEY, 11, SMALL, &err);
    if (rc == PERI_OK)
        rc = save_big(store, &err);
    int ended = peri_store_end(store, true, &err);
    CHECK("a failed save is not committed", rc == PERI_OK || ended != PERI_OK);
    return ended == PERI_OK;
}

/* True when the disk failed in the middle. */
static bool fail_disk(const char *path, long nth)
{
    peri_store_options options = {.quota = {100, 100000000}, .snapshot = true};
    store_kit_place(path, "", 0);
    remove(path);
    store_kit_disk_fails(0, SQLITE_FULL, 0, false);
    peri_store *store = store_open(path, &options);
    CHECK_INT("a first save", store_kit_save(store, 0, 10, SMALL, NULL), PERI_OK);
    store_kit_disk_fails(STORE_KIT_WRITE, SQLITE_IOERR_WRITE, nth, true);
    bool kept = save_both(store);
    bool failed = store_kit_disk_failed();
    CHECK("a failing disk keeps nothing", kept == !failed);
    CHECK("the older value is there", contains(store, 0));
    CHECK("the first value is seen when it was kept", contains(store, SMALL_KEY) == kept);
    CHECK("so is the second", contains(store, BIG_KEY) == kept);
    store_kit_disk_fails(0, SQLITE_FULL, 0, false);
    CHECK_INT("it goes on", store_kit_save(store, 3, 13, SMALL, NULL), PERI_OK);
    CHECK("and is seen", contains(store, 3) && contains(store, SMALL_KEY) == kept);
    peri_store_close(store);
    return failed;
}

SUITE(store_lost_transaction_leaves_no_trace)
{
    char path[STORE_KIT_PATH];
    int failures = 0;
    store_kit_path(path, "lost");
    for (long nth = 1; nth <= MOMENTS; nth++)
        failures += fail_disk(path, nth);
    store_kit_disk_heals();
    CHECK_INT("moments at which the disk failed", failures, MOMENTS);
}
