-- A brokerage model of the strategy's own that has one function: the others say nothing; and a model by its
-- name takes the place of a table.
local check = require "perigee.check"
local min, waiting
local asked, step = 0, 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  SetBrokerageModel { GetLeverage = function() return 7 end, CanSubmitOrder = function() return false end }
  check.equal("a table", AddEquity("DAY", Resolution.Daily).Leverage, 7.0)
  SetBrokerageModel(BrokerageName.Default)
  min = AddEquity("MIN", Resolution.Minute)
  check.equal("one by its name", min.Leverage, 2.0)
  SetBrokerageModel {
    CanSubmitOrder = function()
      asked = asked + 1
      return true
    end,
  }
end

function OnData()
  step = step + 1
  if step == 1 then
    check.equal("nothing is said of a fill", Buy(min, 1).Status, OrderStatus.Filled)
    waiting = LimitOrder(min, 1, 0.01)
    check.equal("nor of an update", waiting:UpdateQuantity(4), true)
  elseif step == 2 then
    check.equal("which is made", waiting.Quantity, 4.0)
    check.equal("both were asked for", asked, 2)
  end
end

function OnEndOfAlgorithm()
  check.that("both steps", step >= 2)
  check.finish()
end
