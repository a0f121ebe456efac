/* fuzz_factors.c - any bytes as a factor file. */
#include "fuzz_kit.h"

#include <math.h>

#include "base/mem.h"
#include "market/factor_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_near(double value, double want)
{
    return fabs(value - want) <= want * 1e-12;
}

static void check_rows(const peri_factor_file *file)
{
    size_t n;
    const peri_factor_row *rows = peri_factor_file_rows(file, &n);
    if (n == 0 || rows[n - 1].date != peri_date_make(2050, 12, 31))
        fuzz_fail("a file that is read ends in 2050", "it does not");
    for (size_t i = 0; i < n; i++) {
        const peri_factor_row *row = &rows[i];
        if (!(row->price >= 1e-9 && row->price <= 1e9 && row->split >= 1e-9 && row->split <= 1e9))
            fuzz_fail("factors from 1e-9 to 1e9", "outside");
        if (!(row->reference >= 0 && row->reference <= 1e9))
            fuzz_fail("prices from 0 to 1e9", "outside");
        if (i > 0 && row->date <= rows[i - 1].date)
            fuzz_fail("dates ascend", "they do not");
        double factor = peri_factor_file_factor(file, PERI_NORMALIZATION_ADJUSTED, row->date);
        if (factor != row->price * row->split)
            fuzz_fail("a row's date has its factors", "others");
        peri_exact exact;
        if (!is_near(peri_exact_value(&row->exact_price), row->price) ||
            !is_near(peri_exact_value(&row->exact_split), row->split))
            fuzz_fail("decimals are the doubles' numbers", "others");
        if (!peri_factor_file_exact(file, PERI_NORMALIZATION_ADJUSTED, row->date, 0, &exact))
            fuzz_fail("a row's date has a factor with its decimals", "none");
    }
}

static void check_events(const peri_factor_file *file)
{
    size_t n;
    const peri_dividend *dividends = peri_factor_file_dividends(file, &n);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(dividends[i].distribution) || !(dividends[i].reference > 0))
            fuzz_fail("a dividend is finite and has a price", "not so");
    if (!isfinite(peri_factor_file_paid(file, 0, peri_date_make(2051, 1, 1))))
        fuzz_fail("sums are finite", "not so");
    const peri_split *splits = peri_factor_file_splits(file, &n);
    for (size_t i = 0; i < n; i++)
        if (!(splits[i].factor > 0 && isfinite(splits[i].factor)) || !(splits[i].reference > 0))
            fuzz_fail("a split has a factor and a price", "not so");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peri_factor_file *file;
    peri_error err;
    int64_t live = peri_mem_live();
    int rc = peri_factor_file_parse("f.csv", (const char *)data, size, &file, &err);
    if (rc == PERI_OK) {
        check_rows(file);
        check_events(file);
    } else {
        fuzz_check_error(rc, &err);
    }
    peri_factor_file_close(file);
    if (peri_mem_live() != live)
        fuzz_fail("all memory is given back", "some is not");
    return 0;
}
