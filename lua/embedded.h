/* embedded.h - the Lua modules and the FFI header carried inside the program. Generated table. */
#ifndef PERI_EMBEDDED_H
#define PERI_EMBEDDED_H

#include <stdbool.h>
#include <stddef.h>

typedef struct peri_embedded {
    const char *name; /* "perigee.check", "docs.model", "perigee_ffi.h"; NULL ends the table */
    const char *text; /* terminated by a zero that is not counted */
    size_t len;
} peri_embedded;

extern const peri_embedded peri_embedded_modules[];

/* NULL: there is none of that name. */
const peri_embedded *peri_embedded_find(const char *name);

/* The same as a find_module of peri_host_options: any of the embedded texts. ctx: unused */
bool peri_embedded_find_module(void *ctx, const char *name, const char **text, size_t *len);

#endif
