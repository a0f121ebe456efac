/* lean_reel.c - LEAN's zips onto tapes: of a folder with a zip a day one tape a year. Layer 2. */
#include "base/mem.h"
#include "market/lean_zips.h"
#include "market/reel_request.h"

#include <stdio.h>

/* The zips of a stream. */
struct source {
    const peri_lean_symbol *symbol;
    peri_lean_stream stream;
    const peri_read_options *options;
    const char *path; /* of the folder, or of the only zip */
};

static void add_path(void *ctx, peri_date date, peri_buf *out)
{
    const struct source *source = ctx;
    peri_buf_text(out, source->path);
    if (peri_lean_is_folder(source->stream))
        peri_lean_path_day(out, source->stream.kind, date);
}

static int parse(void *ctx, const char *path, peri_date date, peri_tape_writer *to,
                 peri_source_sum *sum, peri_read_report *report, peri_error *err)
{
    const struct source *source = ctx;
    (void)sum;
    peri_rows rows;
    if (source->stream.kind == PERI_LEAN_TRADE)
        peri_rows_bars_onto_tape(&rows, source->options, to);
    else
        peri_rows_quotes_onto_tape(&rows, source->options, to);
    rows.price_unit = peri_lean_price_unit(source->symbol->type);
    if (peri_lean_is_folder(source->stream)) {
        rows.clock = PERI_ROW_CLOCK_MILLISECONDS;
        rows.date = date;
    }
    int rc = peri_rows_take_zip(&rows, path, err);
    return peri_rows_finish(&rows, rc, report);
}

static int request_tape(struct source *source, const char *part, const peri_date *dates, size_t n,
                        size_t first, size_t last, peri_reel *reel, bool *possible,
                        peri_read_report *report, peri_error *err)
{
    char what[64];
    const peri_tape_request request = {
        .form = peri_tape_form_for(source->stream.kind, source->options),
        .dates = dates,
        .n = n,
        .first = first,
        .last = last,
        .skip_bad_rows = source->options->skip_bad_rows,
        .path = add_path,
        .parse = parse,
        .ctx = source,
    };
    snprintf(what, sizeof what, "lean %s %s of 1/%g",
             source->stream.kind == PERI_LEAN_TRADE ? "trades" : "quotes", part,
             peri_lean_price_unit(source->symbol->type));
    return peri_reel_request(reel, source->options, what, source->path, &request, possible, report,
                             err);
}

/* The days of one year, as far as they are wanted. */
static int add_year(struct source *source, const peri_date *days, size_t n, peri_reel *reel,
                    bool *possible, peri_read_report *report, peri_error *err)
{
    char year[PERI_TIME_TEXT];
    size_t first = 0, last = n;
    while (first < n && !peri_lean_day_is_wanted(source->options, days[first]))
        first++;
    while (last > first && !peri_lean_day_is_wanted(source->options, days[last - 1]))
        last--;
    if (first == last)
        return PERI_OK;
    peri_date_format(days[0], year);
    year[4] = '\0';
    return request_tape(source, year, days, n, first, last, reel, possible, report, err);
}

static int year_of(peri_date date)
{
    int year, month, day;
    peri_date_split(date, &year, &month, &day);
    return year;
}

static int add_folder(struct source *source, peri_reel *reel, bool *possible,
                      peri_read_report *report, peri_error *err)
{
    peri_date *days;
    size_t n;
    int rc = peri_lean_days(source->path, source->stream.kind, &days, &n, err);
    if (rc != PERI_OK)
        return rc;
    for (size_t from = 0, until; from < n && rc == PERI_OK && *possible; from = until) {
        for (until = from + 1; until < n && year_of(days[until]) == year_of(days[from]);)
            until++;
        rc = add_year(source, days + from, until - from, reel, possible, report, err);
    }
    peri_free(days);
    return rc;
}

static int add_zip(struct source *source, peri_reel *reel, bool *possible, peri_read_report *report,
                   peri_error *err)
{
    static const peri_date whole[] = {0};
    return request_tape(source, "whole", whole, 1, 0, 1, reel, possible, report, err);
}

int peri_lean_reel(const peri_lean_symbol *symbol, peri_lean_kind kind,
                   const peri_read_options *options, peri_reel *reel, bool *possible,
                   peri_read_report *report, peri_error *err)
{
    struct source source = {.symbol = symbol,
                            .stream = {.kind = kind, .resolution = options->resolution},
                            .options = options};
    peri_buf path;
    peri_buf_init(&path);
    int rc = peri_lean_path(&path, symbol, source.stream, err);
    source.path = peri_buf_str(&path);
    *possible = !path.failed;
    if (rc == PERI_OK && *possible && peri_lean_is_folder(source.stream))
        rc = add_folder(&source, reel, possible, report, err);
    else if (rc == PERI_OK && *possible)
        rc = add_zip(&source, reel, possible, report, err);
    peri_buf_deinit(&path);
    return rc;
}
