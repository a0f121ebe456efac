/* symbol_properties.c - see symbol_properties.h. Layer 2. */
#include "market/symbol_properties.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "market/csv_fields.h"
#include "market/excerpt.h"
#include "market/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns of a row. */
enum column {
    MARKET,
    SYMBOL,
    TYPE,
    DESCRIPTION,
    QUOTE_CURRENCY,
    MULTIPLIER,
    TICK,
    LOT_SIZE,
    MARKET_TICKER,
    MINIMUM_ORDER_SIZE,
    PRICE_MAGNIFIER,
    STRIKE_MULTIPLIER,
    COLUMNS,
    NEEDED_COLUMNS = MARKET_TICKER
};

static const char *const column_names[] = {"market",
                                           "symbol",
                                           "type",
                                           "description",
                                           "quote_currency",
                                           "contract_multiplier",
                                           "minimum_price_variation",
                                           "lot_size",
                                           "market_ticker",
                                           "minimum_order_size",
                                           "price_magnifier",
                                           "strike_multiplier"};

enum {
    LONGEST_KEY = 160
};

/* A row nobody has looked into yet. */
struct record {
    const char *key; /* "type,market,symbol" in lower case; in the database's keys */
    const char *row; /* in the database's text, terminated */
    int64_t line;
};

struct peri_symbol_database {
    char *path;
    peri_buf keys, text;    /* of the records, each with its terminator */
    struct record *records; /* shape [n], ascending by key and line; owned */
    size_t n, cap;
};

static int no_memory(peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "symbol properties: no memory");
}

/* ---- reading ---- */

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
    peri_csv_field fields[TYPE + 1];
    bool fits = !line->cut && !memchr(line->text, '\0', line->len) &&
                peri_csv_split(line->text, line->len, fields, TYPE + 1) > TYPE;
    if (!fits || fields[MARKET].len == 0 || fields[SYMBOL].len == 0 || fields[TYPE].len == 0 ||
        fields[MARKET].len + fields[SYMBOL].len + fields[TYPE].len + 3 > LONGEST_KEY)
        return fail_row(database, number, line, err);
    void *records = database->records;
    if (peri_grow(&records, &database->cap, database->n + 1, sizeof *database->records) != PERI_OK)
        return no_memory(err);
    database->records = records;
    database->records[database->n++] = (struct record){.line = number};
    add_lower(&database->keys, fields[TYPE], ',');
    add_lower(&database->keys, fields[MARKET], ',');
    add_lower(&database->keys, fields[SYMBOL], '\0');
    peri_buf_add(&database->text, line->text, line->len);
    peri_buf_byte(&database->text, '\0');
    return database->keys.failed || database->text.failed ? no_memory(err) : PERI_OK;
}

static int check_header(const peri_symbol_database *database, int64_t number,
                        const peri_text_line *line, peri_error *err)
{
    peri_csv_field fields[NEEDED_COLUMNS];
    char shown[PERI_EXCERPT_TEXT];
    bool good = !line->cut &&
                peri_csv_split(line->text, line->len, fields, NEEDED_COLUMNS) >= NEEDED_COLUMNS;
    for (int i = 0; i < NEEDED_COLUMNS && good; i++)
        good = peri_word_is(fields[i].text, fields[i].len, column_names[i]);
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
    const struct record *x = a, *y = b;
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

/* ---- looking up ---- */

/* The first record of a key, NULL when there is none. */
static const struct record *find(const peri_symbol_database *database, const char *type,
                                 const char *market, const char *ticker)
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

static int fail_field(const peri_symbol_database *database, const struct record *record,
                      enum column column, const peri_csv_field *field, const char *expected,
                      peri_error *err)
{
    char shown[PERI_EXCERPT_TEXT];
    return peri_fail(err, PERI_EFORMAT, "%s:%lld: %s was '%s'; expected %s", database->path,
                     (long long)record->line, column_names[column],
                     peri_excerpt(field->text, field->len, shown), expected);
}

/* A number above 0; 0 stays what it is when the field is blank. */
static int read_number(const peri_symbol_database *database, const struct record *record,
                       const peri_csv_field *fields, enum column column, double *out,
                       peri_error *err)
{
    const peri_csv_field *field = &fields[column];
    const char *end = field->text + field->len;
    double value;
    if (field->len == 0 && column >= NEEDED_COLUMNS)
        return PERI_OK;
    if (peri_number_parse(field->text, end, &value) != end || !(value > 0 && value < HUGE_VAL))
        return fail_field(database, record, column, field, "a number above 0", err);
    *out = value;
    return PERI_OK;
}

static int read_currency(const peri_symbol_database *database, const struct record *record,
                         const peri_csv_field *field, char *out, peri_error *err)
{
    bool good = field->len > 0 && field->len < PERI_CURRENCY_TEXT;
    for (size_t i = 0; i < field->len && good; i++)
        good = field->text[i] > ' ' && field->text[i] < 0x7f;
    if (!good)
        return fail_field(database, record, QUOTE_CURRENCY, field, "a currency like 'USD'", err);
    memcpy(out, field->text, field->len);
    out[field->len] = '\0';
    return PERI_OK;
}

static int check_row(const peri_symbol_database *database, const struct record *record,
                     size_t fields, peri_error *err)
{
    const struct record *next = record + 1;
    if (next < database->records + database->n && strcmp(next->key, record->key) == 0)
        return peri_fail(err, PERI_EFORMAT, "%s:%lld: '%s' is there already, in line %lld",
                         database->path, (long long)next->line, record->key,
                         (long long)record->line);
    if (fields < NEEDED_COLUMNS || fields > COLUMNS)
        return peri_fail(err, PERI_EFORMAT, "%s:%lld: row has %zu field%s; expected %d to %d",
                         database->path, (long long)record->line, fields, fields == 1 ? "" : "s",
                         NEEDED_COLUMNS, COLUMNS);
    return PERI_OK;
}

static int read_row(const peri_symbol_database *database, const struct record *record,
                    peri_symbol_properties *out, peri_error *err)
{
    peri_csv_field fields[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        fields[i] = (peri_csv_field){"", 0};
    struct {
        enum column column;
        double *value;
    } const numbers[] = {
        {MULTIPLIER, &out->multiplier},
        {TICK, &out->tick},
        {LOT_SIZE, &out->lot_size},
        {MINIMUM_ORDER_SIZE, &out->minimum_order_size},
        {PRICE_MAGNIFIER, &out->price_magnifier},
        {STRIKE_MULTIPLIER, &out->strike_multiplier},
    };
    int rc = check_row(database, record,
                       peri_csv_split(record->row, strlen(record->row), fields, COLUMNS), err);
    if (rc == PERI_OK)
        rc = read_currency(database, record, &fields[QUOTE_CURRENCY], out->quote_currency, err);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && rc == PERI_OK; i++)
        rc = read_number(database, record, fields, numbers[i].column, numbers[i].value, err);
    out->is_known = true;
    return rc;
}

/* ---- defaults ---- */

static bool is_letters(const char *text)
{
    for (; *text; text++)
        if (peri_lower(*text) < 'a' || peri_lower(*text) > 'z')
            return false;
    return true;
}

/* Take the last three letters of a pair as its quote currency. */
static int guess_quote(const peri_symbol_database *database, peri_security_type type,
                       const char *market, const char *ticker, peri_symbol_properties *out,
                       peri_error *err)
{
    size_t len = strlen(ticker);
    char shown[PERI_EXCERPT_TEXT];
    if (!(type == PERI_TYPE_FOREX ? len > 3 : len == 6) || !is_letters(ticker + len - 3))
        return peri_fail(err, PERI_ENOTFOUND,
                         "symbol properties: nothing tells the quote currency of %s '%s' at '%s': "
                         "no row in '%s'",
                         peri_security_type_name(type), peri_excerpt(ticker, len, shown), market,
                         database->path ? database->path : "(no file)");
    for (int i = 0; i < 3; i++) {
        char c = ticker[len - 3 + (size_t)i];
        out->quote_currency[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    out->quote_currency[3] = '\0';
    if (type == PERI_TYPE_CRYPTO)
        out->lot_size = 1e-8;
    else
        out->tick = strcmp(out->quote_currency, "JPY") == 0 ? 0.001 : 0.00001;
    return PERI_OK;
}

/* What is bought in a pair: the ticker in front of its quote currency. */
static void find_base(const char *ticker, peri_symbol_properties *out)
{
    size_t len = strlen(ticker), quote = strlen(out->quote_currency);
    if (len <= quote || len - quote >= PERI_CURRENCY_TEXT ||
        !peri_word_is(ticker + len - quote, quote, out->quote_currency))
        return;
    for (size_t i = 0; i < len - quote; i++) {
        char c = ticker[i];
        out->base_currency[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
}

int peri_symbol_properties_get(const peri_symbol_database *database, peri_security_type type,
                               const char *market, const char *ticker, peri_symbol_properties *out,
                               peri_error *err)
{
    const char *name = peri_security_type_name(type);
    bool is_pair = peri_security_type_is_pair(type);
    peri_symbol_properties made = {.quote_currency = "USD",
                                   .multiplier = 1,
                                   .tick = 0.01,
                                   .lot_size = 1,
                                   .price_magnifier = 1,
                                   .strike_multiplier = 1};
    int rc = PERI_OK;
    const struct record *record = find(database, name, market, ticker);
    if (!record)
        record = find(database, name, market, "[*]");
    if (record)
        rc = read_row(database, record, &made, err);
    else if (is_pair)
        rc = guess_quote(database, type, market, ticker, &made, err);
    if (rc != PERI_OK)
        return rc;
    if (is_pair)
        find_base(ticker, &made);
    *out = made;
    return PERI_OK;
}
