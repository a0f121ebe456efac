/* parent_folder.h - making the folders a new file is to lie in. Layer 2. */
#ifndef PERI_PARENT_FOLDER_H
#define PERI_PARENT_FOLDER_H

#include "base/error.h"

/*
 * Create the folders on the way to a file that do not exist, and see to it that their names are on
 * disk: a file that survives a power cut must also be found.
 *
 * path  of the file, UTF-8 (borrowed); the file itself is not touched
 * Returns PERI_OK, PERI_EIO (a folder cannot be created; those above it stay) or PERI_ENOMEM.
 * Thread: any; two may create the same folders at once.
 */
int peri_parent_folder_create(const char *path, peri_error *err);

#endif
