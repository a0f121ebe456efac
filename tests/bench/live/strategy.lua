-- A strategy whose OnData reads a model at every tick while a training goes on: --param training=NAME, one of
-- none, numeric, allocating, native, library, or a function of library.lua.
local work = require "work"
local library = require "library"
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
  if name == "native" then
    local there, linear_model = pcall(require, "perigee.linear_model")
    if not there then
      Log("skipped: there is no perigee.linear_model")
      return nil
    end
    local X, y = {}, {} -- so many columns that reading them takes little beside the kernel
    for i = 1, 1200 do
      X[i] = {}
      for j = 1, 600 do X[i][j] = (i * 31 + j * j * 17 + i * j % 13) % 97 / 97 end
      y[i] = i % 11
    end
    local regression = linear_model.LinearRegression()
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
    while not Training.ShouldStop() do round() end
  end)
end

function OnData(data)
  local close, sum = data[ticks].Close, 0
  for i = 1, #model do sum = sum + model[i] * close end
  sums = sums + sum
end
