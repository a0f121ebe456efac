-- The same work in stock Lua. Usage: lua5.4 stock.lua NAME; prints seconds.
package.path = arg[0]:match("^(.*)/[^/]*$") .. "/?.lua;" .. package.path
local work = require "work"

local function train() -- in a coroutine, as a training is
  local began = os.clock()
  work.rounds(arg[1])
  return os.clock() - began
end
print(coroutine.wrap(train)())
