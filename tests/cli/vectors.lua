-- perigee-vectors fails what claims nothing, too much or something absurd.
local t = ...

local BUCKET = '{"capacity":10,"refill_amount":1,"refill_interval_ms":1000,"steps":'

-- Kind -> vectors none of which may pass.
local CASES = {
  leakybucket = {
    BUCKET .. '[{"op":"advance","ms":1,"expect":"nonsense"}]}',
    BUCKET .. '[{"op":"available","expect":null}]}',
    BUCKET .. '[{"op":"available","expect":10,"expect_available":777}]}',
    BUCKET .. '[]}',
    BUCKET .. '[{"op":"try_consume","n":1,"expect":true,"ms":99}]}',
    '{"capacity":10,"refill_amount":"x","refill_interval_ms":1000,"steps":[{"op":"available","expect":10}]}',
    BUCKET .. '[{"op":"try_consume","n":-1,"expect":"w","expect_error":"argument"}]}',
    BUCKET .. '[{"op":"advance","ms":9e12},{"op":"advance","ms":9e12},{"op":"available","expect":10}]}',
  },
  timelimit = {
    '{"runs":[{"start_ms":0,"duration_ms":9e12,"minutes_granted":150000000,"outcome":"completes"}]}',
    '{"runs":[{"start_ms":0,"duration_ms":-5,"minutes_granted":0,"outcome":"completes"}]}',
    '{"runs":[]}',
  },
  daterules = {
    '{"rule":"WeekStart","args":{"offset":9},"expect":{"error":"out_of_range","count":42}}',
    '{"rule":"EveryDay","range":["2020-02-01","2020-01-01"],"expect":{"count":0}}',
    '{"rule":"EveryDay","range":["2020-01-01","2020-02-01","x"],"expect":{"count":32}}',
  },
  timerules = {
    '{"rule":"Every","args":{"interval_ms":-1},"dates":["2020-01-01"],"expect":{"error":"argument","count":77}}',
    '{"rule":"At","args":{"time_of_day_ms":0},"timezone":"UTC","dates":["2020-01-01"],"expect":{"count":1,"utc":null}}',
  },
  schedule = {
    '{"kind":"next","times":[1],"expect_next":1,"calls":"x"}',
    '{"kind":"next","times":[1],"expect_next":1,"expect_fired":0}',
    '{"kind":"timeline","events":[{"name":"a","times":[1,2]}],"calls":[]}',
    '{"kind":"timeline","events":[],"calls":[]}',
  },
}

for kind, list in pairs(CASES) do
  for i, vector in ipairs(list) do
    t:case {
      name = ("%s vector %d fails"):format(kind, i), files = { ["v.json"] = '{"vectors":[' .. vector .. "]}" },
      shell = '"$BIN-vectors" ' .. kind .. " v.json", status = 1, stdout = "0 passed, 1 failed", stderr_exact = "",
    }
  end
end
t:case {
  name = "a good vector passes", shell = '"$BIN-vectors" daterules v.json',
  files = { ["v.json"] = '{"vectors":[{"rule":"MonthEnd","args":{"offset":1},"range":["2024-02-01","2024-02-29"],'
    .. '"expect":{"count":1,"dates":["2024-02-28"]}}]}' },
  stdout = "1 passed, 0 failed",
}
t:case {
  name = "a file without vectors", files = { ["v.json"] = '{"vectors":[]}' },
  shell = '"$BIN-vectors" daterules v.json', status = 1, stdout = "it holds no vectors",
}
t:case {
  name = "an unknown kind", shell = '"$BIN-vectors" dates v.json', status = 2, stderr = "perigee-vectors: ",
}
