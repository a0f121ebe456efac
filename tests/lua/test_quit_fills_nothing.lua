-- Quit: what waits for the end of the step is not done any more.
local check = require "perigee.check"

local ticket, steps = nil, 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  AddEquity("MIN", Resolution.Minute)
  Schedule.On("later", DateRules.EveryDay(), TimeRules.At(11, 0), function()
    check.that("no event behind Quit", false)
  end)
end

function OnData()
  steps = steps + 1
  if steps == 4 then ticket = LimitOrder("MIN", 10, Securities["MIN"].Price / 2) end
  if steps == 5 then
    check.equal("it waits", ticket.Status, "Submitted")
    check.equal("the update is taken", ticket:UpdateLimitPrice(Securities["MIN"].Price * 2), true)
    Quit("enough")
  end
end

function OnOrderEvent(event) check.equal("no fill", event.FillQuantity, 0.0) end

function OnEndOfAlgorithm()
  check.equal("no step behind it", steps, 5)
  check.equal("the order was not filled", ticket.QuantityFilled, 0.0)
  check.equal("nothing is held", Portfolio["MIN"].Quantity, 0.0)
  check.finish()
end
