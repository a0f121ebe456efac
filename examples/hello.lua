-- Buy and hold, in fifteen lines.
local spx

function Initialize()
  SetStartDate(2010, 1, 1)
  SetEndDate(2019, 12, 31)
  SetCash(100000)
  spx = AddEquity("SPX", Resolution.Daily)
end

function OnData(data)
  if not Portfolio.Invested and data:ContainsKey(spx) then
    SetHoldings(spx, 1)
    Log("bought at " .. data[spx].Close)
  end
end
