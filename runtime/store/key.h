/* key.h - which names objects of the store may have. Layer 2. */
#ifndef PERI_STORE_KEY_H
#define PERI_STORE_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum {
    PERI_STORE_KEY_MAX = 512,     /* bytes of a key */
    PERI_STORE_KEY_SIZE = 512 + 1 /* room for a key and its terminator */
};

/*
 * Bring a key into the one form the store knows it by. Every operation of the store does this
 * itself; callers need it only to compare or show keys.
 *
 * `\` becomes `/`; leading `./` and `/`, doubled and trailing `/` are dropped. What is left must be
 * UTF-8 of 1 to 512 bytes without control characters (U+0000 to U+001F, U+007F to U+009F), and no
 * segment may be `.` or `..`. Case counts, and `.hidden` differs from `hidden`.
 *
 * key, len  as the user wrote it (borrowed)
 * out       receives the terminated key; untouched on failure
 * Returns PERI_OK or PERI_EINVAL with the key and the offending place. Thread: any.
 */
int peri_store_key_normalise(const char *key, size_t len, char out[PERI_STORE_KEY_SIZE],
                             peri_error *err);

/*
 * Bring the beginning of keys into their form: as above, but doubled and trailing `/` stay, and an
 * empty result, with which every key begins, is right.
 *
 * prefix, len  as the user wrote it (borrowed)
 * out          receives the terminated prefix; untouched on failure
 * Returns false when no key can begin so: it is too long or has a NUL. Thread: any.
 */
bool peri_store_key_prefix(const char *prefix, size_t len, char out[PERI_STORE_KEY_SIZE]);

/*
 * Pick the keys most like one that is missing, nearest first, equally near ones in their order.
 *
 * key      the missing key
 * keys, n  keys to choose from (borrowed)
 * picked   receives up to `most` of their indices
 * Returns how many. Thread: any.
 */
size_t peri_store_key_similar(const char *key, const char *const *keys, size_t n, size_t *picked,
                              size_t most);

#endif
