-- No more indicators than there may be: what fails at the limit leaves nothing behind.
local check = require "perigee.check"
local day, wave, first, second, sum
local MOST = "more than 100000 indicators: make them in Initialize, not in OnData"

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 31)
  day, wave = AddEquity("DAY", Resolution.Daily), AddEquity("WAVE", Resolution.Daily)
  first, second = Identity(day), Identity(day)
  sum = first:Plus(second)
  local period = "indicator B(1): period must be a whole number from 2 to 1000000"
  for _ = 1, 50000 do
    local ok, message = pcall(B, day, wave, 1)
    if ok or not message:find(period, 1, true) then return check.that("refused: " .. tostring(message), false) end
  end
  for _ = 1, 99996 do Sum(1) end
  check.raises("one is left, three are needed", MOST, B, day, wave, 2)
  check.equal("the last one", first:Times(2).Name, "COMPOSE(Identity,2)")
  for _ = 1, 20 do
    check.raises("of two", MOST, first.Plus, first, second)
    check.raises("of one", MOST, first.Minus, first, 1)
    check.raises("of itself", MOST, second.Over, second, second)
  end
  check.raises("one of a kind", MOST, Sum, 1)
end

function OnData(data)
  if data[day] then check.equal("goes on", sum.Value, 2 * data[day].Close) end
end

function OnEndOfAlgorithm()
  check.that("days", sum.Samples > 15)
  check.finish()
end
