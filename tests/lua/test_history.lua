-- History by count, by span, by dates; never a bar that has not ended.
local check = require "perigee.check"
local day, coin

local day_count = 0

function Initialize()
  SetStartDate(2013, 10, 14)
  SetEndDate(2013, 10, 18)
  day = AddEquity("DAY", Resolution.Daily)
  coin = AddData("COIN")
  local bars = History(day, 3)
  check.equal("in Initialize, before the start", #bars, 3)
  check.equal("oldest first", bars[1].Close, 108.0)
  check.equal("the last day before the start", bars[3].EndTime, DateTime(2013, 10, 11, 16))
  check.equal("as many as there are", #History(day, 1000), 9)
  Schedule.On(DateRules.On(2013, 10, 16), TimeRules.At(15, 59), function()
    check.equal("today's bar is not complete yet", History(day, 1)[1].EndTime, DateTime(2013, 10, 15, 16))
  end)
  check.raises("0 bars", "History: argument 2 (bars) was 0", History, day, 0)
  check.raises("text", "a number of bars, a TimeSpan or a DateTime", History, day, "3")
  check.raises("unknown symbol", "'DYA' was not added; did you mean 'DAY'?", History, "DYA", 3)
  check.raises("from without to", "History: argument 3 (to)", History, day, DateTime(2013, 10, 1))
end

local function no_later_than_now(name, bars)
  for i, bar in ipairs(bars) do
    if bar.EndTime > Time then check.that(name .. ": bar " .. i .. " of the future", false) end
    if i > 1 and bar.EndTime <= bars[i - 1].EndTime then check.that(name .. ": order", false) end
  end
end

function OnData(data)
  local everything = History(day, DateTime(2013, 1, 1), DateTime(2020, 1, 1))
  no_later_than_now("by dates", everything)
  no_later_than_now("by count", History(day, 500))
  no_later_than_now("by span", History(day, TimeSpan.FromDays(365)))
  no_later_than_now("the other symbol", History(coin, 500))
  if not data:ContainsKey(day) then return end
  day_count = day_count + 1
  check.equal("now is part of it", History(day, 1)[1].EndTime, Time)
  check.equal("and the same bar", History(day, 1)[1].Close, data[day].Close)
  check.equal("all so far", #everything, 9 + day_count)
  if day_count == 5 then
    local bars = History(day, DateTime(2013, 10, 10), DateTime(2013, 10, 16))
    check.equal("from and to: bars within", #bars, 4)
    check.equal("from", bars[1].Time, DateTime(2013, 10, 10, 9, 30))
    check.equal("to", bars[4].EndTime, DateTime(2013, 10, 15, 16))
    check.equal("a span: bars that begin within", #History(day, TimeSpan.FromDays(2)), 2)
    check.equal("nothing before the data", #History(day, DateTime(2012, 1, 1), DateTime(2012, 2, 1)), 0)
    check.equal("a bar of History is a TradeBar", bars[1].Volume, 8000.0)
  end
end

function OnEndOfAlgorithm()
  check.equal("days", day_count, 5)
  check.finish()
end
