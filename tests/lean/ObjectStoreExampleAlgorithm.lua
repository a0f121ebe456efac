-- Averages of daily closes, which the object store keeps from run to run.
local KEY = "spy_close"
local spy
local close, fast, slow

local function past()
  if ObjectStore.ContainsKey(KEY) then return ObjectStore.ReadJson(KEY) end
  local rows = Json.Array {}
  for i, bar in ipairs(History(spy, TimeSpan.FromDays(365), Resolution.Daily)) do
    rows[i] = { Time = bar.EndTime:ToString(), Value = bar.Close }
  end
  ObjectStore.SaveJson(KEY, rows)
  return rows
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute).Symbol
  close = Identity(spy, Resolution.Daily)
  fast = close:EMA(10)
  slow = close:EMA(50)
  for _, row in ipairs(past()) do close:Update(DateTime.Parse(row.Time), row.Value) end
  if not slow.IsReady then error("the past was too short") end
end

function OnData()
  local holding = Portfolio[spy]
  if fast > close and fast > slow then
    SetHoldings(spy, 1)
  elseif fast < close and fast < slow then
    SetHoldings(spy, -1)
  elseif holding.IsLong and fast < slow or holding.IsShort and fast > slow then
    Liquidate(spy)
  end
end
