-- A short position through a split of 7:1, raw prices: seven times the shares at a seventh of the price.
local PRICES = { "Price", "Open", "High", "Low", "Close", "BidPrice", "AskPrice" }
local SIZES = { "Volume", "BidSize", "AskSize" }
local aapl
local before, happened

function Initialize()
  SetStartDate(2014, 6, 5)
  SetEndDate(2014, 6, 11)
  SetCash(100000)
  aapl = AddEquity("AAPL", Resolution.Minute, Market.USA, true, 0, false, DataNormalizationMode.Raw)
end

local function take_down()
  local values = { Quantity = aapl.Holdings.Quantity }
  for _, list in ipairs { PRICES, SIZES } do
    for _, name in ipairs(list) do values[name] = aapl[name] end
  end
  return values
end

local function check(name, got, want)
  if math.abs(got - want) > 1e-4 then error(("%s was %s, want %s"):format(name, got, want)) end
end

local function check_split(split)
  if not aapl.Holdings.Invested then error("the position is gone") end
  check("quantity", aapl.Holdings.Quantity, math.ceil(before.Quantity / split.SplitFactor)) -- whole shares, short
  check("price of the holding", aapl.Holdings.Price, aapl.Price)
  for _, name in ipairs(PRICES) do check(name, aapl[name], before[name] * split.SplitFactor) end
  for _, name in ipairs(SIZES) do check(name, aapl[name], before[name] / split.SplitFactor) end
end

function OnData(data)
  local split = data.Splits[aapl]
  if split and split.Type == SplitType.SplitOccurred then
    happened = true
    check_split(split)
  end
  if not Portfolio.Invested and not happened then SetHoldings(aapl, -1) end
  before = take_down()
end

function OnEndOfAlgorithm()
  if not happened then error("there was no split") end
end
