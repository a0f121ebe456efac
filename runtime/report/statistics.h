/* statistics.h - from sampled equity and closed trades to the numbers of the report. Layer 5. */
#ifndef PERI_STATISTICS_H
#define PERI_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "market/interest_rate.h"
#include "report/currency_sign.h"
#include "report/custom_rows.h"
#include "trade/portfolio.h"
#include "trade/trade_builder.h"

typedef struct peri_sample {
    int64_t time_ns; /* UTC */
    double value;
} peri_sample;

/* A daily sample: what has happened since the one before it. */
typedef struct peri_day {
    double return_percent; /* change of equity */
    double benchmark;      /* its value now, 0: none */
    double turnover;       /* value of all fills over equity; 0 in the first sample */
    int64_t time_ns;       /* UTC */
} peri_day;

enum {
    PERI_ASSET_TEXT = 80
};

/* What a run recorded, or a part of it. Shapes [equity_n], [days_n], [trades_n], [built_n], each
   ascending by time; all borrowed. */
typedef struct peri_record {
    const peri_sample *equity; /* intraday and daily points, ascending, account currency */
    size_t equity_n;
    const peri_day *days; /* from the start's own instant to the end's */
    size_t days_n;
    const peri_closed_trade *trades;
    size_t trades_n;
    const peri_trade *built; /* what the builder of trades made, by their ends */
    size_t built_n;
    const int64_t *built_orders; /* see peri_trade */
    bool is_later;               /* a part that begins behind the first daily sample */
    double start_equity;
    const char *currency; /* code of the account's; NULL: "USD" */
    bool has_cents; /* Start Equity is shown with them: other currencies are in it, as in LEAN */
    int64_t total_orders;
    double total_fees;
    double risk_free_rate; /* yearly, a fraction: mean over the equity points; 0 without a file */
    const peri_interest_rates *rates; /* that make it; NULL: it is the same in each part */
    int trading_days;                 /* per year: 252, of a market that never closes 365 */
    double capacity;                  /* account currency, see capacity.h; 0: not known */
    const char *capacity_asset;       /* UTF-8, the security that limits it; NULL: none */
} peri_record;

/* Fractions, not percent. All but equity, orders, fees, turnover, capacity and closed trades are 0
   while there are fewer than four daily samples: the first two carry no whole day of trading. */
typedef struct peri_statistics {
    double start_equity, end_equity;
    char currency_sign[PERI_SIGN_TEXT]; /* UTF-8, before amounts: "$" */
    bool has_cents;                     /* as in the record */
    double net_profit;                  /* end / start - 1 */
    double compounding_annual_return;
    double drawdown;           /* >= 0, worst fall from a peak */
    int64_t drawdown_recovery; /* whole days of the longest fall that was made good again */
    double sharpe_ratio, sortino_ratio, probabilistic_sharpe_ratio;
    double alpha, beta; /* against the benchmark */
    double annual_standard_deviation, annual_variance;
    double information_ratio, tracking_error, treynor_ratio;
    double win_rate, loss_rate, average_win, average_loss, profit_loss_ratio, expectancy;
    double portfolio_turnover; /* of a day, mean */
    double value_at_risk_99,
        value_at_risk_95; /* the day's return that all but 1 %, 5 % of days
                             exceed, were they those of the last year, normal */
    int64_t total_orders, closed_trades;
    double total_fees;
    double capacity;
    char capacity_asset[PERI_ASSET_TEXT]; /* cut to fit, between two characters */
} peri_statistics;

/*
 * Compute the numbers of a run. Each is finite: a ratio without a denominator is 0, the yearly
 * return of an equity that fell to 0 or below is -1. Thread: any.
 * Source: LEAN's portfolio statistics (sample variance, n - 1), checked against its regression
 * results.
 */
void peri_statistics_compute(const peri_record *record, peri_statistics *out);

/* LEAN's risk-free rate: the mean of the rates at the UTC dates of all equity points. */
double peri_record_risk_free_rate(const peri_record *record);

/* One row of the report: LEAN's key, and the value in LEAN's format. */
typedef struct peri_statistic_row {
    const char *key;            /* "Compounding Annual Return" */
    char text[PERI_ASSET_TEXT]; /* "12.345%" */
} peri_statistic_row;

enum {
    PERI_STATISTIC_ROWS = 28
};

/* All rows in the order of the report, LEAN's and then `Closed Trades`, which is ours; returns how
   many. Half to even, fees half away from zero; as in LEAN a number of fewer decimals keeps them
   ("0%", "-1"). */
size_t peri_statistics_rows(const peri_statistics *statistics,
                            peri_statistic_row rows[PERI_STATISTIC_ROWS]);

/* The row that stands behind all, of a run that has it: the sum of its orders. */
#define PERI_ORDER_LIST_HASH "OrderListHash"

/* Whether a row has that key, or it is that of the hash. */
bool peri_statistics_has_key(const char *key);

/* The rows as a table for a terminal: two columns side by side (one when that would pass 80
   characters), no frame, a newline after each line; below them the strategy's own (NULL: none), and
   at last the hash of the orders ("" or NULL: none). */
void peri_statistics_table(const peri_statistics *statistics, const peri_custom_rows *custom,
                           const char *hash, peri_buf *out);

#endif
