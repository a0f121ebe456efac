-- A model of the strategy's own that fails, caught: the order that asked it is not sent later.
local check = require "perigee.check"
local min
local fails = true
local step, events = 0, {}

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  min = AddEquity("MIN", Resolution.Minute)
  min:SetFeeModel(function() return fails and "dear" or 1 end)
end

function OnOrderEvent(event) events[#events + 1] = event.Status end

function OnData()
  step = step + 1
  if step == 1 then
    check.raises("the model's error", "fee model of MIN: tests/lua/test_model_caught.lua:11: the function returned",
      function() Buy(min, 1) end)
    fails = false
    check.equal("none is open", #Transactions.GetOpenOrders(), 0)
    local order = Transactions.GetOrderById(1)
    check.equal("it is Invalid", order.Status, OrderStatus.Invalid)
    check.equal("nobody was told", #events, 0)
  elseif step == 2 then
    check.equal("nothing is held", min.Holdings.Quantity, 0.0)
    check.equal("another one fills", Buy(min, 2).Status, OrderStatus.Filled)
  elseif step == 3 then
    check.equal("it alone", min.Holdings.Quantity, 2.0)
  end
end

function OnEndOfAlgorithm()
  check.that("steps ran", step >= 3)
  check.finish()
end
