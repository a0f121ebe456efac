/* sampler.c - sampling equity. Layer 5. */
#include "engine/sampler.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

enum {
    MOST_POINTS = 4000,
    RETURN_DECIMALS = 10,
    EQUITY_DECIMALS = 4,
    SKIPPED_RETURNS = 2 /* the first two daily points carry no day of trading */
};

static double round_to(double value, int decimals)
{
    double scale = pow(10, decimals);
    double scaled = value * scale;
    return fabs(scaled) < 9e15 ? nearbyint(scaled) / scale : value;
}

/* The first midnight of the zone strictly after an instant. */
static int64_t midnight_after(const peri_zone *zone, int64_t time_ns)
{
    peri_date date = peri_time_date(peri_zone_to_local(zone, time_ns));
    return peri_zone_to_utc(zone, peri_time_at(date + 1, 0));
}

void peri_sampler_start(peri_sampler *sampler, const peri_zone *zone, int64_t start_ns,
                        int64_t end_ns, double equity)
{
    int64_t interval = (end_ns - start_ns) / MOST_POINTS;
    sampler->zone = zone;
    sampler->start_equity = equity;
    sampler->last_daily = equity;
    sampler->next_daily_ns = start_ns;
    sampler->next_point_ns = start_ns;
    sampler->interval_ns = interval > 4 * PERI_MINUTE ? interval : 4 * PERI_MINUTE;
    sampler->last_daily_ns = INT64_MIN;
}

void peri_sampler_deinit(peri_sampler *sampler)
{
    peri_free(sampler->equity);
    peri_free(sampler->returns);
    memset(sampler, 0, sizeof *sampler);
}

/* A point is kept only if it is later than the last one. */
static int add_point(peri_sampler *sampler, int64_t time_ns, double equity)
{
    size_t n = sampler->equity_n;
    if (n > 0 && sampler->equity[n - 1].time_ns >= time_ns)
        return PERI_OK;
    void *points = sampler->equity;
    if (peri_grow(&points, &sampler->equity_cap, n + 1, sizeof *sampler->equity) != PERI_OK)
        return PERI_ENOMEM;
    sampler->equity = points;
    sampler->equity[n] = (peri_sample){time_ns, round_to(equity, EQUITY_DECIMALS)};
    sampler->equity_n = n + 1;
    return PERI_OK;
}

/* A daily return in percent. */
static int add_return(peri_sampler *sampler, double percent)
{
    void *returns = sampler->returns;
    size_t n = sampler->returns_n;
    if (peri_grow(&returns, &sampler->returns_cap, n + 1, sizeof *sampler->returns) != PERI_OK)
        return PERI_ENOMEM;
    sampler->returns = returns;
    sampler->returns[n] = round_to(percent, RETURN_DECIMALS);
    sampler->returns_n = n + 1;
    return PERI_OK;
}

int peri_sampler_restore_point(peri_sampler *sampler, const peri_sample *sample)
{
    return add_point(sampler, sample->time_ns, sample->value);
}

int peri_sampler_restore_return(peri_sampler *sampler, double percent)
{
    return add_return(sampler, percent);
}

int peri_sampler_daily(peri_sampler *sampler, int64_t time_ns, double equity)
{
    if (time_ns >= sampler->next_daily_ns)
        sampler->next_daily_ns = midnight_after(sampler->zone, time_ns);
    if (time_ns <= sampler->last_daily_ns)
        return PERI_OK;
    double change =
        sampler->last_daily == 0 ? 0 : (equity - sampler->last_daily) * 100 / sampler->last_daily;
    if (add_return(sampler, change) != PERI_OK)
        return PERI_ENOMEM;
    sampler->last_daily = equity;
    sampler->last_daily_ns = time_ns;
    return add_point(sampler, time_ns, equity);
}

int peri_sampler_point(peri_sampler *sampler, int64_t time_ns, double equity)
{
    sampler->next_point_ns = time_ns + sampler->interval_ns;
    return add_point(sampler, time_ns, equity);
}

size_t peri_sampler_returns(peri_sampler *sampler, const double **out)
{
    *out = sampler->returns;
    if (sampler->returns_n <= SKIPPED_RETURNS)
        return 0;
    size_t n = sampler->returns_n - SKIPPED_RETURNS;
    for (size_t i = 0; i < n; i++)
        sampler->returns[i] = sampler->returns[i + SKIPPED_RETURNS] / 100;
    return n;
}
