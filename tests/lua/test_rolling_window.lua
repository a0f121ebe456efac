-- RollingWindow: order, what leaves, refusals; tables and bars as values.
local check = require "perigee.check"
local day, bars

local function numbers()
  local window = RollingWindow(3)
  check.equal("Size", window.Size, 3)
  check.equal("empty", window.Count, 0)
  check.equal("not ready", window.IsReady, false)
  check.raises("empty: no newest", "RollingWindow: index was 0, expected 0 to -1 (Count is 0)",
    function() return window[0] end)
  for i = 1, 3 do window:Add(i) end
  check.equal("ready", window.IsReady, true)
  check.equal("nothing left yet", window.MostRecentlyRemoved, nil)
  window:Add(4)
  check.equal("newest", window[0], 4)
  check.equal("oldest", window[2], 2)
  check.equal("what left", window.MostRecentlyRemoved, 1)
  check.equal("Samples", window.Samples, 4)
  check.equal("#", #window, 3)
  check.raises("behind the end", "index was 3, expected 0 to 2", function() return window[3] end)
  check.raises("negative", "index was -1", function() return window[-1] end)
  window:Reset()
  check.equal("Count after Reset", window.Count, 0)
  check.equal("Samples after Reset", window.Samples, 0)
  check.equal("nothing left after Reset", window.MostRecentlyRemoved, nil)
end

local function misuse()
  local window = RollingWindow(2)
  check.raises("nil", "RollingWindow:Add: the value is nil", function() window:Add(nil) end)
  check.raises("size 0", "RollingWindow: argument 1 (size) was 0", RollingWindow, 0)
  check.raises("size of text", "RollingWindow: argument 1 (size) was a string ('2')", RollingWindow, "2")
  check.raises("dot", "RollingWindow.Add takes a colon: write rollingWindow:Add(...)", function() window.Add(1) end)
  check.raises("unknown", "RollingWindow has no property 'Cuont'; did you mean 'Count'?",
    function() return window.Cuont end)
  check.raises("read-only", "RollingWindow.Count is read-only", function() window.Count = 1 end)
end

-- Against a plain list, for many sizes.
local function like_a_list()
  local list = {}
  for size = 1, 7 do
    local window = RollingWindow(size)
    for i = 1, 25 do
      list[i] = i * size
      window:Add({ value = list[i] })
      for k = 0, math.min(i, size) - 1 do
        if window[k].value ~= list[i - k] then check.that("size " .. size .. " value " .. k, false) end
      end
    end
    check.equal("Count of size " .. size, window.Count, size)
    check.equal("left, of size " .. size, window.MostRecentlyRemoved.value, list[25 - size])
  end
end

function Initialize()
  day = AddEquity("DAY", Resolution.Daily)
  bars = RollingWindow(2)
  numbers()
  misuse()
  like_a_list()
end

function OnData(data)
  bars:Add(data[day])
  if bars.IsReady then check.equal("yesterday's close", bars[1].Close, bars[0].Close - 1) end
end

function OnEndOfAlgorithm() check.finish() end
