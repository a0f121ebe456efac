-- A tour of the calendar: when things run. Each line of the log names the rule that fired.
--
-- A rule on days and a rule on times of a day make an event. Rules with a symbol keep to the days and
-- hours of its market: holidays, early closes, lunch breaks, its own time zone.

local DAYS = { [0] = "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" }
local count = {}

-- A function that logs its event's first three times and counts all of them.
local function show(name)
  count[name] = 0
  return function()
    count[name] = count[name] + 1
    if count[name] <= 3 then Log(("%-34s %s"):format(name, DAYS[Time.DayOfWeek])) end
  end
end

local function days_of_the_calendar()
  local noon = TimeRules.Noon
  Schedule.On(DateRules.On(2019, 7, 4), noon, show "one date")
  Schedule.On(DateRules.Every(DayOfWeek.Sunday), TimeRules.At(8, 0), show "every Sunday, 8:00")
  Schedule.On(DateRules.WeekStart(1), noon, show "Monday and a day")
  Schedule.On(DateRules.MonthEnd(), noon, show "last day of the month")
  Schedule.On(DateRules.QuarterStart(), noon, show "first day of the quarter")
  Schedule.On(DateRules.YearEnd(7), noon, show "a week before the year's end")
end

local function days_and_hours_of_a_market()
  Schedule.On(DateRules.EveryDay("SPX"), TimeRules.AfterMarketOpen("SPX", 30), show "30 minutes after the open")
  Schedule.On(DateRules.WeekEnd("SPX"), TimeRules.BeforeMarketClose("SPX", 10), show "10 minutes to the week's end")
  Schedule.On(DateRules.MonthStart("SPX"), TimeRules.AfterMarketOpen("SPX"), show "first trading day of the month")
  -- Half days close at 13:00: July 3, the day after Thanksgiving, Christmas Eve.
  Schedule.On(DateRules.On(2019, 7, 3), TimeRules.BeforeMarketClose("SPX"), show "an early close")
end

-- Symbols need not be added: a future's week begins on Sunday evening, Hong Kong has a lunch break.
local function other_markets()
  local es = Symbol.Create("ES", SecurityType.Future, Market.CME)
  Schedule.On(DateRules.WeekStart(es), TimeRules.AfterMarketOpen(es, 0, true), show "futures open the week")
  local hsi = Symbol.Create("HSI", SecurityType.Index, Market.HKEX)
  Schedule.On(DateRules.MonthStart(hsi), TimeRules.AfterMarketOpen(hsi), show "Hong Kong opens the month")
  Schedule.On(DateRules.EveryDay(), TimeRules.At(9, 0, TimeZones.Tokyo), show "9:00 in Tokyo")
end

-- One after the other: dates, times, conditions, function. Or rules of one's own.
local function of_ones_own()
  Schedule.Event("twice on Mondays")
    :Every(DayOfWeek.Monday):At(10, 0):At(15, 0)
    :DuringMarketHours("SPX")
    :Run(show "twice on Mondays, market open")
  local friday13 = FuncDateRule("Friday 13th", function(from, to)
    local dates, day = {}, from
    while day <= to do
      if day.Day == 13 and day.DayOfWeek == DayOfWeek.Friday then dates[#dates + 1] = day end
      day = day:AddDays(1)
    end
    return dates
  end)
  Schedule.On(friday13, TimeRules.Midnight, show "Friday the 13th")
end

-- Events can be switched off, asked for their next time and removed; trainings take the same rules.
local function handles()
  local twice = 0
  local event
  event = Schedule.On("ends itself", DateRules.EveryDay("SPX"), TimeRules.Noon, function(name, utc)
    twice = twice + 1
    Log(("%-34s %s, next %s"):format(name, utc:ToString("%H:%M UTC"), event.NextEventTime))
    if twice == 2 then Schedule.Remove(event) end
  end)
  Train(DateRules.QuarterEnd("SPX"), TimeRules.AfterMarketClose("SPX", 60), show "training, quarter's last close")
end

function Initialize()
  SetStartDate(2019, 6, 28)
  SetEndDate(2019, 12, 31)
  AddEquity("SPX", Resolution.Daily)
  days_of_the_calendar()
  days_and_hours_of_a_market()
  other_markets()
  of_ones_own()
  handles()
end

function OnEndOfAlgorithm()
  local names = {}
  for name in pairs(count) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do Log(("%4d times: %s"):format(count[name], name)) end
end
