-- AddSecurity makes a symbol of the type it is asked for; types nothing is dealt in are refused.
local check = require "perigee.check"

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 3)
  for _, row in ipairs { { "EURUSD", "Forex" }, { "EURGBP", "Crypto" }, { "COIN", "Cfd" }, { "DAY", "Equity" } } do
    local ticker, type = table.unpack(row)
    local security = AddSecurity(SecurityType[type], ticker, Resolution.Daily)
    check.equal(type, security.Type, SecurityType[type])
    check.equal("of its symbol", security.Symbol.SecurityType, SecurityType[type])
  end
  for _, type in ipairs { "Base", "Option", "Future", "FutureOption", "Index", "IndexOption", "CryptoFuture" } do
    check.raises(type, "expected Equity, Forex, Cfd or Crypto", AddSecurity, SecurityType[type], "EURUSD")
  end
end

function OnEndOfAlgorithm()
  check.finish()
end
