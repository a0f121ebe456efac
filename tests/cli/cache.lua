-- Parsed data that are kept between runs: the same bytes of results, and never an old price.
local t = ...

-- Minutes over several windows of the reader, with a hole; the close of row i is i.
local ROWS = 2600
local function minutes(last)
  local rows = { "time,open,high,low,close,volume" }
  for i = 1, ROWS do
    local at = i < 2000 and i or i + 500
    local close = i == ROWS and last or i
    rows[#rows + 1] = ("2013-10-%02d %02d:%02d,%d,%d,%d,%d,1"):format(7 + at // 1440, at // 60 % 24, at % 60,
      i, math.max(i, close), math.min(i, close), close)
  end
  return table.concat(rows, "\n") .. "\n"
end

local STRATEGY = [[
local bars, seen, last = nil, 0, 0
function Initialize() bars = AddData("COIN", Resolution.Minute) end
function OnData()
  seen = seen + 1
  last = bars.Price
  if seen == 1500 or seen == 2400 then
    local past, sum = History(bars, 1300), 0
    for _, bar in ipairs(past) do sum = sum + bar.Close end
    Log(("%d bars of the past, %d to %d, sum %d"):format(#past, past[1].Close, past[#past].Close, sum))
  end
  if seen == 700 then Buy(bars, 1) end
end
function OnEndOfAlgorithm() Log("seen " .. seen .. ", last " .. last) end
]]
local RUN = '"$BIN" run strategy.lua --quiet --json '
local PAST = { "1300 bars of the past, 201 to 1500, sum 1105650" }

local function case(row)
  row.files = row.files or {}
  row.files["strategy.lua"] = row.files["strategy.lua"] or STRATEGY
  row.files["data/COIN.csv"] = row.files["data/COIN.csv"] or minutes(ROWS)
  row.files["data/NEXT.csv"] = minutes(ROWS - 1)
  return t:case(row)
end

case {
  name = "the second run gives the bytes of the first, and of one that keeps nothing",
  shell = RUN .. ">a 2>a.log && ls .perigee/cache | wc -l && " .. RUN .. ">b 2>b.log && " ..
    RUN .. "--cache none >c 2>c.log && cmp a b && cmp a c && cmp a.log b.log && cmp a.log c.log && cat a.log",
  stderr_exact = "", stdout = PAST,
}
case {
  name = "none keeps nothing", shell = RUN .. "--cache none >a 2>&1 && ls -A .perigee 2>/dev/null | grep -c cache",
  status = 1, stdout = "0",
}
case {
  name = "beside the store", shell = RUN .. "--store p/s.db >a 2>&1 && ls p/cache | wc -l", stdout = "1",
}
case {
  name = "a folder of its own", shell = RUN .. "--cache x/y >a 2>&1 && ls x/y | wc -l", stdout = "1",
}
case {
  name = "data that changed are seen, also with the same size and time",
  shell = RUN .. ">a 2>&1 && touch -r data/COIN.csv then && cp data/NEXT.csv data/COIN.csv && " ..
    "touch -r then data/COIN.csv && " .. RUN .. "2>&1 >b | tail -1",
  stdout = "last " .. ROWS - 1,
}
case {
  name = "a damaged cache is read anew",
  shell = RUN .. ">a 2>a.log && f=$(ls .perigee/cache/*) && dd if=/dev/zero of=$f bs=1 seek=5000 count=8 " ..
    "conv=notrunc 2>/dev/null && " .. RUN .. ">b 2>b.log && cmp a b && echo same && " ..
    "head -c 300 /dev/urandom >$f && " .. RUN .. ">c 2>c.log && cmp a c && test $(wc -c <$f) -gt 1000 && echo whole",
  stdout = { "same", "whole" },
}
-- Folders that were asked for and cannot be used: told once, and the run is the one without.
for _, row in ipairs {
  { "a cache that is a file", "x", "cannot create folder 'x': File exists" },
  { "a cache below a file", "x/y", "cannot create folder 'x': File exists" },
  { "a cache where nothing can be written", "/proc/self", "cannot write in '/proc/self'" },
  { "a cache where no folder can be made", "/proc/perigee/cache", "cannot create folder '/proc/perigee'" },
} do
  local result = case {
    name = row[1], files = { x = "no folder" },
    shell = RUN .. "--cache " .. row[2] .. " >a 2>a.log && " .. RUN .. "--cache none >b 2>b.log && cmp a b && " ..
      "tail -n +2 a.log | cmp - b.log && cat x && head -1 a.log",
    stdout = { "no folder", "perigee run: parsed data are not kept: --cache: ", row[3] },
  }
  t:check(not result.stdout:find("\n.*\n.*\n"), row[1] .. ": one line", result.stdout)
end
case {
  name = "the cache that nobody asked for says nothing", files = { [".perigee"] = "no folder" },
  shell = RUN .. "--store s.db >a 2>a.log && rm -r cache && touch cache && " .. RUN ..
    "--store s.db >b 2>b.log && cmp a b && cmp a.log b.log",
  stdout_exact = "", stderr_exact = "",
}
case {
  name = "a bad row behind windows of good ones stops the run before it trades",
  files = { ["data/COIN.csv"] = minutes(ROWS):gsub("2600,1\n$", "x,1\n") },
  shell = RUN, status = 3, stderr = "COIN.csv:2601:", stdout_lacks = "past", stderr_lacks = "past",
}
case {
  name = "bad rows that are skipped are counted in each run",
  files = { ["data/COIN.csv"] = minutes(ROWS):gsub("2600,1\n$", "x,1\n") },
  shell = RUN .. "--skip-bad-rows >a 2>&1 && " .. RUN .. "--skip-bad-rows >b 2>&1 && cmp a b && grep -o bad_rows.:1 b",
  stdout = 'bad_rows":1',
}
case { name = "no value", shell = '"$BIN" run strategy.lua --cache', status = 2, stderr = "--cache needs a value" }
case { name = "an empty name", shell = RUN .. "--cache ''", status = 2,
  stderr = "--cache was '', expected a folder, or none" }

-- Numbers with so many digits are kept as they are: a tape of 2600 bars has over 0.1 MB, ten of them more than one.
case {
  name = "what was not used for longest goes, when it is too much",
  files = {
    ["strategy.lua"] = STRATEGY:gsub('"COIN"', 'GetParameter("name")'):gsub("%%d", "%%s"),
    ["data/COIN.csv"] = minutes(ROWS):gsub(",(%d+)", ",%1.0123456789012"),
  },
  shell = "for i in 1 2 3 4 5 6 7 8 9 10 11; do cp data/COIN.csv data/C$i.csv; " .. RUN ..
    "--param name=C$i --cache-limit 1 >out 2>&1 || exit 1; ls .perigee/cache | wc -l; done; " ..
    RUN .. "--param name=COIN --cache-limit 0 >out 2>&1; ls .perigee/cache | wc -l",
  stdout_exact = "1\n2\n3\n4\n5\n6\n7\n8\n9\n9\n9\n10\n",
}
case { name = "no number", shell = RUN .. "--cache-limit many", status = 2,
  stderr = "--cache-limit was 'many', expected a whole number of 0 to 1073741824" }
