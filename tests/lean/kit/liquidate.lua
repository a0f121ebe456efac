-- Orders of two stocks, sent at midnight and then liquidated in some way: trade(spy, ibm) does both. What the
-- algorithms for each way share; ended(spy, ibm) looks at what is held in the end.
return function(trade, ended)
  local spy, ibm

  function Initialize()
    SetStartDate(2018, 1, 4)
    SetEndDate(2018, 1, 10)
    SetCash(100000)
    spy = AddEquity("SPY", Resolution.Daily).Symbol
    ibm = AddEquity("IBM", Resolution.Daily).Symbol
    Schedule.On(DateRules.On(DateTime(2018, 1, 5), DateTime(2018, 1, 8)), TimeRules.Midnight,
      function() trade(spy, ibm) end)
  end

  function OnEndOfAlgorithm()
    if ended then return ended(spy, ibm) end
    if Portfolio.Invested then error("something is held") end
  end
end
