/* dated_rows.c - reading rows that begin with a date. Layer 2. */
#include "market/dated_rows.h"

#include "market/excerpt.h"
#include "market/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The rows of one file while they are read. */
struct reading {
    const char *name;
    const peri_dated_taker *taker;
    peri_error *err;
    long line; /* read last, 0 before the first */
    bool has_last;
    peri_date last; /* date of the row before */
};

int peri_dated_row_fail(const peri_dated_row *row, size_t field, const char *field_name,
                        const char *expected, peri_error *err)
{
    char shown[PERI_EXCERPT_TEXT];
    const peri_csv_field *at = &row->fields[field];
    return peri_fail(err, PERI_EFORMAT, "%s:%ld:%ld: %s was '%s'; expected %s", row->name,
                     row->line, (long)(at->text - row->text) + 1, field_name,
                     peri_excerpt(at->text, at->len, shown), expected);
}

bool peri_dated_row_number(const peri_dated_row *row, size_t field, double *out)
{
    const char *end = row->fields[field].text + row->fields[field].len;
    return peri_number_parse(row->fields[field].text, end, out) == end && isfinite(*out);
}

/* `yyyyMMdd` and nothing else. */
static bool read_date(const peri_csv_field *field, peri_date *out)
{
    int value[3] = {0, 0, 0}; /* year, month, day */
    if (field->len != 8)
        return false;
    for (size_t i = 0; i < 8; i++) {
        char digit = field->text[i];
        if (digit < '0' || digit > '9')
            return false;
        int *part = &value[i < 4 ? 0 : i < 6 ? 1 : 2];
        *part = *part * 10 + (digit - '0');
    }
    if (value[0] < 1700 || value[0] > 2250 || !peri_date_valid(value[0], value[1], value[2]))
        return false;
    *out = peri_date_make(value[0], value[1], value[2]);
    return true;
}

static int fail_width(const struct reading *r, const peri_dated_row *row, size_t n, size_t len)
{
    char shown[PERI_EXCERPT_TEXT], least[32] = "";
    if (r->taker->least_fields < r->taker->fields)
        snprintf(least, sizeof least, "%zu or ", r->taker->least_fields);
    return peri_fail(r->err, PERI_EFORMAT, "%s:%ld:1: row '%s' has %zu field%s; expected %s%zu: %s",
                     r->name, row->line, peri_excerpt(row->text, len, shown), n, n == 1 ? "" : "s",
                     least, r->taker->fields, r->taker->what);
}

static int take_date(struct reading *r, peri_dated_row *row)
{
    char expected[64] = "a date as yyyyMMdd";
    bool good = read_date(&row->fields[0], &row->date);
    if (good && r->has_last && row->date <= r->last) {
        int year, month, day;
        peri_date_split(r->last, &year, &month, &day);
        snprintf(expected, sizeof expected, "a date after the row before (%04d%02d%02d)", year,
                 month, day);
        good = false;
    }
    if (!good)
        return peri_dated_row_fail(row, 0, "date", expected, r->err);
    r->has_last = true;
    r->last = row->date;
    return PERI_OK;
}

/* Take a line without its line feed. */
static int take_line(struct reading *r, peri_text_line line)
{
    peri_csv_skip_mark(&line, ++r->line);
    if (line.len > 0 && line.text[line.len - 1] == '\r')
        line.len--;
    peri_dated_row row = {.name = r->name, .line = r->line, .text = line.text};
    if (peri_csv_trimmed(line.text, line.len).len == 0)
        return PERI_OK;
    size_t n = peri_csv_split(line.text, line.len, row.fields, PERI_DATED_FIELDS);
    if (n < r->taker->least_fields || n > r->taker->fields)
        return fail_width(r, &row, n, line.len);
    row.field_count = n;
    int rc = take_date(r, &row);
    return rc == PERI_OK ? r->taker->take(r->taker->context, &row, r->err) : rc;
}

static int finish(const struct reading *r, int rc)
{
    if (rc != PERI_OK || r->has_last)
        return rc;
    return peri_fail(r->err, PERI_EFORMAT, "%s:1:1: file was empty; expected rows: %s", r->name,
                     r->taker->what);
}

int peri_dated_rows_parse(const char *name, const char *text, size_t len,
                          const peri_dated_taker *taker, peri_error *err)
{
    struct reading r = {.name = name, .taker = taker, .err = err};
    const char *end = text + len;
    int rc = PERI_OK;
    while (text < end && rc == PERI_OK) {
        const char *feed = memchr(text, '\n', (size_t)(end - text));
        const char *stop = feed ? feed : end;
        rc = take_line(&r, (peri_text_line){text, (size_t)(stop - text), false});
        text = feed ? feed + 1 : end;
    }
    return finish(&r, rc);
}

int peri_dated_rows_read(const char *path, const peri_dated_taker *taker, peri_error *err)
{
    struct reading r = {.name = path, .taker = taker, .err = err};
    peri_text_file file;
    peri_text_line line;
    peri_error says;
    int rc = peri_text_file_open(&file, path, &says);
    if (rc != PERI_OK) {
        if (err && rc != PERI_ENOTFOUND)
            *err = says;
        return rc;
    }
    int more = 1;
    while (rc == PERI_OK && (more = peri_text_file_next(&file, &line, err)) > 0) {
        rc = line.cut ? peri_fail(err, PERI_EFORMAT, "%s:%ld:1: row is longer than %d bytes", path,
                                  r.line + 1, PERI_TEXT_LINE)
                      : take_line(&r, line);
    }
    peri_text_file_close(&file);
    return more < 0 ? more : finish(&r, rc);
}
