--- Strategies that test something. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Tests"

add("module", "perigee.check", 'require "perigee.check"', "Assertions for strategies that test something.", {
  { "that", "function(name, condition: any) -> boolean", "passes when it is neither nil nor false; whether it did" },
  { "equal", "function(name, got: any, want: any) -> boolean",
    "passes when both are equal in value and, for numbers, in type" },
  { "near", "function(name, got: number, want: number, tolerance: number) -> boolean",
    "passes when they are at most that far apart" },
  { "raises", "function(name, part: string, fn: function, ...: any) -> boolean",
    "passes when fn, called with the further arguments, raises and the message holds the part" },
  { "finish", "function()", "print \"N passed, N failed\" and raise when any failed, or when nothing was checked" },
})

return rows
