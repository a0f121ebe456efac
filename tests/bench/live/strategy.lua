-- A strategy whose OnData reads a model at every tick while a training goes on: --param training=NAME, one of
-- none, numeric, allocating, kernel, matrix, tables, library, or a function of library.lua.
local work = require "work"
local library = require "library"
local matrix = require "perigee.matrix"
local LinearRegression = require "perigee.linear_model".LinearRegression
local ticks
local model, sums = {}, 0

-- Calls fn(i, row of X, element of y) for each row.
local function each_row(rows, columns, fn)
  for i = 1, rows do
    local row = {}
    for j = 1, columns do row[j] = (i * 31 + j * j * 17 + i * j % 13) % 97 / 97 end
    fn(i, row, i % 11)
  end
end

local function in_a_matrix(rows, columns)
  local X, y = matrix.zeros(rows, columns), matrix.zeros(rows, 1)
  each_row(rows, columns, function(i, row, target)
    X:set_row(i, row)
    y:set(i, 1, target)
  end)
  return X, y
end

local function in_tables(rows, columns)
  local X, y = {}, {}
  each_row(rows, columns, function(i, row, target) X[i], y[i] = row, target end)
  return X, y
end

local kernels = {
  kernel = function() return in_a_matrix(4500, 4500) end, -- one that outlasts the ticks
  matrix = function() return in_a_matrix(1200, 600) end,  -- small ones, one behind the other
  tables = function() return in_tables(1200, 600) end,    -- and the reading of tables for each
}

-- One round of the training, or nil when there is none by this name.
local function round_of(name)
  if work[name] then return work[name]() end
  if library[name] then return library[name]() end
  if name == "library" then
    local calls, turn = {}, 0
    for _, call in ipairs { "sort", "concat", "rep", "pattern", "gsub", "unpack" } do
      calls[#calls + 1] = library[call]()
    end
    return function()
      turn = turn % #calls + 1
      calls[turn]()
    end
  end
  if kernels[name] then
    local X, y = kernels[name]()
    local regression = LinearRegression()
    return function() regression:fit(X, y) end
  end
end

function Initialize()
  SetTimeZone("UTC")
  ticks = AddData("TICKS", Resolution.Second)
  for i = 1, 300 do model[i] = i / 300 end
  local name = GetParameter("training", "none")
  local round = round_of(name)
  if not round then return end
  Train(function()
    repeat round() until name == "kernel" or Training.ShouldStop()
  end)
end

function OnData(data)
  local close, sum = data[ticks].Close, 0
  for i = 1, #model do sum = sum + model[i] * close end
  sums = sums + sum
end
