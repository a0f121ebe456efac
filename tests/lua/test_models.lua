-- Models of the strategy's own: fees, fills, slippage, buying power; a security's own fields, its initializer.
local check = require "perigee.check"
local min, other

local initialized = {}
local step = 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  SetCash(100000)
  SetBrokerageModel {
    GetFeeModel = function(security) return ConstantFeeModel(security.Symbol.Value == "AAA" and 3 or 2) end,
    GetLeverage = function() return 4 end,
  }
  SetSecurityInitializer(function(security)
    initialized[#initialized + 1] = tostring(security)
    security:SetDataNormalizationMode(DataNormalizationMode.Raw)
    security.Colour = "red"
  end)
  min = AddEquity("MIN", Resolution.Minute)
  AddEquity("MIN", Resolution.Minute)
  other = AddEquity("AAA", Resolution.Minute) -- the same prices
  check.equal("initialized once", table.concat(initialized, " "), "MIN AAA")
  check.equal("leverage of the brokerage", min.Leverage, 4.0)
end

local function own_fields()
  check.equal("own field", min.Colour, "red")
  min.Count = 1
  check.equal("another", Securities["MIN"].Count, 1)
  check.raises("unknown", "Security has no property 'Colur'; did you mean 'Colour'?", function() return min.Colur end)
  check.raises("misspelt", "did you mean 'Price'?", function() return min.Prices end)
  check.raises("read-only", "Security.Price is read-only", function() min.Price = 1 end)
  min.Count = nil
  check.raises("gone", "Security has no property 'Count'", function() return min.Count end)
end

local function prices()
  check.equal("BidPrice without quotes", min.BidPrice, min.Price)
  check.equal("AskPrice without quotes", min.AskPrice, min.Price)
  check.equal("BidSize without quotes", min.BidSize, 0.0)
  local last = min:GetLastData()
  check.equal("last data", last.Close, min.Close)
  check.equal("its end", last.EndTime, Time)
end

local function fees()
  check.equal("of the brokerage", Buy(min, 1).Fee, 2.0)
  check.equal("of the brokerage, by symbol", Buy(other, 1).Fee, 3.0)
  min:SetFeeModel(function(parameters)
    check.equal("order", parameters.Order.Quantity, 5.0)
    check.equal("security", parameters.Security, min)
    return 0.5 * math.abs(parameters.Order.Quantity)
  end)
  check.equal("a function", Buy(min, 5).Fee, 2.5)
  local default = InteractiveBrokersFeeModel()
  min:SetFeeModel { GetOrderFee = function(parameters) return default:GetOrderFee(parameters) + 10 end }
  check.equal("a table", Buy(min, 1).Fee, 11.0)
  min:SetFeeModel(function() return "much" end)
  check.raises("no number", "the function returned a string ('much'), expected a finite number", Buy, min, 1)
  min:SetFeeModel(function(parameters) return parameters.Quantity end)
  check.raises("unknown parameter", "the parameters have no 'Quantity'; they have Security, Order", Buy, min, 1)
  min:SetFeeModel(function() return Buy(min, 1) end)
  check.raises("orders from a model", "a model cannot send or change orders: it is asked for one", Buy, min, 1)
  check.raises("argument", "Security:SetFeeModel: argument 1 (model) was 5, expected a FeeModel", min.SetFeeModel,
    min, 5)
  check.raises("table", "the table has no function GetOrderFee", min.SetFeeModel, min, {})
  check.raises("currency", "ConstantFeeModel: 'EUR' is not in the cash book", ConstantFeeModel, 1, "EUR")
  min:SetFeeModel(ConstantFeeModel(2, AccountCurrency))
  check.equal("in account currency", Buy(min, 1).Fee, 2.0)
  min:SetFeeModel(function() return -0.25 end)
  check.equal("a rebate", Buy(min, 1).Fee, -0.25)
  local changed = { GetOrderFee = function() return 1 end }
  min:SetFeeModel(changed)
  changed.GetOrderFee = nil
  check.raises("lost since", "GetOrderFee of the model was nil, expected a function", Buy, min, 1)
  min:SetFeeModel(ConstantFeeModel(0))
  Transactions.CancelOpenOrders() -- those whose fees failed are open
end

local function slippage()
  min:SetSlippageModel(ConstantSlippageModel(0.01))
  check.near("constant", Buy(min, 1).AverageFillPrice, min.Price * 1.01, 1e-9)
  min:SetSlippageModel(function(security, order) return order.Quantity > 0 and security.Price / 2 or 0 end)
  check.near("a function", Buy(min, 1).AverageFillPrice, min.Price * 1.5, 1e-9)
  check.near("against the trader", Sell(min, 1).AverageFillPrice, min.Price, 1e-9)
  min:SetSlippageModel(function() return -1 end)
  check.near("in favour of the trader", Buy(min, 1).AverageFillPrice, min.Price - 1, 1e-9)
  min:SetSlippageModel(NullSlippageModel())
end

-- Three of five now, the rest at the next bar; a cancel leaves what was filled.
local function in_parts(default)
  local held = min.Holdings.Quantity
  min:SetFillModel { MarketFill = function(security, order)
    local fill = default:MarketFill(security, order)
    fill.FillQuantity = 3
    return fill
  end }
  local ticket = Buy(min, 5)
  check.equal("a part", ticket.Status, OrderStatus.PartiallyFilled)
  check.equal("of it", ticket.QuantityFilled, 3.0)
  check.equal("the rest", ticket.QuantityRemaining, 2.0)
  check.equal("is open", #Transactions.GetOpenOrders(min), 1)
  check.equal("is held", min.Holdings.Quantity, held + 3)
  ticket:Cancel()
  min:SetFillModel(function() return { FillPrice = 0, FillQuantity = 0 } end)
  check.equal("nothing now", Buy(min, 1).Status, OrderStatus.Submitted)
  check.equal("cancelled", ticket.Status, OrderStatus.Canceled)
  min:SetFillModel(function() return { FillPrice = 10, FillQuantity = 1.49 } end)
  local before = min.Holdings.Quantity
  local more = Buy(min, 1)
  check.equal("what remains", more.QuantityFilled, 1.0)
  check.equal("in the event", more.OrderEvents[#more.OrderEvents].FillQuantity, 1.0)
  check.equal("and held", min.Holdings.Quantity, before + 1)
  min:SetFillModel(function() return { FillPrice = 10, FillQuantity = -1 } end)
  check.raises("of the other side", "the function returned a fill with a FillQuantity of -1, expected all or a part of "
    .. "the 1 that remain of order", Buy, min, 1)
  min:SetFillModel(function() return { FillPrice = 10, FillQuantity = "all" } end)
  check.raises("no number", "a fill with a FillQuantity of a string ('all'), expected a finite number", Buy, min, 1)
  Transactions.CancelOpenOrders()
end

local function fills()
  local default = EquityFillModel()
  min:SetFillModel(function(parameters)
    local fill = default:Fill(parameters)
    if not fill then return nil end
    check.equal("FillQuantity", fill.FillQuantity, parameters.Order.Quantity)
    fill.FillPrice = fill.FillPrice + 1
    return fill
  end)
  check.near("a function over the default", Buy(min, 1).AverageFillPrice, min.Price + 1, 1e-9)
  min:SetFillModel { MarketFill = function(security) return security.Price + 2 end }
  check.near("a table by type", Buy(min, 1).AverageFillPrice, min.Price + 2, 1e-9)
  min:SetFillModel { LimitFill = function() return nil end }
  check.near("what it has not is the default's", Buy(min, 1).AverageFillPrice, min.Price, 1e-9)
  min:SetFillModel { Fill = function() return nil end }
  local waits = Buy(min, 1)
  check.equal("not now", waits.Status, OrderStatus.Submitted)
  waits:Cancel()
  in_parts(default)
  min:SetFillModel(function() error("no prices") end)
  check.raises("names model and security", "fill model of MIN: ", Buy, min, 1)
  check.raises("names of fills", "the table's 'MarketFil' is no fill", min.SetFillModel, min,
    { MarketFil = function() end })
  check.raises("outside", "FillModel:Fill can be called while a fill model is asked only", default.Fill, default,
    { Security = min, Order = waits })
  min:SetFillModel(ImmediateFillModel())
  Transactions.CancelOpenOrders()
end

local function buying_power()
  Liquidate()
  check.equal("nothing is used", Portfolio.TotalMarginUsed, 0.0)
  min:SetBuyingPowerModel(SecurityMarginModel { InitialMarginRequirement = 0.5, MaintenanceMarginRequirement = 0.25 })
  check.equal("leverage by the requirement", min.Leverage, 2.0)
  for _ = 1, 20 do -- the order of a table's keys is nobody's business
    local fields = { InitialMarginRequirement = 0.5 }
    fields.Leverage = 4
    check.equal("the requirement counts", SecurityMarginModel(fields).Leverage, 2.0)
    check.equal("written the other way", SecurityMarginModel { Leverage = 4, InitialMarginRequirement = 0.5 }.Leverage,
      2.0)
  end
  Buy(min, 10)
  check.near("margin of a position", Portfolio.TotalMarginUsed, 2.5 * min.Price, 1e-9)
  check.near("what is left", Portfolio.MarginRemaining, Portfolio.TotalPortfolioValue - 2.5 * min.Price, 1e-6)
  check.near("to buy", Portfolio.GetMarginRemaining(min), Portfolio.MarginRemaining, 1e-6)
  check.near("to sell", Portfolio.GetMarginRemaining(min, OrderDirection.Sell),
    Portfolio.MarginRemaining + 7.5 * min.Price, 1e-6)
  local refused
  min:SetBuyingPowerModel {
    Leverage = 2,
    HasSufficientBuyingPowerForOrder = function(parameters)
      refused = parameters.Order.Quantity
      return false, "not today"
    end,
    GetMaintenanceMargin = function(parameters)
      check.equal("the portfolio", parameters.Portfolio, Portfolio)
      return parameters.Quantity
    end,
    GetMaximumOrderQuantityForTargetBuyingPower = function(parameters) return 100 * parameters.TargetBuyingPower end,
  }
  check.equal("Invalid", Buy(min, 1).Status, OrderStatus.Invalid)
  check.equal("asked for", refused, 1.0)
  check.equal("to hold", Portfolio.TotalMarginUsed, 10.0)
  check.equal("sized", CalculateOrderQuantity(min, 1), 49.0)
  check.equal("sized to sell", CalculateOrderQuantity(min, -1), -49.0)
  check.raises("unknown function", "a buying power model has no function 'GetMaintenanceMargi'; did you mean "
    .. "'GetMaintenanceMargin'?", min.SetBuyingPowerModel, min, { GetMaintenanceMargi = function() end })
  min:SetBuyingPowerModel { HasSufficientBuyingPowerForOrder = function() return 1 end }
  check.raises("no boolean", "HasSufficientBuyingPowerForOrder returned 1", Buy, min, 1)
  min:SetBuyingPowerModel(SecurityMarginModel(2))
  check.raises("leverage", "SecurityMarginModel: argument 1 (leverage) was 0.5, expected 1 to 1000",
    SecurityMarginModel, 0.5)
  check.raises("too late", "SetBrokerageModel can be called in Initialize only", SetBrokerageModel,
    BrokerageName.Coinbase)
end

function OnData()
  step = step + 1
  if step == 1 then
    own_fields()
    prices()
    fees()
  elseif step == 2 then
    slippage()
    fills()
  elseif step == 3 then
    buying_power()
  end
end

function OnEndOfAlgorithm()
  check.that("three steps", step >= 3)
  check.finish()
end
