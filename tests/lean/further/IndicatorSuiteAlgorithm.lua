-- Many indicators of two years of days, with fields and functions that choose what they are fed with.
-- LEAN: Algorithm.CSharp/IndicatorSuiteAlgorithm.cs of QuantConnect/Lean, commit 11123e1926
-- expects: Total Orders = 1
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Drawdown = 7.300%
-- expects: Expectancy = 0
-- expects: Start Equity = 25000
-- expects: End Equity = 35608.77
-- expects: Net Profit = 42.435%
-- expects: Sharpe Ratio = 1.387
-- expects: Sortino Ratio = 1.521
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = -0.015
-- expects: Beta = 0.963
-- expects: Annual Standard Deviation = 0.092
-- expects: Annual Variance = 0.008
-- expects: Information Ratio = -1.17
-- expects: Tracking Error = 0.018
-- expects: Treynor Ratio = 0.132
-- expects: Total Fees = $1.00
-- expects: Estimated Strategy Capacity = $680000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 0.14%
-- expects: OrderListHash = 7d49829d56cb3055b5f609a91b85fe4d
-- Without the custom data of LEAN's, whose last bar ends half a day later: another annual return, 507 points less.
-- expects points: 4225
local spy
local bands, rsi, plain, chosen
local price

function Initialize()
  SetStartDate(2013, 1, 1)
  SetEndDate(2014, 12, 31)
  SetCash(25000)
  spy = AddSecurity(SecurityType.Equity, "SPY", Resolution.Daily).Symbol
  local goog = AddSecurity(SecurityType.Equity, "GOOG", Resolution.Daily).Symbol
  local simple, daily = MovingAverageType.Simple, Resolution.Daily
  bands, rsi = BB(spy, 20, 1, simple, daily), RSI(spy, 14, simple, daily)
  plain = {
    ATR(spy, 14, simple, daily), EMA(spy, 14, daily), SMA(spy, 14, daily), MACD(spy, 12, 26, 9, simple, daily),
    AROON(spy, 20, daily), MOM(spy, 20, daily), MOMP(spy, 20, daily), STD(spy, 20, daily), MIN(spy, 14, daily),
    MAX(spy, 14, daily), B(spy, goog, 14),
  }
  chosen = {
    BB(spy, 20, 1, simple, daily, Field.Low), RSI(spy, 14, simple, daily, Field.Low), EMA(spy, 14, daily, Field.Low),
    SMA(spy, 14, daily, Field.Low), MACD(spy, 12, 26, 9, simple, daily, Field.Low), MOM(spy, 20, daily, Field.Low),
    MOMP(spy, 20, daily, Field.Low), STD(spy, 20, daily, Field.Low), MIN(spy, 14, daily, Field.High),
    MAX(spy, 14, daily, Field.Low),
  }
  local ratio = Identity(goog):Over(Identity(spy))
  PlotIndicator("Ratio", ratio)
end

function OnData(data)
  if not bands.IsReady or not rsi.IsReady then return end
  if not data.Bars[spy] then return end
  price = data.Bars[spy].Close
  if not Portfolio.HoldStock then Order(spy, math.floor(Portfolio.Cash / price)) end
end

function OnEndOfDay(symbol)
  if symbol ~= spy or not bands.IsReady then return end
  Plot("BB", "Price", price)
  Plot("BB", bands.UpperBand, bands.MiddleBand, bands.LowerBand)
  Plot("RSI", rsi)
  Plot("AROON", plain[5].AroonUp, plain[5].AroonDown)
end

function OnEndOfAlgorithm()
  for _, list in ipairs { plain, chosen } do
    for i, indicator in ipairs(list) do
      if not indicator.IsReady then error(("indicator %d, %s, is not ready"):format(i, indicator.Name)) end
    end
  end
end
