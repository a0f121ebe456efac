/* csv_reader.c - price files with a header line. Layer 2. */
#include "base/words.h"
#include "market/excerpt.h"
#include "market/reader.h"
#include "market/reel_request.h"
#include "market/row.h"
#include "market/text_file.h"

#include <stdbool.h>
#include <string.h>

#define USUAL_HEADER "date,open,high,low,close,volume"

static const struct heading {
    const char *name;
    int field;
} headings[] = {
    {"date", PERI_ROW_TIME},      {"time", PERI_ROW_TIME},   {"datetime", PERI_ROW_TIME},
    {"timestamp", PERI_ROW_TIME}, {"open", PERI_ROW_OPEN},   {"high", PERI_ROW_HIGH},
    {"low", PERI_ROW_LOW},        {"close", PERI_ROW_CLOSE}, {"volume", PERI_ROW_VOLUME},
};

enum {
    HEADINGS = sizeof headings / sizeof headings[0]
};

static const struct heading *find_heading(const char *p, size_t len)
{
    while (len > 0 && *p == ' ')
        p++, len--;
    while (len > 0 && p[len - 1] == ' ')
        len--;
    for (int i = 0; i < HEADINGS; i++)
        if (peri_word_is(p, len, headings[i].name))
            return &headings[i];
    return NULL;
}

/* Refuse a header: for another separator, for a column that is not there. */
static int fail_header(const peri_rows *rows, const peri_text_line *line, const char *missing,
                       peri_error *err)
{
    char shown[PERI_EXCERPT_TEXT];
    for (size_t i = 0; i < line->len; i++) {
        const char c = line->text[i];
        if (c != ';' && c != '\t' && c != '|')
            continue;
        const char written[] = {'\'', c, '\'', '\0'};
        return peri_fail(err, PERI_EFORMAT, "%s:%lld:%zu: separator is %s, expected ','",
                         rows->name, (long long)rows->line, i + 1, c == '\t' ? "a tab" : written);
    }
    return peri_fail(err, PERI_EFORMAT,
                     "%s:%lld:1: header '%s' has no %s column; expected a header like '%s'",
                     rows->name, (long long)rows->line, peri_excerpt(line->text, line->len, shown),
                     missing, USUAL_HEADER);
}

/* Note a column of the header, unless its meaning has been taken by one before it. */
static int add_column(peri_rows *rows, const struct heading *heading, const struct heading **seen,
                      size_t byte, peri_error *err)
{
    if (seen[heading->field])
        return peri_fail(err, PERI_EFORMAT,
                         "%s:%lld:%zu: column '%s' follows column '%s'; expected one %s column",
                         rows->name, (long long)rows->line, byte + 1, heading->name,
                         seen[heading->field]->name,
                         heading->field == PERI_ROW_TIME ? "date or time" : heading->name);
    seen[heading->field] = heading;
    rows->columns[rows->column_count++] = (peri_row_column){rows->width, heading->field};
    return PERI_OK;
}

/* Learn from the header which column holds what. */
static int read_header(peri_rows *rows, const peri_text_line *line, peri_error *err)
{
    static const char *const names[] = {"date or time", "open", "high", "low", "close"};
    const struct heading *seen[PERI_ROW_BAR_FIELDS] = {NULL};
    rows->column_count = 0;
    rows->width = 0;
    for (size_t at = 0; at <= line->len; rows->width++) {
        const char *p = line->text + at;
        const char *comma = memchr(p, ',', line->len - at);
        size_t len = comma ? (size_t)(comma - p) : line->len - at;
        const struct heading *heading = find_heading(p, len);
        int rc = heading ? add_column(rows, heading, seen, at, err) : PERI_OK;
        if (rc != PERI_OK)
            return rc;
        at += len + 1;
    }
    for (int f = PERI_ROW_OPEN; f <= PERI_ROW_CLOSE; f++)
        if (!seen[f])
            return fail_header(rows, line, names[f], err);
    return seen[PERI_ROW_TIME] ? PERI_OK : fail_header(rows, line, names[PERI_ROW_TIME], err);
}

static bool is_blank(const peri_text_line *line)
{
    for (size_t i = 0; i < line->len; i++)
        if (line->text[i] != ' ')
            return false;
    return true;
}

/* Find the header: the first line that is not empty. */
static int find_header(peri_text_file *file, peri_rows *rows, peri_error *err)
{
    peri_text_line line;
    int got;
    while ((got = peri_text_file_next(file, &line, err)) > 0) {
        rows->line++;
        if (line.cut)
            return peri_fail(err, PERI_EFORMAT,
                             "%s:%lld:1: header is longer than %d bytes; expected one like '%s'",
                             rows->name, (long long)rows->line, PERI_TEXT_LINE, USUAL_HEADER);
        if (rows->line == 1 && line.len >= 3 && memcmp(line.text, "\xef\xbb\xbf", 3) == 0)
            line.text += 3, line.len -= 3; /* byte-order mark */
        if (line.len > 0 && line.text[line.len - 1] == '\r')
            line.len--;
        if (!is_blank(&line))
            return read_header(rows, &line, err);
    }
    if (got < 0)
        return got;
    return peri_fail(err, PERI_EFORMAT, "%s: is empty; expected a header like '%s'", rows->name,
                     USUAL_HEADER);
}

static int read_rows(peri_text_file *file, peri_rows *rows, bool is_sized, peri_error *err)
{
    peri_text_line line;
    int got, rc = PERI_OK;
    while (rc == PERI_OK && (got = peri_text_file_next(file, &line, err)) != 0) {
        if (got < 0)
            return got;
        if (line.cut)
            rc = peri_rows_take_overlong(rows, PERI_TEXT_LINE, err);
        else
            rc = peri_rows_take(rows, line.text, line.len, err);
        if (rc == PERI_OK && !is_sized && rows->report.rows == 1) {
            rc = peri_rows_expect_bars(rows, file->size, line.len, err);
            is_sized = true;
        }
    }
    return rc;
}

/* Read a file into rows that were begun. */
static int read_file(const char *path, peri_rows *rows, bool is_sized, peri_source_sum *sum,
                     peri_read_report *report, peri_error *err)
{
    peri_text_file file;
    int rc = peri_text_file_open(&file, path, err);
    if (rc != PERI_OK)
        return rc;
    file.sum = sum;
    rows->name = path;
    rc = find_header(&file, rows, err);
    if (rc == PERI_OK)
        rc = read_rows(&file, rows, is_sized, err);
    peri_text_file_close(&file);
    return peri_rows_finish(rows, rc, report);
}

/* --- by way of a tape --- */

struct source {
    const char *path;
    const peri_read_options *options;
};

static void add_path(void *ctx, peri_date date, peri_buf *out)
{
    (void)date;
    peri_buf_text(out, ((const struct source *)ctx)->path);
}

static int parse(void *ctx, const char *path, peri_date date, peri_tape_writer *to,
                 peri_source_sum *sum, peri_read_report *report, peri_error *err)
{
    peri_rows rows;
    (void)date;
    peri_rows_bars_onto_tape(&rows, ((const struct source *)ctx)->options, to);
    return read_file(path, &rows, true, sum, report, err);
}

int peri_csv_reel(const char *path, const peri_read_options *options, peri_reel *reel,
                  bool *possible, peri_read_report *report, peri_error *err)
{
    static const peri_date whole[] = {0};
    struct source source = {path, options};
    peri_tape_request request = {
        .form = peri_tape_form_for(PERI_LEAN_TRADE, options),
        .dates = whole,
        .n = 1,
        .last = 1,
        .skip_bad_rows = options->skip_bad_rows,
        .path = add_path,
        .takes_sum = true,
        .parse = parse,
        .ctx = &source,
    };
    return peri_reel_request(reel, options, "csv", path, &request, possible, report, err);
}

int peri_csv_read(const char *path, const peri_read_options *options, peri_series *series,
                  peri_read_report *report, peri_error *err)
{
    peri_rows rows;
    bool done;
    int rc = peri_reel_read_csv(path, options, series, &done, report, err);
    if (rc != PERI_OK || done)
        return rc;
    peri_rows_into_bars(&rows, options, series);
    return read_file(path, &rows, false, NULL, report, err);
}
