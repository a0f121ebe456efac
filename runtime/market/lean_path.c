/* lean_path.c - names and folders of LEAN's data. Layer 2. */
#include "market/lean_path.h"

#include "base/mem.h"
#include "base/words.h"
#include "market/excerpt.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A ticker becomes a file's name: it must not lead out of its folder. */
static bool is_ticker(const char *ticker)
{
    if (ticker[0] == '\0' || ticker[0] == '.' || strlen(ticker) > 64)
        return false;
    for (const char *p = ticker; *p; p++) {
        unsigned char byte = (unsigned char)*p;
        if (byte <= ' ' || byte >= 0x7f || byte == '/' || byte == '\\')
            return false;
    }
    return true;
}

int peri_lean_path(peri_buf *path, const char *root, const char *ticker, peri_resolution resolution,
                   peri_error *err)
{
    static const char *const folders[] = {"second", "minute", "hour", "daily"};
    if (!is_ticker(ticker)) {
        char shown[PERI_EXCERPT_TEXT];
        return peri_fail(err, PERI_EINVAL, "ticker was '%s'; expected a name like 'SPY' or 'BRK.B'",
                         peri_excerpt(ticker, strlen(ticker), shown));
    }
    peri_buf_printf(path, "%s/equity/usa/%s/", root, folders[resolution]);
    for (const char *p = ticker; *p; p++)
        peri_buf_byte(path, peri_lower(*p));
    if (resolution >= PERI_RES_HOUR)
        peri_buf_text(path, ".zip");
    return PERI_OK;
}

void peri_lean_path_day(peri_buf *path, peri_date date)
{
    int year, month, day;
    peri_date_split(date, &year, &month, &day);
    peri_buf_printf(path, "/%04d%02d%02d_trade.zip", year, month, day);
}

enum day_name {
    OTHER_FILE,
    BAD_DATE,
    TRADE_DAY
};

/* Recognise `20131007_trade.zip`. */
static enum day_name read_day(const char *name, peri_date *date)
{
    int digits[8];
    for (int i = 0; i < 8; i++) {
        if (name[i] < '0' || name[i] > '9')
            return OTHER_FILE;
        digits[i] = name[i] - '0';
    }
    if (strcmp(name + 8, "_trade.zip") != 0)
        return OTHER_FILE;
    int year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
    int month = digits[4] * 10 + digits[5];
    int day = digits[6] * 10 + digits[7];
    if (year < 1700 || year > 2250 || !peri_date_valid(year, month, day))
        return BAD_DATE;
    *date = peri_date_make(year, month, day);
    return TRADE_DAY;
}

static int by_date(const void *a, const void *b)
{
    const peri_date x = *(const peri_date *)a, y = *(const peri_date *)b;
    return (x > y) - (x < y);
}

static int collect_days(DIR *dir, const char *folder, peri_date **days, size_t *n, peri_error *err)
{
    size_t cap = 0;
    for (;;) {
        errno = 0;
        /* nobody else reads this stream. NOLINTNEXTLINE(concurrency-mt-unsafe) */
        const struct dirent *file = readdir(dir);
        if (!file)
            break;
        peri_date date;
        enum day_name kind = read_day(file->d_name, &date);
        if (kind == OTHER_FILE)
            continue;
        if (kind == BAD_DATE)
            return peri_fail(err, PERI_EFORMAT, "file '%s/%s': %.8s is no date; expected YYYYMMDD",
                             folder, file->d_name, file->d_name);
        void *items = *days;
        if (peri_grow(&items, &cap, *n + 1, sizeof date) != PERI_OK)
            return peri_fail(err, PERI_ENOMEM, "cannot list '%s': out of memory", folder);
        *days = items;
        (*days)[(*n)++] = date;
    }
    if (errno != 0)
        return peri_fail_errno(err, PERI_EIO, "cannot list '%s'", folder);
    return PERI_OK;
}

int peri_lean_days(const char *folder, peri_date **out, size_t *n, peri_error *err)
{
    DIR *dir = opendir(folder);
    if (!dir) {
        int code = errno == ENOENT || errno == ENOTDIR ? PERI_ENOTFOUND : PERI_EIO;
        return peri_fail_errno(err, code, "cannot open folder '%s'", folder);
    }
    peri_date *days = NULL;
    size_t count = 0;
    int rc = collect_days(dir, folder, &days, &count, err);
    closedir(dir);
    if (rc != PERI_OK) {
        peri_free(days);
        return rc;
    }
    if (count > 1)
        qsort(days, count, sizeof *days, by_date);
    *out = days;
    *n = count;
    return PERI_OK;
}
