/* store_folder.h - the files of a folder and of the folders in it. Layer 8. */
#ifndef PERI_STORE_FOLDER_H
#define PERI_STORE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

typedef struct peri_store_paths {
    char **items; /* below the folder, "a/b"; owned; NULL when n is 0 */
    size_t n, cap;
} peri_store_paths;

/*
 * List all plain files below a folder, ascending by the bytes of their paths. Symbolic links and
 * devices are refused, but the folder itself may be a link.
 *
 * paths  receives them (owned by the caller: peri_store_paths_free); untouched on failure
 * Returns PERI_OK, PERI_EIO, PERI_EFORMAT (what is no file and no folder, with its path; or a path
 * of more than 4096 bytes) or PERI_ENOMEM.
 */
int peri_store_folder_files(const char *folder, peri_store_paths *paths, peri_error *err);

/* *empty: the folder does not exist, or nothing is in it. Returns PERI_OK, PERI_EIO. */
int peri_store_folder_empty(const char *folder, bool *empty, peri_error *err);

void peri_store_paths_free(peri_store_paths *paths);

#endif
