-- A strategy whose OnData reads a model at every tick while a training goes on: --param training=NAME, one of
-- none, numeric, allocating, kernel, native, library, or a function of library.lua.
local work = require "work"
local library = require "library"
local LinearRegression = require("perigee.linear_model").LinearRegression
local ticks
local model, sums = {}, 0

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
  if name == "kernel" or name == "native" then
    -- One kernel that outlasts the ticks; or one small kernel behind the other, and the reading of tables for each.
    local rows, columns = 1200, 600
    if name == "kernel" then rows, columns = 4500, 4500 end
    local X, y = {}, {}
    for i = 1, rows do
      X[i] = {}
      for j = 1, columns do X[i][j] = (i * 31 + j * j * 17 + i * j % 13) % 97 / 97 end
      y[i] = i % 11
    end
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
