/* store_stale.c - what an earlier export left in a folder. Layer 8. */
#include "cli/store_stale.h"

#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/store_files.h"

void peri_store_stale_read(const char *folder, peri_store_index *index)
{
    char *text = NULL;
    size_t len = 0;
    *index = (peri_store_index){.n = 0};
    if (peri_store_files_read(folder, PERI_STORE_INDEX_FILE, PERI_STORE_VALUE_MAX, &text, &len,
                              NULL) != PERI_OK)
        return;
    (void)peri_store_index_read(text, len, index, NULL);
    peri_free(text);
}

/* A path that leads out of the folder is none of an export. */
static bool is_inside(const char *file)
{
    char same[PERI_STORE_KEY_SIZE];
    return peri_store_key_normalise(file, strlen(file), same, NULL) == PERI_OK &&
           strcmp(file, same) == 0;
}

/* Removes the folders above a file, as far as they are empty. */
static int remove_empty_folders(const char *folder, const char *file, peri_error *err)
{
    char *path = peri_store_files_path(folder, file);
    if (!path)
        return peri_fail(err, PERI_ENOMEM, "no memory for the path '%s/%s'", folder, file);
    char *slash = strrchr(path, '/');
    while (slash && slash > path + strlen(folder)) {
        *slash = '\0';
        if (rmdir(path) != 0)
            break;
        slash = strrchr(path, '/');
    }
    peri_free(path);
    return PERI_OK;
}

static int remove_file(const char *folder, const char *file, peri_error *err)
{
    bool existed = false;
    int rc = peri_store_files_remove(folder, file, &existed, err);
    return rc == PERI_OK && existed ? remove_empty_folders(folder, file, err) : rc;
}

int peri_store_stale_remove(const char *folder, const peri_store_index *earlier,
                            const peri_store_list *list, const peri_store_file_name *names,
                            peri_error *err)
{
    int rc = PERI_OK;
    for (size_t i = 0; rc == PERI_OK && i < earlier->n; i++) {
        const peri_store_entry *entry = &earlier->entries[i];
        size_t now = peri_store_file_find(list, entry->key);
        bool stays = now < list->n && strcmp(names[now].path, entry->file) == 0;
        if (!stays && is_inside(entry->file))
            rc = remove_file(folder, entry->file, err);
    }
    return rc;
}
