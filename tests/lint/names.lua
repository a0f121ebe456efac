-- No two C files of runtime/ and lua/ have one base name: they are compiled into one library, whose objects, and
-- the counts that the release is laid out by (premake5.lua, -dumpdir), are kept by base name. Returns problems.

local PROBLEM = "%s: has the base name of %s; objects and the counts of the profile build are kept by base name, so "
  .. "one of the two would take the other's place: give one another name"

local first, sound = {}, true
local pipe = assert(io.popen("find runtime lua -name '*.c' | LC_ALL=C sort"))
for path in pipe:lines() do
  local base = path:match("([^/]+)%.c$")
  if first[base] then
    print(PROBLEM:format(path, first[base]))
    sound = false
  end
  first[base] = first[base] or path
end
pipe:close()
os.exit(sound)
