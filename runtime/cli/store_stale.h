/* store_stale.h - what an earlier export left in a folder. Layer 8. */
#ifndef PERI_STORE_STALE_H
#define PERI_STORE_STALE_H

#include "cli/store_file_names.h"
#include "cli/store_index.h"

/* Read the index of an earlier export; without one that can be read, it is empty.
   peri_store_index_free. */
void peri_store_stale_read(const char *folder, peri_store_index *index);

/*
 * Remove the files that an earlier export wrote and a new one will not write for the same keys, and
 * the folders that are empty then: an import would take them for objects, and they could be in the
 * way. Other files stay.
 *
 * earlier      index of the earlier export (borrowed)
 * list, names  the new one: keys and their files (borrowed)
 * Returns PERI_OK, PERI_EIO or PERI_ENOMEM.
 */
int peri_store_stale_remove(const char *folder, const peri_store_index *earlier,
                            const peri_store_list *list, const peri_store_file_name *names,
                            peri_error *err);

#endif
