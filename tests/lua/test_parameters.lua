-- GetParameter: the type follows the default.
-- args: --param fast=12 --param slow=2.5 --param name=abc --param on=true --param off=false --param empty=
-- args: --param hex=0x10 --param fast=13 --param eq=a=b
local check = require "perigee.check"

function Initialize()
  AddData("COIN")
  SetEndDate(2013, 10, 2)
  check.equal("text without a default", GetParameter("fast"), "13")
  check.equal("an integer; the last one counts", GetParameter("fast", 5), 13)
  check.equal("a real", GetParameter("slow", 1.0), 2.5)
  check.equal("a text", GetParameter("name", "x"), "abc")
  check.equal("not a number: the default", GetParameter("name", 7), 7)
  check.equal("true", GetParameter("on", false), true)
  check.equal("false", GetParameter("off", true), false)
  check.equal("not a boolean: the default", GetParameter("name", true), true)
  check.equal("empty", GetParameter("empty"), "")
  check.equal("empty is no number", GetParameter("empty", 3), 3)
  check.equal("hexadecimal", GetParameter("hex", 1), 16)
  check.equal("the first = divides", GetParameter("eq"), "a=b")
  check.equal("missing", GetParameter("none"), nil)
  check.equal("missing with a default", GetParameter("none", "d"), "d")
  check.raises("name", "GetParameter: argument 1 (name) was 1, expected a string", GetParameter, 1)
end

function OnEndOfAlgorithm() check.finish() end
