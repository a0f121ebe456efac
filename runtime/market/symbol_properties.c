/* symbol_properties.c - see symbol_properties.h. Layer 2. */
#include "market/symbol_table.h"

#include "base/words.h"
#include "market/csv_fields.h"
#include "market/excerpt.h"
#include "market/number.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* ---- a row ---- */

static int fail_field(const peri_symbol_database *database, const peri_symbol_record *record,
                      peri_symbol_column column, const peri_csv_field *field, const char *expected,
                      peri_error *err)
{
    char shown[PERI_EXCERPT_TEXT];
    return peri_fail(err, PERI_EFORMAT, "%s:%lld: %s was '%s'; expected %s", database->path,
                     (long long)record->line, peri_symbol_column_names[column],
                     peri_excerpt(field->text, field->len, shown), expected);
}

static int read_number(const peri_symbol_database *database, const peri_symbol_record *record,
                       const peri_csv_field *fields, peri_symbol_column column, double *out,
                       peri_error *err)
{
    const peri_csv_field *field = &fields[column];
    double value;
    if (field->len == 0 && column >= PERI_SYMBOL_NEEDED_COLUMNS)
        return PERI_OK; /* its text is NULL where the line is shorter */
    const char *end = field->text + field->len;
    if (peri_number_parse(field->text, end, &value) != end || !(value > 0 && value < HUGE_VAL))
        return fail_field(database, record, column, field, "a number above 0", err);
    *out = value;
    return PERI_OK;
}

static int read_currency(const peri_symbol_database *database, const peri_symbol_record *record,
                         const peri_csv_field *field, char *out, peri_error *err)
{
    bool good = field->len > 0 && field->len < PERI_CURRENCY_TEXT;
    for (size_t i = 0; i < field->len && good; i++)
        good = field->text[i] > ' ' && field->text[i] < 0x7f;
    if (!good)
        return fail_field(database, record, PERI_SYMBOL_QUOTE_CURRENCY, field,
                          "a currency like 'USD'", err);
    memcpy(out, field->text, field->len);
    out[field->len] = '\0';
    return PERI_OK;
}

/* Cut at a whole character. */
static void read_text(const peri_csv_field *field, char out[PERI_SYMBOL_TEXT])
{
    size_t len = field->len < PERI_SYMBOL_TEXT ? field->len : PERI_SYMBOL_TEXT - 1;
    while (len < field->len && len > 0 && ((unsigned char)field->text[len] & 0xC0) == 0x80)
        len--;
    if (len > 0) /* else there may be no text */
        memcpy(out, field->text, len);
    out[len] = '\0';
}

static int check_row(const peri_symbol_database *database, const peri_symbol_record *record,
                     size_t fields, peri_error *err)
{
    const peri_symbol_record *next = record + 1;
    if (next < database->records + database->n && strcmp(next->key, record->key) == 0)
        return peri_fail(err, PERI_EFORMAT, "%s:%lld: '%s' is there already, in line %lld",
                         database->path, (long long)next->line, record->key,
                         (long long)record->line);
    if (fields < PERI_SYMBOL_NEEDED_COLUMNS || fields > PERI_SYMBOL_MOST_COLUMNS)
        return peri_fail(err, PERI_EFORMAT, "%s:%lld: row has %zu field%s; expected %d to %d",
                         database->path, (long long)record->line, fields, fields == 1 ? "" : "s",
                         PERI_SYMBOL_NEEDED_COLUMNS, PERI_SYMBOL_MOST_COLUMNS);
    return PERI_OK;
}

static int read_row(const peri_symbol_database *database, const peri_symbol_record *record,
                    peri_symbol_properties *out, peri_error *err)
{
    peri_csv_field fields[PERI_SYMBOL_COLUMNS] = {{"", 0}};
    struct {
        peri_symbol_column column;
        double *value;
    } const numbers[] = {
        {PERI_SYMBOL_MULTIPLIER, &out->multiplier},
        {PERI_SYMBOL_TICK, &out->tick},
        {PERI_SYMBOL_LOT_SIZE, &out->lot_size},
        {PERI_SYMBOL_MINIMUM_ORDER_SIZE, &out->minimum_order_size},
    };
    int rc = check_row(
        database, record,
        peri_csv_split(record->row, strlen(record->row), fields, PERI_SYMBOL_COLUMNS), err);
    if (rc == PERI_OK)
        rc = read_currency(database, record, &fields[PERI_SYMBOL_QUOTE_CURRENCY],
                           out->quote_currency, err);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && rc == PERI_OK; i++)
        rc = read_number(database, record, fields, numbers[i].column, numbers[i].value, err);
    if (rc == PERI_OK) {
        read_text(&fields[PERI_SYMBOL_DESCRIPTION], out->description);
        read_text(&fields[PERI_SYMBOL_MARKET_TICKER], out->market_ticker);
    }
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
    peri_symbol_properties made = {
        .quote_currency = "USD", .multiplier = 1, .tick = 0.01, .lot_size = 1};
    int rc = PERI_OK;
    const peri_symbol_record *record = peri_symbol_table_find(database, name, market, ticker);
    if (!record)
        record = peri_symbol_table_find(database, name, market, "[*]");
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
