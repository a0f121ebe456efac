/* row.c - reading rows of numbers and handing them to their form. Layer 2. */
#include "market/row_form.h"

#include "market/excerpt.h"
#include "market/number.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void peri_rows_init(peri_rows *rows, const peri_row_form *form, const peri_read_options *options,
                    int fields)
{
    *rows = (peri_rows){.column_count = fields,
                        .width = fields,
                        .price_unit = 1,
                        .name = "",
                        .form = form,
                        .last_end_ns = INT64_MIN};
    for (int i = 0; i < fields; i++)
        rows->columns[i] = (peri_row_column){i, i};
    peri_bar_spans_init(&rows->spans, options);
}

/* ---- messages ---- */

static int fail_at(const peri_rows *rows, const peri_row *row, const char *at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static int fail_at(const peri_rows *rows, const peri_row *row, const char *at, const char *fmt, ...)
{
    char says[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(says, sizeof says, fmt, args);
    va_end(args);
    return peri_fail(row->err, PERI_EFORMAT, "%s:%lld:%lld: %s", rows->name, (long long)rows->line,
                     (long long)(at - row->text) + 1, says);
}

/* End of the field that begins at p. */
static const char *field_end(const char *p, const char *end)
{
    const char *comma = memchr(p, ',', (size_t)(end - p));
    return comma ? comma : end;
}

static void trim(const char **p, const char **end)
{
    while (*p < *end && **p == ' ')
        ++*p;
    while (*end > *p && (*end)[-1] == ' ')
        --*end;
}

const char *peri_row_text(const peri_row *row, int field, size_t *len)
{
    const char *p = row->field[field];
    assert(p); /* a row of the right width has all its fields */
    const char *end = field_end(p, row->end);
    trim(&p, &end);
    *len = (size_t)(end - p);
    return p;
}

int peri_row_fail(const peri_rows *rows, const peri_row *row, int field, const char *expected)
{
    char shown[PERI_EXCERPT_TEXT];
    size_t len;
    const char *text = peri_row_text(row, field, &len);
    return fail_at(rows, row, text, "%s was '%s'; expected %s", rows->form->names[field],
                   peri_excerpt(text, len, shown), expected);
}

int peri_row_fail_pair(const peri_rows *rows, const peri_row *row, int field, const char *relation,
                       int other)
{
    char value[PERI_NUMBER_TEXT], limit[PERI_NUMBER_TEXT];
    peri_number_format(row->number[field], value);
    peri_number_format(row->number[other], limit);
    return fail_at(rows, row, row->field[field], "%s was %s, %s %s %s", rows->form->names[field],
                   value, relation, rows->form->names[other], limit);
}

/* ---- fields ---- */

/* Read a number up to the next comma or the end; spaces around it are allowed. */
static const char *read_number(const char *p, const char *end, double *out)
{
    const char *stop = peri_number_parse(p, end, out);
    if (stop && (stop == end || *stop == ','))
        return stop;
    const char *comma = field_end(p, end);
    stop = comma;
    trim(&p, &stop);
    return p < stop && peri_number_parse(p, stop, out) == stop ? comma : NULL;
}

/* Read ms since midnight. Returns NULL or what was expected. */
static const char *read_milliseconds(const peri_rows *rows, const char *p, const char *end,
                                     peri_time_text *out)
{
    double ms;
    bool whole = !rows->form->is_tick;
    if (peri_number_parse(p, end, &ms) != end || !(ms >= 0 && ms < 86400000) ||
        (whole && ms != floor(ms)))
        return whole ? "whole milliseconds since midnight, 0 to 86399999"
                     : "milliseconds since midnight, 0 to below 86400000";
    *out = (peri_time_text){peri_time_at(rows->date, (int64_t)(ms * 1e6 + 0.5)), false, false};
    return NULL;
}

static const char *read_time(const peri_rows *rows, peri_row *row, const char *p,
                             const char **expected)
{
    const char *comma = field_end(p, row->end);
    const char *stop = comma;
    trim(&p, &stop);
    if (rows->clock == PERI_ROW_CLOCK_MILLISECONDS)
        *expected = read_milliseconds(rows, p, stop, &row->time);
    else
        *expected = peri_time_parse(p, (size_t)(stop - p), &row->time);
    /* a day's bar taken for the first minute's would show the close hours too early */
    if (!*expected && row->time.is_date && rows->spans.options->resolution != PERI_RES_DAILY)
        *expected =
            "a date with a time of day, since the bars were asked for with a resolution finer "
            "than Resolution.Daily";
    return *expected ? NULL : comma;
}

/* A number that may be left out: the end of the field when it is blank, else NULL. */
static const char *read_blank(const char *p, const char *end, double *out)
{
    const char *comma = field_end(p, end);
    const char *stop = comma;
    trim(&p, &stop);
    *out = 0;
    return p == stop ? comma : NULL;
}

static const char *read_field(const peri_rows *rows, peri_row *row, int field,
                              const char **expected)
{
    const char *p = row->field[field];
    double *number = &row->number[field];
    if (field == PERI_ROW_TIME)
        return read_time(rows, row, p, expected);
    if (rows->form->text_fields >> field & 1)
        return field_end(p, row->end);
    *expected = "a number";
    const char *stop = read_number(p, row->end, number);
    return stop || !rows->form->blank_is_zero ? stop : read_blank(p, row->end, number);
}

static int check_width(const peri_rows *rows, const peri_row *row)
{
    int64_t n = 1;
    for (const char *p = row->text; (p = field_end(p, row->end)) < row->end; p++)
        n++;
    if (n == rows->width)
        return PERI_OK;
    return fail_at(rows, row, row->text, "row has %lld field%s; expected %lld", (long long)n,
                   n == 1 ? "" : "s", (long long)rows->width);
}

static int read_fields(const peri_rows *rows, peri_row *row)
{
    const char *p = row->text; /* NULL behind the last field */
    int64_t at = 0;
    for (int i = 0; i < rows->column_count; i++) {
        const peri_row_column *column = &rows->columns[i];
        const char *expected = NULL;
        for (; at < column->at && p; at++) {
            p = field_end(p, row->end);
            p = p < row->end ? p + 1 : NULL;
        }
        row->field[column->field] = p;
        p = p ? read_field(rows, row, column->field, &expected) : NULL;
        if (!p) { /* a wrong number of fields is the likelier reason */
            int rc = check_width(rows, row);
            return rc != PERI_OK ? rc : peri_row_fail(rows, row, column->field, expected);
        }
        p = p < row->end ? p + 1 : NULL;
        at++;
    }
    return at == rows->width && !p ? PERI_OK : check_width(rows, row);
}

/* ---- times ---- */

/* The instant of a row; a row must lie after the one before. */
static int read_instant(peri_rows *rows, const peri_row *row, int64_t *utc_ns)
{
    if (!peri_bar_spans_instant(&rows->spans, &row->time, utc_ns))
        return peri_row_fail(rows, row, PERI_ROW_TIME, "a year from 1700 to 2250");
    if (!rows->has_last || *utc_ns > rows->last_utc ||
        (rows->form->is_tick && *utc_ns == rows->last_utc))
        return PERI_OK;
    char last[PERI_TIME_TEXT], expected[PERI_TIME_TEXT + 48];
    peri_time_format(row->time.is_utc
                         ? rows->last_utc
                         : peri_zone_to_local(rows->spans.options->zone, rows->last_utc),
                     last);
    snprintf(expected, sizeof expected, "%s the row before (%s%s)",
             rows->form->is_tick ? "no time before that of" : "a time after", last,
             row->time.is_utc ? " UTC" : "");
    return peri_row_fail(rows, row, PERI_ROW_TIME, expected);
}

/* Bars of a series end one after the other, also where two times of a day mean the same day. */
static int check_end(const peri_rows *rows, const peri_row *row, int64_t end_ns)
{
    if (end_ns > rows->last_end_ns || (rows->form->is_tick && end_ns == rows->last_end_ns))
        return PERI_OK;
    char last[PERI_TIME_TEXT], expected[PERI_TIME_TEXT + 48];
    peri_time_format(rows->last_end_ns, last);
    snprintf(expected, sizeof expected, "%s the one before (%s UTC)",
             rows->form->is_tick ? "a tick that is not before" : "a bar that ends after", last);
    return peri_row_fail(rows, row, PERI_ROW_TIME, expected);
}

/* Whether the item of a row is wanted, and the stretch it is for. */
static bool place(peri_rows *rows, const peri_row *row, int64_t utc_ns, int64_t *start_ns,
                  int64_t *end_ns)
{
    if (!rows->form->is_tick && !rows->form->is_raw)
        return peri_bar_spans_place(&rows->spans, &row->time, utc_ns, start_ns, end_ns);
    *start_ns = *end_ns = utc_ns;
    return rows->form->is_raw || peri_bar_spans_holds(&rows->spans, utc_ns);
}

static int take_row(peri_rows *rows, peri_row *row)
{
    int64_t utc_ns, start_ns, end_ns;
    int rc = read_fields(rows, row);
    if (rc == PERI_OK)
        rc = rows->form->check(rows, row);
    if (rc == PERI_OK)
        rc = read_instant(rows, row, &utc_ns);
    if (rc != PERI_OK)
        return rc;
    if (place(rows, row, utc_ns, &start_ns, &end_ns)) {
        rc = check_end(rows, row, end_ns);
        if (rc != PERI_OK)
            return rc;
        if (rows->form->add(rows, row, start_ns, end_ns) != PERI_OK)
            return peri_fail(row->err, PERI_ENOMEM, "%s:%lld: out of memory", rows->name,
                             (long long)rows->line);
        rows->last_end_ns = end_ns;
        rows->report.kept++;
    } else {
        rows->report.outside++;
    }
    rows->has_last = true;
    rows->last_utc = utc_ns;
    return PERI_OK;
}

/* ---- streams ---- */

static bool is_blank(const char *p, const char *end)
{
    while (p < end && *p == ' ')
        p++;
    return p == end;
}

/* A row was refused: fail, or count it and keep the first message. */
static int refuse(peri_rows *rows, int rc, const peri_error *says, peri_error *err)
{
    if (rc != PERI_EFORMAT || !rows->spans.options->skip_bad_rows) {
        if (err)
            *err = *says;
        return rc;
    }
    if (rows->report.bad_rows++ == 0)
        snprintf(rows->report.first_bad, sizeof rows->report.first_bad, "%.*s",
                 (int)sizeof rows->report.first_bad - 1, says->text);
    return PERI_OK;
}

int peri_rows_take(peri_rows *rows, const char *line, size_t len, peri_error *err)
{
    const char *end = line + len;
    rows->line++;
    if (len > 0 && end[-1] == '\r')
        end--;
    if (is_blank(line, end))
        return PERI_OK;
    rows->report.rows++;
    peri_error says;
    peri_row row = {.text = line, .end = end, .err = &says};
    int rc = take_row(rows, &row);
    return rc == PERI_OK ? PERI_OK : refuse(rows, rc, &says, err);
}

int peri_rows_take_overlong(peri_rows *rows, int64_t max_len, peri_error *err)
{
    peri_error says;
    rows->line++;
    rows->report.rows++;
    int rc = peri_fail(&says, PERI_EFORMAT,
                       "%s:%lld:1: row is longer than %lld bytes; expected %lld fields", rows->name,
                       (long long)rows->line, (long long)max_len, (long long)rows->width);
    return refuse(rows, rc, &says, err);
}

int peri_rows_take_text(peri_rows *rows, const char *text, size_t len, peri_error *err)
{
    const char *end = text + len;
    int rc = PERI_OK;
    while (text < end && rc == PERI_OK) {
        const char *feed = memchr(text, '\n', (size_t)(end - text));
        const char *stop = feed ? feed : end;
        rc = peri_rows_take(rows, text, (size_t)(stop - text), err);
        text = feed ? feed + 1 : end;
    }
    return rc;
}

int peri_rows_finish(peri_rows *rows, int rc, peri_read_report *report)
{
    rows->form->end(rows, rc == PERI_OK);
    if (rc != PERI_OK)
        return rc;
    report->rows += rows->report.rows;
    report->kept += rows->report.kept;
    report->bad_rows += rows->report.bad_rows;
    report->outside += rows->report.outside;
    if (report->first_bad[0] == '\0')
        memcpy(report->first_bad, rows->report.first_bad, sizeof report->first_bad);
    return PERI_OK;
}
