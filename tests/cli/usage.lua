-- Commands and options: what they print; exit status 2 for wrong usage.
local t = ...

t:case { name = "version", args = { "version" }, stdout = "perigee ", stderr_exact = "" }
t:case { name = "--version", args = { "--version" }, stdout = "perigee ", stderr_exact = "" }
t:case { name = "--help", args = { "--help" }, stdout = { "usage: perigee COMMAND", "run STRATEGY.lua" } }
t:case { name = "run --help", args = { "run", "--help" }, stderr_exact = "",
  stdout = { "usage: perigee run STRATEGY.lua [option]...", "--data DIR", "--store FILE", "--param NAME=VALUE",
    "--subscription S", "--store-permissions rwd", "--store-snapshot",
    "--seed N", "--memory-limit MB", "--step-limit M", "--server S",
    "--training-clock C", "--skip-bad-rows", "--json", "--quiet", "3 data missing or damaged" } }
t:case { name = "no command", args = {}, status = 2, stderr = "usage: perigee COMMAND", stdout_exact = "" }
t:case { name = "unknown command", args = { "runn" }, status = 2, stderr = "perigee: unknown command 'runn'" }

-- Arguments behind `run`, and what is said about them.
local WRONG = {
  { "no strategy", {}, "perigee run: no strategy was given" },
  { "a strategy that is not there", { "nowhere.lua" }, "cannot read 'nowhere.lua'" },
  { "two strategies", { "a.lua", "b.lua" }, "one strategy is run at a time: 'a.lua' and 'b.lua' were given" },
  { "unknown option", { "a.lua", "--verbose" }, "unknown option '--verbose'" },
  { "misspelt option", { "a.lua", "--jsn" }, "unknown option '--jsn'; did you mean '--json'?" },
  { "--seed of text", { "a.lua", "--seed", "x" }, "--seed was 'x', expected a whole number" },
  { "--seed below 0", { "a.lua", "--seed", "-1" }, "--seed was '-1', expected a whole number" },
  { "--seed with a fraction", { "a.lua", "--seed", "1.5" }, "--seed was '1.5'" },
  { "--memory-limit of text", { "a.lua", "--memory-limit", "1G" },
    "--memory-limit was '1G', expected a whole number of 0 to" },
  { "--subscription of no name", { "a.lua", "--subscription", "gold" },
    "subscription 'gold' is unknown, expected free, prime, professional or none" },
  { "--store-permissions of other letters", { "a.lua", "--store-permissions", "rx-" },
    "store permissions were 'rx-', expected 'rwd'" },
  { "--store-permissions without a value", { "a.lua", "--store-permissions" }, "--store-permissions needs a value" },
  { "--store-snapshots", { "a.lua", "--store-snapshots" }, "did you mean '--store-snapshot'?" },
  { "--step-limit of 0", { "a.lua", "--step-limit", "0" },
    "--step-limit was '0', expected minutes above 0, up to 1000000, or none" },
  { "--step-limit of text", { "a.lua", "--step-limit", "10m" }, "--step-limit was '10m'" },
  { "--step-limit below 0", { "a.lua", "--step-limit", "-1" }, "--step-limit was '-1'" },
  { "--step-limit of nan", { "a.lua", "--step-limit", "nan" }, "--step-limit was 'nan'" },
  { "--step-limit without a value", { "a.lua", "--step-limit" }, "--step-limit needs a value" },
  { "--server of no name", { "a.lua", "--server", "4096" }, "server was '4096', expected 512, 1024, 2048 or none" },
  { "--training-clock of no name", { "a.lua", "--training-clock", "sun" },
    "--training-clock was 'sun', expected simulated or wall" },
  { "--param without =", { "a.lua", "--param", "fast" }, "--param was 'fast', expected NAME=VALUE" },
  { "--param without a name", { "a.lua", "--param", "=5" }, "--param was '=5', expected NAME=VALUE" },
  { "--data without a value", { "a.lua", "--data" }, "--data needs a value" },
  { "--store without a value", { "a.lua", "--store" }, "--store needs a value" },
  { "--timing of no JSON", { "a.lua", "--timing" }, "--timing puts durations into the JSON: give --json too" },
  { "two likely options, the nearest one", { "a.lua", "--memry-limit", "1" }, "did you mean '--memory-limit'?" },
}
for _, row in ipairs(WRONG) do
  local args = { "run", table.unpack(row[2]) }
  t:case { name = row[1], args = args, status = 2, stderr = row[3], stdout_exact = "" }
end

t:case { name = "a folder as strategy", files = { ["a.lua/x"] = "" }, args = { "run", "a.lua" }, status = 1,
  stderr = "'a.lua'", stdout_exact = "" }

-- The usage tells all options there are: each command takes those of its own, and knows those of the other.
local function options_of(command)
  local names, text = {}, t:run { args = { command, "--help" } }.stdout
  for name, value in text:gmatch("\n  (%-%-[%l-]+) ?(%S*)") do names[name] = value end
  for line in text:gmatch("[^\n]+") do t:check(#line < 100, command .. " --help: a line's width", line) end
  t:check(names["--seed"] == "N" and names["--json"] == "" and names["--help"] == "", command .. " --help", text)
  return names
end
local function sorted(names)
  local list = {}
  for name in pairs(names) do list[#list + 1] = name end
  table.sort(list)
  return list
end
local OPTIONS = { run = options_of "run", live = options_of "live" }
local function refuses(command, option, text)
  return t:case { name = command .. " " .. option, args = { command, "a.lua", option }, status = 2, stdout_exact = "",
    stderr = ("perigee %s: %s"):format(command, text) }
end
for command, other in pairs { run = "live", live = "run" } do
  local own = OPTIONS[command]
  for _, name in ipairs(sorted(own)) do
    if own[name] ~= "" then refuses(command, name, name .. " needs a value\n") end
    local near = refuses(command, name .. "x", ("unknown option '%sx'; did you mean '%s'?\n"):format(name, name))
    t:check(not near.stderr:find("needs a value", 1, true), "one error", near.stderr)
  end
  for _, name in ipairs(sorted(OPTIONS[other])) do
    if not own[name] then
      refuses(command, name, ("unknown option '%s': it is one of perigee %s"):format(name, other))
      local misspelt = refuses(command, name .. "x", ("unknown option '%sx'"):format(name)).stderr
      local guess = misspelt:match("did you mean '([^']*)'")
      t:check(not guess or own[guess], command .. " suggests options of its own", misspelt)
    end
  end
end
for name, why in pairs {
  ["--training-clock"] = "the allowance of live trainings always goes by the wall's clock",
  ["--training-time"] = "a live training takes the time it takes",
  ["--store-snapshot"] = "a live run always sees the store as it was at its start",
} do
  refuses("live", name, ("unknown option '%s': it is one of perigee run; %s\n"):format(name, why))
end
t:case { name = "the simulated clock is no live run's", args = { "live", "a.lua", "--feed", "replay:data",
  "--training-clock", "simulated" }, files = { ["a.lua"] = "" }, status = 2, stdout_exact = "",
  stderr = "unknown option '--training-clock': it is one of perigee run" }

t:case { name = "the usage follows", args = { "run", "--nope" }, status = 2, stderr = "usage: perigee run" }

-- A standard stream that was closed is not one of the files that are opened.
local HOLDS = [[
printf value >value && $BIN store put k value --store s.db && cp s.db before
$BIN store get k out --store s.db <&- >&- 2>&-; echo status $?; cat out; echo
$BIN store get none out2 --store s.db <&- >&- 2>&-; echo status $?; test -e out2 || echo none
cmp s.db before && echo same]]
t:case { name = "all three are closed", shell = HOLDS, stdout = { "status 0\nvalue\n", "status 1\nnone\n", "same\n" } }
t:case { name = "stdout is closed", status = 1, shell = "$BIN run strategy.lua --store s.db --quiet >&-",
  strategy = "function Initialize() AddEquity('ABC', Resolution.Daily) end",
  stderr = "cannot write the result: Bad file descriptor" }
