-- Minute bars of many stocks for a year, and nothing done with them but to count.
-- Parameters: symbols (1).

local bars = 0

function Initialize()
  SetStartDate(2013, 1, 1)
  SetEndDate(2013, 12, 31)
  SetBenchmark(function() return 0 end)
  for i = 0, (tonumber(GetParameter("symbols")) or 1) - 1 do
    AddEquity(("s%03d"):format(i), Resolution.Minute, Market.USA, false)
  end
end

function OnData(slice) bars = bars + slice.Bars.Count end

function OnEndOfAlgorithm() Log("bars " .. bars) end
