/* zip_file.c - reading a zip through libzip. Layer 2. */
#include "market/zip_file.h"

#include "base/mem.h"
#include "market/excerpt.h"

#include <string.h>

#include <zip.h>

static const zip_uint64_t max_entry_size = UINT64_C(1) << 30;

/* Our status for an error of libzip, with libzip's own words. */
static int fail_zip(const char *path, zip_error_t *error, peri_error *err)
{
    int code = PERI_EFORMAT;
    switch (zip_error_code_zip(error)) {
    case ZIP_ER_NOENT:
        code = PERI_ENOTFOUND;
        break;
    case ZIP_ER_OPEN:
    case ZIP_ER_READ:
    case ZIP_ER_SEEK:
        code = PERI_EIO;
        break;
    case ZIP_ER_MEMORY:
        code = PERI_ENOMEM;
        break;
    default:
        break;
    }
    return peri_fail(err, code, "cannot read zip '%s': %s", path, zip_error_strerror(error));
}

static int open_zip(const char *path, zip_t **out, peri_error *err)
{
    int code = 0;
    *out = zip_open(path, ZIP_RDONLY, &code);
    if (*out)
        return PERI_OK;
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    int rc = fail_zip(path, &error, err);
    zip_error_fini(&error);
    return rc;
}

/* Read exactly len bytes and the end, where libzip compares the checksum. */
static int read_bytes(const char *path, zip_file_t *file, char *data, size_t len, peri_error *err)
{
    size_t have = 0;
    for (;;) {
        char beyond;
        zip_int64_t got = zip_fread(file, have < len ? data + have : &beyond,
                                    have < len ? len - have : sizeof beyond);
        if (got < 0)
            return fail_zip(path, zip_file_get_error(file), err);
        if (have == len || got == 0) {
            if (have == len && got == 0)
                return PERI_OK;
            return peri_fail(
                err, PERI_EFORMAT,
                "cannot read zip '%s': its entry has %s bytes than the %zu it declares", path,
                got == 0 ? "fewer" : "more", len);
        }
        have += (size_t)got;
    }
}

/* Find the only entry and how long it is. */
static int find_entry(const char *path, zip_t *zip, zip_stat_t *st, peri_error *err)
{
    zip_int64_t entries = zip_get_num_entries(zip, 0);
    if (entries != 1)
        return peri_fail(err, PERI_EFORMAT, "zip '%s' has %lld entries; expected 1", path,
                         (long long)entries);
    const zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE;
    if (zip_stat_index(zip, 0, 0, st) != 0)
        return fail_zip(path, zip_get_error(zip), err);
    if ((st->valid & needed) != needed)
        return peri_fail(err, PERI_EFORMAT, "zip '%s': its entry has no name or size", path);
    if (st->size > max_entry_size)
        return peri_fail(err, PERI_EFORMAT,
                         "zip '%s': its entry has %llu bytes; expected at most %llu", path,
                         (unsigned long long)st->size, (unsigned long long)max_entry_size);
    return PERI_OK;
}

static int read_entry(const char *path, zip_t *zip, peri_zip_entry *out, peri_error *err)
{
    zip_stat_t st;
    char shown[PERI_EXCERPT_TEXT];
    zip_stat_init(&st);
    int rc = find_entry(path, zip, &st, err);
    if (rc != PERI_OK)
        return rc;
    zip_file_t *file = zip_fopen_index(zip, 0, 0);
    if (!file)
        return fail_zip(path, zip_get_error(zip), err);
    peri_zip_entry entry = {
        .name = peri_strdup(peri_excerpt(st.name, strlen(st.name), shown)),
        .data = peri_alloc((size_t)st.size),
        .len = (size_t)st.size,
    };
    if (entry.name && entry.data)
        rc = read_bytes(path, file, entry.data, entry.len, err);
    else
        rc = peri_fail(err, PERI_ENOMEM, "cannot read zip '%s': no memory for %zu bytes", path,
                       entry.len);
    zip_fclose(file);
    if (rc != PERI_OK)
        peri_zip_entry_deinit(&entry);
    else
        *out = entry;
    return rc;
}

int peri_zip_read_single(const char *path, peri_zip_entry *out, peri_error *err)
{
    zip_t *zip;
    int rc = open_zip(path, &zip, err);
    if (rc != PERI_OK)
        return rc;
    rc = read_entry(path, zip, out, err);
    zip_discard(zip);
    return rc;
}

void peri_zip_entry_deinit(peri_zip_entry *entry)
{
    peri_free(entry->name);
    peri_free(entry->data);
    *entry = (peri_zip_entry){NULL, NULL, 0};
}
