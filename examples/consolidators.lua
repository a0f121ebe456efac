-- Bars made of bars: weeks, months, every five days, bricks of a height; indicators that take them.

local spx, weekly, bricks
local counts = { week = 0, month = 0, five = 0, rising = 0, falling = 0 }

function Initialize()
  SetStartDate(2015, 1, 1)
  SetEndDate(2019, 12, 31)
  SetCash(100000)
  spx = AddEquity("SPX", Resolution.Daily)

  -- The short form: a period, and who gets the bars.
  Consolidate(spx, Calendar.Weekly, function() counts.week = counts.week + 1 end)
  Consolidate(spx, 5, function() counts.five = counts.five + 1 end)
  Consolidate(spx, Calendar.Monthly, function(month)
    counts.month = counts.month + 1
    if month.Close < month.Open * 0.95 then
      Log(("a month from %.0f to %.0f, which ended now"):format(month.Open, month.Close))
    end
  end)

  -- Made by hand: a brick for each 50 points. One that falls has turned or goes on falling.
  bricks = RenkoConsolidator(50)
  bricks.DataConsolidated = function(_, brick)
    local way = brick.Direction == BarDirection.Rising and "rising" or "falling"
    counts[way] = counts[way] + 1
    if way == "falling" and Portfolio[spx].Invested then Liquidate(spx) end
  end
  SubscriptionManager.AddConsolidator(spx, bricks)

  -- An indicator takes the bars of a consolidator instead of the symbol's own.
  weekly = SimpleMovingAverage(20)
  RegisterIndicator(spx, weekly, Calendar.Weekly)
end

function OnData()
  if not weekly.IsReady or Portfolio[spx].Invested then return end
  local brick = bricks.Consolidated
  if spx.Price > weekly.Value and brick and brick.Direction == BarDirection.Rising then SetHoldings(spx, 1) end
end

function OnEndOfAlgorithm()
  Log(("%d weeks, %d months, %d times five days, %d bricks up and %d down"):format(counts.week, counts.month,
    counts.five, counts.rising, counts.falling))
end
