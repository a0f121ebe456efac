/* test_store.c - the object store. */
#include "check.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/store.h"

enum {
    PATH_SIZE = 600
};

static const char *in_tmp(char path[PATH_SIZE], const char *name)
{
    snprintf(path, PATH_SIZE, "%s/%s", check_tmp(), name);
    return path;
}

static peri_store *must_open(const char *path, const peri_store_options *options)
{
    peri_store *store = NULL;
    peri_error err = {0, ""};
    CHECK_INT("open", peri_store_open(path, options, &store, &err), PERI_OK);
    return store;
}

static int save(peri_store *store, const char *key, const char *text, peri_error *err)
{
    return peri_store_save(store, key, strlen(key), text, strlen(text), PERI_STORE_TEXT, err);
}

/* The value must be `want`; NULL: must be missing. */
static void must_read(peri_store *store, const char *key, const char *want)
{
    char *bytes = NULL;
    size_t len = 0;
    peri_error err = {0, ""};
    int rc = peri_store_read(store, key, strlen(key), &bytes, &len, NULL, &err);
    CHECK_INT(key, rc, want ? PERI_OK : PERI_ENOTFOUND);
    if (rc == PERI_OK && want)
        CHECK_STR(key, bytes, want);
    peri_free(bytes);
}

static bool is_file(const char *path)
{
    return access(path, F_OK) == 0;
}

SUITE(store_round_trip)
{
    char path[PATH_SIZE];
    peri_store *store = must_open(in_tmp(path, "new/folders/trip.db"), NULL);
    static const enum peri_store_kind kinds[] = {PERI_STORE_BYTES, PERI_STORE_TEXT, PERI_STORE_JSON,
                                                 PERI_STORE_XML};
    static const char *const names[] = {"bytes", "text", "json", "xml"};
    peri_error err = {0, ""};
    for (size_t i = 0; i < 4; i++) {
        char *bytes = NULL;
        size_t len = 0;
        enum peri_store_kind kind = PERI_STORE_BYTES;
        CHECK_INT("save", peri_store_save(store, "k", 1, "a\0\xFFz", 4, kinds[i], &err), PERI_OK);
        CHECK_INT("read", peri_store_read(store, "./k/", 4, &bytes, &len, &kind, &err), PERI_OK);
        CHECK("byte for byte", len == 4 && memcmp(bytes, "a\0\xFFz", 5) == 0);
        CHECK_INT("kind", kind, kinds[i]);
        CHECK_STR("its name", peri_store_kind_name(kind), names[i]);
        peri_free(bytes);
    }
    CHECK_INT("an empty value", peri_store_save(store, "e", 1, NULL, 0, PERI_STORE_BYTES, &err),
              PERI_OK);
    must_read(store, "e", "");
    peri_store_close(store);
    peri_store_close(NULL);
    store = must_open(path, NULL);
    must_read(store, "e", "");
    must_read(store, "K", NULL);
    peri_store_close(store);
}

SUITE(store_is_lazy)
{
    char path[PATH_SIZE];
    peri_store *store = must_open(in_tmp(path, "lazy/store.db"), NULL);
    peri_store_list list = {NULL, 7};
    peri_quota used = {7, 7};
    bool yes = true;
    peri_error err = {0, ""};
    CHECK_INT("contains", peri_store_contains(store, "k", 1, &yes, &err), PERI_OK);
    CHECK("nothing", !yes);
    yes = true;
    CHECK_INT("delete", peri_store_delete(store, "k", 1, &yes, &err), PERI_OK);
    CHECK("nothing to delete", !yes);
    CHECK_INT("keys", peri_store_keys(store, NULL, 0, &list, &err), PERI_OK);
    CHECK("none", list.n == 0 && !list.items);
    CHECK_INT("usage", peri_store_usage(store, &used, &err), PERI_OK);
    CHECK("zero", used.objects == 0 && used.bytes == 0);
    must_read(store, "k", NULL);
    CHECK_INT("a refused key", save(store, "..", "v", &err), PERI_EINVAL);
    CHECK("no file so far", !is_file(path));
    CHECK_INT("save", save(store, "k", "v", &err), PERI_OK);
    CHECK("now there is one", is_file(path));
    must_read(store, "k", "v");
    peri_store_close(store);
    CHECK_INT("no path", peri_store_open("", NULL, &store, &err), PERI_EINVAL);
    CHECK_STR("text", err.text, "store '': expected the path of a file");
    CHECK_INT("memory", peri_store_open(":memory:", NULL, &store, &err), PERI_EINVAL);
    CHECK_STR("text", err.text, "store ':memory:': expected the path of a file");
}

SUITE(store_lists_and_counts)
{
    char path[PATH_SIZE];
    peri_store *store = must_open(in_tmp(path, "list.db"), NULL);
    static const char *const saved[] = {"b", "a/2", "B", "a", "a/10", "\xC3\xA9", "a b"};
    static const char *const sorted[] = {"B", "a", "a b", "a/10", "a/2", "b", "\xC3\xA9"};
    peri_error err = {0, ""};
    for (size_t i = 0; i < 7; i++)
        CHECK_INT("save", save(store, saved[i], saved[i], &err), PERI_OK);
    peri_store_list list = {NULL, 0};
    CHECK_INT("keys", peri_store_keys(store, NULL, 0, &list, &err), PERI_OK);
    CHECK_INT("all", list.n, 7);
    for (size_t i = 0; i < list.n && i < 7; i++) {
        CHECK_STR("by their bytes", list.items[i].key, sorted[i]);
        CHECK_INT("size", list.items[i].size, strlen(sorted[i]));
        CHECK_INT("kind", list.items[i].kind, PERI_STORE_TEXT);
    }
    peri_store_list_free(&list);
    CHECK("emptied", list.n == 0 && !list.items);
    peri_quota used;
    CHECK_INT("usage", peri_store_usage(store, &used, &err), PERI_OK);
    CHECK("counted", used.objects == 7 && used.bytes == 15);
    bool yes = false;
    CHECK_INT("delete", peri_store_delete(store, "a/2", 3, &yes, &err), PERI_OK);
    CHECK("it was there", yes);
    CHECK_INT("delete again", peri_store_delete(store, "a/2", 3, &yes, &err), PERI_OK);
    CHECK("it was not", !yes);
    CHECK_INT("do not ask", peri_store_delete(store, "b", 1, NULL, &err), PERI_OK);
    CHECK_INT("contains", peri_store_contains(store, "\\a\\10", 5, &yes, &err), PERI_OK);
    CHECK("under its other spelling", yes);
    CHECK_INT("contains", peri_store_contains(store, "b", 1, &yes, &err), PERI_OK);
    CHECK("deleted", !yes);
    CHECK_INT("usage", peri_store_usage(store, &used, &err), PERI_OK);
    CHECK("less", used.objects == 5 && used.bytes == 11);
    peri_store_close(store);
}

SUITE(store_missing_key)
{
    char path[PATH_SIZE], want[1200];
    peri_store *store = must_open(in_tmp(path, "missing.db"), NULL);
    char *bytes = (char *)path;
    size_t len = 7;
    peri_error err = {0, ""};
    CHECK_INT("nothing stored", peri_store_read(store, "model", 5, &bytes, &len, NULL, &err),
              PERI_ENOTFOUND);
    snprintf(want, sizeof want,
             "store '%s': no object 'model'; ask ContainsKey first when it may be missing", path);
    CHECK_STR("text", err.text, want);
    CHECK("outputs untouched", bytes == path && len == 7);
    save(store, "Model", "", &err);
    save(store, "models", "", &err);
    save(store, "other", "", &err);
    CHECK_INT("similar ones", peri_store_read(store, "model", 5, &bytes, &len, NULL, &err),
              PERI_ENOTFOUND);
    CHECK_HAS("text", err.text, "': no object 'model'; similar keys: 'Model', 'models'; ask Cont");
    peri_store_close(store);
}

SUITE(store_refuses_keys)
{
    char path[PATH_SIZE], *bytes = NULL;
    peri_store *store = must_open(in_tmp(path, "keys.db"), NULL);
    size_t len = 0;
    bool yes = false;
    peri_error err = {0, ""};
    CHECK_INT("save", save(store, "a/../b", "", &err), PERI_EINVAL);
    CHECK_HAS("text", err.text, "store key 'a/../b' has a segment '.' or '..'");
    CHECK_INT("read", peri_store_read(store, "..", 2, &bytes, &len, NULL, &err), PERI_EINVAL);
    CHECK_INT("delete", peri_store_delete(store, "..", 2, &yes, &err), PERI_EINVAL);
    CHECK_INT("contains", peri_store_contains(store, "a\0b", 3, &yes, &err), PERI_EINVAL);
    peri_store_close(store);
}

SUITE(store_quota)
{
    char path[PATH_SIZE], big[101];
    peri_store_options options = {.quota = {.objects = 2, .bytes = 100}};
    peri_store *store = must_open(in_tmp(path, "quota.db"), &options);
    peri_error err = {0, ""};
    memset(big, 'x', 100);
    big[100] = '\0';
    CHECK_INT("just full", save(store, "a", big, &err), PERI_OK);
    CHECK_INT("overwriting counts the new size", save(store, "a", big + 1, &err), PERI_OK);
    CHECK_INT("the last byte", save(store, "b", "x", &err), PERI_OK);
    CHECK_INT("one more byte", save(store, "b", "xy", &err), PERI_ELIMIT);
    CHECK_HAS("text", err.text,
              "quota.db': saving 'b' (2 bytes) would fill the store to 101 bytes");
    must_read(store, "b", "x");
    CHECK_INT("one more object", save(store, "c", "", &err), PERI_ELIMIT);
    CHECK_HAS("text", err.text, "saving 'c' would make 3 objects, over the quota of 2");
    must_read(store, "c", NULL);
    CHECK_INT("make room", peri_store_delete(store, "a", 1, NULL, &err), PERI_OK);
    CHECK_INT("and save", save(store, "c", "c", &err), PERI_OK);
    must_read(store, "a", NULL);
    peri_store_close(store);
}

SUITE(store_large_values)
{
    enum {
        LARGE = 20 * 1024 * 1024
    };
    char path[PATH_SIZE], *bytes = NULL, *large = peri_alloc(LARGE);
    size_t len = 0;
    peri_error err = {0, ""};
    check_rng rng = {1};
    for (size_t i = 0; i < LARGE; i += 8) {
        uint64_t bits = check_random(&rng);
        memcpy(large + i, &bits, 8);
    }
    peri_store *store = must_open(in_tmp(path, "large.db"), NULL);
    CHECK_INT("save", peri_store_save(store, "k", 1, large, LARGE, PERI_STORE_BYTES, &err),
              PERI_OK);
    CHECK_INT("read", peri_store_read(store, "k", 1, &bytes, &len, NULL, &err), PERI_OK);
    CHECK("equal", len == LARGE && memcmp(bytes, large, LARGE) == 0);
    CHECK_INT("too large",
              peri_store_save(store, "k", 1, large, (size_t)PERI_STORE_VALUE_MAX + 1,
                              PERI_STORE_BYTES, &err),
              PERI_ELIMIT);
    CHECK_HAS("text", err.text, "saving 'k' (536870913 bytes), a value has at most 536870912");
    peri_free(bytes);
    peri_free(large);
    peri_store_close(store);
}

SUITE(store_two_connections)
{
    char path[PATH_SIZE];
    peri_store *one = must_open(in_tmp(path, "two.db"), NULL);
    peri_store *two = must_open(path, NULL);
    peri_error err = {0, ""};
    CHECK_INT("one saves", save(one, "k", "1", &err), PERI_OK);
    must_read(two, "k", "1");
    CHECK_INT("two saves", save(two, "k", "2", &err), PERI_OK);
    must_read(one, "k", "2");
    CHECK_INT("two deletes", peri_store_delete(two, "k", 1, NULL, &err), PERI_OK);
    must_read(one, "k", NULL);
    peri_store_close(one);
    peri_store_close(two);
}

/* -- several writers at once ---------------------------------------------------------------- */

enum {
    WRITERS = 4,
    SAVES = 25
};

static int save_many(peri_store *store, int writer)
{
    for (int i = 0; i < SAVES; i++) {
        char key[32];
        snprintf(key, sizeof key, "w%d/%d", writer, i);
        int rc = save(store, key, key, NULL);
        if (rc != PERI_OK)
            return -rc;
    }
    return 0;
}

struct thread_job {
    peri_store *store;
    int writer;
    int result;
};

static void *run_thread(void *arg)
{
    struct thread_job *job = arg;
    job->result = save_many(job->store, job->writer);
    return NULL;
}

static void must_hold_all(const char *path)
{
    peri_store *store = must_open(path, NULL);
    peri_quota used = {0, 0};
    CHECK_INT("usage", peri_store_usage(store, &used, NULL), PERI_OK);
    CHECK_INT("nothing lost", used.objects, WRITERS * SAVES);
    peri_store_close(store);
}

SUITE(store_shared_by_threads)
{
    char path[PATH_SIZE];
    pthread_t threads[WRITERS];
    struct thread_job jobs[WRITERS];
    peri_store *store = must_open(in_tmp(path, "threads.db"), NULL);
    for (int i = 0; i < WRITERS; i++) {
        jobs[i] = (struct thread_job){.store = store, .writer = i};
        pthread_create(&threads[i], NULL, run_thread, &jobs[i]);
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        CHECK_INT("each save", jobs[i].result, 0);
    }
    peri_store_close(store);
    must_hold_all(path);
}

/* Each process also finds no file at first, so they race to create it. */
SUITE(store_shared_by_processes)
{
    char path[PATH_SIZE];
    pid_t children[WRITERS];
    in_tmp(path, "deep/er/processes.db");
    fflush(stdout);
    for (int i = 0; i < WRITERS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            peri_store *store = NULL;
            peri_store_options options = {.quota = {10000, 1000000}, .busy_ms = 60000};
            int rc = -peri_store_open(path, &options, &store, NULL);
            if (rc == 0)
                rc = save_many(store, i);
            peri_store_close(store);
            _exit(rc);
        }
    }
    for (int i = 0; i < WRITERS; i++) {
        int status = -1;
        waitpid(children[i], &status, 0);
        CHECK_INT("each process", status, 0);
    }
    must_hold_all(path);
}

/* A child saves, tells so and is killed while saving more: what it told of must be there. */
SUITE(store_survives_kill)
{
    char path[PATH_SIZE], told = 0;
    int pipe_ends[2];
    in_tmp(path, "killed.db");
    fflush(stdout);
    if (!CHECK("pipe", pipe(pipe_ends) == 0))
        return;
    pid_t child = fork();
    if (child == 0) {
        peri_store *store = NULL;
        if (peri_store_open(path, NULL, &store, NULL) != PERI_OK)
            _exit(1);
        for (char i = 1; i <= 120; i++) {
            char key[2] = {i > 2 ? 'b' : 'a', '\0'}, text[2] = {i, '\0'};
            if (save(store, key, text, NULL) != PERI_OK || write(pipe_ends[1], &i, 1) != 1)
                _exit(1);
        }
        pause();
    }
    close(pipe_ends[1]);
    while (told < 60 && read(pipe_ends[0], &told, 1) == 1)
        ;
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    char last;
    while (read(pipe_ends[0], &last, 1) == 1)
        told = last;
    close(pipe_ends[0]);
    peri_store *store = must_open(path, NULL);
    char *bytes = NULL;
    size_t len = 0;
    must_read(store, "a", "\x02");
    CHECK_INT("read", peri_store_read(store, "b", 1, &bytes, &len, NULL, NULL), PERI_OK);
    CHECK("the last one told of, or the one after it",
          bytes && len == 1 && (bytes[0] == told || bytes[0] == told + 1));
    peri_free(bytes);
    peri_store_close(store);
}

/* -- files that cannot be used --------------------------------------------------------------- */

static int try_all(const char *path, peri_error *err)
{
    peri_store *store = must_open(path, NULL);
    char *bytes = NULL;
    size_t len = 0;
    bool yes;
    int rc = save(store, "k", "v", err);
    CHECK("read fails alike", peri_store_read(store, "k", 1, &bytes, &len, NULL, NULL) == rc);
    CHECK("contains fails alike", peri_store_contains(store, "k", 1, &yes, NULL) == rc);
    CHECK("delete fails alike", peri_store_delete(store, "k", 1, &yes, NULL) == rc);
    peri_store_close(store);
    return rc;
}

static bool has_bytes(const char *path, const void *bytes, size_t len)
{
    char *found = peri_alloc(len + 1);
    FILE *f = fopen(path, "rb");
    bool same = f && fread(found, 1, len + 1, f) == len && memcmp(found, bytes, len) == 0;
    if (f)
        fclose(f);
    peri_free(found);
    return same;
}

SUITE(store_not_a_database)
{
    char path[PATH_SIZE], text[4096];
    memset(text, 'x', sizeof text);
    snprintf(path, sizeof path, "%s", check_write("text.db", text, sizeof text));
    peri_error err = {0, ""};
    CHECK_INT("text", try_all(path, &err), PERI_EFORMAT);
    CHECK_HAS("names the file", err.text, "text.db': file is not a database");
    CHECK("the file is untouched", has_bytes(path, text, sizeof text));
}

/* The 4 bytes at `offset` of a saved store, as SQLite's file format 1.3 lays them out. */
static void patch_header(const char *path, long offset, const char bytes[4])
{
    FILE *f = fopen(path, "r+b");
    CHECK("patched", f && fseek(f, offset, SEEK_SET) == 0 && fwrite(bytes, 1, 4, f) == 4);
    if (f)
        fclose(f);
}

static void make_store(char path[PATH_SIZE], const char *name)
{
    peri_store *store = must_open(in_tmp(path, name), NULL);
    CHECK_INT("save", save(store, "k", "kept", NULL), PERI_OK);
    peri_store_close(store);
}

SUITE(store_of_newer_version)
{
    char path[PATH_SIZE];
    peri_error err = {0, ""};
    make_store(path, "newer.db");
    patch_header(path, 60, "\0\0\0\x09"); /* user_version */
    CHECK_INT("refused", try_all(path, &err), PERI_EFORMAT);
    CHECK_HAS("text", err.text,
              "newer.db': written by a newer version (schema 9), expected schema 2 or older");
    patch_header(path, 60, "\0\0\0\x02");
    peri_store *store = must_open(path, NULL);
    must_read(store, "k", "kept");
    peri_store_close(store);
}

SUITE(store_of_another_program)
{
    char path[PATH_SIZE];
    peri_error err = {0, ""};
    make_store(path, "foreign.db");
    patch_header(path, 68, "\0\0\0\0"); /* application_id */
    CHECK_INT("refused", try_all(path, &err), PERI_EFORMAT);
    CHECK_HAS("text", err.text,
              "foreign.db': a database of another program, expected an object store");
}

SUITE(store_damaged)
{
    char path[PATH_SIZE];
    peri_error err = {0, ""};
    make_store(path, "damaged.db");
    CHECK("cut", truncate(path, 20000) == 0);
    CHECK_INT("refused", try_all(path, &err), PERI_EFORMAT);
    CHECK_HAS("text", err.text, "damaged.db': damaged: database disk image is malformed");
}

SUITE(store_of_no_bytes)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s", check_write("empty.db", "", 0));
    peri_store *store = must_open(path, NULL);
    must_read(store, "k", NULL);
    CHECK_INT("save", save(store, "k", "v", NULL), PERI_OK);
    must_read(store, "k", "v");
    peri_store_close(store);
}

SUITE(store_path_cannot_be)
{
    char path[PATH_SIZE];
    peri_error err = {0, ""};
    check_write("file", "x", 1);
    peri_store *store = must_open(in_tmp(path, "file/store.db"), NULL);
    CHECK_INT("below a file", save(store, "k", "v", &err), PERI_EIO);
    CHECK_HAS("names the store", err.text, "file/store.db': cannot create folder '");
    peri_store_close(store);
    store = must_open(check_tmp(), NULL);
    CHECK_INT("a folder", save(store, "k", "v", &err), PERI_EIO);
    CHECK_HAS("text", err.text, "': unable to open database file");
    peri_store_close(store);
}

SUITE(store_without_rights)
{
    if (geteuid() == 0) {
        check_skip("read-only files and folders", "root may write everywhere");
        return;
    }
    char path[PATH_SIZE], folder[PATH_SIZE];
    peri_error err = {0, ""};
    make_store(path, "locked/store.db");
    in_tmp(folder, "locked");
    chmod(path, 0444);
    peri_store *store = must_open(path, NULL);
    CHECK_INT("read-only file", save(store, "k", "new", &err), PERI_EIO);
    CHECK_HAS("text", err.text, "store.db': attempt to write a readonly database");
    must_read(store, "k", "kept");
    peri_store_close(store);
    chmod(path, 0644);
    chmod(folder, 0555);
    store = must_open(path, NULL);
    CHECK_INT("read-only folder", save(store, "k", "new", &err), PERI_EIO);
    CHECK_HAS("names the file", err.text, "locked/store.db': ");
    peri_store_close(store);
    char below[PATH_SIZE];
    store = must_open(in_tmp(below, "locked/more/store.db"), NULL);
    CHECK_INT("no new folder", save(store, "k", "new", &err), PERI_EIO);
    CHECK_HAS("text", err.text, "more': Permission denied");
    peri_store_close(store);
    chmod(folder, 0755);
    store = must_open(path, NULL);
    must_read(store, "k", "kept");
    peri_store_close(store);
}

SUITE(store_out_of_memory)
{
    for (long nth = 1;; nth++) {
        int64_t before = peri_mem_live();
        char path[PATH_SIZE], name[32], *bytes = NULL;
        size_t len = 0;
        peri_store *store = NULL;
        peri_store_list list = {NULL, 0};
        peri_error err = {0, ""};
        snprintf(name, sizeof name, "memory/%ld.db", nth);
        in_tmp(path, name);
        peri_mem_fail_at(nth);
        int rc = peri_store_open(path, NULL, &store, &err);
        if (rc == PERI_OK)
            rc = save(store, "k", "v", &err);
        if (rc == PERI_OK)
            rc = peri_store_read(store, "k", 1, &bytes, &len, NULL, &err);
        if (rc == PERI_OK)
            rc = peri_store_keys(store, NULL, 0, &list, &err);
        if (rc == PERI_OK)
            rc = peri_store_read(store, "kk", 2, &bytes, &len, NULL, &err);
        peri_mem_fail_at(0);
        peri_store_list_free(&list);
        peri_free(bytes);
        peri_store_close(store);
        CHECK_INT("no leak", peri_mem_live(), before);
        if (rc == PERI_ENOTFOUND || !CHECK_INT("only ENOMEM", rc, PERI_ENOMEM))
            break;
        CHECK_HAS("text", err.text, "no memory");
    }
}
