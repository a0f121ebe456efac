-- The "semaphore" of QuantConnect's machine learning page, made real.
--
-- Every Sunday at 8:00 a logistic regression is trained on the returns of the last days; it predicts
-- whether the next day rises. While it trains, `modelIsTraining` is true and OnData does not touch the
-- model. The model is kept in the ObjectStore, so that the next run starts with it.

local LAGS = 5          -- returns a prediction looks back on
local WINDOW = 252      -- days a training looks back on
local PENALTY = 1.0     -- L2 regularisation
local KEY = "semaphore/model"

local spx, epochs
local model = nil
local modelIsTraining = false
local passed, waited = 0, 0 -- calls of OnData, and how many of them came during a training

local function sigmoid(z) return 1 / (1 + math.exp(-z)) end

-- Daily returns in percent, oldest first.
local function returnsOf(bars)
  local returns = {}
  for i = 2, #bars do returns[i - 1] = 100 * (bars[i].Close / bars[i - 1].Close - 1) end
  return returns
end

local function score(weights, returns, last)
  local z = weights[1]
  for lag = 1, LAGS do z = z + weights[lag + 1] * returns[last - lag + 1] end
  return z
end

-- Gradient descent on the regularised log-likelihood.
local function fit(returns, weights)
  local samples = #returns - LAGS
  for _ = 1, epochs do
    local gradient = {}
    for k = 1, LAGS + 1 do gradient[k] = k == 1 and 0 or PENALTY * weights[k] end
    for day = LAGS, #returns - 1 do
      local miss = sigmoid(score(weights, returns, day)) - (returns[day + 1] > 0 and 1 or 0)
      gradient[1] = gradient[1] + miss
      for lag = 1, LAGS do
        gradient[lag + 1] = gradient[lag + 1] + miss * returns[day - lag + 1]
      end
    end
    for k = 1, LAGS + 1 do weights[k] = weights[k] - 0.5 / samples * gradient[k] end
  end
  return weights
end

local function train()
  modelIsTraining = true
  local bars = History(spx, WINDOW)
  if #bars > 10 * LAGS then
    local weights = model and model.weights or { 0, 0, 0, 0, 0, 0 }
    model = { weights = fit(returnsOf(bars), weights), trained = tostring(Time), days = #bars }
  end
  modelIsTraining = false
end

-- A model of a later day would know what comes: a backtest must not trade on it.
local function loadModel()
  if not ObjectStore.ContainsKey(KEY) then
    Log("no model in the store yet: starting without one")
    return
  end
  local saved = ObjectStore.ReadJson(KEY)
  local usable = DateTime.Parse(saved.trained) <= Time
  Log(("found the model of %s in the store, trained on %d days: %s"):format(saved.trained,
    saved.days, usable and "using it" or "it knows days after this start, so it is not used"))
  if usable then model = saved end
end

function Initialize()
  SetStartDate(2001, 1, 1)
  SetEndDate(2020, 4, 17)
  SetCash(100000)
  spx = AddEquity("SPX", Resolution.Daily)
  epochs = GetParameter("epochs", 20)
  loadModel()
  Train(DateRules.Every(DayOfWeek.Sunday), TimeRules.At(8, 0), train)
end

function OnData(data)
  passed = passed + 1
  if modelIsTraining then waited = waited + 1 end
  if modelIsTraining or not model or not data:ContainsKey(spx) then return end
  local returns = returnsOf(History(spx, LAGS + 1))
  if #returns < LAGS then return end
  local rise = sigmoid(score(model.weights, returns, #returns))
  Plot("model", "probability of a rise", rise)
  SetHoldings(spx, rise > 0.5 and 1 or 0)
end

function OnEndOfAlgorithm()
  if LiveMode then Log(("%d of %d calls of OnData came while the model was training"):format(waited, passed)) end
  if not model then return end
  ObjectStore.SaveJson(KEY, model)
  Log(("saved the model of %s as '%s'"):format(model.trained, KEY))
end
