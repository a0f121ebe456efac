/* lean_chain.c - one stock, several tickers, one stream. Layer 2. */
#include "market/lean_chain.h"

/* Local midnight at the begin of a date as an instant. */
static int64_t midnight(const peri_read_options *options, peri_date date)
{
    return peri_zone_to_utc(options->zone, peri_time_at(date, 0));
}

/* Options for the days of a period; false when no bar of them can be in the span asked for. */
static bool narrow(const peri_read_options *options, const peri_map_period *period,
                   peri_read_options *out)
{
    int64_t begin = midnight(options, period->first), end = midnight(options, period->last + 1);
    *out = *options;
    /* a bar that ends at the first midnight, or starts at the last, is of another day */
    if (begin >= out->from_ns)
        out->from_ns = begin + 1;
    if (end <= out->until_ns)
        out->until_ns = end - 1;
    return begin <= options->until_ns && end >= options->from_ns;
}

int peri_lean_chain(const peri_map_file *map, const peri_read_options *options,
                    peri_lean_part *read, void *context, peri_error *err)
{
    size_t n;
    peri_error missing = {0};
    bool found = false;
    const peri_map_period *periods = peri_map_file_periods(map, &n);
    if (!peri_map_file_is_there(map))
        return read(context, periods[0].ticker, options, err);
    for (size_t i = 0; i < n; i++) {
        peri_read_options part;
        if (!narrow(options, &periods[i], &part))
            continue;
        int rc = read(context, periods[i].ticker, &part, &missing);
        if (rc != PERI_OK && rc != PERI_ENOTFOUND) {
            if (err)
                *err = missing;
            return rc;
        }
        found |= rc == PERI_OK;
    }
    if (found || missing.code == PERI_OK)
        return PERI_OK;
    if (err)
        *err = missing;
    return PERI_ENOTFOUND;
}

bool peri_lean_chain_has(const peri_map_file *map, bool (*has)(void *context, const char *ticker),
                         void *context)
{
    size_t n;
    const peri_map_period *periods = peri_map_file_periods(map, &n);
    for (size_t i = 0; i < n; i++)
        if (has(context, periods[i].ticker))
            return true;
    return false;
}
