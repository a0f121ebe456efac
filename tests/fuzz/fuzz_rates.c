/* fuzz_rates.c - any bytes as a file of interest rates. */
#include "fuzz_kit.h"

#include <math.h>

#include "base/mem.h"
#include "market/interest_rate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ROOT "build/fuzz/rates/root"

static void check(const peri_interest_rates *rates)
{
    for (size_t i = 0; i < rates->n; i++) {
        const peri_rate_change *change = &rates->changes[i];
        if (!isfinite(change->rate))
            fuzz_fail("a rate is finite", "it is not");
        if (i > 0 && change->from <= change[-1].from)
            fuzz_fail("changes ascend", "one does not");
        if (peri_interest_rate_on(rates, change->from) != change->rate)
            fuzz_fail("a change holds on its day", "it does not");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peri_interest_rates rates = {.n = 0};
    peri_error err;
    int64_t live = peri_mem_live();
    fuzz_put(ROOT "/alternative/interest-rate/usa/interest-rate.csv", data, size);
    int rc = peri_interest_rates_read(ROOT, &rates, &err);
    if (rc == PERI_OK)
        check(&rates);
    else
        fuzz_check_error(rc, &err);
    if (rc != PERI_OK && rates.n != 0)
        fuzz_fail("a failure leaves no rates", "some are there");
    peri_interest_rates_deinit(&rates);
    if (peri_mem_live() != live)
        fuzz_fail("all memory is given back", "some is not");
    return 0;
}
