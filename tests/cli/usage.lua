-- Commands and options: what they print, and exit status 2 for wrong usage.
local t = ...

t:case { name = "version", args = { "version" }, stdout = "perigee ", stderr_exact = "" }
