-- The examples as they stand, and what their users are told. Called by run.lua with a suite.
local t = ...

local function example(name, more)
  local args = { "run", t.root .. "/examples/" .. name .. ".lua", "--store", "store.db" }
  for _, word in ipairs(more or {}) do args[#args + 1] = word end
  return args
end

t:case {
  name = "hello buys once and holds", args = example("hello"),
  stdout = { "bought at 1132.98", "Completed: 2516 steps", "Total Orders", "End Equity" },
  stderr_exact = "",
}
t:case {
  name = "sma_cross trades", args = example("sma_cross"),
  stdout = { "Completed:", "Net Profit", "Sharpe Ratio" }, stderr_exact = "",
}
t:check(not require("harness").exists(t.root .. "/examples/.perigee/store.db"),
  "no store is left beside the examples")
