-- See kit/fill_outside_hours.lua.
require "kit.fill_outside_hours" (Resolution.Daily)
