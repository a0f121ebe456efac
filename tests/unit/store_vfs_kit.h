/* store_vfs_kit.h - for the store's safety tests: values that show whether they are whole, and a
   disk that fails on demand. */
#ifndef PERI_TEST_STORE_VFS_KIT_H
#define PERI_TEST_STORE_VFS_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

enum {
    STORE_KIT_KEYS = 10,
    STORE_KIT_PATH = 600,
    STORE_KIT_TEXT = 400,
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STORE_KIT_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define STORE_KIT_SANITIZED 1
#endif
#endif
#ifndef STORE_KIT_SANITIZED
#define STORE_KIT_SANITIZED 0
#endif

/* -- values --------------------------------------------------------------------------------- */

/* What a store should hold: the version under each key, 0 for none. Bytes, length and kind of a
   value follow from its key and version. */
typedef struct store_kit_state {
    int64_t version[STORE_KIT_KEYS];
} store_kit_state;

/* "k/0".. in a static buffer of its own for each key. */
const char *store_kit_key(int key);

/* The value, for free(); at most `max` bytes. */
char *store_kit_value(int key, int64_t version, size_t max, size_t *len);
enum peri_store_kind store_kit_kind(int64_t version);

int store_kit_save(peri_store *store, int key, int64_t version, size_t max, peri_error *err);
int store_kit_delete(peri_store *store, int key, peri_error *err);

/* Whether bytes and kind are those of the version. */
bool store_kit_is_version(int key, int64_t version, size_t max, const char *bytes, size_t len,
                          enum peri_store_kind kind);

/* Whether the store shows exactly this: each value, the list, the usage. `why` receives the first
   difference. */
bool store_kit_shows(peri_store *store, const store_kit_state *state, size_t max,
                     char why[STORE_KIT_TEXT]);

/* Whether peri_store_check finds nothing wrong. */
bool store_kit_healthy(peri_store *store, char why[STORE_KIT_TEXT]);

/* -- files ---------------------------------------------------------------------------------- */

/* A path in a new, empty folder below check_tmp(). */
void store_kit_path(char path[STORE_KIT_PATH], const char *folder);

/* All of a file, for free(); NULL when it cannot be read. */
char *store_kit_file(const char *path, size_t *len);

/* Put a store's file in place, and take away what SQLite keeps beside it. */
void store_kit_place(const char *path, const char *bytes, size_t len);

/* -- the failing disk ----------------------------------------------------------------------- */

/* What SQLite asks of a disk. */
enum {
    STORE_KIT_WRITE = 1,
    STORE_KIT_SYNC = 2,
    STORE_KIT_TRUNCATE = 4,
    STORE_KIT_OPEN = 8,
    STORE_KIT_DELETE = 16,
    STORE_KIT_READ = 32
};

/*
 * From now on the nth operation of these kinds fails, for stores opened after the first call.
 *
 * operations  STORE_KIT_* or'ed
 * code        what SQLite is told: SQLITE_FULL, SQLITE_IOERR ...; a failing write of SQLITE_FULL
 *             leaves its first half
 * nth         from 1; 0: none does
 * stays       all later ones of these kinds fail too
 *
 * Nothing waits for the real disk meanwhile, so tests that save much may set operations 0.
 */
void store_kit_disk_fails(unsigned operations, int code, long nth, bool stays);

/* Whether one has failed since. */
bool store_kit_disk_failed(void);

/* A sound disk again; stores opened from here on do not see the shim any more. */
void store_kit_disk_heals(void);

/* -- SQLite's memory -------------------------------------------------------------------------- */

/* From now on SQLite's nth allocation fails, once; 0: none does. All stores must be closed. */
void store_kit_memory_fails(long nth);

/* Whether one has failed since the last call with an nth. */
bool store_kit_memory_failed(void);

/* The usual memory again. All stores must be closed. */
void store_kit_memory_heals(void);

#endif
