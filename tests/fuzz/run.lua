-- Fuzzes the readers of JSON, XML, keys, lines of market data, files of prices, map and factor files,
-- tapes of prices under AddressSanitizer.
-- Usage: lua5.4 tests/fuzz/run.lua [SECONDS]
-- The seconds are shared by the targets. First each input of the corpus is played, then new ones are
-- tried from a fixed seed. An input that breaks something is shown and kept in build/fuzz; once it is
-- mended, it belongs into tests/fuzz/corpus. The last line is "N passed, N failed".
local SECONDS = tonumber(arg[1] or "60")
local TARGETS = { "json", "xml", "key", "stream", "row", "properties", "map", "factors", "tape" }
local SEED = 20261124
local FLAGS = "-std=c11 -D_GNU_SOURCE -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all"
  .. " -Iruntime -Itests/fuzz $(pkg-config --cflags libxml-2.0 libcjson icu-i18n)"
local SOURCES = "tests/fuzz/fuzz_kit.c runtime/base/*.c runtime/time/*.c runtime/store/json*.c"
  .. " runtime/store/xml*.c runtime/store/value_*.c runtime/store/base64.c runtime/store/utf8.c runtime/store/key.c"
  .. " runtime/stream/stream_line.c runtime/stream/stream_members.c runtime/market/row*.c"
  .. " runtime/market/bar.c runtime/market/bar_span.c runtime/market/quote_bar.c runtime/market/tick.c"
  .. " runtime/market/excerpt.c runtime/market/number.c runtime/market/text_file.c runtime/market/security.c"
  .. " runtime/market/symbol_properties.c runtime/market/dated_rows.c runtime/market/corporate_path.c"
  .. " runtime/market/map_file.c runtime/market/factor_file.c runtime/market/tape.c"
  .. " runtime/market/tape_writer.c runtime/store/digest.c"

local LIBRARIES = "-lxml2 -lcjson -lnettle -lxxhash -licui18n -licuuc -lpthread -lm"

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

local function fuzz(target, seconds)
  local folder = "build/fuzz/" .. target
  assert(os.execute(("rm -rf %s && mkdir -p %s/found && cp tests/fuzz/corpus/%s/* %s/found/"):format(folder, folder,
    target, folder)), "no corpus for " .. target)
  local binary = folder .. "/fuzz"
  local ok, output = run(("clang %s -o %s tests/fuzz/fuzz_%s.c %s %s"):format(FLAGS, binary, target, SOURCES,
    LIBRARIES))
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

for _, target in ipairs(TARGETS) do fuzz(target, math.max(1, math.floor(SECONDS / #TARGETS))) end
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
