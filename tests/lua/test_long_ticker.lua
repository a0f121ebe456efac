-- A ticker of more than 40 letters, of which Lua has several strings: one that is collected leaves its
-- address to another text.
local check = require "perigee.check"

local LONG = "LONGTICKERLONGTICKERLONGTICKERLONGTICKERLONGTICKER"
local ROUNDS, NAMES = 50, 200

-- A new string each time.
local function joined(last) return table.concat { LONG:sub(1, -5), last } end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  AddData(LONG, Resolution.Daily)
end

local function is_known(ticker) return (pcall(function() return Portfolio[ticker].Quantity end)) end

local function count_unknown()
  local taken = 0
  for _ = 1, ROUNDS do
    for _ = 1, 20 do
      if not is_known(joined(LONG:sub(-4))) then return -1 end
    end
    collectgarbage()
    for name = 1000, 1000 + NAMES do
      if is_known(joined(name)) then taken = taken + 1 end
    end
  end
  return taken
end

function OnData(data)
  check.equal("by a string made anew", data[joined(LONG:sub(-4))].Close, data[LONG].Close)
  check.equal("no other one is taken for it", count_unknown(), 0)
end

function OnEndOfAlgorithm() check.finish() end
