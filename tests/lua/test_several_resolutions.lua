-- A symbol added with several resolutions: the bars of the finest are handed out.
-- shared: lean-data
local check = require "perigee.check"
local spy, aapl
local minutes, lengths = 0, {}

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  spy = AddEquity("SPY", Resolution.Daily)
  check.equal("a finer one is the same security", AddEquity("SPY", Resolution.Minute), spy)
  check.equal("and takes its place", spy.Resolution, Resolution.Minute)
  check.equal("a longer one changes nothing", AddEquity("SPY", Resolution.Hour), spy)
  check.equal("so it stays", spy.Resolution, Resolution.Minute)
  aapl = AddEquity("AAPL", Resolution.Daily)
  SMA(aapl, 3)
  check.raises("what is used by now", "'AAPL' was added before with resolution Daily, and is used by now: add Minute "
    .. "first, in Initialize", AddEquity, "AAPL", Resolution.Minute)
  check.raises("what differs", "'SPY' was added before with leverage 2, and now with 3", AddEquity, "SPY",
    Resolution.Hour, nil, nil, 3)
  check.raises("another type", "'SPY' was added before with resolution Minute", AddForex, "SPY", Resolution.Hour)
end

function OnData(data)
  local bar = data.Bars[spy]
  if not bar then return end
  minutes = minutes + 1
  lengths[tostring(bar.Period)] = true
end

function OnEndOfAlgorithm()
  check.equal("a bar a minute", minutes, 390)
  check.equal("of one length", next(lengths, next(lengths)), nil)
  check.equal("of a minute", lengths[tostring(TimeSpan.FromMinutes(1))], true)
  check.raises("a run's data stay", "is used by now", AddEquity, "AAPL", Resolution.Minute)
  check.finish()
end
