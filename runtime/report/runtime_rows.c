/* runtime_rows.c - see runtime_rows.h. Layer 5. */
#include "report/runtime_rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/decimal_text.h"
#include "report/statistics_risk.h"

enum {
    GROUP = 3 /* digits between two commas */
};

static const char *const keys[PERI_RUNTIME_ROWS] = {
    "Equity", "Fees",       "Holdings", "Net Profit", "Probabilistic Sharpe Ratio",
    "Return", "Unrealized", "Volume"};

bool peri_runtime_has_key(const char *key)
{
    for (size_t i = 0; i < PERI_RUNTIME_ROWS; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

/* "-1234567.80" -> "-1,234,567.80" */
static void add_commas(const char *plain, char *out)
{
    const char *point = strchr(plain, '.');
    const size_t end = point ? (size_t)(point - plain) : strlen(plain);
    for (size_t i = 0; plain[i] != '\0'; i++) {
        const bool is_group = i > 0 && i < end && (end - i) % GROUP == 0 && plain[i - 1] != '-';
        if (is_group && !strchr(plain, 'e'))
            *out++ = ',';
        *out++ = plain[i];
    }
    *out = '\0';
}

/* With two decimals, half away from zero, before it what a sign of currency is. */
static void amount(double value, const char *before, const char *behind, char text[PERI_ASSET_TEXT])
{
    char plain[PERI_DECIMAL_TEXT], grouped[2 * PERI_DECIMAL_TEXT];
    peri_decimal_money(value, 2, plain);
    add_commas(plain, grouped);
    snprintf(text, PERI_ASSET_TEXT, "%s%s%s", before, grouped, behind);
}

static double held_value(const peri_portfolio *portfolio)
{
    double sum = 0.0;
    for (size_t i = 0; i < portfolio->count; i++)
        sum += fabs(peri_holding_value(&portfolio->holdings[i]));
    return sum;
}

static double volume(const peri_portfolio *portfolio)
{
    double sum = 0.0;
    for (size_t i = 0; i < portfolio->count; i++)
        sum += portfolio->holdings[i].sale_volume;
    return sum;
}

static const char *text_of(const peri_statistics *statistics, const char *key,
                           peri_statistic_row rows[PERI_STATISTIC_ROWS])
{
    const size_t n = peri_statistics_rows(statistics, rows);
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].key, key) == 0)
            return rows[i].text;
    return "";
}

void peri_runtime_rows(const peri_portfolio *portfolio, const peri_statistics *statistics,
                       peri_statistic_row rows[PERI_RUNTIME_ROWS])
{
    const double equity = peri_portfolio_total_value(portfolio), start = statistics->start_equity;
    peri_statistic_row all[PERI_STATISTIC_ROWS];
    const char *sign = statistics->currency_sign;
    char minus[PERI_SIGN_TEXT + 1];
    snprintf(minus, sizeof minus, "-%s", sign);
    for (size_t i = 0; i < PERI_RUNTIME_ROWS; i++)
        rows[i].key = keys[i];
    amount(equity, sign, "", rows[0].text);
    amount(portfolio->total_fees, minus, "", rows[1].text);
    amount(held_value(portfolio), sign, "", rows[2].text);
    amount(portfolio->total_profit - portfolio->total_fees, sign, "", rows[3].text);
    snprintf(rows[4].text, PERI_ASSET_TEXT, "%s", text_of(statistics, keys[4], all));
    amount(peri_ratio_or_0(equity - start, start) * 100.0, "", " %", rows[5].text);
    amount(peri_portfolio_unrealized(portfolio), sign, "", rows[6].text);
    amount(volume(portfolio), sign, "", rows[7].text);
}
