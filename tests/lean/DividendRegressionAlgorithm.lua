-- Raw prices: each dividend is paid in cash, in the night before the day without it.
local spy
local cash, quantity = 0, 0
local dividends = 0

function Initialize()
  SetStartDate(1998, 1, 1)
  SetEndDate(2006, 1, 1)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Daily, Market.USA, true, 0, false, DataNormalizationMode.Raw).Symbol
end

function OnDividends(events)
  local dividend = events[spy]
  if not dividend then return end
  dividends = dividends + 1
  local want = cash + quantity * dividend.Distribution
  if math.abs(Portfolio.Cash - want) > 0.005 then
    error(("cash after a dividend of %s was %s, want %s"):format(dividend.Distribution, Portfolio.Cash, want))
  end
end

function OnData()
  if not Portfolio.Invested then SetHoldings(spy, 0.5) end
  cash, quantity = Portfolio.Cash, Portfolio[spy].Quantity
end

function OnOrderEvent(event)
  if event.Status == OrderStatus.Filled then cash, quantity = Portfolio.Cash, Portfolio[spy].Quantity end
end

function OnEndOfAlgorithm()
  if dividends < 30 then error(("%d dividends in eight years"):format(dividends)) end
end
