-- Keeps a model and what is known of it: saved together, listed, described, read back.
-- Run it twice: the second run goes on where the first one ended.

local weights = {}

-- A tiny model: the mean of the last prices, and how far they scatter.
local function fit(prices)
  local sum, squares = 0, 0
  for _, price in ipairs(prices) do sum, squares = sum + price, squares + price * price end
  local mean = sum / #prices
  return { mean = mean, variance = squares / #prices - mean * mean, samples = #prices }
end

local spx
local prices = {}

local function learn()
  if #prices < 20 then return end
  local run = (weights.run or 0) + (weights.started and 0 or 1)
  weights = fit(prices)
  weights.run, weights.started = run, true

  -- Both or none: a crash in between cannot leave a model without its description.
  local kept, message = ObjectStore.Transaction(function()
    ObjectStore.SaveJson("models/latest", { mean = weights.mean, variance = weights.variance,
      samples = weights.samples, run = run })
    ObjectStore.SaveXml("models/latest.info", { symbol = "SPX", trained = tostring(Time),
      labels = Json.Array {} })
    ObjectStore.Save(("models/by-month/%02d"):format(Time.Month), ("%.6f"):format(weights.mean))
  end)
  if not kept then Log("not kept: " .. message) end
end

function Initialize()
  SetStartDate(2019, 1, 1)
  SetEndDate(2019, 12, 31)
  spx = AddEquity("SPX", Resolution.Daily)
  if ObjectStore.ContainsKey("models/latest") then
    weights = ObjectStore.ReadJson("models/latest")
    Log(("found a model of %d prices, run %d"):format(weights.samples, weights.run))
  else
    Log("no model yet")
  end
  Train(DateRules.MonthEnd(spx), TimeRules.AfterMarketClose(spx, 10), learn)
end

function OnData(data)
  if data[spx] then prices[#prices + 1] = data[spx].Close end
end

function OnEndOfAlgorithm()
  local months = ObjectStore.Keys("models/by-month/")
  Log(("%d models by month, %s the last"):format(#months, months[#months]))
  local stat = ObjectStore.Stat("models/latest")
  Log(("%s: %s of %d bytes, sum %s..."):format(stat.Key, stat.Type, stat.Size, stat.Sha256:sub(1, 8)))
  Log(("the store holds %d objects; the quota is %d"):format(ObjectStore.Count(), ObjectStore.MaxFiles))

  local back, info = ObjectStore.ReadJson("models/latest"), ObjectStore.ReadXml("models/latest.info")
  assert(back.mean == weights.mean and back.samples == weights.samples, "JSON gives back what was saved")
  assert(info.symbol == "SPX" and #info.labels == 0, "so does XML")
  local total = 0
  for key, bytes in pairs(ObjectStore) do
    total = total + #bytes
    assert(ObjectStore.Stat(key).Size == #bytes)
  end
  assert(total == ObjectStore.UsedSize, "the sizes add up")
end
