/* test_store_hold.c - reads that follow each other share a transaction, and nobody can tell. */
#include "check.h"

#include <inttypes.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "store_kit.h"

enum {
    STEPS = 2000,
    KEYS = 4,
    READS_IN_A_ROW = 6,
    BUSY_MS = 10000,
    READ_ALL = 2000 /* reads of a row that is longer than what follows a hold */
};

/* -- what another connection writes --------------------------------------------------------- */

static sqlite3 *open_plain(const char *path)
{
    sqlite3 *handle = NULL;
    CHECK_INT("sqlite opens", sqlite3_open(path, &handle), SQLITE_OK);
    sqlite3_busy_timeout(handle, BUSY_MS);
    return handle;
}

/* Moves the log into the file, which needs a moment without any reader. */
static int move_log(sqlite3 *handle)
{
    return sqlite3_wal_checkpoint_v2(handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

/* What both stores should hold: versions[i] of key i, 0: there is none. */
struct model {
    check_rng rng;
    int64_t versions[KEYS], last;
};

static const char *key_of(int i)
{
    static const char *const keys[KEYS] = {"a", "b/c", "b/d", "e"};
    return keys[i];
}

static void save_next(struct model *model, peri_store *store, int i)
{
    char text[32];
    model->versions[i] = ++model->last;
    snprintf(text, sizeof text, "%" PRId64, model->versions[i]);
    CHECK_INT("saved", store_save(store, key_of(i), text, NULL), PERI_OK);
}

static void change(struct model *model, peri_store *store)
{
    int i = (int)check_random_in(&model->rng, 0, KEYS - 1);
    if (model->versions[i] == 0 || check_random_in(&model->rng, 0, 3) > 0) {
        save_next(model, store, i);
        return;
    }
    store_delete(store, key_of(i));
    model->versions[i] = 0;
}

/* -- what a reader sees --------------------------------------------------------------------- */

static bool sees_value(peri_store *store, const char *key, int64_t version)
{
    char *bytes = NULL, text[32];
    size_t len = 0;
    int rc = peri_store_read(store, key, strlen(key), &bytes, &len, NULL, NULL);
    snprintf(text, sizeof text, "%" PRId64, version);
    bool right =
        version == 0 ? rc == PERI_ENOTFOUND : rc == PERI_OK && bytes && strcmp(bytes, text) == 0;
    peri_free(bytes);
    return right;
}

static bool sees_number(const struct model *model, peri_store *store)
{
    int64_t want = 0;
    peri_quota used = {0, 0};
    for (int i = 0; i < KEYS; i++)
        want += model->versions[i] != 0;
    return peri_store_usage(store, &used, NULL) == PERI_OK && used.objects == want;
}

static bool sees_keys(const struct model *model, peri_store *store)
{
    peri_store_list list = {NULL, 0};
    size_t want = (size_t)(model->versions[1] != 0) + (size_t)(model->versions[2] != 0);
    bool right = peri_store_keys(store, "b/", 2, &list, NULL) == PERI_OK && list.n == want;
    peri_store_list_free(&list);
    return right;
}

/* One look of a random kind. */
static bool sees_now(struct model *model, peri_store *store)
{
    int i = (int)check_random_in(&model->rng, 0, KEYS - 1);
    const char *key = key_of(i);
    bool found = false;
    switch (check_random_in(&model->rng, 0, 9)) {
    case 0:
        return sees_number(model, store);
    case 1:
        return sees_keys(model, store);
    case 2:
    case 3:
        return peri_store_contains(store, key, strlen(key), &found, NULL) == PERI_OK &&
               found == (model->versions[i] != 0);
    default:
        return sees_value(store, key, model->versions[i]);
    }
}

/* Changes by one or the other; reads in rows, so that many are held. */
static void compete(struct model *model, peri_store *stores[2], sqlite3 *plain)
{
    uint64_t seed = model->rng.state;
    bool right = true;
    for (int step = 0; step < STEPS && right; step++) {
        int64_t what = check_random_in(&model->rng, 0, 9);
        if (what < 4)
            change(model, stores[what % 2]);
        else if (what == 4)
            right = move_log(plain) == SQLITE_OK;
        int64_t reads = check_random_in(&model->rng, 0, READS_IN_A_ROW);
        for (int64_t i = 0; i < reads && right; i++)
            right = sees_now(model, stores[check_random_in(&model->rng, 0, 3) == 0]);
        if (!right)
            printf("     seed %" PRIu64 ", step %d\n", seed, step);
    }
    CHECK("each read sees what was saved last", right);
}

SUITE(store_held_reads_see_each_change)
{
    char path[STORE_PATH];
    store_path(path, "hold-changes.db");
    struct model model = {.rng = {20261124}};
    peri_store *stores[2] = {store_open(path, NULL), store_open(path, NULL)};
    save_next(&model, stores[0], 0);
    sqlite3 *plain = open_plain(path);
    compete(&model, stores, plain);
    sqlite3_close(plain);
    peri_store_close(stores[1]);
    peri_store_close(stores[0]);
}

/* -- who waits for the reader --------------------------------------------------------------- */

static bool read_many(peri_store *store, int n)
{
    bool right = true;
    for (int i = 0; i < n && right; i++)
        right = sees_value(store, "a", 1);
    return right;
}

/* A reader that stops in a hold: the log must be free without its doing anything. */
SUITE(store_held_reads_end)
{
    char path[STORE_PATH];
    struct model model = {.rng = {1}};
    peri_store *store = store_open(store_path(path, "hold-ends.db"), NULL);
    save_next(&model, store, 0);
    sqlite3 *plain = open_plain(path);
    for (int i = 0; i < 10; i++) {
        CHECK("reads", read_many(store, READ_ALL));
        CHECK_INT("some row", sqlite3_exec(plain, "PRAGMA user_version = 0", NULL, NULL, NULL),
                  SQLITE_OK);
        CHECK("reads", read_many(store, 2 + i));
        CHECK_INT("the log is moved", move_log(plain), SQLITE_OK);
    }
    sqlite3_close(plain);
    peri_store_close(store);
}

struct reader {
    peri_store *store;
    atomic_bool stop;
    bool right;
};

static void *read_on(void *arg)
{
    struct reader *reader = arg;
    while (reader->right && !atomic_load(&reader->stop))
        reader->right = sees_value(reader->store, "a", 1);
    return NULL;
}

/* A reader that never stops lets others in all the same. */
SUITE(store_held_reads_make_room)
{
    char path[STORE_PATH];
    pthread_t thread;
    struct model model = {.rng = {1}};
    peri_store *store = store_open(store_path(path, "hold-room.db"), NULL);
    save_next(&model, store, 0);
    peri_store *other = store_open(path, NULL);
    sqlite3 *plain = open_plain(path);
    struct reader reader = {.store = store, .right = true};
    CHECK_INT("thread", pthread_create(&thread, NULL, read_on, &reader), 0);
    for (int i = 0; i < 20; i++) {
        save_next(&model, other, 1);
        CHECK_INT("the log is moved", move_log(plain), SQLITE_OK);
    }
    atomic_store(&reader.stop, true);
    pthread_join(thread, NULL);
    CHECK("the reader saw its value", reader.right);
    CHECK("the other sees its last", sees_value(other, "b/c", model.last));
    sqlite3_close(plain);
    peri_store_close(other);
    peri_store_close(store);
}
