/* quota.c - limits of an object store. Layer 2. */
#include "store/quota.h"

#include <inttypes.h>
#include <string.h>

#define MB ((int64_t)1024 * 1024)

int peri_quota_named(const char *name, peri_quota *out, peri_error *err)
{
    static const struct {
        const char *name;
        peri_quota quota;
    } rows[] = {
        {"free", {100, 5 * MB}},
        {"prime", {1000, 50 * MB}},
        {"professional", {10000, 500 * MB}},
        {"none", {10000, 10240 * MB}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(name, rows[i].name) == 0) {
            *out = rows[i].quota;
            return PERI_OK;
        }
    }
    return peri_fail(err, PERI_EINVAL,
                     "subscription '%s' is unknown, expected free, prime, professional or none",
                     name);
}

int peri_quota_check(const peri_quota *quota, const char *key, const peri_quota *others,
                     int64_t size, peri_error *err)
{
    if (others->objects >= quota->objects)
        return peri_fail(err, PERI_ELIMIT,
                         "saving '%s' would make %" PRId64 " objects, over the quota of %" PRId64
                         "; delete some first",
                         key, others->objects + 1, quota->objects);
    if (size > quota->bytes - others->bytes)
        return peri_fail(err, PERI_ELIMIT,
                         "saving '%s' (%" PRId64 " bytes) would fill the store to %" PRId64
                         " bytes, over the quota of %" PRId64 " bytes (%.1f MB)",
                         key, size, others->bytes + size, quota->bytes,
                         (double)quota->bytes / (double)MB);
    return PERI_OK;
}
