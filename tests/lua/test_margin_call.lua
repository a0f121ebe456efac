-- A short position with 100-fold leverage while the price rises: warnings, then margin calls.
local check = require "perigee.check"
local min

local warnings, calls, margin_orders = {}, {}, {}

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  SetCash(100000)
  min = AddEquity("MIN", Resolution.Minute, Market.USA, true, 100)
  min:SetFeeModel(ConstantFeeModel(0))
end

function OnData()
  if #calls == 0 and not Portfolio.Invested then SetHoldings(min, -90) end
end

function OnMarginCallWarning() warnings[#warnings + 1] = Time end

function OnMarginCall(requests)
  calls[#calls + 1] = Time
  check.equal("one position", #requests, 1)
  local request = requests[1]
  check.equal("Symbol", request.Symbol, min.Symbol)
  check.that("it buys back", request.Quantity > 0)
  check.equal("Tag", request.Tag, "Margin Call")
  check.that("nothing is left", Portfolio.MarginRemaining <= 0)
  check.that("much more than there is", Portfolio.TotalMarginUsed > 1.1 * Portfolio.TotalPortfolioValue)
  if #calls == 1 then requests[1] = nil end -- ordered by nobody: the next one comes in five minutes
  if #calls == 2 then request.Quantity = 7 end
end

function OnOrderEvent(event)
  if event.Status == OrderStatus.Filled and event.Ticket.Tag == "Margin Call" then
    margin_orders[#margin_orders + 1] = event.FillQuantity
    if #margin_orders == 2 then
      check.that("enough is left again", Portfolio.MarginRemaining >= 0)
    end
  end
end

function OnEndOfAlgorithm()
  check.that("warned before", warnings[1] < calls[1])
  check.equal("five minutes apart", calls[2] - calls[1], TimeSpan.FromMinutes(5))
  check.equal("as the strategy changed it", margin_orders[1], 7.0)
  check.that("then as much as it takes", margin_orders[2] > 1000)
  check.finish()
end
