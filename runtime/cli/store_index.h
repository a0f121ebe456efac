/* store_index.h - the index of an export: what its files were in the store. Layer 8. */
#ifndef PERI_STORE_INDEX_H
#define PERI_STORE_INDEX_H

#include "store/store.h"

/* One object. Those of an index that was read hold memory. */
typedef struct peri_store_entry {
    char *key, *file; /* file: path in the export's folder */
    peri_store_stat stat;
} peri_store_entry;

typedef struct peri_store_index {
    peri_store_entry *entries; /* in the order of the text; NULL when n is 0 */
    size_t n, cap;
} peri_store_index;

/*
 * Read the text of an index:
 *
 *   {"perigeeExport": 1, "objects": [
 *     {"key": "a", "file": "a~1", "type": "json", "created": "2026-11-24T03:07:11Z",
 *      "modified": "2026-11-24T03:07:11.5Z", "size": 2, "sha256": "..."}]}
 *
 * What else its objects have is passed over.
 *
 * index  receives it (owned by the caller: peri_store_index_free); untouched on failure
 * Returns PERI_OK, PERI_EFORMAT (also for another version) or PERI_ENOMEM.
 */
int peri_store_index_read(const char *text, size_t len, peri_store_index *index, peri_error *err);

/* Sort the entries by file, and find that of a file in sorted ones; NULL: there is none. */
void peri_store_index_sort(peri_store_index *index);
const peri_store_entry *peri_store_index_find(const peri_store_index *index, const char *file);

void peri_store_index_free(peri_store_index *index);

#endif
