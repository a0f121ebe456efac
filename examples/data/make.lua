-- Writes the invented data of this folder: ticks of a stock, and two currency pairs by the day.
-- Usage: lua5.4 make.lua FOLDER. Each time the same bytes.

local folder = arg[1] or "."

-- A linear congruential generator: 0 to n - 1.
local state = 20191007
local function random(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return state // 65536 % n
end

local function write(path, bytes)
  os.execute(("mkdir -p '%s/%s'"):format(folder, path:match("^(.*)/") or "."))
  local file = assert(io.open(folder .. "/" .. path, "wb"))
  file:write(bytes)
  file:close()
end

--- Zip files of one entry, stored as it is ---------------------------------------------------------

local function crc32(text)
  local crc = 0xffffffff
  for i = 1, #text do
    crc = crc ~ text:byte(i)
    for _ = 1, 8 do crc = crc >> 1 ~ (crc & 1 == 1 and 0xedb88320 or 0) end
  end
  return crc ~ 0xffffffff
end

local function zip(name, text)
  local day = (2019 - 1980) << 9 | 10 << 5 | 7 -- 2019-10-07
  local about = ("<I2I2I2I2I2I4I4I4I2I2"):pack(10, 0, 0, 0, day, crc32(text), #text, #text, #name, 0)
  local entry = "PK\3\4" .. about .. name .. text
  local directory = "PK\1\2" .. ("<I2"):pack(10) .. about .. ("<I2I2I2I4I4"):pack(0, 0, 0, 0, 0) .. name
  local last = "PK\5\6" .. ("<I2I2I2I2I4I4I2"):pack(0, 0, 1, 1, #directory, #entry, 0)
  return entry .. directory .. last
end

--- Ticks: from the open on a quote every few seconds, and trades at its sides ------------------------

local DAYS, OPEN, CLOSE = { "20191007", "20191008" }, 34200000, 57600000 -- ms since midnight in New York

local function ticks(day, middle)
  local trades, quotes, at = {}, {}, OPEN
  while at < CLOSE do
    middle = middle + random(5) - 2
    local bid, ask = middle - 1 - random(2), middle + 1 + random(2) -- in cents
    quotes[#quotes + 1] = ("%d,%d,%d,%d,%d,Q,,0"):format(at, bid * 100, 100 + random(900), ask * 100, 100 + random(900))
    if random(3) > 0 then
      local price = random(2) == 0 and bid or ask
      trades[#trades + 1] = ("%d,%d,%d,Q,,0"):format(at + 200, price * 100, 1 + random(300))
    end
    at = at + 15000 + random(45000)
  end
  for kind, rows in pairs { trade = trades, quote = quotes } do
    write(("equity/usa/tick/demo/%s_%s.zip"):format(day, kind),
      zip(("%s_demo_tick_%s.csv"):format(day, kind), table.concat(rows, "\n") .. "\n"))
  end
  return middle
end

local middle = 5000
for _, day in ipairs(DAYS) do middle = ticks(day, middle) end

--- Pairs by the day -----------------------------------------------------------------------------------

-- Each weekday of 2019; a bar from midnight to midnight.
local function pair(name, price)
  local rows, time = { "date,open,high,low,close" }, os.time { year = 2019, month = 1, day = 1, hour = 12 }
  while os.date("!%Y", time) == "2019" do
    local weekday = os.date("!*t", time).wday
    if weekday ~= 1 and weekday ~= 7 then
      local open = price
      price = open + random(121) - 60
      local high, low = math.max(open, price) + random(30), math.min(open, price) - random(30)
      rows[#rows + 1] = ("%s,%.4f,%.4f,%.4f,%.4f"):format(os.date("!%Y-%m-%d", time), open / 1e4, high / 1e4,
        low / 1e4, price / 1e4)
    end
    time = time + 86400
  end
  write(name .. ".csv", table.concat(rows, "\n") .. "\n")
end

pair("EURUSD", 11400)
pair("GBPUSD", 12700)
