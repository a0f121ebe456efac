/* store_list.c - what an object store holds as a whole: keys, usage, health. Layer 2. */
#include <string.h>

#include "base/mem.h"
#include "store/store_internal.h"
#include "store/store_missing.h"

/* Opens the file to look at all of it; who may not read sees no objects: *db is NULL. */
static int open_to_look(peri_store *store, peri_store_db **db, peri_error *err)
{
    *db = NULL;
    return store->may_read ? peri_store_look(store, db, err) : PERI_OK;
}

static int list_locked(peri_store *store, const char *prefix, peri_store_list *list,
                       peri_error *err)
{
    peri_store_db *db = NULL;
    int rc = open_to_look(store, &db, err);
    if (rc == PERI_OK && db)
        return peri_store_db_list(db, prefix, list, err);
    if (rc == PERI_OK)
        *list = (peri_store_list){NULL, 0};
    return rc;
}

int peri_store_keys(peri_store *store, const char *prefix, size_t prefix_len, peri_store_list *list,
                    peri_error *err)
{
    char begins[PERI_STORE_KEY_SIZE] = "";
    if (prefix_len > 0 && !peri_store_key_prefix(prefix, prefix_len, begins)) {
        *list = (peri_store_list){NULL, 0};
        return PERI_OK;
    }
    pthread_mutex_lock(&store->lock);
    return peri_store_leave(store, list_locked(store, begins, list, err));
}

void peri_store_list_free(peri_store_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        peri_free(list->items[i].key);
    peri_free(list->items);
    *list = (peri_store_list){NULL, 0};
}

int peri_store_missing_locked(peri_store *store, const char *key, peri_error *err)
{
    peri_store_list list = {NULL, 0};
    int rc = list_locked(store, "", &list, err);
    if (rc == PERI_OK)
        rc = peri_store_missing(store->path, key, &list, err);
    peri_store_list_free(&list);
    return rc;
}

int peri_store_usage(peri_store *store, peri_quota *used, peri_error *err)
{
    peri_store_db *db = NULL;
    pthread_mutex_lock(&store->lock);
    int rc = open_to_look(store, &db, err);
    if (rc == PERI_OK && db)
        rc = peri_store_db_usage(db, used, err);
    else if (rc == PERI_OK)
        *used = (peri_quota){0, 0};
    return peri_store_leave(store, rc);
}

/* One state of the file from begin to end. */
static int check_locked(peri_store *store, peri_store_health *health, peri_error *err)
{
    bool exists = false;
    int rc = peri_store_db_open(store->db, false, &exists, err);
    if (rc != PERI_OK)
        return rc;
    if (!exists) {
        *health = (peri_store_health){.damaged = 0};
        return PERI_OK;
    }
    if (store->open.depth > 0)
        return peri_store_db_check(store->db, health, err);
    rc = peri_store_db_begin(store->db, PERI_STORE_DB_READ, err);
    if (rc != PERI_OK)
        return rc;
    rc = peri_store_db_check(store->db, health, err);
    peri_store_db_end(store->db, PERI_STORE_DB_READ, false, NULL);
    return rc;
}

int peri_store_check(peri_store *store, peri_store_health *health, peri_error *err)
{
    pthread_mutex_lock(&store->lock);
    return peri_store_leave(store, check_locked(store, health, err));
}
