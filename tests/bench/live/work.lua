-- What trainings of the live bench do: each entry is a function of its own state that makes one round of
-- work, some milliseconds long, and is also run by stock Lua beside perigee.
local work = {}

-- Numbers only: gradient steps of a logistic regression of 16 features.
function work.numeric()
  local rows, weights = {}, {}
  for i = 1, 64 do
    local row = {}
    for j = 1, 16 do row[j] = (i * 31 + j * 17) % 23 / 23 - 0.5 end
    row[0] = i % 2
    rows[i] = row
  end
  for j = 1, 16 do weights[j] = 0 end
  return function()
    for _ = 1, 20 do
      for i = 1, #rows do
        local row, z = rows[i], 0
        for j = 1, 16 do z = z + weights[j] * row[j] end
        local miss = 0.01 * (row[0] - 1 / (1 + 2.718281828459045 ^ -z))
        for j = 1, 16 do weights[j] = weights[j] + miss * row[j] end
      end
    end
    return weights[1]
  end
end

-- Everything that makes garbage: tables, strings, closures, coroutines, sort and gsub, and a model of some MB that
-- stays.
function work.allocating()
  local kept, turn = {}, 0
  for i = 1, 20000 do kept[i] = { id = i, name = "row " .. i, values = { i, i + 1, i + 2 } } end
  return function()
    local list = {}
    for i = 1, 400 do list[i] = { value = i * 7919 % 1009, name = tostring(i) } end
    table.sort(list, function(a, b) return a.value < b.value end)
    local words = {}
    for i = 1, #list do words[i] = list[i].name .. ":" .. list[i].value end
    local text = table.concat(words, " "):gsub("%d+", function(digits) return "<" .. digits .. ">" end)
    local spread = coroutine.wrap(function()
      for word in text:gmatch("%S+") do coroutine.yield(word) end
    end)
    local length = 0
    for word in spread do length = length + #word end
    for _ = 1, 100 do
      turn = turn % #kept + 1
      kept[turn] = { id = turn, name = "row " .. turn, values = { length, turn, #text } }
    end
    return length
  end
end

-- As many rounds as take a second or two.
local ROUNDS = { numeric = 2500, allocating = 2000 }

function work.rounds(name)
  local round = work[name]()
  for _ = 1, ROUNDS[name] do round() end
end

return work
