--- Algorithms that do not give LEAN's numbers yet, each with what it waits for: the runner counts them
--- apart and says what holds up how many. One that passes must leave the list.
---   statistics       all 27 rows, the benchmark and LEAN's count of data points
---   adjusted prices  map and factor files of equities
---   quotes           quote bars: the prices at which market orders fill
---   prices of orders in --json   limit_price, stop_price, trigger_price where the order has them

return {
  AutomaticIndicatorWarmupRegressionAlgorithm = {
    "Settings.AutomaticIndicatorWarmUp", "SimpleMovingAverage",
    "RegisterIndicator", "WarmUpIndicator",
  },
  ClassicRenkoConsolidatorAlgorithm = {
    "ClassicRenkoConsolidator", "SubscriptionManager.AddConsolidator",
  },
  CoinbaseCryptoYearMarketTradingRegressionAlgorithm = {
    "AddCrypto", "SetBrokerageModel", "BrokerageName", "AccountType",
  },
  CompleteOrderTagUpdateAlgorithm = {
    "LimitOrder", "OrderTicket:Update", "Transactions.GetOrderTicket",
    "prices of orders in --json",
  },
  ConsolidateScanRegressionAlgorithm = { "Consolidate" },
  CustomBuyingPowerModelAlgorithm = {
    "Security:SetBuyingPowerModel", "SecurityMarginModel",
    "CalculateOrderQuantity",
  },
  EquityMarginCallAlgorithm = {
    "margin calls", "OnMarginCall", "symbols renamed by map files",
  },
  EquitySplitHoldingsMinuteRegressionAlgorithm = {
    "DataNormalizationMode", "Slice.Splits", "SplitType", "split events",
    "Security.BidPrice", "Security.BidSize",
  },
  EquityTradeAndQuotesRegressionAlgorithm = {
    "SetSecurityInitializer", "Security:SetDataNormalizationMode",
    "DataNormalizationMode", "Slice.QuoteBars", "Security.BidPrice",
  },
  ExtendedMarketTradingRegressionAlgorithm = {
    "LimitOrder", "prices of orders in --json",
  },
  FillOutsideHoursDailyResolutionAlgorithm = { "Transactions.AddOrder" },
  FillOutsideHoursHourResolutionAlgorithm = { "Transactions.AddOrder" },
  FillOutsideHoursMinuteResolutionAlgorithm = { "Transactions.AddOrder" },
  FillOutsideHoursSecondResolutionAlgorithm = { "Transactions.AddOrder" },
  ForwardDataOnlyFillModelAlgorithm = {
    "SetFillModel of a function", "EquityFillModel", "Security:GetLastData",
  },
  InsufficientMarginOrderUpdateRegressionAlgorithm = {
    "AddForex", "CalculateOrderQuantity", "LimitOrder", "StopMarketOrder",
    "TrailingStopOrder", "OrderTicket:Update", "prices of orders in --json",
  },
  LimitFillRegressionAlgorithm = {
    "LimitOrder", "prices of orders in --json",
  },
  LimitIfTouchedRegressionAlgorithm = {
    "LimitIfTouchedOrder", "OrderTicket:Update", "OrderTicket:Get",
    "OrderField", "Transactions.GetOpenOrders", "Transactions.CancelOpenOrders", "prices of orders in --json",
  },
  LiquidateAllExceptSpecifiedSymbolRegressionAlgorithm = {
    "LimitOrder", "prices of orders in --json",
  },
  LiquidateRegressionAlgorithm = { "LimitOrder", "prices of orders in --json" },
  LiquidateUsingSetHoldingsRegressionAlgorithm = {
    "LimitOrder", "SetHoldings of a list", "prices of orders in --json",
  },
  MarketOnCloseOrderBufferRegressionAlgorithm = {
    "MarketOnCloseOrder",
    "Settings.MarketOnCloseSubmissionTimeBuffer",
  },
  MinimumOrderMarginRegressionAlgorithm = {
    "Settings.MinimumOrderMarginPortfolioPercentage",
  },
  ObjectStoreExampleAlgorithm = { "Identity", "Indicator:EMA" },
  OrderImmutabilityRegressionAlgorithm = {
    "LimitOrder", "OrderTicket:Update", "Transactions.GetOrderById",
    "prices of orders in --json",
  },
  OrderSubmissionDataRegressionAlgorithm = {
    "AddForex", "Transactions.GetOrderById",
    "Order.OrderSubmissionData", "Security.BidPrice",
  },
  OrderTicketAssignmentDemoAlgorithm = {
    "Consolidate", "MarketOrder with asynchronous",
  },
  OrderTicketDemoAlgorithm = {
    "LimitOrder", "StopMarketOrder", "StopLimitOrder",
    "TrailingStopOrder", "MarketOnOpenOrder", "MarketOnCloseOrder", "OrderTicket:Update",
    "OrderTicket:Cancel(tag)", "OrderTicket:Get", "OrderField", "Transactions.GetOpenOrders",
    "MarketOrder with asynchronous", "prices of orders in --json",
  },
  SecurityCustomPropertiesAlgorithm = {
    "properties of the strategy in Security",
    "SetFeeModel of a function",
  },
  SetHoldingReturnsOrderTicketsRegressionAlgorithm = {
    "SetHoldings of a list", "PortfolioTarget", "Transactions.GetOpenOrders",
  },
  SetHoldingsMultipleTargetsRegressionAlgorithm = {
    "SetHoldings of a list", "PortfolioTarget",
  },
  TimeInForceAlgorithm = {
    "LimitOrder", "OrderProperties", "TimeInForce",
    "prices of orders in --json",
  },
  UpdateOrderRegressionAlgorithm = {
    "Transactions.AddOrder", "LimitOrder", "StopMarketOrder", "StopLimitOrder",
    "TrailingStopOrder", "MarketOnOpenOrder", "MarketOnCloseOrder", "OrderTicket:Update",
    "OrderTicket:Cancel(tag)", "prices of orders in --json",
  },
  WarmupIndicatorRegressionAlgorithm = {
    "ClassicRenkoConsolidator", "SimpleMovingAverage", "RegisterIndicator",
  },
  ZeroedBenchmarkRegressionAlgorithm = { "SetBrokerageModel" },
}
