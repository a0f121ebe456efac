-- `perigee api`, and what stdlib/api.lua must say: the text of every entry, types of every parameter, and that
-- all of it is in the stubs for editors.
local t = ...
local harness, json = require "harness", require "json"

require "modules"(t.root)
local model, stubs, signature = require "docs.model", require "docs.stubs", require "docs.signature"
local plain = require "docs.render".plain
local read = model.read(require "perigee.api")

-- What stdlib/api.lua says -------------------------------------------------------------------------------

for _, problem in ipairs(read.problems) do t:check(false, "stdlib/api", "  " .. problem) end
t:equal("stdlib/api says enough: problems", #read.problems, 0)

-- Each module of the standard library is described.
for _, path in ipairs(harness.glob("'" .. t.root .. "'/stdlib/*.lua")) do
  local name = "perigee." .. path:match("([^/]+)%.lua$")
  t:check(name == "perigee.api" or read.globals[name], name .. " is in api.lua",
    ('  write add("module", "%s", \'require "%s"\', ...)'):format(name, name))
end

-- Each file of its rows is joined.
local areas = {}
for _, area in ipairs(read.areas) do areas[area.name] = true end
for _, path in ipairs(harness.glob("'" .. t.root .. "'/stdlib/api/*.lua")) do
  local rows = require("perigee.api." .. path:match("([^/]+)%.lua$"))
  t:check(type(rows) == "function" or areas[rows[1].area], path .. " is joined by stdlib/api.lua")
end

-- The reference and the table in README.md say what it says.
local stale, status = harness.capture(("cd '%s' && lua5.4 tests/lint/docs.lua"):format(t.root))
t:check(status == 0, "texts that are made of stdlib/api", stale)

-- What is wrong with a row is told.
local function problem_of(row)
  row.area, row.doc = "Area", row.doc or "A text."
  return table.concat(model.read({ { area = "Area", kind = "parameter", name = "symbol", signature = "string",
    doc = "whose" }, row }).problems, "\n")
end
local WRONG = {
  { "F: has no text", kind = "function", name = "F", signature = "F()", doc = "" },
  { "F: its text was 'lacks a stop', expected sentences", kind = "function", name = "F", signature = "F()",
    doc = "lacks a stop" },
  { "F: the signature was 'G()', expected 'F(...)'", kind = "function", name = "F", signature = "G()" },
  { "C: the signature was 'D', expected 'C', 'C(...)' or 'C[...]'", kind = "class", name = "C", signature = "D" },
  { "F: parameter 'amount' has no type: write 'amount: number'", kind = "function", name = "F",
    signature = "F(symbol, amount)" },
  { "F: there is no type 'Ordre'", kind = "function", name = "F", signature = "F() -> Ordre" },
  { "F: there is no type 'Bra'", kind = "function", name = "F", signature = "F(f: function(x: Bra[]|nil))" },
  { "F: expected ')' at ' -> number' of 'F(a: number", kind = "function", name = "F",
    signature = "F(a: number -> number" },
  { "C.Size: has no text", kind = "class", name = "C", signature = "C", members = { { "Size", "number" } } },
  { "C.Size: its text was 'the same', but editors show it alone", kind = "class", name = "C", signature = "C",
    members = { { "Size", "number", "the same" } } },
  { "C.Size: there is no type 'numbre'", kind = "class", name = "C", signature = "C",
    members = { { "Size", "numbre, writable", "how large" } } },
  { "C.Go: parameter 'far' has no type", kind = "class", name = "C", signature = "C",
    members = { { "Go", "method(far)", "go there" } } },
  { "symbol: is there twice", kind = "parameter", name = "symbol", signature = "string" },
}
for _, row in ipairs(WRONG) do
  local got = problem_of(row)
  t:check(got:find(row[1], 1, true), "told: " .. row[1], "  got " .. got)
end
t:equal("a library that is called", problem_of { kind = "library", name = "L", signature = "L | L(symbol)" }, "")
t:equal("no problem", problem_of { kind = "function", name = "F", signature = "F(symbol, n?: integer = 3)" }, "")

-- What is read is written as it was.
for _, text in ipairs {
  'F(symbol: A|B, n?: integer = 3, ...: DateTime) -> A[], reason: string|nil', "F(f: function(x: (A|B)[]) -> C)",
  "F(t: { a?: number = 1, b: (function(x: A) -> B)|nil })", "F()", 'F(a: 0|"x")',
} do
  t:equal("signature", plain:call("F", signature.calls(text, "F")[1]), text)
end
local calls = signature.calls("F(a: A) | F(b: B|function(x: C) -> D) -> true | false, message", "F")
t:equal("two ways to call", #calls, 2)
t:equal("results of both", plain:call("F", calls[1]), "F(a: A) -> boolean, message|nil")

-- Stubs --------------------------------------------------------------------------------------------------

local files, text_of = stubs.files(read), {}
for _, file in ipairs(files) do
  local chunk, message = load(file.text, "=" .. file.path, "t", {})
  if t:check(chunk, file.path .. " is Lua", message) then
    t:check(pcall(chunk), file.path .. " only declares")
  end
  t:check(file.text:find("^%-%-%-@meta"), file.path .. " says that it is no code")
  text_of[file.path] = file.text
end

-- The part of a file that declares a class: from its head to the next one.
local function class_part(text, name)
  local from = text:find("\n---@class " .. name .. "\n", 1, true)
  if not from then return "" end
  local to = text:find("\n---@class ", from + 1, true) or #text
  return text:sub(from, to)
end

local function check_members(text, class, entry)
  local part = class_part(text, class)
  for _, member in ipairs(entry.members) do
    local head = member.kind == "operator" and "---@operator" or "---@field " .. member.name .. " "
    t:check(part:find(head, 1, true) or part:find("\nfunction [%w_]+[.:]" .. member.name .. "%("),
      class .. "." .. member.name .. " is in the stubs")
  end
end

local STUB = {}
local main = text_of["perigee.lua"]

local function is_declared(entry) return main:find("\nfunction " .. entry.name .. "(", 1, true) end
STUB["function"], STUB.callback = is_declared, is_declared

function STUB.property(entry) return main:find("\n" .. entry.name .. " = nil\n", 1, true) end

function STUB.library(entry)
  check_members(main, read.types[entry.name] and entry.name .. "Library" or entry.name, entry)
  return main:find("\n" .. entry.name .. " = {}\n", 1, true)
end

function STUB.enum(entry)
  local values = {}
  assert(load(main, "=stubs", "t", values))()
  for _, member in ipairs(entry.members) do
    local want = member.type and math.tointeger(tonumber(member.type.name)) or member.name
    t:equal(entry.name .. "." .. member.name, values[entry.name] and values[entry.name][member.name], want)
  end
  return main:find("\n---@enum " .. entry.name .. "\n", 1, true)
end

function STUB.class(entry)
  check_members(main, entry.name, entry)
  return main:find("\n---@class " .. entry.name .. "\n", 1, true)
end
STUB.table = STUB.class

function STUB.alias(entry) return main:find("\n---@alias " .. entry.name .. " ", 1, true) end

function STUB.module(entry)
  local text = text_of[entry.name:gsub("%.", "/") .. ".lua"]
  if text then check_members(text, entry.name, entry) end
  return text and text:find("---@meta " .. entry.name .. "\n", 1, true)
end

function STUB.parameter() return true end

for _, area in ipairs(read.areas) do
  for _, entry in ipairs(area.entries) do
    t:check(STUB[entry.kind](entry), ("%s %s is in the stubs"):format(entry.kind, entry.name))
  end
end

-- The command --------------------------------------------------------------------------------------------

t:case {
  name = "all names", args = { "api" }, stderr_exact = "",
  stdout = { "\nTrading\n  SetHoldings ", " Portfolio", " perigee.linear_model" },
}
t:case {
  name = "a function", args = { "api", "LimitOrder" }, stderr_exact = "",
  stdout_exact = [[
LimitOrder (function)
  LimitOrder(symbol: SymbolLike, quantity: number, limitPrice: number, asynchronous?: boolean,
  tag?: string, orderProperties?: OrderProperties) -> OrderTicket

  Fills at the limit or better, at the first bar after the order that passes it.

  symbol               whose
  quantity             signed: above 0 buys, below 0 sells
  asynchronous         changes nothing: an order is always sent at once
  tag                  a text that stays with the order
  orderProperties      how long it stays; DefaultOrderProperties without
]],
}
t:case {
  name = "a function and a class of one name", args = { "api", "Order" },
  stdout = { "Order (function)\n", "\nOrder (class)\n", "\n  Type: OrderType\n" },
}
for _, name in ipairs { "OrderTicket:Cancel", "OrderTicket.Cancel" } do
  t:case {
    name = name, args = { "api", name },
    stdout = "OrderTicket:Cancel (method of the class OrderTicket)\n  OrderTicket:Cancel(tag?: string) -> boolean, "
      .. "message: string|nil, ",
  }
end
t:case {
  name = "whatever has a member of the name", args = { "api", "Invested" },
  stdout = { "Portfolio.Invested (property of the library Portfolio)\n  boolean\n", "Holding.Invested (property of" },
}
t:case {
  name = "a misspelt name", args = { "api", "SetHoldngs" }, status = 1, stdout_exact = "",
  stderr_exact = "perigee api: there is no 'SetHoldngs'; did you mean 'SetHoldings'?\n",
}
t:case {
  name = "a misspelt member", args = { "api", "Portfolio.Csh", "--json" }, status = 1, stdout_exact = "",
  stderr_exact = "perigee api: there is no 'Portfolio.Csh'; did you mean 'Portfolio.Cash'?\n",
}
t:case {
  name = "a name like no other", args = { "api", "qqqqqqqqqqqq" }, status = 1,
  stderr_exact = "perigee api: there is no 'qqqqqqqqqqqq'\n",
}
t:case { name = "an output of an indicator", args = { "api", "UpperBand" },
  stdout = { "Indicator.UpperBand (output of the class Indicator)\n  Indicator\n",
    "  output of BB and DCH: the upper limit\n" } }
t:case { name = "a misspelt one", args = { "api", "Histgram" }, status = 1,
  stderr_exact = "perigee api: there is no 'Histgram'; did you mean 'Histogram'?\n" }
t:check(class_part(main, "Indicator"):find("---@field UpperBand Indicator output of BB and DCH: the upper ", 1, true),
  "an output is in the stubs")
t:case { name = "help", args = { "api", "--help" }, stdout = { "usage: perigee api [NAME]", "--stubs DIR" } }

for _, row in ipairs {
  { { "--stub", "x" }, "unknown option '--stub'; did you mean '--stubs'?" },
  { { "--xyz" }, "unknown option '--xyz'\n" },
  { { "--stubs" }, "--stubs needs a folder" },
  { { "--stubs", "" }, "--stubs needs a folder" },
  { { "--json", "--markdown" }, "--json and --markdown exclude each other" },
  { { "Order", "--markdown" }, "--markdown writes all there is: 'Order' is one too many" },
  { { "Order", "Portfolio" }, "'Portfolio' is one too many" },
  { { "" }, "NAME was empty" },
} do
  t:case {
    name = "wrong usage: " .. row[2], args = { "api", table.unpack(row[1]) }, status = 2, stdout_exact = "",
    stderr = { "perigee api: " .. row[2], "usage: perigee api" },
  }
end

local function all_as_json()
  local result = t:case { name = "all as JSON", args = { "api", "--json" }, stderr_exact = "" }
  local ok, value = pcall(json.decode, result.stdout)
  if not t:check(ok, "all as JSON is JSON", tostring(value)) then return end
  t:equal("areas", #value.areas, #read.areas)
  for i, area in ipairs(value.areas) do
    t:equal("entries of " .. area.name, #area.entries, #read.areas[i].entries)
  end
  local found = json.decode(t:run { args = { "api", "GetOrderFee", "--json" } }.stdout)
  t:equal("a member's owners", found[1].members[#found[1].members].name, "GetOrderFee")
end
all_as_json()

-- Stubs as files
local written = t:case {
  name = "stubs are written", args = { "api", "--stubs", "editor/perigee/" }, stderr_exact = "",
  stdout = { "editor/perigee/perigee.lua\n", "editor/perigee/perigee/matrix.lua\n" },
}
for _, file in ipairs(files) do
  t:equal("stubs in " .. file.path, harness.read(written.folder .. "/editor/perigee/" .. file.path), file.text)
end
t:case {
  name = "stubs are replaced", shell = '"$BIN" api --stubs . && "$BIN" api --stubs .', stdout = "./perigee.lua\n",
}
t:case {
  name = "another file stays", files = { ["perigee.lua"] = "return 1\n" },
  shell = '"$BIN" api --stubs .; echo status $?; cat perigee.lua', stdout = "status 3\nreturn 1\n",
  stderr_exact = "perigee api: './perigee.lua' exists and is no stub (it does not begin with ---@meta): it stays\n",
}
t:case {
  name = "a folder that is a file", files = { x = "" }, args = { "api", "--stubs", "x" }, status = 3, stdout_exact = "",
  stderr = "perigee api: ",
}
