-- The default brokerage with a benchmark of its own that is always 0.
local spy

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  SetCash(100000)
  SetBrokerageModel { GetBenchmark = function() return function() return 0 end end }
  spy = AddEquity("SPY", Resolution.Hour).Symbol
end

function OnData()
  if not Portfolio.Invested then SetHoldings(spy, 1) end
end
