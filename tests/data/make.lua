-- Writes the CSV files of this folder. Usage: lua5.4 make.lua FOLDER
-- All of it is invented; the README beside says what each file is for.

local folder = arg[1] or "."

local function write(name, header, rows)
  local file = assert(io.open(folder .. "/" .. name, "wb"))
  file:write(header, "\n", table.concat(rows, "\n"), "\n")
  file:close()
end

-- Trading days from Tuesday 2013-10-01: no week-end, no Thanksgiving, no Christmas.
local HOLIDAYS = { ["2013-11-28"] = true, ["2013-12-25"] = true }

local function trading_days(count)
  local days, time = {}, os.time { year = 2013, month = 10, day = 1, hour = 12 }
  while #days < count do
    local date = os.date("!*t", time)
    local text = os.date("!%Y-%m-%d", time)
    if date.wday ~= 1 and date.wday ~= 7 and not HOLIDAYS[text] then days[#days + 1] = text end
    time = time + 86400
  end
  return days
end

local PRICES = "open,high,low,close,volume"

-- DAY: a straight line.
local rows = {}
for i, day in ipairs(trading_days(60)) do
  rows[i] = ("%s,%d,%d,%d,%d,%d"):format(day, 100 + i, 102 + i, 99 + i, 101 + i, 1000 * i)
end
write("DAY.csv", "date," .. PRICES, rows)

-- WAVE: the same days, prices of a linear congruential generator, in cents.
local state = 20131001
local function random(n)
  state = (state * 1103515245 + 12345) % 2147483648
  return state // 65536 % n
end

rows = {}
local close = 5000
for i, day in ipairs(trading_days(60)) do
  local open = close + random(61) - 30
  close = open + random(201) - 100
  local high, low = math.max(open, close) + random(40), math.min(open, close) - random(40)
  rows[i] = ("%s,%.2f,%.2f,%.2f,%.2f,%d"):format(day, open / 100, high / 100, low / 100,
    close / 100, 10000 + random(5000))
end
write("WAVE.csv", "date," .. PRICES, rows)

-- LATE: begins and ends within the others, and misses two days.
rows = {}
for i, day in ipairs(trading_days(30)) do
  if i > 10 and i ~= 15 and i ~= 16 then
    rows[#rows + 1] = ("%s,50,51,49,%.1f,500"):format(day, 50 + i % 2 / 2)
  end
end
write("LATE.csv", "date," .. PRICES, rows)

-- COIN: every day of October and the first ten of November, UTC, without volume.
rows = {}
for day = 1, 41 do
  local date = day <= 31 and ("2013-10-%02d"):format(day) or ("2013-11-%02d"):format(day - 31)
  rows[day] = ("%s,%d,%d,%d,%d"):format(date, 10 + day, 12 + day, 9 + day, 11 + day)
end
write("coin.csv", "Date,Open,High,Low,Close", rows)

-- MIN: minutes of two days in New York; five are missing on the first (10:00 to 10:04), the last
-- ten on the second.
rows = {}
for day = 7, 8 do
  for minute = 0, 389 do
    local missing = (day == 7 and 30 <= minute and minute < 35) or (day == 8 and minute >= 380)
    local of_day = 9 * 60 + 30 + minute
    if not missing then
      local price = 50 + (day - 7) * 5 + minute * 0.01
      rows[#rows + 1] = ("2013-10-%02d %02d:%02d:00,%.2f,%.2f,%.2f,%.2f,%d"):format(day,
        of_day // 60, of_day % 60, price, price + 0.05, price - 0.05, price + 0.01, 100 + minute)
    end
  end
end
write("MIN.csv", "time," .. PRICES, rows)
write("AAA.csv", "time," .. PRICES, rows) -- a second symbol with the same prices

-- A name longer than the strings of which Lua has only one.
write(("LONGTICKER"):rep(5) .. ".csv", "date," .. PRICES,
  { "2013-10-07,10,11,9,10,100", "2013-10-08,10,12,9,11,100" })

-- HOUR: three days of hours around the end of summer time (2013-11-03), as Unix seconds.
rows = {}
for i = 0, 71 do
  rows[i + 1] = ("%d,%d,%d,%d,%d,%d"):format(1383350400 + 3600 * i, 20 + i, 21 + i, 19 + i, 20 + i, 10)
end
write("HOUR.csv", "time," .. PRICES, rows)

-- Archives as LEAN keeps minutes in: one entry, not compressed.

local function crc32(text)
  local crc = 0xFFFFFFFF
  for i = 1, #text do
    crc = crc ~ text:byte(i)
    for _ = 1, 8 do crc = crc >> 1 ~ (crc & 1) * 0xEDB88320 end
  end
  return crc ~ 0xFFFFFFFF
end

local DATE, TIME, VERSION = 33 << 9 | 10 << 5 | 7, 0, 20 -- 2013-10-07 00:00

local function write_zip(path, name, content)
  local what = string.pack("<I2I2I2I2I2I4I4I4I2I2", VERSION, 0, 0, TIME, DATE, crc32(content), #content, #content,
    #name, 0)
  local entry = "PK\3\4" .. what .. name .. content
  local list = "PK\1\2" .. string.pack("<I2", VERSION) .. what .. string.pack("<I2I2I2I4I4", 0, 0, 0, 0, 0) .. name
  local close_of_it = "PK\5\6" .. string.pack("<I2I2I2I2I4I4I2", 0, 0, 1, 1, #list, #entry, 0)
  local file = assert(io.open(folder .. "/" .. path, "wb"))
  file:write(entry, list, close_of_it)
  file:close()
end

local function prices(...)
  local list = { ... }
  for i, price in ipairs(list) do list[i] = ("%d"):format(price * 10000) end
  return table.concat(list, ",")
end

-- Two pairs whose closes are exact doubles.
local function write_pair(name, first, step)
  local file = assert(io.open(("%s/%s.csv"):format(folder, name), "w"))
  file:write("date,open,high,low,close,volume\n")
  local i = 0
  for day = 1, 11 do
    if day ~= 5 and day ~= 6 then
      i = i + 1
      local price = first + i * step
      file:write(("2013-10-%02d,%s,%s,%s,%s,0\n"):format(day, price, price + step, price - step, price))
    end
  end
  file:close()
end
write_pair("EURUSD", 1, 1 / 16)
write_pair("EURGBP", 1 / 2, 1 / 32)

-- QUO: ten minutes from 09:30; no trades in the third and fourth, no quotes in the sixth, no ask in the first.
local trades, quotes = {}, {}
for i = 0, 9 do
  local time = 34200000 + i * 60000
  if i ~= 2 and i ~= 3 then
    trades[#trades + 1] = ("%d,%s,%d"):format(time, prices(100 + i, 101 + i, 99 + i, 100.5 + i), 10 * (i + 1))
  end
  local ask = ("%s,%d"):format(prices(100.5 + i, 101 + i, 100 + i, 100.75 + i), 200 + i)
  if i == 0 then ask = ",,,," end
  if i ~= 5 then
    quotes[#quotes + 1] = ("%d,%s,%d,%s"):format(time, prices(99.5 + i, 100 + i, 99 + i, 99.75 + i), 100 + i, ask)
  end
end
local QUO = "equity/usa/minute/quo"
os.execute(("mkdir -p '%s/%s'"):format(folder, QUO))
for kind, list in pairs { trade = trades, quote = quotes } do
  write_zip(("%s/20131007_%s.zip"):format(QUO, kind), ("20131007_quo_minute_%s.csv"):format(kind),
    table.concat(list, "\n") .. "\n")
end

-- ACT: four days; on Monday, the second, it has a new name, is split 2 to 1 and pays a dividend.
local DAYS = { "20131004", "20131007", "20131008", "20131009" }
for i, day in ipairs(DAYS) do
  local open = i == 1 and 100 or 45
  DAYS[i] = ("%s 00:00,%s,1000"):format(day, prices(open, open + 1, open - 1, open))
end
local EQUITY = "equity/usa/"
for _, name in ipairs { "daily", "map_files", "factor_files" } do
  os.execute(("mkdir -p '%s/%s%s'"):format(folder, EQUITY, name))
end
write_zip(EQUITY .. "daily/act.zip", "act.csv", table.concat(DAYS, "\n") .. "\n")
write(EQUITY .. "map_files/act.csv", "20130102,oct", { "20131004,oct", "20501231,act" })
write(EQUITY .. "factor_files/act.csv", "20130102,0.9,0.5,100", { "20131004,0.9,0.5,100", "20501231,1,1,0" })

-- END: two days; the second, Monday, is its last one.
write_zip(EQUITY .. "daily/end.zip", "end.csv",
  ("20131004 00:00,%s,1000\n20131007 00:00,%s,1000\n"):format(prices(20, 21, 19, 20), prices(21, 22, 20, 21)))
write(EQUITY .. "map_files/end.csv", "20130102,end", { "20131007,end" })

-- TIC: ticks of three minutes from 09:30; one of them is suspicious, some quotes have one side.
local TIC = "equity/usa/tick/tic"
local function tick_rows(list)
  for i, row in ipairs(list) do
    for _, place in ipairs(row.prices) do row[place] = ("%d"):format(row[place] * 10000) end
    list[i] = table.concat(row, ",")
  end
  return table.concat(list, "\n") .. "\n"
end
local function trade(ms, price, size, exchange, condition, suspicious)
  return { 34200000 + ms, price, size, exchange, condition, suspicious or 0, prices = { 2 } }
end
local function quote(ms, bid, bid_size, ask, ask_size)
  return { 34200000 + ms, bid, bid_size, ask, ask_size, "Q", 1, 0, prices = { 2, 4 } }
end
os.execute(("mkdir -p '%s/%s'"):format(folder, TIC))
write_zip(TIC .. "/20131007_trade.zip", "20131007_tic_Trade_Tick.csv", tick_rows {
  trade(0, 100, 10, "P", "0"), trade(0, 101, 20, "Q", "2000"), trade(60000, 102, 30, "P", "0"),
  trade(60500, 999, 5, "P", "0", 1), trade(90000, 101.5, 7, "P", "0"), trade(120000, 103, 40, "P", "0"),
})
write_zip(TIC .. "/20131007_quote.zip", "20131007_tic_Quote_Tick.csv", tick_rows {
  quote(0, 99.5, 100, 0, 0), quote(0, 0, 0, 100.5, 200), quote(30000, 99.6, 110, 100.6, 210),
  quote(60000, 101, 120, 0, 0), quote(120000, 102.5, 130, 103.5, 230),
})
