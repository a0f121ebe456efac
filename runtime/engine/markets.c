/* markets.c - zones and hours that strategies ask for by name. Layer 5. */
#include "engine/engine_internal.h"

int peri_engine_find_zone(peri_engine *engine, const char *name, const peri_zone **out,
                          peri_error *err)
{
    return peri_zone_get(engine->zones, name, out, err);
}

/* A damaged database is a fault of the data; a market that is not known is the strategy's. */
int peri_engine_hours(peri_engine *engine, const char *type, const char *market, const char *ticker,
                      const peri_hours **out, peri_error *err)
{
    int rc = peri_hours_book_get(engine->book, type, market, ticker, out, err);
    return rc == PERI_ENOTFOUND ? rc : peri_engine_data_fault(engine, rc);
}

/* SPY's calendar is always among them; it is opened when the first rule asks. */
int peri_engine_markets(peri_engine *engine, const peri_market_set **out, peri_error *err)
{
    const peri_hours *us;
    int rc = peri_engine_hours(engine, "Equity", "usa", "SPY", &us, err);
    if (rc == PERI_OK)
        rc = peri_market_set_add(&engine->markets, us, err);
    if (rc == PERI_OK)
        *out = &engine->markets;
    return rc;
}
