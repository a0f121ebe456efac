-- Buy and hold, bars of a second, with AAPL as the benchmark.
local spy

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Second).Symbol
  SetBenchmark("AAPL")
end

function OnData()
  if not Portfolio.Invested then SetHoldings(spy, 1) end
end
