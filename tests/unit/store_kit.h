/* store_kit.h - short forms for tests that use a store. */
#ifndef STORE_KIT_H
#define STORE_KIT_H

#include "store/store.h"

enum {
    STORE_PATH = 600
};

/* The path of a file in the test's folder. */
const char *store_path(char path[STORE_PATH], const char *name);

/* A store that must open. */
peri_store *store_open(const char *path, const peri_store_options *options);

/* Save a text under a key; the status. */
int store_save(peri_store *store, const char *key, const char *text, peri_error *err);

/* Delete a key that must be there. */
void store_delete(peri_store *store, const char *key);

/* Check that a key has a value, or is missing when `want` is NULL. */
void store_expect(peri_store *store, const char *key, const char *want);

/* Check the number of objects and bytes, and that the whole file is healthy. */
void store_expect_usage(peri_store *store, int64_t objects, int64_t bytes);

#endif
