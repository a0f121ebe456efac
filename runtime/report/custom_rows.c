/* custom_rows.c - see custom_rows.h. Layer 5. */
#include "report/custom_rows.h"

#include <string.h>

#include "base/mem.h"
#include "store/utf8.h"

static int check(const char *what, const char *bytes, size_t len, peri_error *err)
{
    if (len >= PERI_CUSTOM_TEXT)
        return peri_fail(err, PERI_EINVAL, "%s has %zu bytes, at most %d are allowed", what, len,
                         PERI_CUSTOM_TEXT - 1);
    const size_t good = peri_utf8_check(bytes, len);
    if (good < len || memchr(bytes, '\0', len))
        return peri_fail(err, PERI_EINVAL, "%s is not UTF-8 text without zero bytes", what);
    return PERI_OK;
}

static peri_custom_row *find(const peri_custom_rows *rows, const char *name, size_t len)
{
    for (size_t i = 0; i < rows->n; i++)
        if (strlen(rows->rows[i].name) == len && memcmp(rows->rows[i].name, name, len) == 0)
            return &rows->rows[i];
    return NULL;
}

static peri_custom_row *add(peri_custom_rows *rows, const char *name, size_t len)
{
    void *list = rows->rows;
    if (peri_grow(&list, &rows->cap, rows->n + 1, sizeof *rows->rows) != PERI_OK)
        return NULL;
    rows->rows = list;
    peri_custom_row *row = &rows->rows[rows->n++];
    memset(row, 0, sizeof *row);
    memcpy(row->name, name, len);
    return row;
}

int peri_custom_rows_set(peri_custom_rows *rows, const char *name, size_t name_len,
                         const char *text, size_t text_len, peri_error *err)
{
    if (name_len == 0)
        return peri_fail(err, PERI_EINVAL, "the name is empty");
    int rc = check("the name", name, name_len, err);
    if (rc == PERI_OK)
        rc = check("the value", text, text_len, err);
    if (rc != PERI_OK)
        return rc;
    peri_custom_row *row = find(rows, name, name_len);
    if (!row)
        row = add(rows, name, name_len);
    if (!row)
        return peri_fail(err, PERI_ENOMEM, "no memory for a statistic");
    memset(row->text, 0, sizeof row->text);
    memcpy(row->text, text, text_len);
    rows->changed = true;
    return PERI_OK;
}

void peri_custom_rows_deinit(peri_custom_rows *rows)
{
    peri_free(rows->rows);
    memset(rows, 0, sizeof *rows);
}
