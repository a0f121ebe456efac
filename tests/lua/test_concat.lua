-- Objects of the runtime joined with texts, however deep the calls: to turn one into a text needs room on Lua's stack.
local check = require "perigee.check"

local function at_depth(depth, join)
  if depth > 0 then
    local text = at_depth(depth - 1, join)
    return text
  end
  collectgarbage() -- which takes room away that is not used
  return join()
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  local min = AddEquity("MIN", Resolution.Minute)
  for depth = 0, 30 do
    local got = at_depth(depth, function() return "a" .. "b" .. min .. "c" .. min .. "d" end)
    check.equal("at depth " .. depth, got, "abMINcMINd")
  end
  for depth = 0, 8 do
    local made = coroutine.wrap(function()
      return at_depth(depth, function() return "a" .. min .. "b" .. min .. "c" end)
    end)
    check.equal("in a coroutine, at depth " .. depth, made(), "aMINbMINc")
  end
end

function OnEndOfAlgorithm() check.finish() end
