-- Lots of a coin add up as decimals do: what was bought in parts is sold to the last one, with fees in coins, too.
local check = require "perigee.check"
local coin, first, second
local step = 0

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 9)
  SetBrokerageModel(BrokerageName.Default, AccountType.Cash)
  SetCash(100000)
  SetCash("EUR", 0)
  coin = AddCrypto("EURUSD", Resolution.Daily)
end

local function trade(quantity) check.equal("filled: " .. quantity, MarketOrder(coin, quantity).Status, "Filled") end

local function has(what, quantity, amount)
  check.equal(what .. ": holding", coin.Holdings.Quantity, quantity)
  check.equal(what .. ": amount", Portfolio.CashBook.EUR.Amount, amount or quantity)
end

local function in_parts()
  coin:SetFeeModel(ConstantFeeModel(0))
  trade(0.5)
  trade(-0.2)
  trade(-0.2)
  has("0.5 - 0.2 - 0.2", 0.1)
  trade(-0.1)
  has("the last part", 0.0)
  for _ = 1, 10 do trade(0.1) end
  has("ten tenths", 1.0)
  for _ = 1, 3 do trade(-0.3) end
  has("three times three of them", 0.1)
  Liquidate(coin)
  has("liquidated", 0.0)
end

local function with_fees_in_coins()
  coin:SetFeeModel(BinanceFeeModel())
  trade(0.3)
  has("0.1 % less", 0.2997)
  for _ = 1, 3 do trade(-0.0999) end
  has("three parts", 0.0)
  for _ = 1, 7 do trade(0.1) end
  has("seven parts", 0.6993)
  trade(-0.6993)
  has("at once", 0.0)
end

-- Kraken takes the fee of a sale from the coins that are left.
local function with_fees_of_sales()
  coin:SetFeeModel(ConstantFeeModel(0))
  trade(0.5)
  coin:SetFeeModel(KrakenFeeModel())
  trade(-0.1)
  trade(-0.1)
  has("two sales of 0.1, 0.2 % each", 0.3, 0.2996)
  coin:SetFeeModel(ConstantFeeModel(0))
  trade(-0.2996)
  has("all there is", 0.0004, 0.0)
end

local function with_open_orders()
  trade(0.6)
  first, second = LimitOrder(coin, -0.1, 99), LimitOrder(coin, -0.2, 99)
  trade(-0.3)
  check.equal("no more", MarketOrder(coin, -0.00000001).Status, "Invalid")
end

function OnData()
  step = step + 1
  if step == 2 then
    in_parts()
    with_fees_in_coins()
    with_fees_of_sales()
    with_open_orders()
  end
end

function OnEndOfAlgorithm()
  check.that("the limit orders were made", first and second)
  check.finish()
end
