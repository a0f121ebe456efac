-- Further outputs of an indicator, bb.UpperBand, are indicators of their own: made of, drawn, looked back at.
local check = require "perigee.check"
local api = require "perigee.api"
local wave, bb, macd, close, above, share, smooth, by_hand, late
local told, days = 0, 0
local EPS = 1e-9
local uppers, signals = {}, {}
local agreed, begun, in_between = 0, 0, nil

-- Whoever is told of one output sees all of them, and what is made of none other, as of today.
local function outputs_agree()
  local one = BB(wave, 4, 2)
  one.UpperBand.Updated = function(_, point)
    agreed = agreed + 1
    check.equal("the one that is told of", point.Value, one.UpperBand.Value)
    check.equal("another one, made before", one.LowerBand[0].Value, one.LowerBand.Value)
    check.equal("its time", one.LowerBand[0].Time, one.Current.Time)
    check.equal("as many as the indicator", one.LowerBand.Window.Samples, one.Samples)
  end
  one.LowerBand.Window.Size = 3 -- made behind the one that is told of
end

-- Made while its indicator hands on: it has today's value, once.
local function made_in_between()
  local one, sum = BB(wave, 4, 2), nil
  in_between = one
  one.UpperBand.Updated = function()
    begun = begun + 1
    check.equal("made at the first", one.LowerBand[0].Value, one.LowerBand.Value)
    check.equal("each value once", one.LowerBand.Window.Count, math.min(begun, 2))
    check.equal("and not one more", one.LowerBand.Window.Samples, begun)
    if begun == 5 then
      sum = one.BandWidth:Plus(1)
      check.equal("begins today", one.BandWidth.Window.Samples, 1)
    elseif begun > 5 then
      check.equal("goes on", one.BandWidth.Window.Samples, begun - 4)
      if begun > 6 then check.equal("what is made of it as well", sum.Window.Samples >= begun - 5, true) end
    end
  end
end

local function is_as_new(what, output)
  check.equal(what .. ": value", output.Value, 0.0)
  check.equal(what .. ": [0]", output[0], nil)
  check.equal(what .. ": Previous", output.Previous, nil)
  check.equal(what .. ": Count", output.Window.Count, 0)
  check.equal(what .. ": IsReady", output.IsReady, false)
end

-- A reset goes through all outputs, whichever it was asked of, and they go on.
local function resets()
  for _, of in ipairs { "itself", "UpperBand" } do
    local one = BollingerBands(2, 2)
    local made = one.UpperBand:Minus(one.LowerBand)
    one.UpperBand.Window.Size = 4
    for i = 1, 5 do one:Update(DateTime(2013, 10, i), i * i) end
    check.equal("before", one.UpperBand.Window.Count, 4)
    check.near("made of both", made.Value, one.UpperBand.Value - one.LowerBand.Value, EPS);
    (of == "itself" and one or one.UpperBand):Reset()
    is_as_new("reset of " .. of, one.UpperBand)
    is_as_new("reset of " .. of .. ", the other", one.LowerBand)
    check.equal("what is made of them", made.IsReady, false)
    one:Update(DateTime(2013, 10, 7), 7)
    check.equal("goes on", one.UpperBand[0].Value, one.UpperBand.Value)
    check.equal("from the start", one.UpperBand.Window.Count, 1)
  end
end

-- In the middle of handing on: nobody is told of a value that is no more.
local function reset_when_told()
  local one, lower = BollingerBands(2, 2), 0
  one.UpperBand.Updated = function() if one.Samples == 3 then one:Reset() end end
  one.LowerBand.Updated = function(_, point) lower = point and lower + 1 or -99 end
  for i = 1, 4 do one:Update(DateTime(2013, 10, i), i) end
  check.equal("told of values only", lower, 3)
end

-- A mere look makes nothing, and says the same before and after.
local function looks()
  local one = BollingerBands(2, 2)
  check.equal("Updated, of none", one.UpperBand.Updated, nil)
  check.equal("the name to be", one.UpperBand.Name, "BB(2,2).UpperBand")
  one:Of(close) -- is refused when something follows it
  check.equal("made", one.UpperBand[0], nil)
  check.equal("the name that is", one.UpperBand.Name, "BB(2,2).UpperBand")
  local told_by = function() end
  one.UpperBand.Updated = told_by
  check.equal("Updated, of one", one.UpperBand.Updated, told_by)
end

-- One object each time: it is equal to itself, and finds what a table keeps by it.
local function identity()
  local one, other = BollingerBands(2, 2), BollingerBands(2, 2)
  check.equal("equal to itself", one.UpperBand, one.UpperBand)
  local range = AverageTrueRange(3)
  check.equal("the only further one", range.TrueRange, range.TrueRange)
  check.raises("assigned", "Indicator.UpperBand is read-only", function() one.UpperBand = 5 end)
  check.equal("another output", one.UpperBand == one.LowerBand, false)
  check.equal("of another one", one.UpperBand == other.UpperBand, false)
  local names = { [one.UpperBand] = "upper", [one.LowerBand] = "lower" }
  one.UpperBand:Plus(1) -- from here on it is an indicator of its own
  collectgarbage()
  check.equal("key of a table", names[one.UpperBand] .. names[one.LowerBand], "upperlower")
  check.equal("not of another's", names[other.UpperBand], nil)
  local seen = {}
  local function tell(indicator) seen[#seen + 1] = indicator end
  one.Updated, one.UpperBand.Updated = tell, tell
  one:Update(DateTime(2013, 10, 1), 1)
  check.equal("Updated of the output", seen[1] == one.UpperBand or seen[2] == one.UpperBand, true)
  check.equal("Updated of the indicator", seen[1] == one or seen[2] == one, true)
  one.Updated = nil
  one:Update(DateTime(2013, 10, 2), 2)
  check.equal("no more", #seen, 3)
  check.equal("of the output alone", seen[3], one.UpperBand)
end

-- What stdlib/api says of the outputs is what there is.
local ARGUMENTS = { BB = { 5, 2 }, MACD = { 3, 6, 2 }, ADX = { 3 }, STO = { 3 }, AROON = { 3 }, DCH = { 3 },
  ATR = { 3 }, RSI = { 3 } }

local function described_outputs()
  local list = {}
  for kind in pairs(ARGUMENTS) do list[kind] = {} end
  for _, entry in ipairs(api) do
    for _, member in ipairs(entry.kind == "class" and entry.name == "Indicator" and entry.members or {}) do
      local kinds = member[2] == "output" and member[3]:match("^output of ([%u and]+): ") or ""
      for kind in kinds:gmatch("%u+") do list[kind][member[1]] = true end
    end
  end
  return list
end

local function names(list)
  local sorted = {}
  for name in pairs(list) do sorted[#sorted + 1] = name end
  table.sort(sorted)
  return table.concat(sorted, " ")
end

local function outputs_are_described()
  for kind, list in pairs(described_outputs()) do
    local made = _G[kind](wave, table.unpack(ARGUMENTS[kind]))
    local row = IndicatorHistory(made, wave, 1)[1]
    row.Time, row.Value = nil, nil
    check.equal("outputs of " .. kind, names(list), names(row))
    for name in pairs(list) do check.equal(kind .. "." .. name, made[name].Value, 0.0) end
  end
end

local function refusals()
  local MADE = "BB(5,2).UpperBand: it is made of others, which feed it"
  check.raises("by hand", MADE, bb.UpperBand.Update, bb.UpperBand, DateTime(2013, 10, 1), 5)
  check.raises("by bars", MADE, RegisterIndicator, wave, bb.UpperBand)
  check.raises("by another", MADE, bb.UpperBand.Of, bb.UpperBand, close)
  check.raises("an output of an output", "Indicator has no property 'LowerBand'",
    function() return bb.UpperBand.LowerBand end)
  check.raises("misspelt", "Indicator has no property 'UperBand'; did you mean 'UpperBand'?",
    function() return bb.UperBand end)
  check.raises("misspelt, of another", "Indicator has no property 'Histgram'; did you mean 'Histogram'?",
    function() return macd.Histgram end)
  check.raises("of one that has none", "Indicator has no property 'Histgram'", function() return close.Histgram end)
  check.raises("of one that has others", "Indicator has no property 'MidleBand'",
    function() return macd.MidleBand end)
  check.raises("misspelt, of an output", "Indicator has no property 'Tme'; did you mean 'Time'?",
    function() return bb.UpperBand.Tme end)
  check.raises("a member", "Indicator has no property 'IsRedy'; did you mean 'IsReady'?",
    function() return bb.IsRedy end)
end

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 11, 29)
  wave = AddEquity("WAVE", Resolution.Daily)
  close, bb, macd = Identity(wave), BB(wave, 5, 2), MACD(wave, 3, 6, 2)
  above = close:Minus(bb.UpperBand)
  share = bb.UpperBand:Minus(bb.LowerBand, "width"):Over(bb)
  smooth = macd.Signal:SMA(3)
  by_hand = SimpleMovingAverage(2):Of(bb.UpperBand)
  check.equal("name", bb.UpperBand.Name, "BB(5,2).UpperBand")
  check.equal("names of what is made of it", above.Name, "COMPOSE(Identity,BB(5,2).UpperBand)")
  check.equal("one however often it is asked for", bb.UpperBand:Plus(0).Name, "COMPOSE(BB(5,2).UpperBand,0)")
  bb.UpperBand.Updated = function(indicator, point)
    told = told + 1
    check.equal("Updated: the indicator", indicator.Name, "BB(5,2).UpperBand")
    check.equal("Updated: its value", point.Value, bb.UpperBand.Value)
  end
  PlotIndicator("bands", bb.UpperBand, bb.LowerBand)
  check.raises("drawn once", "BB(5,2).UpperBand", PlotIndicator, "bands", bb.UpperBand)
  refusals()
  outputs_agree()
  made_in_between()
  looks()
  identity()
end

local function mean(list, n)
  local sum = 0
  for i = #list - n + 1, #list do sum = sum + list[i] end
  return sum / n
end

-- As a number, which is what it always was.
local function as_number()
  local upper = bb.UpperBand
  check.equal("Current", upper.Current.Value, upper.Value)
  check.equal("Time", upper.Time, bb.Current.Time)
  check.equal("Current.Time", upper.Current.Time, upper.Time)
  check.equal("IsReady", upper.IsReady, bb.IsReady)
  check.equal("compares", upper >= bb, upper.Value >= bb.Value)
  check.equal("combines", upper - bb.LowerBand, upper.Value - bb.LowerBand.Value)
  check.equal("as text", tostring(upper), tostring(upper.Value))
end

local function as_indicator()
  check.near("less the band", above.Value, close.Value - bb.UpperBand.Value, EPS)
  check.equal("ready with it", above.IsReady, bb.IsReady)
  check.near("of two outputs", share.Value, (bb.UpperBand.Value - bb.LowerBand.Value) / bb.Value, EPS)
  if bb.IsReady then
    uppers[#uppers + 1] = bb.UpperBand.Value
    if #uppers > 1 then
      check.near("followed by hand", by_hand.Value, mean(uppers, 2), EPS)
      check.equal("the one before", bb.UpperBand[1].Value, uppers[#uppers - 1])
      check.equal("Previous", bb.UpperBand.Previous.Value, uppers[#uppers - 1])
      check.equal("Window", bb.UpperBand.Window[0].Value, uppers[#uppers])
    end
  end
  if macd.IsReady then
    signals[#signals + 1] = macd.Signal.Value
    if #signals >= 3 then check.near("its average", smooth.Value, mean(signals, 3), EPS) end
  end
end

-- Asked for the first time in the middle of the run: it begins with the present value.
local function later()
  if days == 20 then
    late = bb.BandWidth:Plus(1)
    check.equal("ready at once", late.IsReady, true)
    check.equal("kept from now on", bb.BandWidth[1], nil)
    check.equal("the present one", bb.BandWidth[0].Value, bb.BandWidth.Value)
  elseif days > 20 then
    check.near("fed from then on", late.Value, bb.BandWidth.Value + 1, EPS)
  end
end

function OnData(data)
  if not data[wave] then return end
  days = days + 1
  check.equal("made while it was told of: each value once", in_between.LowerBand.Window.Samples, days)
  as_number()
  as_indicator()
  later()
end

function OnEndOfAlgorithm()
  outputs_are_described()
  check.that("ran", days > 30 and #signals > 3)
  check.equal("told of each", told, days)
  check.equal("agreed on each", agreed, days)
  check.equal("from the first", begun, days)
  bb:Reset()
  is_as_new("Reset", bb.UpperBand)
  is_as_new("Reset of all", bb.BandWidth)
  resets()
  reset_when_told()
  bb.UpperBand:Reset()
  check.equal("Reset is the other's as well", bb.Samples, 0)
  check.finish()
end
