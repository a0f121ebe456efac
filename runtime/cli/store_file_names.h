/* store_file_names.h - which file of an export holds which object. Layer 8. */
#ifndef PERI_STORE_FILE_NAMES_H
#define PERI_STORE_FILE_NAMES_H

#include "store/key.h"
#include "store/store.h"

/* File beside the objects that tells what they are. */
#define PERI_STORE_INDEX_FILE "perigee-export.json"

/* Path of a file in the folder of the export; by its form it is a key. */
typedef struct peri_store_file_name {
    char path[PERI_STORE_KEY_SIZE];
} peri_store_file_name;

/*
 * Give each object a file. It is named after the key, or, where that cannot be, gets a name that is
 * no key, no folder of one, and nobody else's: `<key>~1` when other keys lie in this one as in a
 * folder, `object~1` when a segment is longer than file systems take or the file would be in the
 * place of the index. Numbers count up over the whole list.
 *
 * list   ascending keys (borrowed)
 * names  receives them, shape [list->n] (owned by the caller: peri_free); untouched on failure
 * Returns PERI_OK or PERI_ENOMEM.
 */
int peri_store_file_names(const peri_store_list *list, peri_store_file_name **names,
                          peri_error *err);

/* Index of a key in a list; list->n when it is not there. */
size_t peri_store_file_find(const peri_store_list *list, const char *key);

#endif
