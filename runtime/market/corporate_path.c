/* corporate_path.c - names of map and factor files. Layer 2. */
#include "market/corporate_path.h"

#include "base/words.h"
#include "market/excerpt.h"

#include <string.h>

bool peri_corporate_is_name(const char *word, size_t len)
{
    if (len == 0 || len > PERI_TICKER_MAX || word[0] == '.')
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)word[i];
        if (byte <= ' ' || byte >= 0x7f || byte == '/' || byte == '\\')
            return false;
    }
    return true;
}

static int add_name(peri_buf *path, const char *what, const char *name, peri_error *err)
{
    char shown[PERI_EXCERPT_TEXT];
    size_t len = strlen(name);
    if (!peri_corporate_is_name(name, len))
        return peri_fail(err, PERI_EINVAL, "%s was '%s'; expected the name of a file", what,
                         peri_excerpt(name, len, shown));
    for (size_t i = 0; i < len; i++)
        peri_buf_byte(path, peri_lower(name[i]));
    return PERI_OK;
}

int peri_corporate_path(peri_buf *path, const char *root, const char *market, const char *folder,
                        const char *name, peri_error *err)
{
    peri_buf_printf(path, "%s/equity/", root);
    int rc = add_name(path, "market", market, err);
    peri_buf_printf(path, "/%s", folder);
    if (rc == PERI_OK && name) {
        peri_buf_byte(path, '/');
        rc = add_name(path, "ticker", name, err);
        peri_buf_text(path, ".csv");
    }
    if (rc == PERI_OK && path->failed)
        rc = peri_fail(err, PERI_ENOMEM, "no memory for the path of %s", folder);
    return rc;
}
