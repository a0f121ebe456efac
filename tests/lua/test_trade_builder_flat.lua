-- A builder of the strategy's choice: from flat to flat; prices between the fills count, fees as well.
local check = require "perigee.check"
local builder, day
local n = 0

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 12)
  day = AddData("DAY", Resolution.Daily)
  day:SetFeeModel(ConstantFeeModel(1))
  local first = TradeBuilder(FillGroupingMethod.FillToFill, FillMatchingMethod.LIFO)
  SetTradeBuilder(first)
  builder = TradeBuilder(FillGroupingMethod.FlatToFlat, FillMatchingMethod.FIFO)
  SetTradeBuilder(builder)
  check.equal("replaced", #first.ClosedTrades, 0)
end

local ORDERS = { -2, 0, -2, 3, 0, 1 } -- closes are 102, 103, 104, 105, 106, 107

function OnData()
  n = n + 1
  if (ORDERS[n] or 0) ~= 0 then MarketOrder(day, ORDERS[n]) end
  check.equal("open", builder:HasOpenPosition(day), n < 6)
  check.equal("closed", #builder.ClosedTrades, n < 6 and 0 or 1)
end

function OnEndOfAlgorithm()
  local trade = builder.ClosedTrades[1]
  check.equal("direction", trade.Direction, TradeDirection.Short)
  check.equal("quantity", trade.Quantity, 4.0)
  check.equal("sold at 102 and 104", trade.EntryPrice, 103.0)
  check.equal("bought at 105, three, and 107", trade.ExitPrice, 105.5)
  check.equal("profit", trade.ProfitLoss, -10.0)
  check.equal("fees", trade.TotalFees, 4.0)
  check.equal("worst at 107", trade.MAE, -16.0)
  check.equal("best at 102", trade.MFE, 4.0)
  check.equal("orders", table.concat(trade.OrderIds, " "), "1 2 3 4")
  check.equal("the global one is the same", TradeBuilder.ClosedTrades[1].ProfitLoss, -10.0)
  check.raises("colon", "TradeBuilder.HasOpenPosition takes a colon", function() builder.HasOpenPosition(day) end)
  check.finish()
end
