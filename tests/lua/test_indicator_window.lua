-- An indicator's values of the past, and the function that is told of new ones.
local check = require "perigee.check"
local min, id, sma, chained, by_hand
local told, order, late = {}, {}, nil

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  min = AddEquity("MIN", Resolution.Minute)
  id, sma = Identity(min), SMA(min, 3)
  chained = id:EMA(2)
  check.equal("nothing yet", id.Previous, nil)
  check.equal("nor in the window", id.Window[0], nil)
  check.equal("two are kept", id.Window.Size, 2)
  id.Window.Size = 5
  id.Updated = function(indicator, point)
    check.equal("the indicator", indicator.Name, id.Name)
    check.equal("its value", point.Value, id.Current.Value)
    told[#told + 1] = point.Value
    order[#order + 1] = "id"
    if #told == 2 then late = SMA(min, 2) end
    if #told == 3 then check.equal("taken off by it", DeregisterIndicator(sma), true) end
  end
  chained.Updated = function() order[#order + 1] = "chained" end
  check.raises("no function", "Indicator.Updated was 5, expected a function", function() id.Updated = 5 end)
  check.raises("a size", "Indicator.Window.Size was 0", function() id.Window.Size = 0 end)
  by_hand = SimpleMovingAverage(1)
  by_hand.Updated = function(_, point) order[#order + 1] = point.Value end
  by_hand:Update(DateTime(2013, 10, 7), 7)
  check.equal("by hand", order[1], 7.0)
  by_hand.Updated = nil
  by_hand:Update(DateTime(2013, 10, 7), 8)
  check.equal("no more", #order, 1)
end

function OnData()
  if id.Samples ~= 7 then return end
  check.equal("told of each", #told, 7)
  check.equal("those that follow come first", table.concat(order, " ", 2, 5), "chained id chained id")
  for i = 0, 4 do check.equal("window " .. i, id.Window[i].Value, told[7 - i]) end
  check.equal("not kept", id[5], nil)
  check.equal("as an index", id[2].Value, told[5])
  check.equal("Previous", id.Previous.Value, told[6])
  check.equal("its time", id.Previous.Time, Time - TimeSpan.FromMinutes(1))
  check.equal("compares", (id.Previous < id.Current) == (told[6] < told[7]), true)
  check.equal("Count", id.Window.Count, 6)
  check.equal("grown by the question", id.Window.Size, 6)
  check.equal("full", id.Window.IsReady, true)
  check.equal("taken off with the third bar", sma.Samples < 7, true)
  check.equal("added in the second: from the third on", late.Samples, 5)
end

function OnEndOfAlgorithm()
  check.equal("kept from then on", id[5].Value, told[#told - 5])
  check.equal("each bar", #told, 390)
  id:Reset()
  check.equal("as new", id.Window.Count, 0)
  check.finish()
end
