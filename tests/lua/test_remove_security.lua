-- RemoveSecurity: the position is closed, orders and data stop, the ticker can be added anew.
local check = require "perigee.check"

local bars, first = 0, nil

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  first = AddEquity("MIN", Resolution.Minute)
  AddEquity("AAA", Resolution.Minute)
  AddEquity("DAY", Resolution.Daily)
  check.equal("in set-up", RemoveSecurity("DAY"), true)
  check.equal("is gone", Securities.ContainsKey("DAY"), false)
end

local function remove()
  check.equal("invested", Portfolio["MIN"].Invested, true)
  check.equal("it was there", RemoveSecurity(first), true)
  check.equal("a second time", RemoveSecurity(first), false)
  check.equal("its position is closed", first.Holdings.Quantity, 0.0)
  check.raises("no order any more", "'MIN' was removed: it takes no orders", Buy, first, 1)
  check.raises("the ticker is unknown", "Buy: 'MIN' was not added", Buy, "MIN", 1)
  local keys = {}
  for symbol in pairs(Securities) do keys[#keys + 1] = tostring(symbol) end
  check.equal("pairs leaves it out", table.concat(keys, " "), "AAA")
  check.equal("Keys as well", #Securities.Keys, 1)
end

function OnData(data)
  if data:ContainsKey("AAA") then bars = bars + 1 end
  if bars == 10 and not Portfolio["MIN"].Invested and Securities.ContainsKey("MIN") then Buy("MIN", 7) end
  if bars == 20 and Securities.ContainsKey("MIN") then remove() end
  if bars > 20 and bars < 30 then check.equal("no more bars", data[first], nil) end
  if bars == 30 then
    local again = AddEquity("MIN", Resolution.Minute)
    check.that("another security", again ~= first)
  end
  if bars == 40 then
    check.that("which has bars", Securities["MIN"].HasData)
    Buy("MIN", 3)
    check.equal("and takes orders", Portfolio["MIN"].Quantity, 3.0)
  end
end

function OnEndOfAlgorithm()
  check.that("enough bars", bars > 40)
  check.finish()
end
