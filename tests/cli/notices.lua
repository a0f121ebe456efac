-- What happens to an order without an error is told: once for each symbol and cause, not at each bar.
local t = ...
local harness = require "harness"

-- Daily bars of a coin; every day is open.
local function coin()
  local rows = { "date,open,high,low,close,volume" }
  for day = 7, 18 do rows[#rows + 1] = ("2013-10-%02d,200,202,198,200,1000"):format(day) end
  return table.concat(rows, "\n") .. "\n"
end

local function count(text, part)
  local n = 0
  for _ in text:gmatch((part:gsub("%p", "%%%0"))) do n = n + 1 end
  return n
end

--- Runs OnData's body; each text of `once` must be told one time, each of `lacks` never.
local function told(name, account, body, once, lacks)
  local result = t:case {
    name = name, files = { ["data/BTCUSD.csv"] = coin(), ["data/ETHUSD.csv"] = coin() },
    strategy = ([[
function Initialize()
  SetBrokerageModel(BrokerageName.Default, AccountType.%s)
  SetCash(10000)
  abc = AddEquity("ABC", Resolution.Daily)
  btc = AddCrypto("BTCUSD", Resolution.Daily)
  eth = AddCrypto("ETHUSD", Resolution.Daily)
end
function OnData(data)
  if not (abc.HasData and btc.HasData and eth.HasData) then return end
  %s
end
]]):format(account, body), stdout = "Completed", stdout_lacks = lacks or {},
  }
  for _, text in ipairs(once) do
    t:equal(name .. ": " .. text, count(result.stdout, "warning: " .. text), 1)
  end
end

local CUT = "is traded in lots of"

told("a fraction of a share", "Margin", "MarketOrder(abc, 2.5) MarketOrder(abc, -1.5)", {
  "'ABC' is traded in lots of 1: a quantity of 2.5 is cut to 2 (further ones are cut without a word)",
})
told("a fraction of a satoshi, and of a share", "Margin", "MarketOrder(btc, 0.123456789) MarketOrder(abc, 1.25)", {
  "'ABC' is traded in lots of 1: a quantity of 1.25 is cut to 1",
  "'BTCUSD' is traded in lots of 1e-8: a quantity of 0.123456789 is cut to 0.12345678",
})
told("an update is cut as well", "Margin", [[
  if not ticket then ticket = LimitOrder(abc, 10, 50) end
  ticket:UpdateQuantity(7.75)
]], { "'ABC' is traded in lots of 1: a quantity of 7.75 is cut to 7" })
told("whole lots are not cut", "Margin",
  "MarketOrder(abc, 2) MarketOrder(btc, 0.29) SetHoldings(abc, 0.3)", {}, { CUT })

told("no coin is sold that is not there", "Cash", "SetHoldings(btc, -0.5) SetHoldings(eth, -0.25)", {
  "SetHoldings('BTCUSD', -0.5) ordered nothing: a cash account sells no coins or currencies that it does not have",
  "SetHoldings('ETHUSD', -0.25) ordered nothing: a cash account",
})
told("nor by a list of targets", "Cash", "SetHoldings { PortfolioTarget(btc, -0.5), { eth, 0.25 } }", {
  "SetHoldings('BTCUSD', -0.5) ordered nothing: a cash account",
}, { "'ETHUSD'" })
told("a margin account sells short", "Margin", "SetHoldings(btc, -0.5)", {}, { "ordered nothing" })

told("a share below one lot", "Margin", "SetHoldings(abc, 0.005) SetHoldings(btc, 0.5)", {
  "SetHoldings('ABC', 0.005) ordered nothing: that share is worth ",
}, { "'BTCUSD'" })
told("nothing more to order is no news", "Margin",
  "SetHoldings(abc, 0.5) SetHoldings(btc, 0)", {}, { "ordered nothing" })

told("orders that cannot be paid, by symbol", "Cash",
  "MarketOrder(btc, -1) MarketOrder(eth, -2) MarketOrder(btc, 1e6)", {
  "order 1 of 'BTCUSD' is invalid: insufficient buying power: needed 1 BTC, available 0 (further ones are only "
    .. "counted)",
  "order 2 of 'ETHUSD' is invalid: insufficient buying power: needed 2 ETH, available 0",
}, { "order 3 of" })

local PROPERTIES = [[
market,symbol,type,description,quote_currency,contract_multiplier,minimum_price_variation,lot_size,market_ticker
binance,BTCBUSD,crypto,BTCBUSD,BUSD,1,0.01,0.00001,BTCBUSD,10
coinbase,BTCUSD,crypto,BTCUSD,USD,1,0.01,0.00000001,BTC-USD,0.00001
]]

-- Each of these is a run of its own: `setup` names the brokerage, adds `coin`, and gives the account its cash.
local function told_of_coin(name, setup, body, once, lacks)
  local result = t:case {
    name = name, files = {
      ["data/BTCUSD.csv"] = coin(), ["data/BTCBUSD.csv"] = coin(),
      ["data/symbol-properties/symbol-properties-database.csv"] = PROPERTIES,
    },
    strategy = ([[
local n = 0
function Initialize()
  %s
end
function OnData(data)
  if not data[coin] then return end
  n = n + 1
  %s
end
]]):format(setup, body), stdout = "Completed", stdout_lacks = lacks or {},
  }
  for _, text in ipairs(once) do
    t:equal(name .. ": " .. text, count(result.stdout, "warning: " .. text), 1)
  end
end

told_of_coin("a brokerage that changes no orders", [[
  SetBrokerageModel(BrokerageName.Binance, AccountType.Cash) SetCash(0) SetCash("BUSD", 10000, 1)
  coin = AddCrypto("BTCBUSD", Resolution.Daily)]], [[
  if n < 3 then ticket = LimitOrder(coin, 1, 50) end
  ticket:UpdateLimitPrice(60 + n)]], {
  "order 1 of 'BTCBUSD' is not updated: the brokerage changes no orders: cancel it and send another one "
    .. "[BrokerageModelRefusedToUpdateOrder] (told once)",
}, { "order 2 of" })
told_of_coin("an update that the account cannot pay, and one that is too late", [[
  SetBrokerageModel(BrokerageName.Default, AccountType.Cash) SetCash(10000)
  coin = AddCrypto("BTCUSD", Resolution.Daily)]], [[
  if n == 1 then ticket = LimitOrder(coin, 1, 50) end
  if n < 4 then ticket:UpdateQuantity(1000 + n) end
  if n == 5 then ticket:UpdateLimitPrice(250) ticket:UpdateQuantity(2) end
  if n == 6 then
    late = LimitOrder(coin, 1, 50)
    late:Cancel()
  end
  if n == 7 then
    last = LimitOrder(coin, 1, 50)
    last:UpdateLimitPrice(51)
    last:Cancel()
  end]], {
  "order 1 of 'BTCUSD' is not updated: insufficient buying power: needed 50050 USD, available 10000 "
    .. "[InsufficientBuyingPower] (told once)",
  "order 3 of 'BTCUSD' is not updated: it is CancelPending by now [InvalidOrderStatus] (told once)",
})

told_of_coin("no currency to pay with", [[
  SetBrokerageModel(BrokerageName.Binance, AccountType.Cash) SetCash(10000)
  coin = AddCrypto("BTCBUSD", Resolution.Daily)]], "SetHoldings(coin, 0.5)", {
  'SetHoldings(\'BTCBUSD\', 0.5) ordered nothing: the account holds no BUSD to pay with: SetCash("BUSD", ...) '
    .. "(told once)",
}, { "BUSD, available" })
told_of_coin("too little to pay with", [[
  SetBrokerageModel(BrokerageName.Default, AccountType.Cash) SetCash("USD", 0.0000001)
  coin = AddCrypto("BTCUSD", Resolution.Daily)]], "SetHoldings(coin, 0.5)", {
  "SetHoldings('BTCUSD', 0.5) ordered nothing: the account holds 1e-7 USD to pay with:",
})
told_of_coin("less margin than the least", [[
  SetCash(1000000) coin = AddCrypto("BTCUSD", Resolution.Daily)]],
  "SetHoldings(coin, 0.0005) SetHoldings(coin, 0.0004)", {
  "SetHoldings('BTCUSD', 0.0005) ordered nothing: that is less margin than "
    .. "Settings.MinimumOrderMarginPortfolioPercentage asks for (told once)",
}, { "0.0004" })
told_of_coin("as much margin as the least", [[
  SetCash(1000000) coin = AddCrypto("BTCUSD", Resolution.Daily)]],
  "SetHoldings(coin, 0.5) SetHoldings(coin, 0.5004)", {}, { "ordered nothing" })

-- Two of a brokerage's rules for one symbol: an order's own numbers make no cause of their own.
told_of_coin("each rule of a brokerage", [[
  SetBrokerageModel(BrokerageName.Binance, AccountType.Cash) SetCash(0) SetCash("BUSD", 10000, 1)
  coin = AddCrypto("BTCBUSD", Resolution.Daily)]], [[
  MarketOrder(coin, 0.001 * n)
  StopMarketOrder(coin, 1, 300)]], {
  "order 1 of 'BTCBUSD' is invalid: the order is worth 0.2, ", "order 2 of 'BTCBUSD' is invalid: ",
}, { "order 3 of", "order 4 of" })

-- A target of what has no price, or no rate of its currency, is no error, as in LEAN.
local late = "date,open,high,low,close,volume\n2013-10-17,5,5,5,5,10\n2013-10-18,5,5,5,5,10\n"
local unpriced = t:case {
  name = "a target without a price", files = { ["data/LATE.csv"] = late, ["data/ABC.csv"] = harness.ten_days() },
  strategy = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  late = AddEquity("LATE", Resolution.Daily)
end
function OnData()
  if late.Holdings.Invested then return end
  local ticket = SetHoldings(late, 0.5)
  Log("targets " .. #SetHoldings { { abc, 0.25 }, { late, 0.5 } } .. " quantity " .. CalculateOrderQuantity(late, 0.5))
  SetHoldings(late, 0)
end
]], stdout = { "2013-10-07 16:00:00 targets 1 quantity 0.0\n", "2013-10-08 16:00:00 targets 0 quantity 0.0\n" },
}
t:equal("is told once", count(unpriced.stdout, "warning: SetHoldings('LATE', 0.5) ordered nothing: it has no price "
  .. "yet, no bar of it has arrived by this time (told once)"), 1)
