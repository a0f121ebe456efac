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

/* How a type of security is kept. */
static const struct layout {
    peri_security_type type;
    bool has[2], has_whole[2]; /* by peri_lean_kind: a zip a day; one zip for hour and daily */
    bool names_kind;           /* TICKER_trade.zip instead of TICKER.zip */
    double price_unit;
} layouts[] = {
    {PERI_TYPE_EQUITY, {true, true}, {true, false}, false, 10000},
    {PERI_TYPE_FOREX, {false, true}, {false, true}, false, 1},
    {PERI_TYPE_CFD, {false, true}, {false, true}, false, 1},
    {PERI_TYPE_CRYPTO, {true, true}, {true, true}, true, 1},
};

static const char *const kinds[] = {"trade", "quote"};

static const struct layout *layout_of(peri_security_type type)
{
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (layouts[i].type == type)
            return &layouts[i];
    return NULL;
}

bool peri_lean_is_folder(peri_lean_stream stream)
{
    return stream.resolution < PERI_RES_HOUR;
}

bool peri_lean_has_stream(peri_security_type type, peri_lean_stream stream)
{
    const struct layout *layout = layout_of(type);
    if (!layout)
        return false;
    return peri_lean_is_folder(stream) ? layout->has[stream.kind] : layout->has_whole[stream.kind];
}

double peri_lean_price_unit(peri_security_type type)
{
    const struct layout *layout = layout_of(type);
    return layout ? layout->price_unit : 1;
}

/* A word becomes the name of a file or folder: it must not lead out of its own. */
static bool is_name(const char *word)
{
    if (word[0] == '\0' || word[0] == '.' || strlen(word) > 64)
        return false;
    for (const char *p = word; *p; p++) {
        unsigned char byte = (unsigned char)*p;
        if (byte <= ' ' || byte >= 0x7f || byte == '/' || byte == '\\')
            return false;
    }
    return true;
}

static int check_symbol(const peri_lean_symbol *symbol, peri_lean_stream stream, peri_error *err)
{
    char shown[PERI_EXCERPT_TEXT];
    if (!is_name(symbol->ticker))
        return peri_fail(err, PERI_EINVAL, "ticker was '%s'; expected a name like 'SPY' or 'BRK.B'",
                         peri_excerpt(symbol->ticker, strlen(symbol->ticker), shown));
    if (!is_name(symbol->market))
        return peri_fail(err, PERI_EINVAL, "market was '%s'; expected a name like 'usa' or 'oanda'",
                         peri_excerpt(symbol->market, strlen(symbol->market), shown));
    if (peri_lean_has_stream(symbol->type, stream))
        return PERI_OK;
    return peri_fail(err, PERI_ENOTFOUND, "'%s' is of type %s, which has no %s data of %ss",
                     symbol->ticker, peri_security_type_name(symbol->type),
                     peri_resolution_name(stream.resolution), kinds[stream.kind]);
}

static void add_lower(peri_buf *path, const char *text)
{
    for (const char *p = text; *p; p++)
        peri_buf_byte(path, peri_lower(*p));
}

int peri_lean_path(peri_buf *path, const peri_lean_symbol *symbol, peri_lean_stream stream,
                   peri_error *err)
{
    static const char *const folders[] = {"tick", "second", "minute", "hour", "daily"};
    int rc = check_symbol(symbol, stream, err);
    if (rc != PERI_OK)
        return rc;
    peri_buf_printf(path, "%s/", symbol->root);
    add_lower(path, peri_security_type_name(symbol->type));
    peri_buf_byte(path, '/');
    add_lower(path, symbol->market);
    peri_buf_printf(path, "/%s/", folders[stream.resolution]);
    add_lower(path, symbol->ticker);
    if (peri_lean_is_folder(stream))
        return PERI_OK;
    if (layout_of(symbol->type)->names_kind)
        peri_buf_printf(path, "_%s", kinds[stream.kind]);
    peri_buf_text(path, ".zip");
    return PERI_OK;
}

void peri_lean_path_day(peri_buf *path, peri_lean_kind kind, peri_date date)
{
    int year, month, day;
    peri_date_split(date, &year, &month, &day);
    peri_buf_printf(path, "/%04d%02d%02d_%s.zip", year, month, day, kinds[kind]);
}

void peri_lean_path_kind(peri_buf *path, peri_lean_kind kind)
{
    peri_buf_printf(path, "/*_%s.zip", kinds[kind]);
}

enum day_name {
    OTHER_FILE,
    BAD_DATE,
    DAY_FILE
};

/* Recognise `20131007_trade.zip`. */
static enum day_name read_day(const char *name, peri_lean_kind kind, peri_date *date)
{
    int digits[8];
    for (int i = 0; i < 8; i++) {
        if (name[i] < '0' || name[i] > '9')
            return OTHER_FILE;
        digits[i] = name[i] - '0';
    }
    const char *rest = name + 8;
    size_t len = strlen(kinds[kind]);
    if (rest[0] != '_' || strncmp(rest + 1, kinds[kind], len) != 0 ||
        strcmp(rest + 1 + len, ".zip") != 0)
        return OTHER_FILE;
    int year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
    int month = digits[4] * 10 + digits[5];
    int day = digits[6] * 10 + digits[7];
    if (year < 1700 || year > 2250 || !peri_date_valid(year, month, day))
        return BAD_DATE;
    *date = peri_date_make(year, month, day);
    return DAY_FILE;
}

static int by_date(const void *a, const void *b)
{
    const peri_date x = *(const peri_date *)a, y = *(const peri_date *)b;
    return (x > y) - (x < y);
}

static int collect_days(DIR *dir, const char *folder, peri_lean_kind kind, peri_date **days,
                        size_t *n, peri_error *err)
{
    size_t cap = 0;
    for (;;) {
        errno = 0;
        /* nobody else reads this stream. NOLINTNEXTLINE(concurrency-mt-unsafe) */
        const struct dirent *file = readdir(dir);
        if (!file)
            break;
        peri_date date;
        enum day_name found = read_day(file->d_name, kind, &date);
        if (found == OTHER_FILE)
            continue;
        if (found == BAD_DATE)
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

int peri_lean_days(const char *folder, peri_lean_kind kind, peri_date **out, size_t *n,
                   peri_error *err)
{
    DIR *dir = opendir(folder);
    if (!dir) {
        int code = errno == ENOENT || errno == ENOTDIR ? PERI_ENOTFOUND : PERI_EIO;
        return peri_fail_errno(err, code, "cannot open folder '%s'", folder);
    }
    peri_date *days = NULL;
    size_t count = 0;
    int rc = collect_days(dir, folder, kind, &days, &count, err);
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
