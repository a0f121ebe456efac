-- Statistics during the run, and rows of one's own among them: which stock was traded most.
-- expects: Most Traded Security = IBM
-- expects: Most Traded Security Trade Count = 63
-- LEAN: Algorithm.CSharp/StatisticsResultsAlgorithm.cs of QuantConnect/Lean, commit d4e7f584f6
-- expects: Total Orders = 94
-- expects: Average Win = 0.09%
-- expects: Average Loss = -0.03%
-- expects: Compounding Annual Return = 18.903%
-- expects: Drawdown = 0.800%
-- expects: Expectancy = 0.135
-- expects: Start Equity = 100000
-- expects: End Equity = 100221.61
-- expects: Net Profit = 0.222%
-- expects: Sharpe Ratio = 6.406
-- expects: Sortino Ratio = 0
-- expects: Loss Rate = 70%
-- expects: Win Rate = 30%
-- expects: Profit-Loss Ratio = 2.73
-- expects: Alpha = -0.144
-- expects: Beta = 0.264
-- expects: Annual Standard Deviation = 0.059
-- expects: Annual Variance = 0.003
-- expects: Information Ratio = -9.751
-- expects: Tracking Error = 0.164
-- expects: Treynor Ratio = 1.43
-- expects: Total Fees = $114.39
-- expects: Estimated Strategy Capacity = $1100000.00
-- expects: Lowest Capacity Asset = IBM R735QTJ8XC9X
-- expects: Portfolio Turnover = 549.26%
-- expects: OrderListHash = 8dd77e35338a81410a5b68dc8345f402
-- expects points: 7843
local MOST, COUNT = "Most Traded Security", "Most Traded Security Trade Count"
local spy, ibm
local fast, slow = {}, {}
local fills = {} -- by ticker

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute)
  ibm = AddEquity("IBM", Resolution.Minute)
  fast.spy, slow.spy = EMA(spy, 30, Resolution.Minute), EMA(spy, 60, Resolution.Minute)
  fast.ibm, slow.ibm = EMA(spy, 10, Resolution.Minute), EMA(spy, 30, Resolution.Minute) -- of SPY as well
end

local function follow(security, rises, fraction)
  if rises then
    SetHoldings(security, fraction)
  elseif security.Holdings.Invested then
    Liquidate(security)
  end
end

function OnData()
  if not slow.spy.IsReady then return end
  follow(spy, fast.spy > slow.spy, 0.5)
  follow(ibm, fast.ibm > slow.ibm, 0.2)
end

local function most()
  local ticker
  for _, name in ipairs { "SPY", "IBM" } do
    if fills[name] and (not ticker or fills[name] > fills[ticker]) then ticker = name end
  end
  return ticker
end

local function check()
  local summary, ticker = Statistics.Summary, most()
  local count = ticker and tostring(fills[ticker])
  if summary[MOST] ~= ticker or summary[COUNT] ~= count then error("the rows say something else") end
end

function OnOrderEvent(event)
  if event.Status ~= OrderStatus.Filled then return end
  check()
  local ticker = Ticker(event.Symbol)
  fills[ticker] = (fills[ticker] or 0) + 1
  SetSummaryStatistic(MOST, most())
  SetSummaryStatistic(COUNT, fills[most()])
  check()
end

function OnEndOfAlgorithm() check() end
