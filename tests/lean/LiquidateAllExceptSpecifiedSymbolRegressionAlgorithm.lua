-- Holds one symbol and liquidates all others.
local TAG = "LiquidatedTest"
local spy, ibm

local function trade()
  MarketOrder(ibm, 10)
  LimitOrder(ibm, 1, Securities[ibm].Price - 5)
  SetHoldings(spy, 1, true, TAG)
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
  if Portfolio[ibm].Invested then error("IBM is held") end
  if not Portfolio[spy].Invested then error("SPY is not held") end
end
