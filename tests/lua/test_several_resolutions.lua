-- A symbol added with several resolutions: each subscription has bars, indicators and consolidators of its own.
-- shared: lean-data
local check = require "perigee.check"
local spy, aapl
local shown, days, quotes, hours = {}, {}, 0, {}
local first, daily, minutely, single, pair

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  spy = AddEquity("SPY", Resolution.Daily)
  check.equal("a finer one is the same security", AddEquity("SPY", Resolution.Minute), spy)
  check.equal("the finest is its own", spy.Resolution, Resolution.Minute)
  check.equal("a longer one", AddEquity("SPY", Resolution.Hour), spy)
  check.equal("changes nothing there", spy.Resolution, Resolution.Minute)
  aapl = AddEquity("AAPL", Resolution.Daily)
  check.raises("what differs", "'SPY' was added before with leverage 2, and now with 3", AddEquity, "SPY",
    Resolution.Hour, nil, nil, 3)
  check.raises("of a subscription", "'SPY' was added before with fillForward true, and now with false", AddEquity,
    "SPY", Resolution.Hour, nil, false)
  check.raises("prices are the symbol's", "with dataNormalizationMode Adjusted, and now with Raw", AddEquity, "SPY",
    Resolution.Second, nil, nil, nil, nil, DataNormalizationMode.Raw)
  check.raises("another type", "'SPY' was added before as Equity, and now as Forex", AddForex, "SPY", Resolution.Hour)
  single = SMA(aapl, 1)
  pair = SMA(AddForex("EURUSD", Resolution.Daily), 1)
  first = SMA(spy, 1)
  daily = SMA(spy, 1, Resolution.Daily)
  minutely = SMA(spy, 1, Resolution.Minute)
  Consolidate(spy, Resolution.Daily, function(bar) days[#days + 1] = bar end)
  Consolidate(spy, Resolution.Hour, function(bar) hours[#hours + 1] = bar end)
  SubscriptionManager.AddConsolidator(spy, QuoteBarConsolidator(TimeSpan.FromDays(1)))
  Consolidate(spy, TimeSpan.FromDays(1), TickType.Quote, function() quotes = quotes + 1 end)
end

function OnData(data)
  local bar = data.Bars[spy]
  if not bar then return end
  local length = tostring(bar.Period)
  shown[length] = (shown[length] or 0) + 1
  if Time == DateTime(2013, 10, 8, 10, 0) then
    check.near("a minute's", minutely.Current.Value, bar.Close, 0)
    check.near("the first one's are days", first.Current.Value, days[1].Close, 0)
    check.near("so are those of a day", daily.Current.Value, days[1].Close, 0)
    check.equal("which a repeated one is none of", daily.Samples, 1)
    check.equal("also where there is but one", single.Samples, 1)
    check.equal("one more, while it runs", AddEquity("AAPL", Resolution.Hour), aapl)
    check.equal("which is its finest now", aapl.Resolution, Resolution.Hour)
    local now = History(spy, 2, Resolution.Minute)
    check.near("the past of each: minutes", now[#now].Close, bar.Close, 0)
    check.equal("days", History(spy, 2, Resolution.Daily)[2].Volume, days[1].Volume)
  end
end

function OnEndOfAlgorithm()
  check.equal("a bar a minute is shown", shown[tostring(TimeSpan.FromMinutes(1))], 2 * 390)
  check.equal("of one length", next(shown, next(shown)), nil)
  check.equal("days", #days, 2)
  local past = History(spy, DateTime(2013, 10, 7), DateTime(2013, 10, 9), Resolution.Daily)
  check.equal("are those of the file, not sums of minutes", days[1].Volume, past[1].Volume)
  check.equal("of a pair from midnight to midnight", pair.Samples >= 2 and pair.Samples <= 4, true)
  check.equal("hours", #hours, 14)
  check.equal("quotes come where there are such", quotes > 0, true)
  check.equal("of the other one", aapl.Price > 0, true)
  RemoveSecurity(spy)
  check.equal("is gone with all", Securities.ContainsKey("SPY"), false)
  check.finish()
end
