-- ObjectStore as a whole: keys, limits, Stat, transactions, iteration.
local check = require "perigee.check"

local function keys()
  check.equal("empty", ObjectStore.Count(), 0)
  for _, key in ipairs { "models/a", "models/b", "models2", "notes" } do ObjectStore.Save(key, key) end
  check.equal("Count", ObjectStore.Count(), 4)
  check.equal("all", table.concat(ObjectStore.Keys(), " "), "models/a models/b models2 notes")
  check.equal("nil is all", #ObjectStore.Keys(nil), 4)
  check.equal("a prefix", table.concat(ObjectStore.Keys("models"), " "), "models/a models/b models2")
  check.equal("a folder", table.concat(ObjectStore.Keys("./models\\"), " "), "models/a models/b")
  check.equal("no pattern", #ObjectStore.Keys("m.*"), 0)
  check.equal("none", #ObjectStore.Keys("x"), 0)
  check.raises("no number", "ObjectStore.Keys: argument 1 (prefix) was 3, expected a string", ObjectStore.Keys, 3)
end

local function limits()
  check.equal("MaxFiles", ObjectStore.MaxFiles, 10000)
  check.equal("MaxSize", ObjectStore.MaxSize, 10 * 1024 * 1024 * 1024)
  check.equal("UsedFiles", ObjectStore.UsedFiles, 4)
  check.equal("UsedSize", ObjectStore.UsedSize, #"models/amodels/bmodels2notes")
  check.that("they are integers", math.type(ObjectStore.UsedSize) == "integer")
  check.raises("read-only", "ObjectStore is read-only: 'MaxSize' cannot be set",
    function() ObjectStore.MaxSize = 1 end) -- luacheck: ignore 122
  check.raises("misspelt", "ObjectStore has no member 'Savee'; did you mean 'Save'?",
    function() return ObjectStore.Savee end)
end

local function stat()
  ObjectStore.SaveJson("/models//json", {})
  local s = ObjectStore.Stat("models\\json")
  check.equal("Key", s.Key, "models/json")
  check.equal("Size", s.Size, 2)
  check.equal("Type", s.Type, "json")
  check.equal("Sha256", s.Sha256, "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
  check.that("saved once", s.Created == s.Modified and s.Created.Year >= 2020)
  ObjectStore.SaveXml("xml", {})
  ObjectStore.SaveBytes("bytes", "")
  check.equal("xml", ObjectStore.Stat("xml").Type, "xml")
  check.equal("bytes", ObjectStore.Stat("bytes").Type, "bytes")
  check.equal("text", ObjectStore.Stat("notes").Type, "text")
  check.raises("missing", "notes", ObjectStore.Stat, "note")
  for _, key in ipairs { "xml", "bytes", "models/json" } do ObjectStore.Delete(key) end
end

local function transactions()
  local ok, a, b = ObjectStore.Transaction(function()
    ObjectStore.Save("one", "1")
    ObjectStore.Save("two", "2")
    return "done", nil
  end)
  check.that("true and the results", ok == true and a == "done" and b == nil)
  check.equal("both", ObjectStore.Read("one") .. ObjectStore.Read("two"), "12")
  local problem = {}
  local raised, what = pcall(ObjectStore.Transaction, function()
    ObjectStore.Save("one", "changed")
    ObjectStore.Delete("two")
    check.equal("seen inside", ObjectStore.Read("one"), "changed")
    error(problem)
  end)
  check.that("the error goes on as it was", not raised and what == problem)
  check.equal("undone", ObjectStore.Read("one") .. ObjectStore.Read("two"), "12")
  check.raises("no function", "ObjectStore.Transaction: argument 1 (fn) was missing", ObjectStore.Transaction)
  check.raises("no more", "takes 1 argument, got 2", ObjectStore.Transaction, function() end, 2)
  check.raises("no Refresh inside", "cannot be refreshed in a transaction", ObjectStore.Transaction,
    ObjectStore.Refresh)
end

local function nested()
  ObjectStore.Transaction(function()
    ObjectStore.Save("outer", "kept")
    pcall(ObjectStore.Transaction, function()
      ObjectStore.Save("outer", "lost")
      ObjectStore.Save("inner", "lost")
      error("only this part")
    end)
    check.equal("the inner part is undone", ObjectStore.Read("outer"), "kept")
  end)
  check.equal("the outer one is kept", ObjectStore.Read("outer"), "kept")
  check.equal("the inner one is not", ObjectStore.ContainsKey("inner"), false)
  ObjectStore.Delete("outer")
end

local function coroutines()
  local co = coroutine.create(function()
    ObjectStore.Transaction(function()
      ObjectStore.Save("half", "x")
      coroutine.yield()
    end)
  end)
  local ok, why = coroutine.resume(co)
  check.that("no yield inside: " .. tostring(why), not ok and why:find("yield", 1, true))
  check.equal("nothing is left of it", ObjectStore.ContainsKey("half"), false)
  check.equal("the store goes on", ObjectStore.Save("after", "x") and ObjectStore.Delete("after"), true)
end

local function iteration()
  local seen = {}
  for key, value in pairs(ObjectStore) do
    seen[#seen + 1] = key .. "=" .. value
    if key == "models/a" then
      ObjectStore.Delete("models/b")
      ObjectStore.Save("models/c", "new")
    end
  end
  check.equal("in order, what is gone is passed over", table.concat(seen, " "),
    "models/a=models/a models2=models2 notes=notes one=1 two=2")
end

local function aliases()
  check.equal("SaveString", ObjectStore.SaveString("s", "text") and ObjectStore.ReadString("s"), "text")
  ObjectStore.Refresh()
  ObjectStore.Clear()
  check.equal("Clear deletes nothing", ObjectStore.ContainsKey("s"), true)
  check.raises("no encoding", "an encoding cannot be given", ObjectStore.Save, "s", "t", "utf-16")
  check.raises("none to read either", "an encoding cannot be given", ObjectStore.Read, "s", "utf-16")
  check.raises("no settings", "an encoding cannot be given", ObjectStore.SaveJson, "s", {}, {})
end

function Initialize()
  AddData("COIN")
  SetEndDate(2013, 10, 2)
  keys()
  limits()
  stat()
  transactions()
  nested()
  coroutines()
  iteration()
  aliases()
end

function OnEndOfAlgorithm()
  check.finish()
end
