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
  ForwardDataOnlyFillModelAlgorithm = {
    "SetFillModel of a function", "EquityFillModel", "Security:GetLastData",
  },
  ObjectStoreExampleAlgorithm = { "Identity", "Indicator:EMA" },
  OrderTicketAssignmentDemoAlgorithm = {
    "Consolidate", "MarketOrder with asynchronous",
  },
  SecurityCustomPropertiesAlgorithm = {
    "properties of the strategy in Security",
    "SetFeeModel of a function",
  },
  WarmupIndicatorRegressionAlgorithm = {
    "ClassicRenkoConsolidator", "SimpleMovingAverage", "RegisterIndicator",
  },
  ZeroedBenchmarkRegressionAlgorithm = { "SetBrokerageModel" },
}
