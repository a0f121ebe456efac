-- A linear regression, trained every Sunday: the return of the next day from those of the last five.
local LinearRegression = require "perigee.linear_model".LinearRegression

local LAGS, WINDOW = 5, 505

local spx
local model = LinearRegression { fit_intercept = true }

-- Daily returns in percent, oldest first.
local function returnsOf(bars)
  local returns = {}
  for i = 2, #bars do returns[i - 1] = 100 * (bars[i].Close / bars[i - 1].Close - 1) end
  return returns
end

-- A row of X: the returns of the days up to `last`.
local function features(returns, last)
  return table.move(returns, last - LAGS + 1, last, 1, {})
end

-- In a live run OnData goes on meanwhile, and predicts with the old coefficients until fit is done.
local function train()
  local returns, X, y = returnsOf(History(spx, WINDOW + 1)), {}, {}
  for day = LAGS, #returns - 1 do
    X[#X + 1], y[#y + 1] = features(returns, day), returns[day + 1]
  end
  if #y < 10 * LAGS then return end
  model:fit(X, y)
  if Time.Year == 2020 then Log(("trained on %d days, R^2 %.4f"):format(#y, model:score(X, y))) end
end

function Initialize()
  SetStartDate(2001, 1, 1)
  SetEndDate(2020, 4, 17)
  SetCash(100000)
  spx = AddEquity("SPX", Resolution.Daily)
  Train(DateRules.Every(DayOfWeek.Sunday), TimeRules.At(8, 0), train)
end

function OnData(data)
  if not model.coef_ or not data:ContainsKey(spx) then return end
  local expected = model:predict({ features(returnsOf(History(spx, LAGS + 1)), LAGS) })[1]
  Plot("model", "expected return", expected)
  SetHoldings(spx, expected > 0 and 1 or 0)
end

function OnEndOfAlgorithm()
  model:save("linear/model") -- LinearRegression.load("linear/model") reads it
end
