/* row.c - checking rows of prices and adding them to a series. Layer 2. */
#include "market/row.h"

#include "market/excerpt.h"
#include "market/number.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A row while it is read. */
struct row {
    const char *text, *end;
    const char *field[PERI_ROW_FIELDS]; /* where each begins; NULL when there is none */
    double number[PERI_ROW_TIME];       /* by peri_row_field, in units of quote currency */
    peri_time_text time;
    peri_error *err;
};

static const char *const field_names[] = {"open", "high", "low", "close", "volume", "time"};

void peri_rows_init(peri_rows *rows, const peri_read_options *options, peri_series *series)
{
    static const peri_row_field usual[] = {PERI_ROW_TIME, PERI_ROW_OPEN,  PERI_ROW_HIGH,
                                           PERI_ROW_LOW,  PERI_ROW_CLOSE, PERI_ROW_VOLUME};
    *rows = (peri_rows){.column_count = PERI_ROW_FIELDS,
                        .width = PERI_ROW_FIELDS,
                        .price_unit = 1,
                        .name = "",
                        .series = series,
                        .had = series->n};
    for (int i = 0; i < PERI_ROW_FIELDS; i++)
        rows->columns[i] = (peri_row_column){i, usual[i]};
    peri_bar_spans_init(&rows->spans, options);
}

/* ---- messages ---- */

static int fail_at(const peri_rows *rows, const struct row *row, const char *at, const char *fmt,
                   ...) __attribute__((format(printf, 4, 5)));

static int fail_at(const peri_rows *rows, const struct row *row, const char *at, const char *fmt,
                   ...)
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

/* Refuse a field: "open was 'abc'; expected a number". */
static int fail_field(const peri_rows *rows, const struct row *row, peri_row_field field,
                      const char *expected)
{
    char shown[PERI_EXCERPT_TEXT];
    const char *p = row->field[field];
    assert(p); /* a row of the right width has all its fields */
    const char *end = field_end(p, row->end);
    trim(&p, &end);
    return fail_at(rows, row, p, "%s was '%s'; expected %s", field_names[field],
                   peri_excerpt(p, (size_t)(end - p), shown), expected);
}

/* Refuse a price that does not fit another one: "open was 12, above high 11". */
static int fail_pair(const peri_rows *rows, const struct row *row, peri_row_field field,
                     const char *relation, peri_row_field other)
{
    char value[PERI_NUMBER_TEXT], limit[PERI_NUMBER_TEXT];
    peri_number_format(row->number[field], value);
    peri_number_format(row->number[other], limit);
    return fail_at(rows, row, row->field[field], "%s was %s, %s %s %s", field_names[field], value,
                   relation, field_names[other], limit);
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
    if (peri_number_parse(p, end, &ms) != end || !(ms >= 0 && ms < 86400000) || ms != floor(ms))
        return "whole milliseconds since midnight, 0 to 86399999";
    *out = (peri_time_text){peri_time_at(rows->date, (int64_t)ms * 1000000), false, false};
    return NULL;
}

static const char *read_time(const peri_rows *rows, struct row *row, const char *p,
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

static const char *read_field(const peri_rows *rows, struct row *row, peri_row_field field,
                              const char **expected)
{
    const char *p = row->field[field];
    if (field == PERI_ROW_TIME)
        return read_time(rows, row, p, expected);
    *expected = "a number";
    return read_number(p, row->end, &row->number[field]);
}

static int check_width(const peri_rows *rows, const struct row *row)
{
    int64_t n = 1;
    for (const char *p = row->text; (p = field_end(p, row->end)) < row->end; p++)
        n++;
    if (n == rows->width)
        return PERI_OK;
    return fail_at(rows, row, row->text, "row has %lld field%s; expected %lld", (long long)n,
                   n == 1 ? "" : "s", (long long)rows->width);
}

static int read_fields(const peri_rows *rows, struct row *row)
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
            return rc != PERI_OK ? rc : fail_field(rows, row, column->field, expected);
        }
        p = p < row->end ? p + 1 : NULL;
        at++;
    }
    return at == rows->width && !p ? PERI_OK : check_width(rows, row);
}

/* ---- values ---- */

/* Name what is wrong with the prices of a row. */
static int fail_prices(const peri_rows *rows, const struct row *row)
{
    const double *x = row->number;
    for (int f = PERI_ROW_OPEN; f <= PERI_ROW_VOLUME; f++)
        if (!isfinite(x[f]))
            return fail_field(rows, row, (peri_row_field)f, "a finite number");
    for (int f = PERI_ROW_OPEN; f <= PERI_ROW_CLOSE; f++)
        if (!(x[f] > 0))
            return fail_field(rows, row, (peri_row_field)f, "a price above 0");
    if (x[PERI_ROW_VOLUME] < 0)
        return fail_field(rows, row, PERI_ROW_VOLUME, "0 or more");
    if (x[PERI_ROW_HIGH] < x[PERI_ROW_LOW])
        return fail_pair(rows, row, PERI_ROW_HIGH, "below", PERI_ROW_LOW);
    peri_row_field field = PERI_ROW_OPEN;
    if (x[field] >= x[PERI_ROW_LOW] && x[field] <= x[PERI_ROW_HIGH])
        field = PERI_ROW_CLOSE;
    if (x[field] > x[PERI_ROW_HIGH])
        return fail_pair(rows, row, field, "above", PERI_ROW_HIGH);
    return fail_pair(rows, row, field, "below", PERI_ROW_LOW);
}

/* Prices in quote currency, checked. */
static int read_prices(const peri_rows *rows, struct row *row, peri_bar *bar)
{
    double *x = row->number;
    if (rows->price_unit > 1)
        for (int f = PERI_ROW_OPEN; f <= PERI_ROW_CLOSE; f++)
            x[f] /= rows->price_unit;
    bar->open = x[PERI_ROW_OPEN];
    bar->high = x[PERI_ROW_HIGH];
    bar->low = x[PERI_ROW_LOW];
    bar->close = x[PERI_ROW_CLOSE];
    bar->volume = x[PERI_ROW_VOLUME];
    bool good = bar->low > 0 && bar->low <= bar->open && bar->open <= bar->high &&
                bar->low <= bar->close && bar->close <= bar->high && bar->high < HUGE_VAL &&
                bar->volume >= 0 && bar->volume < HUGE_VAL;
    return good ? PERI_OK : fail_prices(rows, row);
}

/* The instant of a row; a row must lie after the one before. */
static int read_instant(peri_rows *rows, const struct row *row, int64_t *utc_ns)
{
    if (!peri_bar_spans_instant(&rows->spans, &row->time, utc_ns))
        return fail_field(rows, row, PERI_ROW_TIME, "a year from 1700 to 2250");
    if (!rows->has_last || *utc_ns > rows->last_utc)
        return PERI_OK;
    char last[PERI_TIME_TEXT], expected[PERI_TIME_TEXT + 48];
    peri_time_format(row->time.is_utc
                         ? rows->last_utc
                         : peri_zone_to_local(rows->spans.options->zone, rows->last_utc),
                     last);
    snprintf(expected, sizeof expected, "a time after the row before (%s%s)", last,
             row->time.is_utc ? " UTC" : "");
    return fail_field(rows, row, PERI_ROW_TIME, expected);
}

/* Bars of a series end one after the other, also where two times of a day mean the same day. */
static int check_end(const peri_rows *rows, const struct row *row, int64_t end_ns)
{
    const peri_series *series = rows->series;
    if (series->n == 0 || end_ns > series->bars[series->n - 1].end_ns)
        return PERI_OK;
    char last[PERI_TIME_TEXT], expected[PERI_TIME_TEXT + 48];
    peri_time_format(series->bars[series->n - 1].end_ns, last);
    snprintf(expected, sizeof expected, "a bar that ends after the one before (%s UTC)", last);
    return fail_field(rows, row, PERI_ROW_TIME, expected);
}

static int take_row(peri_rows *rows, struct row *row)
{
    peri_bar bar;
    int64_t utc_ns;
    int rc = read_fields(rows, row);
    if (rc == PERI_OK)
        rc = read_prices(rows, row, &bar);
    if (rc == PERI_OK)
        rc = read_instant(rows, row, &utc_ns);
    if (rc != PERI_OK)
        return rc;
    if (peri_bar_spans_place(&rows->spans, &row->time, utc_ns, &bar)) {
        rc = check_end(rows, row, bar.end_ns);
        if (rc != PERI_OK)
            return rc;
        if (peri_series_add(rows->series, &bar) != PERI_OK)
            return peri_fail(row->err, PERI_ENOMEM, "%s:%lld: out of memory", rows->name,
                             (long long)rows->line);
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
    struct row row = {.text = line, .end = end, .err = &says}; /* no volume column: 0 */
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

int peri_rows_expect(peri_rows *rows, int64_t bytes, size_t len, peri_error *err)
{
    enum {
        MOST = 1 << 20
    }; /* bars: a first row that is not like the others must not cost much */
    uint64_t n = (uint64_t)(bytes > 0 ? bytes : 0) / (len + 1);
    n += n / 64 + 1; /* the first row is often a little longer than the others */
    size_t room = n < MOST ? (size_t)n : MOST;
    if (peri_series_reserve(rows->series, rows->series->n + room) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "%s: out of memory for %zu bars", rows->name, room);
    return PERI_OK;
}

int peri_rows_finish(peri_rows *rows, int rc, peri_read_report *report)
{
    if (rc != PERI_OK) {
        rows->series->n = rows->had;
        return rc;
    }
    peri_series_trim(rows->series);
    report->rows += rows->report.rows;
    report->kept += rows->report.kept;
    report->bad_rows += rows->report.bad_rows;
    report->outside += rows->report.outside;
    if (report->first_bad[0] == '\0')
        memcpy(report->first_bad, rows->report.first_bad, sizeof report->first_bad);
    return PERI_OK;
}
