/* fuzz_properties.c - any bytes as a symbol-properties database. */
#include "fuzz_kit.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "market/symbol_properties.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ROOT "build/fuzz/properties/root"

static bool is_number(double x)
{
    return isfinite(x) && x > 0;
}

static void check(const peri_symbol_properties *p, peri_security_type type)
{
    if (!memchr(p->quote_currency, '\0', sizeof p->quote_currency) || !p->quote_currency[0])
        fuzz_fail("a quote currency", "there is none");
    if (!memchr(p->base_currency, '\0', sizeof p->base_currency))
        fuzz_fail("a base currency ends", "it does not");
    if (p->base_currency[0] && type != PERI_TYPE_FOREX && type != PERI_TYPE_CRYPTO)
        fuzz_fail("only pairs have a base currency", p->base_currency);
    if (!is_number(p->multiplier) || !is_number(p->tick) || !is_number(p->lot_size))
        fuzz_fail("finite numbers above 0", p->quote_currency);
}

static void ask(const peri_symbol_database *database, peri_security_type type, const char *market,
                const char *ticker)
{
    peri_symbol_properties p;
    peri_error err;
    int rc = peri_symbol_properties_get(database, type, market, ticker, &p, &err);
    if (rc == PERI_OK)
        check(&p, type);
    else
        fuzz_check_error(rc, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    peri_symbol_database *database = NULL;
    peri_error err;
    int64_t live = peri_mem_live();
    fuzz_put(ROOT "/symbol-properties/symbol-properties-database.csv", data, size);
    int rc = peri_symbol_database_open(ROOT, &database, &err);
    if (rc == PERI_OK) {
        ask(database, PERI_TYPE_EQUITY, "usa", "SPY");
        ask(database, PERI_TYPE_FOREX, "oanda", "EURUSD");
        ask(database, PERI_TYPE_CRYPTO, "a", "BTCUSDT");
        ask(database, PERI_TYPE_CFD, "a", "x");
    } else {
        fuzz_check_error(rc, &err);
    }
    peri_symbol_database_close(database);
    if (peri_mem_live() != live)
        fuzz_fail("all memory is given back", "some is not");
    return 0;
}
