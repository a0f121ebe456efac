-- Forex and crypto in LEAN's layout: bars of quotes, prices of their middle, lots, margin, history.
-- shared: lean-data
local check = require "perigee.check"
local eurusd, daily, hours, bought, last_bar
local filled = 0

function Initialize()
  SetStartDate(2018, 4, 3)
  SetEndDate(2018, 4, 4)
  SetCash(100000)
  eurusd = AddForex("EURUSD", Resolution.Minute)
  check.equal("market by default", eurusd.Symbol.Market, "oanda")
  check.equal("type", eurusd.Symbol.SecurityType, "Forex")
  check.equal("leverage", eurusd.Leverage, 50.0)
  check.equal("added again", AddForex("EURUSD", Resolution.Minute, Market.Oanda), eurusd)
  check.raises("of another type", "'EURUSD' was added before as Forex, and now as Cfd",
    function() AddCfd("EURUSD", Resolution.Minute) end)
  check.raises("of another market", "was added before", AddForex, "EURUSD", Resolution.Minute, Market.FXCM)
  AddForex("EURGBP", Resolution.Daily)
  check.raises("without data", "no data for 'AUDUSD': tried", function() AddForex("AUDUSD", Resolution.Minute) end)
  check.raises("a market that is not known", "nowhere", function() AddForex("GBPUSD", Resolution.Daily, "nowhere") end)
  daily = AddForex("NZDUSD", Resolution.Daily)
  hours = AddCrypto("BTCUSD", Resolution.Daily)
  check.equal("crypto's market", hours.Symbol.Market, "coinbase")
  check.equal("crypto's leverage", hours.Leverage, 1.0)
end

local function look_back()
  local bars = History(eurusd, 3)
  check.equal("three bars", #bars, 3)
  check.equal("the last one is now's", bars[3].EndTime, Time)
  check.equal("of quotes", bars[3].Bid.Close, eurusd.BidPrice)
  local days = History(daily, 5)
  check.equal("five days", #days, 5)
  check.equal("oldest first", days[1].EndTime < days[5].EndTime, true)
  local coins = History(hours, TimeSpan.FromDays(1200))
  check.equal("trades of a coin", #coins > 100 and coins[1].Volume > 0, true)
end

function OnData(data)
  local bar = data[eurusd]
  if not bar then return end
  check.equal("no trades", data.Bars[eurusd], nil)
  check.equal("the quotes", data.QuoteBars[eurusd].Ask.Close, bar.Ask.Close)
  if bar.IsFillForward then
    filled = filled + 1
    return
  end
  check.near("the middle is the price", eurusd.Price, (bar.Bid.Close + bar.Ask.Close) / 2, 1e-12)
  check.equal("AskPrice", eurusd.AskPrice, bar.Ask.Close)
  last_bar = bar
  if bought then return end
  bought = true
  look_back()
  check.raises("below a lot", "below the lot size of 1", MarketOrder, eurusd, 0.5)
  local ticket = MarketOrder(eurusd, 1000)
  check.equal("filled at the ask", ticket.AverageFillPrice, bar.Ask.Close)
  check.near("no fee", Portfolio.CashBook["USD"].Amount, 100000 - 1000 * bar.Ask.Close, 1e-9)
  check.equal("euros", Portfolio.CashBook["EUR"].Amount, 1000.0)
  check.near("cash", Portfolio.Cash, 100000 + 1000 * (bar.Close - bar.Ask.Close), 1e-9)
  check.that("pounds by a pair nobody added", Portfolio.CashBook["GBP"].ConversionRate > 1.2)
  check.near("a fiftieth is margin", Portfolio.TotalPortfolioValue - Portfolio.MarginRemaining,
    1000 * eurusd.Price / 50, 1e-6)
end

function OnEndOfAlgorithm()
  check.equal("there were quotes", bought, true)
  check.near("no value besides", Portfolio.TotalPortfolioValue, Portfolio.Cash, 1e-9)
  check.near("valued at the middle", eurusd.Holdings.HoldingsValue, 1000 * last_bar.Close, 1e-9)
  check.finish()
end
