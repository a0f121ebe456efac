--- What the files of this folder are made with:
---     local add, rows = require "perigee.api.rows" "Orders" -- an area of the reference

---@param area string
---@return fun(kind: string, name: string, signature: string, doc: string, members?: string[][]) add
---@return perigee.api.Entry[] rows what add was called with, in its order
return function(area)
  local rows = {}
  local function add(kind, name, signature, doc, members)
    rows[#rows + 1] = {
      area = area, kind = kind, name = name, signature = signature, doc = doc, members = members,
    }
  end
  return add, rows
end
