-- Adding a symbol again: what is left out stays, what is given must be what it is.
local check = require "perigee.check"

local function again(name, says, ...)
  check.raises(name, says, AddEquity, "DAY", Resolution.Daily, ...)
end

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 8)
  local day = AddEquity("DAY", Resolution.Daily, "usa", true, 3, false, DataNormalizationMode.Raw)
  check.equal("all left out", AddEquity("DAY", Resolution.Daily), day)
  check.equal("all the same",
    AddEquity("DAY", Resolution.Daily, "usa", true, 3, false, DataNormalizationMode.Raw), day)
  again("leverage", "'DAY' was added before with leverage 3, and now with 2; leverage is the security's: give the same",
    nil, nil, 2)
  again("fillForward", "with fillForward true, and now with false", nil, false)
  again("extendedMarketHours", "with extendedMarketHours false, and now with true", nil, nil, nil, true)
  again("dataNormalizationMode", "with dataNormalizationMode Raw, and now with Adjusted",
    nil, nil, nil, nil, DataNormalizationMode.Adjusted)
  day:SetLeverage(2)
  check.equal("as it is now", AddEquity("DAY", Resolution.Daily, nil, nil, 2), day)
  AddData("coin", Resolution.Daily, "UTC")
  check.raises("timeZone", "'coin' was added before with timeZone UTC, and now with Europe/Berlin", AddData,
    "coin", Resolution.Daily, "Europe/Berlin")
end

function OnEndOfAlgorithm() check.finish() end
