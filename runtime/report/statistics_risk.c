/* statistics_risk.c - LEAN's formulas over daily returns and the benchmark. Layer 5. */
#include "report/statistics_risk.h"

#include <math.h>
#include <stdbool.h>

enum {
    SKIPPED_DAYS = 2,
    FEWEST_FOR_KURTOSIS = 4
};

size_t peri_statistics_whole_days(const peri_record *record)
{
    return record->days_n > SKIPPED_DAYS ? record->days_n - SKIPPED_DAYS : 0;
}

/* A value of whole day i: 0, 1, ... */
typedef double (*daily)(const peri_record *record, size_t i);

static double own_return(const peri_record *record, size_t i)
{
    return record->days[i + SKIPPED_DAYS].return_percent / 100.0;
}

static double benchmark_return(const peri_record *record, size_t i)
{
    const peri_day *day = &record->days[i + SKIPPED_DAYS];
    return peri_ratio_or_0(day->benchmark - day[-1].benchmark, day[-1].benchmark);
}

static double active_return(const peri_record *record, size_t i)
{
    return own_return(record, i) - benchmark_return(record, i);
}

/* Count, mean, and sums of powers of the differences to it. */
typedef struct moments {
    size_t n;
    double mean, squares, cubes, fourths;
} moments;

/* Of the values of whole days `from` and later, below `limit`. Differences to the first of them are
   summed, not the values: a series of equal returns then has a variance of exactly 0, and no ratio
   is made of noise. */
static moments moments_from(const peri_record *record, daily value, size_t from, double limit)
{
    const size_t n = peri_statistics_whole_days(record);
    moments m = {0};
    double first = 0.0, sum = 0.0;
    for (size_t i = from; i < n; i++) {
        const double x = value(record, i);
        if (!(x < limit))
            continue;
        if (m.n++ == 0)
            first = x;
        sum += x - first;
    }
    if (m.n == 0)
        return m;
    const double shift = sum / (double)m.n;
    m.mean = first + shift;
    for (size_t i = from; i < n; i++) {
        const double x = value(record, i), d = x - first - shift;
        if (!(x < limit))
            continue;
        m.squares += d * d;
        m.cubes += d * d * d;
        m.fourths += d * d * d * d;
    }
    return m;
}

static moments moments_of(const peri_record *record, daily value)
{
    return moments_from(record, value, 0, HUGE_VAL);
}

/* Sample variance of a day. */
static double variance(const moments *m)
{
    return m->n > 1 ? peri_finite_or_0(m->squares / (double)(m->n - 1)) : 0.0;
}

static double yearly_variance(const peri_record *record, const moments *m)
{
    return peri_finite_or_0(variance(m) * record->trading_days);
}

static double yearly_deviation(const peri_record *record, const moments *m)
{
    return sqrt(yearly_variance(record, m));
}

static double yearly_return(const peri_record *record, const moments *m)
{
    return peri_finite_or_0(pow(m->mean + 1.0, record->trading_days) - 1.0);
}

static double covariance(const peri_record *record, const moments *own, const moments *benchmark)
{
    double sum = 0.0;
    for (size_t i = 0; i < own->n; i++)
        sum +=
            (own_return(record, i) - own->mean) * (benchmark_return(record, i) - benchmark->mean);
    return peri_finite_or_0(sum / (double)(own->n - 1));
}

static double skewness(const moments *m)
{
    const double n = (double)m->n;
    return n * sqrt(n - 1.0) / (n - 2.0) * m->cubes / pow(m->squares, 1.5);
}

static double excess_kurtosis(const moments *m)
{
    const double n = (double)m->n, pairs = (n - 2.0) * (n - 3.0);
    return n * (n + 1.0) * (n - 1.0) / pairs * m->fourths / (m->squares * m->squares) -
           3.0 * (n - 1.0) * (n - 1.0) / pairs;
}

/* How likely the true daily ratio exceeds one that makes 1 a year; the spread of the observed ratio
   follows from skewness and kurtosis. 0 where it has none. */
static double probabilistic_sharpe(const peri_record *record, const moments *own)
{
    const double days = record->trading_days, deviation = sqrt(variance(own));
    if (own->n < FEWEST_FOR_KURTOSIS || deviation == 0.0)
        return 0.0;
    const double observed = (own->mean - record->risk_free_rate / days) / deviation;
    const double spread = (1.0 - skewness(own) * observed +
                           (excess_kurtosis(own) - 1.0) / 4.0 * observed * observed) /
                          ((double)own->n - 1.0);
    if (!(spread > 0.0))
        return 0.0;
    return peri_finite_or_0(0.5 *
                            erfc(-((observed - 1.0 / sqrt(days)) / sqrt(spread)) / sqrt(2.0)));
}

static void against_benchmark(const peri_record *record, const moments *own, peri_statistics *out)
{
    const moments benchmark = moments_of(record, benchmark_return);
    const moments active = moments_of(record, active_return);
    const double yearly = yearly_return(record, own), rate = record->risk_free_rate;
    const double market = yearly_return(record, &benchmark);
    out->beta = peri_ratio_or_0(covariance(record, own, &benchmark), variance(&benchmark));
    if (out->beta != 0.0)
        out->alpha = peri_finite_or_0(yearly - (rate + out->beta * (market - rate)));
    out->tracking_error = yearly_deviation(record, &active);
    out->information_ratio = peri_ratio_or_0(yearly - market, out->tracking_error);
    out->treynor_ratio = peri_ratio_or_0(yearly - rate, out->beta);
}

/* A normal day is below mean - z deviations in 1 % (5 %) of the cases. */
#define Z_99 2.3263478740408408
#define Z_95 1.6448536269514722

static void value_at_risk(const peri_record *record, peri_statistics *out)
{
    const size_t n = peri_statistics_whole_days(record), year = (size_t)record->trading_days;
    const moments last = moments_from(record, own_return, n > year ? n - year : 0, HUGE_VAL);
    const double deviation = sqrt(variance(&last));
    out->value_at_risk_99 = peri_finite_or_0(last.mean - Z_99 * deviation);
    out->value_at_risk_95 = peri_finite_or_0(last.mean - Z_95 * deviation);
}

void peri_statistics_risk(const peri_record *record, peri_statistics *out)
{
    const moments own = moments_of(record, own_return);
    const moments falls = moments_from(record, own_return, 0, 0.0);
    const double excess = yearly_return(record, &own) - record->risk_free_rate;
    out->annual_variance = yearly_variance(record, &own);
    out->annual_standard_deviation = yearly_deviation(record, &own);
    out->sharpe_ratio = peri_ratio_or_0(excess, out->annual_standard_deviation);
    out->sortino_ratio = peri_ratio_or_0(excess, yearly_deviation(record, &falls));
    out->probabilistic_sharpe_ratio = probabilistic_sharpe(record, &own);
    value_at_risk(record, out);
    against_benchmark(record, &own, out);
}
