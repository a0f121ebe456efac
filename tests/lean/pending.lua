--- Algorithms that do not give LEAN's numbers yet, each with what it waits for: the runner counts them
--- apart and says what holds up how many. One that passes must leave the list.

return {
  CoinbaseCryptoYearMarketTradingRegressionAlgorithm = {
    "AddCrypto", "SetBrokerageModel", "BrokerageName", "AccountType",
  },
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
    "DataNormalizationMode", "Security.BidPrice",
  },
  ForwardDataOnlyFillModelAlgorithm = {
    "SetFillModel of a function", "EquityFillModel", "Security:GetLastData",
  },
  InsufficientMarginOrderUpdateRegressionAlgorithm = {
    "AddForex", "CalculateOrderQuantity", "LimitOrder", "StopMarketOrder",
    "TrailingStopOrder", "OrderTicket:Update",
  },
  OrderSubmissionDataRegressionAlgorithm = {
    "AddForex", "Security.BidPrice",
  },
  SecurityCustomPropertiesAlgorithm = {
    "properties of the strategy in Security",
    "SetFeeModel of a function",
  },
  ZeroedBenchmarkRegressionAlgorithm = { "SetBrokerageModel" },
}
