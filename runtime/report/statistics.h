/* statistics.h - from sampled equity and closed trades to the numbers of the report. Layer 5. */
#ifndef PERI_STATISTICS_H
#define PERI_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "trade/portfolio.h"

typedef struct peri_sample {
    int64_t time_ns; /* UTC */
    double value;
} peri_sample;

/* What a run recorded. Shapes [equity_n], [returns_n], [trades_n]; all borrowed. */
typedef struct peri_record {
    const peri_sample *equity; /* intraday and daily points, ascending, account currency */
    size_t equity_n;
    const double *returns; /* daily returns as fractions, from the second full day on */
    size_t returns_n;
    const peri_closed_trade *trades;
    size_t trades_n;
    double start_equity;
    int64_t total_orders;
    double total_fees;
    double risk_free_rate; /* yearly, a fraction: mean over the equity points; 0 without a file */
    int trading_days;      /* per year: 252 */
} peri_record;

/* Fractions, not percent. All but equity, orders, fees and closed trades are 0 while there are
   fewer than two daily returns. */
typedef struct peri_statistics {
    double start_equity, end_equity;
    double net_profit; /* end / start - 1 */
    double compounding_annual_return;
    double drawdown; /* >= 0, worst fall from a peak */
    double sharpe_ratio, sortino_ratio;
    double annual_standard_deviation;
    double win_rate, loss_rate, average_win, average_loss, profit_loss_ratio, expectancy;
    int64_t total_orders, closed_trades;
    double total_fees;
} peri_statistics;

/*
 * Compute the numbers of a run. Each is finite: a ratio without a denominator is 0, the yearly
 * return of an equity that fell to 0 or below is -1. Thread: any.
 * Source: LEAN's portfolio statistics (sample variance, n - 1), checked against its regression
 * results.
 */
void peri_statistics_compute(const peri_record *record, peri_statistics *out);

/* One row of the report: LEAN's key, and the value in LEAN's format. */
typedef struct peri_statistic_row {
    const char *key; /* "Compounding Annual Return" */
    char text[40];   /* "12.345%" */
} peri_statistic_row;

enum {
    PERI_STATISTIC_ROWS = 17
};

/* All rows in the order of the report; returns how many. Half to even, fees half away from zero;
   as in LEAN a number of fewer decimals keeps them ("0%", "-1"). */
size_t peri_statistics_rows(const peri_statistics *statistics,
                            peri_statistic_row rows[PERI_STATISTIC_ROWS]);

/* The rows as a table for a terminal: two columns side by side (one when that would pass 80
   characters), no frame, a newline after each line. */
void peri_statistics_table(const peri_statistics *statistics, peri_buf *out);

#endif
