-- Raw prices of an equity have a tick of a cent, below one dollar of a hundredth of that; adjusted ones none.
local check = require "perigee.check"
local raw, adjusted, late

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 4)
  raw = AddEquity("DAY", Resolution.Daily, nil, nil, nil, nil, DataNormalizationMode.Raw)
  adjusted = AddEquity("WAVE", Resolution.Daily, nil, nil, nil, nil, DataNormalizationMode.Raw)
  adjusted:SetDataNormalizationMode(DataNormalizationMode.Adjusted)
end

local function limit(security, price)
  return LimitOrder(security, 1, price):Get("LimitPrice")
end

function OnData()
  if Time.Day == 2 and not late then
    late = AddEquity("LATE", Resolution.Daily, nil, nil, nil, nil, DataNormalizationMode.Raw)
  end
  if Time.Day ~= 3 then return end
  check.near("to the cent", limit(raw, 90.12345), 90.12, 1e-9)
  check.near("half to even", limit(raw, 90.125), 90.12, 1e-9)
  check.near("below a dollar", limit(raw, 0.123456), 0.1235, 1e-9)
  check.equal("as it is", limit(adjusted, 40.12345), 40.12345)
  local ticket = StopLimitOrder(raw, 1, 190.12345, 191.98765)
  check.near("a stop", ticket:Get("StopPrice"), 190.12, 1e-9)
  ticket:UpdateLimitPrice(192.333)
end

function OnEndOfAlgorithm()
  check.finish()
end
