-- Five times the portfolio while the market is open, twice when it closes: a margin call before the close sells what is
-- too much.
-- LEAN: Algorithm.CSharp/MarginCallClosedMarketRegressionAlgorithm.cs of QuantConnect/Lean, commit unknown
-- expects: Total Orders = 2
-- expects: Average Win = 0.39%
-- expects: Average Loss = 0%
-- expects: Compounding Annual Return = 1750.998%
-- expects: Drawdown = 5.500%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 103801.65
-- expects: Net Profit = 3.802%
-- expects: Sharpe Ratio = 18.012
-- expects: Sortino Ratio = 0
-- expects: Loss Rate = 0%
-- expects: Win Rate = 100%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = 4.101
-- expects: Beta = 2.017
-- expects: Annual Standard Deviation = 0.449
-- expects: Annual Variance = 0.201
-- expects: Information Ratio = 26.993
-- expects: Tracking Error = 0.226
-- expects: Treynor Ratio = 4.008
-- expects: Total Fees = $27.50
-- expects: Estimated Strategy Capacity = $22000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 158.79%
-- expects: OrderListHash = a6d4b7e1b4255477e693d6773996b6fe
-- expects points: 3943
local CLOSED, OPEN = 2, 5 -- leverages
local spy
local calls = 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  spy = AddEquity("SPY", Resolution.Minute)
  spy.BuyingPowerModel = PatternDayTradingMarginModel(CLOSED, OPEN)
end

function OnData()
  if not Portfolio.Invested then SetHoldings(spy, OPEN) end
end

function OnMarginCall(requests)
  calls = calls + 1
  for _, request in ipairs(requests) do
    local held = spy.Holdings.Quantity
    local left = held + request.Quantity
    if math.abs(held * CLOSED / OPEN - left) > 0.01 * held then
      error(("%s of %s shares are left"):format(left, held))
    end
    if not spy.Exchange.ExchangeOpen or not spy.Exchange.ClosingSoon then error("the market is not about to close") end
  end
end

function OnEndOfAlgorithm()
  if calls ~= 1 then error(calls .. " margin calls") end
end
