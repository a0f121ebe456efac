-- A short position through a split of 7:1, raw prices: seven times the shares at a seventh of the price. What the
-- algorithms for each resolution share.
local PRICES = { "Price", "Open", "High", "Low", "Close", "BidPrice", "AskPrice" }

local function check(name, got, want)
  if math.abs(got - want) > 1e-4 then error(("%s was %s, want %s"):format(name, got, want)) end
end

return function(resolution)
  local aapl, quantity, happened
  local before = {}

  function Initialize()
    SetStartDate(2014, 6, 5)
    SetEndDate(2014, 6, 11)
    SetCash(100000)
    aapl = AddEquity("AAPL", resolution, Market.USA, true, 0, false, DataNormalizationMode.Raw)
  end

  function OnData(data)
    local split = data.Splits[aapl]
    if split and split.Type == SplitType.SplitOccurred then
      happened = true
      check("quantity", aapl.Holdings.Quantity, math.ceil(quantity / split.SplitFactor)) -- whole shares, short
      for _, name in ipairs(PRICES) do check(name, aapl[name], before[name] * split.SplitFactor) end
    end
    if not Portfolio.Invested and not happened then SetHoldings(aapl, -1) end
    quantity = aapl.Holdings.Quantity
    for _, name in ipairs(PRICES) do before[name] = aapl[name] end
  end

  function OnEndOfAlgorithm()
    if not happened then error("there was no split") end
  end
end
