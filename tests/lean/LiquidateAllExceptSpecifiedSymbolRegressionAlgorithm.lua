-- Holds one symbol and liquidates all others. See kit/liquidate.lua.
require "kit.liquidate" (function(spy, ibm)
  MarketOrder(ibm, 10)
  LimitOrder(ibm, 1, Securities[ibm].Price - 5)
  SetHoldings(spy, 1, true, "LiquidatedTest")
end, function(spy, ibm)
  if Portfolio[ibm].Invested then error("IBM is held") end
  if not Portfolio[spy].Invested then error("SPY is not held") end
end)
