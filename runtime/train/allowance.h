/* allowance.h - how many minutes of training a server gives. Layer 3. */
#ifndef PERI_ALLOWANCE_H
#define PERI_ALLOWANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* Source: QuantConnect's documentation, "Machine Learning", training quotas. */
typedef struct peri_allowance {
    const char *server; /* "512", "1024", "2048": MB of memory; "none"; static */
    bool unlimited;
    int64_t capacity; /* minutes */
    int64_t amount;   /* minutes that come back each day */
} peri_allowance;

/* The allowance of a server. Returns PERI_OK, or PERI_EINVAL with the name. Thread: any. */
int peri_allowance_named(const char *server, peri_allowance *out, peri_error *err);

#endif
