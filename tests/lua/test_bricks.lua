-- RenkoBar: what consolidators of bricks hand out; quotes as bars; indicators that are taken off in a handler.
local check = require "perigee.check"
local min, quo
local classic, wicked, volume, quotes = {}, {}, {}, {}
local hand, first, last

local function collect(consolidator, list, symbol)
  consolidator.DataConsolidated = function(_, bar) list[#list + 1] = bar end
  SubscriptionManager.AddConsolidator(symbol, consolidator)
  return consolidator
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  min = AddEquity("MIN", Resolution.Minute)
  quo = AddEquity("QUO", Resolution.Minute, Market.USA, false)
  hand = collect(ClassicRenkoConsolidator(0.1), classic, min)
  collect(RenkoConsolidator(0.1), wicked, min)
  collect(VolumeRenkoConsolidator(1000), volume, min)
  collect(QuoteBarConsolidator(TimeSpan.FromMinutes(2)), quotes, quo)
  first, last = SMA(min, 2), SMA(min, 2)
  local taken = false
  Consolidate(min, 5, function()
    if not taken then check.equal("taken off in a handler", DeregisterIndicator(first), true) end
    taken = true
  end)
  collect(TradeBarConsolidator(1), {}, min)
end

function OnEndOfAlgorithm()
  local brick = classic[1]
  check.equal("Type", brick.Type, RenkoType.Classic)
  check.equal("BrickSize", brick.BrickSize, 0.1)
  check.equal("Start", brick.Start, brick.Time)
  check.equal("End", brick.End, brick.EndTime)
  check.equal("IsClosed", brick.IsClosed, true)
  check.equal("Direction", brick.Direction, brick.Close > brick.Open and BarDirection.Rising or BarDirection.Falling)
  check.near("Spread", brick.Spread, 0.1, 1e-9)
  check.equal("the one at hand is not", hand.WorkingData.IsClosed, false)
  check.equal("the last one is", hand.Consolidated.IsClosed, true)
  check.equal("wicked", wicked[1].Type, RenkoType.Wicked)
  check.equal("a volume's has none", volume[1].Type, nil)
  check.equal("its size", volume[1].BrickSize, 1000.0)
  check.equal("Price", brick.Price, brick.Close)
  local own = SimpleMovingAverage(1)
  own:Update(brick)
  check.equal("feeds an indicator", own.Value, brick.Close)
  check.equal("quotes", quotes[1].Bid.Open, 99.5)
  check.equal("of two minutes", quotes[1].EndTime, DateTime(2013, 10, 7, 9, 32))
  check.equal("an ask that began in the second", quotes[1].Ask.Open, 101.5)
  check.equal("opens where it closed", quotes[2].Bid.Open, quotes[1].Bid.Close)
  check.equal("taken off after five", first.Samples, 5)
  check.equal("not the next one", last.Samples, 390)
  check.finish()
end
