/* store_path.c - objects of the store by way of files that other tools read and write. Layer 2. */
#include "base/mem.h"
#include "store/store_files.h"
#include "store/store_internal.h"

/* Writes the file while no other process can delete the object: it could bring it back. */
static int export_locked(peri_store *store, const char *key, peri_store_db *from, bool *found,
                         peri_error *err)
{
    char *bytes = NULL;
    bool exists = false;
    peri_store_item item = {.size = 0};
    int rc = peri_store_change_begin(store, false, &exists, err);
    if (rc != PERI_OK)
        return rc;
    rc = peri_store_db_get(from, key, found, &bytes, &item, err);
    if (rc == PERI_OK && *found)
        rc = peri_store_named(
            store, peri_store_files_write(store->files, key, bytes, (size_t)item.size, err), err);
    peri_free(bytes);
    return exists ? peri_store_change_end(store, rc, err) : rc;
}

/* Brings the disk to the state that peri_store_file_path promises. */
static int provide_locked(peri_store *store, const char *key, peri_error *err)
{
    peri_store_db *db = NULL;
    bool found = false;
    int rc = peri_store_permit(store, store->may_read, "the file path of", key, "read", err);
    if (rc == PERI_OK)
        rc = peri_store_look(store, &db, err);
    if (rc == PERI_OK && db) /* most keys that are asked for are new: no write lock for these */
        rc = peri_store_db_contains(db, key, &found, err);
    if (rc == PERI_OK && found)
        rc = export_locked(store, key, db, &found, err);
    if (rc != PERI_OK || found)
        return rc;
    rc = peri_store_permit(store, store->may_write, "the file path of the new", key, "write", err);
    if (rc == PERI_OK)
        rc = peri_store_named(store, peri_store_files_prepare(store->files, key, err), err);
    return rc;
}

int peri_store_file_path(peri_store *store, const char *key, size_t key_len, char **path,
                         peri_error *err)
{
    char name[PERI_STORE_KEY_SIZE];
    int rc = peri_store_enter(store, key, key_len, name, err);
    if (rc != PERI_OK)
        return rc;
    char *made = peri_store_files_path(store->files, name);
    if (!made)
        rc = peri_fail(err, PERI_ENOMEM, "store '%s': no memory", store->path);
    else
        rc = provide_locked(store, name, err);
    if (rc == PERI_OK)
        *path = made;
    else
        peri_free(made);
    return peri_store_leave(store, rc);
}

static int adopt_locked(peri_store *store, char *key, peri_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    int rc = peri_store_permit(store, store->may_write, "saving", key, "write", err);
    if (rc != PERI_OK)
        return rc;
    rc = peri_store_files_read(store->files, key, PERI_STORE_VALUE_MAX, &bytes, &len, err);
    if (rc != PERI_OK) {
        peri_fail_prefix(err, "store '%s': saving '%s' from its file: ", store->path, key);
        return rc;
    }
    rc = peri_store_save_locked(store, key, bytes, len, PERI_STORE_BYTES, err);
    peri_free(bytes);
    return rc;
}

int peri_store_adopt(peri_store *store, const char *key, size_t key_len, peri_error *err)
{
    char name[PERI_STORE_KEY_SIZE];
    int rc = peri_store_enter(store, key, key_len, name, err);
    if (rc != PERI_OK)
        return rc;
    return peri_store_leave(store, adopt_locked(store, name, err));
}
