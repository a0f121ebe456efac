/* store_missing.h - the error text for a key that does not exist. Layer 2. */
#ifndef PERI_STORE_MISSING_H
#define PERI_STORE_MISSING_H

#include "store/store.h"

/* Fails with PERI_ENOTFOUND, naming up to five similar keys of the list, or PERI_ENOMEM. */
int peri_store_missing(const char *path, const char *key, const peri_store_list *list,
                       peri_error *err);

#endif
