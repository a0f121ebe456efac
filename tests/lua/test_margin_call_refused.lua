-- Orders of a margin call that are refused: it is logged, and the next request is tried.
local check = require "perigee.check"
local min, aaa

local calls, filled = 0, {}

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  SetCash(100000)
  min = AddEquity("MIN", Resolution.Minute, Market.USA, true, 100)
  aaa = AddEquity("AAA", Resolution.Minute, Market.USA, true, 100)
  for _, security in ipairs { min, aaa } do security:SetFeeModel(ConstantFeeModel(0)) end
end

function OnData()
  if calls == 0 and not Portfolio.Invested and min.HasData and aaa.HasData then
    SetHoldings(min, -80)
    MarketOrder(aaa, -2)
  end
end

-- The first time a request is below the lot.
function OnMarginCall(requests)
  calls = calls + 1
  if calls > 1 then return end
  for _, request in ipairs(requests) do request.Quantity = request.Symbol == min.Symbol and 0.3 or 1 end
end

function OnOrderEvent(event)
  if event.Status == OrderStatus.Filled and event.Ticket.Tag == "Margin Call" then
    filled[#filled + 1] = event.Symbol.Value
  end
end

function OnEndOfAlgorithm()
  check.that("it was called again", calls > 1)
  check.that("what was not refused is filled", #filled > 0)
  check.finish()
end
