/* last_price.c - a security that is added begins with the last price of its past. Layer 5. */
#include "engine/engine_internal.h"

enum {
    SEED_DAYS = 10 /* real ones: over a long weekend */
};

/* Take the last bar of a kind as the security's prices; false: there is none. */
static bool take_last(peri_security *security, const peri_past *past)
{
    if (past->trades.n > 0)
        peri_security_update(security, &past->trades.bars[past->trades.n - 1]);
    if (past->quotes.n > 0)
        peri_security_update_quote(security, &past->quotes.bars[past->quotes.n - 1]);
    for (size_t i = 0; i < past->ticks.n; i++)
        peri_security_update_ticks(security, &past->ticks.ticks[i], 1);
    return past->trades.n + past->quotes.n + past->ticks.n > 0;
}

static int seed_with(peri_engine *engine, int32_t security, peri_resolution resolution,
                     peri_past_kind kind, bool *found, peri_error *err)
{
    const int64_t now = peri_engine_seen(engine);
    const peri_history wanted = {.security = security,
                                 .kind = kind,
                                 .resolution = resolution,
                                 .from_ns = now - SEED_DAYS * PERI_DAY,
                                 .until_ns = now,
                                 .fill_forward = PERI_UNWANTED};
    peri_past past;
    if (!peri_engine_has_past(engine, security, kind, resolution))
        return PERI_OK;
    peri_past_init(&past);
    int rc = peri_engine_history(engine, &wanted, &past, err);
    if (rc == PERI_OK && take_last(&engine->securities[security]->security, &past))
        *found = true;
    peri_past_deinit(&past);
    return rc == PERI_EINVAL ? PERI_OK : rc; /* no such bars */
}

int peri_engine_seed_price(peri_engine *engine, int32_t security, peri_error *err)
{
    const peri_security *seeded = &engine->securities[security]->security;
    const peri_resolution tries[] = {seeded->resolution, PERI_RES_DAILY};
    bool found = seeded->has_data;
    const bool had = found;
    int rc = PERI_OK;
    for (size_t i = 0; rc == PERI_OK && !found && i < sizeof tries / sizeof *tries; i++)
        for (int kind = PERI_PAST_TRADES; rc == PERI_OK && kind < PERI_PAST_KINDS; kind++)
            rc = seed_with(engine, security, tries[i], (peri_past_kind)kind, &found, err);
    if (found && !had)
        peri_portfolio_mark(peri_broker_portfolio(engine->broker), security, seeded->price);
    return rc;
}
