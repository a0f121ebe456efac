-- Models of the strategy's own that all agree, and say something: no event of an order tells that.
local check = require "perigee.check"
local min, other, limit
local step, asked, told = 0, {}, {}

local function agree(name)
  return function()
    asked[name] = (asked[name] or 0) + 1
    return true, "well, says " .. name
  end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  SetBrokerageModel {
    CanSubmitOrder = agree "submit",
    CanUpdateOrder = agree "update",
    CanExecuteOrder = agree "execute",
  }
  min = AddEquity("MIN", Resolution.Minute)
  other = AddEquity("AAA", Resolution.Minute) -- with the margin of each equity, which says nothing
  min:SetBuyingPowerModel { HasSufficientBuyingPowerForOrder = agree "margin" }
end

function OnOrderEvent(event)
  told[#told + 1] = tostring(event.Status)
  check.equal(told[#told] .. ": nothing to say", event.Message, "")
end

function OnData()
  step = step + 1
  if step == 1 then
    limit = LimitOrder(min, 2, 1)
    limit:UpdateLimitPrice(1000)
    check.equal("asked of the margin once, when it was sent", asked.margin, 1)
  elseif step == 2 then
    check.equal("filled", limit.Status, OrderStatus.Filled)
    check.equal("its events", table.concat(told, " "), "Submitted UpdateSubmitted Filled")
    check.equal("of the ticket: nothing to say", limit.OrderEvents[2].Message .. limit.OrderEvents[3].Message, "")
    check.equal("asked of the margin: sent, changed, filled", asked.margin, 3)
    check.equal("the brokerage", asked.submit .. asked.update .. asked.execute, "111")
    Buy(min, 1)
    check.equal("a market order", table.concat(told, " ", 4), "Submitted Filled")
    Buy(other, 1)
    check.equal("one of the other", table.concat(told, " ", 6), "Submitted Filled")
  end
end

function OnEndOfAlgorithm()
  check.that("steps ran", step >= 2)
  check.finish()
end
