-- A security carries properties of the strategy's own; its fee model reads one of them.
local spy

local function fee(parameters)
  local security, order = parameters.Security, parameters.Order
  return math.max(1, security.Price * math.abs(order.Quantity) * security.FeeFactor)
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute)
  spy.FastEma = EMA(spy, 30)
  spy.SlowEma = EMA(spy, 60)
  spy.FeeFactor = 0.00002
  spy:SetFeeModel(fee)
end

function OnData()
  if not spy.SlowEma.IsReady then return end
  if not Portfolio.Invested then
    if spy.FastEma > spy.SlowEma then SetHoldings(spy, 1) end
  elseif spy.FastEma < spy.SlowEma then
    Liquidate(spy)
  end
end
