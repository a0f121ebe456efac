-- A brokerage of one's own, which takes no orders of AIG and no updates.
-- LEAN: Algorithm.CSharp/CustomBrokerageModelRegressionAlgorithm.cs of QuantConnect/Lean, commit 0124dffa98
-- expects: Total Orders = 2
-- expects: Average Win = 0%
-- expects: Average Loss = 0%
-- expects: Drawdown = 0.200%
-- expects: Expectancy = 0
-- expects: Start Equity = 100000
-- expects: End Equity = 100245.42
-- expects: Net Profit = 0.245%
-- expects: Sharpe Ratio = 4.962
-- expects: Sortino Ratio = 0
-- expects: Loss Rate = 0%
-- expects: Win Rate = 0%
-- expects: Profit-Loss Ratio = 0
-- expects: Alpha = -0.126
-- expects: Beta = 0.145
-- expects: Annual Standard Deviation = 0.032
-- expects: Annual Variance = 0.001
-- expects: Information Ratio = -9.54
-- expects: Tracking Error = 0.19
-- expects: Treynor Ratio = 1.104
-- expects: Total Fees = $1.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 2.90%
-- expects points: 53
local updated = false
local aig

local brokerage = {}

function brokerage.CanSubmitOrder(security)
  if Ticker(security) == "AIG" then return false, "Symbol AIG can not be submitted" end
  return true
end

function brokerage.CanUpdateOrder() return false, "This order can not be updated" end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetBrokerageModel(brokerage)
  AddEquity("SPY", Resolution.Daily)
  AddEquity("AIG", Resolution.Daily)
end

function OnData()
  if Portfolio.Invested then return end
  MarketOrder("SPY", 100)
  aig = MarketOrder("AIG", 100)
end

function OnOrderEvent(event)
  if updated then return end
  updated = true
  event.Ticket:Update { Quantity = event.Ticket.Quantity + 10 }
end

function OnEndOfAlgorithm()
  if aig.ErrorCode ~= "BrokerageModelRefusedToSubmitOrder" then error("AIG was " .. aig.ErrorCode) end
  local message = aig.OrderEvents[#aig.OrderEvents].Message
  if not message:find("Symbol AIG can not be submitted", 1, true) then error("AIG was refused: " .. message) end
end
