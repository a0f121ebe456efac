-- ObjectStore with the write permission only.
-- args: --store-permissions -w-
local check = require "perigee.check"

function Initialize()
  AddData("COIN")
  SetEndDate(2013, 10, 2)
  check.equal("saves", ObjectStore.Save("k", "v"), true)
  check.equal("in a transaction too", ObjectStore.Transaction(function() ObjectStore.Save("l", "w") end), true)
  check.raises("no read", "reading 'k' needs the read permission", ObjectStore.Read, "k")
  check.raises("no look", "needs the read permission", ObjectStore.ContainsKey, "k")
  check.raises("no description", "needs the read permission", ObjectStore.Stat, "k")
  check.raises("no delete", "deleting 'k' needs the delete permission", ObjectStore.Delete, "k")
  check.equal("no keys", #ObjectStore.Keys(), 0)
  check.equal("no count", ObjectStore.Count(), 0)
  for key in pairs(ObjectStore) do check.that("nothing to see: " .. key, false) end
end

function OnEndOfAlgorithm()
  check.finish()
end
