/* names.c - see names.h. Layer 0. */
#include "base/names.h"

#include <stddef.h>

const char *peri_name_of(const peri_name *names, int value)
{
    while (names->name && names->value != value)
        names++;
    return names->name;
}

bool peri_name_has(const peri_name *names, int value)
{
    return peri_name_of(names, value) != NULL;
}
