-- require: modules of the program, files beside the strategy, faults.
local check = require "perigee.check"
local mean = require "helpers.mean"

function Initialize()
  AddData("COIN")
  SetEndDate(2013, 10, 2)
  check.equal("a file in a folder beside", mean.of({ 1, 2, 3 }), 2.0)
  check.that("loaded once", require "helpers.mean" == mean)
  check.equal("init.lua of a folder; its name is the argument", require("helpers").name, "helpers")
  check.that("a module of the program", type(require "perigee.api") == "table")
  check.raises("unknown", "module 'helpers.median' not found", require, "helpers.median")
  check.raises("where it looked", "tests/lua/helpers/median.lua", require, "helpers.median")
  check.raises("a cycle", "module 'helpers.first' requires itself: helpers.first -> helpers.second -> helpers.first",
    require, "helpers.first")
  check.raises("an error while loading", "helpers/raising.lua:1: raised while loading", require, "helpers.raising")
  check.raises("again", "raised while loading", require, "helpers.raising")
  check.raises("upwards", "require: module name was '../lua/helpers'", require, "../lua/helpers")
  check.raises("an absolute path", "module name was '/etc/passwd'", require, "/etc/passwd")
  check.raises("no name", "require", require, nil)
end

function OnEndOfAlgorithm() check.finish() end
