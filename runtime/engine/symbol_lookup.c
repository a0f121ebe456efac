/* symbol_lookup.c - what a symbol is traded in, out of LEAN's database of the data folder. Layer 5.
 */
#include "engine/engine_internal.h"

#include <string.h>

int peri_engine_look_up(peri_engine *engine, peri_security_type type, const char *market,
                        const char *ticker, peri_symbol_properties *properties, peri_error *err)
{
    int rc = PERI_OK;
    if (!engine->symbols)
        rc = peri_symbol_database_open(engine->data_dir, &engine->symbols, err);
    if (rc == PERI_OK)
        rc = peri_symbol_properties_get(engine->symbols, type, market, ticker, properties, err);
    return rc == PERI_OK || rc == PERI_ENOTFOUND ? rc : peri_engine_data_fault(engine, rc);
}

int peri_engine_look_up_symbol(peri_engine *engine, const peri_security *security,
                               peri_symbol_properties *properties, peri_error *err)
{
    return peri_engine_look_up(engine, security->type, security->market, security->ticker,
                               properties, err);
}

int peri_engine_symbol_properties(peri_engine *engine, int32_t index, peri_symbol_properties *out,
                                  peri_error *err)
{
    const peri_security *security = &engine->securities[index]->security;
    const int rc = peri_engine_look_up_symbol(engine, security, out, err);
    if (rc != PERI_OK)
        return rc;
    memcpy(out->quote_currency, security->quote_currency, sizeof out->quote_currency);
    out->multiplier = security->multiplier;
    out->lot_size = security->lot_size;
    out->minimum_order_size = security->minimum_order_size;
    return PERI_OK;
}
