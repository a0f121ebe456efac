/* store_kit.c - short forms for tests that use a store. */
#include "store_kit.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"

const char *store_path(char path[STORE_PATH], const char *name)
{
    snprintf(path, STORE_PATH, "%s/%s", check_tmp(), name);
    return path;
}

peri_store *store_open(const char *path, const peri_store_options *options)
{
    peri_store *store = NULL;
    peri_error err = {0, ""};
    CHECK_INT(path, peri_store_open(path, options, &store, &err), PERI_OK);
    return store;
}

int store_save(peri_store *store, const char *key, const char *text, peri_error *err)
{
    return peri_store_save(store, key, strlen(key), text, strlen(text), PERI_STORE_TEXT, err);
}

void store_delete(peri_store *store, const char *key)
{
    bool existed = false;
    CHECK_INT(key, peri_store_delete(store, key, strlen(key), &existed, NULL), PERI_OK);
    CHECK(key, existed);
}

void store_expect(peri_store *store, const char *key, const char *want)
{
    char *bytes = NULL;
    size_t len = 0;
    peri_error err = {0, ""};
    bool found = !want;
    int rc = peri_store_read(store, key, strlen(key), &bytes, &len, NULL, &err);
    CHECK_INT(key, rc, want ? PERI_OK : PERI_ENOTFOUND);
    if (rc == PERI_OK && want)
        CHECK_STR(key, bytes, want);
    CHECK_INT(key, peri_store_contains(store, key, strlen(key), &found, &err), PERI_OK);
    CHECK(key, found == (want != NULL));
    peri_free(bytes);
}

void store_expect_usage(peri_store *store, int64_t objects, int64_t bytes)
{
    peri_quota used = {-1, -1};
    peri_store_health health = {.damaged = -1};
    CHECK_INT("usage", peri_store_usage(store, &used, NULL), PERI_OK);
    CHECK_INT("objects", used.objects, objects);
    CHECK_INT("bytes", used.bytes, bytes);
    CHECK_INT("check", peri_store_check(store, &health, NULL), PERI_OK);
    CHECK_STR("problem", health.problem, "");
    CHECK_INT("damaged", health.damaged, 0);
    CHECK_INT("counted", health.counted.objects, health.recorded.objects);
    CHECK_INT("counted bytes", health.counted.bytes, health.recorded.bytes);
}
