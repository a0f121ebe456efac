-- ObjectStore within the quota of a subscription.
-- args: --subscription free
local check = require "perigee.check"

local MB = 1024 * 1024

function Initialize()
  AddData("COIN")
  SetEndDate(2013, 10, 2)
  check.equal("MaxFiles", ObjectStore.MaxFiles, 100)
  check.equal("MaxSize", ObjectStore.MaxSize, 5 * MB)
  check.equal("all of it", ObjectStore.Save("big", ("x"):rep(5 * MB)), true)
  local ok, why = ObjectStore.Save("more", "x")
  check.that("no byte more: " .. tostring(why), ok == false and why:find("over the quota of 5242880 bytes", 1, true))
  check.equal("an overwrite counts the new size only", ObjectStore.Save("big", "small"), true)
  check.equal("UsedSize", ObjectStore.UsedSize, 5)
  local kept, message = ObjectStore.Transaction(function()
    ObjectStore.Save("a", "1")
    ObjectStore.Save("b", ("x"):rep(5 * MB))
    ObjectStore.Save("c", "1")
  end)
  check.that("all or nothing: " .. tostring(message), kept == false and message:find("over the quota", 1, true))
  check.equal("nothing", ObjectStore.Count(), 1)
  for i = 2, 100 do ObjectStore.Save("n" .. i, "") end
  ok, why = ObjectStore.Save("n101", "")
  check.that("no object more: " .. tostring(why), ok == false and why:find("over the quota of 100", 1, true))
end

function OnEndOfAlgorithm()
  check.finish()
end
