--- The whole Lua API, described once. `require "perigee.api"` returns it. Out of it come `perigee api`,
--- the stubs for editors, stdlib/README.md and a table of README.md (lua/docs); tests compare it with what
--- a strategy really sees, and refuse an entry that says too little.
---
--- An entry is a row of the file of its area in stdlib/api: add(kind, name, signature, text, members).
---
--- kind: "callback" (the strategy defines it), "function", "property" (a global that is read),
--- "library" (functions take a dot), "enum", "class" (properties a dot, methods a colon), "module"
--- (what require of its name returns); "table" (a plain table that is handed over, with its fields),
--- "alias" (a name for a type), "parameter" (a parameter's name that always means the same, where a
--- signature gives it no type). Members: { name, signature or type[, writable], text };
--- "output" instead of a type: an Indicator that only indicators of some kinds have.
---
--- lua/docs/signature.lua says how a signature is written. Every parameter has a type, its own or that
--- of its "parameter" entry; every name of a type is in here. After a change: ./bootstrap.sh docs.

---@class perigee.api.Entry
---@field area string part of the reference it stands in
---@field name string
---@field kind "callback"|"function"|"property"|"library"|"enum"|"class"|"module"|"table"|"alias"|"parameter"
---@field signature string
---@field doc string
---@field members? string[][] of libraries, enums, modules, classes and tables

-- In the order of the reference.
local AREAS = {
  "callbacks", "setup", "data", "bars", "indicators", "consolidators", "trading", "orders", "models", "time",
  "schedule", "training", "storage", "learning", "markets", "results", "output", "testing", "words",
}

---@type perigee.api.Entry[]
local api = {}
for _, area in ipairs(AREAS) do
  for _, entry in ipairs(require("perigee.api." .. area)) do api[#api + 1] = entry end
end

return api
