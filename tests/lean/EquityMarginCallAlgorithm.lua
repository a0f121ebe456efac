-- So much leverage that the broker sells.
local goog
local calls = 0

function Initialize()
  SetStartDate(2015, 12, 23)
  SetEndDate(2015, 12, 30)
  SetCash(100000)
  goog = AddEquity("GOOG", Resolution.Minute, Market.USA, true, 100).Symbol
end

function OnData()
  if not Portfolio.Invested then SetHoldings(goog, 86) end
end

function OnMarginCall(requests)
  for _, request in ipairs(requests) do
    if request.Symbol ~= goog or not (request.Quantity < 0) then error("a margin call that does not sell") end
  end
  calls = calls + 1
end

function OnEndOfAlgorithm()
  if calls == 0 then error("there was no margin call") end
end
