-- security.FeeModel = model and its like: what SetFeeModel does, and what is read back.
local check = require "perigee.check"
local min, other
local done = false

-- A model of pattern day traders has two leverages; what is read is that of now.
local function by_the_hour(now)
  local model = PatternDayTradingMarginModel(1.5, 3)
  local before = min.BuyingPowerModel
  check.near("of no security", model.Leverage, 3, 1e-12)
  min.BuyingPowerModel = model
  local read = min.BuyingPowerModel
  check.near("leverage of now", min.Leverage, now, 1e-12)
  check.near("the same of its model", read.Leverage, now, 1e-12)
  min.BuyingPowerModel = before
  check.near("of a model that was", read.Leverage, now, 1e-12)
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  SetCash(100000)
  min = AddEquity("MIN", Resolution.Minute)
  other = AddEquity("AAA", Resolution.Minute)
  min.FeeModel = ConstantFeeModel(7)
  min.FillModel = ImmediateFillModel()
  min.SlippageModel = ConstantSlippageModel(0.01)
  min.BuyingPowerModel = SecurityMarginModel(4)
  min.SettlementModel = DelayedSettlementModel(2, TimeSpan.FromHours(9))
  by_the_hour(1.5)
end

local function read_back()
  check.equal("name of the fee model", min.FeeModel.Name, "Constant")
  check.equal("of the default one", other.FeeModel.Name, "InteractiveBrokers")
  check.equal("of the fill model", min.FillModel.Name, "Immediate")
  check.equal("of the slippage model", min.SlippageModel.Name, "Constant")
  check.near("leverage of the margin model", min.BuyingPowerModel.Leverage, 4, 1e-12)
  check.near("of the default one", other.MarginModel.Leverage, other.Leverage, 1e-12)
  check.equal("days of the settlement model", min.SettlementModel.NumberOfDays, 2)
  local own = { GetOrderFee = function() return 5 end }
  other.FeeModel = own
  check.equal("a table comes back as it is", other.FeeModel, own)
  local fill = function() return nil end
  other.FillModel = fill
  check.equal("and a function", other.FillModel, fill)
  other.FillModel = min.FillModel
  check.equal("one of another security", other.FillModel.Name, "Immediate")
end

local function effect()
  local ticket = Buy(min, 10)
  check.equal("fee", ticket.Fee, 7.0)
  check.near("slippage", ticket.AverageFillPrice, min.Price * 1.01, 1e-9)
  check.equal("fee of a table", Buy(other, 1).Fee, 5.0)
  check.near("leverage", min.Leverage, 4, 1e-12)
  min.MarginModel = SecurityMarginModel(1)
  check.equal("as another name", min.Leverage, 1.0)
  min.BuyingPowerModel = min.BuyingPowerModel
  check.equal("assigned to itself", min.Leverage, 1.0)
  local asked = 0
  min.BuyingPowerModel = {
    HasSufficientBuyingPowerForOrder = function()
      asked = asked + 1
      return false, "no"
    end,
  }
  check.equal("a table of functions", Buy(min, 1).Status, OrderStatus.Invalid)
  check.that("was asked", asked > 0)
end

-- A maker without its parentheses.
local function makers()
  local before = { min.FeeModel.Name, min.FillModel.Name, min.SlippageModel.Name }
  for field, maker in pairs { FeeModel = "ConstantFeeModel", FillModel = "EquityFillModel",
    SlippageModel = "NullSlippageModel", BuyingPowerModel = "SecurityMarginModel",
    SettlementModel = "ImmediateSettlementModel" } do
    local hint = "; call it: " .. maker .. "(...)"
    check.raises(field, "Security." .. field .. " was a function, expected a", function() min[field] = _G[maker] end)
    check.raises(field .. ": hint", hint, function() min[field] = _G[maker] end)
    check.raises(field .. ": method", hint, min["Set" .. field], min, _G[maker])
  end
  check.raises("any function of the API", "; call it: Liquidate(...)", min.SetFillModel, min, Liquidate)
  check.equal("nothing was changed", table.concat({ min.FeeModel.Name, min.FillModel.Name, min.SlippageModel.Name }),
    table.concat(before))
  min.SlippageModel = function() return 0 end
  min.SlippageModel = NullSlippageModel()
end

local function refusals()
  check.raises("no model", "Security.FeeModel was 5, expected a FeeModel, a function, or a table",
    function() min.FeeModel = 5 end)
  check.raises("no table of fees", "Security.FeeModel: the table has no function GetOrderFee",
    function() min.FeeModel = {} end)
  check.raises("nil", "Security.SlippageModel was nil, expected a SlippageModel",
    function() min.SlippageModel = nil end)
  check.raises("of another kind", "Security.FillModel was a FeeModel, expected a FillModel",
    function() min.FillModel = ConstantFeeModel(1) end)
  check.raises("settlement", "Security.SettlementModel was a string ('x'), expected an ImmediateSettlementModel",
    function() min.SettlementModel = "x" end)
  check.raises("leverage", "Security.BuyingPowerModel: Leverage was 0, expected 1 to 1000",
    function() min.BuyingPowerModel = { Leverage = 0 } end)
  check.raises("a model perigee has not", "Security.VolatilityModel cannot be set: perigee has no such model",
    function() min.VolatilityModel = {} end)
end

function OnData(data)
  if done or not data[min] then return end
  done = true
  by_the_hour(3)
  read_back()
  effect()
  makers()
  refusals()
end

function OnEndOfAlgorithm()
  check.that("traded", done)
  check.finish()
end
