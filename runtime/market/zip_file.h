/* zip_file.h - the one file inside a zip, in memory; the only user of libzip. Layer 2. */
#ifndef PERI_ZIP_FILE_H
#define PERI_ZIP_FILE_H

#include <stddef.h>

#include "base/error.h"

typedef struct peri_zip_entry {
    char *name; /* as stored in the zip, fit for messages (owned) */
    char *data; /* its bytes, not terminated (owned) */
    size_t len;
} peri_zip_entry;

/*
 * Read the only entry of a zip; its checksum is verified.
 *
 * out  receives the entry (owned by the caller: peri_zip_entry_deinit); untouched on failure
 * Returns PERI_OK; PERI_ENOTFOUND or PERI_EIO (file); PERI_EFORMAT (no zip, damaged, not exactly
 * one entry, or one of more than 1 GiB), the text names the path; PERI_ENOMEM. Thread: any.
 */
int peri_zip_read_single(const char *path, peri_zip_entry *out, peri_error *err);
void peri_zip_entry_deinit(peri_zip_entry *entry);

#endif
