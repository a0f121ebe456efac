-- Models of one's own for fees, slippage, buying power, and fills of random parts of market orders.
-- LEAN: Algorithm.CSharp/CustomModelsAlgorithm.cs of QuantConnect/Lean, commit unknown
-- expects: Total Orders = 63
-- expects: Average Win = 0.11%
-- expects: Average Loss = -0.06%
-- expects: Compounding Annual Return = -7.236%
-- expects: Drawdown = 2.400%
-- expects: Expectancy = -0.187
-- expects: Start Equity = 100000
-- expects: End Equity = 99370.95
-- expects: Net Profit = -0.629%
-- expects: Sharpe Ratio = -1.47
-- expects: Sortino Ratio = -2.086
-- expects: Loss Rate = 70%
-- expects: Win Rate = 30%
-- expects: Profit-Loss Ratio = 1.73
-- expects: Alpha = -0.102
-- expects: Beta = 0.122
-- expects: Annual Standard Deviation = 0.04
-- expects: Annual Variance = 0.002
-- expects: Information Ratio = -4.126
-- expects: Tracking Error = 0.102
-- expects: Treynor Ratio = -0.479
-- expects: Total Fees = $62.25
-- expects: Estimated Strategy Capacity = $52000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 197.95%
-- expects: OrderListHash = 709bbf9af9ec6b43a10617dc192a6a5b
-- expects points: 330
-- Numbers of .NET's Random(seed): a subtractive generator (Knuth, The Art of Computer Programming 2, 3.2.2).
local BIG = 2147483647
local numbers, first, second = {}, 0, 21

local function seed(value)
  local a, b = 161803398 - value, 1
  numbers[55] = a
  for i = 1, 54 do
    local at = 21 * i % 55
    numbers[at] = b
    b = a - b
    if b < 0 then b = b + BIG end
    a = numbers[at]
  end
  for _ = 1, 4 do
    for i = 1, 55 do
      numbers[i] = numbers[i] - numbers[1 + (i + 30) % 55]
      if numbers[i] < 0 then numbers[i] = numbers[i] + BIG end
    end
  end
end

-- 0 <= result < most
local function random(most)
  first, second = first % 55 + 1, second % 55 + 1
  local number = numbers[first] - numbers[second]
  if number == BIG then number = number - 1 end
  if number < 0 then number = number + BIG end
  numbers[first] = number
  return math.floor(number * (1 / BIG) * most)
end

local default = ImmediateFillModel()
local remaining = {} -- by order
local fills, slippage, power = {}, {}, {}

function fills.MarketFill(security, order)
  local size = order.AbsoluteQuantity
  local rest = remaining[order.Id] or size
  local fill = default:MarketFill(security, order)
  local part = math.min(rest, random(2 * size))
  remaining[order.Id] = rest - part
  if not fill or part == 0 then return nil end
  return { FillPrice = fill.FillPrice, FillQuantity = order.Quantity < 0 and -part or part, Message = fill.Message }
end

function slippage.GetSlippageApproximation(security, order)
  return security.Price * 0.0001 * math.log(2 * order.AbsoluteQuantity, 10)
end

function power.HasSufficientBuyingPowerForOrder() return true end

local spy

function Initialize()
  seed(387510346)
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 31)
  spy = AddEquity("SPY", Resolution.Hour)
  spy:SetFeeModel(function(asked) return math.max(1, asked.Security.Price * asked.Order.AbsoluteQuantity * 0.00001) end)
  spy:SetFillModel(fills)
  spy:SetSlippageModel(slippage)
  spy:SetBuyingPowerModel(power)
end

function OnData(data)
  if not data.Bars:ContainsKey(spy) or #Transactions.GetOpenOrders(spy) > 0 then return end
  local held = spy.Holdings.Quantity
  if Time.Day > 10 and held <= 0 then
    MarketOrder(spy, CalculateOrderQuantity(spy, 0.5), true)
  elseif Time.Day > 20 and held >= 0 then
    MarketOrder(spy, CalculateOrderQuantity(spy, -0.5), true)
  end
end
