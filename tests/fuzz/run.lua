-- Fuzzes the readers of JSON, XML, keys, lines of market data, files of prices, symbol properties, map and
-- factor files, tapes of prices and their chunks, interest rates, market hours and zips under AddressSanitizer.
-- Usage: lua5.4 tests/fuzz/run.lua [SECONDS]
-- The seconds are shared by the targets. First each input of the corpus is played, then new ones are
-- tried from a fixed seed. An input that breaks something is shown and kept in build/fuzz; once it is
-- mended, it belongs into tests/fuzz/corpus. The last line is "N passed, N failed".
local SECONDS = tonumber(arg[1] or "60")
local TARGETS = { "json", "xml", "key", "stream", "row", "properties", "map", "factors", "tape", "pack", "rates",
  "hours", "zip" }
local SEED = 20261124
local OUT = "build/fuzz"
local LAYERS = { "base", "time", "store", "stream", "market" } -- what the targets reach
local PACKAGES = "libxml-2.0 libcjson icu-i18n sqlite3 nettle libzip"
local FLAGS = "-std=c11 -D_GNU_SOURCE -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
  .. " -Iruntime -Itests/fuzz $(pkg-config --cflags " .. PACKAGES .. ")"
local LIBRARIES = "$(pkg-config --libs " .. PACKAGES .. ") -lxxhash -lpthread -lm"

assert(SECONDS and SECONDS > 0, "the seconds must be a number above zero")

local passed, failed = 0, 0
local function count(ok, text)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    print("FAIL " .. text)
  end
end

local function run(command)
  local pipe = assert(io.popen(command .. " 2>&1"))
  local output = pipe:read("a")
  return pipe:close() == true, output
end

-- What is left of a failure, for a report: the input and the end of the output.
local function show(output)
  print(output:sub(-3000))
  local path = output:match("Test unit written to (%S+)")
  local file = path and io.open(path, "rb")
  if not file then return end
  local hex = file:read(512):gsub(".", function(c) return ("%02x "):format(c:byte()) end)
  file:close()
  print(path .. ": " .. hex)
end

-- The layers as one archive: a target links what it uses of them.
local function build_archive()
  local compile = ("mkdir -p %s/obj && rm -f %s/obj/* %s/layers.a"
    .. " && ls tests/fuzz/fuzz_kit.c $(printf 'runtime/%%s/*.c ' %s)"
    .. " | xargs -P $(nproc) -I {} sh -c 'clang %s -c {} -o %s/obj/$(echo {} | tr / _).o'"
    .. " && ar rcs %s/layers.a %s/obj/*.o"):format(OUT, OUT, OUT, table.concat(LAYERS, " "), FLAGS, OUT, OUT, OUT)
  local ok, output = run(compile)
  if ok then return end
  print(output:sub(1, 3000))
  print("0 passed, 1 failed")
  os.exit(1)
end

local function fuzz(target, seconds)
  local folder = OUT .. "/" .. target
  assert(os.execute(("rm -rf %s && mkdir -p %s/found && cp tests/fuzz/corpus/%s/* %s/found/"):format(folder, folder,
    target, folder)), "no corpus for " .. target)
  local binary = folder .. "/fuzz"
  local ok, output = run(("clang %s -fsanitize=fuzzer -o %s tests/fuzz/fuzz_%s.c %s/layers.a %s"):format(FLAGS, binary,
    target, OUT, LIBRARIES))
  if not ok then return count(false, target .. " does not compile\n" .. output) end

  for path in io.popen(("ls tests/fuzz/corpus/%s/*"):format(target)):lines() do
    ok, output = run(("%s %s"):format(binary, path))
    count(ok, path)
    if not ok then show(output) end
  end

  local dictionary = "tests/fuzz/" .. target .. ".dict"
  local has_dictionary = io.open(dictionary) ~= nil
  ok, output = run(("%s -seed=%d -max_total_time=%d -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1"
    .. " -artifact_prefix=%s/ %s %s/found"):format(binary, SEED, seconds, folder,
    has_dictionary and "-dict=" .. dictionary or "", folder))
  count(ok, target)
  if not ok then show(output) end
  print(("%-6s %s inputs in %d s, %s features"):format(target,
    output:match("number_of_executed_units:%s*(%d+)") or "?", seconds, output:match(".*ft: (%d+)") or "?"))
end

build_archive()
for _, target in ipairs(TARGETS) do fuzz(target, math.max(1, math.floor(SECONDS / #TARGETS))) end
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
