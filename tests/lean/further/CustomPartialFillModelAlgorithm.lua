-- Market orders fill ten shares a bar.
-- LEAN: Algorithm.CSharp/CustomPartialFillModelAlgorithm.cs of QuantConnect/Lean, commit 0678de396d
-- expects: Total Orders = 24
-- expects: Average Win = 0.02%
-- expects: Average Loss = -0.01%
-- expects: Compounding Annual Return = 3.413%
-- expects: Drawdown = 0.600%
-- expects: Expectancy = 0.426
-- expects: Start Equity = 100000
-- expects: End Equity = 100550.15
-- expects: Net Profit = 0.550%
-- expects: Sharpe Ratio = -0.416
-- expects: Sortino Ratio = -0.435
-- expects: Loss Rate = 44%
-- expects: Win Rate = 56%
-- expects: Profit-Loss Ratio = 1.52
-- expects: Alpha = -0.037
-- expects: Beta = 0.05
-- expects: Annual Standard Deviation = 0.015
-- expects: Annual Variance = 0
-- expects: Information Ratio = -5.465
-- expects: Tracking Error = 0.114
-- expects: Treynor Ratio = -0.123
-- expects: Total Fees = $24.00
-- expects: Estimated Strategy Capacity = $89000000.00
-- expects: Lowest Capacity Asset = SPY R735QTJ8XC9X
-- expects: Portfolio Turnover = 10.59%
-- expects: Drawdown Recovery = 1
-- expects: OrderListHash = aa14b4a6f4eb5907cb188ed462c14389
-- expects points: 582
local spy
local default = ImmediateFillModel()
local remaining = {} -- by order

local model = {}

function model.MarketFill(security, order)
  local fill = default:MarketFill(security, order)
  if not fill then return nil end
  local rest = remaining[order.Id] or order.AbsoluteQuantity
  local part = math.min(10, rest)
  remaining[order.Id] = rest - part
  return { FillPrice = fill.FillPrice, FillQuantity = order.Quantity < 0 and -part or part, Message = fill.Message }
end

function Initialize()
  SetStartDate(2019, 1, 1)
  SetEndDate(2019, 3, 1)
  spy = AddEquity("SPY", Resolution.Hour)
  spy:SetFillModel(model)
end

function OnData()
  if #Transactions.GetOpenOrders(spy) > 0 then return end
  local held = spy.Holdings.Quantity
  if Time.Day > 10 and held <= 0 then
    MarketOrder(spy, 105, true)
  elseif Time.Day > 20 and held >= 0 then
    MarketOrder(spy, -100, true)
  end
end
