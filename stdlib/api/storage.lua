--- Values kept across runs. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Object store"

-- LEAN takes an encoding last; here only nil can be given.
local NO_ENCODING = ", encoding?: nil) -> "
local WROTE = NO_ENCODING .. "true | false, message"

add("library", "ObjectStore", "ObjectStore", "Values kept across runs.", {
  { "Save", "function(key, text?" .. WROTE,
    "keep a string, byte for byte; without text the file that lies at GetFilePath(key)" },
  { "SaveBytes", "function(key, bytes: string" .. WROTE, "as Save, marked as bytes" },
  { "SaveJson", "function(key, value: JsonValue" .. WROTE,
    "keep a table, string, number or boolean as JSON" },
  { "SaveXml", "function(key, value: JsonValue" .. WROTE, "as SaveJson, as XML" },
  { "SaveString", "function(key, text" .. WROTE, "another name of Save" },
  { "Read", "function(key" .. NO_ENCODING .. "string", "the bytes of an object; raises when there is no such key" },
  { "ReadString", "function(key" .. NO_ENCODING .. "string", "another name of Read" },
  { "ReadBytes", "function(key" .. NO_ENCODING .. "string", "another name of Read" },
  { "ReadJson", "function(key" .. NO_ENCODING .. "JsonValue",
    "the value of an object; raises when there is no such key, or when it is not JSON" },
  { "ReadXml", "function(key" .. NO_ENCODING .. "JsonValue",
    "the value of an object; raises when there is no such key, or when it is not XML" },
  { "Delete", "function(key) -> boolean", "whether there was one" },
  { "ContainsKey", "function(key) -> boolean", "whether there is one" },
  { "Keys", "function(prefix?: string) -> string[]", "all keys, or those that begin so, sorted" },
  { "Count", "function() -> integer", "number of objects" },
  { "MaxSize", "integer", "most bytes of all values together, as --subscription says" },
  { "MaxFiles", "integer", "most objects" },
  { "UsedSize", "integer", "bytes of all values together" },
  { "UsedFiles", "integer", "number of objects" },
  { "Stat", "function(key) -> ObjectStat", "what is known of an object; raises when there is no such key" },
  { "Transaction", "function(fn: function() -> any) -> true, ... | false, message",
    "all that fn saves and deletes, or nothing: when fn raises, or a save was over the quota" },
  { "Refresh", "function()", "with --store-snapshot and in live trading: see what others have saved" },
  { "Clear", "function()", "LEAN's name of Refresh; nothing is deleted" },
  { "GetFilePath", "function(key) -> string",
    "path of the object written as a file; where there is none, a path a tool may write, for Save(key)" },
})

add("table", "ObjectStat", "ObjectStat", "What ObjectStore.Stat returns.", {
  { "Key", "string", "its key" },
  { "Size", "integer", "bytes" },
  { "Created", "DateTime", "of the first save, UTC" },
  { "Modified", "DateTime", "of the last save, UTC" },
  { "Type", "string", "bytes, text, json or xml" },
  { "Sha256", "string", "of the bytes, hexadecimal" },
})

add("library", "Json", "Json", "What Lua tables cannot say by themselves.", {
  { "Array", "function(array: table) -> table", "marks a table as a JSON array, also when empty" },
  { "Null", "any", "JSON's null" },
})

return rows
