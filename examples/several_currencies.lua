-- An account in euros that holds dollars and pounds: a stock index in dollars, a pair, and what they are worth.
-- The prices of the pairs are invented: examples/data/make.lua.

local spx, eurusd, gbpusd
local started, months = false, {}

function Initialize()
  SetStartDate(2019, 1, 1)
  SetEndDate(2019, 12, 31)
  SetAccountCurrency("EUR")
  SetCash(100000)     -- euros
  SetCash("USD", 5000) -- and dollars; their rate is that of EURUSD, turned round
  spx = AddEquity("SPX", Resolution.Daily)
  eurusd = AddForex("EURUSD", Resolution.Daily)
  gbpusd = AddForex("GBPUSD", Resolution.Daily)
  gbpusd:SetFeeModel(function() return 1, "USD" end) -- a fee leaves the cash of its own currency
end

-- Each currency, and what it is worth in euros.
local function tell()
  local parts = {}
  for _, code in ipairs { "EUR", "USD", "GBP" } do
    local cash = Portfolio.CashBook[code]
    parts[#parts + 1] = ("%.0f %s (%.0f)"):format(cash.Amount, code, cash.ValueInAccountCurrency)
  end
  Log(("%s; SPX %.0f; together %.0f EUR"):format(table.concat(parts, ", "), spx.Holdings.HoldingsValue,
    Portfolio.TotalPortfolioValue))
end

function OnData()
  if not (spx.HasData and eurusd.HasData and gbpusd.HasData) then return end
  if not started then
    started = true
    SetHoldings(spx, 0.4)     -- of the account's value in euros; paid in dollars, which are owed then
    MarketOrder(gbpusd, 10000) -- swaps dollars for pounds
  end
  if not months[Time.Month] then
    months[Time.Month] = true
    if Time.Month % 3 == 1 then tell() end
  end
  -- What is owed in dollars is bought with euros: EURUSD is sold.
  local owed = -Portfolio.CashBook.USD.Amount
  if owed > 1000 and #Transactions.GetOpenOrders() == 0 then
    MarketOrder(eurusd, -math.ceil(owed / eurusd.Price / 1000) * 1000)
  end
end

function OnEndOfAlgorithm() tell() end
