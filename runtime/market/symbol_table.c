/* symbol_table.c - reading the symbol-properties database. Layer 2. */
#include "market/symbol_table.h"

#include "base/mem.h"
#include "base/words.h"
#include "market/csv_fields.h"
#include "market/excerpt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const peri_symbol_column_names[PERI_SYMBOL_COLUMNS] = {"market",
                                                                   "symbol",
                                                                   "type",
                                                                   "description",
                                                                   "quote_currency",
                                                                   "contract_multiplier",
                                                                   "minimum_price_variation",
                                                                   "lot_size",
                                                                   "market_ticker",
                                                                   "minimum_order_size"};

enum {
    LONGEST_KEY = 160
};

static int no_memory(peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "symbol properties: no memory");
}

static int fail_row(const peri_symbol_database *database, int64_t number,
                    const peri_text_line *line, peri_error *err)
{
    char shown[PERI_EXCERPT_TEXT];
    if (line->cut)
        return peri_fail(err, PERI_EFORMAT, "%s:%lld: row is longer than %d bytes", database->path,
                         (long long)number, PERI_TEXT_LINE);
    return peri_fail(err, PERI_EFORMAT,
                     "%s:%lld: row was '%s'; expected market,symbol,type and their properties",
                     database->path, (long long)number, peri_excerpt(line->text, line->len, shown));
}

static void add_lower(peri_buf *keys, peri_csv_field field, char behind)
{
    for (size_t i = 0; i < field.len; i++)
        peri_buf_byte(keys, peri_lower(field.text[i]));
    peri_buf_byte(keys, behind);
}

/* Note a row. Its pointers are set when all rows are there, since the texts move until then. */
static int add_record(peri_symbol_database *database, int64_t number, const peri_text_line *line,
                      peri_error *err)
{
    peri_csv_field fields[PERI_SYMBOL_TYPE + 1];
    bool fits =
        !line->cut && !memchr(line->text, '\0', line->len) &&
        peri_csv_split(line->text, line->len, fields, PERI_SYMBOL_TYPE + 1) > PERI_SYMBOL_TYPE;
    if (!fits || fields[PERI_SYMBOL_MARKET].len == 0 || fields[PERI_SYMBOL_SYMBOL].len == 0 ||
        fields[PERI_SYMBOL_TYPE].len == 0 ||
        fields[PERI_SYMBOL_MARKET].len + fields[PERI_SYMBOL_SYMBOL].len +
                fields[PERI_SYMBOL_TYPE].len + 3 >
            LONGEST_KEY)
        return fail_row(database, number, line, err);
    void *records = database->records;
    if (peri_grow(&records, &database->cap, database->n + 1, sizeof *database->records) != PERI_OK)
        return no_memory(err);
    database->records = records;
    database->records[database->n++] = (peri_symbol_record){.line = number};
    add_lower(&database->keys, fields[PERI_SYMBOL_TYPE], ',');
    add_lower(&database->keys, fields[PERI_SYMBOL_MARKET], ',');
    add_lower(&database->keys, fields[PERI_SYMBOL_SYMBOL], '\0');
    peri_buf_add(&database->text, line->text, line->len);
    peri_buf_byte(&database->text, '\0');
    return database->keys.failed || database->text.failed ? no_memory(err) : PERI_OK;
}

static int check_header(const peri_symbol_database *database, int64_t number,
                        const peri_text_line *line, peri_error *err)
{
    peri_csv_field fields[PERI_SYMBOL_NEEDED_COLUMNS];
    char shown[PERI_EXCERPT_TEXT];
    bool good =
        !line->cut && peri_csv_split(line->text, line->len, fields, PERI_SYMBOL_NEEDED_COLUMNS) >=
                          PERI_SYMBOL_NEEDED_COLUMNS;
    for (int i = 0; i < PERI_SYMBOL_NEEDED_COLUMNS && good; i++)
        good = peri_word_is(fields[i].text, fields[i].len, peri_symbol_column_names[i]);
    if (good)
        return PERI_OK;
    return peri_fail(err, PERI_EFORMAT,
                     "%s:%lld: header was '%s'; expected 'market,symbol,type,description,"
                     "quote_currency,contract_multiplier,minimum_price_variation,lot_size,...'",
                     database->path, (long long)number, peri_excerpt(line->text, line->len, shown));
}

static int read_lines(peri_symbol_database *database, peri_text_file *file, peri_error *err)
{
    peri_text_line line;
    bool has_header = false;
    int rc = PERI_OK, more;
    for (int64_t number = 1; rc == PERI_OK && (more = peri_text_file_next(file, &line, err)) != 0;
         number++) {
        if (more < 0)
            return more;
        peri_csv_skip_mark(&line, number);
        peri_csv_trim_end(&line);
        if (!line.cut && (line.len == 0 || line.text[0] == '#'))
            continue;
        rc = has_header ? add_record(database, number, &line, err)
                        : check_header(database, number, &line, err);
        has_header = true;
    }
    return rc;
}

static int by_key(const void *a, const void *b)
{
    const peri_symbol_record *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

static void sort_records(peri_symbol_database *database)
{
    const char *key = peri_buf_str(&database->keys), *row = peri_buf_str(&database->text);
    for (size_t i = 0; i < database->n; i++) {
        database->records[i].key = key;
        database->records[i].row = row;
        key += strlen(key) + 1;
        row += strlen(row) + 1;
    }
    if (database->n > 1)
        qsort(database->records, database->n, sizeof *database->records, by_key);
}

/* A file that is not there is no error. */
static int read_file(peri_symbol_database *database, peri_error *err)
{
    peri_text_file file;
    peri_error why = {0, ""};
    int rc = peri_text_file_open(&file, database->path, &why);
    if (rc == PERI_ENOTFOUND)
        return PERI_OK;
    if (rc != PERI_OK) {
        if (err)
            *err = why;
        return rc;
    }
    rc = read_lines(database, &file, err);
    peri_text_file_close(&file);
    if (rc == PERI_OK)
        sort_records(database);
    return rc;
}

int peri_symbol_database_open(const char *root, peri_symbol_database **out, peri_error *err)
{
    peri_symbol_database *database = peri_calloc(1, sizeof *database);
    peri_buf path;
    peri_buf_init(&path);
    if (root)
        peri_buf_printf(&path, "%s/symbol-properties/symbol-properties-database.csv", root);
    if (!database || path.failed) {
        peri_buf_deinit(&path);
        peri_free(database);
        return no_memory(err);
    }
    database->path = path.data; /* owned by the database from here on */
    peri_buf_init(&database->keys);
    peri_buf_init(&database->text);
    int rc = root ? read_file(database, err) : PERI_OK;
    if (rc == PERI_OK)
        *out = database;
    else
        peri_symbol_database_close(database);
    return rc;
}

void peri_symbol_database_close(peri_symbol_database *database)
{
    if (!database)
        return;
    peri_buf_deinit(&database->keys);
    peri_buf_deinit(&database->text);
    peri_free(database->records);
    peri_free(database->path);
    peri_free(database);
}

const peri_symbol_record *peri_symbol_table_find(const peri_symbol_database *database,
                                                 const char *type, const char *market,
                                                 const char *ticker)
{
    char key[LONGEST_KEY];
    int len = snprintf(key, sizeof key, "%s,%s,%s", type, market, ticker);
    if (len < 0 || len >= LONGEST_KEY)
        return NULL;
    peri_lower_text(key);
    size_t from = 0, until = database->n; /* the first record from `key` on lies in [from, until] */
    while (from < until) {
        size_t middle = from + (until - from) / 2;
        if (strcmp(database->records[middle].key, key) < 0)
            from = middle + 1;
        else
            until = middle;
    }
    bool is_there = from < database->n && strcmp(database->records[from].key, key) == 0;
    return is_there ? &database->records[from] : NULL;
}
