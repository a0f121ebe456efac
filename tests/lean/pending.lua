--- Algorithms that do not give LEAN's numbers yet, each with what it waits for: the runner counts them
--- apart and says what holds up how many. One that passes must leave the list.
---   statistics       all 27 rows, the benchmark and LEAN's count of data points
---   adjusted prices  map and factor files of equities
---   quotes           quote bars: the prices at which market orders fill
---   prices of orders in --json   limit_price, stop_price, trigger_price where the order has them

return {
  BasicTemplateAlgorithm = { "adjusted prices", "quotes", "statistics" },
  BasicTemplateDailyAlgorithm = { "adjusted prices", "statistics" },
  BasicTemplateHourlyAlgorithm = { "adjusted prices", "statistics" },
  CanLiquidateWithOrderPropertiesRegressionAlgorithm = {
    "adjusted prices", "quotes", "statistics", "OrderProperties", "TimeInForce",
    "Liquidate with orderProperties", "Transactions.GetOrderById", "split events",
  },
  ClassicRenkoConsolidatorAlgorithm = { "dividend events" },
  CoinbaseCryptoYearMarketTradingRegressionAlgorithm = {
    "quotes", "statistics", "AddCrypto", "SetBrokerageModel", "BrokerageName", "AccountType",
  },
  CompleteOrderTagUpdateAlgorithm = {
    "adjusted prices", "quotes", "statistics", "LimitOrder", "OrderTicket:Update", "Transactions.GetOrderTicket",
    "prices of orders in --json",
  },
  CustomBenchmarkAlgorithm = { "adjusted prices", "quotes", "statistics", "SetBenchmark" },
  CustomBuyingPowerModelAlgorithm = {
    "adjusted prices", "statistics", "Security:SetBuyingPowerModel", "SecurityMarginModel",
    "CalculateOrderQuantity",
  },
  DailyResolutionMarketOrderConversionRegressionAlgorithm = { "adjusted prices", "quotes", "statistics" },
  DividendRegressionAlgorithm = { "statistics", "DataNormalizationMode", "OnDividends", "dividend events" },
  EquityMarginCallAlgorithm = {
    "adjusted prices", "quotes", "statistics", "margin calls", "OnMarginCall", "symbols renamed by map files",
  },
  EquitySplitHoldingsMinuteRegressionAlgorithm = {
    "quotes", "statistics", "DataNormalizationMode", "Slice.Splits", "SplitType", "split events",
    "Security.BidPrice", "Security.BidSize",
  },
  EquityTradeAndQuotesRegressionAlgorithm = {
    "quotes", "statistics", "SetSecurityInitializer", "Security:SetDataNormalizationMode",
    "DataNormalizationMode", "Slice.QuoteBars", "Security.BidPrice",
  },
  ExtendedMarketTradingRegressionAlgorithm = {
    "adjusted prices", "quotes", "statistics", "LimitOrder", "prices of orders in --json",
  },
  FillOutsideHoursDailyResolutionAlgorithm = { "adjusted prices", "statistics", "Transactions.AddOrder" },
  FillOutsideHoursHourResolutionAlgorithm = { "adjusted prices", "statistics", "Transactions.AddOrder" },
  FillOutsideHoursMinuteResolutionAlgorithm = { "adjusted prices", "quotes", "statistics", "Transactions.AddOrder" },
  FillOutsideHoursSecondResolutionAlgorithm = { "adjusted prices", "quotes", "statistics", "Transactions.AddOrder" },
  ForwardDataOnlyFillModelAlgorithm = {
    "adjusted prices", "statistics", "SetFillModel of a function", "EquityFillModel", "Security:GetLastData",
  },
  HourSplitRegressionAlgorithm = {
    "adjusted prices", "statistics", "SetBenchmark", "OnSplits", "SplitType", "split events",
  },
  InsufficientMarginOrderUpdateRegressionAlgorithm = {
    "quotes", "statistics", "AddForex", "CalculateOrderQuantity", "LimitOrder", "StopMarketOrder",
    "TrailingStopOrder", "OrderTicket:Update", "prices of orders in --json",
  },
  LimitFillRegressionAlgorithm = {
    "adjusted prices", "quotes", "statistics", "LimitOrder", "prices of orders in --json",
  },
  LimitIfTouchedRegressionAlgorithm = {
    "adjusted prices", "quotes", "statistics", "LimitIfTouchedOrder", "OrderTicket:Update", "OrderTicket:Get",
    "OrderField", "Transactions.GetOpenOrders", "Transactions.CancelOpenOrders", "prices of orders in --json",
  },
  LiquidateAllExceptSpecifiedSymbolRegressionAlgorithm = {
    "adjusted prices", "statistics", "LimitOrder", "prices of orders in --json",
  },
  LiquidateRegressionAlgorithm = { "adjusted prices", "statistics", "LimitOrder", "prices of orders in --json" },
  LiquidateUsingSetHoldingsRegressionAlgorithm = {
    "adjusted prices", "statistics", "LimitOrder", "SetHoldings of a list", "prices of orders in --json",
  },
  MarginRemainingRegressionAlgorithm = { "adjusted prices", "statistics" },
  MarketOnCloseOrderBufferRegressionAlgorithm = {
    "adjusted prices", "quotes", "statistics", "MarketOnCloseOrder",
    "Settings.MarketOnCloseSubmissionTimeBuffer",
  },
  MarketOnCloseOrderRegressionAlgorithm = { "adjusted prices", "statistics", "MarketOnCloseOrder" },
  MinimumOrderMarginRegressionAlgorithm = {
    "adjusted prices", "quotes", "statistics", "Settings.MinimumOrderMarginPortfolioPercentage",
  },
  OnWarmupFinishedNoWarmup = { "quotes", "statistics" },
  OrderImmutabilityRegressionAlgorithm = {
    "adjusted prices", "statistics", "LimitOrder", "OrderTicket:Update", "Transactions.GetOrderById",
    "prices of orders in --json",
  },
  OrderSubmissionDataRegressionAlgorithm = {
    "adjusted prices", "quotes", "statistics", "AddForex", "Transactions.GetOrderById",
    "Order.OrderSubmissionData", "Security.BidPrice",
  },
  OrderTicketDemoAlgorithm = {
    "adjusted prices", "quotes", "statistics", "LimitOrder", "StopMarketOrder", "StopLimitOrder",
    "TrailingStopOrder", "MarketOnOpenOrder", "MarketOnCloseOrder", "OrderTicket:Update",
    "OrderTicket:Cancel(tag)", "OrderTicket:Get", "OrderField", "Transactions.GetOpenOrders",
    "MarketOrder with asynchronous", "prices of orders in --json",
  },
  ScheduledEventsOrderRegressionAlgorithm = { "adjusted prices", "quotes", "statistics" },
  SecurityCustomPropertiesAlgorithm = {
    "adjusted prices", "quotes", "statistics", "properties of the strategy in Security",
    "SetFeeModel of a function",
  },
  SetHoldingReturnsOrderTicketsRegressionAlgorithm = {
    "adjusted prices", "statistics", "SetHoldings of a list", "PortfolioTarget", "Transactions.GetOpenOrders",
  },
  SetHoldingsMarketOnOpenRegressionAlgorithm = { "adjusted prices", "quotes", "statistics" },
  SetHoldingsMultipleTargetsRegressionAlgorithm = {
    "adjusted prices", "quotes", "statistics", "SetHoldings of a list", "PortfolioTarget",
  },
  SetHoldingsRegressionAlgorithm = { "adjusted prices", "quotes", "statistics" },
  TimeInForceAlgorithm = {
    "adjusted prices", "quotes", "statistics", "LimitOrder", "OrderProperties", "TimeInForce",
    "prices of orders in --json",
  },
  TrainingExampleAlgorithm = { "adjusted prices", "statistics" },
  UpdateOrderRegressionAlgorithm = {
    "adjusted prices", "statistics", "Transactions.AddOrder", "LimitOrder", "StopMarketOrder", "StopLimitOrder",
    "TrailingStopOrder", "MarketOnOpenOrder", "MarketOnCloseOrder", "OrderTicket:Update",
    "OrderTicket:Cancel(tag)", "prices of orders in --json",
  },
  ZeroedBenchmarkRegressionAlgorithm = { "adjusted prices", "statistics", "SetBrokerageModel" },
}
