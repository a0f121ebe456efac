-- The rule every floor of the bench follows: long 100 while the mean of 10 closes is above that of 30,
-- filled at the next open, no costs.

local bars, fast, slow, holding

function Initialize()
  SetCash(100000)
  SetMaximumOrders(1000000000)
  bars = AddData("BARS", Resolution.Minute)
  bars:SetFillModel(NextOpenFillModel())
  bars:SetFeeModel(ConstantFeeModel(0))
  fast = SMA(bars, 10)
  slow = SMA(bars, 30)
  holding = bars.Holdings
end

function OnData()
  if not slow.IsReady then return end
  if holding.Quantity == 0 then
    if fast > slow then MarketOrder(bars, 100) end
  elseif fast < slow then
    MarketOrder(bars, -100)
  end
end
