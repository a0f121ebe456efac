--- Algorithms that do not give LEAN's numbers yet, each with what it waits for: the runner counts them
--- apart and says what holds up how many. One that passes must leave the list.
---   statistics       all 27 rows, the benchmark and LEAN's count of data points
---   adjusted prices  map and factor files of equities
---   quotes           quote bars: the prices at which market orders fill

return {
  AutomaticIndicatorWarmupRegressionAlgorithm = {
    "adjusted prices", "quotes", "statistics", "Settings.AutomaticIndicatorWarmUp", "SimpleMovingAverage",
    "RegisterIndicator", "WarmUpIndicator",
  },
  CanLiquidateWithOrderPropertiesRegressionAlgorithm = { "split events" },
  ClassicRenkoConsolidatorAlgorithm = {
    "adjusted prices", "statistics", "ClassicRenkoConsolidator", "SubscriptionManager.AddConsolidator",
  },
  CoinbaseCryptoYearMarketTradingRegressionAlgorithm = {
    "quotes", "statistics", "AddCrypto", "SetBrokerageModel", "BrokerageName", "AccountType",
  },
  ConsolidateScanRegressionAlgorithm = { "adjusted prices", "statistics", "Consolidate" },
  DividendRegressionAlgorithm = { "statistics", "DataNormalizationMode", "OnDividends", "dividend events" },
  EquitySplitHoldingsMinuteRegressionAlgorithm = {
    "quotes", "statistics", "DataNormalizationMode", "Slice.Splits", "SplitType", "split events",
    "Security.BidPrice", "Security.BidSize",
  },
  EquityTradeAndQuotesRegressionAlgorithm = { "History filled forward" },
  HourSplitRegressionAlgorithm = {
    "adjusted prices", "statistics", "SetBenchmark", "OnSplits", "SplitType", "split events",
  },
  InsufficientMarginOrderUpdateRegressionAlgorithm = {
    "quotes", "statistics", "AddForex", "CalculateOrderQuantity", "LimitOrder", "StopMarketOrder",
    "TrailingStopOrder", "OrderTicket:Update",
  },
  MarginRemainingRegressionAlgorithm = { "dividend events" },
  ObjectStoreExampleAlgorithm = { "adjusted prices", "quotes", "statistics", "Identity", "Indicator:EMA" },
  OrderSubmissionDataRegressionAlgorithm = {
    "adjusted prices", "quotes", "statistics", "AddForex", "Transactions.GetOrderById",
    "Order.OrderSubmissionData", "Security.BidPrice",
  },
  OrderTicketAssignmentDemoAlgorithm = {
    "adjusted prices", "quotes", "statistics", "Consolidate", "MarketOrder with asynchronous",
  },
  UpdateOrderRegressionAlgorithm = { "dividend events" },
  WarmupIndicatorRegressionAlgorithm = {
    "adjusted prices", "statistics", "ClassicRenkoConsolidator", "SimpleMovingAverage", "RegisterIndicator",
  },
}
