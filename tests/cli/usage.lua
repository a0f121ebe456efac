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
}
for _, row in ipairs(WRONG) do
  local args = { "run", table.unpack(row[2]) }
  t:case { name = row[1], args = args, status = 2, stderr = row[3], stdout_exact = "" }
end

t:case { name = "a folder as strategy", files = { ["a.lua/x"] = "" }, args = { "run", "a.lua" }, status = 1,
  stderr = "'a.lua'", stdout_exact = "" }
t:case { name = "the usage follows", args = { "run", "--nope" }, status = 2, stderr = "usage: perigee run" }
