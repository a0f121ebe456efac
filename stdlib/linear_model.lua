--- Linear models, with scikit-learn's face. The kernels are C; a training lets go of the Lua state
--- while they compute, and ends, when it was cancelled, no sooner than they do.
---
---     local LinearRegression = require "perigee.linear_model".LinearRegression
---     local model = LinearRegression():fit({ { 1, 2 }, { 2, 1 }, { 4, 3 } }, { 5, 4, 10 })
---     model:predict({ { 3, 3 } })[1]
---
--- X is an array of rows, each an array of p numbers, or a Matrix (perigee.matrix); y an array of n numbers, one
--- for each row, or a Matrix of one column. Tables are copied with the Lua state, in pieces; a Matrix without it.
--- Misuse raises: "LinearRegression.fit: X[3][2] was nan, expected a finite number".

local native = select(3, ...)

local linear_model = {}

--- Ordinary least squares: y is about X . coef_ + intercept_. Where columns of X depend on each other,
--- or there are more columns than rows, the smallest coefficients that fit best.
---@class perigee.linear_model.LinearRegression
---@field fit_intercept boolean   whether an intercept is fitted
---@field coef_ number[]?         of each feature; nil before fit, as the fields below
---@field intercept_ number?      0.0 without fit_intercept
---@field n_features_in_ integer? numbers in a row of X
---@field rank_ integer?          of X, less than n_features_in_ when columns depend on each other
---@overload fun(params?: { fit_intercept?: boolean }): perigee.linear_model.LinearRegression
local LinearRegression = {}
linear_model.LinearRegression = LinearRegression

local NAME, VERSION = "LinearRegression", 1

-- What a fit found is one table that a fit replaces: whoever predicts meanwhile has the old or the
-- new model, never a mixture.
local meta = { __name = NAME }

function meta:__index(key)
  local member = LinearRegression[key]
  if member ~= nil then return member end
  local fitted = rawget(self, "_fitted")
  return fitted and fitted[key]
end

function meta.__newindex(_, key)
  error(("%s.%s cannot be assigned"):format(NAME, tostring(key)), 2)
end

-- level: of the method's caller, as seen from here; 3 without
local function fail(method, text, level)
  error(("%s.%s: %s"):format(NAME, method, text), level or 3)
end

-- Of a method that takes so many arguments: those behind them, which can be nil only.
local function check_last(method, most, ...)
  for i = select("#", ...), 1, -1 do
    if select(i, ...) ~= nil then
      fail(method, ("takes %d argument%s, got %d"):format(most, most == 1 and "" or "s", most + i), 4)
    end
  end
end

-- level: of the method's caller, as seen from here
local function check_self(self, method, level)
  if getmetatable(self) ~= meta then
    error(("%s.%s takes a colon: write model:%s(...)"):format(NAME, method, method), level)
  end
end

local function fitted_of(self, method)
  check_self(self, method, 4)
  local fitted = rawget(self, "_fitted")
  if not fitted then
    error(("%s.%s: the model is not fitted yet: call model:fit(X, y) first"):format(NAME, method), 3)
  end
  return fitted
end

-- What is wrong with parameters; nil: nothing.
local function fault_of_params(params)
  if type(params) ~= "table" then
    return ("parameters were %s, expected a table such as { fit_intercept = true }"):format(tostring(params))
  end
  for key, value in pairs(params) do
    if key ~= "fit_intercept" then
      return ("there is no parameter '%s', only fit_intercept"):format(tostring(key))
    elseif type(value) ~= "boolean" then
      return ("fit_intercept was %s, expected true or false"):format(tostring(value))
    end
  end
end

local function new(fit_intercept, fitted)
  return setmetatable({ fit_intercept = fit_intercept, _fitted = fitted }, meta)
end

setmetatable(LinearRegression, {
  __call = function(_, params, ...)
    if select("#", ...) > 0 and (...) ~= nil then
      error(("%s: takes at most 1 argument, got %d"):format(NAME, 1 + select("#", ...)), 2)
    end
    if params == nil then return new(true) end
    local fault = fault_of_params(params)
    if fault then error(("%s: %s"):format(NAME, fault), 2) end
    return new(params.fit_intercept ~= false)
  end,
})

--- Fits the model, and replaces what an earlier fit found.
---@param X number[][]|perigee.matrix.Matrix finite, shape [n, p], n and p at least 1
---@param y number[]|perigee.matrix.Matrix finite, shape [n]
---@return perigee.linear_model.LinearRegression self
function LinearRegression:fit(X, y, ...)
  check_self(self, "fit", 3)
  check_last("fit", 2, ...)
  local coef, intercept, rank = native.fit(X, y, self.fit_intercept)
  if not coef then fail("fit", intercept) end
  rawset(self, "_fitted",
    { coef_ = coef, intercept_ = intercept, rank_ = rank, n_features_in_ = #coef })
  return self
end

--- Predicts the target of each row.
---@param X number[][]|perigee.matrix.Matrix finite, shape [n, n_features_in_]
---@return number[] y shape [n]
---@nodiscard
function LinearRegression:predict(X, ...)
  local fitted = fitted_of(self, "predict")
  check_last("predict", 1, ...)
  local y, text = native.predict(X, fitted.coef_, fitted.intercept_)
  if not y then fail("predict", text) end
  return y
end

--- R^2 of the predictions for X: 1 is perfect, 0 as good as the mean of y, below 0 worse. When all of y
--- is equal: 1 if the predictions are, too, else 0.
---@param X number[][]|perigee.matrix.Matrix finite, shape [n, n_features_in_], n at least 2
---@param y number[]|perigee.matrix.Matrix finite, shape [n]
---@return number
---@nodiscard
function LinearRegression:score(X, y, ...)
  local fitted = fitted_of(self, "score")
  check_last("score", 2, ...)
  local r2, text = native.score(X, fitted.coef_, fitted.intercept_, y)
  if not r2 then fail("score", text) end
  return r2
end

--- The parameters the model was made with.
---@return { fit_intercept: boolean }
---@nodiscard
function LinearRegression:get_params(...)
  check_self(self, "get_params", 3)
  check_last("get_params", 0, ...)
  return { fit_intercept = self.fit_intercept }
end

-- Keeping a model -----------------------------------------------------------------------------------

--- The fitted model as a plain table, for ObjectStore.SaveJson or a part of something larger.
---@return table
---@nodiscard
function LinearRegression:state(...)
  local fitted = fitted_of(self, "state")
  check_last("state", 0, ...)
  return {
    model = NAME, version = VERSION, fit_intercept = self.fit_intercept,
    coef = table.move(fitted.coef_, 1, #fitted.coef_, 1, {}),
    intercept = fitted.intercept_, rank = fitted.rank_,
  }
end

local function is_finite(value) return math.type(value) ~= nil and value - value == 0 end

-- What is wrong with a state; nil: nothing.
local function fault_of_state(state)
  if type(state) ~= "table" or state.model ~= NAME then return "this is no state of a " .. NAME end
  if state.version ~= VERSION then
    return ("version was %s, this program reads %d"):format(tostring(state.version), VERSION)
  end
  if type(state.fit_intercept) ~= "boolean" then return "fit_intercept is missing" end
  if type(state.coef) ~= "table" or #state.coef == 0 then return "coef is missing" end
  for i, value in ipairs(state.coef) do
    if not is_finite(value) then return ("coef[%d] was %s"):format(i, tostring(value)) end
  end
  if not is_finite(state.intercept) then return "intercept was " .. tostring(state.intercept) end
  if math.type(state.rank) ~= "integer" then return "rank was " .. tostring(state.rank) end
end

local function restore(state)
  local coef = {}
  for i, value in ipairs(state.coef) do coef[i] = value + 0.0 end
  return new(state.fit_intercept, {
    coef_ = coef, intercept_ = state.intercept + 0.0, rank_ = state.rank, n_features_in_ = #coef,
  })
end

--- The model of a state; it predicts the same numbers, to the bit.
---@param state table made by model:state()
---@return perigee.linear_model.LinearRegression
---@nodiscard
function LinearRegression.from_state(state, ...)
  check_last("from_state", 1, ...)
  local fault = fault_of_state(state)
  if fault then fail("from_state", fault) end
  return restore(state)
end

--- Saves the state in the ObjectStore, as JSON.
---@param key string
---@return boolean saved false and a message over the quota, as of ObjectStore.SaveJson
function LinearRegression:save(key, ...)
  fitted_of(self, "save")
  check_last("save", 1, ...)
  local ok, saved, text = pcall(ObjectStore.SaveJson, key, self:state())
  if not ok then error(saved, 2) end
  return saved, text
end

--- Reads a model that was saved; raises when there is none by that key.
---@param key string
---@return perigee.linear_model.LinearRegression
---@nodiscard
function LinearRegression.load(key, ...)
  check_last("load", 1, ...)
  local ok, state = pcall(ObjectStore.ReadJson, key)
  if not ok then error(state, 2) end
  local fault = fault_of_state(state)
  if fault then fail("load", ("'%s': %s"):format(key, fault)) end
  return restore(state)
end

return linear_model
