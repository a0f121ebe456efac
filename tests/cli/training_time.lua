-- --training-time: the run-wide default, and what is wrong with it.
local t = ...

local STRATEGY = [[
function Initialize()
  Train("fit", DateRules.On(2013, 10, 8), TimeRules.At(9, 0), function() Log("fit") model = "new" end)
  AddEquity("ABC", Resolution.Daily)
end
function OnData() Log(("%s %s"):format(IsTraining(), model)) end
]]

t:case { name = "zero", strategy = STRATEGY, stdout = { "2013-10-07 16:00:00 false nil\n2013-10-08 09:00:00 fit\n"
  .. "2013-10-08 16:00:00 false new" } }
t:case { name = "declared without a time", strategy = STRATEGY, more = { "--training-time", "declared" },
  stdout = "2013-10-08 16:00:00 false new" }
t:case { name = "a day and a half", strategy = STRATEGY, more = { "--training-time", "declared:2160" },
  stdout = "2013-10-08 16:00:00 true nil\n2013-10-09 16:00:00 true nil\n2013-10-09 21:00:00 fit\n"
    .. "2013-10-10 16:00:00 false new" }
t:case { name = "longer than the run", strategy = STRATEGY, more = { "--training-time", "declared:100000" },
  stdout = "2013-10-18 16:00:00 true nil", stdout_lacks = ":00 fit" }
t:case { name = "an error names when it was due", more = { "--training-time", "declared:60" }, status = 1, strategy = [[
function Initialize()
  AddEquity("ABC", Resolution.Daily)
  Train("fit", DateRules.On(2013, 10, 8), TimeRules.At(9, 0), function() error("no data") end)
end
]], stderr = "training 'fit' at 2013-10-08 09:00:00: strategy.lua:3: no data" }
t:case { name = "cancelled on its way", more = { "--training-time", "declared:2160" }, strategy = [[
function Initialize()
  AddEquity("ABC", Resolution.Daily)
  fit = Train("fit", DateRules.On(2013, 10, 8), TimeRules.At(9, 0), function() error("runs") end)
end
function OnData() if Time.Day == 8 then Log(("%s %s"):format(fit:Cancel(), IsTraining())) end end
function OnEndOfAlgorithm() Log(fit.State) end
]], stdout = { "2013-10-08 16:00:00 true false", "2013-10-18 16:00:00 cancelled" } }
for _, word in ipairs { "none", "declared:", "declared:0", "declared:x", "declared:600000" } do
  t:case { name = word, strategy = STRATEGY, more = { "--training-time", word }, status = 2,
    stderr = "--training-time was '" .. word .. "', expected zero, declared, or declared:MINUTES" }
end
