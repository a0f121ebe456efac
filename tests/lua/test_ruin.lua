-- A portfolio that is worth nothing ends the run, with or without a position.
local check = require "perigee.check"
local min

local steps = 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  SetCash(100000)
  min = AddEquity("MIN", Resolution.Minute)
  min:SetFeeModel(ConstantFeeModel(0))
end

function OnData()
  steps = steps + 1
  if steps ~= 2 then return end
  Buy(min, 1)
  min:SetFeeModel(ConstantFeeModel(200000))
  Sell(min, 1)
  check.equal("flat", Portfolio.Invested, false)
  check.that("below nothing", Portfolio.Cash < 0)
end

function OnEndOfAlgorithm()
  check.equal("no further step", steps, 2)
  check.finish()
end
