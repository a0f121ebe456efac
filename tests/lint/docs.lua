-- The texts of the repository that are made of stdlib/api.lua: are they what it says now?
-- Usage, in the root of the repository: lua5.4 tests/lint/docs.lua [--write]

dofile "tests/modules.lua" "."
local markdown = require "docs.markdown"

local model = require "docs.model".read(require "perigee.api")
local REFERENCE = "stdlib/README.md"
local BEGIN, END = "<!-- names: made by ./bootstrap.sh docs -->\n", "<!-- end of names -->\n"

local function read(path)
  local file = io.open(path, "rb")
  if not file then return "" end
  local text = file:read("a")
  file:close()
  return text
end

-- README.md with the table of names between its marks.
local function readme()
  local text = read("README.md")
  local _, from = text:find(BEGIN, 1, true)
  local to = text:find(END, 1, true)
  assert(from and to and from < to, "README.md lacks the marks of the table of names: " .. BEGIN .. END)
  return text:sub(1, from) .. markdown.names(model, REFERENCE) .. text:sub(to)
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  assert(file:close())
  print("wrote " .. path)
end

if model.problems[1] then
  print(table.concat(model.problems, "\n"))
  os.exit(false)
end
local stale = false
for path, text in pairs { ["README.md"] = readme(), [REFERENCE] = markdown.reference(model) } do
  if read(path) ~= text then
    if arg[1] == "--write" then
      write(path, text)
    else
      print(path .. " is not what stdlib/api says: run ./bootstrap.sh docs")
      stale = true
    end
  end
end
os.exit(not stale)
