--- Lets `require` of stock Lua find the modules that the program carries: perigee.* and docs.*.

local FOLDERS = { perigee = "/stdlib/", docs = "/lua/docs/" }

---@param root string folder of the repository
return function(root)
  table.insert(package.searchers or package.loaders, 2, function(name)
    local first, rest = name:match("^(%a+)%.(.+)$")
    if not FOLDERS[first] then return nil end
    return loadfile(root .. FOLDERS[first] .. rest:gsub("%.", "/") .. ".lua")
  end)
end
