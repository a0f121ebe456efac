-- Ten times the portfolio in sixteen stocks every other day; meanwhile cash comes and goes, and the value with it.
-- LEAN: Algorithm.CSharp/TotalPortfolioValueRegressionAlgorithm.cs of QuantConnect/Lean, commit 0678de396d
-- expects: Total Orders = 3752
-- expects: Average Win = 0.63%
-- expects: Average Loss = -0.73%
-- expects: Compounding Annual Return = -5.190%
-- expects: Drawdown = 58.600%
-- expects: Expectancy = 0.007
-- expects: Start Equity = 100000
-- expects: End Equity = 94814.26
-- expects: Net Profit = -5.186%
-- expects: Sharpe Ratio = 0.439
-- expects: Sortino Ratio = 0.44
-- expects: Loss Rate = 46%
-- expects: Win Rate = 54%
-- expects: Profit-Loss Ratio = 0.86
-- expects: Alpha = -0.014
-- expects: Beta = 4.75
-- expects: Annual Standard Deviation = 0.811
-- expects: Annual Variance = 0.658
-- expects: Information Ratio = 0.372
-- expects: Tracking Error = 0.746
-- expects: Treynor Ratio = 0.075
-- expects: Total Fees = $18907.56
-- expects: Estimated Strategy Capacity = $410000.00
-- expects: Lowest Capacity Asset = BNO UN3IMQ2JU1YD
-- expects: Portfolio Turnover = 601.23%
-- expects: Drawdown Recovery = 237
-- expects: OrderListHash = 7e35def0ca91b89579b42cf23ef941e2
-- expects points: 5331
local TICKERS = { "SPY", "AAPL", "AAA", "GOOG", "GOOGL", "IBM", "QQQ", "FB", "WM", "WMI", "BAC", "USO", "IWM", "EEM",
  "BNO", "AIG" } -- WMI is a former name of WM: one stock
local symbols = {}

function Initialize()
  SetStartDate(2016, 1, 1)
  SetEndDate(2017, 1, 1)
  SetCash(100000)
  Settings.SeedInitialPrices = true
  for i, ticker in ipairs(TICKERS) do
    local security = AddEquity(ticker, Resolution.Daily)
    security:SetLeverage(100)
    symbols[i] = security.Symbol
  end
end

local function is(value)
  if math.abs(Portfolio.TotalPortfolioValue - value) > 1e-6 * math.abs(value) then
    error(("a value of %s, not %s"):format(Portfolio.TotalPortfolioValue, value))
  end
end

function OnData()
  if Portfolio.Invested then return Liquidate() end
  for _, symbol in ipairs(symbols) do SetHoldings(symbol, 10 / #symbols) end
  local value, cash = Portfolio.TotalPortfolioValue, Portfolio.CashBook[AccountCurrency]
  local amount = cash.Amount
  Portfolio.CashBook:Add(AccountCurrency, amount * 1.1, 1)
  is(value * 1.1)
  cash:AddAmount(-amount * 0.05)
  is(value * 1.05)
  cash:SetAmount(amount)
  is(value)
end
