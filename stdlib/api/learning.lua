--- Matrices and models. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Machine learning"

add("module", "perigee.matrix", 'require "perigee.matrix"',
  "Dense matrices outside of Lua's tables: a kernel computes on them while OnData goes on.", {
  { "Matrix", "function(rows: number[][]) -> Matrix", "of an array of rows, each an array of as many numbers" },
  { "zeros", "function(rows: integer, columns: integer) -> Matrix", "all zeros" },
})

add("class", "Matrix", "Matrix", "Made by perigee.matrix; #X are its rows.", {
  { "rows", "integer", "how many" },
  { "columns", "integer", "how many" },
  { "get", "method(row, column) -> number", "an element, counted from 1" },
  { "set", "method(row, column, value: number)", "change an element" },
  { "row", "method(row) -> number[]", "a copy of a row" },
  { "set_row", "method(row, array: number[])", "change a row" },
  { "tolist", "method() -> number[][]", "a copy, as an array of rows" },
})
add("module", "perigee.linear_model", 'require "perigee.linear_model"', "Linear models, as scikit-learn's.", {
  { "LinearRegression", "class(params?: { fit_intercept?: boolean = true }) -> LinearRegression",
    "ordinary least squares" },
})

add("class", "LinearRegression", "LinearRegression",
  "y is about X . coef_ + intercept_. X is an array of rows or a Matrix, y an array or a Matrix of one column.", {
  { "fit", "method(X, y) -> LinearRegression", "fit it to rows and their targets" },
  { "predict", "method(X) -> number[]", "a target for each row" },
  { "score", "method(X, y) -> number", "R^2 of the predictions: 1 is perfect" },
  { "coef_", "number[]|nil", "one for each feature; nil before fit" },
  { "intercept_", "number|nil", "0.0 without fit_intercept; nil before fit" },
  { "n_features_in_", "integer|nil", "numbers in a row; nil before fit" },
  { "rank_", "integer|nil", "less than n_features_in_ when columns depend on each other; nil before fit" },
  { "fit_intercept", "boolean", "as given" },
  { "get_params", "method() -> { fit_intercept: boolean }", "what it was made with" },
  { "state", "method() -> table", "the fitted model as numbers and texts, for SaveJson" },
  { "from_state", "function(state: table) -> LinearRegression", "the model again: LinearRegression.from_state(state)" },
  { "save", "method(key) -> boolean", "save the state in the ObjectStore" },
  { "load", "function(key) -> LinearRegression", "the model that was saved: LinearRegression.load(key)" },
})

return rows
