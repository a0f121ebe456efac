-- Four fifths of one symbol and one of the other, the other way round at the next bar, without leverage: so
-- what is sold must be sold first.
local spy, ibm

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 11)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Minute, Market.USA, false, 1).Symbol
  ibm = AddEquity("IBM", Resolution.Minute, Market.USA, false, 1).Symbol
end

function OnData()
  if not Portfolio.Invested then
    SetHoldings { PortfolioTarget(spy, 0.8), PortfolioTarget(ibm, 0.2) }
  else
    SetHoldings { PortfolioTarget(ibm, 0.8), PortfolioTarget(spy, 0.2) }
  end
end
