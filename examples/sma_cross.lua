-- Two moving averages: long while the fast one is above the slow one, flat otherwise.

local spx, fast, slow

function Initialize()
  SetStartDate(2000, 1, 1)
  SetEndDate(2020, 4, 17)
  SetCash(100000)
  spx = AddEquity("SPX", Resolution.Daily)
  fast = SMA(spx, GetParameter("fast", 50))
  slow = SMA(spx, GetParameter("slow", 200))
  SetWarmUp(200)
end

function OnData()
  if IsWarmingUp or not slow.IsReady then return end
  local invested = Portfolio.Invested
  if not invested and fast > slow then
    SetHoldings(spx, 1)
  elseif invested and fast < slow then
    Liquidate(spx)
  end
end

function OnOrderEvent(event)
  if event.Status == OrderStatus.Filled then Log(tostring(event)) end
end
