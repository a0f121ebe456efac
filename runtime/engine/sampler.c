/* sampler.c - sampling equity, returns, turnover and the benchmark. Layer 5. */
#include "engine/sampler.h"

#include "base/mem.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
    MOST_POINTS = 4000,
    RETURN_DECIMALS = 10,
    EQUITY_DECIMALS = 4,
    CHART_DECIMALS = 4, /* of a number above 1000 */
    CHART_DIGITS = 7    /* of others */
};

static double round_to(double value, int decimals)
{
    double scale = pow(10, decimals);
    double scaled = value * scale;
    return fabs(scaled) < 9e15 ? nearbyint(scaled) / scale : value;
}

double peri_sampler_round(double value)
{
    double size = fabs(value);
    if (size > 1000)
        return round_to(value, CHART_DECIMALS);
    if (!(size > 0))
        return value;
    int whole = (int)floor(log10(size)) + 1; /* digits before the point, <= 0: zeros behind it */
    return round_to(value, CHART_DIGITS - whole);
}

/* The first midnight of the zone strictly after an instant. */
static int64_t midnight_after(const peri_zone *zone, int64_t time_ns)
{
    peri_date date = peri_zone_date(zone, time_ns);
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
    peri_free(sampler->days);
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
    sampler->equity[n] = (peri_sample){time_ns, equity};
    sampler->equity_n = n + 1;
    return PERI_OK;
}

static int add_day(peri_sampler *sampler, const peri_day *day)
{
    void *days = sampler->days;
    size_t n = sampler->days_n;
    if (peri_grow(&days, &sampler->days_cap, n + 1, sizeof *sampler->days) != PERI_OK)
        return PERI_ENOMEM;
    sampler->days = days;
    sampler->days[n] = *day;
    sampler->days_n = n + 1;
    return PERI_OK;
}

int peri_sampler_restore_point(peri_sampler *sampler, const peri_sample *sample)
{
    return add_point(sampler, sample->time_ns, sample->value);
}

int peri_sampler_restore_day(peri_sampler *sampler, const peri_day *day)
{
    if (sampler->days_n > 0 && sampler->days[sampler->days_n - 1].time_ns >= day->time_ns)
        return PERI_OK;
    return add_day(sampler, day);
}

static double rounded_equity(double equity)
{
    return peri_sampler_round(round_to(equity, EQUITY_DECIMALS));
}

static double share(double part, double whole)
{
    return whole == 0 ? 0 : part / whole;
}

/* The day that has gone since the last daily sample. */
static peri_day day_until(const peri_sampler *sampler, int64_t time_ns, const peri_standing *now)
{
    double change = share((now->equity - sampler->last_daily) * 100, sampler->last_daily);
    double sold = now->sale_volume - sampler->last_sales;
    bool is_first = sampler->days_n == 0;
    return (peri_day){
        .return_percent = peri_sampler_round(round_to(change, RETURN_DECIMALS)),
        .benchmark = peri_sampler_round(now->benchmark),
        .turnover = is_first ? 0 : peri_sampler_round(share(sold, now->equity)),
        .time_ns = time_ns,
    };
}

/* The end is the midnight of the last sample: as in LEAN what was traded since counts in that day's
   turnover, and nothing else is sampled anew. */
static void sample_turnover_again(peri_sampler *sampler, const peri_standing *now)
{
    const double sold = now->sale_volume - sampler->sales_before;
    if (sampler->days_n > 1)
        sampler->days[sampler->days_n - 1].turnover = peri_sampler_round(share(sold, now->equity));
}

int peri_sampler_daily(peri_sampler *sampler, int64_t time_ns, const peri_standing *now)
{
    if (time_ns >= sampler->next_daily_ns)
        sampler->next_daily_ns = midnight_after(sampler->zone, time_ns);
    if (time_ns == sampler->last_daily_ns)
        sample_turnover_again(sampler, now);
    if (time_ns <= sampler->last_daily_ns)
        return PERI_OK;
    const peri_day day = day_until(sampler, time_ns, now);
    if (add_day(sampler, &day) != PERI_OK)
        return PERI_ENOMEM;
    sampler->last_daily = now->equity;
    sampler->sales_before = sampler->last_sales;
    sampler->last_sales = now->sale_volume;
    sampler->last_daily_ns = time_ns;
    return add_point(sampler, time_ns, rounded_equity(now->equity));
}

int peri_sampler_point(peri_sampler *sampler, int64_t time_ns, double equity)
{
    sampler->next_point_ns = time_ns + sampler->interval_ns;
    return add_point(sampler, time_ns, rounded_equity(equity));
}
