-- Limits of time that hold: what takes too long is stopped wherever it is, and named.
local t = ...

local HEAD = "function Initialize()\n  abc = AddEquity('ABC', Resolution.Daily)\nend\n"
local WHY = "stopped after [%d.]+ seconds: a time step may take 0%.12 seconds %(%-%-step%-limit%)\n"

-- The limit is long beside what a start takes, and short beside a test.
local function stops(name, text, patterns)
  local result = t:case { name = name, strategy = text, more = { "--step-limit", "0.002" }, status = 1,
    stdout_lacks = "Completed", stderr_lacks = "[C]" }
  for _, pattern in ipairs(patterns) do
    t:check(result.stderr:find(pattern), name .. ": " .. pattern, result.stderr)
  end
end

stops("an endless OnData", HEAD .. "function spin()\n  while true do end\nend\nfunction OnData()\n  spin()\nend\n", {
  "OnData at 2013%-10%-07 16:00:00: strategy.lua:5: " .. WHY, "strategy.lua:5: in function 'spin'",
  "strategy.lua:8: in function 'OnData'",
})
stops("errors that are caught", HEAD .. [[
function OnData()
  while true do pcall(function() while true do end end) end
end
]], { "OnData at 2013%-10%-07 16:00:00: strategy.lua:5: " .. WHY })
stops("a coroutine", HEAD .. [[
function OnData()
  coroutine.wrap(function() while true do pcall(error) end end)()
end
]], { "OnData at .*strategy.lua:5: " .. WHY })
stops("a scheduled function", [[
function Initialize()
  AddEquity('ABC', Resolution.Daily)
  Schedule.On("slow", DateRules.EveryDay(), TimeRules.At(9, 0), function() while true do end end)
end
]], { "scheduled event 'slow' at 2013%-10%-07 09:00:00: strategy.lua:3: " .. WHY })
stops("a training", [[
function Initialize()
  AddEquity('ABC', Resolution.Daily)
  Train("fit", DateRules.EveryDay(), TimeRules.At(9, 0), function() while true do end end)
end
]], { "training 'fit' at 2013%-10%-07 09:00:00: strategy.lua:3: " .. WHY, "training 1 .*over_limit  'fit'" })
stops("Initialize, half of it", "function Initialize()\n  while true do end\nend\n",
  { "Initialize: strategy.lua:2: stopped after [%d.]+ seconds: set%-up may take 0%.06 seconds" })
stops("the main chunk", "while true do end\n", { "strategy.lua:1: stopped after [%d.]+ seconds: set%-up may take" })
stops("OnEndOfAlgorithm", HEAD .. "function OnEndOfAlgorithm()\n  while true do end\nend\n",
  { "OnEndOfAlgorithm at .*strategy.lua:5: " .. WHY })

t:case { name = "no limit", strategy = HEAD, more = { "--step-limit", "none", "--server", "2048" },
  stdout = "Completed" }
