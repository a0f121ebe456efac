--- Algorithms that do not give LEAN's numbers yet, each with what it waits for: the runner counts them
--- apart and says what holds up how many. One that passes must leave the list.

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
  ConsolidateScanRegressionAlgorithm = { "Consolidate" },
  EquitySplitHoldingsMinuteRegressionAlgorithm = {
    "DataNormalizationMode", "Slice.Splits", "SplitType", "split events",
    "Security.BidPrice", "Security.BidSize",
  },
  EquityTradeAndQuotesRegressionAlgorithm = { "History filled forward" },
  InsufficientMarginOrderUpdateRegressionAlgorithm = {
    "AddForex", "CalculateOrderQuantity", "LimitOrder", "StopMarketOrder",
    "TrailingStopOrder", "OrderTicket:Update",
  },
  ObjectStoreExampleAlgorithm = { "Identity", "Indicator:EMA" },
  OrderSubmissionDataRegressionAlgorithm = {
    "AddForex", "Security.BidPrice",
  },
  OrderTicketAssignmentDemoAlgorithm = {
    "Consolidate", "MarketOrder with asynchronous",
  },
  WarmupIndicatorRegressionAlgorithm = {
    "ClassicRenkoConsolidator", "SimpleMovingAverage", "RegisterIndicator",
  },
}
