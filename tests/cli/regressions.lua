-- Faults that were found once.
local t = ...

local DAYS = "date,open,high,low,close,volume\n2013-10-07,10,11,9,10,5\n2013-10-08,10,11,9,10,5\n"
  .. "2013-10-09,10,11,9,10,5\n"
local MINUTES = { "time,open,high,low,close,volume\n" }
for minute = 0, 389 do
  for day = 7, 9 do
    MINUTES[1 + (day - 7) * 390 + minute + 1] = ("2013-10-%02d %02d:%02d,20,21,19,20,5\n"):format(day,
      (570 + minute) // 60, (570 + minute) % 60)
  end
end
MINUTES = table.concat(MINUTES)

t:case {
  name = "a symbol added by an event does not turn the clock back",
  files = { ["data/DAY.csv"] = DAYS, ["data/MIN.csv"] = MINUTES },
  strategy = [[
local last
local function forward(what)
  if last and Time < last then Log("BACK " .. what .. " " .. Time) end
  last = Time
end
function Initialize()
  AddEquity("DAY", Resolution.Daily)
  Schedule.On(DateRules.On(2013, 10, 8), TimeRules.At(12, 0), function()
    forward("event")
    AddEquity("MIN", Resolution.Minute)
  end)
  Schedule.On(DateRules.EveryDay(), TimeRules.Every(TimeSpan.FromMinutes(30)), function() forward("event") end)
end
function OnData(data)
  forward("data")
  for symbol, bar in pairs(data) do
    if bar.EndTime ~= Time then Log("NOT NOW " .. bar) end
    if symbol.Value == "MIN" and Time.Hour == 12 and Time.Minute == 1 then Log("first minute " .. Time) end
  end
end
]],
  stdout = { "2013-10-08 12:01:00 first minute 2013-10-08 12:01:00", "Completed" },
  stdout_lacks = { "BACK", "NOT NOW" },
}

t:case {
  name = "symbols added in OnOrderEvent while orders are being filled",
  files = (function()
    local files = { ["data/DAY.csv"] = DAYS }
    for i = 1, 30 do files[("data/S%d.csv"):format(i)] = DAYS end
    return files
  end)(),
  strategy = [[
local day, added
function Initialize() day = AddEquity("DAY", Resolution.Daily) end
function OnData()
  if not Portfolio.Invested and not added then for _ = 1, 3 do Buy(day, 1) end end
end
function OnOrderEvent(event)
  if event.Status == "Filled" and not added then
    added = true
    for i = 1, 30 do AddEquity("S" .. i, Resolution.Daily) end
  end
end
function OnEndOfAlgorithm() Log(Portfolio[day].Quantity .. " of " .. Securities.Count) end
]],
  stdout = "3.0 of 31",
}

for _, case in ipairs {
  { "AddData('DAY')", "10000000", "10000000 Daily bars of 'DAY' reach back before 1900-01-01" },
  { "AddEquity('DAY', Resolution.Daily)", "10000000", "10000000 Daily bars of 'DAY' reach back before 1900-01-01" },
  { "AddEquity('DAY', Resolution.Daily)", "30000", "30000 Daily bars of 'DAY' reach back before 1900-01-01" },
  { "AddData('DAY')", "TimeSpan.FromDays(60000)", "SetWarmUp: the span reaches back before 1900-01-01" },
} do
  t:case {
    name = "a warm-up of " .. case[2] .. " is refused", files = { ["data/DAY.csv"] = DAYS }, status = 1,
    strategy = ("function Initialize() %s SetWarmUp(%s) end"):format(case[1], case[2]), stderr = case[3],
  }
end

t:case {
  name = "Quit in Initialize leaves the account as it was", files = { ["data/DAY.csv"] = DAYS },
  strategy = "function Initialize() AddEquity('DAY', Resolution.Daily) Quit() end function OnData() Log('traded') end",
  stdout = { "Stopped", "Start Equity                100000", "End Equity                  100000" },
  stdout_lacks = "traded",
}
t:case {
  name = "after Quit nothing but OnEndOfAlgorithm is called", files = { ["data/DAY.csv"] = DAYS },
  strategy = [[
local day
function Initialize()
  day = AddEquity("DAY", Resolution.Daily)
  Schedule.On(DateRules.EveryDay(), TimeRules.At(16, 0), function() Log("event " .. Time) end)
end
function OnData() Log("data " .. Time) Buy(day, 1) end
function OnOrderEvent(event) if event.Status == "Filled" then Log("quits") Quit() end end
function OnEndOfAlgorithm() Log("over") end
]],
  stdout = { "event 2013-10-07 16:00:00", "data 2013-10-07 16:00:00", "quits", "over", "Stopped" },
  stdout_lacks = { "event 2013-10-08", "data 2013-10-08" },
}

t:case {
  name = "daily rows under Resolution.Minute", files = { ["data/DAY.csv"] = DAYS }, status = 3,
  strategy = "function Initialize() AddEquity('DAY') end",
  stderr = { "DAY.csv:2:1: time was '2013-10-07'; expected a date with a time of day", "Resolution.Daily" },
}
t:case {
  name = "orders the account cannot pay are told of", files = { ["data/DAY.csv"] = DAYS },
  strategy = [[
local day
function Initialize() day = AddData("DAY") end
function OnData() MarketOrder(day, 1000000) end
]],
  stdout = { "warning: order 1 of 'DAY' is invalid: ", "3 orders were invalid" }, stdout_lacks = "order 2",
}
t:case {
  name = "a parameter nobody asks for", files = { ["data/DAY.csv"] = DAYS },
  more = { "--param", "fsat=7", "--param", "slow=9" },
  strategy = "function Initialize() AddData('DAY') GetParameter('fast', 1) GetParameter('slow', 1) end",
  stdout = "warning: the parameter 'fsat' was given, but the strategy never asked for it",
  stdout_lacks = "'slow' was given",
}
t:case {
  name = "initialize in lower case", files = { ["data/DAY.csv"] = DAYS }, status = 1,
  strategy = "function initialize() end", stderr = "it defines 'initialize': write it with a capital I",
}
t:case {
  name = "objects print without addresses", files = { ["data/DAY.csv"] = DAYS },
  strategy = "function Initialize() AddData('DAY') Log(Portfolio) Log(Settings) Log(Securities) Log(Portfolio.DAY) end",
  stdout_lacks = "0x",
}
t:case {
  name = "hourly rows under Resolution.Minute are warned of",
  files = { ["data/H.csv"] = "time,open,high,low,close,volume\n2013-10-07 09:30,10,11,9,10,5\n"
    .. "2013-10-07 10:30,10,11,9,10,5\n" },
  strategy = "function Initialize() AddData('H', Resolution.Minute) end",
  stdout = "'H' was added with Resolution.Minute, but its nearest bars are 60 minutes apart",
}
t:case {
  name = "minutes under their own resolution are not", files = { ["data/MIN.csv"] = MINUTES },
  strategy = "function Initialize() AddEquity('MIN', Resolution.Minute) end", stdout_lacks = "apart",
}
t:case {
  name = "the start cannot move behind what History has shown", files = { ["data/DAY.csv"] = DAYS }, status = 1,
  strategy = [[
function Initialize()
  local day = AddEquity("DAY", Resolution.Daily)
  SetStartDate(2020, 1, 1)
  History(day, 2)
  SetStartDate(2013, 10, 7)
end
]],
  stderr = "SetStartDate must be called before History",
}
t:case {
  name = "Every less than a millisecond", status = 1,
  strategy = "function Initialize() TimeRules.Every(TimeSpan.FromSeconds(1e-9)) end",
  stderr = "the span was 00:00:00.000000001, expected a millisecond to a day",
}
t:case {
  name = "a run whose last symbol was removed ends", files = { ["data/DAY.csv"] = DAYS },
  strategy = [[
local day
function Initialize()
  day = AddEquity("DAY", Resolution.Daily)
  Schedule.On(DateRules.EveryDay(), TimeRules.Noon, function() Log("noon") RemoveSecurity(day) end)
end
function OnEndOfAlgorithm() Log("end at " .. Time) end
]],
  stdout = { "2013-10-07 12:00:00 noon", "end at 2013-10-07 12:00:00" }, stdout_lacks = "2013-10-08",
}
t:case {
  name = "functions of events that are over are given back", files = { ["data/DAY.csv"] = DAYS },
  strategy = [[
function Initialize() AddEquity("DAY", Resolution.Daily) end
local most = 0
function OnData()
  for _ = 1, 20000 do
    Schedule.Remove(Schedule.On(DateRules.EveryDay(), TimeRules.Noon, function() end))
    Train(function() end)
  end
  collectgarbage()
  most = math.max(most, collectgarbage("count"))
end
function OnEndOfAlgorithm() Log(most < 30000 and "bounded" or "grew to " .. most) end
]],
  more = { "--quiet" }, stdout = "bounded",
}
t:case {
  name = "Schedule.Add called again from the event's own rule", files = { ["data/DAY.csv"] = DAYS },
  strategy = [[
local h, nested, fired, done = nil, false, 0, false
function Initialize()
  AddEquity("DAY", Resolution.Daily)
  local rule = FuncDateRule("x", function()
    if h and not nested then nested = true; Schedule.Add(h); collectgarbage() end
    return { DateTime(2013, 10, 8), DateTime(2013, 10, 9) }
  end)
  h = Schedule.On("nm", rule, TimeRules.At(9, 0), function() fired = fired + 1 end)
  Schedule.Remove(h)
end
function OnData() if not done then done = true; Schedule.Add(h) end end
function OnEndOfAlgorithm() Log("fired " .. fired) end
]],
  stdout = "fired 2",
}
t:case {
  name = "an event removed and added by its own condition", files = { ["data/DAY.csv"] = DAYS },
  strategy = [[
local h
function Initialize()
  AddEquity("DAY", Resolution.Daily)
  local c = 0
  h = Schedule.Event("w"):EveryDay():At(10, 0):Where(function()
    c = c + 1
    if h and c > 1 and c < 4 then Schedule.Remove(h) Schedule.Add(h) h = nil collectgarbage() end
    return true
  end):Run(function(_, time) Log("fired at " .. time) end)
end
]],
  stdout = { "fired at 2013-10-08 14:00:00", "fired at 2013-10-09 14:00:00" },
}
t:case {
  name = "a symbol removed by a rule's function at the start",
  files = { ["data/DAY.csv"] = DAYS, ["data/TWO.csv"] = DAYS },
  strategy = [[
function Initialize()
  AddEquity("DAY", Resolution.Daily)
  AddEquity("TWO", Resolution.Daily)
  Schedule.On(FuncDateRule("a", function() Log(tostring(RemoveSecurity("DAY"))) return {} end), TimeRules.Noon, print)
end
function OnData(data) if data:ContainsKey("TWO") then Log("two") end end
function OnEndOfAlgorithm() Log("left " .. Securities.Count) end
]],
  stdout = { "00:00:00 true", "16:00:00 two", "left 1", "Completed: 3 steps, 3 data points" },
}
t:case {
  name = "a builder without Run", status = 1,
  strategy = "function Initialize() Schedule.Event():EveryDay():At(9, 0) end",
  stdout = "warning: Schedule.Event() was begun 1 times without :Run(fn) at its end",
}
t:case {
  name = "a rule called like a function", status = 1,
  strategy = "function Initialize() DateRules.Today() end",
  stderr = "the DateRule 'TodayOnly' is no function: leave out the parentheses",
}
t:case {
  name = "a rule not called", status = 1,
  strategy = "function Initialize() Schedule.On(DateRules.EveryDay, TimeRules.Noon, print) end",
  stderr = "argument 1 (dateRule) was a function: call it, as in DateRules.EveryDay()",
}
t:case {
  name = "a name at the end", status = 1,
  strategy = "function Initialize() Schedule.On(DateRules.EveryDay(), TimeRules.Noon, print, 'x') end",
  stderr = "a name comes first: Schedule.On(name, dateRule, timeRule, fn)",
}
t:case {
  name = "an endless number of indicators", files = { ["data/DAY.csv"] = DAYS }, status = 1,
  strategy = "function Initialize() local day = AddData('DAY') for _ = 1, 1e6 do SMA(day, 3) end end",
  stderr = "more than 100000 indicators: make them in Initialize",
}
t:case {
  name = "an event at midnight comes before that midnight's sample",
  files = { ["data/DAY.csv"] = "date,open,high,low,close,volume\n2013-10-06,10,10,10,10,5\n2013-10-07,10,11,9,11,5\n"
    .. "2013-10-08,11,12,9,12,5\n2013-10-09,12,13,9,13,5\n" },
  more = { "--json" },
  strategy = [[
function Initialize()
  local day = AddData("DAY")
  SetCash(1000)
  day:SetFeeModel(ConstantFeeModel(10))
  Schedule.On(DateRules.On(2013, 10, 8), TimeRules.Midnight, function() MarketOrder(day, 1) end)
end
]],
  stdout = '"Drawdown":"1.00%"',
}
t:case {
  name = "an open order is tried again after OnData", files = { ["data/MIN.csv"] = MINUTES },
  strategy = [[
local minute, ticket
function Initialize()
  minute = AddData("MIN", Resolution.Minute, "America/New_York")
end
function OnData(data)
  if ticket then return end
  minute:SetFillModel(NextOpenFillModel())
  ticket = MarketOrder(minute, 1)
  minute:SetFillModel(ImmediateFillModel())
end
function OnOrderEvent(event) if event.Status == "Filled" then Log("filled at " .. Time) end end
]],
  stdout = "filled at 2013-10-07 09:31:00",
}
