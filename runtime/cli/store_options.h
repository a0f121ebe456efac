/* store_options.h - what `perigee store` is asked for. Layer 8. */
#ifndef PERI_STORE_OPTIONS_H
#define PERI_STORE_OPTIONS_H

#include <stdbool.h>

#include "store/store.h"

enum peri_store_word {
    PERI_STORE_LS,
    PERI_STORE_GET,
    PERI_STORE_PUT,
    PERI_STORE_RM,
    PERI_STORE_STAT,
    PERI_STORE_EXPORT,
    PERI_STORE_IMPORT,
    PERI_STORE_CHECK
};

typedef struct peri_store_request {
    enum peri_store_word word;
    char **arguments; /* behind the word, shape [n]; all text borrowed from argv */
    int n;
    const char *file;         /* of the store */
    const char *subscription; /* name of the quota */
    const char *prefix;       /* of rm; may be NULL */
    peri_quota quota;
    enum peri_store_kind kind; /* of put */
    bool json, yes, force, help;
} peri_store_request;

/* Read the arguments, which are moved about in argv. Returns PERI_OK, or PERI_EINVAL with the
   offending argument. */
int peri_store_request_parse(int argc, char **argv, peri_store_request *out, peri_error *err);

/* "ls"; static. */
const char *peri_store_word_name(enum peri_store_word word);

/* The kind of a name ("json"); false when there is none. */
bool peri_store_kind_named(const char *name, enum peri_store_kind *kind);

extern const char peri_cli_store_usage[];

#endif
