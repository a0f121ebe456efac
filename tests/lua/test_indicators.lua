-- Indicators against plain Lua loops over the same closes.
local check = require "perigee.check"
local wave, sma, ema, roc, std, min, max, rsi, macd, bb, atr, opensma, volsma, highmax, lowmin, plain

local closes, highs, lows, opens, volumes = {}, {}, {}, {}, {}
local EPS = 1e-9

function Initialize()
  wave = AddEquity("WAVE", Resolution.Daily)
  sma, ema, roc, std = SMA(wave, 5), EMA(wave, 4), ROC(wave, 3), STD(wave, 6)
  min, max = MIN(wave, 4), MAX(wave, 7)
  rsi, macd, bb, atr = RSI(wave, 5), MACD(wave, 3, 6, 4), BB(wave, 5, 2), ATR(wave, 4)
  opensma, volsma = SMA(wave, 3, Field.Open), SMA(wave, 2, Field.Volume)
  highmax, lowmin = MAX(wave, 3, Field.High), MIN(wave, 3, Field.Low)
  plain = RSI(wave, 5, MovingAverageType.Simple)
  check.equal("Name", sma.Name, "SMA(5)")
  check.equal("Samples", sma.Samples, 0)
  check.equal("IsReady", sma.IsReady, false)
  check.raises("period 0", "SMA", SMA, wave, 0)
  check.raises("period of text", "SMA: argument 2 (period) was a string ('x'), expected a number", SMA, wave, "x")
  check.raises("half a period", "period", SMA, wave, 2.5)
  check.raises("field", "expected a value of Field, such as Field.Close; did you mean 'Close'?", SMA, wave, 3, "Clos")
  check.raises("average type", "a value of MovingAverageType", RSI, wave, 3, "Wilder's own")
end

local function last(list, n) return table.unpack(list, #list - n + 1) end

local function mean(list, n)
  local sum = 0
  for i = #list - n + 1, #list do sum = sum + list[i] end
  return sum / n
end

local function deviation(list, n)
  local middle, sum = mean(list, n), 0
  for i = #list - n + 1, #list do sum = sum + (list[i] - middle) ^ 2 end
  return math.sqrt(sum / n)
end

-- Seeded with the simple mean of the first n values.
local function exponential(list, n)
  local sum, value = 0, nil
  for i, x in ipairs(list) do
    if i <= n then sum = sum + x end
    if i == n then value = sum / n end
    if i > n then value = x * 2 / (n + 1) + value * (1 - 2 / (n + 1)) end
  end
  return value
end

local function differences(n1, n2)
  local list = {}
  for i = math.max(n1, n2), #closes do
    local part = table.move(closes, 1, i, 1, {})
    list[#list + 1] = exponential(part, n1) - exponential(part, n2)
  end
  return list
end

local function relative_strength(n)
  local gain, loss = 0, 0
  for i = 2, #closes do
    local change = closes[i] - closes[i - 1]
    local up, down = math.max(change, 0), math.max(-change, 0)
    if i <= n + 1 then
      gain, loss = gain + up / n, loss + down / n
    else
      gain, loss = (gain * (n - 1) + up) / n, (loss * (n - 1) + down) / n
    end
  end
  return loss == 0 and 100 or 100 - 100 / (1 + gain / loss)
end

local function true_ranges()
  local list = { highs[1] - lows[1] }
  for i = 2, #closes do
    list[i] = math.max(highs[i], closes[i - 1]) - math.min(lows[i], closes[i - 1])
  end
  return list
end

local function compare(name, indicator, ready, value)
  check.equal(name .. " IsReady", indicator.IsReady, ready)
  if ready then check.near(name, indicator.Current.Value, value(), EPS) end
end

local function moving(n)
  compare("SMA", sma, n >= 5, function() return mean(closes, 5) end)
  compare("EMA", ema, n >= 4, function() return exponential(closes, 4) end)
  compare("ROC", roc, n >= 4, function() return closes[n] / closes[n - 3] - 1 end)
  compare("STD", std, n >= 6, function() return deviation(closes, 6) end)
  compare("MIN", min, n >= 4, function() return math.min(last(closes, 4)) end)
  compare("MAX", max, n >= 7, function() return math.max(last(closes, 7)) end)
  compare("SMA of opens", opensma, n >= 3, function() return mean(opens, 3) end)
  compare("SMA of volumes", volsma, n >= 2, function() return mean(volumes, 2) end)
  compare("MAX of highs", highmax, n >= 3, function() return math.max(last(highs, 3)) end)
  compare("MIN of lows", lowmin, n >= 3, function() return math.min(last(lows, 3)) end)
end

local function composed(n)
  compare("RSI", rsi, n >= 6, function() return relative_strength(5) end)
  if bb.IsReady then
    local middle, width = mean(closes, 5), 2 * deviation(closes, 5)
    check.near("BB middle", bb.MiddleBand.Current.Value, middle, EPS)
    check.near("BB upper", bb.UpperBand.Current.Value, middle + width, EPS)
    check.near("BB lower", bb.LowerBand.Value, middle - width, EPS)
    check.near("BB deviation", bb.StandardDeviation.Value, width / 2, EPS)
  end
  if macd.IsReady then
    local list = differences(3, 6)
    check.near("MACD", macd.Value, list[#list], EPS)
    check.near("MACD fast", macd.Fast.Value, exponential(closes, 3), EPS)
    check.near("MACD slow", macd.Slow.Value, exponential(closes, 6), EPS)
    check.near("MACD histogram", macd.Histogram.Value, macd.Value - macd.Signal.Value, EPS)
    check.near("MACD signal", macd.Signal.Value, exponential(list, 4), EPS)
  end
  compare("ATR", atr, n >= 4, function() return mean(true_ranges(), 4) end)
end

local function access()
  check.equal("Value is Current.Value", sma.Value, sma.Current.Value)
  check.equal("Time", sma.Current.Time, Time)
  check.equal("Samples", sma.Samples, 60)
  check.equal("<", min < max, min.Value < max.Value)
  check.equal("<=", max <= min, false)
  check.equal("against a number", min > 0, true)
  check.equal("number first", 0 < min, true)
  check.equal("arithmetic", max - min, max.Value - min.Value)
  check.equal("as text", tostring(sma), tostring(sma.Value))
  check.raises("no number",
    "an Indicator cannot be compared or combined with a string", function() return sma < "5" end)
  check.raises("no such output", "Indicator has no property 'Singal'", function() return macd.Singal end)
  check.raises("dot", "Indicator.Reset takes a colon: write indicator:Reset(...)", function() sma.Reset() end)
end

local function update_and_reset()
  local value = sma.Value
  sma:Reset()
  check.equal("Samples after Reset", sma.Samples, 0)
  check.equal("not ready after Reset", sma.IsReady, false)
  local t = Time
  for i = 1, 5 do check.equal("Update says whether it is ready", sma:Update(t + TimeSpan.FromDays(i), i), i == 5) end
  check.equal("the mean of 1 to 5", sma.Value, 3.0)
  check.that("another value than before", value ~= 3.0)
  check.raises("Update with text", "Indicator:Update: argument 2 (value) was a string ('1'), expected a number",
    function() sma:Update(t, "1") end)
  check.raises("Update without a time", "Indicator:Update: argument 1 (time) was 5, expected a DateTime",
    function() sma:Update(5, 1) end)
end

function OnData(data)
  local bar = data[wave]
  local n = #closes + 1
  opens[n], highs[n], lows[n], closes[n], volumes[n] = bar.Open, bar.High, bar.Low, bar.Close, bar.Volume
  moving(n)
  composed(n)
end

function OnEndOfAlgorithm()
  check.equal("bars", #closes, 60)
  check.that("BB, MACD and the RSI of simple averages are ready", bb.IsReady and macd.IsReady and plain.IsReady)
  access()
  update_and_reset()
  check.finish()
end
