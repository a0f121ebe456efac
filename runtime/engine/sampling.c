/* sampling.c - what a daily sample is made of. Layer 5. */
#include "engine/engine_internal.h"

static double sale_volume(const peri_portfolio *portfolio)
{
    double sum = 0;
    for (size_t i = 0; i < portfolio->count; i++)
        sum += portfolio->holdings[i].sale_volume;
    return sum;
}

int peri_engine_sample_daily(peri_engine *engine, int64_t at, peri_error *err)
{
    const peri_portfolio *portfolio = peri_broker_portfolio(engine->broker);
    peri_standing now = {
        .equity = peri_portfolio_total_value(portfolio),
        .sale_volume = sale_volume(portfolio),
    };
    bool is_kept = at > engine->sampler.last_daily_ns; /* the end may be a midnight */
    int rc = is_kept ? peri_benchmark_value(engine, at, &now.benchmark, err) : PERI_OK;
    if (rc != PERI_OK)
        return rc;
    if (peri_sampler_daily(&engine->sampler, at, &now) != PERI_OK)
        return peri_fail(err, PERI_ENOMEM, "no memory for the equity curve");
    return PERI_OK;
}
