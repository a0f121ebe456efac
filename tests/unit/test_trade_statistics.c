/* test_trade_statistics.c - what is said of closed trades, computed by hand. */
#include "report/trade_statistics.h"

#include <math.h>
#include <stdio.h>

#include "base/mem.h"
#include "check.h"
#include "report/statistic_fields.h"
#include "time/civil.h"

static peri_trade trade_of(int64_t entry, int64_t exit, double profit, double mae, double mfe,
                           double fees)
{
    return (peri_trade){.entry_ns = entry * PERI_SECOND,
                        .exit_ns = exit * PERI_SECOND,
                        .quantity = 1,
                        .profit = profit,
                        .mae = mae,
                        .mfe = mfe,
                        .fees = fees};
}

static peri_trade_statistics statistics_of(const peri_trade *trades, size_t n)
{
    peri_trade_statistics s;
    CHECK_INT("computed", peri_trade_statistics_compute(trades, n, &s), PERI_OK);
    return s;
}

SUITE(trade_statistics_of_five)
{
    const peri_trade trades[] = {trade_of(0, 10, 100, -10, 120, 1),
                                 trade_of(10, 30, -50, -60, 20, 2), trade_of(30, 35, 0, -5, 15, 3),
                                 trade_of(35, 75, 30, 0, 40, 4), trade_of(80, 90, -20, -30, 10, 5)};
    const peri_trade_statistics s = statistics_of(trades, 5);
    CHECK_INT("start", s.start_ns, 0);
    CHECK_INT("end", s.end_ns, 90 * PERI_SECOND);
    CHECK_INT("all", s.total, 5);
    CHECK_INT("won", s.winning, 2);
    CHECK_INT("no profit is a loss", s.losing, 3);
    CHECK_NEAR("sum", s.total_profit_loss, 60, 0);
    CHECK_NEAR("sum of profits", s.total_profit, 130, 0);
    CHECK_NEAR("sum of losses", s.total_loss, -70, 0);
    CHECK_NEAR("largest profit", s.largest_profit, 100, 0);
    CHECK_NEAR("largest loss", s.largest_loss, -50, 0);
    CHECK_NEAR("mean", s.average_profit_loss, 12, 1e-12);
    CHECK_NEAR("mean profit", s.average_profit, 65, 1e-12);
    CHECK_NEAR("mean loss", s.average_loss, -70.0 / 3, 1e-12);
    CHECK_INT("lasts", s.average_duration, 17 * PERI_SECOND);
    CHECK_INT("a won one", s.average_winning_duration, 25 * PERI_SECOND);
    CHECK_INT("a lost one", s.average_losing_duration, 35 * PERI_SECOND / 3 + 1); /* rounded */
    CHECK_INT("median", s.median_duration, 10 * PERI_SECOND);
    CHECK_INT("of two the longer", s.median_winning_duration, 40 * PERI_SECOND);
    CHECK_INT("of three the middle", s.median_losing_duration, 10 * PERI_SECOND);
    CHECK_INT("wins in a row", s.most_wins_in_a_row, 1);
    CHECK_INT("losses in a row", s.most_losses_in_a_row, 2);
    CHECK_NEAR("profit to loss", s.profit_loss_ratio, 65.0 * 3 / 70, 1e-12);
    CHECK_NEAR("wins to losses", s.win_loss_ratio, 2.0 / 3, 1e-12);
    CHECK_NEAR("win rate", s.win_rate, 0.4, 0);
    CHECK_NEAR("loss rate", s.loss_rate, 0.6, 0);
    CHECK_NEAR("mean of the worst", s.average_mae, -21, 1e-12);
    CHECK_NEAR("mean of the best", s.average_mfe, 41, 1e-12);
    CHECK_NEAR("worst of all", s.largest_mae, -60, 0);
    CHECK_NEAR("best of all", s.largest_mfe, 120, 0);
    CHECK_NEAR("100 -> 50", s.closed_trade_drawdown, -50, 0);
    CHECK_NEAR("120 -> -10", s.intra_trade_drawdown, -130, 0);
    CHECK_NEAR("deviation", s.deviation, sqrt(3270), 1e-12);
    CHECK_NEAR("of losses", s.downside_deviation, sqrt(1900.0 / 3), 1e-12);
    CHECK_NEAR("factor", s.profit_factor, 130.0 / 70, 1e-12);
    CHECK_NEAR("Sharpe", s.sharpe_ratio, 12 / sqrt(3270), 1e-12);
    CHECK_NEAR("Sortino", s.sortino_ratio, 12 / sqrt(1900.0 / 3), 1e-12);
    CHECK_NEAR("to drawdown", s.profit_to_drawdown, 1.2, 1e-12);
    CHECK_NEAR("20 - 70 - 15 - 10 - 30: the largest", s.largest_end_drawdown, -70, 0);
    CHECK_NEAR("their mean", s.average_end_drawdown, -29, 1e-12);
    CHECK_INT("100 is not reached again", s.longest_drawdown, 0);
    CHECK_NEAR("fees", s.fees, 15, 0);
}

SUITE(trade_statistics_drawdowns_that_end)
{
    const peri_trade trades[] = {
        trade_of(5, 10, -10, -10, 0, 0), /* below 0 from the first entry on */
        trade_of(20, 40, 30, 0, 30, 0),  /* 35 s later above */
        trade_of(40, 50, 10, 0, 10, 0),  /* higher, without a fall */
        trade_of(50, 60, -5, -5, 0, 0),  /* below the peak of 50 */
        trade_of(60, 70, 5, 0, 5, 0),    /* as high is not higher */
        trade_of(70, 100, 1, 0, 1, 0)};  /* 50 s */
    const peri_trade_statistics s = statistics_of(trades, 6);
    CHECK_INT("the longest", s.longest_drawdown, 50 * PERI_SECOND);
    CHECK_NEAR("the deepest", s.closed_trade_drawdown, -10, 0);
    CHECK_INT("two rows of wins", s.most_wins_in_a_row, 2);
}

SUITE(trade_statistics_without_a_denominator)
{
    const peri_trade won[] = {trade_of(0, 1, 5, 0, 5, 0)}, lost[] = {trade_of(0, 1, -5, -5, 0, 0)};
    peri_trade_statistics s = statistics_of(won, 1);
    CHECK_NEAR("no loss: wins to losses", s.win_loss_ratio, 10, 0);
    CHECK_NEAR("no loss: factor", s.profit_factor, 10, 0);
    CHECK_NEAR("no loss: to drawdown", s.profit_to_drawdown, 10, 0);
    CHECK_NEAR("no loss: profit to loss", s.profit_loss_ratio, 0, 0);
    CHECK_NEAR("one: Sharpe", s.sharpe_ratio, 0, 0);
    CHECK_INT("none lost", s.median_losing_duration, 0);
    s = statistics_of(lost, 1);
    CHECK_NEAR("no win: factor", s.profit_factor, 0, 0);
    CHECK_NEAR("no win: wins to losses", s.win_loss_ratio, 0, 0);
    CHECK_NEAR("no win: to drawdown", s.profit_to_drawdown, -1, 0);
    s = statistics_of(NULL, 0);
    CHECK_INT("no trade: no begin", s.start_ns, INT64_MIN);
    CHECK_NEAR("no trade: wins to losses", s.win_loss_ratio, 0, 0);
    CHECK_NEAR("no trade: win rate", s.win_rate, 0, 0);
}

SUITE(trade_statistics_keep_whole_cents)
{
    peri_trade trades[1000];
    for (int i = 0; i < 1000; i++)
        trades[i] = trade_of(i, i + 1, i % 2 == 0 ? 0.1 : -0.07, -0.07, 0.1, 0);
    const peri_trade_statistics s = statistics_of(trades, 1000);
    CHECK_NEAR("50 less 35", s.total_profit_loss, 15.0, 0);
    CHECK_NEAR("50", s.total_profit, 50.0, 0);
    CHECK_NEAR("35", s.total_loss, -35.0, 0);
}

SUITE(trade_statistics_out_of_memory)
{
    const peri_trade one[] = {trade_of(0, 1, 5, 0, 5, 0)};
    const int64_t live = peri_mem_live();
    peri_trade_statistics s;
    peri_mem_fail_at(1);
    CHECK_INT("no memory", peri_trade_statistics_compute(one, 1, &s), PERI_ENOMEM);
    peri_mem_fail_at(0);
    CHECK_INT("no leak", peri_mem_live(), live);
}

SUITE(trade_statistics_fields_lie_apart)
{
    size_t n;
    for (int k = 0; k < 2; k++) {
        const peri_statistic_field *fields =
            k == 0 ? peri_trade_statistic_fields(&n) : peri_portfolio_statistic_fields(&n);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < i; j++)
                CHECK(fields[i].key, fields[i].offset != fields[j].offset);
    }
}
