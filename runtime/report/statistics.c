/* statistics.c - LEAN's formulas over returns, equity and closed trades. Layer 5. */
#include "report/statistics.h"

#include <math.h>
#include <string.h>

#define YEAR_NS (365.0 * 86400.0 * 1e9)

static double finite_or(double value, double otherwise)
{
    return isfinite(value) ? value : otherwise;
}

static double ratio(double over, double under)
{
    return under == 0.0 ? 0.0 : finite_or(over / under, 0.0);
}

/* Count, mean and sample variance of values. */
typedef struct moments {
    size_t n;
    double mean, variance; /* 0 when there are too few */
} moments;

static double deviation(const moments *m, int trading_days)
{
    return finite_or(sqrt(m->variance * trading_days), 0.0);
}

/* Of the values below `limit`. Differences to the first of them are summed, not the values: a
   series of equal returns then has a variance of exactly 0, and no ratio is made of noise. */
static moments moments_below(const double *values, size_t n, double limit)
{
    moments m = {0, 0.0, 0.0};
    double first = 0.0, sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        if (!(values[i] < limit))
            continue;
        if (m.n++ == 0)
            first = values[i];
        sum += values[i] - first;
    }
    if (m.n == 0)
        return m;
    const double shift = sum / (double)m.n;
    for (size_t i = 0; i < n; i++)
        if (values[i] < limit)
            squares += (values[i] - first - shift) * (values[i] - first - shift);
    m.mean = first + shift;
    m.variance = m.n > 1 ? squares / (double)(m.n - 1) : 0.0;
    return m;
}

static void compute_risk(const peri_record *record, peri_statistics *out)
{
    const moments all = moments_below(record->returns, record->returns_n, HUGE_VAL);
    const moments falls = moments_below(record->returns, record->returns_n, 0.0);
    const double yearly = finite_or(pow(all.mean + 1.0, record->trading_days) - 1.0, 0.0);
    const double excess = yearly - record->risk_free_rate;
    out->annual_standard_deviation = deviation(&all, record->trading_days);
    out->sharpe_ratio = ratio(excess, out->annual_standard_deviation);
    out->sortino_ratio = ratio(excess, deviation(&falls, record->trading_days));
}

/* Each closed trade counts as a share of the capital there was before it. */
static void compute_trades(const peri_record *record, peri_statistics *out)
{
    double capital = record->start_equity, won = 0.0, lost = 0.0;
    size_t wins = 0;
    for (size_t i = 0; i < record->trades_n; i++) {
        const double profit = record->trades[i].profit;
        const double share = ratio(profit, capital);
        capital += profit;
        wins += profit > 0.0;
        *(profit > 0.0 ? &won : &lost) += share;
    }
    const size_t losses = record->trades_n - wins;
    out->average_win = ratio(won, (double)wins);
    out->average_loss = ratio(lost, (double)losses);
    out->win_rate = ratio((double)wins, (double)record->trades_n);
    out->loss_rate = ratio((double)losses, (double)record->trades_n);
    out->profit_loss_ratio = ratio(out->average_win, fabs(out->average_loss));
    out->expectancy = out->win_rate * out->profit_loss_ratio - out->loss_rate;
}

static double worst_fall(const peri_sample *equity, size_t n)
{
    double worst = 0.0, peak = 0.0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || equity[i].value > peak)
            peak = equity[i].value;
        if (peak > 0.0)
            worst = fmax(worst, (peak - equity[i].value) / peak);
    }
    return worst;
}

static double yearly_growth(const peri_record *record, double end_equity)
{
    const peri_sample *last = &record->equity[record->equity_n - 1];
    const double years = (double)(last->time_ns - record->equity[0].time_ns) / YEAR_NS;
    if (years <= 0.0 || record->start_equity <= 0.0)
        return 0.0;
    return finite_or(pow(fmax(end_equity, 0.0) / record->start_equity, 1.0 / years) - 1.0, 0.0);
}

void peri_statistics_compute(const peri_record *record, peri_statistics *out)
{
    memset(out, 0, sizeof *out);
    out->start_equity = record->start_equity;
    out->end_equity =
        record->equity_n > 0 ? record->equity[record->equity_n - 1].value : record->start_equity;
    out->total_orders = record->total_orders;
    out->total_fees = record->total_fees;
    out->closed_trades = (int64_t)record->trades_n;
    if (record->returns_n < 2 || record->equity_n == 0)
        return;
    out->net_profit = ratio(out->end_equity - out->start_equity, out->start_equity);
    out->compounding_annual_return = yearly_growth(record, out->end_equity);
    out->drawdown = worst_fall(record->equity, record->equity_n);
    compute_risk(record, out);
    compute_trades(record, out);
}
