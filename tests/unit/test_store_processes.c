/* test_store_processes.c - several processes that save to one object store at once. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "store_vfs_kit.h"

enum {
    PROCESSES = 8,
    SAVES = STORE_KIT_SANITIZED ? 200 : 1000, /* of each process */
    OWN_KEYS = 40,
    SHARED_KEYS = 5,
    COUNT_EVERY = 10, /* saves, of which one counts */
    SHARE_EVERY = 5,
    VALUE_MAX = 1000,
    BUSY_MS = 60000
};

static const peri_store_options patient = {.quota = {10000, 100000000}, .busy_ms = BUSY_MS};

/* -- what a process does -------------------------------------------------------------------- */

/* Versions tell the process: the values of two never are the same. */
static int64_t version_of(int process, int i)
{
    return (int64_t)(process + 1) * 1000000 + i;
}

static int save_as(peri_store *store, const char *key, int64_t version)
{
    size_t len = 0;
    char *bytes = store_kit_value(0, version, VALUE_MAX, &len);
    int rc = peri_store_save(store, key, strlen(key), bytes, len, store_kit_kind(version), NULL);
    free(bytes);
    return rc;
}

static int read_count(peri_store *store, long long *count)
{
    char *text = NULL;
    size_t len = 0;
    int rc = peri_store_read(store, "count", 5, &text, &len, NULL, NULL);
    *count = rc == PERI_OK ? strtoll(text, NULL, 10) : 0;
    peri_free(text);
    return rc == PERI_ENOTFOUND ? PERI_OK : rc;
}

/* Reads, adds one and saves; nobody may save in between. */
static int count_one(peri_store *store)
{
    long long count = 0;
    char text[32];
    int rc = peri_store_begin(store, NULL);
    if (rc != PERI_OK)
        return rc;
    rc = read_count(store, &count);
    snprintf(text, sizeof text, "%lld", count + 1);
    if (rc == PERI_OK)
        rc = peri_store_save(store, "count", 5, text, strlen(text), PERI_STORE_TEXT, NULL);
    int ended = peri_store_end(store, rc == PERI_OK, NULL);
    return rc == PERI_OK ? ended : rc;
}

enum role {
    ROLE_COUNT,
    ROLE_SHARED,
    ROLE_OWN
};

/* What the i-th save is, and to which key. */
static enum role role_of(int process, int i, char key[32])
{
    if (i % COUNT_EVERY == 0)
        return ROLE_COUNT;
    if (i % SHARE_EVERY == 1) {
        snprintf(key, 32, "shared/%d", i / SHARE_EVERY % SHARED_KEYS);
        return ROLE_SHARED;
    }
    snprintf(key, 32, "own/%d/%d", process, i % OWN_KEYS);
    return ROLE_OWN;
}

static int work(peri_store *store, int process)
{
    int rc = PERI_OK;
    for (int i = 0; rc == PERI_OK && i < SAVES; i++) {
        char key[32];
        rc = role_of(process, i, key) == ROLE_COUNT ? count_one(store)
                                                    : save_as(store, key, version_of(process, i));
    }
    return rc;
}

/* -- what must be there ---------------------------------------------------------------------- */

/* The last save of a process to a key; 0: none. */
static int64_t last_version(int process, const char *key)
{
    for (int i = SAVES - 1; i >= 0; i--) {
        char name[32] = "";
        if (role_of(process, i, name) != ROLE_COUNT && strcmp(name, key) == 0)
            return version_of(process, i);
    }
    return 0;
}

/* Whether a key holds the last value that one of the processes saved there. */
static bool is_last_of(peri_store *store, const char *key, int first, int last)
{
    char *bytes = NULL;
    size_t len = 0;
    enum peri_store_kind kind = PERI_STORE_BYTES;
    bool is = false;
    int rc = peri_store_read(store, key, strlen(key), &bytes, &len, &kind, NULL);
    for (int p = first; rc == PERI_OK && !is && p <= last; p++)
        is = store_kit_is_version(0, last_version(p, key), VALUE_MAX, bytes, len, kind);
    peri_free(bytes);
    return is;
}

/* Returns the number of keys that must be there. */
static int check_keys(peri_store *store)
{
    int keys = 1; /* the count */
    char key[32];
    for (int p = 0; p < PROCESSES; p++)
        for (int i = 0; i < OWN_KEYS; i++) {
            snprintf(key, sizeof key, "own/%d/%d", p, i);
            if (last_version(p, key) == 0)
                continue;
            CHECK(key, is_last_of(store, key, p, p));
            keys++;
        }
    for (int i = 0; i < SHARED_KEYS; i++) {
        snprintf(key, sizeof key, "shared/%d", i);
        CHECK(key, is_last_of(store, key, 0, PROCESSES - 1));
        keys++;
    }
    return keys;
}

static void check_all(const char *path)
{
    peri_store *store = NULL;
    peri_quota used = {0, 0};
    long long count = 0;
    char why[STORE_KIT_TEXT];
    CHECK_INT("open", peri_store_open(path, NULL, &store, NULL), PERI_OK);
    int keys = check_keys(store);
    CHECK_INT("usage", peri_store_usage(store, &used, NULL), PERI_OK);
    CHECK_INT("no other keys", used.objects, keys);
    CHECK_INT("read", read_count(store, &count), PERI_OK);
    CHECK_INT("no count is lost", count, PROCESSES * (SAVES / COUNT_EVERY));
    if (!CHECK("healthy", store_kit_healthy(store, why)))
        printf("     %s\n", why);
    peri_store_close(store);
}

/* -- the processes --------------------------------------------------------------------------- */

/* They wait for the pipe to end, so that all begin at once and race to make the file. */
static pid_t start(const char *path, int process, const int gate[2])
{
    pid_t child = fork();
    if (child != 0)
        return child;
    peri_store *store = NULL;
    char end;
    close(gate[1]);
    int rc = read(gate[0], &end, 1) == 0 ? PERI_OK : PERI_EIO;
    if (rc == PERI_OK)
        rc = peri_store_open(path, &patient, &store, NULL);
    if (rc == PERI_OK)
        rc = work(store, process);
    peri_store_close(store);
    _exit(-rc);
}

SUITE(store_of_eight_processes)
{
    char path[STORE_KIT_PATH];
    int gate[2];
    pid_t children[PROCESSES];
    store_kit_path(path, "processes");
    if (STORE_KIT_SANITIZED)
        printf("     %d saves a process in place of 1000, under a sanitizer\n", SAVES);
    fflush(stdout);
    if (!CHECK("pipe", pipe(gate) == 0))
        return;
    for (int p = 0; p < PROCESSES; p++)
        children[p] = start(path, p, gate);
    close(gate[0]);
    close(gate[1]);
    for (int p = 0; p < PROCESSES; p++) {
        int status = -1;
        waitpid(children[p], &status, 0);
        CHECK_INT("each process saved all", status, 0);
    }
    check_all(path);
}

/* -- a snapshot beside a saver ----------------------------------------------------------------- */

enum {
    PAIRS = SAVES / 2
};

/* Saves the same version under two keys, together. */
static void save_pairs(const char *path, int out)
{
    peri_store *store = NULL;
    int rc = peri_store_open(path, &patient, &store, NULL);
    for (int i = 1; rc == PERI_OK && i <= PAIRS; i++) {
        rc = peri_store_begin(store, NULL);
        if (rc == PERI_OK &&
            (save_as(store, "a", i) != PERI_OK || save_as(store, "b", i) != PERI_OK))
            rc = PERI_EIO;
        if (rc == PERI_OK)
            rc = peri_store_end(store, true, NULL);
    }
    peri_store_close(store);
    close(out);
    _exit(-rc);
}

static bool same_pair(peri_store *view, bool *any)
{
    char *a = NULL, *b = NULL;
    size_t a_len = 0, b_len = 0;
    int rc_a = peri_store_read(view, "a", 1, &a, &a_len, NULL, NULL);
    int rc_b = peri_store_read(view, "b", 1, &b, &b_len, NULL, NULL);
    *any = rc_a == PERI_OK;
    bool same = rc_a == rc_b && a_len == b_len && (!a || memcmp(a, b, a_len) == 0);
    peri_free(a);
    peri_free(b);
    return same;
}

/* Until the saver has ended: a view moves as a whole, and only when told. */
static void watch_pairs(const char *path, int in)
{
    peri_store_options options = {.quota = {100, 1000000}, .busy_ms = BUSY_MS, .snapshot = true};
    peri_store *view = NULL;
    bool any = false, same = true;
    int rc = peri_store_open(path, &options, &view, NULL);
    for (int i = 0; rc == PERI_OK && same && i < PAIRS; i++) {
        same = same_pair(view, &any);
        rc = peri_store_refresh(view, NULL);
    }
    char end;
    CHECK("the saver ends", read(in, &end, 1) == 0);
    CHECK("both of a pair, or none", same);
    CHECK_INT("refresh", rc == PERI_OK ? peri_store_refresh(view, NULL) : rc, PERI_OK);
    CHECK("the last pair", view && same_pair(view, &any) && any);
    peri_store_close(view);
}

SUITE(store_snapshot_beside_a_saver)
{
    char path[STORE_KIT_PATH];
    int ends[2], status = -1;
    store_kit_path(path, "pairs");
    fflush(stdout);
    if (!CHECK("pipe", pipe(ends) == 0))
        return;
    pid_t child = fork();
    if (child == 0)
        save_pairs(path, ends[1]);
    close(ends[1]);
    watch_pairs(path, ends[0]);
    close(ends[0]);
    waitpid(child, &status, 0);
    CHECK_INT("the saver saved all", status, 0);
}
