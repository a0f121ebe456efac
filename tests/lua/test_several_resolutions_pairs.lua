-- A currency pair added with several resolutions: quotes of each, to whoever asks for their length.
-- shared: lean-data
local check = require "perigee.check"
local eur
local hours, minutes, shown, longer, ask = {}, 0, 0, 0, nil
local hourly

function Initialize()
  SetStartDate(2014, 5, 1)
  SetEndDate(2014, 5, 1)
  SetWarmUp(TimeSpan.FromHours(12))
  eur = AddForex("EURUSD", Resolution.Hour)
  AddForex("EURUSD", Resolution.Second)
  check.equal("the same again", AddForex("EURUSD", Resolution.Minute), eur)
  check.equal("the finest", eur.Resolution, Resolution.Second)
  hourly = SMA(eur, 1)
  Consolidate(eur, Resolution.Hour, function(bar) if not IsWarmingUp then hours[#hours + 1] = bar end end)
  Consolidate(eur, TimeSpan.FromMinutes(1), function() if not IsWarmingUp then minutes = minutes + 1 end end)
end

function OnData(data)
  local bar = data.QuoteBars[eur]
  if IsWarmingUp or not bar then return end
  shown = shown + 1
  if bar.Period ~= TimeSpan.FromSeconds(1) then
    longer = longer + 1
    check.equal("where the market is closed for five minutes, and no second ends", Time, DateTime(2014, 5, 1, 17))
  end
  ask = bar.Ask.Close
end

function OnEndOfAlgorithm()
  local past = History(QuoteBar, eur, DateTime(2014, 5, 1), DateTime(2014, 5, 2), Resolution.Hour)
  check.equal("hours", #hours >= 23, true)
  local closes = {}
  for _, bar in ipairs(past) do closes[bar.EndTime.Hour] = bar.Close end
  for _, bar in ipairs(hours) do
    if bar.Time >= DateTime(2014, 5, 1) and bar.EndTime.Hour > 0 then
      check.equal("is that of the file", bar.Close, closes[bar.EndTime.Hour])
    end
  end
  check.equal("minutes", minutes >= 60 * 23, true)
  check.equal("seconds", shown >= 3600 * 23, true)
  check.equal("the shortest is shown", longer, 1)
  check.near("the shortest is the last price", eur.AskPrice, ask, 0)
  check.equal("of the indicator, which the warm-up fed, too", hourly.Samples > #hours, true)
  check.finish()
end
