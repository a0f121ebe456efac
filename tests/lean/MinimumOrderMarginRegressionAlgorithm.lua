-- A quarter of the portfolio, asked for at each bar: differences under 1 % of its value are not ordered.
local spy

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  Settings.MinimumOrderMarginPortfolioPercentage = 0.01
  spy = AddEquity("SPY", Resolution.Minute).Symbol
end

function OnData() SetHoldings(spy, 0.25) end
