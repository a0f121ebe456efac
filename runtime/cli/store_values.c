/* store_values.c - `perigee store get`, `put` and `rm`. Layer 8. */
#include "cli/store_job.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "cli/store_json.h"
#include "cli/store_text.h"
#include "store/key.h"
#include "store/store_files.h"
#include "store/value_tape.h"
#include "store/xml.h"

/* The FILE of get and put; NULL: stdin or stdout. */
static const char *file_of(const peri_store_request *request)
{
    const char *file = request->n > 1 ? request->arguments[1] : "-";
    return strcmp(file, "-") == 0 ? NULL : file;
}

/* -- get ------------------------------------------------------------------------------------ */

/* The old file or the whole new one is there at any moment. */
static int write_file(const char *path, const char *bytes, size_t len, peri_error *err)
{
    struct stat found;
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    if (name[0] == '\0')
        return peri_fail(err, PERI_EINVAL, "FILE was '%s', a folder, expected a file", path);
    char *folder = slash ? peri_strndup(path, (size_t)(slash - path)) : peri_strdup(".");
    if (!folder)
        return peri_fail(err, PERI_ENOMEM, "no memory for the path '%s'", path);
    int rc;
    if (stat(slash == path ? "/" : folder, &found) != 0)
        rc = peri_fail_errno(err, PERI_EIO, "cannot write '%s'", path);
    else
        rc = peri_store_files_write(slash == path ? "/" : folder, name, bytes, len, err);
    peri_free(folder);
    return rc;
}

int peri_cli_store_get(peri_store_job *job, peri_error *err)
{
    const char *key = job->request->arguments[0], *file = file_of(job->request);
    char *bytes = NULL;
    size_t len = 0;
    int rc = peri_store_read(job->store, key, strlen(key), &bytes, &len, NULL, err);
    if (rc == PERI_ENOTFOUND)
        return peri_cli_store_no_object(job, key, err);
    if (rc != PERI_OK)
        return rc;
    rc = file ? write_file(file, bytes, len, err) : peri_cli_store_print(bytes, len, err);
    peri_free(bytes);
    return rc;
}

/* -- put ------------------------------------------------------------------------------------ */

static int read_input(int input, const char *name, peri_buf *value, peri_error *err)
{
    char block[16384];
    for (;;) {
        ssize_t n = read(input, block, sizeof block);
        if (n == 0)
            return PERI_OK;
        if (n < 0 && errno != EINTR)
            return peri_fail_errno(err, PERI_EIO, "cannot read %s", name);
        if (n > 0)
            peri_buf_add(value, block, (size_t)n);
        if (value->failed)
            return peri_fail(err, PERI_ENOMEM, "no memory for what %s holds", name);
        if (value->len > PERI_STORE_VALUE_MAX)
            return peri_fail(err, PERI_ELIMIT,
                             "%s holds more than the %d bytes of the largest value", name,
                             PERI_STORE_VALUE_MAX);
    }
}

static int read_file(const char *path, peri_buf *value, peri_error *err)
{
    if (!path)
        return read_input(STDIN_FILENO, "stdin", value, err);
    int input = open(path, O_RDONLY | O_CLOEXEC);
    if (input < 0)
        return peri_fail_errno(err, PERI_EIO, "cannot read '%s'", path);
    peri_buf name;
    peri_buf_init(&name);
    peri_buf_printf(&name, "'%s'", path);
    int rc = read_input(input, peri_buf_str(&name), value, err);
    peri_buf_deinit(&name);
    close(input);
    return rc;
}

/* That JSON is JSON, and XML is XML. */
static int check_value(peri_store_job *job, const peri_buf *value, peri_error *err)
{
    enum peri_store_kind kind = job->request->kind;
    peri_value_tape tape;
    peri_value_tape_init(&tape);
    peri_value_sink sink = peri_value_tape_sink(&tape);
    int rc = PERI_OK;
    if (kind == PERI_STORE_JSON)
        rc = peri_json_parse(peri_buf_str(value), value->len, &sink, err);
    else if (kind == PERI_STORE_XML)
        rc = peri_xml_parse(peri_buf_str(value), value->len, &sink, err);
    peri_value_tape_deinit(&tape);
    if (rc == PERI_OK)
        return rc;
    job->refused = rc == PERI_EFORMAT;
    return peri_fail_prefix(err, "nothing was saved: ");
}

static int tell_saved(peri_store_job *job, const char *key, size_t len, peri_error *err)
{
    char name[PERI_STORE_KEY_SIZE], size[PERI_STORE_TEXT_SIZE];
    const char *kind = peri_store_kind_name(job->request->kind);
    int rc = peri_store_key_normalise(key, strlen(key), name, err);
    if (rc != PERI_OK)
        return rc;
    if (!job->request->json) {
        peri_buf_printf(&job->out, "saved %s as %s under ",
                        peri_store_size_text((int64_t)len, size), kind);
        peri_store_key_text(name, &job->out);
        peri_buf_byte(&job->out, '\n');
        return PERI_OK;
    }
    peri_store_json json;
    peri_store_json_begin(&json, &job->out, err);
    peri_store_json_object(&json, NULL);
    peri_store_json_text(&json, "key", name);
    peri_store_json_integer(&json, "size", (int64_t)len);
    peri_store_json_text(&json, "type", kind);
    peri_store_json_end_object(&json);
    return peri_store_json_finish(&json);
}

int peri_cli_store_put(peri_store_job *job, peri_error *err)
{
    const char *key = job->request->arguments[0];
    peri_buf value;
    peri_buf_init(&value);
    int rc = read_file(file_of(job->request), &value, err);
    if (rc == PERI_OK)
        rc = check_value(job, &value, err);
    if (rc == PERI_OK)
        rc = peri_store_save(job->store, key, strlen(key), peri_buf_str(&value), value.len,
                             job->request->kind, err);
    if (rc == PERI_OK)
        rc = tell_saved(job, key, value.len, err);
    peri_buf_deinit(&value);
    return rc;
}

/* -- rm ------------------------------------------------------------------------------------- */

static int remove_keys(peri_store_job *job, int64_t *removed, peri_error *err)
{
    static peri_error missing;
    const peri_store_request *request = job->request;
    int rc = PERI_OK;
    for (int i = 0; rc == PERI_OK && i < request->n; i++) {
        bool existed = false;
        const char *key = request->arguments[i];
        rc = peri_store_delete(job->store, key, strlen(key), &existed, err);
        *removed += existed;
        if (rc == PERI_OK && !existed) {
            peri_cli_store_no_object(job, key, &missing);
            peri_cli_store_complain(job, missing.text);
            job->status = PERI_EXIT_REFUSED;
        }
    }
    return rc;
}

static int remove_prefix(peri_store_job *job, int64_t *removed, peri_error *err)
{
    const char *prefix = job->request->prefix;
    peri_store_list list = {NULL, 0};
    int rc = peri_store_keys(job->store, prefix, strlen(prefix), &list, err);
    if (rc == PERI_OK && list.n == 0)
        rc = peri_fail(err, PERI_ENOTFOUND, "store '%s': no key begins with '%s'",
                       job->request->file, prefix);
    for (size_t i = 0; rc == PERI_OK && i < list.n; i++) {
        const char *key = list.items[i].key;
        rc = peri_store_delete(job->store, key, strlen(key), NULL, err);
        ++*removed;
    }
    peri_store_list_free(&list);
    return rc;
}

static int tell_removed(peri_store_job *job, int64_t removed, peri_error *err)
{
    char count[PERI_STORE_TEXT_SIZE];
    peri_store_json json;
    if (!job->request->json) {
        peri_buf_printf(&job->out, "removed %s\n", peri_store_count_text(removed, count));
        return PERI_OK;
    }
    peri_store_json_begin(&json, &job->out, err);
    peri_store_json_object(&json, NULL);
    peri_store_json_integer(&json, "removed", removed);
    peri_store_json_end_object(&json);
    return peri_store_json_finish(&json);
}

/* In one transaction: a failure but a missing key removes nothing. */
int peri_cli_store_rm(peri_store_job *job, peri_error *err)
{
    int64_t removed = 0;
    int rc = peri_store_begin(job->store, err);
    if (rc != PERI_OK)
        return rc;
    rc = job->request->prefix ? remove_prefix(job, &removed, err) : remove_keys(job, &removed, err);
    int ended = peri_store_end(job->store, rc == PERI_OK, rc == PERI_OK ? err : NULL);
    if (rc == PERI_OK)
        rc = ended;
    return rc == PERI_OK ? tell_removed(job, removed, err) : rc;
}
