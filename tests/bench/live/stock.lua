-- The same work in stock Lua. Usage: lua5.4 stock.lua NAME
package.path = arg[0]:match("^(.*)/[^/]*$") .. "/?.lua;" .. package.path
local work = require "work"

coroutine.wrap(function() work.rounds(arg[1]) end)() -- in a coroutine, as a training is
