/* store_index.c - the index of an export: what its files were in the store. Layer 8. */
#include "cli/store_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/store_options.h"
#include "store/json.h"
#include "time/civil.h"

enum {
    NAME_SIZE = 16, /* room for the names of members that count */
    VERSION = 1,
    DOCUMENT = 1, /* depths: of the document's members, of the list, of an object's members */
    LIST = 2,
    OBJECT = 3
};

/* The members every object has. */
enum {
    HAS_KEY = 1 << 0,
    HAS_FILE = 1 << 1,
    HAS_TYPE = 1 << 2,
    HAS_CREATED = 1 << 3,
    HAS_MODIFIED = 1 << 4,
    HAS_SHA256 = 1 << 5,
    HAS_ALL = (1 << 6) - 1
};

struct reader {
    peri_store_index index;
    int depth;
    bool in_list;         /* the array at depth 2 is "objects" */
    bool had_list;        /* there is such an array */
    bool in_entry;        /* an object of it is read */
    int64_t version;      /* -1: not told */
    char name[NAME_SIZE]; /* of the member that comes */
    unsigned has;         /* members of the object that is read */
};

static int refuse(peri_error *err, const char *what)
{
    return peri_fail(err, PERI_EFORMAT, "%s", what);
}

/* -- members -------------------------------------------------------------------------------- */

static int take_text(char **slot, const char *bytes, size_t len, peri_error *err)
{
    if (memchr(bytes, '\0', len))
        return refuse(err, "a name holds a zero byte");
    char *copy = peri_strndup(bytes, len);
    if (!copy)
        return peri_fail(err, PERI_ENOMEM, "no memory for the index");
    peri_free(*slot);
    *slot = copy;
    return PERI_OK;
}

static int take_time(int64_t *slot, const char *bytes, size_t len, peri_error *err)
{
    peri_time_text read;
    if (peri_time_parse(bytes, len, &read))
        return peri_fail(err, PERI_EFORMAT,
                         "a time was '%.*s', expected one as "
                         "2026-11-24T03:07:11Z",
                         (int)(len < 40 ? len : 40), bytes);
    *slot = read.time_ns;
    return PERI_OK;
}

static int take_type(peri_store_entry *entry, const char *bytes, size_t len, peri_error *err)
{
    char name[NAME_SIZE] = "";
    if (len < sizeof name)
        memcpy(name, bytes, len);
    if (strlen(name) != len || !peri_store_kind_named(name, &entry->stat.kind))
        return refuse(err, "a type is none of bytes, text, json and xml");
    return PERI_OK;
}

static int take_sum(peri_store_entry *entry, const char *bytes, size_t len, peri_error *err)
{
    if (len != PERI_SHA256_TEXT - 1)
        return refuse(err, "a sha256 does not have 64 digits");
    memcpy(entry->stat.sha256, bytes, len);
    return PERI_OK;
}

static int on_string(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    struct reader *reader = ctx;
    if (reader->depth != OBJECT || !reader->in_entry)
        return PERI_OK;
    peri_store_entry *entry = &reader->index.entries[reader->index.n - 1];
    unsigned member = 0;
    int rc = PERI_OK;
    if (strcmp(reader->name, "key") == 0) {
        member = HAS_KEY;
        rc = take_text(&entry->key, bytes, len, err);
    } else if (strcmp(reader->name, "file") == 0) {
        member = HAS_FILE;
        rc = take_text(&entry->file, bytes, len, err);
    } else if (strcmp(reader->name, "type") == 0) {
        member = HAS_TYPE;
        rc = take_type(entry, bytes, len, err);
    } else if (strcmp(reader->name, "created") == 0) {
        member = HAS_CREATED;
        rc = take_time(&entry->stat.created_ns, bytes, len, err);
    } else if (strcmp(reader->name, "modified") == 0) {
        member = HAS_MODIFIED;
        rc = take_time(&entry->stat.modified_ns, bytes, len, err);
    } else if (strcmp(reader->name, "sha256") == 0) {
        member = HAS_SHA256;
        rc = take_sum(entry, bytes, len, err);
    }
    reader->has |= member;
    return rc;
}

static int on_integer(void *ctx, int64_t value, peri_error *err)
{
    struct reader *reader = ctx;
    (void)err;
    if (reader->depth == DOCUMENT && strcmp(reader->name, "perigeeExport") == 0)
        reader->version = value;
    return PERI_OK;
}

static int on_key(void *ctx, const char *bytes, size_t len, peri_error *err)
{
    struct reader *reader = ctx;
    (void)err;
    reader->name[0] = '\0';
    if (len >= NAME_SIZE || memchr(bytes, '\0', len))
        return PERI_OK; /* longer than those that count */
    memcpy(reader->name, bytes, len);
    reader->name[len] = '\0';
    return PERI_OK;
}

/* -- structure ------------------------------------------------------------------------------ */

static int add_entry(peri_store_index *index, peri_error *err)
{
    void *entries = index->entries;
    if (peri_grow(&entries, &index->cap, index->n + 1, sizeof *index->entries) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for the index");
    index->entries = entries;
    index->entries[index->n++] = (peri_store_entry){.key = NULL};
    return PERI_OK;
}

static int on_begin_object(void *ctx, peri_error *err)
{
    struct reader *reader = ctx;
    reader->depth++;
    if (reader->depth != OBJECT || !reader->in_list)
        return PERI_OK;
    reader->has = 0;
    reader->in_entry = true;
    return add_entry(&reader->index, err);
}

static int on_end_object(void *ctx, peri_error *err)
{
    struct reader *reader = ctx;
    if (reader->depth-- != OBJECT || !reader->in_entry)
        return PERI_OK;
    reader->in_entry = false;
    if (reader->has == HAS_ALL)
        return PERI_OK;
    return peri_fail(err, PERI_EFORMAT,
                     "object %zu lacks one of key, file, type, created, modified, sha256",
                     reader->index.n);
}

static int on_begin_array(void *ctx, peri_error *err)
{
    struct reader *reader = ctx;
    (void)err;
    if (++reader->depth == LIST) {
        reader->in_list = strcmp(reader->name, "objects") == 0;
        reader->had_list |= reader->in_list;
    }
    return PERI_OK;
}

static int on_end_array(void *ctx, peri_error *err)
{
    struct reader *reader = ctx;
    (void)err;
    if (reader->depth-- == LIST)
        reader->in_list = false;
    return PERI_OK;
}

static int on_real(void *ctx, double value, peri_error *err)
{
    (void)ctx;
    (void)value;
    (void)err;
    return PERI_OK;
}

static int on_boolean(void *ctx, bool value, peri_error *err)
{
    (void)ctx;
    (void)value;
    (void)err;
    return PERI_OK;
}

static int on_null(void *ctx, peri_error *err)
{
    (void)ctx;
    (void)err;
    return PERI_OK;
}

static int check_document(const struct reader *reader, peri_error *err)
{
    if (reader->version == -1 || !reader->had_list)
        return refuse(err, "not the index of an export: 'perigeeExport' or 'objects' is missing");
    if (reader->version != VERSION)
        return peri_fail(err, PERI_EFORMAT, "perigeeExport was %lld, expected %d",
                         (long long)reader->version, VERSION);
    return PERI_OK;
}

int peri_store_index_read(const char *text, size_t len, peri_store_index *index, peri_error *err)
{
    struct reader reader = {.version = -1};
    const peri_value_sink sink = {.ctx = &reader,
                                  .begin_object = on_begin_object,
                                  .end_object = on_end_object,
                                  .begin_array = on_begin_array,
                                  .end_array = on_end_array,
                                  .key = on_key,
                                  .string = on_string,
                                  .integer = on_integer,
                                  .real = on_real,
                                  .boolean = on_boolean,
                                  .null = on_null};
    int rc = peri_json_parse(text, len, &sink, err);
    if (rc == PERI_OK)
        rc = check_document(&reader, err);
    if (rc == PERI_OK)
        *index = reader.index;
    else
        peri_store_index_free(&reader.index);
    return rc;
}

static int by_file(const void *a, const void *b)
{
    const peri_store_entry *first = a, *second = b;
    return strcmp(first->file, second->file);
}

void peri_store_index_sort(peri_store_index *index)
{
    if (index->n > 0)
        qsort(index->entries, index->n, sizeof *index->entries, by_file);
}

static int file_to_entry(const void *file, const void *entry)
{
    const char *wanted = file;
    const peri_store_entry *found = entry;
    return strcmp(wanted, found->file);
}

const peri_store_entry *peri_store_index_find(const peri_store_index *index, const char *file)
{
    return index->n == 0
               ? NULL
               : bsearch(file, index->entries, index->n, sizeof *index->entries, file_to_entry);
}

void peri_store_index_free(peri_store_index *index)
{
    for (size_t i = 0; i < index->n; i++) {
        peri_free(index->entries[i].key);
        peri_free(index->entries[i].file);
    }
    peri_free(index->entries);
    *index = (peri_store_index){.n = 0};
}
