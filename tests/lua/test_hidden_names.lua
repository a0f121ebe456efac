-- Names of the API that the strategy replaces: the API itself goes on with its own.
local check = require "perigee.check"
local day
local asked, given = 0, nil

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 8)
  local portfolio = Portfolio
  rawset(_G, "SetBenchmark", function() error("the strategy's own") end)
  rawset(_G, "Portfolio", 7)
  SetBrokerageModel {
    GetBenchmark = function()
      return function()
        asked = asked + 1
        return 5
      end
    end,
  }
  day = AddEquity("DAY", Resolution.Daily)
  day:SetBuyingPowerModel {
    Leverage = 1,
    GetMaintenanceMargin = function(parameters)
      given = parameters.Portfolio == portfolio
      return 1
    end,
  }
end

function OnData()
  if not day.Holdings.Invested then MarketOrder(day, 1) end
end

function OnEndOfAlgorithm()
  check.equal("hidden", Portfolio, 7)
  check.that("the benchmark of the model", asked > 0)
  check.equal("what a model is given", given, true)
  check.finish()
end
