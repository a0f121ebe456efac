-- Trainings that stay inside of one long library call each.
local library = {}

-- n numbers in no order, in a table of their own or in the given one.
local function numbers(n, list)
  local x = 1
  list = list or {}
  for i = 1, n do
    x = x * 1103515245 + 12345 & 0x7fffffff
    list[i] = x
  end
  return list
end

-- The function that makes the call; what it needs is made at once.
function library.sort()
  local list = numbers(1000000)
  return function() table.sort(numbers(#list, list)) end
end

function library.concat()
  local list = numbers(1000000)
  return function() return #table.concat(list, ", ") end
end

function library.rep()
  return function() return #string.rep("0123456789", 400000, "-") end
end

function library.pattern()
  local text = ("a"):rep(20000)
  return function() return text:find(".-.-b") end
end

function library.gsub()
  local text = ("some words "):rep(100000)
  return function() return #text:gsub("%w+", "<%0>") end
end

function library.unpack()
  local list = numbers(900000)
  return function() return select("#", table.unpack(list)) end
end

return library
