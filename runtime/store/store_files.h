/* store_files.h - objects as plain files, for tools that need a path. Layer 2. */
#ifndef PERI_STORE_FILES_H
#define PERI_STORE_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/*
 * Each key has one place below a folder: `<folder>/<key>`. A normalised key has no `.` or `..`
 * segment, so its text cannot lead out; and each folder on the way is opened by itself, without
 * following symbolic links, so what lies on the disk cannot either. The folder itself may be a
 * link: it is its owner's choice where the files lie.
 *
 * `folder` has no trailing slash; keys are normalised and terminated; both are borrowed. The calls
 * return PERI_OK, PERI_EIO (also for a link, a folder or a device where it must not be) or
 * PERI_ENOMEM. Texts do not name the store. Thread: any.
 */

/* The folder of a store's files: its path with ".files" in place of ".db", or behind a path that
   does not end so. Owned by the caller (peri_free); NULL: no memory. */
char *peri_store_files_folder(const char *store_path);

/* The path of an object's file, as text only: owned by the caller (peri_free); NULL: no memory. */
char *peri_store_files_path(const char *folder, const char *key);

/* Create the folders above a file, and see to it that a tool may write there: that nothing or a
   plain file is in the place. */
int peri_store_files_prepare(const char *folder, const char *key, peri_error *err);

/* Put a file in place, folders included: the old file or the whole new one is there at any moment,
   and after PERI_OK the new one is on disk. */
int peri_store_files_write(const char *folder, const char *key, const void *bytes, size_t len,
                           peri_error *err);

/*
 * Read a file.
 *
 * most   bytes it may have
 * bytes  receives its content and a zero (owned by the caller: peri_free); untouched on failure
 * len    receives the length without the zero; untouched on failure
 * Returns also PERI_ENOTFOUND, and PERI_ELIMIT when the file is larger than `most`.
 */
int peri_store_files_read(const char *folder, const char *key, size_t most, char **bytes,
                          size_t *len, peri_error *err);

/* True when a plain file is in the place of an object's file. */
bool peri_store_files_has(const char *folder, const char *key);

/* Remove a file; *existed tells whether there was one. Folders stay, and so does what a link in the
   place points to. */
int peri_store_files_remove(const char *folder, const char *key, bool *existed, peri_error *err);

#endif
