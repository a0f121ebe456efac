-- What a brokerage model of the strategy's own says of orders: sent, changed, filled or not.
local check = require "perigee.check"
local min
local allowed = { CanSubmitOrder = true, CanUpdateOrder = true, CanExecuteOrder = true }
local seen = {}
local step = 0
local waiting

local function judge(name)
  return function(security, order, fields)
    seen[name] = { security.Symbol.Value, order.Quantity, fields and fields.Quantity }
    if not allowed[name] then return false, "not by " .. name end
    return true, "all well" -- which nobody needs to hear
  end
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  local model = {}
  for name in pairs(allowed) do model[name] = judge(name) end
  SetBrokerageModel(model)
  check.raises("unknown", "a brokerage model has no 'CanCancelOrder'", SetBrokerageModel,
    { CanCancelOrder = function() return true end })
  min = AddEquity("MIN", Resolution.Minute)
end

local function first()
  check.equal("all may be", Buy(min, 1).Status, OrderStatus.Filled)
  check.equal("asked of", table.concat(seen.CanSubmitOrder, " "), "MIN 1.0")
  allowed.CanSubmitOrder = false
  local refused = Buy(min, 2)
  check.equal("is Invalid", refused.Status, OrderStatus.Invalid)
  check.equal("code", refused.ErrorCode, OrderResponseErrorCode.BrokerageModelRefusedToSubmitOrder)
  allowed.CanSubmitOrder, allowed.CanExecuteOrder, allowed.CanUpdateOrder = true, false, false
  waiting = Buy(min, 3)
  check.equal("waits", waiting.Status, OrderStatus.Submitted)
  check.equal("an update is asked for", waiting:UpdateQuantity(4), true)
end

local function second()
  check.equal("the wanted quantity", seen.CanUpdateOrder[3], 4.0)
  check.equal("and refused", waiting.Quantity, 3.0)
  allowed.CanExecuteOrder = true
end

function OnOrderEvent(event)
  local reason = event.Status == OrderStatus.Invalid and "not by CanSubmitOrder" or ""
  if event.Status ~= OrderStatus.UpdateSubmitted then check.equal("the reason", event.Message, reason) end
end

function OnData()
  step = step + 1
  if step == 1 then first() end
  if step == 2 then second() end
  if step == 3 then check.equal("then it fills", waiting.Status, OrderStatus.Filled) end
end

function OnEndOfAlgorithm()
  check.that("steps ran", step >= 3)
  check.finish()
end
