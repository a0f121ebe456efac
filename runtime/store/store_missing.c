/* store_missing.c - "no object 'modle'; similar: 'model'". Layer 2. */
#include "store/store_missing.h"

#include "base/mem.h"
#include "store/key.h"

enum {
    PROPOSED = 5
};

bool peri_store_missing_similar(const char *key, const peri_store_list *list, peri_buf *text)
{
    size_t picked[PROPOSED];
    const char **keys = peri_calloc(list->n + 1, sizeof *keys);
    if (!keys)
        return false;
    for (size_t i = 0; i < list->n; i++)
        keys[i] = list->items[i].key;
    size_t n = peri_store_key_similar(key, keys, list->n, picked, PROPOSED);
    for (size_t i = 0; i < n; i++)
        peri_buf_printf(text, "%s'%s'", i == 0 ? "; similar keys: " : ", ", keys[picked[i]]);
    peri_free(keys);
    return !text->failed;
}

int peri_store_missing(const char *path, const char *key, const peri_store_list *list,
                       peri_error *err)
{
    peri_buf similar;
    peri_buf_init(&similar);
    int rc;
    if (peri_store_missing_similar(key, list, &similar))
        rc = peri_fail(err, PERI_ENOTFOUND,
                       "store '%s': no object '%s'%s; ask ContainsKey first when it may be missing",
                       path, key, peri_buf_str(&similar));
    else
        rc = peri_fail(err, PERI_ENOMEM, "store '%s': no memory", path);
    peri_buf_deinit(&similar);
    return rc;
}
