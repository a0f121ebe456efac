/* interest_rate.c - reading and looking up interest rates. Layer 2. */
#include "market/interest_rate.h"

#include "base/buf.h"
#include "base/mem.h"
#include "market/csv_fields.h"
#include "market/excerpt.h"
#include "market/number.h"

#include <math.h>
#include <string.h>

/* Read `yyyy-MM-dd,percent`. Returns false when the row has another form. */
static bool parse_row(const char *row, size_t len, peri_rate_change *out)
{
    const char *comma = memchr(row, ',', len);
    peri_time_text when;
    double percent;
    if (!comma || peri_time_parse(row, (size_t)(comma - row), &when) || !when.is_date)
        return false;
    const char *end = peri_number_parse(comma + 1, row + len, &percent);
    if (end != row + len || !isfinite(percent))
        return false;
    *out = (peri_rate_change){peri_time_date(when.time_ns), percent / 100};
    return true;
}

static int add_change(peri_interest_rates *rates, peri_rate_change change)
{
    void *changes = rates->changes;
    if (peri_grow(&changes, &rates->cap, rates->n + 1, sizeof *rates->changes) != PERI_OK)
        return PERI_ENOMEM;
    rates->changes = changes;
    rates->changes[rates->n++] = change;
    return PERI_OK;
}

/* Take one row behind the header; empty ones are passed over. */
static int take_row(const char *path, long number, peri_text_line line, peri_interest_rates *rates,
                    peri_error *err)
{
    peri_rate_change change;
    peri_csv_trim_end(&line);
    if (line.len == 0 && !line.cut)
        return PERI_OK;
    bool good = !line.cut && parse_row(line.text, line.len, &change);
    if (!good || (rates->n > 0 && change.from <= rates->changes[rates->n - 1].from)) {
        char shown[PERI_EXCERPT_TEXT];
        return peri_fail(err, PERI_EFORMAT,
                         "%s:%ld: row was '%s'; expected a date after the row before, a comma and "
                         "a rate in percent",
                         path, number, peri_excerpt(line.text, line.len, shown));
    }
    return add_change(rates, change) == PERI_OK
               ? PERI_OK
               : peri_fail(err, PERI_ENOMEM, "%s: no memory for the rates", path);
}

static int read_file(const char *path, peri_interest_rates *rates, peri_error *err)
{
    peri_text_file file;
    peri_text_line line;
    int rc = peri_text_file_open(&file, path, err);
    if (rc == PERI_ENOTFOUND)
        return PERI_OK;
    if (rc != PERI_OK)
        return rc;
    int more = peri_text_file_next(&file, &line, err);
    for (long number = 2; more > 0 && rc == PERI_OK; number++) {
        more = peri_text_file_next(&file, &line, err);
        if (more > 0)
            rc = take_row(path, number, line, rates, err);
    }
    peri_text_file_close(&file);
    return more < 0 ? more : rc;
}

int peri_interest_rates_read(const char *root, peri_interest_rates *rates, peri_error *err)
{
    peri_buf path;
    peri_buf_init(&path);
    peri_buf_printf(&path, "%s/alternative/interest-rate/usa/interest-rate.csv", root);
    int rc = path.failed ? peri_fail(err, PERI_ENOMEM, "no memory for the interest rates")
                         : read_file(peri_buf_str(&path), rates, err);
    if (rc != PERI_OK)
        peri_interest_rates_deinit(rates);
    peri_buf_deinit(&path);
    return rc;
}

void peri_interest_rates_deinit(peri_interest_rates *rates)
{
    peri_free(rates->changes);
    *rates = (peri_interest_rates){0};
}

double peri_interest_rate_on(const peri_interest_rates *rates, peri_date date)
{
    size_t from = 0, until = rates->n; /* the first change after `date` lies in [from, until] */
    if (rates->n == 0)
        return 0;
    while (from < until) {
        size_t middle = from + (until - from) / 2;
        if (rates->changes[middle].from <= date)
            from = middle + 1;
        else
            until = middle;
    }
    return rates->changes[from == 0 ? 0 : from - 1].rate;
}
