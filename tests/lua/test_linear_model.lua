-- perigee.linear_model: LinearRegression with scikit-learn's face, its errors, its way into the store.
local check = require "perigee.check"
local LinearRegression = require "perigee.linear_model".LinearRegression

local X = { { 1, 2 }, { 2, 1 }, { 4, 3 }, { 0, 5.5 } }
local Y = { 6, 5, 11, 12 } -- 1 + x1 + 2 x2

local function fits()
  local model = LinearRegression()
  check.equal("nothing before fit", model.coef_, nil)
  check.that("fit returns the model", model:fit(X, Y) == model)
  check.equal("coefficients", #model.coef_, 2)
  check.near("first", model.coef_[1], 1, 1e-12)
  check.near("second", model.coef_[2], 2, 1e-12)
  check.near("intercept", model.intercept_, 1, 1e-12)
  check.equal("features", model.n_features_in_, 2)
  check.equal("rank", model.rank_, 2)
  check.equal("perfect", model:score(X, Y) > 1 - 1e-12, true)
  local y = model:predict { { 10, 20 }, { 0, 0 } }
  check.equal("predictions", #y, 2)
  check.near("of the first row", y[1], 51, 1e-11)
  check.near("of the second", y[2], 1, 1e-12)
  check.equal("a row alone is predicted the same", model:predict({ { 10, 20 } })[1], y[1])
end

local function parameters()
  local without = LinearRegression { fit_intercept = false }:fit({ { 1 }, { 2 } }, { 2, 4 })
  check.equal("no intercept", without.intercept_, 0.0)
  check.near("slope", without.coef_[1], 2, 1e-14)
  check.equal("get_params", without:get_params().fit_intercept, false)
  check.equal("default", LinearRegression():get_params().fit_intercept, true)
  check.equal("empty", LinearRegression({}).fit_intercept, true)
end

-- What scikit-learn gives for targets without spread.
local function scores()
  local model = LinearRegression():fit({ { 1 }, { 2 }, { 3 } }, { 5, 5, 5 })
  check.equal("equal targets, met", model:score({ { 1 }, { 9 } }, { 5, 5 }), 1.0)
  check.equal("equal targets, missed", model:score({ { 1 }, { 9 } }, { 6, 6 }), 0.0)
  check.equal("the mean", model:score({ { 1 }, { 2 } }, { 4, 6 }), 0.0)
end

-- More rows than are read, predicted and pushed in one go.
local function many_rows()
  local rows, targets = {}, {}
  for i = 1, 5000 do
    rows[i] = { i % 17, i % 23, i % 29 }
    targets[i] = 4 + rows[i][1] - 3 * rows[i][2] + 0.5 * rows[i][3]
  end
  local model = LinearRegression():fit(rows, targets)
  local predicted, worst = model:predict(rows), 0
  for i = 1, #rows do worst = math.max(worst, math.abs(predicted[i] - targets[i])) end
  check.equal("all of them", #predicted, 5000)
  check.near("exact", worst, 0, 1e-10)
  check.near("score", model:score(rows, targets), 1, 1e-12)
  check.equal("as alone", model:predict({ rows[4321] })[1], predicted[4321])
end

local function dependent_columns()
  local model = LinearRegression():fit({ { 1, 2, 7 }, { 2, 4, 7 }, { 5, 10, 7 } }, { 5, 10, 25 })
  check.equal("rank", model.rank_, 1)
  check.near("smallest, first", model.coef_[1], 1, 1e-12)
  check.near("smallest, second", model.coef_[2], 2, 1e-12)
  check.near("a constant explains nothing", model.coef_[3], 0, 1e-15)
end

-- A fit that fails leaves the model as it was; a later one replaces it, with other columns too.
local function refits()
  local model = LinearRegression():fit(X, Y)
  local before = model:predict(X)[1]
  check.raises("fails", "X[1][1] was nil", model.fit, model, { { nil, 2 } }, { 1 })
  check.equal("as before", model:predict(X)[1], before)
  model:fit({ { 1 }, { 2 } }, { 2, 4 })
  check.equal("other columns", model.n_features_in_, 1)
end

local REFUSED = {
  { "text", { { 1, 2 }, { 3, 4 }, { 5, "abc" } }, { 1, 2, 3 },
    "X[3][2] was a string ('abc'), expected a finite number" },
  { "number in a text", { { "1" } }, { 1 }, "X[1][1] was a string ('1'), expected a finite number" },
  { "nan", { { 1 }, { 0 / 0 } }, { 1, 2 }, "X[2][1] was nan, expected a finite number" },
  { "infinity", { { 1 }, { -math.huge } }, { 1, 2 }, "X[2][1] was -inf, expected a finite number" },
  { "ragged", { { 1, 2 }, { 3 } }, { 1, 2 }, "X[2] has 1 number, expected 2, as the first row" },
  { "longer row", { { 1, 2 }, { 3, 4, 5 } }, { 1, 2 }, "X[2] has 3 numbers, expected 2, as the first row" },
  { "row is a number", { 1, 2 }, { 1, 2 }, "X[1] was 1, expected an array of numbers" },
  { "later row is a text", { { 1 }, "x" }, { 1, 2 }, "X[2] was a string ('x'), expected an array of numbers" },
  { "empty X", {}, {}, "X was empty, expected at least one row" },
  { "empty row", { {} }, { 1 }, "X[1] was empty, expected at least one number" },
  { "no X", nil, { 1 }, "X was nil, expected an array of rows of numbers" },
  { "y is missing", { { 1 } }, nil, "y was nil, expected an array of numbers" },
  { "y is shorter", { { 1 }, { 2 } }, { 1 }, "y has 1 number, expected 2, as many as rows of X" },
  { "y is longer", { { 1 }, { 2 } }, { 1, 2, 3 }, "y has 3 numbers, expected 2, as many as rows of X" },
  { "y is boolean", { { 1 }, { 2 } }, { 1, true }, "y[2] was true, expected a finite number" },
  { "y is nan", { { 1 }, { 2 } }, { 0 / 0, 1 }, "y[1] was nan, expected a finite number" },
  { "too large", { { -1.5e308 }, { 1.5e308 } }, { 1, 2 }, "the numbers of X or y are too large" },
}

local function refusals()
  local model = LinearRegression()
  for _, row in ipairs(REFUSED) do
    check.raises(row[1], "LinearRegression.fit: " .. row[4], model.fit, model, row[2], row[3])
  end
  check.raises("before fit", "LinearRegression.predict: the model is not fitted yet: call model:fit(X, y) first",
    model.predict, model, X)
  check.raises("score before fit", "LinearRegression.score: the model is not fitted yet", model.score, model, X, Y)
  model:fit(X, Y)
  check.raises("other features",
    "LinearRegression.predict: X[1] has 3 numbers, expected 2, as the model was fitted with",
    model.predict, model, { { 1, 2, 3 } })
  check.raises("nan to predict", "LinearRegression.predict: X[1][2] was nan", model.predict, model, { { 1, 0 / 0 } })
  check.raises("of one", "LinearRegression.score: y has 1 number, expected at least 2", model.score, model,
    { { 1, 2 } }, { 3 })
  check.raises("score with nan", "LinearRegression.score: y[2] was nan", model.score, model, X, { 1, 0 / 0, 3, 4 })
  check.raises("a dot", "LinearRegression.fit takes a colon: write model:fit(...)", model.fit, X, Y)
  check.raises("a dot, predict", "LinearRegression.predict takes a colon", model.predict, X)
  check.raises("assigned", "LinearRegression.coef_ cannot be assigned", function() model.coef_ = {} end)
  check.raises("unknown parameter", "there is no parameter 'fit_intercpt', only fit_intercept", LinearRegression,
    { fit_intercpt = true })
  check.raises("wrong parameter", "fit_intercept was 1, expected true or false", LinearRegression,
    { fit_intercept = 1 })
  check.raises("no table", "parameters were true, expected a table", LinearRegression, true)
end

-- The coefficients are the model's own table: what is done to it counts.
local function changed_coefficients()
  local model = LinearRegression():fit(X, Y)
  model.coef_[2] = 0
  check.near("set to 0", model:predict({ { 10, 20 } })[1], 11, 1e-11)
  model.coef_[2] = "x"
  check.raises("a text", "predict: coef_[2] was a string ('x')", model.predict, model, X)
  model.coef_[2] = nil
  check.raises("shortened", "X[1] has 2 numbers, expected 1", model.predict, model, X)
  model.coef_[1] = nil
  check.raises("emptied", "predict: coef_ was empty", model.predict, model, X)
end

-- Errors point at the strategy's line, not into the module.
local function places()
  local model, here = LinearRegression(), "test_linear_model.lua:"
  check.raises("fit", here, function() model:fit({}, {}) end)
  check.raises("predict", here, function() model:predict({}) end)
  check.raises("a dot", here, function() model.predict({}) end)
  check.raises("parameters", here, function() LinearRegression(1) end)
  check.raises("save", here, function() model:save("m") end)
  check.raises("load", here, function() LinearRegression.load("nix") end)
  check.raises("from_state", here, function() LinearRegression.from_state {} end)
end

local function kept()
  local model = LinearRegression { fit_intercept = true }
  model:fit({ { 0.1, 1 / 3 }, { 0.7, 2 }, { 5, 1e-9 } }, { 1, 2.5, 3 })
  local same = LinearRegression.from_state(model:state())
  check.equal("to the bit", same:predict(X)[4], model:predict(X)[4])
  check.equal("saved", model:save("model"), true)
  local loaded = LinearRegression.load("model")
  for j = 1, 2 do check.equal("coefficient", loaded.coef_[j], model.coef_[j]) end
  check.equal("intercept", loaded.intercept_, model.intercept_)
  check.equal("rank", loaded.rank_, model.rank_)
  check.equal("features", loaded.n_features_in_, 2)
  check.equal("parameter", loaded.fit_intercept, true)
  local whole = LinearRegression():fit({ { 1 }, { 2 } }, { 3, 3 })
  whole:save("whole")
  check.equal("whole numbers come back as doubles", LinearRegression.load("whole").coef_[1], 0.0)
  check.raises("no such key", "no object 'nix'", LinearRegression.load, "nix")
  check.raises("not fitted", "LinearRegression.save: the model is not fitted yet", function()
    LinearRegression():save("model")
  end)
end

local function broken_states()
  local function broken(change)
    local state = LinearRegression():fit(X, Y):state()
    change(state)
    return state
  end
  local rows = {
    { "another model", "no state of a LinearRegression", function(s) s.model = "Ridge" end },
    { "a later version", "version was 2, this program reads 1", function(s) s.version = 2 end },
    { "no coef", "coef is missing", function(s) s.coef = nil end },
    { "a text", "coef[2] was x", function(s) s.coef[2] = "x" end },
    { "infinity", "coef[1] was inf", function(s) s.coef[1] = math.huge end },
    { "no intercept", "intercept was nil", function(s) s.intercept = nil end },
    { "no rank", "rank was 1.5", function(s) s.rank = 1.5 end },
    { "no parameter", "fit_intercept is missing", function(s) s.fit_intercept = nil end },
  }
  for _, row in ipairs(rows) do
    check.raises(row[1], row[2], LinearRegression.from_state, broken(row[3]))
  end
  ObjectStore.SaveJson("other", { 1, 2 })
  check.raises("loaded", "LinearRegression.load: 'other': this is no state", LinearRegression.load, "other")
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  AddEquity("MIN", Resolution.Minute)
  fits()
  parameters()
  scores()
  many_rows()
  dependent_columns()
  refits()
  refusals()
  changed_coefficients()
  places()
  kept()
  broken_states()
end

function OnEndOfAlgorithm() check.finish() end
