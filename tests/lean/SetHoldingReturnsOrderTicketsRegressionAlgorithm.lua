-- A list of targets at each bar; the orders that wait count as held.
local spy, ibm

function Initialize()
  SetStartDate(2018, 1, 4)
  SetEndDate(2018, 1, 10)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Daily).Symbol
  ibm = AddEquity("IBM", Resolution.Daily).Symbol
end

function OnData()
  local tickets = SetHoldings { PortfolioTarget(spy, 0.8), PortfolioTarget(ibm, 0.2) }
  if not Portfolio.Invested and #Transactions.GetOpenOrders() == 0 then error("nothing was ordered") end
  for _, ticket in ipairs(tickets) do
    if ticket.Symbol ~= spy and ticket.Symbol ~= ibm then error("a ticket of " .. ticket.Symbol) end
  end
end
