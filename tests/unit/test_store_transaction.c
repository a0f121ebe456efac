/* test_store_transaction.c - several changes of a store as one. */
#include "check.h"
#include "store_kit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

static void begin(peri_store *store)
{
    peri_error err = {0, ""};
    CHECK_INT("begin", peri_store_begin(store, &err), PERI_OK);
}

static void end(peri_store *store, bool commit)
{
    peri_error err = {0, ""};
    CHECK_INT("end", peri_store_end(store, commit, &err), PERI_OK);
}

SUITE(store_transaction_commits)
{
    char path[STORE_PATH];
    peri_store *store = store_open(store_path(path, "tx_commit.db"), NULL);
    peri_store *other = store_open(path, NULL);
    store_save(store, "old", "1", NULL);
    begin(store);
    store_save(store, "a", "one", NULL);
    store_save(store, "b", "two", NULL);
    store_delete(store, "old");
    store_expect(store, "a", "one");
    store_expect(store, "old", NULL);
    store_expect(other, "a", NULL);
    store_expect(other, "old", "1");
    end(store, true);
    store_expect(other, "a", "one");
    store_expect(other, "b", "two");
    store_expect(other, "old", NULL);
    store_expect_usage(other, 2, 6);
    peri_store_close(other);
    peri_store_close(store);
}

SUITE(store_transaction_gives_up)
{
    char path[STORE_PATH];
    peri_store *store = store_open(store_path(path, "tx_undo.db"), NULL);
    store_save(store, "k", "before", NULL);
    begin(store);
    store_save(store, "k", "after", NULL);
    store_save(store, "new", "x", NULL);
    end(store, false);
    store_expect(store, "k", "before");
    store_expect(store, "new", NULL);
    store_expect_usage(store, 1, 6);
    CHECK_INT("saves go on", store_save(store, "k", "later", NULL), PERI_OK);
    store_expect(store, "k", "later");
    peri_store_close(store);
}

SUITE(store_transaction_on_a_new_file)
{
    char path[STORE_PATH];
    peri_store *store = store_open(store_path(path, "tx_fresh.db"), NULL);
    begin(store);
    store_expect(store, "a", NULL);
    store_save(store, "a", "1", NULL);
    end(store, true);
    store_expect(store, "a", "1");
    peri_store_close(store);
}

SUITE(store_transaction_nested)
{
    char path[STORE_PATH];
    peri_store *store = store_open(store_path(path, "tx_nested.db"), NULL);
    begin(store);
    store_save(store, "outer", "1", NULL);
    begin(store);
    store_save(store, "inner", "2", NULL);
    store_save(store, "outer", "changed", NULL);
    end(store, false);
    store_expect(store, "inner", NULL);
    store_expect(store, "outer", "1");
    begin(store);
    store_save(store, "kept", "3", NULL);
    end(store, true);
    end(store, true);
    store_expect(store, "outer", "1");
    store_expect(store, "inner", NULL);
    store_expect(store, "kept", "3");
    store_expect_usage(store, 2, 2);
    peri_store_close(store);
}

SUITE(store_transaction_inner_kept_outer_not)
{
    char path[STORE_PATH];
    peri_store *store = store_open(store_path(path, "tx_outer.db"), NULL);
    store_save(store, "k", "0", NULL);
    begin(store);
    begin(store);
    store_save(store, "k", "1", NULL);
    end(store, true);
    end(store, false);
    store_expect(store, "k", "0");
    peri_store_close(store);
}

SUITE(store_transaction_depth)
{
    char path[STORE_PATH];
    peri_error err = {0, ""};
    peri_store *store = store_open(store_path(path, "tx_depth.db"), NULL);
    int depth = 0;
    while (depth < 100 && peri_store_begin(store, &err) == PERI_OK)
        depth++;
    CHECK_INT("levels", depth, 32);
    CHECK_INT("code", err.code, PERI_ELIMIT);
    CHECK_HAS("text", err.text, "depth.db': transactions nested deeper than 32");
    store_save(store, "deep", "x", NULL);
    while (depth-- > 0)
        end(store, true);
    store_expect(store, "deep", "x");
    CHECK_INT("no more", peri_store_end(store, true, &err), PERI_ESTATE);
    CHECK_HAS("text", err.text, "depth.db': no transaction is open");
    peri_store_close(store);
}

/* All or nothing: what was saved before the refusal is not kept either. */
SUITE(store_transaction_over_the_quota)
{
    char path[STORE_PATH];
    peri_error err = {0, ""}, again = {0, ""};
    const peri_store_options options = {.quota = {.objects = 10, .bytes = 10}};
    peri_store *store = store_open(store_path(path, "tx_quota.db"), &options);
    begin(store);
    CHECK_INT("fits", store_save(store, "a", "12345", NULL), PERI_OK);
    CHECK_INT("too much", store_save(store, "b", "123456", &err), PERI_ELIMIT);
    CHECK_INT("fits again", store_save(store, "c", "1", NULL), PERI_OK);
    CHECK_INT("end", peri_store_end(store, true, &again), PERI_ELIMIT);
    CHECK_STR("the refusal is told again", again.text, err.text);
    store_expect(store, "a", NULL);
    store_expect_usage(store, 0, 0);
    peri_store_close(store);
}

SUITE(store_transaction_inner_over_the_quota)
{
    char path[STORE_PATH];
    const peri_store_options options = {.quota = {.objects = 10, .bytes = 10}};
    peri_store *store = store_open(store_path(path, "tx_inner_quota.db"), &options);
    begin(store);
    store_save(store, "a", "12345", NULL);
    begin(store);
    CHECK_INT("too much", store_save(store, "b", "123456", NULL), PERI_ELIMIT);
    CHECK_INT("inner", peri_store_end(store, true, NULL), PERI_ELIMIT);
    end(store, true);
    store_expect(store, "a", "12345");
    peri_store_close(store);
}

SUITE(store_transaction_needs_permissions)
{
    char path[STORE_PATH];
    peri_error err = {0, ""};
    peri_store *store = store_open(store_path(path, "tx_rights.db"), NULL);
    store_save(store, "k", "v", NULL);
    peri_store_close(store);
    peri_store_options options = {.quota = {10, 100}};
    CHECK_INT("text", peri_store_permissions("r--", &options, &err), PERI_OK);
    store = store_open(path, &options);
    begin(store);
    store_expect(store, "k", "v");
    CHECK_INT("save", store_save(store, "k", "w", &err), PERI_EDENIED);
    end(store, true);
    store_expect(store, "k", "v");
    peri_store_close(store);
}

SUITE(store_transaction_removes_files_at_its_end)
{
    char path[STORE_PATH];
    char *file = NULL;
    peri_store *store = store_open(store_path(path, "tx_files.db"), NULL);
    store_save(store, "k", "v", NULL);
    CHECK_INT("path", peri_store_file_path(store, "k", 1, &file, NULL), PERI_OK);
    begin(store);
    store_delete(store, "k");
    CHECK("the file waits", access(file, F_OK) == 0);
    end(store, false);
    CHECK("and stays", access(file, F_OK) == 0);
    store_expect(store, "k", "v");
    begin(store);
    store_delete(store, "k");
    end(store, true);
    CHECK("and goes", access(file, F_OK) != 0);
    peri_free(file);
    peri_store_close(store);
}

SUITE(store_transaction_left_open)
{
    char path[STORE_PATH];
    peri_store *store = store_open(store_path(path, "tx_open.db"), NULL);
    begin(store);
    begin(store);
    store_save(store, "k", "v", NULL);
    peri_store_close(store);
    store = store_open(path, NULL);
    store_expect(store, "k", NULL);
    peri_store_close(store);
}

enum {
    THREADS = 4,
    ROUNDS = 50
};

/* Reads a number, adds one, saves it. */
static void *count_up(void *arg)
{
    peri_store *store = arg;
    for (int i = 0; i < ROUNDS; i++) {
        char *bytes = NULL, text[16];
        size_t len = 0;
        if (peri_store_begin(store, NULL) != PERI_OK)
            continue;
        if (peri_store_read(store, "n", 1, &bytes, &len, NULL, NULL) == PERI_OK) {
            snprintf(text, sizeof text, "%d", atoi(bytes) + 1);
            peri_free(bytes);
            store_save(store, "n", text, NULL);
        }
        peri_store_end(store, true, NULL);
    }
    return NULL;
}

SUITE(store_transaction_among_threads)
{
    char path[STORE_PATH], text[16];
    pthread_t threads[THREADS];
    peri_store *store = store_open(store_path(path, "tx_threads.db"), NULL);
    store_save(store, "n", "0", NULL);
    for (int i = 0; i < THREADS; i++)
        CHECK_INT("thread", pthread_create(&threads[i], NULL, count_up, store), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    snprintf(text, sizeof text, "%d", THREADS * ROUNDS);
    store_expect(store, "n", text);
    peri_store_close(store);
}
