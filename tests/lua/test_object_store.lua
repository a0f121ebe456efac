-- ObjectStore: what goes in comes out; refusals.
local check = require "perigee.check"

local function strings()
  local bytes = "a\0b\255\n\r"
  check.equal("nothing yet", #ObjectStore.Keys(), 0)
  check.equal("Save", ObjectStore.Save("text", "hello"), true)
  check.equal("Read", ObjectStore.Read("text"), "hello")
  check.equal("SaveBytes", ObjectStore.SaveBytes("folder/bytes", bytes), true)
  check.equal("ReadBytes", ObjectStore.ReadBytes("folder/bytes"), bytes)
  check.equal("an empty text", ObjectStore.Save("empty", ""), true)
  check.equal("is kept", ObjectStore.Read("empty"), "")
  check.equal("overwritten", ObjectStore.Save("text", "again") and ObjectStore.Read("text"), "again")
  check.equal("ContainsKey", ObjectStore.ContainsKey("text"), true)
  check.equal("Keys, sorted", table.concat(ObjectStore.Keys(), " "), "empty folder/bytes text")
  check.equal("Delete", ObjectStore.Delete("text"), true)
  check.equal("Delete again", ObjectStore.Delete("text"), false)
  check.equal("ContainsKey after it", ObjectStore.ContainsKey("text"), false)
end

local function files()
  ObjectStore.Save("folder/model.txt", "weights")
  local path = ObjectStore.GetFilePath("folder/model.txt")
  check.that("the path ends like the key: " .. path, path:sub(-#"/folder/model.txt") == "/folder/model.txt")
  check.equal("the file is taken in as it was written", ObjectStore.Save("folder/model.txt"), true)
  check.equal("byte for byte", ObjectStore.Read("folder/model.txt"), "weights")
  ObjectStore.GetFilePath("new")
  check.equal("asking for a path makes no object", ObjectStore.ContainsKey("new"), false)
  check.raises("no file there", "there is no file", ObjectStore.Save, "new")
  check.raises("no way out", "'..'", ObjectStore.GetFilePath, "../outside")
  check.raises("no key", "ObjectStore.GetFilePath: argument 1 (key) was missing", ObjectStore.GetFilePath)
  ObjectStore.Delete("folder/model.txt")
  check.raises("the file goes with its object", "there is no file", ObjectStore.Save, "folder/model.txt")
end

local function same(name, got, want)
  if type(want) ~= "table" then return check.equal(name, got, want) end
  check.equal(name .. " is a table", type(got), "table")
  for key, value in pairs(want) do same(name .. "." .. tostring(key), got[key], value) end
  for key in pairs(got) do
    if want[key] == nil then check.that(name .. ": extra " .. tostring(key), false) end
  end
end

local VALUES = {
  { "table", { weights = { 0.1, -2.5, 1e300 }, name = "m\"odel\n", days = 5, ok = true } },
  { "array", { 1, 2, 3 } },
  { "nested", { { { "deep" } } } },
  { "string", "just text" },
  { "integer", 9007199254740993 },
  { "real", 0.1 },
  { "whole real", 2.0 },
  { "boolean", false },
  { "text of bytes above 127", "\u{e4}\u{1F600}" },
  { "text like a number", "0123" },
}

local function values()
  for _, row in ipairs(VALUES) do
    check.equal("SaveJson " .. row[1], ObjectStore.SaveJson("json", row[2]), true)
    same("ReadJson " .. row[1], ObjectStore.ReadJson("json"), row[2])
    check.equal("SaveXml " .. row[1], ObjectStore.SaveXml("xml", row[2]), true)
    same("ReadXml " .. row[1], ObjectStore.ReadXml("xml"), row[2])
  end
  ObjectStore.SaveJson("json", { list = Json.Array({}), none = Json.Null, map = {} })
  check.equal("the text", ObjectStore.Read("json"):gsub("%s", ""), '{"list":[],"map":{},"none":null}')
  check.that("Json.Null comes back", ObjectStore.ReadJson("json").none == Json.Null)
  ObjectStore.Save("by hand", '[1, {"a": null}]')
  check.equal("JSON by hand", ObjectStore.ReadJson("by hand")[1], 1)
end

local function refusals()
  check.raises("a missing key", "no object 'jsno'; similar keys: 'json'; ask ContainsKey first",
    ObjectStore.Read, "jsno")
  check.raises("advice", "ask ContainsKey first", ObjectStore.ReadJson, "model/never")
  check.raises("no JSON", "ObjectStore.ReadJson('empty')", ObjectStore.ReadJson, "empty")
  check.raises("no XML", "ObjectStore.ReadXml('json')", ObjectStore.ReadXml, "json")
  check.raises("a table as text", "ObjectStore.SaveJson keeps tables, numbers and booleans", ObjectStore.Save, "k", {})
  check.raises("nothing to save", "ObjectStore.SaveJson: argument 2 (value) was nil", ObjectStore.SaveJson, "k", nil)
  check.raises("a function", "function", ObjectStore.SaveJson, "k", { f = print })
  local loop = {}
  loop.me = loop
  check.raises("a table within itself", "ObjectStore.SaveJson", ObjectStore.SaveJson, "k", loop)
  check.raises("nan", "value[1] is NaN, expected a finite number", ObjectStore.SaveJson, "k", { 0 / 0 })
  check.raises("no key", "ObjectStore.Save: argument 1 (key) was nil, expected a string", ObjectStore.Save, nil, "x")
  check.raises("an empty key", "key", ObjectStore.Save, "", "x")
  check.raises("upwards", "key", ObjectStore.Save, "../x", "x")
  check.raises("colon", "ObjectStore.Save takes a dot, not a colon: write ObjectStore.Save(...)",
    function() ObjectStore:Save("k", "x") end)
  check.raises("unknown member", "ObjectStore has no member 'Safe'; did you mean 'Save'?",
    function() return ObjectStore.Safe end)
  check.raises("read-only", "ObjectStore is read-only", function() ObjectStore.Save = print end) -- luacheck: ignore 122
  check.equal("nothing of that was saved", ObjectStore.ContainsKey("k"), false)
end

function Initialize()
  AddData("COIN")
  SetEndDate(2013, 10, 2)
  strings()
  files()
  values()
  refusals()
end

function OnEndOfAlgorithm() check.finish() end
