--- Lets `require` of stock Lua find the modules that the program carries: perigee.* and docs.*.

local FOLDERS = { perigee = "/stdlib/", docs = "/lua/docs/" }

---@param root string folder of the repository
return function(root)
  local searchers = package.searchers or rawget(package, "loaders") -- of Lua 5.1, which luacheck may run on
  table.insert(searchers, 2, function(name)
    local first, rest = name:match("^(%a+)%.(.+)$")
    if not FOLDERS[first] then return nil end
    return loadfile(root .. FOLDERS[first] .. rest:gsub("%.", "/") .. ".lua")
  end)
end
