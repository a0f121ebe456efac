-- OnSecuritiesChanged: at the begin, behind AddEquity and RemoveSecurity, before OnData.
local check = require "perigee.check"
local min, gone, story = nil, nil, {}
local steps = 0

function Initialize()
  SetStartDate(2013, 10, 7)
  SetEndDate(2013, 10, 7)
  min = AddEquity("MIN", Resolution.Minute)
  gone = AddEquity("AAA", Resolution.Minute)
  RemoveSecurity(gone)
end

local function names(list)
  local text = {}
  for i, security in ipairs(list) do text[i] = security.Symbol.Value end
  return table.concat(text, " ")
end

function OnSecuritiesChanged(changes)
  story[#story + 1] = ("%s +%s -%s %d"):format(tostring(Time):sub(12), names(changes.AddedSecurities),
    names(changes.RemovedSecurities), changes.Count)
end

function OnData()
  steps = steps + 1
  if steps == 2 then
    AddEquity("QUO", Resolution.Minute)
    RemoveSecurity(min)
  elseif steps == 4 then
    RemoveSecurity(AddEquity("AAA", Resolution.Minute))
  elseif steps == 6 then
    check.equal("told before OnData", #story, 2)
    AddEquity("MIN", Resolution.Minute)
  end
end

function OnEndOfAlgorithm()
  check.equal("story", table.concat(story, "; "),
    "00:00:00 +MIN - 1; 09:33:00 +QUO -MIN 2; 09:37:00 +MIN - 1")
  check.finish()
end
