/* store_missing.h - the error text for a key that does not exist. Layer 2. */
#ifndef PERI_STORE_MISSING_H
#define PERI_STORE_MISSING_H

#include "base/buf.h"
#include "store/store.h"

/* Append "; similar keys: 'a', 'b'", up to five of the list, when there are some. Returns false
   when there is no memory. Thread: any. */
bool peri_store_missing_similar(const char *key, const peri_store_list *list, peri_buf *text);

/* Fails with PERI_ENOTFOUND, naming up to five similar keys of the list, or PERI_ENOMEM. Thread:
 * any. */
int peri_store_missing(const char *path, const char *key, const peri_store_list *list,
                       peri_error *err);

#endif
