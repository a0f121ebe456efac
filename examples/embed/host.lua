-- host.lua - a LuaJIT program that runs a strategy inside itself and reads the result. The strategy
-- runs in Lua 5.4, which the library brings along; LuaJIT is only the host.
--
--   ./bootstrap.sh build release
--   luajit examples/embed/host.lua build/bin/release/libperigee.so examples/hello.lua
--
-- It prints the end equity on stdout, what the strategy logged on stderr.

local ffi = require "ffi"

local library, strategy = arg[1], arg[2]
if not strategy then
  io.stderr:write("usage: luajit host.lua LIBRARY STRATEGY\n")
  os.exit(2)
end

-- The library carries its own declarations. (A struct can be declared once per Lua state, so a host
-- that reloads its own code must not do this again.)
ffi.cdef "const char *perigee_cdef(void);"
local perigee = ffi.load(library)
ffi.cdef(ffi.string(perigee.perigee_cdef()))
assert(perigee.perigee_abi() == perigee.PERIGEE_ABI)

local config = ffi.new "perigee_config"
perigee.perigee_config_init(config) -- defaults: data and store lie beside the strategy
config.strategy = strategy
config.wake_signal = perigee.PERIGEE_WAKE_NONE -- nothing here interrupts a run: full speed

local out = ffi.new "perigee *[1]"
local code = perigee.perigee_open(config, out)
local run = ffi.gc(out[0], perigee.perigee_close) -- also after a failed open: it has the message
if code == perigee.PERIGEE_OK then code = perigee.perigee_run(run) end

io.stderr:write(ffi.string(perigee.perigee_log(run)))
if code ~= perigee.PERIGEE_OK then
  io.stderr:write(ffi.string(perigee.perigee_errmsg(run)), "\n")
  os.exit(1)
end

-- A number of the result; a real program would use a JSON reader.
local json = ffi.string(perigee.perigee_result_json(run))
print(("%.17g"):format(tonumber(json:match '"end_equity":([-%d.e+]+)')))
