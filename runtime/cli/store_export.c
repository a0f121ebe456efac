/* store_export.c - `perigee store export`: every object as a file, and an index. Layer 8. */
#include "cli/store_job.h"

#include <string.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "cli/store_file_names.h"
#include "cli/store_folder.h"
#include "cli/store_json.h"
#include "cli/store_stale.h"
#include "cli/store_text.h"
#include "store/store_files.h"

struct export
{
    peri_store_job *job;
    const char *folder;
    peri_store_list list;
    peri_store_file_name *names; /* shape [list.n] */
    peri_buf text;               /* of the index */
    peri_store_json index;
    peri_store_index earlier; /* what an export before this one wrote here */
    peri_quota done;
    int64_t damaged;
};

static void begin_index(struct export *export, peri_error *err)
{
    peri_buf_init(&export->text);
    peri_store_json_begin(&export->index, &export->text, err);
    peri_store_json_object(&export->index, NULL);
    peri_store_json_integer(&export->index, "perigeeExport", 1);
    peri_store_json_array(&export->index, "objects");
}

static void add_to_index(struct export *export, const peri_store_item *item, const char *file,
                         const char *sha256)
{
    peri_store_json *json = &export->index;
    peri_store_json_object(json, NULL);
    peri_store_json_text(json, "key", item->key);
    peri_store_json_text(json, "file", file);
    peri_store_json_text(json, "type", peri_store_kind_name(item->kind));
    peri_store_json_time(json, "created", item->created_ns);
    peri_store_json_time(json, "modified", item->modified_ns);
    peri_store_json_integer(json, "size", item->size);
    peri_store_json_text(json, "sha256", sha256);
    peri_store_json_end_object(json);
}

/* The index comes last: without it an export is not finished. */
static int write_index(struct export *export, peri_error *err)
{
    peri_store_json_end_array(&export->index);
    peri_store_json_end_object(&export->index);
    int rc = peri_store_json_finish(&export->index);
    if (rc == PERI_OK)
        rc = peri_store_files_write(export->folder, PERI_STORE_INDEX_FILE, export->text.data,
                                    export->text.len, err);
    return rc;
}

/* Names what cannot be read, and goes on. */
static int leave_out(struct export *export, int rc, const peri_error *why, peri_error *err)
{
    peri_buf text;
    peri_buf_init(&text);
    export->damaged++;
    peri_buf_text(&text, "left out: ");
    peri_buf_text(&text, why->text);
    peri_cli_store_complain(export->job, peri_buf_str(&text));
    peri_buf_deinit(&text);
    if (rc != PERI_EIO) /* behind a failed read SQLite has ended the transaction */
        return PERI_OK;
    peri_store_end(export->job->store, false, NULL);
    return peri_store_begin(export->job->store, err);
}

static int export_object(struct export *export, const peri_store_item *item, const char *file,
                         peri_error *err)
{
    static peri_error why;
    char sha256[PERI_SHA256_TEXT];
    char *bytes = NULL;
    size_t len = 0;
    int rc =
        peri_store_read(export->job->store, item->key, strlen(item->key), &bytes, &len, NULL, &why);
    if (rc == PERI_EFORMAT || rc == PERI_EIO || rc == PERI_EINVAL || rc == PERI_ENOTFOUND)
        return leave_out(export, rc, &why, err);
    if (rc != PERI_OK)
        return peri_fail(err, rc, "%s", why.text);
    peri_digest_sha256(bytes, len, sha256);
    rc = peri_store_files_write(export->folder, file, bytes, len, err);
    peri_free(bytes);
    if (rc != PERI_OK)
        return rc;
    add_to_index(export, item, file, sha256);
    export->done.objects++;
    export->done.bytes += item->size;
    return PERI_OK;
}

/* Removes what an earlier export left; not by a store that is damaged: those may be the last good
   copies of what it has lost. */
static int make_room(struct export *export, peri_error *err)
{
    peri_store_health health;
    if (export->earlier.n == 0)
        return PERI_OK;
    int rc = peri_store_check(export->job->store, &health, err);
    if (rc != PERI_OK || health.damaged > 0 || health.problem[0])
        return rc;
    return peri_store_stale_remove(export->folder, &export->earlier, &export->list, export->names,
                                   err);
}

static int export_all(struct export *export, peri_error *err)
{
    int rc = peri_store_keys(export->job->store, NULL, 0, &export->list, err);
    if (rc == PERI_OK)
        rc = peri_store_file_names(&export->list, &export->names, err);
    if (rc == PERI_OK)
        rc = make_room(export, err);
    for (size_t i = 0; rc == PERI_OK && i < export->list.n; i++)
        rc = export_object(export, &export->list.items[i], export->names[i].path, err);
    return rc == PERI_OK ? write_index(export, err) : rc;
}

static int check_folder(peri_store_job *job, const char *folder, peri_error *err)
{
    bool empty = false;
    int rc = peri_store_folder_empty(folder, &empty, err);
    if (rc != PERI_OK || empty || job->request->force)
        return rc;
    job->refused = true;
    return peri_fail(err, PERI_ESTATE,
                     "the folder '%s' is not empty; --force writes into it all the same", folder);
}

static int tell(struct export *export, peri_error *err)
{
    char count[PERI_STORE_TEXT_SIZE], size[PERI_STORE_TEXT_SIZE];
    peri_buf *out = &export->job->out;
    peri_store_json json;
    if (export->damaged > 0)
        export->job->status = PERI_EXIT_DATA;
    if (!export->job->request->json) {
        peri_buf_printf(out, "exported %s, %s to '%s'\n",
                        peri_store_count_text(export->done.objects, count),
                        peri_store_size_text(export->done.bytes, size), export->folder);
        if (export->damaged > 0)
            peri_buf_printf(out, "left out %s that cannot be read\n",
                            peri_store_count_text(export->damaged, count));
        return PERI_OK;
    }
    peri_store_json_begin(&json, out, err);
    peri_store_json_object(&json, NULL);
    peri_store_json_quota(&json, &export->done);
    peri_store_json_integer(&json, "damaged", export->damaged);
    peri_store_json_end_object(&json);
    return peri_store_json_finish(&json);
}

/* In a transaction, so that all objects are of one moment. */
int peri_cli_store_export(peri_store_job *job, peri_error *err)
{
    struct export export = {.job = job, .folder = job->request->arguments[0]};
    int rc = check_folder(job, export.folder, err);
    if (rc == PERI_OK)
        rc = peri_store_begin(job->store, err);
    if (rc != PERI_OK)
        return rc;
    peri_store_stale_read(export.folder, &export.earlier);
    begin_index(&export, err);
    rc = export_all(&export, err);
    peri_store_end(job->store, false, NULL);
    if (rc == PERI_OK)
        rc = tell(&export, err);
    peri_buf_deinit(&export.text);
    peri_free(export.names);
    peri_store_index_free(&export.earlier);
    peri_store_list_free(&export.list);
    return rc;
}
