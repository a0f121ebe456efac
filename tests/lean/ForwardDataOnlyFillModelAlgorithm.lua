-- A fill model that fills with data that came after the order alone.
local spy, ticket
local default = EquityFillModel()

local function fill(parameters)
  local last = parameters.Security:GetLastData()
  if last and last.EndTime >= parameters.Order.Time then return default:Fill(parameters) end
  return nil
end

local function trade()
  if Portfolio.Invested then return end
  ticket = Buy(spy, 1)
  if ticket.Status ~= OrderStatus.Submitted then error("filled with data from before the order") end
end

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 31)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Hour)
  spy:SetFillModel(fill)
  Schedule.On(DateRules.WeekStart(), TimeRules.AfterMarketOpen(spy), trade)
end

function OnEndOfAlgorithm()
  if not ticket or ticket.Status ~= OrderStatus.Filled then error("nothing was filled") end
end
