/* vec_kit.c - failures, temporary folders and comparisons of the players. */
#include "vec_kit.h"

#include "vec_error.h"

#include <errno.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Noreturn void vec_no_memory(void)
{
    fputs("perigee-vectors: out of memory\n", stderr);
    exit(2); /* NOLINT(concurrency-mt-unsafe): one thread */
}

__attribute__((format(printf, 2, 0))) static void note(vec_file *file, const char *fmt,
                                                       va_list args)
{
    if (!file->failed && !file->skipped)
        vsnprintf(file->text, sizeof file->text, fmt, args);
}

void vec_fail(vec_file *file, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    note(file, fmt, args);
    va_end(args);
    file->failed = true;
}

void vec_skip(vec_file *file, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    note(file, fmt, args);
    va_end(args);
    file->skipped = true;
}

/* --- temporary files --- */

const char *vec_folder(vec_file *file)
{
    if (file->folder[0] != '\0')
        return file->folder;
    const char *base = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe): one thread */
    snprintf(file->folder, sizeof file->folder, "%s/perigee_vectors_XXXXXX", base ? base : "/tmp");
    if (mkdtemp(file->folder))
        return file->folder;
    vec_fail(file, "no temporary folder like '%s': error %d", file->folder, errno);
    file->folder[0] = '\0';
    return NULL;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

void vec_remove_folder(vec_file *file)
{
    if (file->folder[0] != '\0') /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
        nftw(file->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    file->folder[0] = '\0';
}

bool vec_write(vec_file *file, const char *folder, const char *name, const void *bytes, size_t len,
               char path[VEC_PATH])
{
    snprintf(path, VEC_PATH, "%s%s%s", folder, *folder ? "/" : "", name);
    FILE *out = fopen(path, "wb");
    bool ok = out && fwrite(bytes, 1, len, out) == len;
    if (out && fclose(out) != 0)
        ok = false;
    if (!ok)
        vec_fail(file, "cannot write '%s': error %d", path, errno);
    return ok;
}

/* --- comparisons --- */

static void format_time(int64_t time_ns, char out[PERI_TIME_TEXT])
{
    if (time_ns == PERI_NEVER)
        snprintf(out, PERI_TIME_TEXT, "never");
    else
        peri_time_format(time_ns, out);
}

void vec_compare_time(vec_file *file, const char *what, const cJSON *expect, int64_t got)
{
    int64_t want = 0;
    char got_text[PERI_TIME_TEXT];
    format_time(got, got_text);
    if (cJSON_IsNull(expect)) {
        if (got != PERI_NEVER)
            vec_fail(file, "%s: expected null, got %s", what, got_text);
    } else if (vec_time(file, expect, &want) && want != got) {
        vec_fail(file, "%s: expected %s, got %s", what, expect->valuestring, got_text);
    }
}

/* Times one by one, in order; a list that is too long or too short shows the first odd one. */
void vec_compare_times(vec_file *file, const char *what, const cJSON *expect, const peri_times *got)
{
    size_t n = (size_t)cJSON_GetArraySize(expect), i = 0;
    const cJSON *item = NULL;
    char place[VEC_PATH];
    if (!cJSON_IsArray(expect)) {
        vec_fail(file, "%s: expected a list", what);
        return;
    }
    cJSON_ArrayForEach(item, expect)
    {
        if (i == got->n)
            break;
        snprintf(place, sizeof place, "%s[%zu]", what, i);
        vec_compare_time(file, place, item, got->items[i++]);
    }
    char extra[PERI_TIME_TEXT] = "";
    if (got->n > n)
        format_time(got->items[n], extra);
    if (got->n != n)
        vec_fail(file, "%s: expected %zu, got %zu; the first one %s: %s", what, n, got->n,
                 got->n < n ? "missing" : "too many",
                 got->n < n ? cJSON_GetStringValue(item) : extra);
}

void vec_compare_dates(vec_file *file, const char *what, const cJSON *expect, const peri_times *got)
{
    const cJSON *item = NULL;
    peri_date date = 0;
    cJSON_ArrayForEach(item, expect) if (!vec_date(file, item, &date)) return;
    vec_compare_times(file, what, expect, got);
}

void vec_compare_int(vec_file *file, const char *what, const cJSON *expect, int64_t got)
{
    /* Compared as doubles: JSON has no others, and 2^63 - 1 is a value of these files. */
    if (!cJSON_IsNumber(expect))
        vec_fail(file, "%s: expected a number in the vector", what);
    else if (expect->valuedouble < (double)got || expect->valuedouble > (double)got)
        vec_fail(file, "%s: expected %.17g, got %lld", what, expect->valuedouble, (long long)got);
}

void vec_compare_json(vec_file *file, const char *what, const cJSON *expect, const cJSON *got)
{
    if (cJSON_Compare(expect, got, true))
        return;
    char *want_text = cJSON_PrintUnformatted(expect);
    char *got_text = got ? cJSON_PrintUnformatted(got) : NULL;
    vec_fail(file, "%s: expected %.300s, got %.300s", what, want_text ? want_text : "nothing",
             got_text ? got_text : "nothing");
    cJSON_free(want_text);
    cJSON_free(got_text);
}

bool vec_compare_error(vec_file *file, const char *what, const char *expect, int rc,
                       const peri_error *err)
{
    const char *got = vec_error_word(rc);
    if (!expect) {
        if (rc != PERI_OK)
            vec_fail(file, "%s: expected no error, got %s: %s", what, got, err->text);
        return rc == PERI_OK;
    }
    if (!vec_error_is(expect))
        vec_fail(file, "%s: error '%s' is not known", what, expect);
    else if (rc == PERI_OK)
        vec_fail(file, "%s: expected error %s, got none", what, expect);
    else if (!vec_error_fits(expect, rc))
        vec_fail(file, "%s: expected error %s, got %s: %s", what, expect, got, err->text);
    return false;
}
