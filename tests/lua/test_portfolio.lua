-- Securities and Portfolio before, while and after holding something.
local check = require "perigee.check"
local day, coin

local step = 0

local function names(collection)
  local list = {}
  for symbol in pairs(collection) do list[#list + 1] = symbol.Value end
  return table.concat(list, " ")
end

local function collections()
  check.equal("Securities in order of subscription", names(Securities), "DAY COIN")
  check.equal("Portfolio in the same order", names(Portfolio), "DAY COIN")
  check.equal("Count", Securities.Count, 2)
  check.equal("Keys", #Securities.Keys, 2)
  check.equal("Values", Securities.Values[2].Symbol.Value, "COIN")
  check.equal("Keys of Portfolio", Portfolio.Keys[1].Value, "DAY")
  check.equal("ContainsKey", Securities.ContainsKey("DAY"), true)
  check.equal("ContainsKey of another", Securities.ContainsKey("YAD"), false)
  check.equal("ContainsKey of Portfolio", Portfolio.ContainsKey(coin), true)
  check.raises("colon", "Securities.ContainsKey takes a dot, not a colon", function()
    return Securities:ContainsKey("DAY")
  end)
  check.raises("unknown symbol", "'DYA' was not added; did you mean 'DAY'?", function() return Securities["DYA"] end)
  check.raises("unknown symbol of Portfolio", "'DYA' was not added; did you mean 'DAY'?", function()
    return Portfolio["DYA"]
  end)
  check.raises("of a holding", "Portfolio has no property 'Quantity': it is one of a Holding, as in "
    .. "Portfolio[symbol].Quantity", function() return Portfolio.Quantity end)
  check.raises("near one of the portfolio", "did you mean 'TotalUnrealizedProfit'?",
    function() return Portfolio.UnrealizedProfit end)
  check.raises("of a security", "Securities has no property 'Close': it is one of a Security, as in "
    .. "Securities[symbol].Close", function() return Securities.Close end)
  check.raises("its method", "as in Securities[symbol]:SetLeverage(...)", function() return Securities.SetLeverage end)
  check.raises("read-only", "read-only", function() Portfolio.Cash = 1 end) -- luacheck: ignore 122
  check.that("one object for each symbol", Securities["DAY"] == day)
  check.that("one holding for each symbol", Portfolio[day] == day.Holdings)
  check.equal("a security reads as its ticker", tostring(day), "DAY")
end

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 10)
  SetCash(10000)
  day = AddEquity("DAY", Resolution.Daily)
  coin = AddData("COIN", Resolution.Daily, "America/New_York")
  check.equal("HasData", day.HasData, false)
  check.equal("Price before data", day.Price, 0.0)
  check.equal("Cash", Portfolio.Cash, 10000.0)
  check.equal("value", Portfolio.TotalPortfolioValue, 10000.0)
  check.equal("not invested", Portfolio.Invested, false)
  check.equal("the same subscription again", AddEquity("DAY", Resolution.Daily), day)
  check.raises("with another type", "'DAY' was added before as Equity, and now as Crypto", AddCrypto, "DAY",
    Resolution.Daily)
  check.equal("leverage of data", coin.Leverage, 1.0)
  coin:SetLeverage(3)
  check.equal("leverage set", coin.Leverage, 3.0)
  check.raises("leverage below 1", "leverage", function() coin:SetLeverage(0.5) end)
  coin:SetFeeModel(ConstantFeeModel(2.5))
  collections()
end

local function bought(ticket)
  local holding = Portfolio[coin]
  check.equal("filled at once", ticket.Status, OrderStatus.Filled)
  check.equal("Quantity", holding.Quantity, 100.0)
  check.equal("AveragePrice", holding.AveragePrice, 12.0)
  check.equal("Price", holding.Price, 12.0)
  check.equal("HoldingsValue", holding.HoldingsValue, 1200.0)
  check.equal("UnrealizedProfit", holding.UnrealizedProfit, 0.0)
  check.equal("TotalFees of the holding", holding.TotalFees, 2.5)
  check.equal("Invested", holding.Invested, true)
  check.equal("IsLong", holding.IsLong, true)
  check.equal("IsShort", holding.IsShort, false)
  check.equal("Symbol", holding.Symbol.Value, "COIN")
  check.equal("Cash", Portfolio.Cash, 10000 - 1200 - 2.5)
  check.equal("TotalPortfolioValue", Portfolio.TotalPortfolioValue, 9997.5)
  check.equal("TotalHoldingsValue", Portfolio.TotalHoldingsValue, 1200.0)
  check.equal("TotalFees", Portfolio.TotalFees, 2.5)
  check.equal("MarginRemaining: a third is used", Portfolio.MarginRemaining, 9997.5 - 400)
  check.equal("Invested as a whole", Portfolio.Invested, true)
  check.equal("Invested of the other", Portfolio[day].Invested, false)
end

local function a_day_later()
  local holding = Portfolio[coin]
  check.equal("Price follows", holding.Price, 13.0)
  check.equal("UnrealizedProfit follows", holding.UnrealizedProfit, 100.0)
  check.near("UnrealizedProfitPercent", holding.UnrealizedProfitPercent, 1 / 12, 1e-12)
  check.equal("TotalUnrealizedProfit", Portfolio.TotalUnrealizedProfit, 100.0)
  check.equal("value follows", Portfolio.TotalPortfolioValue, 10097.5)
  Sell(coin, 150)
  check.equal("turned short", holding.Quantity, -50.0)
  check.equal("IsShort", holding.IsShort, true)
  check.equal("average of the new side", holding.AveragePrice, 13.0)
  check.equal("realised", holding.Profit, 100.0)
  check.equal("TotalProfit", Portfolio.TotalProfit, 100.0)
  check.equal("HoldingsValue of a short", holding.HoldingsValue, -650.0)
end

local function two_days_later()
  check.equal("a short loses when it rises", Portfolio[coin].UnrealizedProfit, -50.0)
  Buy(coin, 50)
  check.equal("flat", Portfolio.Invested, false)
  check.equal("cash = start + profit - fees", Portfolio.Cash, 10000 + 100 - 50 - 7.5)
  check.equal("value is cash", Portfolio.TotalPortfolioValue, Portfolio.Cash)
end

function OnData(data)
  if not data:ContainsKey(coin) then return end
  step = step + 1
  if step == 1 then
    check.equal("COIN ends at midnight", Time, DateTime(2013, 10, 2))
    check.equal("Security.Open", coin.Open, 11.0)
    check.equal("Security.High", coin.High, 13.0)
    check.equal("Security.Low", coin.Low, 10.0)
    check.equal("Security.Close", coin.Close, 12.0)
    check.equal("Security.Price", coin.Price, 12.0)
    check.equal("Security.Volume", coin.Volume, 0.0)
    check.equal("Security.HasData", coin.HasData, true)
    bought(Buy(coin, 100))
  elseif step == 2 then
    a_day_later()
  elseif step == 3 then
    two_days_later()
  end
end

function OnEndOfAlgorithm()
  check.that("steps ran", step >= 3)
  check.finish()
end
