-- Without leverage what is not invested is the margin that remains.
local spy, aapl

function Initialize()
  SetStartDate(2007, 1, 1)
  SetEndDate(2010, 1, 1)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Daily, Market.USA, true, 1).Symbol
  aapl = AddEquity("AAPL", Resolution.Daily, Market.USA, true, 1).Symbol
end

function OnData()
  if not Portfolio.Invested then SetHoldings(spy, 0.7) end
  if Time.Year == 2009 and not Portfolio[aapl].Invested then SetHoldings(aapl, 0.3) end
  local free = Portfolio.TotalPortfolioValue - Portfolio.TotalHoldingsValue
  if math.abs(Portfolio.MarginRemaining - free) > 1e-6 then
    error(("the margin that remains was %s, want %s"):format(Portfolio.MarginRemaining, free))
  end
end
