-- One training, while nothing else happens: --param work=NAME of work.lua.
local work = require "work"

function Initialize()
  SetTimeZone("UTC")
  AddData("TICKS", Resolution.Second)
  local name = GetParameter("work", "numeric")
  Train(function() work.rounds(name) end)
end
