-- A market order that waits for the open as it is: given to the transactions while the market is closed, dated by
-- the local clock as if that were UTC. What the algorithms for each resolution share.
return function(resolution)
  local spy, ticket

  local function send()
    if Portfolio.Invested or not Securities[spy].HasData then return end
    ticket = Transactions.AddOrder { OrderType = OrderType.Market, Symbol = spy, Quantity = 1, Time = Time }
    if ticket.Status == OrderStatus.Filled then error("filled while the market is closed") end
  end

  function Initialize()
    SetStartDate(2013, 10, 7)
    SetEndDate(2013, 10, 8)
    SetCash(100000)
    spy = AddEquity("SPY", resolution).Symbol
    Schedule.On(DateRules.Today, TimeRules.At(23, 0), send)
  end

  function OnOrderEvent(event)
    if event.Status == OrderStatus.Filled and event.Time.Day ~= 8 then error("filled at " .. event.Time) end
  end

  function OnEndOfAlgorithm()
    if not ticket or ticket.OrderType ~= OrderType.Market then error("no market order was sent") end
  end
end
