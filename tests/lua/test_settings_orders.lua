-- The members of Settings that govern orders: defaults, what they do, what they refuse. PortfolioTarget.
-- luacheck: ignore 122
local check = require "perigee.check"
local min
local looked = false

local function refuses(name, value, text)
  check.raises(name, "Settings." .. name .. text, function() Settings[name] = value end)
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  SetCash(100000)
  min = AddEquity("MIN", Resolution.Minute).Symbol
  AddEquity("AAA", Resolution.Minute)
  check.equal("FreePortfolioValue", Settings.FreePortfolioValue, nil)
  check.equal("FreePortfolioValuePercentage", Settings.FreePortfolioValuePercentage, 0.0025)
  check.equal("MinimumOrderMarginPortfolioPercentage", Settings.MinimumOrderMarginPortfolioPercentage, 0.001)
  check.equal("MarketOnCloseSubmissionTimeBuffer", Settings.MarketOnCloseSubmissionTimeBuffer,
    TimeSpan.FromMinutes(15.5))
  check.equal("StalePriceTimeSpan", Settings.StalePriceTimeSpan, TimeSpan.FromHours(1))
  check.equal("MaxOrders", Settings.MaxOrders, 10000)
  check.equal("LiquidateEnabled", Settings.LiquidateEnabled, true)
  refuses("FreePortfolioValue", -1, " was -1, expected a number >= 0 or nil")
  refuses("FreePortfolioValuePercentage", 2.5, " was 2.5, expected a fraction from 0 to 1 (0.0025 is 0.25 %)")
  refuses("MinimumOrderMarginPortfolioPercentage", "a", " was a string ('a'), expected a number")
  refuses("MinimumOrderMarginPortfolioPercentage", -0.1, " was -0.1, expected a fraction from 0 to 1")
  refuses("MarketOnCloseSubmissionTimeBuffer", 600, " was 600, expected a TimeSpan")
  refuses("MarketOnCloseSubmissionTimeBuffer", TimeSpan.FromMinutes(-1), " was a TimeSpan, expected a TimeSpan of 0")
  refuses("StalePriceTimeSpan", TimeSpan.FromMinutes(-1), " was a TimeSpan, expected a TimeSpan of 0 or more")
  refuses("MaxOrders", 1.5, " was 1.5, expected an integer of at least 0")
  refuses("LiquidateEnabled", 1, " was 1, expected true or false")
  Settings.MarketOnCloseSubmissionTimeBuffer = TimeSpan.FromMinutes(10)
end

-- The price is 50.01, the leverage 2, the fee 0.005 a share.
local function free_value()
  check.equal("by default", CalculateOrderQuantity(min, 1), 1994.0)
  Settings.FreePortfolioValuePercentage = 0.5
  check.equal("half", CalculateOrderQuantity(min, 1), 999.0)
  Settings.FreePortfolioValue = 90000
  check.equal("an amount", CalculateOrderQuantity(min, 1), 199.0)
  Settings.FreePortfolioValue = 200000
  check.equal("more than there is", CalculateOrderQuantity(min, 1), 0.0)
  Settings.FreePortfolioValue, Settings.FreePortfolioValuePercentage = nil, 0
  check.equal("nothing", CalculateOrderQuantity(min, 1), 1999.0)
end

local function minimum()
  check.equal("far enough", CalculateOrderQuantity(min, 0.1), 199.0)
  Settings.MinimumOrderMarginPortfolioPercentage = 0.06 -- the target's margin is 0.05
  check.equal("too near", CalculateOrderQuantity(min, 0.1), 0.0)
  Settings.MinimumOrderMarginPortfolioPercentage = 0
  check.equal("as near as it gets", CalculateOrderQuantity(min, 0.0006), 1.0)
end

local function targets()
  local target = PortfolioTarget(min, 0.25)
  check.equal("Symbol", target.Symbol, min)
  check.equal("Quantity", target.Quantity, 0.25)
  check.equal("as a text", tostring(target), "MIN: 0.25")
  check.raises("no fraction", "PortfolioTarget: argument 2 (fraction) was nil", PortfolioTarget, min, nil)
  check.raises("no symbol", "PortfolioTarget: 'MIX' was not added", PortfolioTarget, "MIX", 1)
  check.raises("no list", "SetHoldings: argument 1 (targets) was a table with the key a string ('MIN'), expected a "
    .. "list of PortfolioTarget", SetHoldings, { MIN = 0.5 })
  local tickets = SetHoldings({ target, PortfolioTarget("AAA", 0.5) }, false, "both")
  check.equal("the higher value first", tickets[1].Symbol .. " " .. tickets[2].Symbol .. " " .. tickets[2].Tag,
    "AAA MIN both")
end

local function liquidation()
  Settings.LiquidateEnabled = false
  check.equal("nothing", #Liquidate(), 0)
  check.equal("nor others", #SetHoldings({}, true), 0)
  check.equal("all is held", Portfolio[min].Invested and Portfolio["AAA"].Invested, true)
  Settings.LiquidateEnabled = true
  local tickets = SetHoldings({}, true, "out")
  check.equal("an empty list liquidates all", tickets[1].Symbol .. " " .. tickets[2].Symbol, "AAA MIN")
  check.equal("with the tag", tickets[1].Tag, "out")
  check.equal("nothing is held", Portfolio.Invested, false)
  check.equal("an empty list alone", #SetHoldings {}, 0)
end

local function late()
  if Time.Hour == 15 and Time.Minute == 50 then
    check.equal("ten minutes before the close", MarketOnCloseOrder(min, 1).OrderType, OrderType.MarketOnClose)
  elseif Time.Hour == 15 and Time.Minute == 51 then
    check.raises("nine", "MarketOnClose order for MIN: less than 10 minutes are left until the close "
      .. "[MarketOnCloseOrderTooLate]", MarketOnCloseOrder, min, 1)
    Settings.MaxOrders = 1
    check.raises("too many", "more than the maximum of 1 [ExceededMaximumOrders]", MarketOrder, min, 1)
  end
end

function OnData()
  late()
  if looked then return end
  looked = true
  free_value()
  minimum()
  targets()
  liquidation()
end

function OnEndOfAlgorithm()
  check.that("looked", looked)
  check.finish()
end
