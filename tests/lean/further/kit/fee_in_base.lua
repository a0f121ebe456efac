-- What is bought pays its fee itself, so less of it comes; the quote currency pays the price alone. Each hour a
-- tenth of a bitcoin is bought, or sold again: trade(start, pair, quote) is all of the algorithm.
local function is(value, wanted, what)
  if math.abs(value - wanted) > 1e-9 * math.abs(wanted) then
    error(("%s was %s, not %s"):format(what, value, wanted))
  end
end

return function(start, ticker, currency)
  local pair

  function Initialize()
    start()
    pair = AddCrypto(ticker, Resolution.Hour).Symbol
  end

  function OnData()
    if Portfolio.Invested then return Liquidate() end
    local base, quote = Portfolio.CashBook.BTC, Portfolio.CashBook[currency]
    local before = quote.Amount
    local ticket = Buy(pair, 0.1)
    local event = ticket.OrderEvents[#ticket.OrderEvents]
    is(base.Amount, ticket.QuantityFilled, "what came")
    is(event.FillQuantity, ticket.QuantityFilled, "the event's quantity")
    is(quote.Amount, before - 0.1 * event.FillPrice, "what is left")
    is(Securities[pair].Holdings.Quantity, event.FillQuantity, "the position")
    if not (event.FillQuantity < 0.1) then error("no fee was taken off") end
  end
end
