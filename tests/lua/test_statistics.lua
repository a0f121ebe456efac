-- Statistics of the strategy's own, and the result as far as it is known.
local check = require "perigee.check"
local day, n = nil, 0

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 11, 20)
  day = AddData("DAY", Resolution.Daily)
  check.equal("nothing yet", Statistics.Summary["Total Orders"], "0")
  check.equal("no trades yet", Statistics.TotalPerformance.TradeStatistics.StartDateTime, nil)
  check.equal("no windows yet", next(Statistics.RollingPerformances), nil)
  SetSummaryStatistic("Text", "good")
  SetSummaryStatistic("Text", "better")
  SetSummaryStatistic("Whole", 3)
  SetSummaryStatistic("Double", 2.0)
  SetRuntimeStatistic("Price", 0.25)
  check.equal("set", RuntimeStatistics.Price, "0.25")
  check.raises("the engine's own", "SetSummaryStatistic: the name 'Sharpe Ratio' is one of the engine's own statistics",
    function() SetSummaryStatistic("Sharpe Ratio", "1") end)
  check.raises("among those of the run", "SetRuntimeStatistic: the name 'Equity' is one of the engine's own statistics",
    function() SetRuntimeStatistic("Equity", "1") end)
  check.raises("no name", "SetSummaryStatistic: the name is empty", function() SetSummaryStatistic("", 1) end)
  check.raises("too long", "SetRuntimeStatistic: the value has 256 bytes, at most 255 are allowed",
    function() SetRuntimeStatistic("x", ("x"):rep(256)) end)
  check.raises("no text", "SetSummaryStatistic: the value is not UTF-8",
    function() SetSummaryStatistic("x", "\xff") end)
  check.raises("no number", "SetSummaryStatistic: argument 2 (value) was nan, expected",
    function() SetSummaryStatistic("x", 0 / 0) end)
  check.raises("nothing", "SetRuntimeStatistic: argument 2 (value) was", function() SetRuntimeStatistic("x") end)
end

function OnData()
  n = n + 1
  if n % 5 == 1 then MarketOrder(day, 10) end
  if n % 5 == 3 then Liquidate(day) end
end

function OnEndOfAlgorithm()
  local summary, total = Statistics.Summary, Statistics.TotalPerformance
  local trades, portfolio = total.TradeStatistics, total.PortfolioStatistics
  check.equal("own text", summary.Text, "better")
  check.equal("own whole number", summary.Whole, "3")
  check.equal("own double", summary.Double, "2")
  check.equal("a row", summary["Total Orders"], tostring(2 * trades.TotalNumberOfTrades))
  check.equal("trades", trades.TotalNumberOfTrades, #total.ClosedTrades)
  check.equal("prices rise by 1 a day", trades.AverageProfitLoss, 20.0)
  check.equal("all are won", trades.WinRate, 1.0)
  check.equal("no losses", trades.WinLossRatio, 10.0)
  check.equal("begin", trades.StartDateTime, total.ClosedTrades[1].EntryTime)
  check.equal("duration", trades.MedianTradeDuration, total.ClosedTrades[1].Duration)
  check.equal("profit", Portfolio.TotalProfit, trades.TotalProfitLoss)
  check.equal("equity", portfolio.StartEquity, 100000.0)
  check.that("value at risk", portfolio.ValueAtRisk99 < portfolio.ValueAtRisk95)
  local sum, windows = 0, Statistics.RollingPerformances
  for name, window in pairs(windows) do
    if name:find("^M1_") then sum = sum + window.TradeStatistics.TotalNumberOfTrades end
  end
  check.equal("each trade in one month", sum, trades.TotalNumberOfTrades)
  check.equal("a whole month", windows.M1_20131031.PortfolioStatistics.StartEquity, 100000.0)
  check.equal("twelve months are all", windows.M12_20131031.TradeStatistics.TotalNumberOfTrades,
    windows.M1_20131031.TradeStatistics.TotalNumberOfTrades)
  check.raises("unknown", "Statistics has no property 'Sumary'", function() return Statistics.Sumary end)
  check.finish()
end
