-- Errors in models of the strategy's own: the run ends with the model, the place and the time.
local t = ...

-- Line 3 is `setup`, whose function begins there; the order is sent in line 7.
local function fails(name, setup, stderr, lacks)
  t:case {
    name = name, status = 1, stderr = stderr, stdout_lacks = "Completed",
    stderr_lacks = { "[Insufficient", "[BrokerageModel", table.unpack(lacks or {}) },
    strategy = "function Initialize()\n  abc = AddEquity('ABC', Resolution.Daily)\n  " .. setup .. [[

end
function OnData()
  if Time.Day > 7 then return end
  SetHoldings(abc, 0.5)
end
]],
  }
end

local SENT = "OnData at 2013-10-07 16:00:00: " -- when it is judged
local TRIED = " at 2013-10-08 16:00:00: strategy.lua:3: " -- when it is to fill, behind no function of the strategy
local RAISED = { "strategy.lua:3: attempt to index a nil value (global 'nothing')", "in function <strategy.lua:3>" }

fails("an error in a fee model", "abc:SetFeeModel(function() return nothing.x end)",
  { SENT .. "fee model of ABC: " .. RAISED[1], RAISED[2], "strategy.lua:7: in function 'OnData'\n" })
fails("a fee of no number", "abc:SetFeeModel(function() return 'x' end)",
  SENT .. "fee model of ABC: strategy.lua:3: the function returned a string ('x'), expected a finite number\n")
fails("a fee of a table", "abc:SetFeeModel { GetOrderFee = function() return 0 / 0 end }",
  SENT .. "fee model of ABC: strategy.lua:3: GetOrderFee returned nan, expected a finite number\n")
fails("a fee's currency", "abc:SetFeeModel(function() return 1, 'XTS' end)",
  "strategy.lua:3: the function's currency: 'XTS' is not in the cash book, which has USD\n")
fails("a fee's currency of no text", "abc:SetFeeModel(function() return 1, 5 end)",
  "strategy.lua:3: the function's currency was 5, expected a string\n")
fails("a fee by a function without a place", "abc:SetFeeModel(math.type)",
  SENT .. "fee model of ABC: the function returned nil, expected a finite number\n")

fails("an error in a slippage model", "abc:SetSlippageModel(function() return nothing.x end)",
  { "slippage model of ABC at 2013-10-08 16:00:00: " .. RAISED[1], RAISED[2] }, { "OnData" })
fails("slippage that is missing", "abc:SetSlippageModel { GetSlippageApproximation = function() end }",
  "slippage model of ABC" .. TRIED .. "GetSlippageApproximation returned nil, expected a finite number\n")

fails("an error in a fill model", "abc:SetFillModel(function() error('no prices') end)",
  "fill model of ABC" .. TRIED .. "no prices\n")
fails("a fill of no price", "abc:SetFillModel { MarketOnOpenFill = function() return true end }",
  "fill model of ABC" .. TRIED .. "MarketOnOpenFill returned true, expected a price, a fill or nil\n")
fails("a fill below 0", "abc:SetFillModel(function() return -5 end)",
  "fill model of ABC" .. TRIED .. "the function returned -5, expected a price above 0\n")
fails("a fill whose price is no number", "abc:SetFillModel(function() return { FillPrice = 'x' } end)",
  TRIED .. "the function returned a fill with a FillPrice of a string ('x'), expected a price above 0\n")
fails("a fill whose quantity is no number",
  "abc:SetFillModel(function() return { FillPrice = 5, FillQuantity = 1 / 0 } end)",
  TRIED .. "the function returned a fill with a FillQuantity of inf, expected a finite number\n")

for quantity, shown in pairs { ["1e6"] = "1000000.0", ["-1"] = "-1" } do
  fails("a fill of a wrong quantity: " .. quantity,
    "abc:SetFillModel(function() return { FillPrice = 5, FillQuantity = " .. quantity .. " } end)",
    { "fill model of ABC" .. TRIED .. "the function returned a fill with a FillQuantity of " .. shown
      .. ", expected all or a part of the ", " that remain of order 1\n" })
end
fails("a wrong quantity of a table's function",
  "abc:SetFillModel { MarketOnOpenFill = function() return { FillPrice = 5, FillQuantity = -2 } end }",
  "fill model of ABC" .. TRIED .. "MarketOnOpenFill returned a fill with a FillQuantity of -2, expected all or ")
fails("a wrong quantity of a market order",
  "abc:SetFillModel(function(p) return { FillPrice = 5, FillQuantity = -p.Order.Quantity } end)",
  TRIED .. "the function returned a fill with a FillQuantity of -")

for _, name in ipairs { "GetInitialMarginRequirement", "GetInitialMarginRequiredForOrder",
  "HasSufficientBuyingPowerForOrder", "GetMaximumOrderQuantityForTargetBuyingPower" } do
  fails("an error in " .. name, "abc:SetBuyingPowerModel { " .. name .. " = function() return nothing.x end }",
    { SENT .. "buying power model of ABC: " .. RAISED[1], RAISED[2] })
end
fails("a margin below 0", "abc:SetBuyingPowerModel { GetInitialMarginRequirement = function() return -1 end }",
  SENT .. "buying power model of ABC: strategy.lua:3: GetInitialMarginRequirement returned -1, expected 0 or more\n")
fails("a quantity of no number",
  "abc:SetBuyingPowerModel { GetMaximumOrderQuantityForTargetBuyingPower = function() return 0 / 0 end }",
  "strategy.lua:3: GetMaximumOrderQuantityForTargetBuyingPower returned nan, expected a finite number\n")
fails("an order's margin of no number",
  "abc:SetBuyingPowerModel { GetInitialMarginRequiredForOrder = function() return {} end }",
  "strategy.lua:3: GetInitialMarginRequiredForOrder returned a table, expected 0 or more\n")
fails("the margin of what is held", "abc:SetBuyingPowerModel { GetMaintenanceMargin = function() return 'x' end }",
  "buying power model of ABC" .. TRIED .. "GetMaintenanceMargin returned a string ('x'), expected 0 or more\n")
fails("no decision", "abc:SetBuyingPowerModel { HasSufficientBuyingPowerForOrder = function() return 1 end }",
  "strategy.lua:3: HasSufficientBuyingPowerForOrder returned 1, expected true or false\n")

fails("a brokerage that forgets to return", "SetBrokerageModel { CanSubmitOrder = function() end }",
  SENT .. "brokerage model of ABC: strategy.lua:3: CanSubmitOrder returned nil, expected true or false\n")
fails("an error in what a brokerage says of a fill", "SetBrokerageModel { CanExecuteOrder = function() x.y() end }",
  "brokerage model of ABC" .. TRIED .. "attempt to index a nil value (global 'x')")
