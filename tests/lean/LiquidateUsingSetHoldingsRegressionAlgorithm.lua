-- Liquidates by a list of no targets. See kit/liquidate.lua.
require "kit.liquidate" (function(spy, ibm)
  MarketOrder(ibm, 10)
  LimitOrder(ibm, 1, Securities[ibm].Price - 5)
  LimitOrder(spy, 1, Securities[spy].Price - 5)
  SetHoldings({}, true, "LiquidatedTest")
end)
