/* lean_reader.c - bars and ticks in LEAN's folder layout. Layer 2. */
#include "base/buf.h"
#include "base/mem.h"
#include "market/lean_path.h"
#include "market/lean_zips.h"
#include "market/reader.h"
#include "market/reel_request.h"
#include "market/row.h"
#include "market/zip_file.h"

#include <sys/stat.h>

static int fail_memory(peri_error *err, const char *what)
{
    return peri_fail(err, PERI_ENOMEM, "cannot read '%s': out of memory", what);
}

int peri_rows_take_zip(peri_rows *rows, const char *path, peri_error *err)
{
    peri_zip_entry entry;
    int rc = peri_zip_read_single(path, &entry, err);
    if (rc != PERI_OK)
        return rc;
    peri_buf name;
    peri_buf_init(&name);
    peri_buf_printf(&name, "%s(%s)", path, entry.name);
    rows->name = peri_buf_str(&name);
    rows->line = 0;
    rc = name.failed ? fail_memory(err, path)
                     : peri_rows_take_text(rows, entry.data, entry.len, err);
    rows->name = "";
    peri_buf_deinit(&name);
    peri_zip_entry_deinit(&entry);
    return rc;
}

bool peri_lean_day_is_wanted(const peri_read_options *options, peri_date date)
{
    int64_t from = peri_zone_to_utc(options->zone, peri_time_at(date, 0));
    int64_t until = peri_zone_to_utc(options->zone, peri_time_at(date + 1, 0));
    return until >= options->from_ns && from <= options->until_ns;
}

/* Read one zip a day. */
static int read_days(peri_rows *rows, const char *folder, peri_lean_kind kind, peri_error *err)
{
    peri_date *days;
    size_t n;
    int rc = peri_lean_days(folder, kind, &days, &n, err);
    if (rc != PERI_OK)
        return rc;
    rows->clock = PERI_ROW_CLOCK_MILLISECONDS;
    for (size_t i = 0; i < n && rc == PERI_OK; i++) {
        if (!peri_lean_day_is_wanted(rows->spans.options, days[i]))
            continue;
        peri_buf path;
        peri_buf_init(&path);
        peri_buf_text(&path, folder);
        peri_lean_path_day(&path, kind, days[i]);
        rows->date = days[i];
        rc = path.failed ? fail_memory(err, folder)
                         : peri_rows_take_zip(rows, peri_buf_str(&path), err);
        peri_buf_deinit(&path);
    }
    peri_free(days);
    return rc;
}

/* Read all rows of a stream. */
static int read_stream(peri_rows *rows, const peri_lean_symbol *symbol, peri_lean_stream stream,
                       peri_read_report *report, peri_error *err)
{
    peri_buf path;
    peri_buf_init(&path);
    int rc = peri_lean_path(&path, symbol, stream, err);
    rows->price_unit = peri_lean_price_unit(symbol->type);
    if (rc == PERI_OK && path.failed)
        rc = fail_memory(err, symbol->ticker);
    else if (rc == PERI_OK && peri_lean_is_folder(stream))
        rc = read_days(rows, peri_buf_str(&path), stream.kind, err);
    else if (rc == PERI_OK)
        rc = peri_rows_take_zip(rows, peri_buf_str(&path), err);
    peri_buf_deinit(&path);
    return peri_rows_finish(rows, rc, report);
}

int peri_lean_read(const peri_lean_symbol *symbol, const peri_read_options *options,
                   peri_series *series, peri_read_report *report, peri_error *err)
{
    peri_rows rows;
    bool done;
    const peri_lean_stream stream = {.kind = PERI_LEAN_TRADE, .resolution = options->resolution};
    int rc = peri_reel_read_lean(symbol, options, series, NULL, &done, report, err);
    if (rc != PERI_OK || done)
        return rc;
    peri_rows_into_bars(&rows, options, series);
    return read_stream(&rows, symbol, stream, report, err);
}

int peri_lean_read_quotes(const peri_lean_symbol *symbol, const peri_read_options *options,
                          peri_quote_series *series, peri_read_report *report, peri_error *err)
{
    peri_rows rows;
    bool done;
    const peri_lean_stream stream = {.kind = PERI_LEAN_QUOTE, .resolution = options->resolution};
    int rc = peri_reel_read_lean(symbol, options, NULL, series, &done, report, err);
    if (rc != PERI_OK || done)
        return rc;
    peri_rows_into_quotes(&rows, options, series);
    return read_stream(&rows, symbol, stream, report, err);
}

static peri_tick_layout tick_layout(peri_security_type type, peri_lean_kind kind)
{
    if (type == PERI_TYPE_EQUITY)
        return kind == PERI_LEAN_TRADE ? PERI_TICKS_EQUITY_TRADE : PERI_TICKS_EQUITY_QUOTE;
    if (type == PERI_TYPE_CRYPTO)
        return kind == PERI_LEAN_TRADE ? PERI_TICKS_TRADE : PERI_TICKS_QUOTE;
    return PERI_TICKS_BID_ASK;
}

int peri_lean_read_ticks(const peri_lean_symbol *symbol, peri_lean_kind kind,
                         const peri_read_options *options, peri_tick_series *series,
                         peri_read_report *report, peri_error *err)
{
    peri_rows rows;
    const peri_lean_stream stream = {.kind = kind, .resolution = PERI_RES_TICK};
    peri_rows_into_ticks(&rows, options, tick_layout(symbol->type, kind), series);
    return read_stream(&rows, symbol, stream, report, err);
}

bool peri_lean_has(const peri_lean_symbol *symbol, peri_lean_stream stream)
{
    peri_buf path;
    struct stat st;
    peri_buf_init(&path);
    bool found = peri_lean_path(&path, symbol, stream, NULL) == PERI_OK && !path.failed &&
                 stat(peri_buf_str(&path), &st) == 0 &&
                 (peri_lean_is_folder(stream) ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode));
    peri_buf_deinit(&path);
    return found;
}
