/* trade_statistics.h - from closed trades to what is said of them. Layer 5. */
#ifndef PERI_TRADE_STATISTICS_H
#define PERI_TRADE_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

#include "trade/trade_builder.h"

enum {
    PERI_RATIO_WITHOUT_LOSS = 10 /* LEAN's value of a ratio to losses, where there are none */
};

/* Money in account currency, before fees; durations in ns. Losses, adverse excursions and drawdowns
   are <= 0. All 0 without trades. A trade without profit is a loss. */
typedef struct peri_trade_statistics {
    int64_t start_ns, end_ns; /* UTC: first entry, last exit; INT64_MIN: there are no trades */
    int64_t total, winning, losing;
    double total_profit_loss, total_profit, total_loss;
    double largest_profit, largest_loss;
    double average_profit_loss, average_profit, average_loss;
    int64_t average_duration, average_winning_duration, average_losing_duration;
    int64_t median_duration, median_winning_duration, median_losing_duration; /* upper medians */
    int64_t most_wins_in_a_row, most_losses_in_a_row;
    double profit_loss_ratio; /* average profit to average loss; 0 without one */
    double win_loss_ratio, win_rate, loss_rate;
    double average_mae, average_mfe, largest_mae, largest_mfe;
    double closed_trade_drawdown;         /* of the sum of profits, from its peak or 0 */
    double intra_trade_drawdown;          /* the same with the worst and best of each trade */
    double deviation, downside_deviation; /* sample deviation of profits; of those of losses */
    double profit_factor;                 /* total profit to total loss */
    double sharpe_ratio, sortino_ratio;   /* average to deviation, to downside deviation; or 0 */
    double profit_to_drawdown;            /* total to closed_trade_drawdown */
    double largest_end_drawdown, average_end_drawdown;
    int64_t longest_drawdown; /* from a peak of the sum of profits to the next higher one */
    double fees;
} peri_trade_statistics;

/* Compute them of trades in order of their ends, shape [n]. Returns PERI_OK or PERI_ENOMEM. Thread:
   any. Source: LEAN's TradeStatistics. */
int peri_trade_statistics_compute(const peri_trade *trades, size_t n, peri_trade_statistics *out);

#endif
