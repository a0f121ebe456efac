-- A cash account: coins are paid whole and sold as far as they are there; money of stocks comes the next day.
local check = require "perigee.check"
local coin, day, sold_at
local step = 0

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 9)
  SetBrokerageModel(BrokerageName.Default, AccountType.Cash)
  SetCash(1000)
  SetCash("EUR", 50)
  coin = AddCrypto("EURUSD", Resolution.Daily)
  day = AddEquity("DAY", Resolution.Daily)
  day:SetFeeModel(ConstantFeeModel(0))
  check.equal("leverage", coin.Leverage, 1.0)
  coin:SetLeverage(3)
  check.equal("stays", coin.Leverage, 1.0)
end

local function status(ticket) return ticket.Status end

local function sell()
  check.equal("more than there is", status(MarketOrder(coin, -50.5)), "Invalid")
  local limit = LimitOrder(coin, -30, 99)
  check.equal("reserved", status(limit), "Submitted")
  check.equal("what is left", status(MarketOrder(coin, -20.5)), "Invalid")
  check.equal("as much as is left", status(MarketOrder(coin, -20)), "Filled")
  check.equal("euros", Portfolio.CashBook.EUR.Amount, 30.0)
  check.near("dollars", Portfolio.CashBook.USD.Amount, 1000 + 20 * coin.Price, 1e-9)
  check.equal("no short position", CalculateOrderQuantity(coin, -0.5), 0.0)
  limit:Cancel()
end

local function buy()
  local dollars = Portfolio.CashBook.USD.Amount
  check.equal("more than can be paid", status(MarketOrder(coin, dollars / coin.Price + 1)), "Invalid")
  check.equal("a limit order, too", status(LimitOrder(coin, dollars / 0.5 + 1, 0.5)), "Invalid")
  local limit = LimitOrder(coin, dollars / 2 / 0.5, 0.5)
  check.equal("half of it is reserved", status(MarketOrder(coin, dollars / 2 / coin.Price + 1)), "Invalid")
  limit:Cancel()
  local quantity = CalculateOrderQuantity(coin, 0.5)
  local value = Portfolio.TotalPortfolioValue
  check.near("what is there counts", (quantity + 30) * coin.Price, value * 0.5 * 0.9975, 1e-6)
  coin:SetFeeModel(ConstantFeeModel(10))
  check.near("and the fee", (CalculateOrderQuantity(coin, 0.5) + 30) * coin.Price + 10, value * 0.5 * 0.9975, 1e-6)
  coin:SetFeeModel(ConstantFeeModel(0))
  check.equal("no margin", Portfolio.TotalMarginUsed, 0.0)
end

local function sell_all()
  SetHoldings(coin, 0)
  check.equal("those of the beginning, too", Portfolio.CashBook.EUR.Amount, 0.0)
  check.equal("the position does not know them", coin.Holdings.Quantity, -50.0)
  check.near("one currency is left", Portfolio.TotalPortfolioValue, Portfolio.CashBook.USD.Amount, 1e-9)
end

local function trade_stocks(data)
  if not data[day] then return end
  if not sold_at and not day.Holdings.Invested then
    MarketOrder(day, 4)
  elseif not sold_at then
    local cash = Portfolio.CashBook.USD.Amount
    MarketOrder(day, -4)
    sold_at = { Time, cash }
  end
end

-- Daily orders fill at the next open, which is told at the close.
local function look_at_settlement()
  local unsettled = Portfolio.UnsettledCash
  if not sold_at or day.Holdings.Invested or sold_at.seen then return end
  if unsettled > 0 then
    sold_at.unsettled = unsettled
    check.equal("by currency", Portfolio.UnsettledCashBook.USD.Amount, unsettled)
    check.equal("the cash has not come", Portfolio.CashBook.USD.Amount, sold_at[2])
    check.near("it counts", Portfolio.TotalPortfolioValue, Portfolio.Cash + unsettled, 1e-9)
    check.near("it buys nothing", Portfolio.MarginRemaining, Portfolio.Cash, 1e-9)
  else
    sold_at.seen = true
    check.near("it came", Portfolio.CashBook.USD.Amount, sold_at[2] + sold_at.unsettled, 1e-9)
  end
end

function OnData(data)
  step = step + 1
  look_at_settlement()
  if step == 2 then sell() buy() sell_all() end
  if step > 2 then trade_stocks(data) end
end

function OnEndOfAlgorithm()
  check.that("the sale was seen to settle", sold_at and sold_at.seen)
  check.raises("no model", "an ImmediateSettlementModel or a DelayedSettlementModel",
    function() day:SetSettlementModel({}) end)
  check.raises("no time", "a TimeSpan of 0 to 24 hours", DelayedSettlementModel, 2, 5)
  check.equal("days", DelayedSettlementModel(2, TimeSpan.FromHours(8)).NumberOfDays, 2)
  check.finish()
end
