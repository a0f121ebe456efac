-- Trainings that take simulated time: the flag, the old model, what the function sees, overlaps.
local check = require "perigee.check"

local min, hourly, busy, minutes, during = nil, nil, nil, 0, 0
local model, log, due = "old", {}, {}

local function note(text) log[#log + 1] = ("%s %s"):format(Time, text) end

local function fit()
  check.equal("it runs", hourly.State, "running")
  check.equal("the flag is up", IsTraining("fit"), true)
  note("fit")
  model = "of " .. Time:ToString("%H:%M")
  if Time.Hour < 10 or Time.Hour > 15 then return end
  local bars = History(min, 1)
  check.equal("History ends when it was due", bars[1].EndTime <= Time, true)
  check.equal("and not before", bars[1].EndTime + TimeSpan.FromMinutes(1) > Time, true)
  check.equal("a span as well", #History(min, TimeSpan.FromMinutes(3)), 3)
  check.equal("UtcTime", UtcTime, Time + TimeSpan.FromHours(4))
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  min = AddEquity("MIN", Resolution.Minute)
  check.equal("zero by default", Settings.TrainingTime, "zero")
  check.raises("another word", 'Settings.TrainingTime was a string (\'x\'), expected "zero" or "declared"', function()
    Settings.TrainingTime = "x" -- luacheck: ignore 122
  end)
  check.raises("no span", "Settings.TrainingDuration was", function()
    Settings.TrainingDuration = TimeSpan.Zero -- luacheck: ignore 122
  end)
  Settings.TrainingTime = "declared" -- luacheck: ignore 122
  Settings.TrainingDuration = TimeSpan.FromMinutes(5) -- luacheck: ignore 122
  check.equal("kept", Settings.TrainingDuration, TimeSpan.FromMinutes(5))
  hourly = Train("fit", DateRules.EveryDay(), TimeRules.Every(TimeSpan.FromHours(1)), fit,
    { Duration = TimeSpan.FromMinutes(20) })
  Train(function() note("first") end)
  Train("long", DateRules.EveryDay(), TimeRules.At(23, 30), function() note("never") end,
    { Duration = TimeSpan.FromHours(5) })
  busy = Train("busy", DateRules.EveryDay(), TimeRules.Every(TimeSpan.FromMinutes(10)), function()
    if Time.Hour == 12 then note("busy") end
    if Time.Hour < 13 then due[#due + 1] = Time.Hour * 60 + Time.Minute end
    if Time.Hour == 13 then busy:Remove() end
  end, { Duration = TimeSpan.FromMinutes(25) })
  check.raises("an unknown option", "Train: the options have no 'Time', only Duration", Train, function() end,
    { Time = 1 })
  check.raises("no time", "Train: Duration was", Train, function() end, { Duration = 20 })
  check.raises("no table", "Train: argument 2 (options) was", Train, function() end, 20)
end

function OnData()
  minutes = minutes + 1
  if IsTraining("fit") then
    during = during + 1
    check.equal("the old model meanwhile", model, Time.Hour == 10 and "of 09:00" or "of "
      .. ("%02d:00"):format(Time.Hour - 1))
  elseif Time.Minute >= 20 and Time.Hour >= 10 then
    check.equal("the new one afterwards", model, ("of %02d:00"):format(Time.Hour))
  end
end

function OnEndOfAlgorithm()
  check.equal("minutes of the day", minutes, 390)
  -- Six hours of 20 bars each, 10:00 to 15:19; and the last bar, since at 16:00 it is due before OnData.
  check.equal("OnData went on", during, 6 * 20 + 1)
  local text = table.concat(log, "\n")
  check.that("the first: by default " .. text, text:find("2013-10-07 00:00:00 first", 1, true))
  for i, minute in ipairs(due) do check.equal("times missed become one run behind the last", minute, 25 * (i - 1)) end
  check.equal("runs until 13:00", #due, 32)
  check.equal("removed: as its last run ended", busy.State .. " " .. busy.LastOutcome, "done done")
  check.that("longer than the run: never", not text:find("never", 1, true))
  check.finish()
end
