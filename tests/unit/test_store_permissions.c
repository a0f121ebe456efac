/* test_store_permissions.c - what a store refuses without a permission, cell by cell. */
#include "check.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/store.h"

enum {
    PATH_SIZE = 600
};

static const peri_quota roomy = {100, 1000};

static const char *in_tmp(char path[PATH_SIZE], const char *name)
{
    snprintf(path, PATH_SIZE, "%s/%s", check_tmp(), name);
    return path;
}

static peri_store *must_open(const char *path, const peri_store_options *options)
{
    peri_store *store = NULL;
    CHECK_INT("open", peri_store_open(path, options, &store, NULL), PERI_OK);
    return store;
}

static int save(peri_store *store, const char *key, const char *text, peri_error *err)
{
    return peri_store_save(store, key, strlen(key), text, strlen(text), PERI_STORE_TEXT, err);
}

/* -- each operation, as one call of the same form; 'old' exists, 'new' does not ---------------- */

static int do_read(peri_store *store, peri_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    int rc = peri_store_read(store, "./old", 5, &bytes, &len, NULL, err);
    CHECK("read gives bytes or an error", (bytes != NULL) == (rc == PERI_OK));
    peri_free(bytes);
    return rc;
}

static int do_contains(peri_store *store, peri_error *err)
{
    bool found = false;
    int rc = peri_store_contains(store, "old", 3, &found, err);
    CHECK("found or an error", found == (rc == PERI_OK));
    return rc;
}

static int do_save(peri_store *store, peri_error *err)
{
    return save(store, "old", "v", err);
}

static int do_adopt(peri_store *store, peri_error *err)
{
    return peri_store_adopt(store, "tool", 4, err);
}

static int do_delete(peri_store *store, peri_error *err)
{
    bool existed = false;
    int rc = peri_store_delete(store, "old", 3, &existed, err);
    CHECK("deleted or an error", existed == (rc == PERI_OK));
    return rc;
}

static int do_path(peri_store *store, const char *key, peri_error *err)
{
    char *path = NULL;
    int rc = peri_store_file_path(store, key, strlen(key), &path, err);
    CHECK("a path or an error", (path != NULL) == (rc == PERI_OK));
    peri_free(path);
    return rc;
}

static int do_new_path(peri_store *store, peri_error *err)
{
    return do_path(store, "new", err);
}

static int do_old_path(peri_store *store, peri_error *err)
{
    return do_path(store, "old", err);
}

enum {
    READ = 1,
    WRITE = 2,
    DELETE = 4
};

static const struct operation {
    const char *name;
    int (*call)(peri_store *, peri_error *);
    int needs;
    const char *says[3]; /* for the first that is missing of read, write, delete */
} operations[] = {
    {"read", do_read, READ, {"reading 'old' needs the read permission", "", ""}},
    {"contains", do_contains, READ, {"looking for 'old' needs the read permission", "", ""}},
    {"save", do_save, WRITE, {"", "saving 'old' needs the write permission", ""}},
    {"adopt", do_adopt, WRITE, {"", "saving 'tool' needs the write permission", ""}},
    {"delete", do_delete, DELETE, {"", "", "deleting 'old' needs the delete permission"}},
    {"path of a new key",
     do_new_path,
     READ | WRITE,
     {"the file path of 'new' needs the read permission",
      "the file path of the new 'new' needs the write permission", ""}},
    {"path of an old key",
     do_old_path,
     READ,
     {"the file path of 'old' needs the read permission", "", ""}},
};

/* A store that holds 'old', and a tool's file for 'tool' beside it. */
static void prepare(char path[PATH_SIZE], const char *name)
{
    peri_store *store = must_open(in_tmp(path, name), NULL);
    CHECK_INT("save", save(store, "old", "v", NULL), PERI_OK);
    peri_store_close(store);
    char file[PATH_SIZE];
    snprintf(file, sizeof file, "%.*s.files/tool", (int)strlen(path) - 3, path);
    check_write(file, "made", 4);
}

static void check_cell(const struct operation *op, int granted)
{
    char path[PATH_SIZE], name[64], want[PATH_SIZE + 100];
    snprintf(name, sizeof name, "cells/%c%d.db", op->name[0], (int)(op - operations) * 8 + granted);
    prepare(path, name);
    peri_store_options options = {.quota = roomy,
                                  .no_read = !(granted & READ),
                                  .no_write = !(granted & WRITE),
                                  .no_delete = !(granted & DELETE)};
    peri_store *store = must_open(path, &options);
    peri_error err = {0, ""};
    int missing = op->needs & ~granted;
    snprintf(name, sizeof name, "%s with permissions %d", op->name, granted);
    CHECK_INT(name, op->call(store, &err), missing ? PERI_EDENIED : PERI_OK);
    if (missing) {
        int first = missing & READ ? 0 : missing & WRITE ? 1 : 2;
        snprintf(want, sizeof want, "store '%s': %s", path, op->says[first]);
        CHECK_STR(name, err.text, want);
        CHECK_INT(name, err.code, PERI_EDENIED);
    }
    peri_store_close(store);
}

SUITE(store_permissions_cells)
{
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        for (int granted = 0; granted < 8; granted++)
            check_cell(&operations[i], granted);
}

/* A refused call leaves the disk as it was. */
SUITE(store_permissions_refusals_change_nothing)
{
    char path[PATH_SIZE], file[PATH_SIZE];
    prepare(path, "kept.db");
    peri_store_options none = {
        .quota = roomy, .no_read = true, .no_write = true, .no_delete = true};
    peri_store *store = must_open(path, &none);
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        CHECK_INT(operations[i].name, operations[i].call(store, NULL), PERI_EDENIED);
    peri_store_close(store);
    CHECK("no file of 'old'", access(in_tmp(file, "kept.files/old"), F_OK) != 0);
    CHECK("the tool's file", access(in_tmp(file, "kept.files/tool"), F_OK) == 0);
    store = must_open(path, NULL);
    peri_quota used = {0, 0};
    CHECK_INT("usage", peri_store_usage(store, &used, NULL), PERI_OK);
    CHECK("one object of one byte", used.objects == 1 && used.bytes == 1);
    CHECK_INT("and it is there", do_contains(store, NULL), PERI_OK);
    peri_store_close(store);
}

SUITE(store_permissions_before_the_first_save)
{
    char path[PATH_SIZE];
    peri_store_options none = {
        .quota = roomy, .no_read = true, .no_write = true, .no_delete = true};
    peri_store *store = must_open(in_tmp(path, "never/made.db"), &none);
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        CHECK_INT(operations[i].name, operations[i].call(store, NULL), PERI_EDENIED);
    peri_store_close(store);
    CHECK("the disk is untouched", access(in_tmp(path, "never"), F_OK) != 0);
}

SUITE(store_permissions_listing)
{
    char path[PATH_SIZE];
    prepare(path, "listing.db");
    for (int granted = 0; granted < 8; granted++) {
        peri_store_options options = {.quota = roomy,
                                      .no_read = !(granted & READ),
                                      .no_write = !(granted & WRITE),
                                      .no_delete = !(granted & DELETE)};
        peri_store *store = must_open(path, &options);
        peri_store_list list = {NULL, 7};
        peri_quota used = {7, 7};
        int64_t want = granted & READ ? 1 : 0;
        CHECK_INT("keys never fail", peri_store_keys(store, NULL, 0, &list, NULL), PERI_OK);
        CHECK_INT("seen", list.n, want);
        CHECK_INT("usage never fails", peri_store_usage(store, &used, NULL), PERI_OK);
        CHECK_INT("objects", used.objects, want);
        CHECK_INT("bytes", used.bytes, want);
        peri_store_list_free(&list);
        peri_store_close(store);
    }
}

SUITE(store_permissions_bad_key_comes_first)
{
    char path[PATH_SIZE];
    peri_store_options none = {
        .quota = roomy, .no_read = true, .no_write = true, .no_delete = true};
    peri_store *store = must_open(in_tmp(path, "bad.db"), &none);
    peri_error err = {0, ""};
    CHECK_INT("save", save(store, "../x", "", &err), PERI_EINVAL);
    CHECK_HAS("text", err.text, "store key '../x' has a segment");
    peri_store_close(store);
}

/* The quota counts objects that the caller may not see: reading is not the price of a limit. */
SUITE(store_permissions_quota_without_read)
{
    char path[PATH_SIZE];
    prepare(path, "blind.db");
    peri_store_options blind = {.quota = {.objects = 1, .bytes = 10}, .no_read = true};
    peri_store *store = must_open(path, &blind);
    peri_error err = {0, ""};
    CHECK_INT("a second object", save(store, "b", "", &err), PERI_ELIMIT);
    CHECK_HAS("text", err.text, "blind.db': saving 'b' would make 2 objects, over the quota of 1");
    CHECK_INT("in place of the first", save(store, "old", "0123456789", &err), PERI_OK);
    peri_store_close(store);
}

SUITE(store_limits)
{
    char path[PATH_SIZE];
    peri_quota limits = {0, 0};
    peri_store_options options = {.quota = {.objects = 3, .bytes = 77}, .no_read = true};
    peri_store *store = must_open(in_tmp(path, "limits.db"), &options);
    peri_store_limits(store, &limits);
    CHECK("as opened", limits.objects == 3 && limits.bytes == 77);
    peri_store_close(store);
    store = must_open(path, NULL);
    peri_store_limits(store, &limits);
    CHECK_INT("the quota 'none'", limits.objects, 10000);
    CHECK_INT("the quota 'none'", limits.bytes, 10737418240);
    peri_store_close(store);
}
