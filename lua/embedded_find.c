/* embedded_find.c - one of the embedded texts by its name. */
#include "embedded.h"

#include <string.h>

const peri_embedded *peri_embedded_find(const char *name)
{
    for (const peri_embedded *module = peri_embedded_modules; module->name; module++)
        if (strcmp(module->name, name) == 0)
            return module;
    return NULL;
}

bool peri_embedded_find_module(void *ctx, const char *name, const char **text, size_t *len)
{
    (void)ctx;
    const peri_embedded *module = peri_embedded_find(name);
    if (!module)
        return false;
    *text = module->text;
    *len = module->len;
    return true;
}
