/* lean_reader.c - trade bars in LEAN's folder layout. Layer 2. */
#include "base/buf.h"
#include "base/mem.h"
#include "market/lean_path.h"
#include "market/reader.h"
#include "market/row.h"
#include "market/zip_file.h"

#include <sys/stat.h>

static int fail_memory(peri_error *err, const char *what)
{
    return peri_fail(err, PERI_ENOMEM, "cannot read '%s': out of memory", what);
}

/* Take the rows of a zip's only entry. */
static int read_zip(peri_rows *rows, const char *path, peri_error *err)
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

/* True when some instant of a local day lies in the span that was asked for. */
static bool is_wanted(const peri_read_options *options, peri_date date)
{
    int64_t from = peri_zone_to_utc(options->zone, peri_time_at(date, 0));
    int64_t until = peri_zone_to_utc(options->zone, peri_time_at(date + 1, 0));
    return until >= options->from_ns && from <= options->until_ns;
}

/* Read one zip a day. */
static int read_days(peri_rows *rows, const char *folder, peri_error *err)
{
    peri_date *days;
    size_t n;
    int rc = peri_lean_days(folder, &days, &n, err);
    if (rc != PERI_OK)
        return rc;
    rows->clock = PERI_ROW_CLOCK_MILLISECONDS;
    for (size_t i = 0; i < n && rc == PERI_OK; i++) {
        if (!is_wanted(rows->spans.options, days[i]))
            continue;
        peri_buf path;
        peri_buf_init(&path);
        peri_buf_text(&path, folder);
        peri_lean_path_day(&path, days[i]);
        rows->date = days[i];
        rc = path.failed ? fail_memory(err, folder) : read_zip(rows, peri_buf_str(&path), err);
        peri_buf_deinit(&path);
    }
    peri_free(days);
    return rc;
}

int peri_lean_read(const char *root, const char *ticker, const peri_read_options *options,
                   peri_series *series, peri_read_report *report, peri_error *err)
{
    peri_buf path;
    peri_rows rows;
    peri_buf_init(&path);
    int rc = peri_lean_path(&path, root, ticker, options->resolution, err);
    if (rc != PERI_OK)
        return rc;
    peri_rows_init(&rows, options, series);
    rows.price_unit = 10000;
    if (path.failed)
        rc = fail_memory(err, ticker);
    else if (options->resolution >= PERI_RES_HOUR)
        rc = read_zip(&rows, peri_buf_str(&path), err);
    else
        rc = read_days(&rows, peri_buf_str(&path), err);
    peri_buf_deinit(&path);
    return peri_rows_finish(&rows, rc, report);
}

bool peri_lean_has(const char *root, const char *ticker, peri_resolution resolution)
{
    peri_buf path;
    struct stat st;
    peri_buf_init(&path);
    bool found = peri_lean_path(&path, root, ticker, resolution, NULL) == PERI_OK && !path.failed &&
                 stat(peri_buf_str(&path), &st) == 0 &&
                 (resolution >= PERI_RES_HOUR ? S_ISREG(st.st_mode) : S_ISDIR(st.st_mode));
    peri_buf_deinit(&path);
    return found;
}
