-- A buying-power model that orders in hundreds, finds everything affordable and asks for no margin.
local spy
local margin = SecurityMarginModel()

local model = {}

function model.GetMaximumOrderQuantityForTargetBuyingPower(parameters)
  return margin:GetMaximumOrderQuantityForTargetBuyingPower(parameters) // 100 * 100
end

function model.HasSufficientBuyingPowerForOrder() return true end

function model.GetMaintenanceMargin() return 0 end

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 31)
  SetCash(100000)
  spy = AddEquity("SPY", Resolution.Hour)
  spy:SetBuyingPowerModel(model)
end

function OnData()
  if Portfolio.Invested then return end
  local quantity = CalculateOrderQuantity(spy, 1)
  if quantity % 100 ~= 0 then error(("%s is no multiple of 100"):format(quantity)) end
  MarketOrder(spy, quantity * 10)
end
