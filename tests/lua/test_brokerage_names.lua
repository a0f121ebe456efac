-- A brokerage by its name: the orders it takes, its markets and leverage; and a pair by AddSecurity.
local check = require "perigee.check"
local pair, coin, stock
local step = 0

function Initialize()
  check.raises("of no such brokerage", "BrokerageName has no member 'Robinhood'; perigee api BrokerageName lists them",
    function() return BrokerageName.Robinhood end)
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 9)
  SetCash("GBP", 0, 1.5)
  SetBrokerageModel(BrokerageName.Bitfinex)
  pair = AddSecurity(SecurityType.Forex, "EURUSD", Resolution.Daily)
  coin = AddCrypto("EURGBP", Resolution.Daily)
  stock = AddEquity("DAY", Resolution.Daily)
  check.equal("a pair", pair.Type, SecurityType.Forex)
  check.equal("by its symbol", AddSecurity(pair.Symbol, Resolution.Daily), pair)
  check.equal("its market", pair.Symbol.Market, Market.Oanda)
  check.equal("the brokerage's", coin.Symbol.Market, Market.Bitfinex)
  check.near("and its leverage", coin.Leverage, 3.3, 1e-12)
  check.raises("no such type", "expected Equity, Forex, Cfd or Crypto", AddSecurity, SecurityType.Future, "ES")
end

local function money()
  local cash = Portfolio.CashBook.USD
  local before = Portfolio.TotalPortfolioValue
  check.equal("money that comes", cash:AddAmount(50), 100050.0)
  check.equal("counts", Portfolio.TotalPortfolioValue, before + 50)
  check.equal("and goes", cash:AddAmount(-50), 100000.0)
  cash:SetAmount(100000)
  check.equal("as it was", Portfolio.TotalPortfolioValue, before)
  check.raises("no number", "expected a finite number", cash.AddAmount, cash, math.huge)
  check.raises("not of sales to come", "not settled yet", Portfolio.UnsettledCashBook.USD.SetAmount,
    Portfolio.UnsettledCashBook.USD, 1)
end

local function orders()
  check.equal("no stocks", MarketOrder(stock, 1).Status, OrderStatus.Invalid)
  check.equal("why", Transactions.GetOrderTicket(1).ErrorCode, "BrokerageModelRefusedToSubmitOrder")
  check.equal("no trailing stops", TrailingStopOrder(coin, 1, 5, false).Status, OrderStatus.Invalid)
  check.equal("its fee is off", MarketOrder(coin, 2).QuantityFilled, 2 - 2 * 0.002)
  check.equal("of the position", coin.Holdings.Quantity, 2 - 2 * 0.002)
  check.equal("without the sign", coin.Holdings.AbsoluteQuantity, 2 - 2 * 0.002)
  check.near("what it cost", coin.Holdings.HoldingsCost, (2 - 2 * 0.002) * coin.Holdings.AveragePrice * 1.5, 1e-9)
  check.near("what was traded", Portfolio.TotalSaleVolume, coin.Holdings.TotalSaleVolume, 1e-9)
  check.near("fees alone", Portfolio.TotalNetProfit, -Portfolio.TotalFees, 1e-9)
  check.near("of it as well", coin.Holdings.NetProfit, -coin.Holdings.TotalFees, 1e-9)
  check.equal("invested", Portfolio.HoldStock and coin.Holdings.HoldStock, true)
end

function OnData(data)
  if not (data:ContainsKey(coin) and stock.HasData) then return end
  step = step + 1
  if step ~= 1 then return end
  money()
  orders()
end

function OnOrderEvent(event)
  if event.Status == OrderStatus.Filled then check.equal("in the event", event.FillQuantity, 2 - 2 * 0.002) end
end

function OnEndOfDay(symbol)
  if symbol.Value ~= "DAY" then return end
  check.equal("ten minutes before the close", stock.Exchange.ExchangeOpen, true)
  check.equal("it closes soon", stock.Exchange.ClosingSoon, true)
  check.equal("its zone", stock.Exchange.TimeZone, "America/New_York")
end

function OnEndOfAlgorithm()
  check.that("steps ran", step > 0)
  check.finish()
end
