-- Trades of fills by default: fill to fill, the oldest first. Custom data fills at the close, without fees.
local check = require "perigee.check"
local day, n = nil, 0

function Initialize()
  SetStartDate(2013, 10, 1)
  SetEndDate(2013, 10, 12)
  day = AddData("DAY", Resolution.Daily)
  check.raises("no method", "FillGroupingMethod", function() TradeBuilder("Flat", "FIFO") end)
  check.raises("what else", "SetTradeBuilder: argument 1 (builder) was a string ('FIFO'), expected a TradeBuilder",
    function() SetTradeBuilder("FIFO") end)
  local other = TradeBuilder(FillGroupingMethod.FlatToFlat, FillMatchingMethod.LIFO)
  check.equal("one that is not set has no trades", #other.ClosedTrades, 0)
end

-- quantity by day; closes are 102, 103, ...
local ORDERS = { 10, 5, -12, -3, -4, 0, 4 }
local OPEN = { true, true, true, false, true, true, false }

function OnData()
  n = n + 1
  if (ORDERS[n] or 0) ~= 0 then MarketOrder(day, ORDERS[n]) end
  check.equal("open after day " .. n, TradeBuilder.HasOpenPosition(day), OPEN[n] or false)
end

local WANT = { -- entry, exit, quantity, prices, profit, worst, best, orders
  { 1, 3, 10.0, 102.0, 104.0, 20.0, 0.0, 20.0, "1 3", "Long" },
  { 2, 3, 2.0, 103.0, 104.0, 2.0, -2.0, 2.0, "2 3", "Long" },
  { 2, 4, 3.0, 103.0, 105.0, 6.0, -3.0, 6.0, "2 4", "Long" },
  { 5, 7, 4.0, 106.0, 108.0, -8.0, -8.0, 0.0, "5 6", "Short" },
}

function OnEndOfAlgorithm()
  local trades, times = TradeBuilder.ClosedTrades, {}
  for i = 1, 6 do times[i] = Transactions.GetOrderById(i).LastFillTime end
  local by_day = { times[1], times[2], times[3], times[4], times[5], nil, times[6] }
  check.equal("trades", #trades, #WANT)
  for i, want in ipairs(WANT) do
    local trade = trades[i]
    check.equal("symbol", trade.Symbol, day.Symbol)
    check.equal("entry", trade.EntryTime, by_day[want[1]])
    check.equal("exit", trade.ExitTime, by_day[want[2]])
    check.equal("duration", trade.Duration, trade.ExitTime - trade.EntryTime)
    check.equal("quantity", trade.Quantity, want[3])
    check.equal("entry price", trade.EntryPrice, want[4])
    check.equal("exit price", trade.ExitPrice, want[5])
    check.equal("profit", trade.ProfitLoss, want[6])
    check.equal("worst", trade.MAE, want[7])
    check.equal("best", trade.MFE, want[8])
    check.equal("given back", trade.EndTradeDrawdown, want[6] - want[8])
    check.equal("won", trade.IsWin, want[6] > 0)
    check.equal("orders", table.concat(trade.OrderIds, " "), want[9])
    check.equal("direction", trade.Direction, want[10])
    check.equal("direction's enum", trade.Direction, TradeDirection[want[10]])
    check.equal("fees", trade.TotalFees, 0.0)
  end
  check.that("sum of profits", math.abs(Portfolio.TotalProfit - 20.0) < 1e-9)
  local first = rawget(trades, 1)
  check.raises("read-only", "Trade.Quantity is read-only", function() first.Quantity = 5 end)
  check.raises("too late", "SetTradeBuilder can be called in Initialize only", function()
    SetTradeBuilder(TradeBuilder("FlatToFlat", "FIFO"))
  end)
  check.finish()
end
