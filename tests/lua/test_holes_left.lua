-- Without fill-forward a hole is a hole.
local check = require "perigee.check"
local min

local minutes = 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  min = AddEquity("MIN", Resolution.Minute, "usa", false, 4)
  check.equal("Leverage as given", min.Leverage, 4.0)
  check.raises("the same ticker at another market", "'MIN' was added before with market usa, and now with lse",
    AddEquity, "MIN", Resolution.Minute, Market.LSE)
  check.raises("no such market", "'mars'", AddEquity, "AAA", Resolution.Minute, "mars")
end

function OnData(data)
  minutes = minutes + 1
  check.equal("nothing is filled", data[min].IsFillForward, false)
end

function OnEndOfAlgorithm()
  check.equal("as many steps as rows", minutes, 765)
  check.finish()
end
