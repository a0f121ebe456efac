/* store_import.c - `perigee store import`: the files of a folder as objects. Layer 8. */
#include "cli/store_job.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cli/store_file_names.h"
#include "cli/store_folder.h"
#include "cli/store_index.h"
#include "cli/store_json.h"
#include "cli/store_text.h"
#include "store/store_files.h"

/* A file that is to become an object. */
struct source {
    const char *file;              /* below the folder */
    const peri_store_entry *entry; /* of the index; NULL: a file it does not name */
    char key[PERI_STORE_KEY_SIZE];
};

struct import {
    peri_store_job *job;
    const char *folder;
    peri_store_paths paths;
    peri_store_index index;
    struct source *sources;
    size_t n;
    peri_quota done;
};

/* -- what is to be saved -------------------------------------------------------------------- */

static int source_by_key(const void *a, const void *b)
{
    const struct source *first = a, *second = b;
    return strcmp(first->key, second->key);
}

static int path_to_text(const void *text, const void *path)
{
    const char *wanted = text;
    char *const *found = path;
    return strcmp(wanted, *found);
}

static bool has_path(const peri_store_paths *paths, const char *file)
{
    return paths->n > 0 &&
           bsearch(file, paths->items, paths->n, sizeof *paths->items, path_to_text) != NULL;
}

/* Reads the index, when there is one, and sorts it by file. */
static int read_index(struct import *import, peri_error *err)
{
    char *text = NULL;
    size_t len = 0;
    if (!has_path(&import->paths, PERI_STORE_INDEX_FILE))
        return PERI_OK;
    int rc = peri_store_files_read(import->folder, PERI_STORE_INDEX_FILE, PERI_STORE_VALUE_MAX,
                                   &text, &len, err);
    if (rc != PERI_OK)
        return rc;
    rc = peri_store_index_read(text, len, &import->index, err);
    peri_free(text);
    if (rc != PERI_OK)
        return peri_fail_prefix(err, "'%s/%s': ", import->folder, PERI_STORE_INDEX_FILE);
    peri_store_index *index = &import->index;
    peri_store_index_sort(index);
    for (size_t i = 0; i < index->n; i++)
        if (!has_path(&import->paths, index->entries[i].file))
            return peri_fail(err, PERI_EFORMAT, "'%s' has no file '%s', which the index names",
                             import->folder, index->entries[i].file);
    return PERI_OK;
}

/* The folder is at fault then, not the command line and not the store. */
static int as_folder_fault(int code, peri_error *err)
{
    err->code = code;
    return code;
}

static int add_source(struct import *import, char *file, peri_error *err)
{
    struct source *source = &import->sources[import->n];
    source->file = file;
    source->entry = peri_store_index_find(&import->index, file);
    const char *key = source->entry ? source->entry->key : file;
    if (peri_store_key_normalise(key, strlen(key), source->key, err) != PERI_OK) {
        peri_fail_prefix(err, "a file of '%s' cannot be imported: ", import->folder);
        return as_folder_fault(PERI_EFORMAT, err);
    }
    import->n++;
    return PERI_OK;
}

/* Two files may lead to one key: 'a\b' and 'a/b', or by a changed index. */
static int check_keys(struct import *import, peri_error *err)
{
    if (import->n > 0)
        qsort(import->sources, import->n, sizeof *import->sources, source_by_key);
    for (size_t i = 1; i < import->n; i++) {
        const struct source *a = &import->sources[i - 1], *b = &import->sources[i];
        if (strcmp(a->key, b->key) == 0)
            return peri_fail(err, PERI_EFORMAT, "'%s' has two files for the key '%s': '%s', '%s'",
                             import->folder, a->key, a->file, b->file);
    }
    return PERI_OK;
}

static int make_plan(struct import *import, peri_error *err)
{
    int rc = peri_store_folder_files(import->folder, &import->paths, err);
    if (rc == PERI_OK)
        rc = read_index(import, err);
    if (rc != PERI_OK)
        return rc;
    import->sources = peri_calloc(import->paths.n + 1, sizeof *import->sources);
    if (!import->sources)
        return peri_fail(err, PERI_ENOMEM, "no memory for the files of '%s'", import->folder);
    for (size_t i = 0; rc == PERI_OK && i < import->paths.n; i++)
        if (strcmp(import->paths.items[i], PERI_STORE_INDEX_FILE) != 0)
            rc = add_source(import, import->paths.items[i], err);
    return rc == PERI_OK ? check_keys(import, err) : rc;
}

/* -- saving --------------------------------------------------------------------------------- */

static int check_sum(const struct import *import, const struct source *source, const char *bytes,
                     size_t len, peri_error *err)
{
    char sha256[PERI_SHA256_TEXT];
    if (!source->entry)
        return PERI_OK;
    peri_digest_sha256(bytes, len, sha256);
    if (strcmp(sha256, source->entry->stat.sha256) == 0)
        return PERI_OK;
    return peri_fail(err, PERI_EFORMAT,
                     "'%s/%s' is not what was exported: its sum is %s, the index has %s",
                     import->folder, source->file, sha256, source->entry->stat.sha256);
}

/* A new object gets its first time by being saved empty then. */
static int save_created(struct import *import, const struct source *source, peri_error *err)
{
    peri_store *store = import->job->store;
    const peri_store_stat *stat = &source->entry->stat;
    bool exists = false;
    int rc = peri_store_contains(store, source->key, strlen(source->key), &exists, err);
    if (rc != PERI_OK || exists || stat->created_ns == stat->modified_ns)
        return rc;
    import->job->save_ns = stat->created_ns;
    return peri_store_save(store, source->key, strlen(source->key), NULL, 0, stat->kind, err);
}

static int save_value(struct import *import, const struct source *source, const char *bytes,
                      size_t len, peri_error *err)
{
    enum peri_store_kind kind = source->entry ? source->entry->stat.kind : PERI_STORE_BYTES;
    int rc = source->entry ? save_created(import, source, err) : PERI_OK;
    if (rc != PERI_OK)
        return rc;
    import->job->save_ns = source->entry ? source->entry->stat.modified_ns : PERI_NEVER;
    return peri_store_save(import->job->store, source->key, strlen(source->key), bytes, len, kind,
                           err);
}

static int import_file(struct import *import, const struct source *source, peri_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    int rc = peri_store_files_read(import->folder, source->file, PERI_STORE_VALUE_MAX, &bytes, &len,
                                   err);
    if (rc == PERI_ENOTFOUND) /* gone since the folder was read */
        return as_folder_fault(PERI_EIO, err);
    if (rc != PERI_OK)
        return rc;
    rc = check_sum(import, source, bytes, len, err);
    if (rc == PERI_OK)
        rc = save_value(import, source, bytes, len, err);
    peri_free(bytes);
    import->done.objects++;
    import->done.bytes += (int64_t)len;
    return rc;
}

static int import_all(struct import *import, peri_error *err)
{
    peri_store *store = import->job->store;
    int rc = peri_store_begin(store, err);
    if (rc != PERI_OK)
        return rc;
    for (size_t i = 0; rc == PERI_OK && i < import->n; i++)
        rc = import_file(import, &import->sources[i], err);
    int ended = peri_store_end(store, rc == PERI_OK, rc == PERI_OK ? err : NULL);
    return rc == PERI_OK ? ended : rc;
}

static int tell(struct import *import, peri_error *err)
{
    char count[PERI_STORE_TEXT_SIZE], size[PERI_STORE_TEXT_SIZE];
    peri_store_json json;
    if (!import->job->request->json) {
        peri_buf_printf(&import->job->out, "imported %s, %s from '%s'\n",
                        peri_store_count_text(import->done.objects, count),
                        peri_store_size_text(import->done.bytes, size), import->folder);
        return PERI_OK;
    }
    peri_store_json_begin(&json, &import->job->out, err);
    peri_store_json_object(&json, NULL);
    peri_store_json_quota(&json, &import->done);
    peri_store_json_end_object(&json);
    return peri_store_json_finish(&json);
}

int peri_cli_store_import(peri_store_job *job, peri_error *err)
{
    struct import import = {.job = job, .folder = job->request->arguments[0]};
    int rc = make_plan(&import, err);
    if (rc == PERI_OK)
        rc = import_all(&import, err);
    if (rc == PERI_OK)
        rc = tell(&import, err);
    else
        peri_fail_prefix(err, "nothing was imported: ");
    peri_free(import.sources);
    peri_store_index_free(&import.index);
    peri_store_paths_free(&import.paths);
    return rc;
}
