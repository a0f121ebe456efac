-- perigee's build, one description for two tools:
--   premake5 gmake                         (premake 5)
--   premake4 --file=premake5.lua gmake     (Debian 12's premake4 4.3)
-- then: make -C build config=debug|release|profile|asan|tsan
-- The body is plain premake5 in the dialect both tools understand: no %{} tokens, no per-file rules.
-- The block below teaches premake 4.3 the words it lacks.
if filter == nil then
  workspace = solution
  local function without_prefix(terms) -- "configurations:debug" -> "debug"
    local plain = {}
    for _, term in ipairs(terms) do plain[#plain + 1] = (term:gsub("%w+:", "")) end
    return plain
  end
  function filter(terms) configuration(without_prefix(terms)) end
  function symbols(value) if value == "On" then flags { "Symbols" } end end
  function optimize(value) if value == "Speed" then flags { "OptimizeSpeed" } end end
  function cdialect(value) buildoptions { "-std=" .. value:lower() } end
  function pic(value) if value == "On" then buildoptions { "-fPIC" } end end
end
if _ACTION == "gmake2" then _ACTION = "gmake" end

local function capture(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read("*a")
  pipe:close()
  return (text:gsub("%s+$", ""))
end

local function words(text)
  local list = {}
  for word in text:gmatch("%S+") do list[#list + 1] = word end
  return list
end

local ROOT = path.getabsolute(".")
-- The variant of OpenBLAS that begins no thread of its own, also where others are installed: a
-- thread of its own would take the program's signals. It is loaded when it is needed (learn/lapack.c).
local OPENBLAS = "/usr/lib/" .. capture("gcc -print-multiarch") .. "/openblas-serial"
local CONFIGS = { "debug", "release", "profile", "asan", "tsan" }
local PACKAGES = "sqlite3 libxml-2.0 libcjson libzip nettle libxxhash icu-i18n icu-uc openblas"
local PKG_CONFIG = "PKG_CONFIG_PATH=" .. OPENBLAS .. "/pkgconfig pkg-config "
local CFLAGS = words(capture(PKG_CONFIG .. "--cflags lua5.4 " .. PACKAGES))
local LIBRARIES = words(capture("pkg-config --libs " .. PACKAGES:gsub(" openblas", "")))
local SYSTEM = { ":liblua5.4.a", "sqlite3", "xml2", "cjson", "zip", "nettle", "xxhash",
  "icui18n", "icuuc", "m", "pthread" }
local LUA_ARCHIVE = capture("gcc -print-file-name=liblua5.4.a")
local LAYERS = {
  "base", "time", "store", "market", "schedule", "trade", "train", "stream", "learn", "engine",
  "report", "host",
}
local WARNINGS = words([[-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wundef -Wstrict-prototypes
  -Wmissing-prototypes -Wwrite-strings -Wvla -Wpointer-arith -Wdouble-promotion -Wformat=2 -Werror]])

-- Sources of the runtime below the program: the layers, the Lua face, the public interface.
local function runtime_sources()
  for _, layer in ipairs(LAYERS) do files { "runtime/" .. layer .. "/*.c" } end
  files { "lua/*.c", "runtime/api/perigee.c", "build/gen/embedded.c" }
end

workspace "perigee"
  configurations(CONFIGS)
  location "build"
  language "C"
  symbols "On" -- always: without it premake4 links with -s
  buildoptions(WARNINGS)
  buildoptions(CFLAGS)
  includedirs { "runtime", "runtime/include", "lua" }
  defines { "_GNU_SOURCE", 'PERI_OPENBLAS="\\"' .. OPENBLAS .. '/libopenblas.so.0\\""' }
  for _, name in ipairs(CONFIGS) do
    filter { "configurations:" .. name }
      targetdir("build/bin/" .. name)
      objdir("build/obj/" .. name)
  end
  local sanitize = { asan = "-fsanitize=address,undefined", tsan = "-fsanitize=thread" }
  filter { "configurations:debug" }
    buildoptions { "-Og" }
  -- instructions of any machine of the kind, in the order that suits this one: the generic choice
  -- clears and copies small objects with instructions that are slow to begin
  for _, name in ipairs { "release", "profile" } do
    filter { "configurations:" .. name }
      defines { "NDEBUG" }
      optimize "Speed"
      buildoptions { "-mtune=native" }
  end
  filter { "configurations:release" }
    buildoptions { "-flto", "-ffat-lto-objects" }
  for name, flag in pairs(sanitize) do
    filter { "configurations:" .. name }
      buildoptions { "-O1", flag, "-fno-omit-frame-pointer", "-fno-sanitize-recover=all" }
      linkoptions { flag }
  end
  filter {}

-- Generated files: a project of its own, so that `make -j` cannot compile them before they exist.
project "gen"
  kind "StaticLib"
  files { "lua/embed/anchor.c" }
  prebuildcommands {
    "mkdir -p " .. ROOT .. "/build/gen",
    "lua5.4 " .. ROOT .. "/lua/embed/embed.lua " .. ROOT .. " build/gen/embedded.c",
    -- Debian's liblua5.4.a is not position independent in three references only: see lua_stdio.c.
    "objcopy --redefine-sym stdin=perigee_stdin --redefine-sym stdout=perigee_stdout"
      .. " --redefine-sym stderr=perigee_stderr " .. LUA_ARCHIVE .. " " .. ROOT
      .. "/build/gen/liblua54_hidden.a",
  }

-- Release: what users run is optimized over all files when it is linked, which makes a step an
-- eighth faster. Programs of the tests link the same objects the quick way.
local function linked_quickly()
  filter { "configurations:release" }
    linkoptions { "-fno-lto" }
  filter { "configurations:profile" }
    linkoptions { "-fprofile-generate" }
  filter {}
end

local function linked_well()
  filter { "configurations:release" }
    linkoptions { "-flto=2" }
  filter { "configurations:profile" }
    linkoptions { "-fprofile-generate" }
  filter {}
end

project "perigee_static" -- not "perigee": the linker would find libperigee.so first
  kind "StaticLib"
  cdialect "C11"
  pic "On"
  buildoptions { "-fvisibility=hidden" }
  runtime_sources()
  links { "gen" }
  -- "profile" counts while it runs how often it comes where, in build/counts; "release" is laid out by
  -- what bootstrap.sh had it count. The prefix is a part of the names that both know a function by.
  -- What gcc takes for possible depends on the counts: these warnings are no errors here.
  filter { "configurations:profile" }
    buildoptions { "-dumpdir counts/", "-fprofile-generate", "-w" }
  filter { "configurations:release" }
    buildoptions { "-dumpdir counts/", "-fprofile-use", "-fprofile-partial-training", "-Wno-missing-profile",
      "-Wno-coverage-mismatch", "-Wno-error=maybe-uninitialized", "-Wno-error=stringop-overread",
      "-Wno-error=stringop-overflow", "-Wno-error=array-bounds" }
  filter {}

-- The shared library is made of the same objects. It carries its own hidden Lua 5.4, so that a LuaJIT
-- process can load it.
project "perigee"
  kind "SharedLib"
  cdialect "C11"
  pic "On"
  buildoptions { "-fvisibility=hidden" }
  files { "runtime/api/lua_stdio.c" }
  links { "perigee_static" } -- before it; what it needs of it comes here:
  for _, name in ipairs(CONFIGS) do
    filter { "configurations:" .. name }
      linkoptions { "-Wl,--whole-archive", ROOT .. "/build/bin/" .. name .. "/libperigee_static.a",
        "-Wl,--no-whole-archive" }
  end
  filter {}
  linkoptions { ROOT .. "/build/gen/liblua54_hidden.a" }
  linkoptions(LIBRARIES)
  linkoptions { "-lm", "-lpthread", "-Wl,--exclude-libs,liblua54_hidden.a", "-Wl,-soname,libperigee.so" }
  linked_well()

-- Of programs with the thread sanitizer, which must see how Lua's errors leave C.
local LONGJMP = "tests/tsan/longjmp.c"

project "perigee_cli"
  kind "ConsoleApp"
  targetname "perigee"
  cdialect "C11"
  files { "runtime/cli/*.c", LONGJMP }
  links { "perigee_static" }
  links(SYSTEM)
  linked_well()

project "perigee_tests"
  kind "ConsoleApp"
  cdialect "C11"
  includedirs { "tests/unit" }
  files { "tests/unit/*.c", LONGJMP }
  links { "perigee_static" }
  links(SYSTEM)
  linked_quickly()

project "perigee_vectors"
  kind "ConsoleApp"
  targetname "perigee-vectors"
  cdialect "C11"
  includedirs { "tests/vectors" }
  files { "tests/vectors/*.c" }
  links { "perigee_static" }
  links(SYSTEM)
  linked_quickly()

project "perigee_bench"
  kind "ConsoleApp"
  cdialect "C11"
  files { "tests/bench/*.c" }
  links { "perigee_static" }
  links(SYSTEM)
  linked_quickly()

project "perigee_stress"
  kind "ConsoleApp"
  cdialect "C11"
  files { "tests/stress/*.c", LONGJMP }
  links { "perigee_static" }
  links(SYSTEM)
  linked_quickly()
