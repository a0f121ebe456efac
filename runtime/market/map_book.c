/* map_book.c - looking tickers up in all map files. Layer 2. */
#include "market/map_book.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "market/corporate_path.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A period of a file; LEAN's rows with the ticker end it, or begin the file. */
struct entry {
    char *ticker, *name; /* of the period and of the file; owned, lower case */
    peri_date last;
};

struct peri_map_book {
    char *root, *market;   /* owned */
    struct entry *entries; /* shape [n], owned; by ticker, then last, then name once listed */
    size_t n, cap;
    bool listed;
};

static int fail_memory(peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "no memory for the map files");
}

/* ---- the list of all files ---- */

static void clear(peri_map_book *book)
{
    for (size_t i = 0; i < book->n; i++) {
        peri_free(book->entries[i].ticker);
        peri_free(book->entries[i].name);
    }
    peri_free(book->entries);
    book->entries = NULL;
    book->n = book->cap = 0;
}

static int add_entry(peri_map_book *book, const peri_map_period *period, const char *name,
                     peri_error *err)
{
    void *entries = book->entries;
    if (peri_grow(&entries, &book->cap, book->n + 1, sizeof *book->entries) != PERI_OK)
        return fail_memory(err);
    book->entries = entries;
    struct entry *entry = &book->entries[book->n++];
    *entry = (struct entry){peri_strdup(period->ticker), peri_strdup(name), period->last};
    return entry->ticker && entry->name ? PERI_OK : fail_memory(err);
}

static int add_file(peri_map_book *book, const char *name, peri_error *err)
{
    peri_map_file *map;
    size_t n;
    int rc = peri_map_file_open(book->root, book->market, name, &map, err);
    if (rc != PERI_OK)
        return rc;
    const peri_map_period *periods = peri_map_file_periods(map, &n);
    for (size_t i = 0; i < n && rc == PERI_OK && peri_map_file_is_there(map); i++)
        rc = add_entry(book, &periods[i], peri_map_file_name(map), err);
    peri_map_file_close(map);
    return rc;
}

/* The name of a map file without its end; false for other files. Names are in lower case, so that
   a file in another case could not be opened. */
static bool take_name(const char *file, char name[PERI_TICKER_MAX + 1])
{
    size_t len = strlen(file);
    if (len <= 4 || strcmp(file + len - 4, ".csv") != 0 || !peri_corporate_is_name(file, len - 4))
        return false;
    memcpy(name, file, len - 4);
    name[len - 4] = '\0';
    return true;
}

static int add_files(peri_map_book *book, DIR *dir, const char *folder, peri_error *err)
{
    char name[PERI_TICKER_MAX + 1];
    int rc = PERI_OK;
    while (rc == PERI_OK) {
        errno = 0;
        /* nobody else reads this stream. NOLINTNEXTLINE(concurrency-mt-unsafe) */
        const struct dirent *file = readdir(dir);
        if (!file)
            return errno == 0 ? PERI_OK
                              : peri_fail_errno(err, PERI_EIO, "cannot list folder '%s'", folder);
        if (take_name(file->d_name, name))
            rc = add_file(book, name, err);
    }
    return rc;
}

static int compare(const struct entry *a, const char *ticker, peri_date last)
{
    int order = strcmp(a->ticker, ticker);
    return order != 0 ? order : (a->last > last) - (a->last < last);
}

static int by_ticker(const void *x, const void *y)
{
    const struct entry *a = x, *b = y;
    int order = compare(a, b->ticker, b->last);
    return order != 0 ? order : strcmp(a->name, b->name);
}

static int list_folder(peri_map_book *book, const char *folder, peri_error *err)
{
    DIR *dir = opendir(folder);
    if (!dir && (errno == ENOENT || errno == ENOTDIR))
        return PERI_OK;
    if (!dir)
        return peri_fail_errno(err, PERI_EIO, "cannot open folder '%s'", folder);
    int rc = add_files(book, dir, folder, err);
    closedir(dir);
    if (rc == PERI_OK && book->n > 1)
        qsort(book->entries, book->n, sizeof *book->entries, by_ticker);
    return rc;
}

/* Read all files, unless that was done. */
static int list(peri_map_book *book, peri_error *err)
{
    peri_buf folder;
    if (book->listed)
        return PERI_OK;
    peri_buf_init(&folder);
    int rc = peri_corporate_path(&folder, book->root, book->market, "map_files", NULL, err);
    if (rc == PERI_OK)
        rc = list_folder(book, peri_buf_str(&folder), err);
    peri_buf_deinit(&folder);
    if (rc != PERI_OK)
        clear(book);
    book->listed = rc == PERI_OK;
    return rc;
}

/* ---- looking up ---- */

/* The name of the file a ticker of a date is in; the ticker itself when none knows it. */
static const char *file_of(const peri_map_book *book, const char *ticker, peri_date date)
{
    size_t from = 0, until = book->n; /* the first entry not before (ticker, date) */
    while (from < until) {
        size_t middle = from + (until - from) / 2;
        if (compare(&book->entries[middle], ticker, date) < 0)
            from = middle + 1;
        else
            until = middle;
    }
    if (from < book->n && strcmp(book->entries[from].ticker, ticker) == 0)
        return book->entries[from].name;
    if (from > 0 && strcmp(book->entries[from - 1].ticker, ticker) == 0)
        return book->entries[from - 1].name;
    return ticker;
}

/* True when no other file can be meant: the stock still has the ticker, and had it on the date. */
static bool is_sure(const peri_map_file *map, const char *ticker, peri_date date)
{
    size_t n;
    peri_date last;
    const peri_map_period *periods = peri_map_file_periods(map, &n);
    return peri_map_file_is_there(map) && !peri_map_file_delisting(map, &last) &&
           strcmp(periods[n - 1].ticker, ticker) == 0 && periods[n - 1].first <= date;
}

/* Take the map, or one without a file when the stock began after the date. */
static int settle(peri_map_file *map, const char *ticker, peri_date date, peri_map_file **out,
                  peri_error *err)
{
    if (!peri_map_file_is_there(map) || peri_map_file_first_date(map) <= date) {
        *out = map;
        return PERI_OK;
    }
    peri_map_file_close(map);
    return peri_map_file_make(ticker, out, err);
}

/* ticker: in lower case. */
static int find(peri_map_book *book, const char *ticker, peri_date date, peri_map_file **out,
                peri_error *err)
{
    peri_map_file *map;
    int rc = peri_map_file_open(book->root, book->market, ticker, &map, err);
    if (rc != PERI_OK)
        return rc;
    if (is_sure(map, ticker, date))
        return settle(map, ticker, date, out, err);
    peri_map_file_close(map);
    rc = list(book, err);
    if (rc == PERI_OK)
        rc = peri_map_file_open(book->root, book->market, file_of(book, ticker, date), &map, err);
    return rc == PERI_OK ? settle(map, ticker, date, out, err) : rc;
}

int peri_map_book_find(peri_map_book *book, const char *ticker, peri_date date, peri_map_file **out,
                       peri_error *err)
{
    *out = NULL;
    char *lower = peri_strdup(ticker);
    if (!lower)
        return fail_memory(err);
    peri_lower_text(lower);
    int rc = find(book, lower, date, out, err);
    peri_free(lower);
    return rc;
}

int peri_map_book_open(const char *root, const char *market, peri_map_book **out, peri_error *err)
{
    peri_buf folder;
    *out = NULL;
    peri_buf_init(&folder);
    int rc = peri_corporate_path(&folder, root, market, "map_files", NULL, err);
    peri_buf_deinit(&folder);
    if (rc != PERI_OK)
        return rc;
    peri_map_book *book = peri_calloc(1, sizeof *book);
    if (!book)
        return fail_memory(err);
    book->root = peri_strdup(root);
    book->market = peri_strdup(market);
    if (!book->root || !book->market) {
        peri_map_book_close(book);
        return fail_memory(err);
    }
    *out = book;
    return PERI_OK;
}

void peri_map_book_close(peri_map_book *book)
{
    if (!book)
        return;
    clear(book);
    peri_free(book->root);
    peri_free(book->market);
    peri_free(book);
}
