-- A strategy of random trainings, cancels, errors and orders, for tests/stress. Parameters: endless=1 trainings that
-- end only when they are stopped; raises=1 callbacks that fail at times; hog=1 trainings that use up the memory.
local bodies = require "bodies"

local counts = { added = 0, begun = 0, ended = 0, published = 0, done = 0, wanted = 0 }
local loose = {} -- trainings that were added, but whose OnDone was not: the training that did it was stopped
local handles, events = {}, {}
local model = { version = 0, weights = { 0, 0, 0, 0 } }
local mixed = { 1, "a", 2 }
local symbols, endless, raises
local train -- forward

local function chance(percent) return math.random(100) <= percent end
local function any(list) return list[math.random(math.max(#list, 1))] end

-- Trainings change these lists, too, in the middle of a statement: an element may be gone.
local function take(list)
  local ok, element = pcall(table.remove, list, math.random(math.max(#list, 1)))
  return ok and element or nil
end

local function cancel_any()
  local handle = any(handles)
  return handle and handle:Cancel()
end

-- What a training does, counted; its place in a table of half-made changes is guarded by Publish.
local function body_of(name)
  local body = bodies[name]
  return function()
    counts.begun = counts.begun + 1
    Training.Progress(0, name)
    body(bodies)
    counts.ended = counts.ended + 1
    local version = counts.begun
    Training.Publish(function()
      counts.published = counts.published + 1
      model = { version = version, weights = { version, version + 1, version + 2, version + 3 } }
    end)
    counts.wanted = counts.wanted + 1
    Training.Progress(1, "done")
  end
end

local function on_done(handle)
  counts.done = counts.done + 1
  assert(handle.Runs > 0 and #handle.State > 0) -- queued or running: it was due again
  if raises and chance(1) then error("OnDone fails") end
  if chance(20) then train() end
  if chance(20) then cancel_any() end
end

local kinds = bodies.names
local function kind()
  if endless and chance(25) then return any(bodies.endless_names) end
  return any(kinds)
end

function train()
  if #handles > 60 then return end
  local name = kind()
  local handle
  local mark = {}
  loose[mark] = true
  if chance(60) then
    handle = Train(body_of(name))
  elseif chance(50) then
    handle = Train(name, DateRules.EveryDay(), TimeRules.Every(TimeSpan.FromMinutes(math.random(3, 40))), body_of(name))
  else
    handle = Train(name, DateRules.EveryDay(), TimeRules.At(0, math.random(0, 59)), body_of(name))
  end
  counts.added = counts.added + 1
  handles[#handles + 1] = handle
  handle:OnDone(on_done)
  loose[mark] = nil
  return handle
end
bodies.train = train
bodies.handles = handles

local function trade()
  local symbol = any(symbols)
  if chance(50) then
    pcall(SetHoldings, symbol, math.random() - 0.3)
  elseif chance(50) then
    pcall(MarketOrder, symbol, math.random(-50, 50))
  else
    pcall(Liquidate, symbol)
  end
end
bodies.trade = trade

local function schedule()
  if #events < 10 and chance(50) then
    events[#events + 1] = Schedule.On(DateRules.EveryDay(), TimeRules.Every(TimeSpan.FromMinutes(math.random(1, 30))),
      function()
        if chance(20) then train() end
        if chance(20) then trade() end
        if raises and chance(1) then error({ code = 7 }) end
      end)
  else
    local event = take(events)
    if event then Schedule.Remove(event) end
  end
end
bodies.schedule = schedule

local function check_model()
  for i, weight in ipairs(model.weights) do
    assert(weight == 0 or weight == model.version + i - 1, "a model half published")
  end
  local handle = any(handles)
  if handle then
    assert(handle.Progress >= 0 and handle.Progress <= 1 and handle.Runs >= 0)
    assert(handle.State ~= "running" or IsTraining(), "one runs, and the flag is down")
  end
end

-- Two values that are saved in one transaction are the same when read.
local function check_store()
  if ObjectStore.ContainsKey("left") then
    assert(ObjectStore.Read("left") == ObjectStore.Read("right"), "a transaction seen in part")
  end
end

function Initialize()
  SetTimeZone("UTC")
  SetCash(1e6)
  symbols = { AddData("AAA", Resolution.Minute), AddData("BBB", Resolution.Minute) }
  bodies.symbols = symbols
  endless, raises = GetParameter("endless", 0) == 1, GetParameter("raises", 0) == 1
  if GetParameter("hog", 0) == 1 then kinds[#kinds + 1] = "hog" end
  if chance(20) then SetWarmUp(math.random(5, 50)) end
  if chance(20) then Settings.TrainDuringWarmUp = true end -- luacheck: ignore 122
  SMA(symbols[1], 5)
  for _ = 1, math.random(0, 6) do train() end
  for _ = 1, math.random(0, 4) do schedule() end
end

function OnData(data)
  check_model()
  if chance(10) then check_store() end
  if chance(8) then train() end
  if chance(15) then cancel_any() end
  if chance(3) then
    local handle = take(handles)
    if handle then handle:Remove() end
  end
  if chance(10) then schedule() end
  if chance(10) then trade() end
  if chance(2) then collectgarbage() end
  if chance(5) then History(symbols[1], 20) end
  if chance(5) then bodies.sort(bodies) end
  if chance(10) then bodies.change_matrix() end
  if data:ContainsKey(symbols[1]) then counts.price = data[symbols[1]].Close end
  if raises and chance(1) and chance(30) then error("OnData fails") end
  if chance(1) and chance(20) then Quit("at a random moment") end
end

function OnOrderEvent(event)
  counts.order = event.OrderId
  if chance(3) then train() end
end

function OnEndOfAlgorithm()
  assert(not IsTraining(), "the end, and one still trains")
  check_model()
  check_store()
  for _ = 1, 2000 do pcall(table.sort, mixed) end -- raised in C of ours: see tests/tsan/longjmp.c
  assert(counts.published >= counts.wanted, "a publication was lost")
  Log(("counts done=%d loose=%d"):format(counts.done, next(loose) and 1 or 0))
end
