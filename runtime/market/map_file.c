/* map_file.c - reading the tickers of a stock. Layer 2. */
#include "market/map_file.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "market/corporate_path.h"
#include "market/dated_rows.h"

#include <string.h>

struct peri_map_file {
    char *name;               /* owned */
    char *first_ticker;       /* owned */
    peri_map_period *periods; /* shape [n], owned, with their tickers */
    size_t n, cap;
    size_t row_count; /* of the file, 0 when there is none */
    const char *path; /* in messages, while it is read (borrowed) */
};

static peri_date first_of_all(void)
{
    return peri_date_make(1700, 1, 1);
}

static peri_date last_of_all(void)
{
    return peri_date_make(2250, 12, 31);
}

/* ---- rows ---- */

static int fail_memory(const peri_map_file *map, peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "%s: no memory for the tickers", map->path);
}

/* Begin a period; the ticker need not be terminated. */
static int add_period(peri_map_file *map, const char *ticker, size_t len, peri_date first,
                      peri_date last, peri_error *err)
{
    void *periods = map->periods;
    if (peri_grow(&periods, &map->cap, map->n + 1, sizeof *map->periods) != PERI_OK)
        return fail_memory(map, err);
    map->periods = periods;
    char *copy = peri_strndup(ticker, len);
    if (!copy)
        return fail_memory(map, err);
    peri_lower_text(copy);
    map->periods[map->n++] = (peri_map_period){copy, first, last};
    return PERI_OK;
}

static int take_row(void *context, const peri_dated_row *row, peri_error *err)
{
    peri_map_file *map = context;
    const peri_csv_field *ticker = &row->fields[1];
    if (!peri_corporate_is_name(ticker->text, ticker->len))
        return peri_dated_row_fail(row, 1, "ticker", "a name like 'spy' or 'brk.b'", err);
    if (map->row_count++ == 0)
        return add_period(map, ticker->text, ticker->len, row->date, row->date, err);
    peri_map_period *last = &map->periods[map->n - 1];
    if (!peri_word_is(ticker->text, ticker->len, last->ticker))
        return add_period(map, ticker->text, ticker->len, last->last + 1, row->date, err);
    last->last = row->date;
    return PERI_OK;
}

static const peri_dated_taker map_rows = {
    .what = "yyyyMMdd,ticker[,exchange]",
    .least_fields = 2,
    .fields = 3,
    .take = take_row,
};

/* One row says when data begin, but not until when. */
static int check_end(const peri_map_file *map, peri_error *err)
{
    if (map->row_count >= 2)
        return PERI_OK;
    return peri_fail(err, PERI_EFORMAT,
                     "%s:1:1: file had one row; expected at least two: the first day and the last "
                     "(is the file cut?)",
                     map->path);
}

/* ---- making ---- */

/* Length of a ticker without `.1` behind it. */
static size_t bare_length(const char *ticker)
{
    size_t len = strlen(ticker), end = len;
    while (end > 0 && ticker[end - 1] >= '0' && ticker[end - 1] <= '9')
        end--;
    return end < len && end > 1 && ticker[end - 1] == '.' ? end - 1 : len;
}

/* Read a file, or a text when there is one. */
static int fill(peri_map_file *map, const char *text, size_t len, peri_error *err)
{
    peri_dated_taker taker = map_rows;
    taker.context = map;
    int rc = text ? peri_dated_rows_parse(map->path, text, len, &taker, err)
                  : peri_dated_rows_read(map->path, &taker, err);
    if (rc == PERI_OK)
        return check_end(map, err);
    return !text && rc == PERI_ENOTFOUND ? PERI_OK : rc;
}

/* What is left to do once the rows are known, if there are any. */
static int complete(peri_map_file *map, peri_error *err)
{
    int rc = PERI_OK;
    if (map->n == 0)
        rc = add_period(map, map->name, strlen(map->name), first_of_all(), last_of_all(), err);
    if (rc != PERI_OK)
        return rc;
    const char *ticker = map->periods[0].ticker;
    map->first_ticker = peri_strndup(ticker, bare_length(ticker));
    return map->first_ticker ? PERI_OK : fail_memory(map, err);
}

/* Fill a map that has its name. path: of a file, or what a text is called; NULL: there is neither.
 */
static int fill_and_complete(peri_map_file *map, const char *path, const char *text, size_t len,
                             peri_error *err)
{
    map->path = path ? path : map->name;
    int rc = path ? fill(map, text, len, err) : PERI_OK;
    if (rc == PERI_OK)
        rc = complete(map, err);
    map->path = NULL;
    return rc;
}

static int make(const char *path, const char *name, const char *text, size_t len,
                peri_map_file **out, peri_error *err)
{
    int rc;
    *out = NULL;
    peri_map_file *map = peri_calloc(1, sizeof *map);
    if (map)
        map->name = peri_strdup(name);
    if (map && map->name) {
        peri_lower_text(map->name);
        rc = fill_and_complete(map, path, text, len, err);
    } else {
        rc = peri_fail(err, PERI_ENOMEM, "no memory for the tickers of '%s'", name);
    }
    if (rc == PERI_OK)
        *out = map;
    else
        peri_map_file_close(map);
    return rc;
}

int peri_map_file_open(const char *root, const char *market, const char *name, peri_map_file **out,
                       peri_error *err)
{
    peri_buf path;
    *out = NULL;
    peri_buf_init(&path);
    int rc = peri_corporate_path(&path, root, market, "map_files", name, err);
    if (rc == PERI_OK)
        rc = make(peri_buf_str(&path), name, NULL, 0, out, err);
    peri_buf_deinit(&path);
    return rc;
}

int peri_map_file_parse(const char *path, const char *name, const char *text, size_t len,
                        peri_map_file **out, peri_error *err)
{
    return make(path, name, text, len, out, err);
}

int peri_map_file_make(const char *name, peri_map_file **out, peri_error *err)
{
    return make(NULL, name, NULL, 0, out, err);
}

void peri_map_file_close(peri_map_file *map)
{
    if (!map)
        return;
    for (size_t i = 0; i < map->n; i++)
        peri_free((char *)map->periods[i].ticker);
    peri_free(map->periods);
    peri_free(map->first_ticker);
    peri_free(map->name);
    peri_free(map);
}

/* ---- questions ---- */

bool peri_map_file_is_there(const peri_map_file *map)
{
    return map->row_count > 0;
}

const char *peri_map_file_name(const peri_map_file *map)
{
    return map->name;
}

const peri_map_period *peri_map_file_periods(const peri_map_file *map, size_t *n)
{
    *n = map->n;
    return map->periods;
}

const char *peri_map_file_first_ticker(const peri_map_file *map)
{
    return map->first_ticker;
}

peri_date peri_map_file_first_date(const peri_map_file *map)
{
    return map->row_count > 0 ? map->periods[0].first : peri_date_make(1899, 12, 30);
}

bool peri_map_file_delisting(const peri_map_file *map, peri_date *last)
{
    peri_date end = map->periods[map->n - 1].last;
    if (map->row_count == 0 || end >= peri_date_make(2050, 12, 31))
        return false;
    *last = end;
    return true;
}
