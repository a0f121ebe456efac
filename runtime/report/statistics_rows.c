/* statistics_rows.c - the statistics under LEAN's keys, in LEAN's formats. Layer 5. */
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "market/number.h"
#include "report/decimal_text.h"
#include "report/statistics.h"

_Static_assert(sizeof((peri_statistic_row){0}.text) > PERI_DECIMAL_TEXT, "no room for a sign");

typedef struct writer {
    peri_statistic_row *rows;
    size_t n;
} writer;

static char *next(writer *to, const char *key)
{
    assert(to->n < PERI_STATISTIC_ROWS);
    peri_statistic_row *row = &to->rows[to->n++];
    row->key = key;
    return row->text;
}

static void count(writer *to, const char *key, int64_t value)
{
    snprintf(next(to, key), PERI_DECIMAL_TEXT, "%" PRId64, value);
}

static void decimal(writer *to, const char *key, double value, int digits)
{
    peri_decimal_text(value, 0, digits, PERI_ZEROS_NATURAL, next(to, key));
}

/* LEAN samples equity with four decimals; what lies below is the doubles' noise. */
static void equity(writer *to, const char *key, double value, bool with_cents)
{
    const peri_decimal_zeros zeros = with_cents ? PERI_ZEROS_KEEP : PERI_ZEROS_NATURAL;
    peri_decimal_text(nearbyint(value * 1e4) / 1e4, 0, 2, zeros, next(to, key));
}

/* A double that becomes a decimal keeps 15 digits: here it has none behind the point. */
static void large(double value, char *text)
{
    const double unit = pow(10.0, floor(log10(fabs(value))) - 14.0);
    if (fabs(value) < 1e25)
        snprintf(text, PERI_DECIMAL_TEXT, "%.0f", nearbyint(value / unit) * unit);
    else
        peri_number_format(value, text);
}

/* LEAN keeps these as doubles, which print without trailing zeros. */
static void plain(writer *to, const char *key, double value)
{
    char *text = next(to, key);
    if (fabs(value) < 1e15)
        peri_decimal_text(value, 0, 3, PERI_ZEROS_DROP, text);
    else
        large(value, text);
}

static void add_percent_sign(char *text)
{
    memcpy(text + strlen(text), "%", sizeof "%");
}

static void percent(writer *to, const char *key, double value, int digits)
{
    char *text = next(to, key);
    peri_decimal_text(value, 2, digits, PERI_ZEROS_NATURAL, text);
    add_percent_sign(text);
}

static void rounded_percent(writer *to, const char *key, double value)
{
    char *text = next(to, key);
    peri_decimal_rounded_percent(value, 3, text);
    add_percent_sign(text);
}

/* Behind the sign of the account's currency. */
static char *next_amount(writer *to, const char *key, const char *sign)
{
    char *text = next(to, key);
    const size_t len = strlen(sign);
    memcpy(text, sign, len + 1);
    return text + len;
}

static void money(writer *to, const char *key, const char *sign, double value)
{
    peri_decimal_money(value, 2, next_amount(to, key, sign));
}

/* To whole thousands, then to two digits. LEAN's decimal keeps two places behind the point. */
static void capacity(writer *to, const char *key, const char *sign, double value)
{
    char *text = next_amount(to, key, sign);
    const double thousands = nearbyint(value / 1000.0);
    if (!(thousands >= 1.0 && thousands < 1e15)) {
        peri_number_format(thousands >= 1.0 ? value : 0.0, text);
        return;
    }
    double unit = 1.0; /* of the second digit */
    while (thousands * 10.0 >= unit * 100.0)
        unit *= 10.0;
    snprintf(text, PERI_DECIMAL_TEXT, "%.0f.00", nearbyint(thousands * 10.0 / unit) * unit * 100.0);
}

static void name(writer *to, const char *key, const char *value)
{
    snprintf(next(to, key), sizeof to->rows->text, "%s", value);
}

size_t peri_statistics_rows(const peri_statistics *statistics,
                            peri_statistic_row rows[PERI_STATISTIC_ROWS])
{
    const peri_statistics *s = statistics;
    const char *sign = s->currency_sign[0] ? s->currency_sign : "$";
    writer to = {rows, 0};
    count(&to, "Total Orders", s->total_orders);
    percent(&to, "Average Win", s->average_win, 2);
    percent(&to, "Average Loss", s->average_loss, 2);
    percent(&to, "Compounding Annual Return", s->compounding_annual_return, 3);
    rounded_percent(&to, "Drawdown", s->drawdown);
    decimal(&to, "Expectancy", s->expectancy, 3);
    equity(&to, "Start Equity", s->start_equity, s->has_cents);
    equity(&to, "End Equity", s->end_equity, false); /* a sample: LEAN takes its zeros off */
    percent(&to, "Net Profit", s->net_profit, 3);
    plain(&to, "Sharpe Ratio", s->sharpe_ratio);
    plain(&to, "Sortino Ratio", s->sortino_ratio);
    percent(&to, "Probabilistic Sharpe Ratio", s->probabilistic_sharpe_ratio, 3);
    percent(&to, "Loss Rate", s->loss_rate, 0);
    percent(&to, "Win Rate", s->win_rate, 0);
    decimal(&to, "Profit-Loss Ratio", s->profit_loss_ratio, 2);
    plain(&to, "Alpha", s->alpha);
    plain(&to, "Beta", s->beta);
    plain(&to, "Annual Standard Deviation", s->annual_standard_deviation);
    plain(&to, "Annual Variance", s->annual_variance);
    plain(&to, "Information Ratio", s->information_ratio);
    plain(&to, "Tracking Error", s->tracking_error);
    plain(&to, "Treynor Ratio", s->treynor_ratio);
    money(&to, "Total Fees", sign, s->total_fees);
    capacity(&to, "Estimated Strategy Capacity", sign, s->capacity);
    name(&to, "Lowest Capacity Asset", s->capacity_asset);
    percent(&to, "Portfolio Turnover", s->portfolio_turnover, 2);
    count(&to, "Drawdown Recovery", s->drawdown_recovery);
    count(&to, "Closed Trades", s->closed_trades);
    return to.n;
}

bool peri_statistics_has_key(const char *key)
{
    static const peri_statistics none;
    peri_statistic_row rows[PERI_STATISTIC_ROWS];
    const size_t n = peri_statistics_rows(&none, rows);
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].key, key) == 0)
            return true;
    return strcmp(key, PERI_ORDER_LIST_HASH) == 0;
}
