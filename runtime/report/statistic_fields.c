/* statistic_fields.c - see statistic_fields.h. Layer 5. */
#include "report/statistic_fields.h"

#include "report/statistics.h"
#include "report/trade_statistics.h"

#define OF(field) offsetof(peri_trade_statistics, field)

static const peri_statistic_field of_trades[] = {
    {"start_date_time", "StartDateTime", PERI_STATISTIC_INSTANT, OF(start_ns)},
    {"end_date_time", "EndDateTime", PERI_STATISTIC_INSTANT, OF(end_ns)},
    {"total_number_of_trades", "TotalNumberOfTrades", PERI_STATISTIC_COUNT, OF(total)},
    {"number_of_winning_trades", "NumberOfWinningTrades", PERI_STATISTIC_COUNT, OF(winning)},
    {"number_of_losing_trades", "NumberOfLosingTrades", PERI_STATISTIC_COUNT, OF(losing)},
    {"total_profit_loss", "TotalProfitLoss", PERI_STATISTIC_NUMBER, OF(total_profit_loss)},
    {"total_profit", "TotalProfit", PERI_STATISTIC_NUMBER, OF(total_profit)},
    {"total_loss", "TotalLoss", PERI_STATISTIC_NUMBER, OF(total_loss)},
    {"largest_profit", "LargestProfit", PERI_STATISTIC_NUMBER, OF(largest_profit)},
    {"largest_loss", "LargestLoss", PERI_STATISTIC_NUMBER, OF(largest_loss)},
    {"average_profit_loss", "AverageProfitLoss", PERI_STATISTIC_NUMBER, OF(average_profit_loss)},
    {"average_profit", "AverageProfit", PERI_STATISTIC_NUMBER, OF(average_profit)},
    {"average_loss", "AverageLoss", PERI_STATISTIC_NUMBER, OF(average_loss)},
    {"average_trade_duration_seconds", "AverageTradeDuration", PERI_STATISTIC_DURATION,
     OF(average_duration)},
    {"average_winning_trade_duration_seconds", "AverageWinningTradeDuration",
     PERI_STATISTIC_DURATION, OF(average_winning_duration)},
    {"average_losing_trade_duration_seconds", "AverageLosingTradeDuration", PERI_STATISTIC_DURATION,
     OF(average_losing_duration)},
    {"median_trade_duration_seconds", "MedianTradeDuration", PERI_STATISTIC_DURATION,
     OF(median_duration)},
    {"median_winning_trade_duration_seconds", "MedianWinningTradeDuration", PERI_STATISTIC_DURATION,
     OF(median_winning_duration)},
    {"median_losing_trade_duration_seconds", "MedianLosingTradeDuration", PERI_STATISTIC_DURATION,
     OF(median_losing_duration)},
    {"max_consecutive_winning_trades", "MaxConsecutiveWinningTrades", PERI_STATISTIC_COUNT,
     OF(most_wins_in_a_row)},
    {"max_consecutive_losing_trades", "MaxConsecutiveLosingTrades", PERI_STATISTIC_COUNT,
     OF(most_losses_in_a_row)},
    {"profit_loss_ratio", "ProfitLossRatio", PERI_STATISTIC_NUMBER, OF(profit_loss_ratio)},
    {"win_loss_ratio", "WinLossRatio", PERI_STATISTIC_NUMBER, OF(win_loss_ratio)},
    {"win_rate", "WinRate", PERI_STATISTIC_NUMBER, OF(win_rate)},
    {"loss_rate", "LossRate", PERI_STATISTIC_NUMBER, OF(loss_rate)},
    {"average_mae", "AverageMAE", PERI_STATISTIC_NUMBER, OF(average_mae)},
    {"average_mfe", "AverageMFE", PERI_STATISTIC_NUMBER, OF(average_mfe)},
    {"largest_mae", "LargestMAE", PERI_STATISTIC_NUMBER, OF(largest_mae)},
    {"largest_mfe", "LargestMFE", PERI_STATISTIC_NUMBER, OF(largest_mfe)},
    {"maximum_closed_trade_drawdown", "MaximumClosedTradeDrawdown", PERI_STATISTIC_NUMBER,
     OF(closed_trade_drawdown)},
    {"maximum_intra_trade_drawdown", "MaximumIntraTradeDrawdown", PERI_STATISTIC_NUMBER,
     OF(intra_trade_drawdown)},
    {"profit_loss_standard_deviation", "ProfitLossStandardDeviation", PERI_STATISTIC_NUMBER,
     OF(deviation)},
    {"profit_loss_downside_deviation", "ProfitLossDownsideDeviation", PERI_STATISTIC_NUMBER,
     OF(downside_deviation)},
    {"profit_factor", "ProfitFactor", PERI_STATISTIC_NUMBER, OF(profit_factor)},
    {"sharpe_ratio", "SharpeRatio", PERI_STATISTIC_NUMBER, OF(sharpe_ratio)},
    {"sortino_ratio", "SortinoRatio", PERI_STATISTIC_NUMBER, OF(sortino_ratio)},
    {"profit_to_max_drawdown_ratio", "ProfitToMaxDrawdownRatio", PERI_STATISTIC_NUMBER,
     OF(profit_to_drawdown)},
    {"maximum_end_trade_drawdown", "MaximumEndTradeDrawdown", PERI_STATISTIC_NUMBER,
     OF(largest_end_drawdown)},
    {"average_end_trade_drawdown", "AverageEndTradeDrawdown", PERI_STATISTIC_NUMBER,
     OF(average_end_drawdown)},
    {"maximum_drawdown_duration_seconds", "MaximumDrawdownDuration", PERI_STATISTIC_DURATION,
     OF(longest_drawdown)},
    {"total_fees", "TotalFees", PERI_STATISTIC_NUMBER, OF(fees)},
};

#undef OF
#define OF(field) offsetof(peri_statistics, field)

static const peri_statistic_field of_portfolio[] = {
    {"average_win_rate", "AverageWinRate", PERI_STATISTIC_NUMBER, OF(average_win)},
    {"average_loss_rate", "AverageLossRate", PERI_STATISTIC_NUMBER, OF(average_loss)},
    {"profit_loss_ratio", "ProfitLossRatio", PERI_STATISTIC_NUMBER, OF(profit_loss_ratio)},
    {"win_rate", "WinRate", PERI_STATISTIC_NUMBER, OF(win_rate)},
    {"loss_rate", "LossRate", PERI_STATISTIC_NUMBER, OF(loss_rate)},
    {"expectancy", "Expectancy", PERI_STATISTIC_NUMBER, OF(expectancy)},
    {"start_equity", "StartEquity", PERI_STATISTIC_NUMBER, OF(start_equity)},
    {"end_equity", "EndEquity", PERI_STATISTIC_NUMBER, OF(end_equity)},
    {"compounding_annual_return", "CompoundingAnnualReturn", PERI_STATISTIC_NUMBER,
     OF(compounding_annual_return)},
    {"drawdown", "Drawdown", PERI_STATISTIC_NUMBER, OF(drawdown)},
    {"total_net_profit", "TotalNetProfit", PERI_STATISTIC_NUMBER, OF(net_profit)},
    {"sharpe_ratio", "SharpeRatio", PERI_STATISTIC_NUMBER, OF(sharpe_ratio)},
    {"probabilistic_sharpe_ratio", "ProbabilisticSharpeRatio", PERI_STATISTIC_NUMBER,
     OF(probabilistic_sharpe_ratio)},
    {"sortino_ratio", "SortinoRatio", PERI_STATISTIC_NUMBER, OF(sortino_ratio)},
    {"alpha", "Alpha", PERI_STATISTIC_NUMBER, OF(alpha)},
    {"beta", "Beta", PERI_STATISTIC_NUMBER, OF(beta)},
    {"annual_standard_deviation", "AnnualStandardDeviation", PERI_STATISTIC_NUMBER,
     OF(annual_standard_deviation)},
    {"annual_variance", "AnnualVariance", PERI_STATISTIC_NUMBER, OF(annual_variance)},
    {"information_ratio", "InformationRatio", PERI_STATISTIC_NUMBER, OF(information_ratio)},
    {"tracking_error", "TrackingError", PERI_STATISTIC_NUMBER, OF(tracking_error)},
    {"treynor_ratio", "TreynorRatio", PERI_STATISTIC_NUMBER, OF(treynor_ratio)},
    {"portfolio_turnover", "PortfolioTurnover", PERI_STATISTIC_NUMBER, OF(portfolio_turnover)},
    {"value_at_risk_99", "ValueAtRisk99", PERI_STATISTIC_NUMBER, OF(value_at_risk_99)},
    {"value_at_risk_95", "ValueAtRisk95", PERI_STATISTIC_NUMBER, OF(value_at_risk_95)},
    {"drawdown_recovery", "DrawdownRecovery", PERI_STATISTIC_COUNT, OF(drawdown_recovery)},
};

const peri_statistic_field *peri_trade_statistic_fields(size_t *n)
{
    *n = sizeof of_trades / sizeof *of_trades;
    return of_trades;
}

const peri_statistic_field *peri_portfolio_statistic_fields(size_t *n)
{
    *n = sizeof of_portfolio / sizeof *of_portfolio;
    return of_portfolio;
}
