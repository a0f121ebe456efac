/* statistics.c - LEAN's formulas over equity and closed trades. Layer 5. */
#include "report/statistics.h"
#include "report/statistics_risk.h"

#include <math.h>
#include <string.h>

#include "time/civil.h"

#define YEAR_NS (365.0 * 86400.0 * 1e9)
#define DAY_NS (INT64_C(86400) * 1000000000)

/* Each closed trade counts as a share of the capital there was before it. */
static void compute_trades(const peri_record *record, peri_statistics *out)
{
    double capital = record->start_equity, won = 0.0, lost = 0.0;
    size_t wins = 0;
    for (size_t i = 0; i < record->trades_n; i++) {
        const double profit = record->trades[i].profit;
        const double share = peri_ratio_or_0(profit, capital);
        capital += profit;
        wins += profit > 0.0;
        *(profit > 0.0 ? &won : &lost) += share;
    }
    const size_t losses = record->trades_n - wins;
    out->average_win = peri_ratio_or_0(won, (double)wins);
    out->average_loss = peri_ratio_or_0(lost, (double)losses);
    out->win_rate = peri_ratio_or_0((double)wins, (double)record->trades_n);
    out->loss_rate = peri_ratio_or_0((double)losses, (double)record->trades_n);
    out->profit_loss_ratio = peri_ratio_or_0(out->average_win, fabs(out->average_loss));
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

/* From a peak to the first point that is as high again, in whole days; the longest. What never
   comes back does not count. */
static int64_t longest_recovery(const peri_sample *equity, size_t n)
{
    int64_t longest = 0;
    size_t peak = 0;
    for (size_t i = 1; i < n; i++) {
        if (equity[i].value < equity[peak].value)
            continue;
        const int64_t length = equity[i].time_ns - equity[peak].time_ns;
        if (i > peak + 1 && length > longest) /* there were points below */
            longest = length;
        peak = i;
    }
    return longest / DAY_NS;
}

/* The first sample of a run has no day before it. */
static double mean_turnover(const peri_record *record)
{
    const size_t first = record->is_later ? 0 : 1, n = record->days_n;
    double sum = 0.0;
    for (size_t i = first; i < n; i++)
        sum += record->days[i].turnover;
    return n > first ? sum / (double)(n - first) : 0.0;
}

static double yearly_growth(const peri_record *record, double end_equity)
{
    const peri_sample *last = &record->equity[record->equity_n - 1];
    const double years = (double)(last->time_ns - record->equity[0].time_ns) / YEAR_NS;
    if (years <= 0.0 || record->start_equity <= 0.0)
        return 0.0;
    return peri_finite_or_0(pow(fmax(end_equity, 0.0) / record->start_equity, 1.0 / years) - 1.0);
}

/* A text that is too long is cut before a character, not in it. */
static void copy_asset(const char *text, char out[PERI_ASSET_TEXT])
{
    size_t n = text ? strlen(text) : 0;
    if (n >= PERI_ASSET_TEXT)
        for (n = PERI_ASSET_TEXT - 1; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80;)
            n--;
    if (n > 0)
        memcpy(out, text, n);
    out[n] = '\0';
}

double peri_record_risk_free_rate(const peri_record *record)
{
    double sum = 0.0;
    for (size_t i = 0; i < record->equity_n; i++)
        sum += peri_interest_rate_on(record->rates, peri_time_date(record->equity[i].time_ns));
    return record->equity_n > 0 ? sum / (double)record->equity_n : 0.0;
}

void peri_statistics_compute(const peri_record *record, peri_statistics *out)
{
    memset(out, 0, sizeof *out);
    out->start_equity = record->start_equity;
    peri_currency_sign(record->currency ? record->currency : "USD", out->currency_sign);
    out->has_cents = record->has_cents;
    out->end_equity =
        record->equity_n > 0 ? record->equity[record->equity_n - 1].value : record->start_equity;
    out->total_orders = record->total_orders;
    out->total_fees = record->total_fees;
    out->closed_trades = (int64_t)record->trades_n;
    out->portfolio_turnover = mean_turnover(record);
    out->capacity = record->capacity;
    copy_asset(record->capacity_asset, out->capacity_asset);
    if (peri_statistics_whole_days(record) < 2 || record->equity_n == 0)
        return;
    out->net_profit = peri_ratio_or_0(out->end_equity - out->start_equity, out->start_equity);
    out->compounding_annual_return = yearly_growth(record, out->end_equity);
    out->drawdown = worst_fall(record->equity, record->equity_n);
    out->drawdown_recovery = longest_recovery(record->equity, record->equity_n);
    peri_statistics_risk(record, out);
    compute_trades(record, out);
}
