-- perigee live --timing: how late the run is, in text and in JSON.
local t = ...

local STRATEGY = [[
function Initialize()
  abc = AddEquity("ABC", Resolution.Daily)
  Schedule.On(DateRules.On(2013, 10, 8), TimeRules.At(9, 0), function() end)
end
function OnData() end
]]

local function live(speed, ...)
  return { "live", "strategy.lua", "--feed", "replay:data@" .. speed, ... }
end

local text = t:case { name = "a table at the end", strategy = STRATEGY, args = live("1e9", "--timing") }.stdout
t:check(text:find("\nLatency, microseconds +count +p50 +p99 +max\n"), "its head", text)
local count, p50, p99, max = text:match("\nDue until it had returned +(%d+) +([%d.]+) +([%d.]+) +([%d.]+)\n")
t:equal("ten bars and an event", count, "11")
t:check(tonumber(p50) <= tonumber(p99) and tonumber(p99) <= tonumber(max), "in order", text)
t:check(text:find("\nWait for the Lua state +%d+ "), "waits", text)

local json = t:case { name = "in the result", strategy = STRATEGY, args = live("1e9", "--timing", "--json") }.stdout
t:check(json:find('"latency":{"lock_wait":{"count":%d+,"p50_us":[%d.]+,"p99_us":[%d.]+,"max_us":[%d.]+},'
  .. '"began_late":{"count":11,.*"done_late":{"count":11,'), "members", json)

text = t:case { name = "never late without waiting", strategy = STRATEGY, args = live("max", "--timing") }.stdout
t:check(text:find("\nLatency, microseconds", 1, true) and not text:find("Due until", 1, true), "no lateness", text)
text = t:case { name = "only when asked for", strategy = STRATEGY, args = live("1e9", "--json") }.stdout
t:check(not text:find("latency", 1, true), "nothing", text)
