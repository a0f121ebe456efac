--- Assertions for strategies that test something. Each failure is logged with the place of the call;
--- `check.finish()` prints the counts and raises when any failed.
---
---     local check = require "perigee.check"
---     check.equal("first close", bar.Close, 100.5)

local check = {}

local passed, failed = 0, 0

-- The caller's "file:line", from the text error() would put before a message.
local function place()
  local _, text = pcall(error, "", 4)
  return (text:gsub(": $", ""))
end

local function count(ok, name, text)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    print(("FAIL %s: %s: %s"):format(place(), name, text))
  end
  return ok
end

local function show(value)
  return type(value) == "string" and ("%q"):format(value) or tostring(value)
end

--- Passes when `condition` is neither nil nor false.
---@param name string what is checked
---@param condition any
---@return boolean ok
function check.that(name, condition)
  return count(condition and true or false, name, "is " .. show(condition))
end

--- Passes when both are equal in value and, for numbers, in type.
---@param name string
---@param got any
---@param want any
---@return boolean ok
function check.equal(name, got, want)
  local ok = got == want and math.type(got) == math.type(want)
  return count(ok, name, ("got %s, want %s"):format(show(got), show(want)))
end

--- Passes when |got - want| <= tolerance.
---@param name string
---@param got number
---@param want number
---@param tolerance number
---@return boolean ok
function check.near(name, got, want, tolerance)
  local ok = type(got) == "number" and math.abs(got - want) <= tolerance
  return count(ok, name, ("got %s, want %s +- %s"):format(show(got), want, tolerance))
end

--- Passes when fn raises and the message holds `part` (plain text).
---@param name string
---@param part string
---@param fn function called with the further arguments
---@return boolean ok
function check.raises(name, part, fn, ...)
  local ran, message = pcall(fn, ...)
  if ran then return count(false, name, "did not raise") end
  message = tostring(message)
  local found = message:find(part, 1, true) ~= nil
  return count(found, name, ("raised %s, which does not hold %s"):format(show(message), show(part)))
end

--- Prints "N passed, N failed" and raises when any failed, or when nothing was checked.
function check.finish()
  print(("%d passed, %d failed"):format(passed, failed))
  if failed > 0 or passed == 0 then error("checks failed", 2) end
end

return check
