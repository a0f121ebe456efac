/* store_file_names.c - which file of an export holds which object. Layer 8. */
#include "cli/store_file_names.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

/* Index of the first key that is not before `name`. */
static size_t lower_bound(const peri_store_list *list, const char *name)
{
    size_t low = 0, high = list->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(list->items[middle].key, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t peri_store_file_find(const peri_store_list *list, const char *key)
{
    size_t at = lower_bound(list, key);
    return at < list->n && strcmp(list->items[at].key, key) == 0 ? at : list->n;
}

static bool is_key(const peri_store_list *list, const char *name)
{
    return peri_store_file_find(list, name) < list->n;
}

static bool is_folder(const peri_store_list *list, const char *name)
{
    char begin[PERI_STORE_KEY_SIZE + 1];
    int len = snprintf(begin, sizeof begin, "%s/", name);
    size_t at = lower_bound(list, begin);
    return at < list->n && strncmp(list->items[at].key, begin, (size_t)len) == 0;
}

static bool is_index(const char *key)
{
    size_t len = strlen(PERI_STORE_INDEX_FILE);
    return strncmp(key, PERI_STORE_INDEX_FILE, len) == 0 && (key[len] == '\0' || key[len] == '/');
}

static bool has_long_segment(const char *key)
{
    for (;;) {
        size_t len = strcspn(key, "/");
        if (len > NAME_MAX)
            return true;
        if (key[len] == '\0')
            return false;
        key += len + 1;
    }
}

/* Whether a text has the form of a key; in a damaged store not all have. */
static bool can_be_path(const char *name)
{
    char same[PERI_STORE_KEY_SIZE];
    return peri_store_key_normalise(name, strlen(name), same, NULL) == PERI_OK &&
           strcmp(name, same) == 0 && !has_long_segment(name) && !is_index(name);
}

/* *last: the number that was given last. */
static void give_name(const peri_store_list *list, const char *key, int *last,
                      char out[PERI_STORE_KEY_SIZE])
{
    char made[2 * PERI_STORE_KEY_SIZE];
    bool is_path = can_be_path(key);
    if (is_path && !is_folder(list, key)) {
        memcpy(out, key, strlen(key) + 1);
        return;
    }
    do {
        ++*last;
        snprintf(made, sizeof made, "%s~%d", is_path ? key : "object", *last);
        if (!can_be_path(made)) /* too long now */
            snprintf(made, sizeof made, "object~%d", *last);
    } while (is_key(list, made) || is_folder(list, made));
    memcpy(out, made, strlen(made) + 1);
}

int peri_store_file_names(const peri_store_list *list, peri_store_file_name **names,
                          peri_error *err)
{
    peri_store_file_name *made = peri_calloc(list->n + 1, sizeof *made);
    int last = 0;
    if (!made)
        return peri_fail(err, PERI_ENOMEM, "no memory for the names of %zu files", list->n);
    for (size_t i = 0; i < list->n; i++)
        give_name(list, list->items[i].key, &last, made[i].path);
    *names = made;
    return PERI_OK;
}
