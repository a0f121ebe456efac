/* names.h - the names of an enum's values, written once. Layer 0. */
#ifndef PERI_NAMES_H
#define PERI_NAMES_H

#include <stdbool.h>

/* A row of a list, which ends with {NULL, 0}. Lists are static. */
typedef struct peri_name {
    const char *name;
    int value;
} peri_name;

/* The first name of a value; NULL: the list has none. O(n). */
const char *peri_name_of(const peri_name *names, int value);

/* True when the list has the value. */
bool peri_name_has(const peri_name *names, int value);

#endif
