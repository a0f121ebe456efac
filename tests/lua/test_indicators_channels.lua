-- Channels, oscillators and sums on WAVE, against plain loops from their definitions.
local check = require "perigee.check"
local wave, momp, aroon, uneven, cci, dch, wilr, sum, lwma, wwma, chained
local bars, wilder = {}, nil

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 12, 20)
  wave = AddEquity("WAVE", Resolution.Daily)
  momp, aroon, uneven, cci = MOMP(wave, 3), AROON(wave, 6), AROON(wave, 4, 9), CCI(wave, 5)
  dch, wilr, sum, lwma, wwma = DCH(wave, 4, 7), WILR(wave, 6), SUM(wave, 5), LWMA(wave, 4), WWMA(wave, 6)
  chained = sum:LWMA(2)
  check.equal("one period for both", aroon.Name, "AROON(6,6)")
  check.equal("or two", uneven.Name, "AROON(4,9)")
  check.equal("of both", DonchianChannel(5).Name, "DCH(5,5)")
  check.equal("its own name", Sum("mine", 5).Name, "mine")
  check.raises("no period", "AROON: argument 2 (upPeriod)", AROON, wave)
  check.raises("0", "downPeriod must be a whole number", AROON, wave, 5, 0)
  check.raises("a value", "a whole bar is needed", function() WilliamsPercentR(3):Update(Time, 5) end)
end

-- The last n bars, newest first.
local function last(n)
  local list = {}
  for i = #bars, math.max(1, #bars - n + 1), -1 do list[#list + 1] = bars[i] end
  return list
end

-- The highest of what `of` gives, and how many bars ago the newest such was.
local function highest(n, of)
  local best, ago
  for i, bar in ipairs(last(n)) do
    if not best or of(bar) > best then best, ago = of(bar), i - 1 end
  end
  return best, ago
end

local function high(bar) return bar.High end
local function low(bar) return -bar.Low end
local function typical(bar) return (bar.High + bar.Low + bar.Close) / 3 end

local function check_aroon(indicator, up, down)
  local _, up_ago = highest(up + 1, high)
  local _, down_ago = highest(down + 1, low)
  check.near("AroonUp", indicator.AroonUp.Value, 100 * (up - up_ago) / up, 1e-9)
  check.near("AroonDown", indicator.AroonDown.Value, 100 * (down - down_ago) / down, 1e-9)
  check.near("AROON", indicator.Value, indicator.AroonUp.Value - indicator.AroonDown.Value, 1e-9)
  check.equal("AROON ready", indicator.IsReady, #bars > up and #bars > down)
end

local function check_cci()
  local list, mean, deviation = last(5), 0, 0
  for _, bar in ipairs(list) do mean = mean + typical(bar) / #list end
  for _, bar in ipairs(list) do deviation = deviation + math.abs(typical(bar) - mean) / #list end
  if #list > 1 then check.near("CCI", cci.Value, (typical(bars[#bars]) - mean) / (0.015 * deviation), 1e-6) end
  check.equal("CCI ready", cci.IsReady, #bars >= 5)
end

local function check_channels(bar)
  local top, bottom = highest(4, high), -highest(7, low)
  check.near("UpperBand", dch.UpperBand.Value, top, 1e-12)
  check.near("LowerBand", dch.LowerBand.Value, bottom, 1e-12)
  check.near("DCH", dch.Value, (top + bottom) / 2, 1e-12)
  check.equal("DCH ready", dch.IsReady, #bars >= 7)
  local of = highest(6, high)
  local want = #bars >= 6 and -100 * (of - bar.Close) / (of + highest(6, low)) or 0
  check.near("WILR", wilr.Value, want, 1e-9)
end

local function check_sums(bar)
  local all, weighted = 0, 0
  for _, one in ipairs(last(5)) do all = all + one.Close end
  for i, one in ipairs(last(4)) do weighted = weighted + (5 - i) * one.Close / 10 end
  check.near("SUM", sum.Value, all, 1e-9)
  check.near("LWMA", lwma.Value, weighted, 1e-9)
  wilder = #bars <= 6 and ((wilder or 0) * (#bars - 1) + bar.Close) / #bars or wilder + (bar.Close - wilder) / 6
  check.near("WWMA", wwma.Value, wilder, 1e-9)
  if #bars > 3 then check.near("MOMP", momp.Value, 100 * (bar.Close / bars[#bars - 3].Close - 1), 1e-9) end
  if #bars > 6 then check.near("of another", chained.Value, (2 * sum.Value + sum[1].Value) / 3, 1e-9) end
end

function OnData(data)
  local bar = data[wave]
  if not bar then return end
  bars[#bars + 1] = bar
  check_aroon(aroon, 6, 6)
  check_aroon(uneven, 4, 9)
  check_cci()
  check_channels(bar)
  check_sums(bar)
end

function OnEndOfAlgorithm()
  check.that("days", #bars > 40)
  check.finish()
end
