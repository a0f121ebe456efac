--- What `perigee api` writes.

local api = require "perigee.api"
local model = require "docs.model"
local stubs = require "docs.stubs"
local markdown = require "docs.markdown"
local json = require "docs.json"
local find = require "docs.find"

local FORMS = {}

function FORMS.stubs(read) return stubs.files(read) end
function FORMS.markdown(read) return { { path = "README.md", text = markdown.reference(read) } } end

-- Of all, or of one name; nil and the names there are when there is none such.
local function shown(all, some)
  return function(read, name)
    if not name then return { { path = "", text = all(read) } } end
    local found = find.all(read, name)
    if not found[1] then return nil, find.names(read) end
    return { { path = "", text = some(found) } }
  end
end

FORMS.text = shown(find.list, find.text)
FORMS.json = shown(json.write, function(found)
  local entries, seen = {}, {}
  for _, one in ipairs(found) do
    if not seen[one.entry] then entries[#entries + 1] = one.entry end
    seen[one.entry] = true
  end
  return json.entries(entries)
end)

--- Files of a form, or nil and the names that can be asked for.
---@param form "text"|"json"|"markdown"|"stubs"
---@param name? string of text and JSON
---@return docs.File[]?
---@return string[]?
return function(form, name) return FORMS[form](model.read(api), name) end
