/* security.c - the latest prices of a symbol. Layer 2. */
#include "market/security.h"

const char *peri_security_type_name(peri_security_type type)
{
    switch (type) {
    case PERI_TYPE_EQUITY:
        return "Equity";
    case PERI_TYPE_FOREX:
        return "Forex";
    case PERI_TYPE_CFD:
        return "Cfd";
    case PERI_TYPE_CRYPTO:
        return "Crypto";
    default:
        return "Base";
    }
}

bool peri_security_type_has_precise_days(peri_security_type type)
{
    return type == PERI_TYPE_EQUITY;
}

void peri_security_update(peri_security *security, const peri_bar *bar)
{
    security->has_data = true;
    security->price = bar->close;
    security->open = bar->open;
    security->high = bar->high;
    security->low = bar->low;
    security->close = bar->close;
    security->volume = bar->volume;
    security->last_bar = *bar;
    security->arrived_ns = bar->end_ns;
}

void peri_security_update_quote(peri_security *security, const peri_quote_bar *bar)
{
    security->has_quote = true;
    security->last_quote = *bar;
    security->quote_arrived_ns = bar->end_ns;
    if (peri_quote_side_is_there(&bar->bid)) {
        security->bid_price = bar->bid.close;
        security->bid_size = bar->bid.last_size;
    }
    if (peri_quote_side_is_there(&bar->ask)) {
        security->ask_price = bar->ask.close;
        security->ask_size = bar->ask.last_size;
    }
}
