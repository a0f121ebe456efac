-- A bitcoin bought and sold in turn, a day each, in a cash account.
local bitcoin
local bought = false

function Initialize()
  SetStartDate(2015, 1, 13)
  SetEndDate(2016, 2, 3)
  SetCash(100000)
  SetBrokerageModel(BrokerageName.Coinbase, AccountType.Cash)
  bitcoin = AddCrypto("BTCUSD", Resolution.Daily).Symbol
end

function OnData()
  if bought then
    Liquidate(bitcoin)
  else
    MarketOrder(bitcoin, 1)
  end
  bought = not bought
end
