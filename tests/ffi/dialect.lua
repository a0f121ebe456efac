-- LuaJIT: dialect.lua HEADER LIBRARY. The rules of the FFI header; prints problems, then the counts.

local ffi = require "ffi"

local header, library = arg[1], arg[2]
local file = assert(io.open(header, "rb"))
local text = file:read "*a"
file:close()

local passed, failed = 0, 0
local function check(ok, ...)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    print("FAIL", ...)
  end
end

-- What ffi.cdef cannot read, or what does not mean the same on every machine.
local FORBIDDEN = {
  "long", "short", "unsigned", "signed", "wchar_t", "FILE", "time_t", "va_list", "inline", "static",
  "_Bool", "bool", "extern", "float", "size_t", "intmax_t", "uintmax_t",
}

local number = 0
for line in text:gmatch "([^\n]*)\n" do
  number = number + 1
  if line:find "^%s*#" then
    check(line:find "^#pragma once$", "line " .. number, "preprocessor: " .. line)
  end
  check(not line:find "[\128-\255]", "line " .. number, "not ASCII")
end

local code = text:gsub("/%*.-%*/", " ")
check(not code:find "//", "a // comment: not C90 style as the rest")
for _, word in ipairs(FORBIDDEN) do
  check(not code:find("%f[%w_]" .. word .. "%f[^%w_]"), "type or word is not allowed", word)
end
check(not code:find "%.%.%.", "variadic function")
check(not code:find ":%s*%d+%s*;", "bit field")

ffi.cdef(text)
local loaded = ffi.load(library)
for name in code:gmatch "(perigee_[%w_]+)%s*%(" do
  check(pcall(function() return loaded[name] end), "declared but not exported", name)
end
for name in code:gmatch "(PERIGEE_[%w_]+)%s*=" do
  check(type(loaded[name]) == "number", "constant is not readable", name)
end
check(ffi.sizeof "perigee_config" == (ffi.abi "64bit" and 120 or ffi.sizeof "perigee_config"),
  "size of perigee_config", ffi.sizeof "perigee_config")
check(ffi.string(loaded.perigee_cdef()) == text, "perigee_cdef() is not the header")

print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
