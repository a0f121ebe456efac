-- Liquidates by a list of no targets.
local TAG = "LiquidatedTest"
local spy, ibm

local function trade()
  MarketOrder(ibm, 10)
  LimitOrder(ibm, 1, Securities[ibm].Price - 5)
  LimitOrder(spy, 1, Securities[spy].Price - 5)
  SetHoldings({}, true, TAG)
end

function Initialize()
  SetStartDate(2018, 1, 4)
  SetEndDate(2018, 1, 10)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Daily).Symbol
  ibm = AddEquity("IBM", Resolution.Daily).Symbol
  Schedule.On(DateRules.On(DateTime(2018, 1, 5), DateTime(2018, 1, 8)), TimeRules.Midnight, trade)
end

function OnEndOfAlgorithm()
  if Portfolio.Invested then error("something is held") end
end
