/* store_db_list.c - what the store's file holds, without its values. Layer 2. */
#include "store/store_db_internal.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

/* Appends the row a LIST stands on. */
static int add_row(peri_store_db *db, sqlite3_stmt *row, peri_store_list *list, size_t *cap,
                   peri_error *err)
{
    void *items = list->items;
    const char *key = (const char *)sqlite3_column_text(row, 0);
    char *copy = key ? peri_strdup(key) : NULL;
    if (!copy || peri_grow(&items, cap, list->n + 1, sizeof list->items[0]) != PERI_OK) {
        peri_free(copy);
        return peri_store_db_no_memory(db, err);
    }
    assert(items); /* there is room */
    list->items = items;
    list->items[list->n++] = (peri_store_item){.key = copy,
                                               .kind = peri_store_db_kind(row, 1),
                                               .size = sqlite3_column_int64(row, 2),
                                               .created_ns = sqlite3_column_int64(row, 3),
                                               .modified_ns = sqlite3_column_int64(row, 4)};
    return PERI_OK;
}

/* Rows come in the order of keys: those with the prefix are the first ones. */
static int list_rows(peri_store_db *db, sqlite3_stmt *query, const char *prefix,
                     peri_store_list *list, peri_error *err)
{
    size_t cap = 0, len = strlen(prefix);
    int code, rc = PERI_OK;
    while ((code = sqlite3_step(query)) == SQLITE_ROW) {
        const char *key = (const char *)sqlite3_column_text(query, 0);
        if (key && strncmp(key, prefix, len) != 0)
            return PERI_OK;
        rc = add_row(db, query, list, &cap, err);
        if (rc != PERI_OK)
            return rc;
    }
    return code == SQLITE_DONE ? PERI_OK : peri_store_db_fail(db, db->handle, err);
}

int peri_store_db_list(peri_store_db *db, const char *prefix, peri_store_list *list,
                       peri_error *err)
{
    peri_store_list made = {NULL, 0};
    sqlite3_stmt *query = peri_store_db_statement(db, PERI_SQL_LIST, prefix);
    if (!query)
        return peri_store_db_fail(db, db->handle, err);
    peri_store_hold_end(db);
    int rc = list_rows(db, query, prefix, &made, err);
    peri_store_db_done(query);
    if (rc != PERI_OK)
        peri_store_list_free(&made);
    else
        *list = made;
    return rc;
}

int peri_store_db_usage(peri_store_db *db, peri_quota *used, peri_error *err)
{
    peri_store_totals totals = {.id = 0};
    int rc = peri_store_db_totals(db, NULL, &totals, err);
    if (rc == PERI_OK)
        *used = totals.others;
    return rc;
}
