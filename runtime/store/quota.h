/* quota.h - how much an object store may hold: a rule, without a store. Layer 2. */
#ifndef PERI_QUOTA_H
#define PERI_QUOTA_H

#include <stdint.h>

#include "base/error.h"

typedef struct peri_quota {
    int64_t objects; /* most objects, >= 0 */
    int64_t bytes;   /* most bytes of all values together, >= 0; keys do not count */
} peri_quota;

/*
 * The quota of a subscription: "free" (100 objects, 5 MB), "prime" (1000, 50 MB), "professional"
 * (10000, 500 MB), "none" (10000, 10240 MB: one's own machine). 1 MB = 1024 * 1024 bytes.
 *
 * out  receives it; untouched on failure
 * Returns PERI_OK, or PERI_EINVAL naming the known ones. Thread: any.
 * Source: QuantConnect documentation, object store; code defaults of LEAN for "none".
 */
int peri_quota_named(const char *name, peri_quota *out, peri_error *err);

/*
 * May a value be saved? First the number of objects is checked, then the bytes; reaching a limit
 * exactly is allowed. An overwritten object counts with its new size only.
 *
 * key     normalised key, for the text
 * others  number and bytes of all objects but this one
 * size    bytes of the new value
 * Returns PERI_OK or PERI_ELIMIT. Thread: any.
 */
int peri_quota_check(const peri_quota *quota, const char *key, const peri_quota *others,
                     int64_t size, peri_error *err);

#endif
