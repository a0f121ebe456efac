-- What the trainings of the stress test do, one function a kind. Each is some milliseconds long.
local matrix = require "perigee.matrix"
local LinearRegression = require "perigee.linear_model".LinearRegression

local bodies = {}
local unpack = table.unpack

function bodies.numeric()
  local sum = 0
  for i = 1, math.random(20000) do sum = sum + i % 7 * 0.5 end
  return sum
end

function bodies.allocate()
  local kept = {}
  for i = 1, math.random(3000) do kept[i % 500 + 1] = { i, tostring(i), function() return kept end } end
end

function bodies.sort()
  local list = {}
  for i = 1, math.random(800) do list[i] = math.random(1000) end
  table.sort(list)
  for i = 2, #list do assert(list[i - 1] <= list[i], "not in order") end
  table.sort(list, function(a, b) return a > b end)
  for i = 2, #list do assert(list[i - 1] >= list[i], "not in reverse order") end
  pcall(table.sort, list, function() error("in a comparator") end)
  pcall(table.sort, { 1, "a", {} })
end

function bodies.strings()
  local text = ("word 1 "):rep(math.random(400))
  text = text:gsub("%w+", function(word) return word:upper() .. #text end)
  local n = 0
  for _ in text:gmatch("%S+") do n = n + 1 end
  pcall(string.gsub, text, ".", function() error("in gsub") end)
  pcall(string.gsub, text, "%w", setmetatable({}, { __index = function(_, key) return key .. key end }))
  return text:sub(1, 80):find(".-.-z"), n
end

function bodies.tables()
  local list = {}
  for i = 1, math.random(500) do table.insert(list, 1, i) end
  for _ = 1, #list // 2 do table.remove(list, 1) end
  local text = table.concat(list, ", ")
  table.move(list, 1, #list, 3)
  return #text, select("#", unpack(list)), string.rep("ab", math.random(100000), "-")
end

-- Blocks that the collector must be paid for.
function bodies.large()
  local list = {}
  for i = 1, math.random(40000) do list[i] = i * 31 % 1009 end
  table.sort(list)
  return #table.concat(list), #string.rep("x", 300000)
end

function bodies.coroutines()
  local function generate(n)
    for i = 1, n do coroutine.yield(i) end
    return "end"
  end
  for _ = 1, 5 do
    local co = coroutine.wrap(function() return coroutine.wrap(function() generate(20) end)() end)
    co()
    pcall(co)
  end
  local dead = coroutine.create(function() error({ "dead" }) end)
  assert(not coroutine.resume(dead) and coroutine.status(dead) == "dead")
  local open = coroutine.create(function()
    local guard <close> = setmetatable({}, { __close = function() bodies.numeric() end })
    coroutine.yield(guard)
  end)
  coroutine.resume(open)
  assert(coroutine.close(open))
end

-- At the top of a training a yield lets others go first.
function bodies.yields()
  for i = 1, math.random(30) do
    coroutine.yield(i)
    pcall(coroutine.yield, "in a pcall")
  end
end

-- Publications and progress in quick succession.
function bodies.publish()
  for i = 1, 20 do
    if Training.ShouldStop() then return end
    Training.Progress(i / 20, "step " .. i)
    Training.Publish(function() bodies.published = i end)
  end
end

function bodies.collect()
  for _ = 1, 3 do
    bodies.allocate()
    collectgarbage()
  end
  assert(collectgarbage("count") > 0)
end

function bodies.store()
  local value = tostring(math.random(1e9))
  ObjectStore.Transaction(function()
    ObjectStore.Save("left", value)
    bodies.numeric()
    ObjectStore.Save("right", value)
  end)
  pcall(ObjectStore.Transaction, function()
    ObjectStore.Save("left", "never")
    error("undone")
  end)
  ObjectStore.SaveJson("json", { value = value, list = { 1, 2, 3 } })
  assert(ObjectStore.ReadJson("json").list[3] == 3)
  pcall(ObjectStore.Read, "missing")
  for key in pairs(ObjectStore) do assert(#key > 0) end
end

-- What the strategy itself may do, from a training.
function bodies.runtime()
  pcall(bodies.trade)
  pcall(bodies.schedule)
  pcall(bodies.train)
  local other = bodies.handles[math.random(math.max(#bodies.handles, 1))]
  if other then
    other:Cancel()
    assert(#other.State > 0 and IsTraining())
  end
  pcall(History, bodies.symbols[1], 10)
  pcall(Plot, "chart", "series", math.random())
  Debug("from a training " .. math.random(1000))
  assert(Portfolio.Cash and Time)
end

-- Kernels on a matrix that others change meanwhile; the strategy, too.
local SAMPLES, FEATURES = 200, 5
local X, y = matrix.zeros(SAMPLES, FEATURES), matrix.zeros(SAMPLES, 1)

function bodies.change_matrix()
  local row = {}
  for i = 1, FEATURES do row[i] = math.random() end
  X:set_row(math.random(SAMPLES), row)
  y:set(math.random(SAMPLES), 1, math.random())
end

function bodies.kernel()
  local model = LinearRegression()
  for _ = 1, 3 do
    model:fit(X, y)
    bodies.change_matrix()
  end
  assert(#model.coef_ == FEATURES and #model:predict(X) == SAMPLES and #X:tolist() == SAMPLES)
end

function bodies.load()
  assert(load("local n = ... for i = 1, 1000 do n = n + i end return n"))(1)
  pcall(load, "x =")
  pcall(require, "no.such.module")
end

-- Errors that are swallowed, of every kind.
local raised = {
  function() error("text") end,
  function() error(nil) end,
  function() error({ code = 1 }) end,
  function() error(setmetatable({}, { __tostring = function() return "object" end })) end,
  function() return nil + 1 end,
  function() return ({}).x.y end,
  function() return #nil end,
  function() -- deep, but not to the end of the stack: objects collected there lose their finalizers in Lua 5.4
    local function deep(n) return n > 0 and 1 + deep(n - 1) or nil + 1 end
    return deep(math.random(100000))
  end,
  function() return ("x"):bad() end,
  function() return string.rep("x", 1e10) end,
  function()
    local guard <close> = setmetatable({}, { __close = function() error("in close") end })
    error(guard)
  end,
}

function bodies.swallow()
  for _ = 1, 5 do
    pcall(raised[math.random(#raised)])
    xpcall(raised[math.random(#raised)], function(message) return { message } end)
    xpcall(raised[math.random(#raised)], function() error("in the handler") end)
  end
end

function bodies.fail() raised[math.random(#raised)]() end

function bodies.fail_in_coroutine()
  coroutine.wrap(function() pcall(coroutine.yield) raised[math.random(#raised)]() end)()
  error("after a yield")
end

function bodies.until_stopped()
  while not Training.ShouldStop() do bodies.numeric() end
end

function bodies.swallow_all()
  while true do pcall(function() while true do pcall(raised[math.random(#raised)]) end end) end
end

function bodies.loop() while true do end end

function bodies.yield_for_ever() while true do coroutine.yield() end end

function bodies.long_call()
  while true do pcall(string.find, ("a"):rep(30000), ".-.-.-b") end
end

function bodies.close_for_ever()
  while true do
    pcall(function()
      local guard <close> = setmetatable({}, { __close = function() while true do end end })
      coroutine.wrap(function() while true do coroutine.yield(guard) end end)()
    end)
  end
end

-- Until the memory is used up; the run goes on.
function bodies.hog()
  local kept = {}
  for i = 1, 1e6 do kept[i] = { ("x"):rep(100) .. i } end
  return kept
end

bodies.names = { "numeric", "kernel", "allocate", "sort", "strings", "tables", "large", "coroutines", "yields",
  "publish", "collect", "store", "runtime", "load", "swallow", "fail", "fail_in_coroutine" }
bodies.endless_names = { "until_stopped", "swallow_all", "loop", "yield_for_ever", "long_call", "close_for_ever" }
return bodies
