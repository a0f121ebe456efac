-- perigee.matrix: elements, rows, errors, and models that are fitted to matrices.
local check = require "perigee.check"
local matrix = require "perigee.matrix"
local LinearRegression = require "perigee.linear_model".LinearRegression

local SEED = 20261129

local function elements()
  local m = matrix.Matrix { { 1, 2 }, { 3, 4 }, { 5, 6.5 } }
  check.equal("rows", m.rows, 3)
  check.equal("columns", m.columns, 2)
  check.equal("length", #m, 3)
  check.equal("text", tostring(m), "Matrix of 3 x 2")
  check.equal("get", m:get(3, 2), 6.5)
  check.equal("a float", math.type(m:get(1, 1)), "float")
  m:set(2, 1, -7)
  m:set_row(3, { 8, 9 })
  check.equal("row", table.concat(m:row(2), " "), "-7.0 4.0")
  local list = m:tolist()
  check.equal("tolist", #list, 3)
  check.equal("its last row", table.concat(list[3], " "), "8.0 9.0")
  list[1][1] = 100
  check.equal("tolist is a copy", m:get(1, 1), 1.0)
  m:set(1, 1, 0 / 0)
  check.that("any number", m:get(1, 1) ~= m:get(1, 1))
end

-- Larger than what is worked on in one go.
local function zeros()
  local m = matrix.zeros(5000, 7)
  local sum = 0
  for i = 1, m.rows do
    for j = 1, m.columns do sum = sum + math.abs(m:get(i, j)) end
  end
  check.equal("all zeros", sum, 0.0)
  check.equal("all of them", m.rows * m.columns, 35000)
end

-- Random changes, done to a matrix and to tables.
local function as_tables()
  math.randomseed(SEED)
  for round = 1, 30 do
    local n, p, rows = math.random(20), math.random(20), {}
    for i = 1, n do
      rows[i] = {}
      for j = 1, p do rows[i][j] = math.random(-1000, 1000) / 8 end
    end
    local m = matrix.Matrix(rows)
    for _ = 1, 40 do
      local i, j, value = math.random(n), math.random(p), math.random()
      if value < 0.3 then
        local row = {}
        for k = 1, p do row[k] = value * k end
        m:set_row(i, row)
        table.move(row, 1, p, 1, rows[i])
      else
        m:set(i, j, value)
        rows[i][j] = value
      end
    end
    local same = true
    for i = 1, n do
      local row = m:row(i)
      for j = 1, p do same = same and row[j] == rows[i][j] and m:get(i, j) == rows[i][j] end
    end
    check.that(("round %d of seed %d"):format(round, SEED), same)
  end
end

local REFUSED = {
  { "row 0", "Matrix:get: argument 1 (row) was 0, expected an integer from 1 to 2", function(m) m:get(0, 1) end },
  { "row behind", "Matrix:set: argument 1 (row) was 3", function(m) m:set(3, 1, 1) end },
  { "half a column", "Matrix:get: argument 2 (column) was 1.5", function(m) m:get(1, 1.5) end },
  { "no value", "Matrix:set: argument 3 (value) was missing, expected a number", function(m) m:set(1, 1) end },
  { "a text", "Matrix:set: argument 3 (value) was a string ('1'), expected a number",
    function(m) m:set(1, 1, "1") end },
  { "short row", "Matrix:set_row: array has 2 numbers, expected 3, as many as columns",
    function(m) m:set_row(1, { 1, 2 }) end },
  { "row with a text", "Matrix:set_row: array[3] was a string ('x')", function(m) m:set_row(1, { 9, 9, "x" }) end },
  { "row with a hole", "Matrix:set_row: array[2] was nil", function(m) m:set_row(1, { 9, nil, 9 }) end },
  { "no row", "Matrix:set_row: array was 5, expected an array of numbers", function(m) m:set_row(1, 5) end },
  { "a dot", "Matrix.get takes a colon: write matrix:get(...)", function(m) m.get(1, 1) end },
  { "unknown", "Matrix has no property 'colums'; did you mean 'columns'", function(m) return m.colums end },
  { "assigned", "Matrix.rows is read-only", function(m) m.rows = 5 end },
  { "no rows", "Matrix: rows was empty, expected at least one row", function() matrix.Matrix {} end },
  { "empty row", "Matrix: rows[1] was empty", function() matrix.Matrix { {} } end },
  { "ragged", "Matrix: rows[2] has 1 number, expected 2, as the first row",
    function() matrix.Matrix { { 1, 2 }, { 3 } } end },
  { "a text within", "Matrix: rows[2][1] was a string ('x')", function() matrix.Matrix { { 1, 2 }, { "x", 3 } } end },
  { "no table", "Matrix: rows was missing, expected an array of rows of numbers", function() matrix.Matrix() end },
  { "no columns", "matrix.zeros: argument 2 (columns) was missing", function() matrix.zeros(3) end },
  { "none", "matrix.zeros: argument 1 (rows) was 0, expected an integer from 1 to", function() matrix.zeros(0, 3) end },
  { "beyond all memory", "matrix.zeros: no memory for 2147483647 x 2147483647 numbers",
    function() matrix.zeros(2147483647, 2147483647) end },
  { "beyond the limit", "matrix.zeros: no memory for 1000000 x 1000000 numbers",
    function() matrix.zeros(1000000, 1000000) end },
  { "no array", "Matrix:set_row: array was nil, expected an array of numbers", function(m) m:set_row(1) end },
}

local function refusals()
  local m = matrix.Matrix { { 1, 2, 3 }, { 4, 5, 6 } }
  for _, row in ipairs(REFUSED) do
    check.raises(row[1], row[2], row[3], m)
  end
  check.equal("nothing was changed", table.concat(m:row(1), " ") .. " " .. table.concat(m:row(2), " "),
    "1.0 2.0 3.0 4.0 5.0 6.0")
  check.raises("the place", "test_matrix.lua:", function() m:get(9, 9) end)
  check.raises("of the function", "test_matrix.lua:", function() matrix.Matrix { 1 } end)
end

-- Rows longer than what needs no memory of its own, and rows out of a matrix of one column.
local function long_rows()
  local m, row, column = matrix.zeros(3, 100), {}, matrix.zeros(100, 1)
  for j = 1, 100 do
    row[j] = j / 4
    column:set(j, 1, -j)
  end
  m:set_row(2, row)
  m:set_row(3, column)
  check.equal("first", m:get(2, 100), 25.0)
  check.equal("of a column", m:row(3)[99], -99.0)
  check.equal("untouched", m:row(1)[50], 0.0)
  row[64] = false
  check.raises("a boolean", "Matrix:set_row: array[64] was false", m.set_row, m, 1, row)
  local short = matrix.zeros(2, 2)
  short:set_row(1, matrix.Matrix { { 3 }, { 4 } })
  check.equal("short, of a column", short:get(1, 2), 4.0)
end

local function models()
  local rows, targets = {}, {}
  for i = 1, 2000 do
    rows[i] = { i % 17, i % 23, i % 29 }
    targets[i] = { 4 + rows[i][1] - 3 * rows[i][2] + i % 2 }
  end
  local flat = {}
  for i = 1, #targets do flat[i] = targets[i][1] end
  local X, y = matrix.Matrix(rows), matrix.Matrix(targets)
  local one, other = LinearRegression():fit(rows, flat), LinearRegression():fit(X, y)
  for i = 1, 3 do check.equal("coefficient " .. i, other.coef_[i], one.coef_[i]) end
  check.equal("intercept", other.intercept_, one.intercept_)
  check.equal("mixed", LinearRegression():fit(X, flat).intercept_, one.intercept_)
  check.equal("predicted", other:predict(X)[1999], one:predict(rows)[1999])
  check.equal("score", other:score(X, y), one:score(rows, flat))
  check.raises("wide y", "LinearRegression.fit: y was a Matrix of 2000 x 3, expected an array of numbers or a " ..
    "Matrix of one column", one.fit, one, X, X)
  check.raises("short y", "fit: y has 2 numbers, expected 2000, as many as rows of X", one.fit, one, X,
    matrix.zeros(2, 1))
  check.raises("long y", "fit: y has 2001 numbers, expected 2000, as many as rows of X", one.fit, one, X,
    matrix.zeros(2001, 1))
  check.raises("wider", "predict: a row of X has 4 numbers, expected 3, as the model was fitted with",
    one.predict, one, matrix.zeros(1, 4))
  check.raises("y of another kind", "LinearRegression.score: y was a RollingWindow, expected an array of numbers",
    one.score, one, X, RollingWindow(3))
  check.raises("other width", "predict: a row of X has 2 numbers, expected 3, as the model was fitted with",
    one.predict, one, matrix.zeros(1, 2))
  check.raises("score of one", "score: y has 1 number, expected at least 2", one.score, one, matrix.zeros(1, 3),
    matrix.zeros(1, 1))
  X:set(77, 2, 1 / 0)
  check.raises("infinity", "fit: X[77][2] was inf, expected a finite number", one.fit, one, X, y)
  check.equal("the model stays", one.intercept_, other.intercept_)
end

-- Matrices count as the strategy's memory, and go when nobody needs them.
local function memory()
  collectgarbage()
  local before = collectgarbage("count")
  local m = matrix.zeros(1000, 100)
  check.that("counted", collectgarbage("count") - before > 700)
  m = m and nil
  collectgarbage()
  check.that("gone", collectgarbage("count") - before < 50)
  check.raises("too large", "no memory for 300000 x 1000", matrix.zeros, 300000, 1000)
  for _ = 1, 500 do m = matrix.zeros(10000, 100) end -- 4 GB in all, over the limit
  check.equal("the last", m.rows, 10000)
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  elements()
  zeros()
  as_tables()
  refusals()
  long_rows()
  models()
  memory()
end

function OnEndOfAlgorithm() check.finish() end
